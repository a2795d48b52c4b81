import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { sayWorking } from "#features/leasing/rules.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { type BillLine, billingProblems } from "../../rules.ts";
import { feeItemsOf } from "../feeItems.ts";
import { linesOfBills } from "./bills.ts";
import { namedBills, toNamedBill } from "./lists.ts";
import { waiversOfBill } from "./waivers.ts";

/** A bill as its page shows it. Refusal: billNotFound. */
export async function billView(ctx: SiteContext, billId: Id<"bill">) {
  const bill = await namedBillById(ctx, billId);
  const creditRows = await namedBills(ctx).where("bill.credits_bill_id", "=", billId).orderBy("bill.created_at").execute();
  return {
    bill,
    lines: await saidLines(ctx, (await linesOfBills(ctx, [billId])).get(billId) ?? []),
    credits: creditRows.map((row) => toNamedBill(ctx, row)),
    credited: bill.creditsBillId ? await namedBillById(ctx, bill.creditsBillId) : null,
    mailed: ctx.tenantId ? [] : await mailedTo(ctx, billId),
    waivers: ctx.tenantId ? [] : await waiversOfBill(ctx, billId),
  };
}

/** Refusal: billNotFound. */
export async function namedBillById(ctx: SiteContext, id: Id<"bill">) {
  const row = await namedBills(ctx).where("bill.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(billingProblems.billNotFound());
  return toNamedBill(ctx, row);
}

/** Lines in words: what for, where, to whom, and the arithmetic sentence by sentence in both languages. */
export async function saidLines(ctx: SiteContext, lines: readonly BillLine[]) {
  const names = new Map((await feeItemsOf(ctx)).map(({ code, name }) => [code, name]));
  const payees = new Map((await entitiesOf(ctx)).map(({ id, name }) => [id, name]));
  const places = await placesOf(
    ctx,
    lines.flatMap(({ unitIds }) => unitIds),
  );
  return lines.map((line) => ({
    ...line,
    name: names.get(line.feeItem)!,
    place: line.unitIds.flatMap((id) => places.get(id) ?? []).join("、"),
    payee: payees.get(line.entityId) ?? "",
    said: { zh: sayWorking(line.working, "zh"), en: sayWorking(line.working, "en") },
  }));
}

/** Where units lie, as people say it: `1座 18F 1803`. */
async function placesOf(ctx: SiteContext, unitIds: readonly Id<"unit">[]): Promise<Map<string, string>> {
  if (unitIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; place: string }>`
    select unit.id, building.name || ' ' || floor.name || ' ' || unit.unit_no as place from sites.unit unit
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    where unit.site_id = ${ctx.siteId} and unit.id = any (${[...new Set(unitIds)]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map(({ id, place }) => [id, place]));
}

async function mailedTo(ctx: SiteContext, billId: Id<"bill">) {
  const rows = await ctx.tx.selectFrom("billing.mailed").selectAll().where("site_id", "=", ctx.siteId).where("bill_id", "=", billId).orderBy("mailed_at").orderBy("id").execute();
  return rows.map((row) => ({ name: row.name, address: row.address, mailedAt: row.mailed_at, byName: row.by_name }));
}
