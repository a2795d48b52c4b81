import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportUnbilled, getPeriods, listUnbilled } from "../contract.ts";
import { text } from "./text.ts";
import "./books.css";

/** What falls due in a month for one company and stands on no bill yet. */
export function UnbilledScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [{ month, entityId }, setFilters] = useFilters({ month: useToday().slice(0, 7), entityId: "" });
  const { periods } = useSuspenseQuery(query(getPeriods, { params: { siteId }, query: { month } })).data;
  const entity = periods.find((period) => period.entityId === entityId) ?? periods[0];
  const params = { siteId, entityId: entity?.entityId ?? siteId, month };
  const rows = useInfiniteQuery({ ...infinite(listUnbilled, { params }), enabled: entity !== undefined });
  return (
    <Page title={t(text.unbilled)} lead={t(text.unbilledLead)} crumbs={[{ label: t(text.periods), href: href(`books/periods?month=${month}`) }, { label: t(text.unbilled) }]}>
      <DataTable
        label={t(text.unbilled)}
        rows={rows}
        rowKey={({ key }) => key}
        href={({ leaseId }) => href(`leasing/leases/${leaseId}`)}
        exportHref={linkTo(exportUnbilled, { params, query: {} })}
        filters={
          <>
            <MonthInput aria-label={t(text.month)} value={month} onChange={(chosen) => setFilters({ month: chosen })} />
            <Select
              aria-label={t(text.company)}
              value={entity?.entityId ?? ""}
              style={{ minWidth: 200 }}
              onChange={(chosen: string) => setFilters({ entityId: chosen })}
              options={periods.map((period) => ({ value: period.entityId, label: period.entity }))}
            />
          </>
        }
        empty={<EmptyTeaching title={t(text.nothingUnbilled)} />}
        columns={[
          { key: "lease", title: t(text.lease), width: "160px", card: "heading", render: ({ leaseNo }) => leaseNo },
          { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant },
          { key: "fee", title: t(text.fee), width: "150px", render: ({ name }) => t(name) },
          { key: "days", title: t(text.period), width: "220px", from: "medium", render: ({ from, to }) => `${format.day(from)} ~ ${format.day(to)}` },
          { key: "due", title: t(text.dueOn), width: "120px", render: ({ dueOn }) => format.day(dueOn) },
          { key: "amount", title: t(text.amountOf), width: "150px", align: "end", card: "mark", render: ({ amount }) => yuanText(amount) },
        ]}
      />
    </Page>
  );
}
