import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { placedUnitById, type PlacedUnit } from "#features/sites/server/index.ts";
import { askForPapers, leadReachedIntent, tenantById } from "#features/tenants/server/index.ts";
import { letterExtended, letterMade, type makeLetter as makeContract } from "../../contract/letters.ts";
import { isLive, overlap } from "../../rules.ts";
import { contractPrice, type Intent, letterProblems, whyEnded, whyNotExtend, whyNotIntend } from "../../rules/letters.ts";
import { leasesOfUnit } from "../queries/leases.ts";
import { letterById, type PlacedLetter, whyNotHeld } from "../queries/letters.ts";
import { lockUnits } from "./leases.ts";
import { type AtLetter, endLetter, factsOf, readLetter, setUnits, updateLetter } from "./letterEnds.ts";

type Making = ValueOf<NonNullable<(typeof makeContract)["body"]>>;

/**
 * Writes a letter of intent to a lead or a tenant and holds its units. Manual 2.1.1-2. The same id again is the same letter.
 * Refusals: partyMissing, those of `whyNotIntend`, held, heldNow, intendedLet, unitNotToLet, tenants.leadNotFound, leadEnded, notAnswered, notFound, sites.unitNotFound.
 */
export async function makeLetter(ctx: SiteContext, { id, leadId, tenantId, units, heldUntil, notes, ...input }: Making): Promise<PlacedLetter> {
  if (!leadId && !tenantId) throw new Refusal(letterProblems.partyMissing());
  await lockUnits(
    ctx,
    units.map(({ unitId }) => unitId),
  );
  const known = await ctx.tx.selectFrom("leasing.letter_of_intent").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  if (known) return letterById(ctx, id);

  const today = dayAt(ctx, ctx.now);
  const placed = await Promise.all(units.map(({ unitId }) => placedUnitById(ctx, unitId)));
  const intent: Intent = { ...input, units: units.map(({ unitId, areaCenti }, index) => ({ unitId, areaCenti: areaCenti ?? areaOf(placed[index]!) })) };
  refuseIf(whyNotIntend(intent, heldUntil, today));
  refuseIf([...(await whyNotHeld(ctx, { unitIds: units.map(({ unitId }) => unitId), tenantId: null })), ...(await whyTaken(ctx, placed, intent))]);
  const lead = leadId ? await leadReachedIntent(ctx, leadId) : null;
  const tenant = tenantId ? await tenantById(ctx, tenantId) : null;
  const partyName = tenant?.name ?? (lead!.company || lead!.contactName);
  if (tenant) await askForPapers(ctx, { tenantId: tenant.id, stage: "intent" });

  const letterNo = await nextLetterNo(ctx, today);
  await ctx.tx
    .insertInto("leasing.letter_of_intent")
    .values({
      site_id: ctx.siteId,
      id,
      letter_no: letterNo,
      lead_id: leadId,
      tenant_id: tenantId,
      party_name: partyName,
      held_from: today,
      held_until: heldUntil,
      lease_start: intent.leaseStart,
      lease_end: intent.leaseEnd,
      price: intent.price,
      price_unit: intent.priceUnit,
      contract_price: contractPrice(intent),
      earnest_money: intent.earnestMoney,
      notes,
      state: "open",
      created_by: ctx.actor.personId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .execute();
  const rows = intent.units.map(({ unitId, areaCenti }) => ({
    site_id: ctx.siteId,
    letter_id: id,
    unit_id: unitId,
    area_centi: areaCenti,
    held_from: today,
    held_until: heldUntil,
    is_live: true,
  }));
  await refusing(ctx.tx.insertInto("leasing.letter_unit").values(rows).execute(), { one_letter_holds_a_unit: () => letterProblems.heldNow() });
  const letter = await letterById(ctx, id);
  const { price, priceUnit, earnestMoney, leaseStart, leaseEnd } = intent;
  const unitIds = units.map(({ unitId }) => unitId);
  await ctx.record(letterMade, { ...factsOf(letter), leadId, tenantId, unitIds, leaseStart, leaseEnd, price, priceUnit, contractPrice: letter.contractPrice, earnestMoney });
  await ctx.tell(ctx.siteId, "leasing.letter", id);
  return letter;
}

/** The area a unit is charged for, gross where it has none of its own. Refusal: sites' area is missing. */
function areaOf({ chargeableCenti, grossCenti, place }: PlacedUnit): number {
  const area = chargeableCenti ?? grossCenti;
  if (area === null) throw new Refusal(letterProblems.unitNotToLet({ place }));
  return area;
}

/** Units that are not to let, or let for part of the intended term. */
async function whyTaken(ctx: SiteContext, units: readonly PlacedUnit[], intent: Intent): Promise<Problem[]> {
  const against: Problem[] = [];
  for (const { id, place, state } of units) {
    if (state !== "lettable") against.push(letterProblems.unitNotToLet({ place }));
    for (const { leaseNo, units: held } of (await leasesOfUnit(ctx, id)).filter(isLive)) {
      const taken = held.filter((unit) => unit.unitId === id && overlap(intent, { leaseStart: unit.from, leaseEnd: unit.to }));
      against.push(...taken.map(({ to }) => letterProblems.intendedLet({ place, leaseNo, until: to.toString() })));
    }
  }
  return against;
}

/** Numbers people quote, counted through the year: YX-2026-001. */
async function nextLetterNo(ctx: SiteContext, today: Temporal.PlainDate): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`leasing.letter_no:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const start = `YX-${today.year}-`;
  const { count } = await ctx.tx
    .selectFrom("leasing.letter_of_intent")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("site_id", "=", ctx.siteId)
    .where("letter_no", "like", `${start}%`)
    .executeTakeFirstOrThrow();
  return `${start}${String(count + 1).padStart(3, "0")}`;
}

/** Holds the units longer. Refusals: letterNotFound, stale, letterEnded, holdNotLater, heldNow. */
export async function extendLetter(
  ctx: SiteContext,
  { letterId, version, until, reason }: AtLetter & { readonly until: Temporal.PlainDate; readonly reason: string },
): Promise<PlacedLetter> {
  const letter = await readLetter(ctx, { letterId, version });
  refuseIf(whyNotExtend(letter, until, dayAt(ctx, ctx.now)));
  await updateLetter(ctx, letter, { held_until: until });
  await refusing(setUnits(ctx, letterId, { held_until: until }), { one_letter_holds_a_unit: () => letterProblems.heldNow() });
  const extended = await letterById(ctx, letterId);
  await ctx.record(letterExtended, { ...factsOf(extended), before: letter.heldUntil, reason });
  await ctx.tell(ctx.siteId, "leasing.letter", letterId);
  return extended;
}

/** Withdraws a letter; its units are free again. Refusals: letterNotFound, stale, letterEnded. */
export async function withdrawLetter(ctx: SiteContext, { letterId, version, reason }: AtLetter & { readonly reason: string }): Promise<PlacedLetter> {
  const letter = await readLetter(ctx, { letterId, version });
  refuseIf(whyEnded(letter, dayAt(ctx, ctx.now)));
  return endLetter(ctx, letter, { how: "withdrawn", reason, leaseId: null });
}
