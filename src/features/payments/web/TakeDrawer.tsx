import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan } from "#kernel/money.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listDebts, takePayment } from "../contract.ts";
import { counterMeans, meansNames } from "../rules.ts";
import { useEntities, useYuanRule } from "./parts.ts";
import { DebtInputs } from "./SplitDrawer.tsx";
import { TenantSelect } from "./TenantSelect.tsx";
import { text } from "./text.ts";

interface Values {
  readonly tenantId: string;
  readonly entityId: string;
  readonly means: (typeof counterMeans)[number];
  readonly receivedOn: string;
  readonly amount: string;
  readonly payerName?: string;
  readonly voucherNo?: string;
  readonly remark?: string;
}

/** Takes money at the counter; the payment it made opens. */
export function TakeDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const today = useToday();
  const yuanRule = useYuanRule();
  const { entities } = useEntities(siteId);
  const [id] = useState(() => newId<"payment">());
  const [tenantId, setTenantId] = useState("");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const debts = useQuery({ ...query(listDebts, { params: { siteId, tenantId } }), enabled: tenantId !== "" }).data ?? [];
  const take = useCommand(takePayment, { also: ["billing"], onDone: () => go(href(`payments/received/${id}`)) });
  const lines = Object.entries(typed).flatMap(([lineId, amount]) => {
    const paid = readYuan(amount) ?? 0;
    return paid > 0 ? [{ lineId, amount: paid }] : [];
  });
  return (
    <FormDrawer<Values>
      title={t(text.takeTitle)}
      open
      onClose={onClose}
      width={560}
      initial={{ means: "cash", receivedOn: today }}
      onChange={(values) => {
        if (values.tenantId !== tenantId) {
          setTenantId(values.tenantId ?? "");
          setTyped({});
        }
      }}
      onSubmit={({ amount, ...values }) => take.mutate({ params: { siteId }, body: { id, ...values, amount: readYuan(amount) ?? 0, ...(lines.length > 0 ? { lines } : {}) } })}
      isPending={take.isPending}
      error={take.error}
      submit={text.take}
    >
      <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true, message: t(text.required) }]}>
        <TenantSelect siteId={siteId} />
      </Form.Item>
      <Form.Item name="entityId" label={t(text.entity)} rules={[{ required: true, message: t(text.required) }]}>
        <Select options={entities.map((entity) => ({ value: entity.id, label: entity.name }))} />
      </Form.Item>
      <Form.Item name="means" label={t(text.means)}>
        <Select options={counterMeans.map((value) => ({ value, label: t(meansNames[value]) }))} />
      </Form.Item>
      <Form.Item name="receivedOn" label={t(text.receivedOn)}>
        <DayInput max={today} />
      </Form.Item>
      <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
        <Input inputMode="decimal" maxLength={16} />
      </Form.Item>
      <Form.Item name="payerName" label={t(text.payer)}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="voucherNo" label={t(text.voucherNo)}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="remark" label={t(text.remark)}>
        <Input maxLength={500} />
      </Form.Item>
      {tenantId && (
        <>
          <p>{t(text.byOrder)}</p>
          <DebtInputs debts={debts} typed={typed} onChange={setTyped} />
        </>
      )}
    </FormDrawer>
  );
}
