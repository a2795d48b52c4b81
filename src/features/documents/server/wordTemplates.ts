import type { FileContent, ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import { sql } from "kysely";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { fieldsOfWord, fillWord, WordError, type WordFault } from "#platform/word/index.ts";
import { wordTemplateChanged, type wordKindField, type wordTemplateField } from "../contract.ts";
import { documentsProblems } from "../rules.ts";
import { documentById } from "./queries.ts";

type WordTemplate = ValueOf<typeof wordTemplateField>;
type WordKind = ValueOf<typeof wordKindField>;

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** The Word templates in use. */
export async function wordTemplates(ctx: SiteContext): Promise<WordTemplate[]> {
  const rows = await inUse(ctx).orderBy("kind").orderBy("name").execute();
  return rows.map(toTemplate);
}

/** The kinds of letter this site has issued, each with the fields that the newest one was made from. */
export async function wordKinds(ctx: SiteContext): Promise<WordKind[]> {
  const { rows } = await sql<{ kind: string; title: Words; data: unknown }>`
    select distinct on (kind) kind, title, data from documents.document where site_id = ${ctx.siteId} order by kind, issued_at desc
  `.execute(ctx.tx);
  return rows.map(({ kind, title, data }) => ({ kind, title, fields: fieldsIn(data) }));
}

/** Adds a Word template for a kind of document. Refusals: wordUnreadable, wordTagBroken, wordLoopBroken, wordFieldUnknown (where a document of the kind tells which there are), wordNameTaken. */
export async function uploadWordTemplate(
  ctx: SiteContext,
  { kind, name, file }: { readonly kind: string; readonly name: string; readonly file: { readonly name: string; readonly bytes: Uint8Array } },
): Promise<WordTemplate> {
  const stored = await storeFile(ctx, file);
  if (stored.type !== docx) throw new Refusal(documentsProblems.wordUnreadable());
  const fields = await named(fieldsOfWord(file.bytes));
  const known = (await wordKinds(ctx)).find((each) => each.kind === kind);
  if (known) refuseIf(fields.flatMap((field) => whyNotField(field, new Set(known.fields.map((each) => each.name)))));

  const template = { id: newId<"wordTemplate">(), kind, name, fields, uploadedByName: ctx.actor.name, uploadedAt: ctx.now };
  const insert = ctx.tx
    .insertInto("documents.word_template")
    .values({ site_id: ctx.siteId, id: template.id, kind, name, file_id: stored.id, fields, uploaded_by_name: ctx.actor.name, uploaded_at: ctx.now });
  await refusing(insert.execute(), { one_word_template_of_a_name: () => documentsProblems.wordNameTaken({ name }) });
  await ctx.record(wordTemplateChanged, { wordTemplateId: template.id, kind, name, how: "added", fileHash: stored.hash });
  await ctx.tell(ctx.siteId, "documents.wordTemplate", template.id);
  return template;
}

/** Takes a Word template out of use. Refusal: templateNotFound. */
export async function retireWordTemplate(ctx: SiteContext, id: Id<"wordTemplate">): Promise<void> {
  const template = await templateById(ctx, id);
  await ctx.tx.updateTable("documents.word_template").set({ ended_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.record(wordTemplateChanged, { wordTemplateId: id, kind: template.kind, name: template.name, how: "retired", fileHash: null });
  await ctx.tell(ctx.siteId, "documents.wordTemplate", id);
}

/** A Word template as it was uploaded. Refusal: templateNotFound. */
export const wordTemplateFile = async (ctx: SiteContext, id: Id<"wordTemplate">): Promise<FileContent> => fileContent(ctx, (await templateById(ctx, id)).fileId);

/** A Word template filled with `data`. Refusals: templateNotFound, wordOtherKind. */
export async function filledWord(
  ctx: SiteContext,
  id: Id<"wordTemplate">,
  { kind, data, name }: { readonly kind: string; readonly data: object; readonly name: string },
): Promise<FileContent> {
  const template = await templateById(ctx, id);
  if (template.kind !== kind) throw new Refusal(documentsProblems.wordOtherKind());
  const { bytes } = await fileContent(ctx, template.fileId);
  return { name: `${name}.docx`, type: docx, bytes: await named(fillWord(bytes, data)) };
}

/** The company's own Word template, filled with what a document was made from. Refusals: notFound, templateNotFound, wordOtherKind. */
export async function documentAsWord(
  ctx: SiteContext,
  { documentId, templateId }: { readonly documentId: Id<"document">; readonly templateId: Id<"wordTemplate"> },
): Promise<FileContent> {
  const document = await documentById(ctx, documentId);
  const row = await ctx.tx.selectFrom("documents.document").select("data").where("site_id", "=", ctx.siteId).where("id", "=", documentId).executeTakeFirstOrThrow();
  return filledWord(ctx, templateId, { kind: document.kind, data: row.data as object, name: `${document.title.zh}-${document.subject.label}-${document.version}` });
}

const inUse = (ctx: SiteContext) => ctx.tx.selectFrom("documents.word_template").selectAll().where("site_id", "=", ctx.siteId).where("ended_at", "is", null);

async function templateById(ctx: SiteContext, id: Id<"wordTemplate">): Promise<WordTemplate & { readonly fileId: Id<"file"> }> {
  const row = await inUse(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(documentsProblems.templateNotFound());
  return { ...toTemplate(row), fileId: row.file_id as Id<"file"> };
}

const toTemplate = (row: { id: string; kind: string; name: string; fields: string[]; uploaded_by_name: string; uploaded_at: Temporal.Instant }): WordTemplate => ({
  id: row.id as Id<"wordTemplate">,
  kind: row.kind,
  name: row.name,
  fields: row.fields,
  uploadedByName: row.uploaded_by_name,
  uploadedAt: row.uploaded_at,
});

const faults: Readonly<Record<WordFault["kind"], (tag: string) => Problem>> = {
  tag: (tag) => documentsProblems.wordTagBroken({ tag }),
  loop: (tag) => documentsProblems.wordLoopBroken({ tag }),
  unreadable: () => documentsProblems.wordUnreadable(),
};

async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof WordError) throw new Refusal(...error.faults.map(({ kind, tag }) => faults[kind](tag)));
    throw error;
  }
}

const mostSample = 60;

/** The paths to every value in `data`; those of a list's items by its first one. */
function fieldsIn(data: unknown, path = ""): { name: string; sample: string }[] {
  if (Array.isArray(data)) return fieldsIn(data[0], `${path}[]`);
  if (typeof data === "object" && data !== null) return Object.entries(data).flatMap(([name, value]) => fieldsIn(value, path ? `${path}.${name}` : name));
  return path ? [{ name: path, sample: typeof data === "string" ? data.slice(0, mostSample) : JSON.stringify(data ?? "").slice(0, mostSample) }] : [];
}

/** A field inside a loop may also be one of what is around it; a loop may also be a condition. */
function whyNotField(field: string, known: ReadonlySet<string>): Problem[] {
  const inner = field.split("[].");
  const tries = inner.map((_, index) => [...inner.slice(0, index), inner.at(-1) ?? ""].join("[]."));
  const isKnown = (name: string) => known.has(name) || [...known].some((each) => each.startsWith(`${name}.`) || each.startsWith(`${name}[]`));
  return inner.at(-1) === "." || tries.some(isKnown) ? [] : [documentsProblems.wordFieldUnknown({ field: field.replaceAll("[]", "") })];
}
