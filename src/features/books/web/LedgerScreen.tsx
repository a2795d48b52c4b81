import { useSuspenseQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportLedger, getLedger } from "../contract.ts";
import { text } from "./text.ts";

type By = "tenant" | "feeItem" | "entity" | "month";
const figures = ["opening", "charged", "credited", "received", "closing", "overdue"] as const;

/** Receivable, received and owed over some months; however it is grouped, it comes to the same. */
export function LedgerScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const thisMonth = useToday().slice(0, 7);
  const [filters, setFilters] = useFilters({ by: "tenant", from: thisMonth, to: thisMonth });
  const asked = { by: filters.by as By, from: filters.from, to: filters.to < filters.from ? filters.from : filters.to };
  const { rows, total, advance } = useSuspenseQuery(query(getLedger, { params: { siteId }, query: asked })).data;
  const names = { opening: text.opening, charged: text.charged, credited: text.credited, received: text.received, closing: text.closing, overdue: text.ofItOverdue };
  return (
    <Page title={t(text.ledger)} lead={t(text.yuan)}>
      <DataTable
        label={t(text.ledger)}
        rows={rows.length > 0 ? [...rows, { ...total, key: "", label: text.total }] : []}
        rowKey={({ key }) => key || "total"}
        {...(asked.by === "tenant"
          ? { href: ({ key }: { readonly key: string }) => href(key ? `books/tenants/${key}?from=${asked.from}-01` : `books/ledger?from=${asked.from}&to=${asked.to}`) }
          : {})}
        exportHref={linkTo(exportLedger, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noMoney)} />}
        filters={
          <>
            <Segmented<By>
              aria-label={t(text.by)}
              value={asked.by}
              onChange={(by) => setFilters({ by })}
              options={[
                { value: "tenant", label: t(text.byTenant) },
                { value: "feeItem", label: t(text.byFee) },
                { value: "entity", label: t(text.byEntity) },
                { value: "month", label: t(text.byMonth) },
              ]}
            />
            <MonthInput aria-label={t(text.from)} value={asked.from} onChange={(from) => setFilters({ from })} />
            <MonthInput aria-label={t(text.to)} value={asked.to} min={asked.from} onChange={(to) => setFilters({ to })} />
          </>
        }
        columns={[
          { key: "name", title: t(text.name), card: "heading", render: ({ key, label }) => (key === "" ? <strong>{t(label)}</strong> : t(label)) },
          ...figures.map((figure) => ({
            key: figure,
            title: t(names[figure]),
            width: "140px",
            align: "end" as const,
            ...(figure === "credited" || figure === "opening" ? { from: "medium" as const } : {}),
            render: (row: Readonly<Record<(typeof figures)[number], number>>) => (row[figure] === 0 ? "—" : yuanText(row[figure])),
          })),
        ]}
      />
      {advance !== 0 && <p className="tk-quiet">{t(text.advance, { amount: yuanText(advance) })}</p>}
    </Page>
  );
}
