import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ValueOf } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { asId, type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { type Context, dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { type adoptProposals, announceEdition, editionPublished, parameterSet, type putDraftClause, type putDraftStandard } from "../contract.ts";
import {
  type Book,
  type Clause,
  firstEdition,
  type LimitRule,
  manualProblems,
  type ParameterDefinition,
  type ParameterId,
  type StandardDefinition,
  type StandardId,
  whyNotChangeStandard,
  whyNotHold,
  whyNotPublish,
  whyNotSet,
  withClause,
  withNews,
  withoutClause,
  withStandard,
} from "../rules.ts";
import { companyToday, definitionOf, type Edition, editionById, type EditionWithBook, forgetManual, latestPublished, manualAt, parameterState, readBook } from "./queries.ts";

/** From when the product's own edition holds: before anything a company could measure. */
const firstDay = Temporal.PlainDate.from("2000-01-01");

/** Sees to it that there is an edition: the product's own, until the company publishes one. Safe to repeat. */
export async function ensureManual(ctx: Context): Promise<void> {
  const known = await ctx.tx.selectFrom("manual.edition").select("id").limit(1).executeTakeFirst();
  if (known) return;
  await ctx.tx
    .insertInto("manual.edition")
    .values({
      id: newId<"edition">(),
      number: 1,
      state: "published",
      effective_from: firstDay,
      book: json(firstEdition),
      book_hash: hashOf(firstEdition),
      note: "Towerkeep",
      created_at: ctx.now,
      published_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Starts the draft of the next edition from the latest, with what a newer release of the product measures besides. Manual 1.3.4. Refusal: draftExists. */
export async function startDraft(ctx: Context): Promise<EditionWithBook> {
  const { edition, book } = await latestPublished(ctx);
  const id = newId<"edition">();
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto("manual.edition")
    .values({ id, number: edition.number + 1, state: "draft", book: json(withNews(book, firstEdition)), created_by: ctx.actor.personId, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) throw new Refusal(manualProblems.draftExists());
  return editionById(ctx, id);
}

/** Discards the draft. Refusals: editionNotFound, stale. */
export async function discardDraft(ctx: Context, { version }: { version: number }): Promise<void> {
  const { id } = await lockDraft(ctx, version);
  await ctx.tx.deleteFrom("manual.edition").where("id", "=", id).execute();
}

/** Adds a clause to the draft or changes one. Manual 1.3.4. Refusals: editionNotFound, stale, chapterMissing. */
export async function changeDraftClause(
  ctx: Context,
  clauseId: string,
  { version, after, record, gate, ...rest }: ValueOf<NonNullable<typeof putDraftClause.body>>,
): Promise<{ version: number }> {
  const draft = await lockDraft(ctx, version);
  const clause: Clause = { id: clauseId, ...rest, ...(record ? { record } : {}), ...(gate ? { gate } : {}) };
  const book = withClause(draft.book, clause, after ?? undefined);
  refuseIf(whyNotHold(book).filter(({ facts }) => facts["clause"] === clauseId));
  return saveDraft(ctx, draft, book);
}

/** Removes a clause from the draft. Refusals: editionNotFound, stale, clauseNotFound, standardWithoutClause. */
export async function dropDraftClause(ctx: Context, clauseId: string, { version }: { version: number }): Promise<{ version: number }> {
  const draft = await lockDraft(ctx, version);
  if (!draft.book.clauses.some(({ id }) => id === clauseId)) throw new Refusal(manualProblems.clauseNotFound({ clause: clauseId }));
  const book = withoutClause(draft.book, clauseId);
  refuseIf(whyNotHold(book).filter(({ facts }) => facts["clause"] === clauseId));
  return saveDraft(ctx, draft, book);
}

/** Changes a standard of the draft. Manual 1.3.4. Refusals: editionNotFound, stale, noSuchStandard, badTarget, badLimit. */
export async function changeDraftStandard(
  ctx: Context,
  standardId: StandardId,
  { version, limit, ...rest }: ValueOf<NonNullable<typeof putDraftStandard.body>>,
): Promise<{ version: number }> {
  const draft = await lockDraft(ctx, version);
  const before = draft.book.standards.find(({ id }) => id === standardId);
  if (!before) throw new Refusal(manualProblems.noSuchStandard({ standard: standardId }));
  const { limit: _, ...kept } = before;
  const after: StandardDefinition = { ...kept, ...rest, ...(limit ? { limit, clock: clockOf(limit, before) } : {}) };
  refuseIf(whyNotChangeStandard(before, after));
  return saveDraft(ctx, draft, withStandard(draft.book, after));
}

/** Publishes the draft from a day on; nobody can change it afterwards. Manual 1.3.4. Refusals: all of `whyNotPublish`, editionNotFound, stale. */
export async function publishDraft(ctx: Context, { version, effectiveFrom, note }: { version: number; effectiveFrom: Temporal.PlainDate; note: string }): Promise<Edition> {
  const draft = await lockDraft(ctx, version);
  const last = await latestPublished(ctx);
  refuseIf(whyNotPublish(draft.book, { effectiveFrom, today: await companyToday(ctx), last: { book: last.book, effectiveFrom: last.edition.effectiveFrom! } }));

  const published = { state: "published", effective_from: effectiveFrom, note, book_hash: hashOf(draft.book), published_by: ctx.actor.personId, published_at: ctx.now } as const;
  await ctx.tx.updateTable("manual.edition").set(published).where("id", "=", draft.id).execute();
  await ctx.enqueue(announceEdition, { editionId: draft.id }, { key: `manual-edition:${draft.id}` });
  return (await editionById(ctx, draft.id)).edition;
}

/** Writes a published edition into the evidence of every site. Runs as a job over all sites; a second run adds nothing. */
export async function announce(ctx: Context, { editionId }: { editionId: Id<"edition"> }): Promise<void> {
  const { edition } = await editionById(ctx, editionId);
  for (const siteId of ctx.siteIds) {
    const site = await ctx.atSite(siteId);
    const known = { site_id: siteId, edition_id: editionId, announced_at: ctx.now };
    const { numInsertedOrUpdatedRows: isNew } = await site.tx
      .insertInto("manual.announcement")
      .values(known)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (!isNew) continue;
    const facts = {
      editionId,
      number: edition.number,
      effectiveFrom: edition.effectiveFrom!,
      bookHash: edition.bookHash!,
      note: edition.note,
      publishedBy: edition.publishedBy ?? "",
    };
    await site.record(editionPublished, facts, edition.publishedAt ? { happenedAt: edition.publishedAt } : {});
    await site.tell(siteId, "manual.edition", editionId);
  }
}

/** Sets a figure the manual leaves open, from `effectiveFrom` on, today unless told. Refusals: noSuchParameter, outOfBounds, notAChoice, backdated. */
export async function setParameter(
  ctx: SiteContext,
  { parameterId, value, effectiveFrom, reason }: { parameterId: ParameterId; value: number; effectiveFrom?: Temporal.PlainDate | undefined; reason: string },
): Promise<Awaited<ReturnType<typeof parameterState>>> {
  const { book } = await manualAt(ctx);
  const today = dayAt(ctx, ctx.now);
  const from = effectiveFrom ?? today;
  const definition = definitionOf(book, parameterId);
  refuseIf([...whyNotSet(definition, value), ...(Temporal.PlainDate.compare(from, today) < 0 ? [manualProblems.backdated({ today: today.toString() })] : [])]);
  await write(ctx, definition, { value, effectiveFrom: from, reason, isAdopted: false });
  return parameterState(ctx, parameterId);
}

/** Adopts every proposal still open on which neither money nor law hangs, from today on: each is evidence of its own. Returns what was adopted and what is still open. */
export async function adoptProposedParameters(ctx: SiteContext): Promise<ValueOf<NonNullable<typeof adoptProposals.reply>>> {
  const { book, values } = await manualAt(ctx);
  const open = book.parameters.filter(({ id }) => values[id] === undefined);
  const adopted = open.filter(({ stake }) => stake === "none");
  for (const definition of adopted) await write(ctx, definition, { value: definition.proposed, effectiveFrom: dayAt(ctx, ctx.now), reason: "", isAdopted: true });
  return { adopted: adopted.map(({ id }) => id), stillOpen: open.filter(({ stake }) => stake !== "none").map(({ id }) => id) };
}

async function write(
  ctx: SiteContext,
  { id, clause, source, confidence }: ParameterDefinition,
  { value, effectiveFrom, reason, isAdopted }: { value: number; effectiveFrom: Temporal.PlainDate; reason: string; isAdopted: boolean },
): Promise<void> {
  const { values } = await manualAt(ctx, effectiveFrom);
  const settingId = newId<"setting">();
  await ctx.tx
    .insertInto("manual.site_parameter")
    .values({
      site_id: ctx.siteId,
      id: settingId,
      parameter: id,
      value,
      effective_from: effectiveFrom,
      is_adopted: isAdopted,
      reason,
      set_by: ctx.actor.personId,
      set_by_name: ctx.actor.name,
      set_at: ctx.now,
    })
    .execute();
  forgetManual(ctx);
  await ctx.record(parameterSet, { settingId, parameter: id, clause, value, before: values[id] ?? null, effectiveFrom, isAdopted, reason, source, confidence });
  await ctx.tell(ctx.siteId, "manual.parameter", id);
}

interface Draft {
  readonly id: Id<"edition">;
  readonly version: number;
  readonly book: Book;
}

async function lockDraft(ctx: Context, version: number): Promise<Draft> {
  const row = await ctx.tx.selectFrom("manual.edition").where("state", "=", "draft").select(["id", "version"]).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(manualProblems.editionNotFound());
  if (row.version !== version) throw new Refusal(edgeProblems.stale({ version: row.version }));
  return { id: asId(row.id), version, book: await readBook(ctx, asId(row.id)) };
}

async function saveDraft(ctx: Context, { id, version }: Draft, book: Book): Promise<{ version: number }> {
  await ctx.tx
    .updateTable("manual.edition")
    .set({ book: json(book), version: version + 1 })
    .where("id", "=", id)
    .execute();
  return { version: version + 1 };
}

function clockOf(limit: LimitRule, before: StandardDefinition): StandardDefinition["clock"] {
  if (limit.kind === "naturalDays") return "allHours";
  return limit.kind === "workingDays" || limit.kind === "workingHours" || limit.kind === "workingMinutes" ? "workingTime" : before.clock;
}

function hashOf(book: Book): string {
  return createHash("sha256").update(canonicalize(book)!).digest("hex");
}
