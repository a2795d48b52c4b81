import { newId } from "#kernel/id.ts";
import * as billing from "#features/billing/contract.ts";
import { goOn } from "#features/billing/server/index.ts";
import type { Actor } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { Id } from "#kernel/id.ts";
import { dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import type { Perform } from "./perform.ts";
import { receiveMonth } from "./receipts.ts";

export interface MoneyWorld {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly zone: string;
  readonly perform: Perform;
  readonly finance: Actor;
  readonly cashier: Actor;
  readonly tenants: readonly DemoTenant[];
}

/** Every month from `from` on up to today is billed on its first day and paid by most within it; three tenants have stopped paying some months ago. */
export async function playMoney(world: MoneyWorld, from: Temporal.PlainDate, today: Temporal.PlainDate): Promise<void> {
  const chance = dice(7_421);
  const opening = at(world, from, 9 * 60);
  await world.perform(world.finance, opening, billing.setStart, { body: { startsOn: from.toString(), version: 0 } });
  for (let day = from; Temporal.PlainDate.compare(day, today) <= 0; day = day.add({ months: 1 })) {
    await billMonth(world, day);
    const monthEnd = day.add({ months: 1 }).subtract({ days: 1 });
    const isUnderWay = Temporal.PlainDate.compare(monthEnd, today) >= 0;
    if (isUnderWay && today.day < 3) break;
    await receiveMonth({ ...world, chance }, day, isUnderWay ? today.subtract({ days: 1 }) : monthEnd, today.subtract({ months: 4 }), isUnderWay);
  }
}

async function billMonth(world: MoneyWorld, firstDay: Temporal.PlainDate): Promise<void> {
  const { runtime, siteId, perform, finance } = world;
  const now = at(world, firstDay, 9 * 60 + 30);
  const month = firstDay.toPlainYearMonth().toString();
  const { runs } = (await perform(finance, now, billing.startRuns, { body: { groupId: newId(), month, siteIds: [siteId], isDryRun: false, sendsMail: false } })) as {
    readonly runs: readonly { readonly id: Id<"run"> }[];
  };
  for (const { id } of runs) await goOn({ transact: (work) => runtime.across([siteId], { actor: systemActor, now }, work) }, { siteId, runId: id });
}

const at = ({ zone }: Pick<MoneyWorld, "zone">, day: Temporal.PlainDate, minutes: number): Temporal.Instant => day.toZonedDateTime(zone).add({ minutes }).toInstant();
