import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { sayReason } from "#features/duties/rules.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportExceptions, listExceptions } from "../contract.ts";
import { type ExceptionKind, exceptionKinds } from "../rules.ts";
import { MonthField } from "./filters.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

/** The month's exceptions: what was let pass, by whom, and why. */
export function ExceptionsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const hrefOf = useSubjectHref();
  const [filters, setFilters] = useFilters({ month: useToday().slice(0, 7), kind: "" });
  const asked = { month: filters.month, ...(filters.kind ? { kind: filters.kind as ExceptionKind } : {}) };
  const rows = useInfiniteQuery(infinite(listExceptions, { params: { siteId }, query: asked }));
  return (
    <Page title={t(text.exceptions)} lead={t(text.exceptionsLead)} actions={<PrintButton />}>
      <DataTable
        label={t(text.exceptions)}
        rows={rows}
        rowKey={({ evidenceId }) => evidenceId}
        exportHref={linkTo(exportExceptions, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noExceptions)}>{t(text.noExceptionsHint)}</EmptyTeaching>}
        filters={
          <>
            <MonthField label={t(text.month)} value={filters.month} onChange={(month) => setFilters({ month })} />
            <Select
              aria-label={t(text.kind)}
              value={filters.kind}
              style={{ minWidth: 160 }}
              options={[{ value: "", label: t(text.allKinds) }, ...(Object.keys(exceptionKinds) as ExceptionKind[]).map((value) => ({ value, label: t(exceptionKinds[value]) }))]}
              onChange={(kind) => setFilters({ kind })}
            />
          </>
        }
        columns={[
          {
            key: "subject",
            title: t(text.subject),
            card: "heading",
            render: ({ subject }) => {
              const to = hrefOf(subject, siteId);
              return to ? <Link href={to}>{subject.label}</Link> : subject.label;
            },
          },
          { key: "kind", title: t(text.kind), width: "150px", card: "mark", render: ({ kind }) => t(exceptionKinds[kind]) },
          { key: "reason", title: t(text.reason), render: (row) => t(sayReason(row)) },
          { key: "clause", title: t(text.clause), width: "90px", render: ({ clause }) => <Link href={href(`manual/clauses/${clause}`)}>{clause}</Link> },
          { key: "by", title: t(text.by), width: "130px", render: ({ byName }) => byName },
          { key: "when", title: t(text.when), width: "170px", render: ({ happenedAt }) => format.moment(happenedAt) },
        ]}
      />
    </Page>
  );
}
