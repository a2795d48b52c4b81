import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportBills, listBills } from "../contract/bills.ts";
import { type BillState, billStates } from "../rules.ts";
import { BillStateTag } from "./BillState.tsx";
import { text } from "./text.ts";
import "./billing.css";

/** Bills and credit notes of the site. */
export function BillListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [{ state, month, search, tenantId, leaseId, runId }, setFilters] = useFilters({ state: "", month: "", search: "", tenantId: "", leaseId: "", runId: "" });
  const filter = {
    ...(state ? { state: state as BillState } : {}),
    ...(month ? { month } : {}),
    ...(search ? { search } : {}),
    ...(tenantId ? { tenantId } : {}),
    ...(leaseId ? { leaseId } : {}),
    ...(runId ? { runId } : {}),
  };
  const bills = useInfiniteQuery(infinite(listBills, { params: { siteId }, query: filter }));
  return (
    <Page title={t(text.bills)} lead={t(text.billsLead)}>
      <DataTable
        label={t(text.bills)}
        rows={bills}
        rowKey={({ id }) => id}
        href={({ id }) => href(`billing/bills/${id}`)}
        rowTone={(bill) => (bill.state === "overdue" ? "late" : bill.state === "credited" || bill.state === "settled" ? "quiet" : undefined)}
        exportHref={linkTo(exportBills, { params: { siteId }, query: filter })}
        filters={
          <>
            <Input.Search
              aria-label={t(text.search)}
              placeholder={t(text.search)}
              defaultValue={search}
              allowClear
              onSearch={(typed) => setFilters({ search: typed })}
              style={{ width: 220 }}
            />
            <Select
              aria-label={t(text.state)}
              value={state}
              style={{ minWidth: 120 }}
              onChange={(chosen: string) => setFilters({ state: chosen })}
              options={[{ value: "", label: t(text.anyState) }, ...Object.entries(billStates).map(([value, label]) => ({ value, label: t(label) }))]}
            />
            <MonthInput isClearable aria-label={t(text.month)} value={month} onChange={(chosen) => setFilters({ month: chosen })} />
          </>
        }
        empty={
          <EmptyTeaching title={t(text.noBills)} action={<Link href={href("billing/runs")}>{t(text.runs)}</Link>}>
            {t(text.noBillsHint)}
          </EmptyTeaching>
        }
        columns={[
          { key: "no", title: t(text.billNo), width: "150px", card: "heading", render: ({ billNo }) => billNo },
          { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant },
          { key: "lease", title: t(text.lease), from: "wide", render: ({ leaseNo }) => leaseNo ?? "—" },
          { key: "due", title: t(text.due), width: "120px", from: "medium", render: ({ dueOn }) => format.day(dueOn) },
          { key: "total", title: t(text.total), width: "140px", align: "end", render: ({ total }) => <span className="billing-money">{yuanText(total)}</span> },
          { key: "owed", title: t(text.owed), width: "140px", align: "end", from: "medium", render: ({ owed }) => <span className="billing-money">{yuanText(owed)}</span> },
          { key: "state", title: t(text.state), width: "120px", card: "mark", render: (bill) => <BillStateTag state={bill.state} /> },
        ]}
      />
    </Page>
  );
}
