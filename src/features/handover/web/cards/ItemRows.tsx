import { DeleteOutlined, FileExcelOutlined, PlusOutlined } from "@ant-design/icons";
import { Form, Input, Select } from "antd";
import { useId, useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { linkTo, upload } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { itemSheetForm, type newItemField, readItemSheet } from "../../contract/cards.ts";
import { itemKinds, type ItemKind } from "../../rules/cards.ts";
import { text } from "./text.ts";
import "./cards.css";

type NewItemOnWire = WireOf<typeof newItemField>;

/** A row as it is typed; amounts are yuan as people write them. */
export interface ItemRow {
  readonly kind: ItemKind;
  readonly number: string;
  readonly holder: string;
  readonly zones?: string;
  readonly validTo?: string;
  readonly fee?: string;
  readonly post?: string;
  readonly phone?: string;
}

export const anItemRow: ItemRow = { kind: "card", number: "", holder: "", fee: "50.00" };

export const itemsFrom = (rows: readonly ItemRow[]): NewItemOnWire[] =>
  rows.map(({ kind, number, holder, zones = "", validTo = "", fee = "", post = "", phone = "" }) => ({
    kind,
    number,
    holder,
    post,
    phone,
    zones,
    validTo: validTo || null,
    fee: readYuan(fee) ?? fen(0),
  }));

/** The rows of cards and keys in a form, under the name `items`: typed one by one, or read from a sheet and then reviewed. */
export function ItemRows({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const form = Form.useFormInstance();
  const id = useId();
  const [leftOut, setLeftOut] = useState<readonly { readonly row: number; readonly why: string }[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const feeRule = {
    validator: async (_: unknown, typed: string | undefined) => {
      if (typed && (readYuan(typed) ?? -1) < 0) throw new Error(t(text.badAmount));
    },
  };
  async function take(file: File): Promise<void> {
    setFailure(null);
    try {
      const { items, rowsLeftOut } = await upload(readItemSheet, { params: { siteId }, body: file }, () => {});
      const rows = items.map(({ fee = 0, validTo, ...item }) => ({ ...item, fee: yuanText(fen(fee)), validTo: validTo ?? "" }));
      form.setFieldValue("items", rows);
      setLeftOut(rowsLeftOut);
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="card-row">
                <legend className="tk-quiet">{name + 1}</legend>
                <Form.Item name={[name, "kind"]} label={t(text.kind)}>
                  <Select options={Object.entries(itemKinds).map(([value, label]) => ({ value, label: t(label) }))} />
                </Form.Item>
                <Form.Item name={[name, "number"]} label={t(text.number)} rules={[{ required: true, whitespace: true }]}>
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, "holder"]} label={t(text.holder)} rules={[{ required: true, whitespace: true }]}>
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, "zones"]} label={t(text.zones)}>
                  <Input maxLength={200} />
                </Form.Item>
                <Form.Item name={[name, "validTo"]} label={t(text.validTo)}>
                  <DayInput isClearable />
                </Form.Item>
                <Form.Item name={[name, "fee"]} label={t(text.fee)} rules={[feeRule]}>
                  <Input inputMode="decimal" />
                </Form.Item>
                <Button icon={<DeleteOutlined />} aria-label={t(text.removeRow, { row: name + 1 })} onPress={() => remove(name)} />
              </fieldset>
            ))}
            <div className="card-row-acts">
              <Button
                icon={<PlusOutlined />}
                onPress={() => add({ ...anItemRow, holder: (form.getFieldValue(["items", fields.length - 1, "holder"]) as string | undefined) ?? "" })}
              >
                {t(text.addRow)}
              </Button>
              <input
                id={id}
                className="card-sheet"
                type="file"
                accept=".xlsx,.csv"
                aria-label={t(text.fromSheet)}
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  event.target.value = "";
                  if (file) void take(file);
                }}
              />
              <label htmlFor={id} className="card-sheet-label">
                <FileExcelOutlined aria-hidden /> {t(text.fromSheet)}
              </label>
              <a href={linkTo(itemSheetForm, { params: { siteId } })}>{t(text.sheetForm)}</a>
            </div>
          </>
        )}
      </Form.List>
      {leftOut.map(({ row, why }) => (
        <p key={row} role="status">
          {t(text.leftOut, { row, why })}
        </p>
      ))}
      <ProblemNote error={failure} />
    </>
  );
}
