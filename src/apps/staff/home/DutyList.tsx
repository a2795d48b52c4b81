import { ClockCircleOutlined, ExclamationCircleOutlined, PauseCircleOutlined } from "@ant-design/icons";
import { roleNames } from "#kernel/role.ts";
import type { listDuties } from "#features/duties/contract.ts";
import type { ReplyOf } from "#platform/web/client.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { text } from "./text.ts";

type Duty = ReplyOf<typeof listDuties>["items"][number];

/** What one owes, the most urgent first: what to do, for whom, by when, and under which clause. */
export function DutyList({ duties, showOwner = false }: { readonly duties: readonly Duty[]; readonly showOwner?: boolean }) {
  return (
    <ol className="duty-list">
      {duties.map((duty) => (
        <DutyLine key={duty.id} duty={duty} showOwner={showOwner} />
      ))}
    </ol>
  );
}

function DutyLine({ duty, showOwner }: { readonly duty: Duty; readonly showOwner: boolean }) {
  const { t, language } = useLanguage();
  const { deadline, timeLeft } = useFormat();
  const href = useHref();
  const hrefOf = useSubjectHref();
  const isOverdue = !duty.isPaused && Temporal.Instant.compare(Temporal.Instant.from(duty.dueAt), useNow()) < 0;
  const opens = hrefOf(duty.subject, duty.siteId);
  return (
    <li className={isOverdue ? "duty-late" : ""}>
      <div className="duty-when">
        <span aria-hidden="true">{duty.isPaused ? <PauseCircleOutlined /> : isOverdue ? <ExclamationCircleOutlined /> : <ClockCircleOutlined />}</span>
        <div>
          <strong>{deadline(duty.dueAt)}</strong>
          <span>{duty.isPaused ? t(text.paused) : timeLeft(duty.dueAt)}</span>
        </div>
      </div>
      <div className="duty-what">
        <p>
          {opens ? <Link href={opens}>{duty.subject.label}</Link> : <strong>{duty.subject.label}</strong>}
          {duty.escalationStep > 0 && <StatusTag tone="warn">{t(text.escalated)}</StatusTag>}
        </p>
        <p>
          {duty.name[language]}
          {duty.owedTo && <span className="tk-quiet"> · {t(text.owedTo, { name: duty.owedTo.label })}</span>}
          {showOwner && <span className="tk-quiet tk-nowrap"> · {duty.ownerName ?? t(roleNames[duty.ownerRole])}</span>}
        </p>
      </div>
      <div className="duty-whose">
        {duty.clause !== "" && <Link href={href(`manual/clauses/${duty.clause}`)}>{t(text.clause, { clause: duty.clause })}</Link>}
        <Link href={href(`duties?duty=${duty.id}`)}>{t(text.how)}</Link>
        {duty.isProvisional && <span>{t(text.provisional)}</span>}
      </div>
    </li>
  );
}
