import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { roleNames } from "#kernel/role.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { useSession } from "#platform/web/session.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { Arithmetic, DueTime, type DutyReply } from "./DueTime.tsx";
import { text } from "./text.ts";
import "./duties.css";

/** Duties in a list: when they are due and why, what they are about, under which clause, by whom. */
export function DutyRows({
  label,
  rows,
  onDetails,
  showOwner = true,
  showClosing = false,
  showSite,
  filters,
  exportHref,
  empty,
}: {
  readonly label: string;
  readonly rows: readonly DutyReply[] | UseInfiniteQueryResult<readonly DutyReply[], Error>;
  readonly onDetails: (duty: DutyReply) => void;
  readonly showOwner?: boolean;
  readonly showClosing?: boolean;
  /** The name of a duty's site, where duties of several are listed. */
  readonly showSite?: ((duty: DutyReply) => string) | undefined;
  readonly filters?: ReactNode;
  readonly exportHref?: string;
  readonly empty?: ReactNode;
}) {
  const { t, language } = useLanguage();
  const { shortMoment } = useFormat();
  const subjectHref = useSubjectHref();
  const now = useNow();
  const columns: Column<DutyReply>[] = [
    {
      key: "due",
      title: t(text.due),
      width: "280px",
      render: (duty) => (
        <span className="duty-when-cell">
          <DueTime duty={duty} />
          <Arithmetic duty={duty} />
        </span>
      ),
    },
    { key: "subject", title: t(text.subject), card: "heading", render: (duty) => <Subject duty={duty} href={subjectHref(duty.subject, duty.siteId)} onDetails={onDetails} /> },
    { key: "owedTo", title: t(text.owedTo), width: "180px", from: "medium", render: ({ owedTo }) => owedTo?.label ?? "—" },
    { key: "clause", title: t(text.clause), width: "240px", render: (duty) => <ClauseLink clause={duty.clause} name={duty.name[language]} /> },
    ...(showSite ? [{ key: "site", title: t(text.site), width: "140px", render: showSite }] : []),
    ...(showOwner ? [{ key: "owner", title: t(text.owner), width: "150px", from: "medium" as const, render: (duty: DutyReply) => <Owner duty={duty} /> }] : []),
    ...(showClosing
      ? [{ key: "closed", title: t(text.closedAt), width: "150px", from: "wide" as const, render: (duty: DutyReply) => (duty.closedAt ? shortMoment(duty.closedAt) : "—") }]
      : []),
    {
      key: "details",
      title: t(text.details),
      width: "72px",
      card: "mark",
      render: (duty) => (
        <button type="button" className="tk-link" aria-label={t(text.detailsOf, { subject: duty.subject.label })} onClick={() => onDetails(duty)}>
          {t(text.details)}
        </button>
      ),
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowTone={({ dueAt, outcome }) => (!outcome && Temporal.Instant.compare(now, Temporal.Instant.from(dueAt)) > 0 ? "late" : undefined)}
      filters={filters}
      {...(exportHref ? { exportHref } : {})}
      empty={empty}
    />
  );
}

function Subject({ duty, href, onDetails }: { readonly duty: DutyReply; readonly href: string | null; readonly onDetails: (duty: DutyReply) => void }) {
  const { language } = useLanguage();
  return (
    <span className="duty-subject">
      {href ? (
        <Link href={href}>{duty.subject.label}</Link>
      ) : (
        <button type="button" className="tk-link" onClick={() => onDetails(duty)}>
          {duty.subject.label}
        </button>
      )}
      <span className="duty-why">{duty.reason[language]}</span>
    </span>
  );
}

/** A clause of the manual, one tap away; a rule of the house's own has its name only. */
export function ClauseLink({ clause, name }: { readonly clause: string; readonly name: string }) {
  const href = useHref();
  if (clause === "") return <span className="duty-clause">{name}</span>;
  return (
    <Link href={href(`manual/clauses/${clause}`)} className="duty-clause">
      {clause} {name}
    </Link>
  );
}

/** Who owes it: a person, or anybody of a role. */
export function Owner({ duty }: { readonly duty: Pick<DutyReply, "ownerId" | "ownerName" | "ownerRole" | "escalationStep"> }) {
  const { t } = useLanguage();
  const { person } = useSession();
  const name = duty.ownerName ?? t(text.anyOf, { role: roleNames[duty.ownerRole] });
  return (
    <span className="duty-due">
      {duty.ownerId === person.id ? <strong>{name}</strong> : name}
      {duty.escalationStep > 0 && <StatusTag tone="warn">{t(text.escalated)}</StatusTag>}
    </span>
  );
}
