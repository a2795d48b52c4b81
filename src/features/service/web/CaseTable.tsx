import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { departmentNames } from "#kernel/role.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import type { caseRowField } from "../contract.ts";
import { type CaseStatus, statusNames } from "../rules/case.ts";
import { kindNames, severityNames } from "../rules/lists.ts";
import { text } from "./text.ts";

export type CaseRow = WireOf<typeof caseRowField>;

export const statusTones: Readonly<Record<CaseStatus, Tone>> = {
  registered: "open",
  verifying: "open",
  dispatched: "open",
  processing: "open",
  reopened: "warn",
  resolved: "open",
  feedbackGiven: "good",
  revisited: "good",
  archived: "quiet",
  merged: "quiet",
  invalid: "quiet",
};

interface CaseTableProps {
  readonly rows: readonly CaseRow[] | UseInfiniteQueryResult<readonly CaseRow[], Error>;
  readonly filters?: ReactNode;
  readonly exportHref?: string;
  readonly empty?: ReactNode;
  /** Fewer columns, for a part of another page. */
  readonly brief?: boolean;
}

/** Cases, each with who owns it, who has the work, and when the tenant is owed an answer. */
export function CaseTable({ rows, filters, exportHref, empty, brief = false }: CaseTableProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const columns: Column<CaseRow>[] = [
    { key: "title", title: t(text.matter), card: "heading", render: ({ title }) => title },
    { key: "caseNo", title: t(text.caseNo), width: "132px", render: ({ caseNo }) => <span className="tk-figures">{caseNo}</span> },
    {
      key: "kind",
      title: t(text.kind),
      width: "108px",
      from: "medium",
      render: ({ kind, severity }) => (kind === "enquiry" ? t(kindNames.enquiry) : `${t(severityNames[severity])} · ${t(kindNames.complaint)}`),
    },
    ...(brief
      ? []
      : ([
          { key: "customer", title: t(text.customer), width: "18%", render: ({ customerName, contactName }) => `${customerName} · ${contactName}` },
          { key: "place", title: t(text.place), width: "120px", from: "wide", render: ({ place }) => place || "—" },
          { key: "owner", title: t(text.owner), width: "100px", from: "medium", render: ({ ownerName }) => ownerName },
        ] satisfies Column<CaseRow>[])),
    {
      key: "handler",
      title: t(text.handler),
      width: "110px",
      from: "wide",
      render: ({ handlerName, department }) => handlerName ?? (department ? t(departmentNames[department]) : "—"),
    },
    { key: "due", title: t(text.due), width: "150px", render: (row) => <Due row={row} format={format} /> },
    { key: "status", title: t(text.status), width: "104px", card: "mark", render: ({ status }) => <StatusTag tone={statusTones[status]}>{t(statusNames[status])}</StatusTag> },
  ];
  return (
    <DataTable
      label={t(text.cases)}
      rows={rows}
      rowKey={({ id }) => id}
      href={({ id }) => href(`service/cases/${id}`)}
      columns={columns}
      rowTone={({ isOverdue, status }) => (isOverdue ? "late" : statusTones[status] === "quiet" ? "quiet" : undefined)}
      {...(filters ? { filters } : {})}
      {...(exportHref ? { exportHref } : {})}
      {...(empty ? { empty } : {})}
    />
  );
}

function Due({ row, format }: { readonly row: CaseRow; readonly format: ReturnType<typeof useFormat> }) {
  const { t } = useLanguage();
  if (!row.dueAt) return <span className="tk-quiet">{t(text.nothingOwed)}</span>;
  return (
    <span className="case-due">
      {format.shortMoment(row.dueAt)}
      {row.isOverdue && <StatusTag tone="late">{t(text.overdue)}</StatusTag>}
    </span>
  );
}
