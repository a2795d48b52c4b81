import { useSuspenseQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { exportAgeing, getAgeing } from "../contract.ts";
import { type Bucket, buckets } from "../rules.ts";
import { text } from "./text.ts";

type By = "tenant" | "feeItem" | "lease";

/** What is owed by its age; however it is grouped, it comes to the same. */
export function AgeingScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const [filters, setFilters] = useFilters({ by: "tenant" });
  const by = filters.by as By;
  const { rows, total, aged } = useSuspenseQuery(query(getAgeing, { params: { siteId }, query: { by } })).data;
  const sum = { key: "", label: text.total, total, aged };
  return (
    <Page title={t(text.ageing)} lead={t(text.yuan)}>
      <DataTable
        label={t(text.ageing)}
        rows={rows.length > 0 ? [...rows, sum] : []}
        rowKey={({ key }) => key || "total"}
        {...(by === "tenant" ? { href: ({ key }: { key: string }) => href(key ? `arrears/tenants/${key}` : "arrears/board") } : {})}
        exportHref={linkTo(exportAgeing, { params: { siteId }, query: { by } })}
        filters={
          <Segmented<By>
            aria-label={t(text.by)}
            value={by}
            onChange={(value) => setFilters({ by: value })}
            options={[
              { value: "tenant", label: t(text.byTenant) },
              { value: "feeItem", label: t(text.byFee) },
              { value: "lease", label: t(text.byLease) },
            ]}
          />
        }
        columns={[
          { key: "name", title: t(text.name), card: "heading", render: ({ key, label }) => (key === "" ? <strong>{t(label)}</strong> : t(label)) },
          { key: "total", title: t(text.total), width: "140px", align: "end", card: "mark", render: (row) => <strong>{yuanText(row.total)}</strong> },
          ...(Object.keys(buckets) as Bucket[]).map((bucket) => ({
            key: bucket,
            title: t(buckets[bucket]),
            width: "130px",
            align: "end" as const,
            render: (row: { readonly aged: Readonly<Record<Bucket, number>> }) => (row.aged[bucket] === 0 ? "—" : yuanText(row.aged[bucket])),
          })),
        ]}
      />
    </Page>
  );
}
