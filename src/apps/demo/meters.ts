import { type Id, newId } from "#kernel/id.ts";
import * as meters from "#features/meters/contract.ts";
import type { Actor } from "#platform/context.ts";
import type { CastLogin } from "./cast.ts";
import { dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import type { HandedOver } from "./inspections.ts";
import type { Perform } from "./perform.ts";

interface MeterWorld {
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
  readonly tenants: readonly DemoTenant[];
  readonly zone: string;
  /** Hands the first units over once their meters are in, before the first round reads them. */
  readonly handOver: (units: readonly HandedOver[], from: Temporal.Instant) => Promise<void>;
}

/** A meter of the demo with what its register shows now; `use` is what it counts in an ordinary month, before its multiplier. */
interface DemoMeter {
  readonly id: Id<"meter">;
  readonly use: number;
  readonly digits: number;
  shows: number;
}

const monthsPlayed = 6;
const tenantsMetered = 24;
const unitsHandedOver = 8;

/** Months of meter rounds: read by the technician, reviewed by the supervisor, published and charged by finance; this month's round is half way. */
export async function playMeters({ perform, people, tenants, zone, handOver }: MeterWorld, now: Temporal.Instant): Promise<void> {
  const [finance, engineer, technician] = (["finance", "engineer", "technician"] as const).map((login) => people.get(login)!) as [Actor, Actor, Actor];
  const luck = dice(7);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const thisMonth = today.toPlainYearMonth();
  const firstMonth = thisMonth.subtract({ months: monthsPlayed });
  const installedOn = firstMonth.toPlainDate({ day: 1 }).subtract({ days: 5 });
  const start = at(installedOn, "09:00", zone);
  const [routeId, tariffId, mainId] = [newId<"route">(), newId<"tariff">(), newId<"meter">()];

  await perform(engineer, start, meters.addRoute, { body: { id: routeId, name: "塔楼电表" } });
  const form = { form: "flat" as const, price: "0.7983" };
  await perform(finance, start, meters.addTariff, { body: { id: tariffId, name: "商业用电", kind: "electricity", isDefault: true, fromDay: "2020-01-01", form } });
  await perform(finance, start, meters.setPolicy, { body: { kind: "electricity", fromDay: "2020-01-01", common: "byUsage", loss: "byUsage", tariffId } });

  const counted: DemoMeter[] = [];
  const install = async (
    meter: { id: Id<"meter">; meterNo: string; role: "main" | "tenant" | "common"; place: string; multiplier: string; digits: number },
    use: number,
    shows: number,
    unitIds: Id<"unit">[],
  ) => {
    const position = meter.role === "main" ? 99 : counted.length;
    const parentId = meter.role === "main" ? null : mainId;
    const calibrationDue = today.add({ days: 15 + 40 * position }).toString();
    const body = {
      ...meter,
      kind: "electricity" as const,
      parentId,
      routeId,
      position,
      unitIds,
      calibrationDue,
      installedOn: installedOn.toString(),
      opening: { total: String(shows) },
    };
    await perform(engineer, start, meters.installMeter, { body });
    counted.push({ id: meter.id, use, digits: meter.digits, shows });
  };
  await install({ id: mainId, meterNo: "E-MAIN", role: "main", place: "B1 高压室", multiplier: "400", digits: 7 }, 0, 50_000, []);
  const main = counted.pop()!;
  await install({ id: newId(), meterNo: "E-LOBBY", role: "common", place: "B1 配电间", multiplier: "20", digits: 6 }, 620, 4_120, []);
  const handedOver: HandedOver[] = [];
  for (const [index, tenant] of tenants.slice(0, tenantsMetered).entries()) {
    const unit = tenant.units[0];
    if (!unit) continue;
    // The third one's register is about to go round.
    const [digits, shows] = index === 2 ? [5, 98_830] : [6, 1_000 + luck.roll(40_000)];
    const meterNo = `E-${unit.place.split(" ").at(-1)}-${index + 1}`;
    const meterId = newId<"meter">();
    await install({ id: meterId, meterNo, role: "tenant", place: `${unit.place.split(" ")[1] ?? ""} 强电井`, multiplier: "20", digits }, 120 + luck.roll(160), shows, [
      unit.unitId,
    ]);
    handedOver.push({ tenant, unitId: unit.unitId, meterId, shows: shows + 3 });
  }
  await handOver(handedOver.slice(0, unitsHandedOver), at(installedOn.add({ days: 1 }), "09:00", zone));

  for (let month = firstMonth; Temporal.PlainYearMonth.compare(month, thisMonth) <= 0; month = month.add({ months: 1 })) {
    const isNow = month.equals(thisMonth);
    const day = isNow ? today : month.toPlainDate({ day: 25 });
    const moment = isNow ? now.subtract({ hours: 2 }) : at(day, "09:30", zone);
    const roundId = newId<"round">();
    await perform(engineer, moment, meters.openRound, { body: { id: roundId, routeId, month: month.toString(), fromDay: day.toString(), toDay: day.add({ days: 1 }).toString() } });
    const waiting: Id<"reading">[] = [];
    let used = 0;
    const read = async (meter: DemoMeter, use: number, minute: number) => {
      const after = (meter.shows + use) % 10 ** meter.digits;
      const isRollover = after < meter.shows;
      const id = newId<"reading">();
      meter.shows = after;
      const readAt = moment.add({ minutes: minute }).toString();
      const body = { id, meterId: meter.id, readAt, values: { total: String(after) }, ...(isRollover ? { state: "rollover" as const, remark: "计数器过零，已拍照" } : {}) };
      await perform(technician, moment.add({ minutes: minute + 1 }), meters.takeReading, { params: { roundId }, body });
      if (isRollover) waiting.push(id);
    };
    const inHand = isNow ? counted.slice(0, Math.ceil(counted.length / 2)) : counted;
    for (const [minute, meter] of inHand.entries()) {
      const use = Math.round((meter.use * (90 + luck.roll(21))) / 100);
      used += use;
      await read(meter, use, minute);
    }
    if (isNow) continue;
    // All but the main meter count by 20, the main one by 400; about three per cent are lost on the way.
    await read(main, Math.round((used * 103) / 2000), inHand.length);
    const reviewed = moment.add({ hours: 2 });
    for (const readingId of waiting) await perform(engineer, reviewed, meters.reviewReading, { params: { readingId }, body: { decision: "confirmed", note: "现场复看属实" } });
    await perform(engineer, reviewed.add({ hours: 1 }), meters.closeRound, { params: { roundId } });
    const published = reviewed.add({ hours: 24 });
    const asked = { kind: "electricity" as const, month: month.toString() };
    const { fingerprint } = (await perform(finance, published, meters.previewSettlement, { query: asked })) as { fingerprint: string };
    const settlementId = newId<"settlement">();
    await perform(finance, published, meters.publishSettlement, { body: { id: settlementId, ...asked, dueOn: day.add({ days: 20 }).toString(), fingerprint } });
    const billed = published.add({ hours: 24 * 8 });
    if (Temporal.Instant.compare(billed, now) < 0) await perform(finance, billed, meters.billSettlement, { params: { settlementId } });
  }
}

const at = (day: Temporal.PlainDate, time: string, zone: string): Temporal.Instant => day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
