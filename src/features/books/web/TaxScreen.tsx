import { useSuspenseQuery } from "@tanstack/react-query";
import { plainText, times } from "#kernel/decimal.ts";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportTax, getTax } from "../contract.ts";
import { text } from "./text.ts";
import "./books.css";

/** The tax of a month by seller, kind and rate: what was billed less credits, and what of it has its invoice. */
export function TaxScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [{ month }, setFilters] = useFilters({ month: useToday().slice(0, 7) });
  const { rows, net, tax } = useSuspenseQuery(query(getTax, { params: { siteId }, query: { month } })).data;
  const invoiced = rows.reduce((sum, { invoicedTax }) => sum + invoicedTax, 0);
  return (
    <Page title={t(text.taxReport)} lead={`${format.month(month)} · ${t(text.yuan)} · ${t(text.taxLead)}`} actions={<PrintButton />}>
      <div className="books-figures">
        <Stats>
          <Stat label={t(text.net)} value={yuanText(net)} />
          <Stat label={t(text.tax)} value={yuanText(tax)} />
          <Stat label={t(text.invoicedTax)} value={yuanText(invoiced)} href={href("books/invoices?state=issued")} />
          <Stat label={t(text.notInvoicedTax)} value={yuanText(tax - invoiced)} href={href("books/invoices?state=toIssue")} />
        </Stats>
      </div>
      <DataTable
        label={t(text.taxReport)}
        rows={rows}
        rowKey={({ entityId, taxCategory, taxRate }) => `${entityId}:${taxCategory}:${taxRate}`}
        exportHref={linkTo(exportTax, { params: { siteId }, query: { month } })}
        filters={<MonthInput aria-label={t(text.month)} value={month} onChange={(chosen) => setFilters({ month: chosen })} />}
        empty={<EmptyTeaching title={t(text.noTax)} />}
        columns={[
          { key: "seller", title: t(text.entity), card: "heading", render: ({ entity }) => entity },
          { key: "category", title: t(text.taxKind), width: "160px", render: ({ category }) => t(category) },
          { key: "rate", title: t(text.taxRate), width: "80px", align: "end", card: "mark", render: ({ taxRate }) => `${plainText(times(taxRate, 100), 2)}%` },
          { key: "amount", title: t(text.amount), width: "140px", align: "end", render: ({ amount }) => yuanText(amount) },
          { key: "net", title: t(text.net), width: "140px", align: "end", render: (row) => yuanText(row.net) },
          { key: "tax", title: t(text.tax), width: "120px", align: "end", render: (row) => yuanText(row.tax) },
          { key: "invoiced", title: t(text.invoicedTax), width: "130px", align: "end", from: "medium", render: ({ invoicedTax }) => yuanText(invoicedTax) },
        ]}
      />
    </Page>
  );
}
