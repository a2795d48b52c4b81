import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DayInput, MonthInput } from "#ui/DayInput.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { type FeeItemCode, feeItems } from "#features/leasing/rules.ts";
import { listEntities } from "#features/sites/contract.ts";
import { listTenants } from "#features/tenants/contract.ts";
import { cancelCharge, enterCharge, exportCharges, listCharges } from "../contract/bills.ts";
import { billingRights } from "../contract/rights.ts";
import { type ChargeStatus, chargeStatuses } from "../rules.ts";
import { text } from "./text.ts";
import { useYuanRule } from "./yuan.ts";
import "./billing.css";

type Charge = ReplyOf<typeof listCharges>["items"][number];

/** Amounts beside the leases' schedules that wait for a bill. */
export function ChargesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const mayIssue = useMay()(billingRights.issue);
  const [{ status, month, entityId }, setFilters] = useFilters({ status: "waiting", month: "", entityId: "" });
  const [isAdding, setAdding] = useState(false);
  const [cancelling, setCancelling] = useState<Charge | null>(null);
  const filter = { ...(status === "all" ? {} : { status: status as ChargeStatus }), ...(month ? { month } : {}), ...(entityId ? { entityId } : {}) };
  const charges = useInfiniteQuery(infinite(listCharges, { params: { siteId }, query: filter }));
  const entities = useQuery(query(listEntities, { params: { siteId } })).data?.entities ?? [];
  const cancel = useCommand(cancelCharge, { onDone: () => setCancelling(null) });
  return (
    <Page title={t(text.charges)} lead={t(text.chargesLead)} actions={mayIssue && <Button onPress={() => setAdding(true)}>{t(text.addCharge)}</Button>}>
      <DataTable
        label={t(text.charges)}
        rows={charges}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportCharges, { params: { siteId }, query: filter })}
        filters={
          <>
            <Select
              aria-label={t(text.state)}
              value={status}
              style={{ minWidth: 120 }}
              onChange={(chosen: string) => setFilters({ status: chosen })}
              options={[{ value: "all", label: t(text.anyState) }, ...Object.entries(chargeStatuses).map(([value, label]) => ({ value, label: t(label) }))]}
            />
            <MonthInput isClearable aria-label={t(text.dueMonth)} value={month} onChange={(chosen) => setFilters({ month: chosen })} />
            <Select
              aria-label={t(text.payee)}
              value={entityId}
              style={{ minWidth: 160 }}
              onChange={(chosen: string) => setFilters({ entityId: chosen })}
              options={[{ value: "", label: t(text.anyPayee) }, ...entities.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          </>
        }
        empty={<EmptyTeaching title={t(text.noCharges)}>{t(text.noChargesHint)}</EmptyTeaching>}
        columns={[
          { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
          { key: "fee", title: t(text.fee), width: "140px", render: ({ name }) => t(name) },
          {
            key: "days",
            title: t(text.days),
            width: "200px",
            from: "medium",
            render: ({ from, to }) => (from === to ? format.day(from) : `${format.day(from)} ~ ${format.day(to)}`),
          },
          { key: "due", title: t(text.due), width: "120px", render: ({ dueOn }) => format.day(dueOn) },
          { key: "amount", title: t(text.amountYuan), width: "130px", align: "end", render: ({ amount }) => <span className="billing-money">{yuanText(amount)}</span> },
          { key: "remark", title: t(text.remark), from: "wide", render: ({ remark }) => remark },
          {
            key: "status",
            title: t(text.state),
            width: "120px",
            card: "mark",
            render: (charge) =>
              charge.status === "waiting" && mayIssue ? <Button onPress={() => setCancelling(charge)}>{t(text.cancel)}</Button> : t(chargeStatuses[charge.status]),
          },
        ]}
      />
      {isAdding && <ChargeDrawer siteId={siteId} onClose={() => setAdding(false)} />}
      <ConfirmWithReason
        title={t(text.cancel)}
        open={cancelling !== null}
        onClose={() => setCancelling(null)}
        onConfirm={(reason) => cancelling && cancel.mutate({ params: { siteId, chargeId: cancelling.id }, body: { reason } })}
        isPending={cancel.isPending}
        error={cancel.error}
      />
    </Page>
  );
}

interface Values {
  readonly tenantId: string;
  readonly feeItem: FeeItemCode;
  readonly from: string;
  readonly to: string;
  readonly dueOn: string;
  readonly amount: string;
  readonly remark: string;
}

function ChargeDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const [id] = useState(() => newId<"charge">());
  const [search, setSearch] = useState("");
  const tenants = useQuery(query(listTenants, { params: { siteId }, query: { limit: 20, ...(search ? { search } : {}) } })).data?.items ?? [];
  const yuanRule = useYuanRule();
  const enter = useCommand(enterCharge, { onDone: onClose });
  const required = [{ required: true, message: t(text.required) }];
  return (
    <FormDrawer<Values>
      title={t(text.addCharge)}
      open
      onClose={onClose}
      initial={{ from: today, to: today, dueOn: today } as Values}
      onSubmit={({ amount, ...values }) => enter.mutate({ params: { siteId }, body: { id, ...values, amount: readYuan(amount) ?? 0 } })}
      isPending={enter.isPending}
      error={enter.error}
    >
      <Form.Item name="tenantId" label={t(text.tenant)} rules={required}>
        <Select
          showSearch
          filterOption={false}
          placeholder={t(text.findTenant)}
          onSearch={setSearch}
          options={tenants.map((tenant) => ({ value: tenant.id, label: tenant.name }))}
        />
      </Form.Item>
      <Form.Item name="feeItem" label={t(text.fee)} rules={required}>
        <Select showSearch optionFilterProp="label" options={Object.entries(feeItems).map(([value, { name }]) => ({ value, label: t(name) }))} />
      </Form.Item>
      <Form.Item name="from" label={t(text.from)} rules={required}>
        <DayInput />
      </Form.Item>
      <Form.Item name="to" label={t(text.to)} rules={required}>
        <DayInput />
      </Form.Item>
      <Form.Item name="dueOn" label={t(text.due)} rules={required}>
        <DayInput />
      </Form.Item>
      <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
        <Input inputMode="decimal" maxLength={16} />
      </Form.Item>
      <Form.Item name="remark" label={t(text.remark)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
