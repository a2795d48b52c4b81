import type { Language, Words } from "#kernel/words.ts";
import type { Book, LimitRule } from "./book.ts";

/** A run of words that stayed, came or went. */
export interface Piece {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** A sentence in both versions, with the changed words marked. */
export interface TextChange {
  readonly field: string;
  readonly before: Words | null;
  readonly after: Words | null;
  readonly pieces: { readonly [L in Language]: readonly Piece[] };
}

/** A figure, date or choice in both versions; null where it was not there. */
export interface ValueChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface EntryChange {
  readonly part: "chapter" | "clause" | "standard" | "parameter";
  readonly id: string;
  /** The clause it belongs to; the heading's own number for a chapter. */
  readonly clause: string;
  readonly name: Words;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly texts: readonly TextChange[];
  readonly values: readonly ValueChange[];
}

/** Everything that differs from `before` to `after`, in the order of the book: what came, what went, what reads or counts otherwise. */
export function difference(before: Book, after: Book): EntryChange[] {
  return [
    ...compare("chapter", before.chapters, after.chapters, (each) => ({ clause: each.id, name: each.title, texts: { title: each.title }, values: { parent: each.parent } })),
    ...compare("clause", before.clauses, after.clauses, (each) => ({
      clause: each.id,
      name: each.title,
      texts: { title: each.title, text: each.text, record: each.record, gate: each.gate },
      values: { chapter: each.chapter, kind: each.kind, who: each.who.join(", ") },
    })),
    ...compare("standard", before.standards, after.standards, (each) => ({
      clause: each.clause,
      name: each.name,
      texts: { name: each.name, measure: each.measure },
      values: {
        clause: each.clause,
        limit: each.limit ? writeLimit(each.limit) : null,
        clock: each.clock,
        target: `${each.target}%`,
        parameters: each.parameters.join(", "),
        source: each.source,
        confidence: each.confidence,
        measuredBy: each.measuredBy,
      },
    })),
    ...compare("parameter", before.parameters, after.parameters, (each) => ({
      clause: each.clause,
      name: each.name,
      texts: { name: each.name, meaning: each.meaning },
      values: {
        clause: each.clause,
        unit: each.unit,
        proposed: String(each.proposed),
        bounds: each.choices ? each.choices.join(", ") : `${each.least}–${each.most}`,
        stake: each.stake,
        source: each.source,
        confidence: each.confidence,
      },
    })),
  ];
}

/** The sentence with what changed marked, word by word in English and character by character in Chinese. */
export function differenceOfText(before: string, after: string): Piece[] {
  const old = tokens(before);
  const fresh = tokens(after);
  const lengths = commonLengths(old, fresh);
  const pieces: Piece[] = [];
  const put = (kind: Piece["kind"], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
    else pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      put("same", old[i]!);
      i++;
      j++;
    } else if (i < old.length && (j === fresh.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) put("removed", old[i++]!);
    else put("added", fresh[j++]!);
  }
  return pieces;
}

/** A limit as one short line, the same in both languages: for comparing. */
export function writeLimit(limit: LimitRule): string {
  const { kind, ...rest } = limit;
  const figure = Object.values(rest)[0] as number | { readonly parameter: string } | undefined;
  return figure === undefined ? kind : `${kind} ${typeof figure === "number" ? figure : figure.parameter}`;
}

interface Described {
  readonly clause: string;
  readonly name: Words;
  readonly texts: Readonly<Record<string, Words | undefined>>;
  readonly values: Readonly<Record<string, string | null>>;
}

function compare<T extends { readonly id: string }>(part: EntryChange["part"], before: readonly T[], after: readonly T[], describe: (entry: T) => Described): EntryChange[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const fresh = new Map(after.map((entry) => [entry.id, entry]));
  const moved = movedIds(
    before.map(({ id }) => id).filter((id) => fresh.has(id)),
    after.map(({ id }) => id).filter((id) => old.has(id)),
  );
  const stayedOrCame = after.flatMap((entry): EntryChange[] => {
    const now = describe(entry);
    const previous = old.get(entry.id);
    const then = previous && describe(previous);
    const texts = Object.keys(now.texts).flatMap((field) => textChange(field, then?.texts[field] ?? null, now.texts[field] ?? null));
    const values = Object.keys(now.values).flatMap((field) => valueChange(field, then?.values[field] ?? null, now.values[field] ?? null));
    const kind = !then ? "added" : texts.length + values.length > 0 ? "changed" : moved.has(entry.id) ? "moved" : null;
    return kind ? [{ part, id: entry.id, clause: now.clause, name: now.name, kind, texts, values }] : [];
  });
  const went = before
    .filter((entry) => !fresh.has(entry.id))
    .map((entry): EntryChange => {
      const then = describe(entry);
      return {
        part,
        id: entry.id,
        clause: then.clause,
        name: then.name,
        kind: "removed",
        texts: Object.keys(then.texts).flatMap((field) => textChange(field, then.texts[field] ?? null, null)),
        values: Object.keys(then.values).flatMap((field) => valueChange(field, then.values[field] ?? null, null)),
      };
    });
  return [...stayedOrCame, ...went];
}

function textChange(field: string, before: Words | null, after: Words | null): TextChange[] {
  if (before?.zh === after?.zh && before?.en === after?.en) return [];
  const pieces = { zh: differenceOfText(before?.zh ?? "", after?.zh ?? ""), en: differenceOfText(before?.en ?? "", after?.en ?? "") };
  return [{ field, before, after, pieces }];
}

const valueChange = (field: string, before: string | null, after: string | null): ValueChange[] => (before === after ? [] : [{ field, before, after }]);

/** The ids that stand elsewhere among the others: those outside a longest run that kept its order. */
function movedIds(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const lengths = commonLengths(before, after);
  const moved = new Set(after);
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) {
      moved.delete(before[i]!);
      i++;
      j++;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return moved;
}

/** `lengths[i][j]`: how long a common subsequence of `a` from `i` and `b` from `j` can be. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

const tokens = (text: string): string[] => text.match(/[[\p{L}\p{N}]--\p{Script=Han}]+|[^]/gv) ?? [];
