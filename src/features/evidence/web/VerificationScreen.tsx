import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { evidenceRights, listVerifications, startVerification, type verificationField } from "../contract.ts";
import { type Finding, findingWords } from "../rules.ts";
import { text } from "./text.ts";
import "./evidence.css";

type Verification = WireOf<typeof verificationField>;

/** Whether the evidence of the site is intact, and where it is not. */
export function VerificationScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { items } = useSuspenseQuery(query(listVerifications, { params: { siteId } })).data;
  const newest = items[0];
  const [startedAfter, setStartedAfter] = useState<string | null>(null);
  const start = useCommand(startVerification, { onDone: () => setStartedAfter(newest?.verifiedAt ?? "") });
  const isRunning = startedAfter !== null && startedAfter === (newest?.verifiedAt ?? "");
  const counted = ({ facts, seals, unsealed }: Verification) => t(text.counted, { facts: format.number(facts), seals: format.number(seals), unsealed: format.number(unsealed) });
  const columns: Column<Verification>[] = [
    { key: "at", title: t(text.verifiedAt), width: "180px", card: "heading", render: ({ verifiedAt }) => format.moment(verifiedAt) },
    { key: "outcome", title: t(text.outcome), render: (one) => <Outcome of={one} /> },
    { key: "counted", title: t(text.evidence), render: counted },
  ];
  return (
    <Page
      title={t(text.verification)}
      lead={t(text.verificationLead)}
      mark={newest && <Outcome of={newest} />}
      actions={
        <Button
          type="primary"
          loading={isRunning || start.isPending}
          unless={may(evidenceRights.verify) ? [] : [{ sentence: t(text.mayNotVerify) }]}
          onPress={() => start.mutate({ params: { siteId } })}
        >
          {t(text.verifyNow)}
        </Button>
      }
    >
      <ProblemNote error={start.error} />
      {isRunning && <output>{t(text.verifying)}</output>}
      {!newest && <EmptyTeaching title={t(text.neverVerified)}>{t(text.neverVerifiedHint)}</EmptyTeaching>}
      {newest && (
        <Section>
          <Facts
            facts={[
              { label: t(text.verifiedAt), value: format.moment(newest.verifiedAt) },
              { label: t(text.evidence), value: counted(newest) },
              ...(newest.head ? [{ label: t(text.head), value: <span className="evidence-mono">{`#${newest.head.number} ${newest.head.hash}`}</span> }] : []),
            ]}
          />
          {newest.head && <p className="tk-lead">{t(text.headHint)}</p>}
        </Section>
      )}
      {newest && newest.findings.length > 0 && <Findings of={newest} />}
      {items.length > 1 && (
        <Section title={t(text.history)}>
          <DataTable label={t(text.history)} rows={items} rowKey={({ verifiedAt }) => verifiedAt} columns={columns} />
        </Section>
      )}
    </Page>
  );
}

function Outcome({ of: { findings } }: { readonly of: Verification }) {
  const { t } = useLanguage();
  return <StatusTag tone={findings.length === 0 ? "good" : "late"}>{findings.length === 0 ? t(text.allWell) : t(text.found, { count: findings.length })}</StatusTag>;
}

function Findings({ of: { findings, isCutShort } }: { readonly of: Verification }) {
  const { t } = useLanguage();
  const href = useHref();
  const columns: Column<Finding>[] = [
    { key: "what", title: t(text.finding), width: "220px", card: "heading", render: ({ kind }) => t(findingWords[kind]) },
    {
      key: "where",
      title: t(text.where),
      render: (finding) => (
        <>
          {"factId" in finding &&
            (finding.kind === "factRemoved" ? (
              <span className="evidence-mono">{finding.factId}</span>
            ) : (
              <Link className="evidence-mono" href={href(`evidence/facts/${finding.factId}`)}>
                {finding.factId}
              </Link>
            ))}{" "}
          {finding.seal === null ? t(text.unsealed) : t(text.inSeal, { number: finding.seal })}
        </>
      ),
    },
  ];
  return (
    <Section title={t(text.found, { count: findings.length })}>
      {isCutShort && <p>{t(text.foundMore)}</p>}
      <DataTable label={t(text.finding)} rows={findings} rowKey={(finding) => JSON.stringify(finding)} columns={columns} rowTone={() => "late"} />
    </Section>
  );
}
