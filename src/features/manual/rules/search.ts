import type { Language, Words } from "#kernel/words.ts";
import type { Book, Clause } from "./book.ts";

/** Where a clause answers a search; `from` and `to` mark the words found in the field's text, `to` excluded. */
export interface Hit {
  readonly clause: string;
  readonly title: Words;
  readonly field: "title" | "text" | "record" | "gate" | "standard";
  readonly language: Language;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The clauses whose number begins with `text` or whose words hold it, in either language; titles first, then the order of the book. One hit a clause. */
export function searchBook(book: Book, text: string): Hit[] {
  const sought = fold(text.trim());
  if (sought === "") return [];
  const hits = book.clauses.flatMap((clause) => {
    const hit = hitOf(book, clause, sought);
    return hit ? [hit] : [];
  });
  return hits.toSorted((a, b) => rank(a) - rank(b));
}

function hitOf(book: Book, clause: Clause, sought: string): Hit | undefined {
  if (clause.id === sought || clause.id.startsWith(`${sought}-`) || clause.id.startsWith(`${sought}.`))
    return { clause: clause.id, title: clause.title, field: "title", language: "zh", text: clause.title.zh, from: 0, to: 0 };
  const fields: readonly (readonly [Hit["field"], Words | undefined])[] = [
    ["title", clause.title],
    ["text", clause.text],
    ["record", clause.record],
    ["gate", clause.gate],
    ...book.standards.filter((standard) => standard.clause === clause.id).flatMap(({ name, measure }) => [["standard", name] as const, ["standard", measure] as const]),
  ];
  for (const [field, texts] of fields) {
    if (!texts) continue;
    for (const language of ["zh", "en"] as const) {
      const from = fold(texts[language]).indexOf(sought);
      if (from >= 0) return { clause: clause.id, title: clause.title, field, language, text: texts[language], from, to: from + sought.length };
    }
  }
  return undefined;
}

const rank = (hit: Hit) => (hit.field === "title" ? 0 : 1);

/** Case and width aside, one character for one, so that places in the folded text are places in the text. */
const fold = (text: string) =>
  [...text].map((character) => (character.normalize("NFKC").toLowerCase().length === character.length ? character.normalize("NFKC").toLowerCase() : character)).join("");
