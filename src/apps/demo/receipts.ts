import { type Id, newId } from "#kernel/id.ts";
import { decimalText, over } from "#kernel/decimal.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import * as payments from "#features/payments/contract.ts";
import { debtsOf, doWork, linePage, mapStatement, runStatement, sheetView, uploadStatement } from "#features/payments/server/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { Dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import type { Perform } from "./perform.ts";

export interface ReceiptsWorld {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly zone: string;
  readonly perform: Perform;
  readonly cashier: Actor;
  readonly tenants: readonly DemoTenant[];
  readonly chance: Dice;
}

interface Transfer {
  readonly tenant: DemoTenant;
  readonly entityId: Id<"entity">;
  readonly amount: Fen;
  readonly parts: readonly { readonly lineId: Id<"billLine">; readonly amount: Fen }[];
}

/** Nine in ten pay what they owe within the month, some a part of it or a month late; three have not paid since `slackSince`. */
function willPay(tenantIndex: number, month: Temporal.PlainDate, slackSince: Temporal.PlainDate, { chance }: Dice): boolean {
  const isDebtor = tenantIndex % 31 === 7;
  if (isDebtor && Temporal.PlainDate.compare(month, slackSince) >= 0) return false;
  return chance(92);
}

/**
 * What the tenants transfer in the month that begins on `month`, as the banks' statements tell it the day after `until`: taken in and, but for
 * those of a month under way, matched to the bills by the cashier. Some money comes from nobody known.
 */
export async function receiveMonth(world: ReceiptsWorld, month: Temporal.PlainDate, until: Temporal.PlainDate, slackSince: Temporal.PlainDate, isUnderWay: boolean): Promise<void> {
  const { runtime, siteId, zone, cashier, chance, tenants } = world;
  const now = until.toZonedDateTime(zone).add({ hours: 10 }).toInstant();
  const at = <T>(work: (ctx: SiteContext) => Promise<T>) => runtime.at(siteId, { actor: cashier, now }, work);
  const transfers = await at((ctx) => transfersOf(ctx, tenants, month, slackSince, chance));
  for (const { id: entityId } of await at(entitiesOf)) {
    const own = transfers.filter((transfer) => transfer.entityId === entityId);
    const rows = own.map(({ tenant, amount }, index): Row => [
      dayIn(month, until, chance),
      amount,
      tenant.name,
      remarkOf(tenant, month),
      `${month.toString().slice(0, 7).replace("-", "")}${String(index).padStart(5, "0")}`,
    ]);
    if (isUnderWay) rows.push([until.toString(), 12_800_00 + chance.roll(90_000), "上海某某商务咨询中心", "往来款", `X${month.year}${month.month}`]);
    if (rows.length === 0) continue;
    await takeIn(world, now, entityId, statementOf(rows));
    const open = await at((ctx) => linePage(ctx, { view: "open", entityId, limit: 200 }));
    for (const transfer of own) {
      if (isUnderWay && chance.chance(25)) continue;
      const line = open.items.find(({ payerName, amount }) => payerName === transfer.tenant.name && amount === transfer.amount);
      if (!line) continue;
      await world.perform(cashier, now, payments.matchLine, {
        params: { statementLineId: line.id },
        body: { payments: [{ id: newId(), tenantId: transfer.tenant.tenantId, amount: transfer.amount, lines: [...transfer.parts] }] },
      });
    }
  }
}

async function transfersOf(ctx: SiteContext, tenants: readonly DemoTenant[], month: Temporal.PlainDate, slackSince: Temporal.PlainDate, chance: Dice): Promise<Transfer[]> {
  const transfers: Transfer[] = [];
  for (const [index, tenant] of tenants.entries()) {
    if (!willPay(index, month, slackSince, chance)) continue;
    const debts = await debtsOf(ctx, tenant.tenantId);
    for (const [entityId, own] of Map.groupBy(debts, (debt) => debt.entityId)) {
      const parts = own.map(({ lineId, open }) => ({ lineId, amount: open }));
      transfers.push({ tenant, entityId, amount: sumFen(parts.map(({ amount }) => amount)), parts });
    }
  }
  return transfers;
}

async function takeIn({ runtime, siteId, cashier }: ReceiptsWorld, now: Temporal.Instant, entityId: Id<"entity">, bytes: Uint8Array): Promise<void> {
  const at = <T>(work: (ctx: SiteContext) => Promise<T>) => runtime.at(siteId, { actor: cashier, now }, work);
  const transact = <T>(work: (ctx: never) => Promise<T>) => runtime.across([siteId], { actor: systemActor, now }, (ctx) => work(ctx as never));
  const { id: statementId } = await at((ctx) => uploadStatement(ctx, entityId, { name: "银行流水.csv", bytes }));
  const work = (deed: "preview" | "run") => doWork({ transact }, { siteId, statementId, personId: cashier.personId!, personName: cashier.name, deed });
  await at(async (ctx) => mapStatement(ctx, statementId, (await sheetView(ctx, statementId, { sheet: 0 })).mapping));
  await work("preview");
  await at((ctx) => runStatement(ctx, statementId, { choice: "goodRows" }));
  await work("run");
}

type Row = readonly [on: string, amount: Fen, payer: string, remark: string, serial: string];

const statementOf = (rows: readonly Row[]): Uint8Array =>
  new TextEncoder().encode(
    [
      "交易日期,支出金额,收入金额,余额,对方户名,对方账号,摘要,流水号",
      ...rows.map(([on, amount, payer, remark, serial]) => `${on},,${decimalText(over(amount, 100), 2)},,${payer},,${remark},${serial}`),
    ].join("\n"),
  );

const dayIn = (month: Temporal.PlainDate, until: Temporal.PlainDate, { roll }: Dice): string => month.add({ days: roll(Math.max(1, month.until(until).days)) }).toString();

const remarkOf = ({ units }: DemoTenant, month: Temporal.PlainDate): string => `${units[0]?.place.split(" ").at(-1) ?? ""} ${month.month}月租金物业费`;
