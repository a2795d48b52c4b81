import type { FileContent } from "#kernel/contract.ts";
import { roleNames } from "#kernel/role.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import { renderPdf } from "#platform/documents/index.ts";
import {
  type Book,
  type Clause,
  clockNames,
  confidenceNames,
  kindNames,
  type ParameterValues,
  parametersOf,
  pathOf,
  sayAmount,
  sayLimit,
  type StandardDefinition,
} from "../rules.ts";
import { editionAt } from "./queries.ts";

const template = new URL("../documents/manual.typ", import.meta.url);

/** The edition in force on a day as a book. Refusal: noEdition. */
export async function printedManual(ctx: Context, { language, on }: { readonly language: Language; readonly on?: Temporal.PlainDate | undefined }): Promise<FileContent> {
  const { edition, book } = await editionAt(ctx, on);
  const company = await ctx.tx.selectFrom("sites.company").select("name").executeTakeFirst();
  const say = (text: Words) => text[language];
  const title = say(words("物业服务手册", "Property service manual"));
  const from = edition.effectiveFrom?.toString() ?? "";
  const number = say(words(`第 ${edition.number} 版`, `Edition ${edition.number}`));
  const bytes = await renderPdf(template, {
    language,
    title,
    company: company?.name ?? "",
    edition: number,
    effective: say(words(`自 ${from} 起施行`, `In force from ${from}`)),
    hash: edition.bookHash ?? "",
    printed: say(words("打印件仅供参阅，以系统中现行版本为准", "Printed copy; the edition in the system is the one in force")),
    chapters: book.chapters.map(({ id, title }) => ({
      level: pathOf(book, id).length,
      title: `${/^\d/.test(id) ? `${id} ` : ""}${say(title)}`,
      clauses: book.clauses.filter(({ chapter }) => chapter === id).map((clause) => printedClause(book, clause, say)),
    })),
    parameters: book.parameters.map((one) => ({
      clause: one.clause,
      name: say(one.name),
      meaning: say(one.meaning),
      proposed: say(sayAmount(one.proposed, one.unit)),
      basis: `${say(confidenceNames[one.confidence])} ${one.source}`.trim(),
    })),
  });
  return { name: `${title} ${number}.pdf`, type: "application/pdf", bytes, inline: true };
}

function printedClause(book: Book, clause: Clause, say: (text: Words) => string) {
  const notes = [
    { name: words("执行", "By"), text: clause.who.map((role) => say(roleNames[role])).join(say(words("、", ", "))) },
    { name: words("记录", "Record"), text: clause.record ? say(clause.record) : "" },
    { name: words("前提", "Gate"), text: clause.gate ? say(clause.gate) : "" },
  ];
  return {
    id: clause.id,
    title: say(clause.title),
    kind: say(kindNames[clause.kind]),
    text: say(clause.text),
    notes: notes.filter(({ text }) => text !== "").map(({ name, text }) => ({ name: say(name), text })),
    standards: book.standards
      .filter((standard) => standard.clause === clause.id)
      .map((standard) => ({ name: say(standard.name), measure: say(standard.measure), figures: figuresOf(book, standard, say) })),
  };
}

/** Limit, clock and target in a line; a figure the book leaves open is said as the proposal that it is. */
function figuresOf(book: Book, standard: StandardDefinition, say: (text: Words) => string): string {
  const proposals: ParameterValues = Object.fromEntries(book.parameters.map(({ id, proposed }) => [id, proposed]));
  const limit = standard.limit && sayLimit(standard.limit, proposals);
  const isOpen = parametersOf(standard).length > 0;
  const parts = [
    limit && say(isOpen ? words(`时限由项目设定（建议：${limit.zh}）`, `limit set by the site (proposed: ${limit.en})`) : words(`时限：${limit.zh}`, `limit: ${limit.en}`)),
    say(clockNames[standard.clock]),
    say(words(`目标 ${standard.target}%`, `target ${standard.target} %`)),
  ];
  return parts.filter(Boolean).join(say(words("；", "; ")));
}
