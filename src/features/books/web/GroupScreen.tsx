import { useSuspenseQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { exportGroup, getGroup } from "../contract.ts";
import { text } from "./text.ts";

/** The sites side by side: due, paid, late, let. */
export function GroupScreen() {
  const { t } = useLanguage();
  const format = useFormat();
  const [filters, setFilters] = useFilters({ month: useToday().slice(0, 7) });
  const { sites, total } = useSuspenseQuery(query(getGroup, { query: filters })).data;
  const rows = [...sites, ...(sites.length > 1 ? [{ ...total, siteId: "", name: t(text.total) }] : [])];
  return (
    <Page title={t(text.group)} lead={t(text.yuan)} actions={<PrintButton />}>
      <DataTable
        label={t(text.group)}
        rows={rows}
        rowKey={({ siteId }) => siteId || "total"}
        href={({ siteId }) => (siteId ? `/sites/${siteId}/books/money` : `/books/group?month=${filters.month}`)}
        exportHref={linkTo(exportGroup, { query: filters })}
        filters={<MonthInput aria-label={t(text.month)} value={filters.month} onChange={(month) => setFilters({ month })} />}
        columns={[
          { key: "site", title: t(text.site), width: "200px", card: "heading", render: ({ name }) => name },
          { key: "due", title: t(text.due), width: "150px", align: "end", render: ({ due }) => yuanText(due) },
          { key: "paid", title: t(text.collected), width: "160px", align: "end", render: ({ paid }) => yuanText(paid) },
          { key: "rate", title: t(text.rate), width: "110px", align: "end", card: "mark", render: ({ due, paid }) => (due > 0 ? format.percent(paid / due) : "—") },
          {
            key: "old",
            title: t(text.oldPaid),
            width: "170px",
            align: "end",
            from: "wide",
            render: ({ old, oldPaid }) => (
              <>
                {yuanText(oldPaid)} <small className="tk-quiet">{t(text.oldOf, { amount: yuanText(old) })}</small>
              </>
            ),
          },
          { key: "advance", title: t(text.advances), width: "140px", align: "end", from: "wide", render: ({ advance }) => yuanText(advance) },
          { key: "overdue", title: t(text.overdue), width: "160px", align: "end", render: ({ overdue }) => yuanText(overdue) },
          { key: "over90", title: t(text.over90), width: "150px", align: "end", from: "medium", render: ({ over90 }) => yuanText(over90) },
          {
            key: "let",
            title: t(text.occupancy),
            width: "100px",
            align: "end",
            render: ({ letCenti, lettableCenti }) => (lettableCenti > 0 ? format.percent(letCenti / lettableCenti) : "—"),
          },
        ]}
      />
    </Page>
  );
}
