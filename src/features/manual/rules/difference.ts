import { roleNames } from "#kernel/role.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Book } from "./book.ts";
import { clockNames, confidenceNames, kindNames, sayAmount, sayRule, saySource, stakeNames } from "./say.ts";

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

/** A figure or choice in both versions, in people's words; null where it was not there. */
export interface ValueChange {
  readonly field: string;
  readonly before: Words | null;
  readonly after: Words | null;
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
  const parameters = [...after.parameters, ...before.parameters];
  return [
    ...compare("chapter", before.chapters, after.chapters, (each) => ({ clause: each.id, name: each.title, texts: { title: each.title }, values: { parent: plain(each.parent) } })),
    ...compare("clause", before.clauses, after.clauses, (each) => ({
      clause: each.id,
      name: each.title,
      texts: { title: each.title, text: each.text, record: each.record, gate: each.gate },
      values: { chapter: plain(each.chapter), kind: kindNames[each.kind], who: listed(each.who.map((role) => roleNames[role])) },
    })),
    ...compare("standard", before.standards, after.standards, (each) => ({
      clause: each.clause,
      name: each.name,
      texts: { name: each.name, measure: each.measure },
      values: {
        clause: plain(each.clause),
        limit: each.limit ? sayRule(each.limit, parameters) : null,
        clock: clockNames[each.clock],
        target: plain(`${each.target} %`),
        parameters: listed(each.parameters.map((id) => parameters.find((parameter) => parameter.id === id)?.name ?? words(id, id))),
        source: saySource(each.source),
        confidence: confidenceNames[each.confidence],
        measuredBy: each.measuredBy ? words("由应办考核", "Measured by duties") : words("尚未运行", "Not running yet"),
      },
    })),
    ...compare("parameter", before.parameters, after.parameters, (each) => ({
      clause: each.clause,
      name: each.name,
      texts: { name: each.name, meaning: each.meaning },
      values: {
        clause: plain(each.clause),
        proposed: sayAmount(each.proposed, each.unit),
        bounds: plain(each.choices ? each.choices.join(" / ") : `${each.least}–${each.most}`),
        stake: stakeNames[each.stake],
        source: saySource(each.source),
        confidence: confidenceNames[each.confidence],
      },
    })),
  ];
}

/** The sentence with what changed marked, word by word in English and character by character in Chinese. Texts that differ over thousands of words are shown whole. */
export function differenceOfText(before: string, after: string): Piece[] {
  const old = tokens(before);
  const fresh = tokens(after);
  const head = commonStart(old, fresh);
  const tail = commonStart(old.slice(head).reverse(), fresh.slice(head).reverse());
  const changed = differenceOfTokens(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  const pieces: Piece[] = [];
  for (const piece of [...same(old.slice(0, head)), ...changed, ...same(old.slice(old.length - tail))]) {
    const last = pieces.at(-1);
    if (last?.kind === piece.kind) pieces[pieces.length - 1] = { kind: piece.kind, text: last.text + piece.text };
    else pieces.push(piece);
  }
  return pieces;
}

const mostComparisons = 250_000;

function differenceOfTokens(old: readonly string[], fresh: readonly string[]): Piece[] {
  if (old.length * fresh.length > mostComparisons) return [...whole("removed", old), ...whole("added", fresh)];
  const lengths = commonLengths(old, fresh);
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      pieces.push({ kind: "same", text: old[i]! });
      i++;
      j++;
    } else if (i < old.length && (j === fresh.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) pieces.push({ kind: "removed", text: old[i++]! });
    else pieces.push({ kind: "added", text: fresh[j++]! });
  }
  return pieces;
}

const whole = (kind: Piece["kind"], list: readonly string[]): Piece[] => (list.length === 0 ? [] : [{ kind, text: list.join("") }]);
const same = (list: readonly string[]): Piece[] => whole("same", list);

function commonStart(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count++;
  return count;
}

const plain = (text: string | null): Words | null => (text === null ? null : words(text, text));

const listed = (names: readonly Words[]): Words | null => (names.length === 0 ? null : words(names.map(({ zh }) => zh).join("、"), names.map(({ en }) => en).join(", ")));

interface Described {
  readonly clause: string;
  readonly name: Words;
  readonly texts: Readonly<Record<string, Words | undefined>>;
  readonly values: Readonly<Record<string, Words | null>>;
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

const valueChange = (field: string, before: Words | null, after: Words | null): ValueChange[] =>
  before?.zh === after?.zh && before?.en === after?.en ? [] : [{ field, before, after }];

/** The ids that stand elsewhere among the others: those outside a longest run that kept its order. */
function movedIds(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const lengths = commonLengths(before, after);
  const moved = new Set(after);
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
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
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

const tokens = (text: string): string[] => text.match(/[[\p{L}\p{N}]--\p{Script=Han}]+|[^]/gv) ?? [];
