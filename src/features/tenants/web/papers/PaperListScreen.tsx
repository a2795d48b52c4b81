import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportOwedPapers, listOwedPapers, listPapersToReview } from "../../contract/papers.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { tenantKinds } from "../../rules/kinds.ts";
import { paperKinds, type PaperStage, paperStages, standings } from "../../rules/papers.ts";
import { type PaperReply, StandingTag } from "./PapersPart.tsx";
import { ReviewDrawer } from "./ReviewDrawer.tsx";
import { text } from "./text.ts";
import "./papers.css";

const listed = ["missing", "refused", "expired", "expiring", "handedIn"] as const;

/** Every paper of the site that is not in order, and those that wait to be checked. */
export function PaperListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [{ standing, stage }, setFilters] = useFilters({ standing: "", stage: "" });
  const asked = { ...(standing ? { standing: standing as (typeof listed)[number] } : {}), ...(stage ? { stage: stage as PaperStage } : {}) };
  const owed = useInfiniteQuery(infinite(listOwedPapers, { params: { siteId }, query: asked }));
  return (
    <Page title={t(text.papers)} lead={t(text.papersLead)}>
      <ToReview siteId={siteId} />
      <DataTable
        label={t(text.papers)}
        rows={owed}
        rowKey={({ tenantId, leadId, kind }) => `${tenantId ?? leadId} ${kind}`}
        href={({ tenantId, leadId }) => href(tenantId ? `tenants/${tenantId}` : `tenants/leads/${leadId}`)}
        exportHref={linkTo(exportOwedPapers, { params: { siteId }, query: asked })}
        filters={
          <div className="papers-filters">
            <Select
              aria-label={t(text.standing)}
              value={standing}
              onChange={(chosen) => setFilters({ standing: chosen })}
              options={[{ value: "", label: `${t(text.standing)}: ${t(text.all)}` }, ...listed.map((value) => ({ value: value as string, label: t(standings[value]) }))]}
            />
            <Select
              aria-label={t(text.stage)}
              value={stage}
              onChange={(chosen) => setFilters({ stage: chosen })}
              options={[{ value: "", label: `${t(text.stage)}: ${t(text.all)}` }, ...Object.entries(paperStages).map(([value, label]) => ({ value, label: t(label) }))]}
            />
          </div>
        }
        empty={<EmptyTeaching title={t(text.allGood)}>{t(text.allGoodHint)}</EmptyTeaching>}
        columns={[
          { key: "name", title: t(text.tenant), card: "heading", render: ({ name }) => name },
          { key: "paper", title: t(text.paper), render: ({ kind }) => t(paperKinds[kind]) },
          { key: "stage", title: t(text.stage), width: "140px", from: "medium", render: ({ stage: reached }) => t(paperStages[reached]) },
          { key: "kind", title: t(text.kind), width: "150px", from: "wide", render: ({ tenantKind }) => t(tenantKinds[tenantKind]) },
          { key: "validTo", title: t(text.validTo), width: "130px", render: ({ validTo }) => (validTo ? format.day(validTo) : "—") },
          { key: "standing", title: t(text.standing), width: "190px", card: "mark", render: ({ standing: how }) => <StandingTag standing={how} /> },
        ]}
      />
    </Page>
  );
}

/** Papers that wait to be checked, the longest wait first; nothing where none do. */
function ToReview({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const mayReview = useMay()(tenantsRights.reviewPapers);
  const waiting = useInfiniteQuery(infinite(listPapersToReview, { params: { siteId }, query: { limit: 20 } }));
  const [reviewing, setReviewing] = useState<PaperReply | null>(null);
  if (!mayReview || !waiting.data || waiting.data.length === 0) return null;
  return (
    <Section title={t(text.toReview)}>
      <DataTable
        label={t(text.toReview)}
        rows={waiting}
        rowKey={({ id }) => id}
        onOpen={setReviewing}
        columns={[
          { key: "name", title: t(text.tenant), card: "heading", render: ({ name }) => name },
          { key: "paper", title: t(text.paper), render: ({ kind }) => t(paperKinds[kind]) },
          { key: "by", title: t(text.handedInBy), from: "medium", render: ({ handedInBy }) => handedInBy },
          { key: "at", title: t(text.waiting), width: "170px", render: ({ handedInAt }) => format.shortMoment(handedInAt) },
          {
            key: "review",
            title: t(text.review),
            width: "110px",
            card: "mark",
            render: (paper) => (
              <Button size="small" onPress={() => setReviewing(paper)}>
                {t(text.review)}
              </Button>
            ),
          },
        ]}
      />
      {reviewing && <ReviewDrawer siteId={siteId} paper={reviewing} onClose={() => setReviewing(null)} />}
    </Section>
  );
}
