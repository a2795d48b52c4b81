import { DownloadOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useMemo } from "react";
import { roleNames } from "#kernel/role.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useSite } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { getBook, getParameters, printManual } from "../contract.ts";
import { type Book, type Chapter, type Clause, type Hit, kindNames, type ParameterValues, sayLimit, searchBook } from "../rules.ts";
import { text } from "./text.ts";
import { valuesOf } from "./values.ts";
import "./manual.css";

/** The manual as a book: its chapters in order, every clause with what measures it; searched as one types. */
export function BookScreen() {
  const { t, language } = useLanguage();
  const format = useFormat();
  const { id: siteId } = useSite();
  const [filters, setFilters] = useFilters({ q: "", on: "" });
  const day = filters.on ? { on: filters.on } : {};
  const shown = useQuery(query(getBook, { query: day }));
  const values = valuesOf(useSuspenseQuery(query(getParameters, { params: { siteId }, query: {} })).data.items);
  const book = shown.data?.book;
  const hits = useMemo(() => (book && filters.q.trim() ? searchBook(book, filters.q) : null), [book, filters.q]);
  const edition = shown.data?.edition;
  return (
    <Page
      title={t(text.manual)}
      lead={edition && t(text.bookLead, { number: edition.number, from: edition.effectiveFrom ? format.day(edition.effectiveFrom) : "" })}
      actions={
        <>
          <PrintButton />
          <a className="manual-pdf" href={linkTo(printManual, { query: { language, ...day } })} target="_blank" rel="noopener">
            <DownloadOutlined aria-hidden /> {t(text.downloadPdf)}
          </a>
        </>
      }
    >
      <search className="manual-tools tk-no-print">
        <Input type="search" aria-label={t(text.search)} placeholder={t(text.search)} value={filters.q} onChange={(event) => setFilters({ q: event.target.value })} />
        <label>
          {t(text.on)} <DayInput value={filters.on} min="2000-01-01" max="2200-12-31" onChange={(on) => setFilters({ on })} />
        </label>
      </search>
      {shown.isError && <ProblemNote error={shown.error} />}
      {book && (
        <div className="manual-book">
          <Contents book={book} hits={hits} />
          <div className="manual-pages">
            {hits && <output className="tk-quiet">{t(text.found, { count: hits.length })}</output>}
            {hits?.length === 0 ? (
              <EmptyTeaching title={t(text.nothingFound, { text: filters.q })}>{t(text.nothingFoundHint)}</EmptyTeaching>
            ) : (
              <Chapters book={book} values={values} sought={filters.q.trim()} hits={hits} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function Contents({ book, hits }: { readonly book: Book; readonly hits: readonly Hit[] | null }) {
  const { t } = useLanguage();
  const shown = shownChapters(book, hits);
  return (
    <nav aria-label={t(text.contents)} className="manual-contents tk-no-print">
      <details open={matchMedia("(min-width: 900px)").matches}>
        <summary>{t(text.contents)}</summary>
        <ol>
          {shown.map(({ id, title }) => (
            <li key={id} className={`manual-level-${levelOf(book, id)}`}>
              <a href={`#chapter-${id}`}>
                <span className="manual-number">{numberOf(id)}</span> {t(title)}
              </a>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}

function Chapters({ book, values, sought, hits }: { readonly book: Book; readonly values: ParameterValues; readonly sought: string; readonly hits: readonly Hit[] | null }) {
  const { t } = useLanguage();
  const found = hits && new Set(hits.map(({ clause }) => clause));
  return shownChapters(book, hits).map(({ id, title }) => {
    const level = levelOf(book, id);
    const clauses = book.clauses.filter((clause) => clause.chapter === id && (!found || found.has(clause.id)));
    const Heading = level === 1 ? "h2" : level === 2 ? "h3" : "h4";
    return (
      <section key={id} aria-labelledby={`chapter-${id}`}>
        <Heading id={`chapter-${id}`} className={`manual-heading manual-heading-${level}`}>
          <span className="manual-number">{numberOf(id)}</span> {t(title)}
        </Heading>
        {clauses.map((clause) => (
          <ClauseArticle key={clause.id} book={book} clause={clause} values={values} sought={sought} hit={hits?.find((hit) => hit.clause === clause.id)} />
        ))}
      </section>
    );
  });
}

function ClauseArticle({
  book,
  clause,
  values,
  sought,
  hit,
}: {
  readonly book: Book;
  readonly clause: Clause;
  readonly values: ParameterValues;
  readonly sought: string;
  readonly hit: Hit | undefined;
}) {
  const { t, language } = useLanguage();
  const href = useHref();
  const standards = book.standards.filter((standard) => standard.clause === clause.id);
  return (
    <article className="manual-clause" aria-labelledby={`clause-${clause.id}`}>
      <header>
        <Link href={href(`manual/clauses/${clause.id}`)} id={`clause-${clause.id}`} className="manual-clause-title">
          <span className="manual-number">{numberOf(clause.id)}</span> <Marked text={t(clause.title)} sought={sought} />
        </Link>
        <span className="manual-kind">{t(kindNames[clause.kind])}</span>
      </header>
      <p>
        <Marked text={t(clause.text)} sought={sought} />
      </p>
      {hit && hit.language !== language && hit.to > 0 && (
        <p className="tk-quiet" lang={hit.language === "zh" ? "zh-CN" : "en"}>
          <Marked text={hit.text} sought={sought} />
        </p>
      )}
      <dl className="manual-lines">
        {clause.who.length > 0 && <Line label={t(text.who)}>{clause.who.map((role) => t(roleNames[role])).join(t({ zh: "、", en: ", " }))}</Line>}
        {clause.record && (
          <Line label={t(text.record)}>
            <Marked text={t(clause.record)} sought={sought} />
          </Line>
        )}
        {clause.gate && (
          <Line label={t(text.gate)}>
            <Marked text={t(clause.gate)} sought={sought} />
          </Line>
        )}
        {standards.map((standard) => (
          <Line key={standard.id} label={t(text.standard)}>
            <Marked text={t(standard.name)} sought={sought} />
            {standard.limit && <span className="manual-limit">{t(sayLimit(standard.limit, values))}</span>}
            {standard.measuredBy === null && <StatusTag tone="unknown">{t(text.notRunning)}</StatusTag>}
          </Line>
        ))}
      </dl>
    </article>
  );
}

const Line = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** A text with every place of what was sought marked. */
function Marked({ text: whole, sought }: { readonly text: string; readonly sought: string }) {
  if (!sought) return <span>{whole}</span>;
  const lower = whole.toLowerCase();
  const needle = sought.toLowerCase();
  const pieces = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    pieces.push(whole.slice(from, at), <mark key={at}>{whole.slice(at, at + needle.length)}</mark>);
    from = at + needle.length;
  }
  return (
    <span>
      {pieces}
      {whole.slice(from)}
    </span>
  );
}

/** All headings, or those above a clause that was found. */
function shownChapters(book: Book, hits: readonly Hit[] | null): readonly Chapter[] {
  if (!hits) return book.chapters;
  const found = new Set(hits.map(({ clause }) => clause));
  const wanted = new Set<string>();
  for (const clause of book.clauses) {
    if (!found.has(clause.id)) continue;
    for (let at: string | null = clause.chapter; at !== null; at = book.chapters.find(({ id }) => id === at)?.parent ?? null) wanted.add(at);
  }
  return book.chapters.filter(({ id }) => wanted.has(id));
}

function levelOf(book: Book, id: string): number {
  const parent = book.chapters.find((each) => each.id === id)?.parent ?? null;
  return parent === null ? 1 : 1 + levelOf(book, parent);
}

/** The preface has a name, not a number. */
const numberOf = (id: string) => (id.startsWith("preface") ? "" : id);
