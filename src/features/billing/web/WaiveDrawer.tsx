import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { askWaiver } from "../contract/bills.ts";
import { type WaiverKind, waiverKinds } from "../rules.ts";
import type { BillPage } from "./BillScreen.tsx";
import { text } from "./text.ts";
import { useYuanRule } from "./yuan.ts";

interface Values {
  readonly kind: WaiverKind;
  readonly lineId: string;
  readonly amount?: string;
  readonly from?: string;
  readonly to?: string;
  readonly percent?: string;
  readonly reason: string;
}

/** Asks to let the tenant off part of a bill: an amount, or rent for use that was lost (Civil Code art. 713). */
export function WaiveDrawer({ siteId, page: { bill, lines }, onClose }: { readonly siteId: string; readonly page: BillPage; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [id] = useState(() => newId<"waiver">());
  const [kind, setKind] = useState<WaiverKind>("waiver");
  const yuanRule = useYuanRule();
  const ask = useCommand(askWaiver, { onDone: onClose });
  const required = [{ required: true, message: t(text.required) }];
  const send = ({ lineId, amount, from = "", to = "", percent = "", reason }: Values) =>
    ask.mutate({
      params: { siteId, billId: bill.id },
      body: { id, kind, reason, parts: [kind === "abatement" ? { lineId, from, to, percent } : { lineId, amount: readYuan(amount ?? "") ?? 0 }] },
    });
  const choices = lines.filter((line) => line.credited < line.amount && (kind === "waiver" || line.feeItem === "rent"));
  return (
    <FormDrawer<Values>
      title={t(text.waive)}
      open
      onClose={onClose}
      initial={{ kind: "waiver", lineId: choices[0]?.id ?? "", reason: "" }}
      onChange={(values) => setKind(values.kind)}
      onSubmit={send}
      isPending={ask.isPending}
      error={ask.error}
      submit={text.waive}
    >
      <p>{t(text.waiveHint)}</p>
      <Form.Item name="kind" label={t(text.kind)}>
        <Select options={Object.entries(waiverKinds).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="lineId" label={t(text.line)} rules={required}>
        <Select options={choices.map((line) => ({ value: line.id, label: `${t(line.name)} ${line.from} ~ ${line.to} ${yuanText(line.amount - line.credited)}` }))} />
      </Form.Item>
      {kind === "waiver" ? (
        <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
          <Input inputMode="decimal" maxLength={16} />
        </Form.Item>
      ) : (
        <>
          <Form.Item name="from" label={t(text.lostFrom)} rules={required}>
            <DayInput />
          </Form.Item>
          <Form.Item name="to" label={t(text.lostTo)} rules={required}>
            <DayInput />
          </Form.Item>
          <Form.Item name="percent" label={t(text.lostPercent)} rules={[{ required: true, pattern: /^(100|\d{1,2}(\.\d{1,4})?)$/, message: t(text.required) }]}>
            <Input inputMode="decimal" maxLength={8} />
          </Form.Item>
        </>
      )}
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
