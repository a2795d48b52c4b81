import { type Problem, reasons } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import { type Book, type Clause, figureOf, type LimitRule, pathOf, type StandardDefinition } from "./book.ts";
import { difference } from "./difference.ts";
import { manualProblems } from "./problems.ts";

/** Kinds of limit that may stand for one another; all others keep their kind, because work depends on it. */
const elapsed: readonly LimitRule["kind"][] = ["workingDays", "naturalDays", "workingHours", "workingMinutes", "sameDay"];

const mostFigure = { workingDays: 250, naturalDays: 366, workingHours: 400, workingMinutes: 10_000, everyDays: 366, everyMonths: 36, dayOfNextMonth: 28, rings: 20 } as const;

/** The book with `clause` in it: in place of the one with its number, else behind the clause `after`, else last in its chapter. */
export function withClause(book: Book, clause: Clause, after?: string): Book {
  if (book.clauses.some(({ id }) => id === clause.id)) return { ...book, clauses: book.clauses.map((each) => (each.id === clause.id ? clause : each)) };
  const previous = after ?? book.clauses.findLast(({ chapter }) => chapter === clause.chapter)?.id;
  const place = previous === undefined ? book.clauses.length : book.clauses.findIndex(({ id }) => id === previous) + 1;
  return { ...book, clauses: book.clauses.toSpliced(place === 0 ? book.clauses.length : place, 0, clause) };
}

export const withoutClause = (book: Book, id: string): Book => ({ ...book, clauses: book.clauses.filter((each) => each.id !== id) });

export const withStandard = (book: Book, standard: StandardDefinition): Book => ({ ...book, standards: book.standards.map((each) => (each.id === standard.id ? standard : each)) });

/**
 * The book with what a newer `product` measures and the book does not know yet, on the clauses it needs: a draft cannot remove a standard, so
 * what is missing is new. Everything the book has stays as the company wrote it; whether a standard is measured is the product's to say.
 */
export function withNews(book: Book, product: Book): Book {
  const lacks = <T extends { readonly id: string }>(own: readonly T[], theirs: readonly T[]) => theirs.filter(({ id }) => !own.some((each) => each.id === id));
  const standards = lacks(book.standards, product.standards);
  const parameters = lacks(book.parameters, product.parameters);
  const measured = book.standards.map((own) => ({ ...own, measuredBy: product.standards.find(({ id }) => id === own.id)?.measuredBy ?? own.measuredBy }));
  const isMeasuredAlike = measured.every(({ measuredBy }, index) => measuredBy === book.standards[index]?.measuredBy);
  if (standards.length + parameters.length === 0 && isMeasuredAlike) return book;
  const needed = new Set([...standards, ...parameters].map(({ clause }) => clause));
  const clauses = lacks(book.clauses, product.clauses).filter(({ id }) => needed.has(id));
  const headings = new Set(clauses.flatMap(({ chapter }) => pathOf(product, chapter).map(({ id }) => id)));
  const chapters = lacks(book.chapters, product.chapters).filter(({ id }) => headings.has(id));
  return {
    chapters: [...book.chapters, ...chapters],
    clauses: clauses.reduce((grown, clause) => withClause(grown, clause), book).clauses,
    standards: [...measured, ...standards],
    parameters: [...book.parameters, ...parameters],
  };
}

/** What stands against changing a standard from `before` to `after`. */
export function whyNotChangeStandard(before: StandardDefinition, after: StandardDefinition): Problem[] {
  const facts = { standard: after.id, zh: after.name.zh, en: after.name.en };
  const figure = after.limit && figureOf(after.limit);
  const most = after.limit && after.limit.kind in mostFigure ? mostFigure[after.limit.kind as keyof typeof mostFigure] : Infinity;
  const isFigureBad = typeof figure === "number" && (!Number.isInteger(figure) || figure < 1 || figure > most);
  return reasons(
    (after.target < 1 || after.target > 100) && manualProblems.badTarget(facts),
    (!mayReplace(before.limit?.kind, after.limit?.kind) || isFigureBad) && manualProblems.badLimit(facts),
  );
}

/** What stands against `book` being a manual at all: a text in one language only, a number twice, a standard without its clause. */
export function whyNotHold(book: Book): Problem[] {
  const chapters = new Set(book.chapters.map(({ id }) => id));
  const clauses = new Set(book.clauses.map(({ id }) => id));
  const seen = new Set<string>();
  const twice = book.clauses.filter(({ id }) => seen.has(id) || (seen.add(id), false));
  return reasons(
    twice.map(({ id }) => manualProblems.clauseTwice({ clause: id })),
    book.clauses.filter(({ chapter }) => !chapters.has(chapter)).map(({ id, chapter }) => manualProblems.chapterMissing({ clause: id, chapter })),
    book.clauses.filter(({ title, text, record, gate }) => [title, text, record, gate].some(isHalf)).map(({ id }) => manualProblems.wordsMissing({ where: id })),
    book.standards.filter(({ name, measure }) => isHalf(name) || isHalf(measure)).map(({ id, clause }) => manualProblems.wordsMissing({ where: `${clause} ${id}` })),
    book.standards
      .filter(({ clause }) => !clauses.has(clause))
      .map(({ id, clause, name }) => manualProblems.standardWithoutClause({ standard: id, clause, zh: name.zh, en: name.en })),
  );
}

export interface Publication {
  readonly effectiveFrom: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  /** The edition before it. */
  readonly last: { readonly book: Book; readonly effectiveFrom: Temporal.PlainDate };
}

/** Everything that stands against publishing `draft`. Manual 1.3.4. */
export function whyNotPublish(draft: Book, { effectiveFrom, today, last }: Publication): Problem[] {
  return reasons(
    whyNotHold(draft),
    Temporal.PlainDate.compare(effectiveFrom, today) < 0 && manualProblems.backdated({ today: today.toString() }),
    Temporal.PlainDate.compare(effectiveFrom, last.effectiveFrom) <= 0 && manualProblems.notAfterLast({ last: last.effectiveFrom.toString() }),
    difference(last.book, draft).length === 0 && manualProblems.nothingChanged(),
  );
}

const isHalf = (text: Words | undefined) => text !== undefined && (text.zh.trim() === "" || text.en.trim() === "");

function mayReplace(before: LimitRule["kind"] | undefined, after: LimitRule["kind"] | undefined): boolean {
  if (before === after) return true;
  return before !== undefined && after !== undefined && elapsed.includes(before) && elapsed.includes(after);
}
