import { sql } from "kysely";
import type { Endpoint, ValueOf } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Context, dayAt, may, type SiteContext } from "#platform/context.ts";
import type { getClause, getDifference, getDraft, getParameters, searchManual } from "../contract.ts";
import { manualRights } from "../contract.ts";
import {
  type Book,
  type Clause,
  difference,
  firstEdition,
  manualProblems,
  type ParameterDefinition,
  type ParameterId,
  type ParameterValues,
  parametersOf,
  pathOf,
  resolveStandard,
  searchBook,
  type Standard,
  type StandardId,
  whyNotPublish,
  withNews,
} from "../rules.ts";

type ReplyOf<C extends Endpoint> = ValueOf<NonNullable<C["reply"]>>;

export interface Edition {
  readonly id: Id<"edition">;
  readonly number: number;
  readonly state: "draft" | "published";
  readonly effectiveFrom: Temporal.PlainDate | null;
  readonly effectiveTo: Temporal.PlainDate | null;
  readonly note: string;
  readonly bookHash: string | null;
  readonly version: number;
  readonly createdBy: string | null;
  readonly createdAt: Temporal.Instant;
  readonly publishedBy: string | null;
  readonly publishedAt: Temporal.Instant | null;
}

export interface EditionWithBook {
  readonly edition: Edition;
  readonly book: Book;
}

export interface Setting {
  readonly value: number;
  readonly effectiveFrom: Temporal.PlainDate;
  readonly isAdopted: boolean;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: Temporal.Instant;
}

// For later features

/** The standard as it holds at this site on `day`, today unless told. Refusals: noSuchStandard, parameterMissing for every open figure. */
export async function standardOf(ctx: SiteContext, id: StandardId, day?: Temporal.PlainDate): Promise<Standard> {
  const { book, number, values } = await manualAt(ctx, day);
  return resolveStandard(book, id, values, number);
}

/** A figure the manual leaves open, as the site has set it for `day`, today unless told. Refusal: parameterMissing. */
export async function parameterOf(ctx: SiteContext, id: ParameterId, day?: Temporal.PlainDate): Promise<number> {
  const { book, values } = await manualAt(ctx, day);
  const value = values[id];
  if (value !== undefined) return value;
  const definition = definitionOf(book, id);
  const { clause, name, proposed, unit, source, confidence } = definition;
  throw new Refusal(manualProblems.parameterMissing({ parameter: id, clause, zh: name.zh, en: name.en, proposed, unit, source, confidence }));
}

/** The same for a list or a search, which must not fail: what the manual proposes until the site has set it. */
export async function parameterOrProposed(ctx: SiteContext, id: ParameterId): Promise<number> {
  const { book, values } = await manualAt(ctx);
  return values[id] ?? definitionOf(book, id).proposed;
}

/** A clause as it reads on `day`, today unless told. Refusal: clauseNotFound. */
export async function clauseById(ctx: SiteContext, id: string, day?: Temporal.PlainDate): Promise<Clause> {
  const { book } = await manualAt(ctx, day);
  return clauseOf(book, id);
}

/** The whole book in force at this site on `day`, today unless told, with the site's figures. */
export async function manualAt(ctx: SiteContext, day: Temporal.PlainDate = dayAt(ctx, ctx.now)): Promise<ManualAtSite> {
  const remembered = rememberedManuals.get(ctx) ?? new Map<string, Promise<ManualAtSite>>();
  rememberedManuals.set(ctx, remembered);
  const key = day.toString();
  const manual = remembered.get(key) ?? readManual(ctx, day);
  remembered.set(key, manual);
  return manual;
}

export interface ManualAtSite {
  readonly editionId: Id<"edition">;
  readonly number: number;
  readonly book: Book;
  readonly values: ParameterValues;
}

/** What one transaction has already read; a figure set in it makes it read again. */
const rememberedManuals = new WeakMap<SiteContext, Map<string, Promise<ManualAtSite>>>();
export const forgetManual = (ctx: SiteContext) => void rememberedManuals.delete(ctx);

async function readManual(ctx: SiteContext, day: Temporal.PlainDate): Promise<ManualAtSite> {
  const { rows } = await sql<{ id: Id<"edition">; number: number; values: ParameterValues }>`
    select edition.id, edition.number, coalesce(
      (select jsonb_object_agg(parameter, value) from (
        select distinct on (parameter) parameter, value from manual.site_parameter
        where site_id = ${ctx.siteId} and effective_from <= ${day}
        order by parameter, effective_from desc, set_at desc, id desc) as in_force),
      '{}') as values
    from manual.edition as edition
    where edition.state = 'published' and edition.effective_from <= ${day}
    order by edition.effective_from desc limit 1`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new Refusal(manualProblems.noEdition());
  return { editionId: row.id, number: row.number, values: row.values, book: await currentBook(ctx, row.id) };
}

// Editions

/** The edition in force on `day`, today unless told. Refusal: noEdition. */
export async function editionAt(ctx: Context, day?: Temporal.PlainDate): Promise<EditionWithBook> {
  refuseTenants(ctx);
  const row = await editions(ctx)
    .where("edition.state", "=", "published")
    .where("edition.effective_from", "<=", day ?? (await companyToday(ctx)))
    .orderBy("edition.effective_from", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal(manualProblems.noEdition());
  return { edition: toEdition(row), book: await publishedBook(ctx, asId(row.id)) };
}

export async function allEditions(ctx: Context): Promise<Edition[]> {
  refuseTenants(ctx);
  return (await editions(ctx).orderBy("edition.number", "desc").execute()).map(toEdition);
}

/** An edition with its text; the draft only for an administrator. Refusal: editionNotFound. */
export async function editionById(ctx: Context, id: Id<"edition">): Promise<EditionWithBook> {
  refuseTenants(ctx);
  const row = await editions(ctx).where("edition.id", "=", id).executeTakeFirst();
  if (!row || (row.state === "draft" && !ctx.actor.isAdministrator)) throw new Refusal(manualProblems.editionNotFound());
  return { edition: toEdition(row), book: row.state === "published" ? await publishedBook(ctx, id) : await readBook(ctx, id) };
}

/** What `editionId` changes against `from`, by default the published edition before it. */
export async function differenceOfEditions(
  ctx: Context,
  { editionId, from }: { editionId: Id<"edition">; from?: Id<"edition"> | undefined },
): Promise<ReplyOf<typeof getDifference>> {
  const after = await editionById(ctx, editionId);
  const before = from ? await editionById(ctx, from) : await editionBefore(ctx, after.edition);
  return { from: before.edition, to: after.edition, changes: difference(before.book, after.book) };
}

export async function draftEdition(ctx: Context): Promise<ReplyOf<typeof getDraft>> {
  const row = await editions(ctx).where("edition.state", "=", "draft").executeTakeFirst();
  if (!row) return { draft: null };
  const edition = toEdition(row);
  const book = await readBook(ctx, edition.id);
  const last = await latestPublished(ctx);
  const today = await companyToday(ctx);
  const dayAfterLast = last.edition.effectiveFrom!.add({ days: 1 });
  const earliest = Temporal.PlainDate.compare(dayAfterLast, today) > 0 ? dayAfterLast : today;
  const against = whyNotPublish(book, { effectiveFrom: earliest, today, last: { book: last.book, effectiveFrom: last.edition.effectiveFrom! } });
  return { draft: { edition, book, from: last.edition, changes: difference(last.book, book), against, earliest } };
}

export async function searchClauses(ctx: Context, { text, on }: ValueOf<NonNullable<typeof searchManual.query>>): Promise<ReplyOf<typeof searchManual>> {
  return { hits: searchBook((await editionAt(ctx, on)).book, text) };
}

/** The published edition with the highest number. */
export async function latestPublished(ctx: Context): Promise<EditionWithBook> {
  const row = await editions(ctx).where("edition.state", "=", "published").orderBy("edition.effective_from", "desc").limit(1).executeTakeFirst();
  if (!row) throw new Refusal(manualProblems.noEdition());
  return { edition: toEdition(row), book: await publishedBook(ctx, asId(row.id)) };
}

export async function readBook(ctx: Context, id: Id<"edition">): Promise<Book> {
  const { book } = await ctx.tx.selectFrom("manual.edition").where("id", "=", id).select("book").executeTakeFirstOrThrow();
  return book as Book;
}

/** The day it is for the company: the latest of its sites' days, so that nothing takes effect on a day already begun elsewhere. */
export async function companyToday(ctx: Context): Promise<Temporal.PlainDate> {
  const sites = await ctx.tx.selectFrom("sites.site").select("zone").distinct().execute();
  const zones = sites.length > 0 ? sites.map(({ zone }) => zone) : ["Asia/Shanghai"];
  return zones.map((zone) => dayAt({ zone }, ctx.now)).reduce((a, b) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b));
}

// At a site

/** A clause with all that hangs on it. Refusal: clauseNotFound. */
export async function clausePage(ctx: SiteContext, { clauseId, on }: { clauseId: string; on?: Temporal.PlainDate | undefined }): Promise<ReplyOf<typeof getClause>> {
  const { editionId, book } = await manualAt(ctx, on);
  const clause = clauseOf(book, clauseId);
  const place = book.clauses.indexOf(clause);
  const standards = book.standards.filter((standard) => standard.clause === clauseId);
  const needed = new Set([...standards.flatMap(parametersOf), ...book.parameters.filter((each) => each.clause === clauseId).map(({ id }) => id)]);
  const { edition } = await editionOfSite(ctx, editionId);
  return {
    edition,
    clause,
    path: [...pathOf(book, clause.chapter)],
    standards,
    parameters: (await parameterStates(ctx, book, on)).filter(({ definition }) => needed.has(definition.id)),
    procedure: book.clauses.filter(({ chapter, kind }) => chapter === clause.chapter && kind === "procedure"),
    previous: book.clauses[place - 1]?.id ?? null,
    next: book.clauses[place + 1]?.id ?? null,
  };
}

/** Every figure the manual leaves open, with what the site has set. */
export async function siteParameters(ctx: SiteContext, on?: Temporal.PlainDate): Promise<ReplyOf<typeof getParameters>> {
  const { editionId, book } = await manualAt(ctx, on);
  const { edition } = await editionOfSite(ctx, editionId);
  return { edition, items: await parameterStates(ctx, book, on), maySet: may(ctx, manualRights.setParameters) };
}

export async function parameterState(ctx: SiteContext, id: ParameterId): Promise<ParameterState> {
  const { book } = await manualAt(ctx);
  return (await parameterStates(ctx, book)).find(({ definition }) => definition.id === id)!;
}

export async function parameterHistory(ctx: SiteContext, id: ParameterId): Promise<Setting[]> {
  return (
    await settings(ctx)
      .where("setting.parameter", "=", id)
      .orderBy("setting.effective_from", "desc")
      .orderBy("setting.set_at", "desc")
      .orderBy("setting.id", "desc")
      .limit(500)
      .execute()
  ).map(toSetting);
}

/** The definition of a parameter. Refusal: noSuchParameter. */
export function definitionOf(book: Book, id: ParameterId): ParameterDefinition {
  const definition = book.parameters.find((each) => each.id === id);
  if (!definition) throw new Refusal(manualProblems.noSuchParameter({ parameter: id }));
  return definition;
}

/** The manual is the operator's own: somebody who is only a tenant's contact does not read it. */
function refuseTenants({ actor }: Context): void {
  const isStaff = actor.kind === "system" || actor.isAdministrator || actor.grants.some(({ role }) => role !== "tenantContact" && role !== "contractor");
  if (!isStaff) throw new Refusal(edgeProblems.notAllowed({ right: manualRights.read.name }));
}

interface ParameterState {
  readonly definition: ParameterDefinition;
  readonly setting: Setting | null;
  readonly coming: readonly Setting[];
}

async function parameterStates(ctx: SiteContext, book: Book, day: Temporal.PlainDate = dayAt(ctx, ctx.now)): Promise<ParameterState[]> {
  const rows = await settings(ctx).orderBy("setting.effective_from", "desc").orderBy("setting.set_at", "desc").orderBy("setting.id", "desc").execute();
  return book.parameters.map((definition) => {
    const own = rows.filter(({ parameter }) => parameter === definition.id).map(toSetting);
    const isLater = ({ effectiveFrom }: Setting) => Temporal.PlainDate.compare(effectiveFrom, day) > 0;
    return { definition, setting: own.find((each) => !isLater(each)) ?? null, coming: own.filter(isLater).toReversed() };
  });
}

const settings = (ctx: SiteContext) => ctx.tx.selectFrom("manual.site_parameter as setting").where("setting.site_id", "=", ctx.siteId).selectAll("setting");

type SettingRow = Awaited<ReturnType<ReturnType<typeof settings>["execute"]>>[number];

const toSetting = (row: SettingRow): Setting => ({
  value: row.value,
  effectiveFrom: row.effective_from,
  isAdopted: row.is_adopted,
  reason: row.reason,
  setBy: row.set_by_name,
  setAt: row.set_at,
});

function clauseOf(book: Book, id: string): Clause {
  const clause = book.clauses.find((each) => each.id === id);
  if (!clause) throw new Refusal(manualProblems.clauseNotFound({ clause: id }));
  return clause;
}

async function editionOfSite(ctx: Context, id: Id<"edition">): Promise<{ edition: Edition }> {
  return { edition: toEdition(await editions(ctx).where("edition.id", "=", id).executeTakeFirstOrThrow()) };
}

async function editionBefore(ctx: Context, { number }: Edition): Promise<EditionWithBook> {
  const row = await editions(ctx).where("edition.number", "<", number).where("edition.state", "=", "published").orderBy("edition.number", "desc").limit(1).executeTakeFirst();
  if (!row) throw new Refusal(manualProblems.editionNotFound());
  return { edition: toEdition(row), book: await publishedBook(ctx, asId(row.id)) };
}

/** Published books never change: each is read once per process. */
const publishedBooks = new Map<string, Book>();
const mostPublishedBooks = 50;

async function publishedBook(ctx: Context, id: Id<"edition">): Promise<Book> {
  const known = publishedBooks.get(id);
  if (known) return known;
  const book = await readBook(ctx, id);
  if (publishedBooks.size >= mostPublishedBooks) publishedBooks.clear();
  publishedBooks.set(id, book);
  return book;
}

/** A published book with what a newer release of the product measures besides; joined once per process. */
const currentBooks = new WeakMap<Book, Book>();

async function currentBook(ctx: Context, id: Id<"edition">): Promise<Book> {
  const book = await publishedBook(ctx, id);
  const joined = currentBooks.get(book) ?? withNews(book, firstEdition);
  currentBooks.set(book, joined);
  return joined;
}

const editions = (ctx: Context) =>
  ctx.tx
    .selectFrom("manual.edition as edition")
    .leftJoin("people.person as creator", "creator.id", "edition.created_by")
    .leftJoin("people.person as publisher", "publisher.id", "edition.published_by")
    .select([
      "edition.id",
      "edition.number",
      "edition.state",
      "edition.effective_from",
      "edition.note",
      "edition.book_hash",
      "edition.version",
      "edition.created_at",
      "edition.published_at",
      "creator.name as created_by",
      "publisher.name as published_by",
    ])
    .select(
      sql<Temporal.PlainDate | null>`(select min(later.effective_from) - 1 from manual.edition as later where later.state = 'published' and later.effective_from > edition.effective_from)`.as(
        "effective_to",
      ),
    );

type EditionRow = Awaited<ReturnType<ReturnType<typeof editions>["execute"]>>[number];

const toEdition = (row: EditionRow): Edition => ({
  id: asId(row.id),
  number: row.number,
  state: row.state,
  effectiveFrom: row.effective_from,
  effectiveTo: row.effective_to,
  note: row.note,
  bookHash: row.book_hash,
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at,
  publishedBy: row.published_by,
  publishedAt: row.published_at,
});
