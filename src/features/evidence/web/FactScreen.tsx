import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getFact } from "../contract.ts";
import { text } from "./text.ts";
import "./evidence.css";

/** One fact with all that shows it to be untouched. */
export function FactScreen({ siteId, factId }: { readonly siteId: string; readonly factId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const subjectHref = useSubjectHref();
  const { fact, canonical, isHashTrue, seal, proof, isIncluded, isChained, newestSeal } = useSuspenseQuery(query(getFact, { params: { siteId, factId } })).data;
  const opens = subjectHref(fact.subject);
  const isUntouched = isHashTrue && (seal === null || (isIncluded && isChained));
  const checks = [
    { holds: isHashTrue, words: t(isHashTrue ? text.hashTrue : text.hashFalse) },
    ...(seal
      ? [
          { holds: isIncluded, words: t(isIncluded ? text.included : text.notIncluded) },
          { holds: isChained, words: t(isChained ? text.chained : text.notChained, { number: newestSeal ?? "" }) },
        ]
      : []),
  ];
  return (
    <Page
      title={t(fact.title)}
      mark={<StatusTag tone={!isUntouched ? "late" : seal ? "good" : "open"}>{t(!isUntouched ? text.touched : seal ? text.untouched : text.awaiting)}</StatusTag>}
      lead={fact.clauses.join(" ")}
      crumbs={[{ label: t(text.evidence), href: href("evidence/facts") }, { label: t(fact.title) }]}
    >
      <Section>
        <Facts
          facts={[
            { label: t(text.event), value: <span className="evidence-mono">{fact.name}</span> },
            { label: t(text.received), value: format.moment(fact.receivedAt) },
            { label: t(text.happened), value: format.moment(fact.happenedAt) },
            {
              label: t(text.person),
              value: (
                <>
                  {fact.actor.name} {fact.actor.personId && <Link href={href(`evidence/facts?personId=${fact.actor.personId}`)}>{t(text.samePerson)}</Link>}
                </>
              ),
            },
            {
              label: t(text.subject),
              value: (
                <>
                  <span className="evidence-mono">{fact.subject.kind}</span> {opens && <Link href={opens}>{t(text.openSubject)}</Link>}{" "}
                  <Link href={href(`evidence/facts?subjectKind=${encodeURIComponent(fact.subject.kind)}&subjectId=${encodeURIComponent(fact.subject.id)}`)}>
                    {t(text.sameSubject)}
                  </Link>
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t(text.facts)}>
        <pre className="evidence-mono evidence-block">{JSON.stringify(fact.facts, null, 2)}</pre>
      </Section>
      <Section title={t(text.checks)}>
        <ul className="evidence-checks">
          {checks.map(({ holds, words }) => (
            <li key={words}>
              <StatusTag tone={holds ? "good" : "late"}>{words}</StatusTag>
            </li>
          ))}
        </ul>
      </Section>
      {seal && (
        <Section title={t(text.sealOf)}>
          <Facts
            facts={[
              { label: t(text.sealOf), value: t(text.sealFacts, { number: seal.number, count: seal.count, at: format.moment(seal.sealedAt) }) },
              { label: t(text.root), value: <span className="evidence-mono">{seal.root}</span> },
              { label: t(text.previous), value: <span className="evidence-mono">{seal.previous ?? "—"}</span> },
              { label: t(text.sealHash), value: <span className="evidence-mono">{seal.hash}</span> },
            ]}
          />
          <h3>{t(text.inclusion)}</h3>
          <p>{t(proof.length > 0 ? text.inclusionHint : text.alone)}</p>
          <ol className="evidence-proof evidence-mono">
            {proof.map(({ side, hash }) => (
              <li key={hash}>
                {t(text[side])} {hash}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={t(text.canonical)}>
        <p>{t(text.canonicalHint)}</p>
        <pre className="evidence-mono evidence-block">{canonical}</pre>
        <Facts facts={[{ label: t(text.hash), value: <span className="evidence-mono">{fact.hash}</span> }]} />
      </Section>
    </Page>
  );
}
