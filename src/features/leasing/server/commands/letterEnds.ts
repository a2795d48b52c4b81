import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { letterEnded } from "../../contract/letters.ts";
import { leasingProblems } from "../../rules.ts";
import type { LetterOfIntent } from "../../rules/letters.ts";
import { letterById, type PlacedLetter } from "../queries/letters.ts";

export interface AtLetter {
  readonly letterId: Id<"letter">;
  readonly version: number;
}

/** A letter as it was read, locked. Refusals: letterNotFound, stale. */
export async function readLetter(ctx: SiteContext, { letterId, version }: AtLetter): Promise<PlacedLetter> {
  const letter = await lockedLetter(ctx, letterId);
  if (letter.version !== version) throw new Refusal(leasingProblems.stale());
  return letter;
}

async function lockedLetter(ctx: SiteContext, letterId: Id<"letter">): Promise<PlacedLetter> {
  await ctx.tx.selectFrom("leasing.letter_of_intent").select("id").where("site_id", "=", ctx.siteId).where("id", "=", letterId).forUpdate().execute();
  return letterById(ctx, letterId);
}

/**
 * A lease was made live for a tenant: the letters by which it held these units have done their work. For whoever makes a lease live.
 * Call with the units locked, after `whyNotHeld`.
 */
export async function turnLettersInto(
  ctx: SiteContext,
  { leaseId, tenantId, unitIds }: { readonly leaseId: Id<"lease">; readonly tenantId: Id<"tenant">; readonly unitIds: readonly Id<"unit">[] },
): Promise<void> {
  if (unitIds.length === 0) return;
  const letters = await ctx.tx
    .selectFrom("leasing.letter_unit as held")
    .innerJoin("leasing.letter_of_intent as letter", (join) => join.onRef("letter.site_id", "=", "held.site_id").onRef("letter.id", "=", "held.letter_id"))
    .leftJoin("tenants.lead as lead", (join) => join.onRef("lead.site_id", "=", "letter.site_id").onRef("lead.id", "=", "letter.lead_id"))
    .where("held.site_id", "=", ctx.siteId)
    .where("held.unit_id", "in", [...unitIds])
    .where("letter.state", "=", "open")
    .where(sql<boolean>`coalesce(letter.tenant_id, lead.tenant_id) = ${tenantId}`)
    .select("letter.id")
    .distinct()
    .execute();
  for (const { id } of letters) await endLetter(ctx, await lockedLetter(ctx, id as Id<"letter">), { how: "leased", reason: "", leaseId });
}

/** Letters whose day has passed hold nothing any more; the record says so. Every day, by the clock. */
export async function expireLetters(ctx: SiteContext): Promise<void> {
  const rows = await ctx.tx
    .selectFrom("leasing.letter_of_intent")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("state", "=", "open")
    .where("held_until", "<", dayAt(ctx, ctx.now))
    .orderBy("held_until")
    .limit(500)
    .execute();
  for (const { id } of rows) await endLetter(ctx, await letterById(ctx, id as Id<"letter">), { how: "expired", reason: "", leaseId: null });
}

/** A lead ended: lost, its letters are withdrawn; won, they are the tenant's. */
export async function followLead(
  ctx: SiteContext,
  { leadId, how, reason, tenantId }: { readonly leadId: Id<"lead">; readonly how: "won" | "lost"; readonly reason: string; readonly tenantId: Id<"tenant"> | null },
): Promise<void> {
  const open = await ctx.tx
    .selectFrom("leasing.letter_of_intent")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("lead_id", "=", leadId)
    .where("state", "=", "open")
    .execute();
  for (const { id } of open) {
    const letter = await lockedLetter(ctx, id as Id<"letter">);
    if (how === "lost") await endLetter(ctx, letter, { how: "withdrawn", reason, leaseId: null });
    else await updateLetter(ctx, letter, { tenant_id: tenantId });
  }
}

/** Ends a letter: its units are free again. */
export async function endLetter(
  ctx: SiteContext,
  letter: PlacedLetter,
  { how, reason, leaseId }: { readonly how: "expired" | "leased" | "withdrawn"; readonly reason: string; readonly leaseId: Id<"lease"> | null },
): Promise<PlacedLetter> {
  await updateLetter(ctx, letter, { state: how, ended_at: ctx.now, end_reason: reason, lease_id: leaseId });
  await setUnits(ctx, letter.id, { is_live: false });
  await ctx.record(letterEnded, { ...factsOf(letter), how, reason, leaseId });
  await ctx.tell(ctx.siteId, "leasing.letter", letter.id);
  return letterById(ctx, letter.id);
}

/** Writes `set` into a letter, which the caller has locked. */
export async function updateLetter(ctx: SiteContext, letter: Pick<LetterOfIntent, "id" | "version">, set: Record<string, unknown>): Promise<void> {
  await ctx.tx
    .updateTable("leasing.letter_of_intent")
    .set({ ...set, version: letter.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", letter.id)
    .execute();
}

export const setUnits = (ctx: SiteContext, letterId: Id<"letter">, set: { readonly held_until?: Temporal.PlainDate; readonly is_live?: boolean }) =>
  ctx.tx.updateTable("leasing.letter_unit").set(set).where("site_id", "=", ctx.siteId).where("letter_id", "=", letterId).execute();

export const factsOf = ({ id, letterNo, partyName, heldUntil }: PlacedLetter) => ({ letterId: id, letterNo, party: partyName, heldUntil });
