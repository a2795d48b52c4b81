import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Timeline } from "#ui/figures.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { getLead } from "../../contract/leads.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { tenantKinds } from "../../rules/kinds.ts";
import { leadProblems, leadSources, leadStages, lostReasons, recordKinds, stepKinds } from "../../rules/leads.ts";
import { LeadPapers } from "../papers/PapersPart.tsx";
import { type LeadAct, leadActs } from "./LeadActs.tsx";
import { LeadDrawer } from "./LeadDrawer.tsx";
import { StageTag } from "./LeadTable.tsx";
import { isLate, type LeadReply, nameOf, useNeed } from "./say.ts";
import { text } from "./text.ts";
import "./leads.css";

/** A lead: who they are, what they need, what was done, what comes next. */
export function LeadScreen({ siteId, leadId }: { readonly siteId: string; readonly leadId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const today = useToday();
  const { lead, history } = useSuspenseQuery(query(getLead, { params: { siteId, leadId } })).data;
  const [act, setAct] = useState<LeadAct | "change" | null>(null);
  const ActDrawer = act && act !== "change" ? leadActs[act] : null;
  const close = () => setAct(null);
  return (
    <Page
      title={nameOf(lead)}
      mark={<StageTag lead={lead} today={today} />}
      lead={<Standing lead={lead} today={today} />}
      crumbs={[{ label: t(text.leads), href: href("tenants/leads") }, { label: nameOf(lead) }]}
      actions={may(tenantsRights.workLeads) && <Acts lead={lead} onAct={setAct} />}
    >
      <LeadFacts lead={lead} />
      <Section title={t(text.history)}>
        <History steps={history} />
      </Section>
      {may(tenantsRights.readPapers) && !lead.tenantId && <LeadPapers siteId={siteId} leadId={leadId} />}
      <Parts place="lead" props={{ siteId, leadId }} />
      {act === "change" && <LeadDrawer siteId={siteId} lead={lead} open onClose={close} />}
      {ActDrawer && <ActDrawer siteId={siteId} lead={lead} onClose={close} />}
    </Page>
  );
}

function Standing({ lead, today }: { readonly lead: LeadReply; readonly today: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  if (lead.endReason) return t(text.lostBecause, { reason: t(lostReasons[lead.endReason]) });
  if (lead.endedAt || !lead.nextOn) return t(text.receivedAt, { at: format.shortMoment(lead.receivedAt) });
  return <span className={isLate(lead, today) ? "lead-late" : ""}>{t(text.nextStepBy, { on: format.day(lead.nextOn), what: lead.nextStep })}</span>;
}

function Acts({ lead, onAct }: { readonly lead: LeadReply; readonly onAct: (act: LeadAct | "change") => void }) {
  const { t } = useLanguage();
  const unanswered = lead.answeredAt === null ? [leadProblems.notAnswered()] : [];
  if (lead.endedAt) return lead.stage === "lost" && <Button onPress={() => onAct("reopen")}>{t(text.reopen)}</Button>;
  return (
    <>
      <Button type="primary" keys="s" onPress={() => onAct("step")}>
        {t(lead.answeredAt ? text.step : text.answer)}
      </Button>
      <Button unless={lead.company ? unanswered : [...unanswered, leadProblems.companyMissing()]} onPress={() => onAct("becomeTenant")}>
        {t(text.becomeTenant)}
      </Button>
      {lead.nextOn && <Button onPress={() => onAct("putOff")}>{t(text.putOff)}</Button>}
      <Button onPress={() => onAct("handOn")}>{t(text.handOn)}</Button>
      <Button onPress={() => onAct("change")}>{t(text.change)}</Button>
      <Button onPress={() => onAct("end")}>{t(text.end)}</Button>
    </>
  );
}

function LeadFacts({ lead }: { readonly lead: LeadReply }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const need = useNeed();
  return (
    <Facts
      facts={[
        { label: t(text.contactName), value: lead.contactName },
        { label: t(text.phone), value: lead.phone ? <a href={`tel:${lead.phone}`}>{lead.phone}</a> : "—" },
        { label: t(text.email), value: lead.email ? <a href={`mailto:${lead.email}`}>{lead.email}</a> : "—" },
        { label: t(text.need), value: need(lead) || "—" },
        { label: t(text.wantedOn), value: lead.wantedOn ? format.day(lead.wantedOn) : "—" },
        { label: t(text.headcount), value: lead.headcount ?? "—" },
        { label: t(text.source), value: t(leadSources[lead.source]) },
        { label: t(text.owner), value: lead.ownerName || "—" },
        { label: t(text.received), value: format.shortMoment(lead.receivedAt) },
        { label: t(text.answered), value: lead.answeredAt ? format.shortMoment(lead.answeredAt) : t(text.unanswered) },
        { label: t(text.tenantKind), value: t(tenantKinds[lead.tenantKind]) },
        { label: t(text.creditCode), value: lead.creditCode ?? "—" },
        { label: t(text.industry), value: lead.industry || "—" },
        { label: t(text.notes), value: lead.notes || "—" },
        ...(lead.tenantId ? [{ label: t(text.tenant), value: <Link href={href(`tenants/${lead.tenantId}`)}>{t(text.openTenant)}</Link> }] : []),
      ]}
    />
  );
}

function History({ steps }: { readonly steps: ReplyOf<typeof getLead>["history"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const names = { ...stepKinds, ...recordKinds };
  const entries = steps.map(({ id, kind, at, personName, note, next, isAnswer, stage, shown }) => ({
    key: id,
    at: format.shortMoment(at),
    who: personName,
    title: isAnswer ? `${t(names[kind])} · ${t(text.firstAnswer)}` : t(names[kind]),
    tone: isAnswer || kind === "won" ? ("good" as const) : kind === "lost" ? ("quiet" as const) : ("open" as const),
    children: (
      <>
        {note && <p>{note}</p>}
        {shown.length > 0 && (
          <ul>
            {shown.map(({ unitId, place, areaCenti, remark }) => (
              <li key={unitId}>
                <Link href={href(`sites/units/${unitId}`)}>{place}</Link>
                {areaCenti === null ? "" : ` · ${t(text.sqm, { area: format.number(areaCenti / 100) })}`}
                {remark && ` · ${remark}`}
              </li>
            ))}
          </ul>
        )}
        {stage && <p className="tk-quiet">{t(text.toStage, { stage: t(leadStages[stage]) })}</p>}
        {next && <p className="tk-quiet">{t(text.nextPlanned, { what: next.what, on: format.day(next.on) })}</p>}
      </>
    ),
  }));
  return <Timeline label={t(text.history)} entries={entries} />;
}
