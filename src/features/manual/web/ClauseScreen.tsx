import { useSuspenseQuery } from "@tanstack/react-query";
import { roleNames } from "#kernel/role.ts";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { Bilingual } from "#ui/figures.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { getClause } from "../contract.ts";
import { clockNames, confidenceNames, kindNames, parametersOf, proceduresOf, sayAmount, sayLimit, saySource } from "../rules.ts";
import { text } from "./text.ts";
import { valuesOf } from "./values.ts";
import "./manual.css";

/** One clause: its text, who and with which record, what measures it, the procedure it stands in; score and records come from later features. */
export function ClauseScreen({ siteId, clauseId }: { readonly siteId: string; readonly clauseId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const page = useSuspenseQuery(query(getClause, { params: { siteId, clauseId }, query: {} })).data;
  const { clause, path, edition, procedure, previous, next } = page;
  const guided = proceduresOf(clauseId);
  return (
    <Page
      title={`${clause.id.startsWith("preface") ? "" : clause.id} ${t(clause.title)}`.trim()}
      mark={<span className="manual-kind">{t(kindNames[clause.kind])}</span>}
      lead={t(text.edition, { number: edition.number })}
      crumbs={[{ label: t(text.manual), href: href("manual/book") }, ...path.map(({ id, title }) => ({ label: t(title), href: `${href("manual/book")}#chapter-${id}` }))]}
      actions={<PrintButton />}
    >
      <div className="tk-stack">
        <Section>
          <div className="manual-text">
            <Bilingual words={clause.text} both />
          </div>
          <Facts
            facts={[
              { label: t(text.who), value: clause.who.length > 0 ? clause.who.map((role) => t(roleNames[role])).join(t({ zh: "、", en: ", " })) : t(text.everybody) },
              ...(clause.record ? [{ label: t(text.record), value: t(clause.record) }] : []),
              ...(clause.gate ? [{ label: t(text.gate), value: t(clause.gate) }] : []),
            ]}
          />
        </Section>
        <Section title={t(text.standards)}>{page.standards.length === 0 ? <EmptyTeaching title={t(text.noStandards)} /> : <Standards page={page} />}</Section>
        <Parts place="clause" props={{ siteId, clauseId }} />
        {guided.length > 0 && (
          <Section title={t(text.openProcedure)}>
            <p className="manual-clauses">
              {guided.map(({ id, name }) => (
                <Link key={id} href={href(`manual/procedures/${id}`)}>
                  {t(name)}
                </Link>
              ))}
            </p>
          </Section>
        )}
        {procedure.length > 1 && clause.kind === "procedure" && (
          <Section title={t(text.procedure)}>
            <ol className="manual-steps">
              {procedure.map((step) => (
                <li key={step.id} {...(step.id === clause.id ? { "aria-current": "step" } : {})}>
                  <Link href={href(`manual/clauses/${step.id}`)}>
                    <span className="manual-number">{step.id}</span> {t(step.title)}
                  </Link>
                  {step.gate && <span className="manual-gate">{t(step.gate)}</span>}
                </li>
              ))}
            </ol>
          </Section>
        )}
        <nav className="manual-turn tk-no-print" aria-label={t(text.contents)}>
          {previous && <Link href={href(`manual/clauses/${previous}`)}>{`← ${t(text.previous)} ${previous}`}</Link>}
          {next && <Link href={href(`manual/clauses/${next}`)}>{`${t(text.next)} ${next} →`}</Link>}
        </nav>
      </div>
    </Page>
  );
}

function Standards({ page }: { readonly page: ReplyOf<typeof getClause> }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const values = valuesOf(page.parameters);
  return (
    <ul className="manual-standards">
      {page.standards.map((standard) => (
        <li key={standard.id}>
          <h3>
            {t(standard.name)} {standard.measuredBy === null && <StatusTag tone="unknown">{t(text.notRunning)}</StatusTag>}
          </h3>
          <p>{t(standard.measure)}</p>
          <Facts
            facts={[
              ...(standard.limit ? [{ label: t(text.limit), value: t(sayLimit(standard.limit, values)) }] : []),
              { label: t(text.clock), value: t(clockNames[standard.clock]) },
              { label: t(text.target), value: format.percent(standard.target / 100) },
              { label: t(text.source), value: `${t(saySource(standard.source))} · ${t(confidenceNames[standard.confidence])}` },
              ...page.parameters
                .filter(({ definition }) => parametersOf(standard).includes(definition.id))
                .map(({ definition, setting }) => ({
                  label: t(definition.name),
                  value: setting ? (
                    t(sayAmount(setting.value, definition.unit))
                  ) : (
                    <>
                      <StatusTag tone="warn">{t(text.notSet)}</StatusTag> <Link href={`${href("manual/parameters")}?open=${definition.id}`}>{t(text.setParameter)}</Link>
                    </>
                  ),
                })),
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
