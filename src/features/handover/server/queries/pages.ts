import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type * as contract from "../../contract.ts";
import { type Difference, differencesBetween, handoverProblems, inspectionOf, type InspectionState, type Line } from "../../rules.ts";
import { factsOf, type KeptFact } from "./facts.ts";
import { type Inspection, inspectionsHere, toInspection } from "./inspections.ts";
import { type InspectedMeter, metersAmong, metersOfUnits } from "./meters.ts";

type ReplyOf<C extends { readonly reply?: unknown }> = ValueOf<NonNullable<C["reply"]>>;
export type InspectionPage = ReplyOf<typeof contract.getInspection>;

/** An inspection with its list and facts. Refusal: notFound. */
export async function inspectionPageById(ctx: SiteContext, id: Id<"inspection">): Promise<InspectionPage> {
  const [page] = await pagesOf(ctx, [id]);
  if (!page) throw new Refusal(handoverProblems.notFound());
  return page;
}

/** All that a phone needs of every open inspection of the actor. */
export async function assignmentsOf(ctx: SiteContext): Promise<ReplyOf<typeof contract.getAssignments>> {
  const mine = await inspectionsHere(ctx)
    .where("inspection.assignee_id", "=", ctx.actor.personId)
    .where("inspection.stage", "in", ["waiting", "underWay", "oneSigned"])
    .orderBy("inspection.appointment_at")
    .orderBy("inspection.opened_at")
    .limit(100)
    .execute();
  const pages = await pagesOf(
    ctx,
    mine.map(({ id }) => id as Id<"inspection">),
  );
  const baselines = new Map((await heldWith(ctx, [...new Set(pages.flatMap(({ baselineId }) => baselineId ?? []))])).map((one) => [one.id, one]));
  const contacts = pages.length === 0 ? [] : await contactsOfTenants(ctx, [...new Set(pages.map(({ tenantId }) => tenantId))]);
  return {
    now: ctx.now,
    items: pages.map((page) => {
      const then = page.baselineId ? baselines.get(page.baselineId) : undefined;
      return {
        ...page,
        baseline: then ? { id: then.id, inspectionNo: then.inspectionNo, signedAt: then.signedAt, lines: then.lines, facts: then.facts } : null,
        contacts: contacts
          .filter(({ tenant_id }) => tenant_id === page.tenantId)
          .map(({ id, name, phone, authorities }) => ({ id: id as Id<"contact">, name, phone, maySign: authorities.includes("signing") })),
      };
    }),
  };
}

/** What is worse than at the move-in, with the inspection of then. Manual 2.1.3-3. Refusal: notFound. */
export async function twinsOfInspection(ctx: SiteContext, id: Id<"inspection">): Promise<ReplyOf<typeof contract.getTwins>> {
  const { now, baseline } = await pairOf(ctx, id);
  return { baseline, differences: differencesBetween(baseline && stateOf(baseline), stateOf(now)) };
}

/** What a move-out inspection found that was not so at the move-in. Refusal: notFound. */
export async function differencesOf(ctx: SiteContext, id: Id<"inspection">): Promise<Difference[]> {
  const { now, baseline } = await pairOf(ctx, id);
  return differencesBetween(baseline && stateOf(baseline), stateOf(now));
}

type Held = Inspection & { readonly lines: Line[]; readonly facts: KeptFact[] };
export const stateOf = ({ lines, facts }: { readonly lines: readonly Line[]; readonly facts: InspectionPage["facts"] }): InspectionState => inspectionOf(lines, facts);

async function pairOf(ctx: SiteContext, id: Id<"inspection">): Promise<{ now: Held; baseline: Held | null }> {
  const [now] = await heldWith(ctx, [id]);
  if (!now) throw new Refusal(handoverProblems.notFound());
  const [baseline = null] = now.baselineId ? await heldWith(ctx, [now.baselineId]) : [];
  return { now, baseline };
}

/** These inspections with lines and facts, in two queries. */
async function heldWith(ctx: SiteContext, ids: readonly Id<"inspection">[]): Promise<Held[]> {
  if (ids.length === 0) return [];
  const rows = await inspectionsHere(ctx).select("inspection.lines").where("inspection.id", "in", ids).execute();
  const facts = await factsOf(ctx, ids);
  return rows.map((row) => ({ ...toInspection(row), lines: row.lines as unknown as Line[], facts: facts.get(row.id) ?? [] }));
}

async function pagesOf(ctx: SiteContext, ids: readonly Id<"inspection">[]): Promise<InspectionPage[]> {
  if (ids.length === 0) return [];
  const held = await heldWith(ctx, ids);
  const stored = await ctx.tx.selectFrom("handover.inspection").select(["id", "meters"]).where("site_id", "=", ctx.siteId).where("id", "in", ids).execute();
  const snapshots = new Map(stored.map((row) => [row.id, row.meters as unknown as StoredMeter[]]));
  const open = held.filter(({ stage }) => stage !== "signed" && stage !== "withdrawn");
  // A tenant's contact sees the meters that were read; the ledger itself is out of their sight.
  const live = ctx.tenantId === null ? await metersOfUnits(ctx, [...new Set(open.flatMap(({ unitIds }) => unitIds))]) : new Map<string, InspectedMeter[]>();
  const passed = await ctx.tx
    .selectFrom("handover.passed_reading")
    .select(["inspection_id", "meter_id", "reading_id", "refused"])
    .where("site_id", "=", ctx.siteId)
    .where("inspection_id", "in", ids)
    .execute();
  const order = new Map(ids.map((id, index) => [id, index]));
  return held
    .map((one) => {
      const now = metersAmong(live, one.unitIds);
      return {
        ...one,
        meters: now.length > 0 ? now : (snapshots.get(one.id) ?? []).map(toMeter),
        passed: passed
          .filter((row) => row.inspection_id === one.id)
          .map((row) => ({
            meterId: row.meter_id as Id<"meter">,
            readingId: row.reading_id as Id<"reading"> | null,
            refused: row.refused as unknown as InspectionPage["passed"][number]["refused"],
          })),
      };
    })
    .toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
}

/** A meter as the row of an inspection keeps it: days as text. */
export type StoredMeter = Omit<InspectedMeter, "lastReadOn"> & { readonly lastReadOn: string | null };
export const storedMeter = (meter: InspectedMeter): StoredMeter => ({ ...meter, lastReadOn: meter.lastReadOn?.toString() ?? null });
const toMeter = (meter: StoredMeter): InspectedMeter => ({ ...meter, lastReadOn: meter.lastReadOn === null ? null : Temporal.PlainDate.from(meter.lastReadOn) });

const contactsOfTenants = (ctx: SiteContext, tenantIds: readonly string[]) =>
  ctx.tx
    .selectFrom("tenants.contact")
    .select(["id", "tenant_id", "name", "phone", "authorities"])
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "in", tenantIds)
    .where("state", "=", "active")
    .orderBy("name")
    .execute();
