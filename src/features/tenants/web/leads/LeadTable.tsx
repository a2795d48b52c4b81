import { useInfiniteQuery } from "@tanstack/react-query";
import type { WireOf } from "#kernel/contract.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportLeads, listLeads } from "../../contract/leads.ts";
import { leadSources, leadStages, lostReasons } from "../../rules/leads.ts";
import { isLate, type LeadReply, nameOf, useNeed } from "./say.ts";
import { text } from "./text.ts";

/** Leads in a list, what is due first. */
export function LeadTable({ siteId, asked }: { readonly siteId: string; readonly asked: WireOf<NonNullable<(typeof exportLeads)["query"]>> }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const need = useNeed();
  const today = useToday();
  const leads = useInfiniteQuery(infinite(listLeads, { params: { siteId }, query: asked }));
  return (
    <DataTable<LeadReply>
      label={t(text.leads)}
      rows={leads}
      rowKey={({ id }) => id}
      href={({ id }) => href(`tenants/leads/${id}`)}
      exportHref={linkTo(exportLeads, { params: { siteId }, query: asked })}
      rowTone={(lead) => (isLate(lead, today) ? "late" : undefined)}
      empty={<EmptyTeaching title={t(text.noMatch)}>{t(text.noMatchHint)}</EmptyTeaching>}
      columns={[
        { key: "name", title: t(text.company), card: "heading", render: nameOf },
        { key: "contact", title: t(text.contactName), render: ({ contactName, phone, email }) => `${contactName} ${phone || email}` },
        { key: "need", title: t(text.need), render: need },
        { key: "source", title: t(text.source), width: "110px", from: "wide", render: ({ source }) => t(leadSources[source]) },
        {
          key: "next",
          title: t(text.due),
          render: (lead) => {
            if (lead.endReason) return t(text.lostBecause, { reason: t(lostReasons[lead.endReason]) });
            return lead.nextOn ? t(text.nextStepBy, { on: format.day(lead.nextOn), what: lead.nextStep }) : t(text.noNext);
          },
        },
        { key: "owner", title: t(text.owner), width: "110px", from: "medium", render: ({ ownerName }) => ownerName || "—" },
        { key: "received", title: t(text.received), width: "150px", from: "wide", render: ({ receivedAt }) => format.shortMoment(receivedAt) },
        { key: "stage", title: t(text.stage), width: "140px", card: "mark", render: (lead) => <StageTag lead={lead} today={today} /> },
      ]}
    />
  );
}

/** Where a lead stands; late when its next step has passed. */
export function StageTag({ lead, today }: { readonly lead: LeadReply; readonly today: string }) {
  const { t } = useLanguage();
  const tone = lead.stage === "won" ? "good" : lead.stage === "lost" ? "quiet" : isLate(lead, today) ? "late" : lead.stage === "new" ? "warn" : "open";
  return <StatusTag tone={tone}>{t(leadStages[lead.stage])}</StatusTag>;
}
