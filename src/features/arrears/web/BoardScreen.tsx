import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportDebtors, listDebtors } from "../contract.ts";
import { acts, type Stage, stages } from "../rules.ts";
import { text } from "./text.ts";

/** Tenants with something overdue, each with what is to be done next. */
export function BoardScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ stage: "" });
  const rows = useInfiniteQuery(infinite(listDebtors, { params: { siteId }, query: filters.stage ? { stage: filters.stage as Stage } : {} }));
  return (
    <Page title={t(text.board)} lead={t(text.boardLead)}>
      <DataTable
        label={t(text.board)}
        rows={rows}
        rowKey={({ tenantId }) => tenantId}
        href={({ tenantId }) => href(`arrears/tenants/${tenantId}`)}
        exportHref={linkTo(exportDebtors, { params: { siteId }, query: {} })}
        empty={<EmptyTeaching title={t(text.noDebtors)}>{t(text.noDebtorsHint)}</EmptyTeaching>}
        filters={
          <Select
            aria-label={t(text.stage)}
            value={filters.stage}
            style={{ minWidth: 220 }}
            options={[
              { value: "", label: t(text.allStages) },
              ...(Object.keys(stages) as Stage[]).filter((stage) => stage !== "upcoming").map((value) => ({ value, label: t(stages[value]) })),
            ]}
            onChange={(stage) => setFilters({ stage })}
          />
        }
        columns={[
          { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
          { key: "overdue", title: t(text.overdue), width: "150px", align: "end", render: ({ overdue }) => yuanText(overdue) },
          { key: "days", title: t(text.days), width: "110px", align: "end", render: ({ daysLate }) => t(text.daysLate, { days: daysLate }) },
          {
            key: "stage",
            title: t(text.stage),
            width: "210px",
            card: "mark",
            render: ({ stage, daysLate }) => <StatusTag tone={daysLate > 30 ? "late" : "warn"}>{t(stages[stage])}</StatusTag>,
          },
          {
            key: "next",
            title: t(text.next),
            render: ({ next, promise, isNearLimitation, limitationOn }) => (
              <>
                {next ? `${t(acts[next.act])} · ${format.deadline(next.dueAt)}` : <span className="tk-quiet">{t(text.nothingOpen)}</span>}
                {promise && <div className="tk-quiet">{t(text.promised, { day: format.day(promise.promisedOn), amount: yuanText(promise.amount) })}</div>}
                {isNearLimitation && <StatusTag tone="late">{t(text.nearLimitation, { day: format.day(limitationOn) })}</StatusTag>}
              </>
            ),
          },
        ]}
      />
    </Page>
  );
}
