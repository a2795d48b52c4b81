import { useSuspenseQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState, type ReactNode } from "react";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { getLeadPapers, getPaperFile, getTenantPapers, setPaperStage } from "../../contract/papers.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { paperKinds, type PaperKind, type PaperStage, paperStages, reviewStates, type Standing, standings } from "../../rules/papers.ts";
import { HandInDrawer } from "./HandInDrawer.tsx";
import { ReviewDrawer } from "./ReviewDrawer.tsx";
import { text } from "./text.ts";
import "./papers.css";

type Papers = ReplyOf<typeof getTenantPapers>;
export type PaperReply = Papers["papers"][number];

/** The papers of a tenant, on its page: what is wanted at its stage, how each stands, what was handed in. */
export function TenantPapers(props: { readonly siteId: string; readonly tenantId: string }) {
  return useMay()(tenantsRights.readPapers) ? <OfTenant {...props} /> : null;
}

function OfTenant({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const papers = useSuspenseQuery(query(getTenantPapers, { params: { siteId, tenantId } })).data;
  const mayReview = useMay()(tenantsRights.reviewPapers);
  const set = useCommand(setPaperStage);
  const stages = [{ value: "", label: t(text.notAsked) }, ...Object.entries(paperStages).map(([value, label]) => ({ value, label: t(label) }))];
  return (
    <PapersSection
      siteId={siteId}
      of={{ tenantId }}
      papers={papers}
      hint={t(text.notAskedHint)}
      stage={
        mayReview && (
          <Select
            aria-label={t(text.stage)}
            style={{ minWidth: 150 }}
            value={papers.stage ?? ""}
            loading={set.isPending}
            options={stages}
            onChange={(stage) => set.mutate({ params: { siteId, tenantId }, body: { stage: (stage || null) as PaperStage | null } })}
          />
        )
      }
    >
      <ProblemNote error={set.error} />
    </PapersSection>
  );
}

/** The papers of a lead, on its page. */
export function LeadPapers({ siteId, leadId }: { readonly siteId: string; readonly leadId: string }) {
  const { t } = useLanguage();
  const papers = useSuspenseQuery(query(getLeadPapers, { params: { siteId, leadId } })).data;
  return <PapersSection siteId={siteId} of={{ leadId }} papers={papers} hint={t(text.leadNotAsked)} />;
}

export type PapersOf = { readonly tenantId: string } | { readonly leadId: string };

function PapersSection({
  siteId,
  of,
  papers: { stage: reached, wanted, papers, whyNotQualified },
  hint,
  stage,
  children,
}: {
  readonly siteId: string;
  readonly of: PapersOf;
  readonly papers: Papers;
  readonly hint: string;
  readonly stage?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { t, language } = useLanguage();
  const may = useMay();
  const [handing, setHanding] = useState<PaperKind | "any" | null>(null);
  const [reviewing, setReviewing] = useState<PaperReply | null>(null);
  const mayHandIn = may(tenantsRights.handInPapers);
  // What the list of papers does not say already: the credit code.
  const others = whyNotQualified.filter(({ facts }) => !("paper" in facts));
  return (
    <Section
      title={t(text.papers)}
      actions={
        <>
          {stage}
          {mayHandIn && <Button onPress={() => setHanding("any")}>{t(text.handIn)}</Button>}
        </>
      }
    >
      {children}
      {!reached && <p className="tk-quiet">{hint}</p>}
      {wanted.length > 0 && (
        <ul className="papers-wanted" aria-label={t(text.wanted)}>
          {wanted.map(({ kind, standing }) => (
            <li key={kind}>
              {mayHandIn && standing !== "good" && standing !== "handedIn" ? (
                <button type="button" className="tk-link" onClick={() => setHanding(kind)}>
                  {t(paperKinds[kind])}
                </button>
              ) : (
                <span>{t(paperKinds[kind])}</span>
              )}
              <StandingTag standing={standing} />
            </li>
          ))}
        </ul>
      )}
      {reached && whyNotQualified.length === 0 && (
        <p>
          <StatusTag tone="good">{t(text.ready)}</StatusTag>
        </p>
      )}
      {others.length > 0 && <p className="tk-quiet">{[t(text.against), ...others.map((reason) => sayReason(reason, language))].join(" ")}</p>}
      <HandedIn siteId={siteId} papers={papers} onReview={setReviewing} />
      {handing && <HandInDrawer siteId={siteId} of={of} {...(handing === "any" ? {} : { kind: handing })} onClose={() => setHanding(null)} />}
      {reviewing && <ReviewDrawer siteId={siteId} paper={reviewing} onClose={() => setReviewing(null)} />}
    </Section>
  );
}

/** What was handed in, newest first. */
function HandedIn({ siteId, papers, onReview }: { readonly siteId: string; readonly papers: readonly PaperReply[]; readonly onReview: (paper: PaperReply) => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const mayReview = useMay()(tenantsRights.reviewPapers);
  return (
    <DataTable
      label={t(text.handedIn)}
      rows={papers}
      rowKey={({ id }) => id}
      empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      columns={[
        {
          key: "paper",
          title: t(text.paper),
          card: "heading",
          render: ({ id, kind, fileName }) => (
            <a href={linkTo(getPaperFile, { params: { siteId, paperId: id } })} target="_blank" rel="noreferrer" title={fileName}>
              {t(paperKinds[kind])}
            </a>
          ),
        },
        { key: "no", title: t(text.documentNo), from: "wide", render: ({ documentNo }) => documentNo || "—" },
        { key: "validTo", title: t(text.validTo), width: "120px", render: ({ validTo }) => (validTo ? format.day(validTo) : "—") },
        {
          key: "by",
          title: t(text.handedInBy),
          from: "medium",
          render: ({ handedInBy, fromPortal, handedInAt }) => `${fromPortal ? t(text.fromPortal, { name: handedInBy }) : handedInBy} · ${format.shortMoment(handedInAt)}`,
        },
        {
          key: "reviewed",
          title: t(text.reviewed),
          render: ({ reviewerName, reviewedAt, refusal }) =>
            reviewedAt ? [t(text.reviewedBy, { name: reviewerName, at: format.shortMoment(reviewedAt) }), refusal].filter(Boolean).join(" · ") : "—",
        },
        {
          key: "state",
          title: t(text.standing),
          width: "190px",
          card: "mark",
          render: (paper) =>
            paper.state === "handedIn" && mayReview ? (
              <Button size="small" onPress={() => onReview(paper)}>
                {t(text.review)}
              </Button>
            ) : (
              <StatusTag tone={reviewTones[paper.state]}>{t(reviewStates[paper.state])}</StatusTag>
            ),
        },
      ]}
    />
  );
}

const reviewTones = { handedIn: "open", accepted: "good", refused: "late" } as const satisfies Record<string, Tone>;
const tones: Readonly<Record<Standing, Tone>> = { missing: "late", refused: "late", expired: "late", handedIn: "open", expiring: "warn", good: "good" };

/** How a wanted paper stands. */
export function StandingTag({ standing }: { readonly standing: Standing }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[standing]}>{t(standings[standing])}</StatusTag>;
}
