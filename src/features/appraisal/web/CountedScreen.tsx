import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Drawer, Select } from "antd";
import { getDuty } from "#features/duties/contract.ts";
import { sayReason } from "#features/duties/rules.ts";
import { evidenceRights, getFact } from "#features/evidence/contract.ts";
import { type Department, departmentNames, type Role, roleNames } from "#kernel/role.ts";
import { infinite, linkTo, query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Facts, Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { exportCounted, listCounted } from "../contract.ts";
import { exceptionKinds, type Verdict, verdictNames, verdicts } from "../rules.ts";
import { text } from "./text.ts";
import { verdictTones } from "./tones.ts";
import "./appraisal.css";

type Duty = ReplyOf<typeof listCounted>["items"][number];

/** What a cell of the score counted: each duty, its record and its evidence. */
export function CountedScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const month = useToday().slice(0, 7);
  const [filters, setFilters] = useFilters({ from: month, to: "", clause: "", chapter: "", standard: "", verdict: "", person: "", department: "", role: "", open: "" });
  const cell = {
    from: filters.from,
    ...(filters.to ? { to: filters.to } : {}),
    ...(filters.clause ? { clause: filters.clause } : {}),
    ...(filters.chapter ? { chapter: filters.chapter } : {}),
    ...(filters.standard ? { standard: filters.standard } : {}),
    ...(filters.verdict ? { verdict: filters.verdict as Verdict } : {}),
    ...(filters.person ? { personId: filters.person } : {}),
    ...(filters.department ? { department: filters.department as Department } : {}),
    ...(filters.role ? { role: filters.role as Role } : {}),
  };
  const rows = useInfiniteQuery(infinite(listCounted, { params: { siteId }, query: cell }));
  const what = [filters.clause || filters.chapter, filters.department && t(departmentNames[filters.department as Department]), filters.role && t(roleNames[filters.role as Role])]
    .filter(Boolean)
    .join(" · ");
  const open = rows.data?.find(({ id }) => id === filters.open);
  const until = filters.to || filters.from;
  return (
    <Page
      title={`${t(text.duties)} ${what}`.trim()}
      lead={until === filters.from ? format.month(filters.from) : `${format.month(filters.from)} – ${format.month(until)}`}
      crumbs={[{ label: t(text.scores), href: href("appraisal") }]}
    >
      <DataTable
        label={t(text.duties)}
        rows={rows}
        rowKey={({ id }) => id}
        onOpen={({ id }) => setFilters({ open: id })}
        rowTone={({ verdict }) => (verdict === "kept" ? undefined : verdict === "excused" ? "quiet" : "late")}
        exportHref={linkTo(exportCounted, { params: { siteId }, query: cell })}
        empty={<EmptyTeaching title={t(text.noDuties)}>{t(text.noDutiesHint)}</EmptyTeaching>}
        filters={
          <Select
            aria-label={t(text.verdict)}
            value={filters.verdict}
            style={{ minWidth: 150 }}
            options={[{ value: "", label: t(text.allVerdicts) }, ...verdicts.map((value) => ({ value, label: t(verdictNames[value]) }))]}
            onChange={(verdict) => setFilters({ verdict })}
          />
        }
        columns={[
          { key: "subject", title: t(text.subject), card: "heading", render: ({ subject }) => subject.label },
          {
            key: "verdict",
            title: t(text.verdict),
            width: "120px",
            card: "mark",
            render: ({ verdict, isToldLater }) => (
              <StatusTag tone={isToldLater ? "open" : verdictTones[verdict]}>{t(isToldLater ? exceptionKinds.dutyToldLater : verdictNames[verdict])}</StatusTag>
            ),
          },
          { key: "standard", title: t(text.standard), from: "medium", render: ({ clause, name }) => `${clause} ${t(name)}` },
          { key: "owner", title: t(text.owner), width: "150px", render: ({ ownerName, ownerRole }) => ownerName ?? t(roleNames[ownerRole]) },
          { key: "due", title: t(text.due), width: "170px", render: ({ dueAt }) => format.moment(dueAt) },
          { key: "closed", title: t(text.closed), width: "170px", from: "wide", render: ({ closedAt }) => (closedAt ? format.moment(closedAt) : "—") },
        ]}
      />
      {open && <CountedDrawer siteId={siteId} duty={open} onClose={() => setFilters({ open: undefined })} />}
    </Page>
  );
}

function CountedDrawer({ siteId, duty, onClose }: { readonly siteId: string; readonly duty: Duty; readonly onClose: () => void }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const recordHref = useSubjectHref()(duty.subject, siteId);
  const mayRead = useMay()(evidenceRights.read);
  const detail = useQuery(query(getDuty, { params: { siteId, dutyId: duty.id } }));
  return (
    <Drawer title={duty.subject.label} open onClose={onClose} size={520} className="tk-drawer">
      <div className="tk-stack">
        <div className="tk-row">
          <StatusTag tone={verdictTones[duty.verdict]}>{t(verdictNames[duty.verdict])}</StatusTag>
          {recordHref && <Link href={recordHref}>{t(text.openRecord)}</Link>}
        </div>
        <Facts
          facts={[
            { label: t(text.standard), value: <Link href={href(`manual/clauses/${duty.clause}`)}>{`${duty.clause} ${t(duty.name)}`}</Link> },
            { label: t(text.owner), value: duty.ownerName ?? t(roleNames[duty.ownerRole]) },
            { label: t(text.due), value: format.moment(duty.dueAt) },
            { label: t(text.closed), value: duty.closedAt ? format.moment(duty.closedAt) : "—" },
            ...(duty.reason ? [{ label: t(text.reason), value: t(sayReason({ reason: duty.reason, reasonFacts: duty.reasonFacts })) }] : []),
            ...(duty.isToldLater && duty.enteredAt ? [{ label: t(text.enteredAt), value: format.moment(duty.enteredAt) }] : []),
          ]}
        />
        {detail.data && (
          <section>
            <h3>{t(text.explanation)}</h3>
            <p className="score-explanation">{detail.data.explanation[language]}</p>
          </section>
        )}
        <section>
          <h3>{t(text.evidence)}</h3>
          {duty.evidenceId === null ? (
            <p className="tk-quiet">{t(text.noEvidence)}</p>
          ) : mayRead ? (
            <Evidence siteId={siteId} factId={duty.evidenceId} />
          ) : (
            <p className="tk-quiet">{t(text.mayNotReadEvidence)}</p>
          )}
        </section>
      </div>
    </Drawer>
  );
}

/** The fact that decided a duty, with its hash and its seal as the server recomputes them now. */
function Evidence({ siteId, factId }: { readonly siteId: string; readonly factId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const shown = useQuery(query(getFact, { params: { siteId, factId } }));
  if (shown.isError) return <ProblemNote error={shown.error} />;
  if (!shown.data) return <Pending />;
  const { fact, isHashTrue, seal } = shown.data;
  return (
    <div className="tk-stack">
      <div className="tk-row">
        <StatusTag tone={isHashTrue ? "good" : "late"}>{t(isHashTrue ? text.hashTrue : text.hashFalse)}</StatusTag>
        {seal ? <StatusTag tone="good">{t(text.sealed, { number: seal.number })}</StatusTag> : <StatusTag tone="open">{t(text.unsealed)}</StatusTag>}
      </div>
      <Facts
        facts={[
          { label: t(text.recordedBy), value: fact.actor.name },
          { label: t(text.happenedAt), value: format.moment(fact.happenedAt) },
          { label: t(text.receivedAt), value: format.moment(fact.receivedAt) },
          { label: t(text.hash), value: <code className="tk-num">{fact.hash.slice(0, 24)}…</code> },
        ]}
      />
    </div>
  );
}
