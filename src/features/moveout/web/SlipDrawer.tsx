import { useQuery } from "@tanstack/react-query";
import { MinusCircleOutlined } from "@ant-design/icons";
import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { getTenant, listTenants } from "#features/tenants/contract.ts";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { askForRelease } from "../contract.ts";
import { type SlipReason, slipReasons } from "../rules.ts";
import { text } from "./text.ts";

interface Values {
  readonly tenantId: string;
  readonly contactId: string;
  readonly authorityText?: string;
  readonly reason: SlipReason;
  readonly place: string;
  readonly passesOn: string;
  readonly carrierName: string;
  readonly carrierPhone?: string;
  readonly idLast4?: string;
  readonly plate?: string;
  readonly remark?: string;
  readonly items: readonly { readonly name: string; readonly quantity: number; readonly note?: string }[];
}

interface Of {
  readonly caseId: string;
  readonly tenantId: string;
  readonly tenant: string;
  readonly place: string;
}

/** Takes an application for a release slip at the desk (F17). Manual 2.1.3-5. */
export function SlipDrawer({ siteId, onClose, of }: { readonly siteId: string; readonly onClose: () => void; readonly of?: Of }) {
  const { t } = useLanguage();
  const today = useToday();
  const [id] = useState(() => newId<"goodsSlip">());
  const [tenantId, setTenantId] = useState(of?.tenantId ?? "");
  const [search, setSearch] = useState("");
  const { data: tenants } = useQuery({ ...query(listTenants, { params: { siteId }, query: { limit: 30, ...(search ? { search } : {}) } }), enabled: !of });
  const { data: tenant } = useQuery({ ...query(getTenant, { params: { siteId, tenantId } }), enabled: tenantId !== "" });
  const ask = useCommand(askForRelease, { onDone: onClose });
  const contacts = (tenant?.contacts ?? []).filter(({ authorities, state }) => state === "active" && authorities.includes("goods"));
  return (
    <FormDrawer<Values>
      title={t(text.newSlip)}
      open
      onClose={onClose}
      initial={{ ...(of ? { tenantId: of.tenantId, place: of.place } : {}), reason: of ? "movingOut" : "carryOut", passesOn: today, items: [{ name: "", quantity: 1 }] }}
      onChange={(values) => setTenantId(values.tenantId ?? of?.tenantId ?? "")}
      submit={text.ask}
      onSubmit={({ tenantId: chosen, authorityText = "", carrierPhone = "", idLast4 = "", plate = "", remark = "", items, ...body }) =>
        ask.mutate({
          params: { siteId },
          body: {
            ...body,
            id,
            tenantId: of?.tenantId ?? chosen,
            caseId: of?.caseId ?? null,
            authorityText,
            carrierPhone,
            idLast4,
            plate,
            remark,
            items: items.map(({ name, quantity, note = "" }) => ({ name, quantity, note })),
          },
        })
      }
      isPending={ask.isPending}
      error={ask.error}
    >
      {of ? (
        <p>{of.tenant}</p>
      ) : (
        <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true }]}>
          <Select showSearch={{ filterOption: false, onSearch: setSearch }} options={(tenants?.items ?? []).map(({ id: value, name }) => ({ value, label: name }))} />
        </Form.Item>
      )}
      <Form.Item name="contactId" label={t(text.goodsContact)} rules={[{ required: true }]}>
        <Select options={contacts.map(({ id: value, name, post }) => ({ value, label: [name, post].filter(Boolean).join(" ") }))} />
      </Form.Item>
      <Form.Item name="authorityText" label={t(text.authorityText)}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true }]}>
        <Select options={(Object.keys(slipReasons) as SlipReason[]).map((value) => ({ value, label: t(slipReasons[value]) }))} />
      </Form.Item>
      <Form.Item name="place" label={t(text.place)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="passesOn" label={t(text.passesOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="carrierName" label={t(text.carrier)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="carrierPhone" label={t(text.carrierPhone)}>
        <Input inputMode="tel" maxLength={30} />
      </Form.Item>
      <Form.Item name="idLast4" label={t(text.idLast4)}>
        <Input maxLength={4} />
      </Form.Item>
      <Form.Item name="plate" label={t(text.plate)}>
        <Input maxLength={12} />
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }, index) => (
              <div key={key} className="moveout-item">
                <Form.Item name={[name, "name"]} label={`${t(text.item)} ${index + 1}`} rules={[{ required: true, whitespace: true }]}>
                  <Input maxLength={120} />
                </Form.Item>
                <Form.Item name={[name, "quantity"]} label={t(text.quantity)} rules={[{ required: true }]}>
                  <InputNumber min={1} max={100_000} precision={0} />
                </Form.Item>
                {fields.length > 1 && <Button icon={<MinusCircleOutlined aria-hidden />} aria-label={`${t(text.removeItem)} ${index + 1}`} onPress={() => remove(name)} />}
              </div>
            ))}
            <Button onPress={() => add({ name: "", quantity: 1 })}>{t(text.addItem)}</Button>
          </>
        )}
      </Form.List>
      <Form.Item name="remark" label={t(text.remark)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
