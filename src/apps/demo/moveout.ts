import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import * as documents from "#features/documents/contract.ts";
import { documentView } from "#features/documents/server/index.ts";
import { inspectionsOf, itemsOutstanding } from "#features/handover/server/index.ts";
import { leasesOfUnit } from "#features/leasing/server/index.ts";
import * as manual from "#features/manual/contract.ts";
import * as meters from "#features/meters/contract.ts";
import { takeHandoverReading } from "#features/meters/server/index.ts";
import * as moveout from "#features/moveout/contract.ts";
import * as settlement from "#features/moveout/contract/settlement.ts";
import { caseById } from "#features/moveout/server/index.ts";
import { settlementView } from "#features/moveout/server/settlement/view.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { CastLogin } from "./cast.ts";
import type { DemoTenant } from "./house.ts";
import { playMoveOutInspection } from "./inspections.ts";
import type { Perform } from "./perform.ts";
import { pictureOfSignature } from "./pictures.ts";

interface MoveOutWorld {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly zone: string;
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
  readonly tenants: readonly DemoTenant[];
}

/** How far each move-out of the demo has come. */
const stories = [
  { upTo: "notice", cause: "agreed" },
  { upTo: "approval", cause: "tenantBreach" },
  { upTo: "appointment", cause: "agreed" },
  { upTo: "inspection", cause: "agreed" },
  { upTo: "settlement", cause: "agreed" },
  { upTo: "clearance", cause: "agreed" },
  { upTo: "confirmation", cause: "ownerBreach" },
  { upTo: "refund", cause: "agreed" },
  { upTo: "done", cause: "agreed" },
  { upTo: "withdrawn", cause: "agreed" },
] as const;
type Stage = (typeof stories)[number]["upTo"];
const order: readonly Stage[] = ["notice", "approval", "appointment", "inspection", "settlement", "clearance", "confirmation", "refund", "done"];

/** Those who leave these days gave notice so long ago. */
const noticeBefore = { hours: 24 * 95 };
const isLeavingNow = (upTo: Stage): boolean => upTo !== "withdrawn" && order.indexOf(upTo) >= order.indexOf("settlement");

/** Move-outs at every step, by the commands that people use, none from before the history of the demo begins; what is done on the day happened within the last hours. */
export async function playMoveOuts(world: MoveOutWorld, since: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
  const manager = world.people.get("manager")!;
  const from = since.toZonedDateTime({ timeZone: world.zone, plainTime: "09:00" }).toInstant();
  await world.perform(manager, from, manual.setParameter, { params: { parameterId: "refundDays" }, body: { value: 10, reason: "与租赁合同一致" } });
  const leaving = await whoMayLeave(world, now);
  for (const [index, story] of stories.entries()) {
    const tenant = leaving[index];
    if (isLeavingNow(story.upTo) && Temporal.Instant.compare(now.subtract(noticeBefore), from) < 0) continue;
    if (tenant) await play(world, { ...tenant, ...story, seed: 40 + index }, now);
  }
}

interface Leaving {
  readonly tenant: DemoTenant;
  readonly unitId: Id<"unit">;
  readonly leaseId: Id<"lease">;
}

/** Tenants whose contact may sign, with a lease that runs for half a year yet. */
async function whoMayLeave({ runtime, siteId, tenants, zone }: MoveOutWorld, now: Temporal.Instant): Promise<Leaving[]> {
  const halfYear = now.toZonedDateTimeISO(zone).toPlainDate().add({ months: 6 });
  return runtime.at(siteId, { actor: systemActor, now }, async (ctx) => {
    const found: Leaving[] = [];
    // Every second contact may sign; the first is the one who looks at the portal.
    for (const tenant of tenants.filter((_, place) => place % 2 === 0).slice(1)) {
      const unitId = tenant.units[0]?.unitId;
      if (!unitId) continue;
      const lease = (await leasesOfUnit(ctx, unitId)).find(
        (each) =>
          each.tenantId === tenant.tenantId &&
          each.status === "signed" &&
          Temporal.PlainDate.compare(each.leaseEnd, halfYear) > 0 &&
          Temporal.PlainDate.compare(each.leaseStart, halfYear.subtract({ months: 12 })) < 0,
      );
      if (lease) found.push({ tenant, unitId, leaseId: lease.id });
      if (found.length === stories.length) break;
    }
    // Those with the inspection of their move-in come first in the list of tenants: they stand for the later steps.
    return found.toReversed();
  });
}

interface Story extends Leaving {
  readonly upTo: Stage;
  readonly cause: "agreed" | "tenantBreach" | "ownerBreach";
  readonly seed: number;
}

async function play(world: MoveOutWorld, story: Story, now: Temporal.Instant): Promise<void> {
  const { perform, people, runtime, siteId, zone } = world;
  const { tenant, leaseId, upTo, cause } = story;
  const [manager, desk, leasing, finance, cashier, technician, security, guard] = (
    ["manager", "desk", "leasing", "finance", "cashier", "technician", "security", "guard"] as const
  ).map((login) => people.get(login)!) as [Actor, Actor, Actor, Actor, Actor, Actor, Actor, Actor];
  const has = (stage: Stage) => upTo === "withdrawn" || order.indexOf(upTo) > order.indexOf(stage);
  const isLate = isLeavingNow(upTo);
  const ago = (time: Temporal.DurationLike) => now.subtract(time);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const read = <T>(moment: Temporal.Instant, work: (ctx: SiteContext) => Promise<T>) => runtime.at(siteId, { actor: systemActor, now: moment }, work);
  const caseId = newId<"moveOut">();
  const params = { caseId };

  const noticedAt = isLate ? ago(noticeBefore) : ago({ hours: upTo === "notice" ? 20 : 24 * 6 });
  const noticedOn = noticedAt.toZonedDateTimeISO(zone).toPlainDate();
  const leavingOn = isLate ? today : today.add({ days: 60 });
  await perform(desk, noticedAt, moveout.giveNotice, {
    body: {
      id: caseId,
      leaseId,
      contactId: tenant.contactId,
      cause,
      causeText: cause === "tenantBreach" ? "经营困难，无力续付" : "搬往新址",
      noticedOn: noticedOn.toString(),
      leavingOn: leavingOn.toString(),
      accountName: tenant.name,
      accountBank: "中国工商银行上海市分行",
      accountNo: `6222 0210 0100 ${String(1000 + story.seed)}`,
      accountNote: "",
      usesAddress: upTo === "clearance",
      addressMovesOn: upTo === "clearance" ? today.add({ days: 7 }).toString() : null,
      restoration: "拆除隔断，恢复交付标准",
    },
  });
  if (!has("notice")) return;

  const reviewedAt = noticedAt.add({ hours: 5 });
  const first = await read(reviewedAt, (ctx) => caseById(ctx, caseId));
  const isShort = first.shortDays > 0;
  await perform(leasing, reviewedAt, moveout.reviewNotice, {
    params,
    body: {
      version: first.version,
      note: "已与合同核对",
      contractText: isShort ? "提前通知不足九十天的，按不足天数计收租金及物业费。" : "",
      shortAmount: isShort ? first.shortCost.reduce((sum, { amount }) => sum + amount, 0) : null,
      refundLimit: upTo === "settlement" ? { days: 15, unit: "naturalDays", shift: "none" } : null,
    },
  });
  if (!has("approval")) return;

  await perform(manager, noticedAt.add({ hours: 28 }), moveout.decideNotice, {
    params,
    body: { version: first.version + 1, isApproved: true, note: "", shortOutcome: isShort ? "waived" : null, waiverReason: isShort ? "已有租户接续承租" : "" },
  });
  if (upTo === "withdrawn") {
    await perform(desk, ago({ hours: 26 }), moveout.withdraw, { params, body: { reason: "客户与总部商定续租" } });
    return;
  }

  const meetsAt = isLate ? ago({ minutes: 150 }) : now.add({ hours: 42 });
  const proposedAt = isLate ? ago({ hours: 24 * 9 }) : noticedAt.add({ hours: 50 });
  await perform(desk, proposedAt, moveout.proposeAppointment, { params, body: { id: newId(), meetsAt: meetsAt.toString(), note: "请带好全部门禁卡和钥匙" } });
  if (!has("appointment")) return;
  await perform(desk, proposedAt.add({ hours: 3 }), moveout.agreeAppointment, { params, body: { onBehalf: `${tenant.contactName} 电话确认` } });
  if (!has("inspection")) return;

  await perform(technician, ago({ minutes: 148 }), moveout.recordAppointment, { params, body: { outcome: "kept", note: "" } });
  await perform(technician, ago({ minutes: 147 }), moveout.startInspection, { params, body: { assigneeId: technician.personId } });
  const signedAt = ago({ minutes: 100 });
  const inspection = await read(signedAt, async (ctx) => (await inspectionsOf(ctx, { caseIds: [caseId] })).get(caseId)![0]!);
  const meter = await read(signedAt, (ctx) => meterOf(ctx, story.unitId));
  await playMoveOutInspection(world, {
    inspectionId: inspection.id,
    unit: { tenant, unitId: story.unitId, meterId: meter?.id ?? null, shows: meter ? meter.shows + 4 : 0 },
    at: signedAt,
    seed: story.seed,
  });
  for (const { id: meterId, shows } of await read(signedAt, (ctx) => unreadMeters(ctx, leaseId, noticedAt)))
    await runtime.at(siteId, { actor: technician, now: ago({ minutes: 97 }) }, (ctx) =>
      takeHandoverReading(ctx, {
        id: newId(),
        meterId,
        readAt: ctx.now,
        values: { total: String(Math.floor(Number(shows)) + 4) },
        state: "normal",
        remark: "退租当日抄见",
        isCertain: true,
      }),
    );
  for (const readingId of await read(signedAt, (ctx) => waitingReadings(ctx, story.unitId)))
    await perform(people.get("engineer")!, ago({ minutes: 95 }), meters.reviewReading, { params: { readingId }, body: { decision: "confirmed", note: "退租当面抄见" } });
  if (!has("settlement")) return;

  const settledAt = ago({ minutes: 85 });
  const { items } = await read(settledAt, (ctx) => settlementView(ctx, caseId));
  for (const item of items)
    await perform(finance, settledAt, settlement.priceItem, {
      params: { caseId, itemId: item.id },
      body: { version: item.version, priceItemId: null, quantity: "1", unit: "项", unitPrice: 60_000, payee: "property", depositId: null, note: "按修复报价" },
    });
  await perform(finance, ago({ minutes: 80 }), settlement.issueSheet, { params, body: { contactId: tenant.contactId, language: "zh", reservation: "" } });
  const { sheets, net } = await read(ago({ minutes: 79 }), (ctx) => settlementView(ctx, caseId));
  await signFor("tenant", sheets.find(({ state }) => state === "issued")!.documentId, ago({ minutes: 75 }));

  const slipId = newId<"goodsSlip">();
  await perform(desk, ago({ minutes: 74 }), moveout.askForRelease, {
    body: {
      id: slipId,
      reason: "movingOut",
      place: tenant.units[0]!.place,
      passesOn: today.toString(),
      carrierName: "李师傅",
      carrierPhone: "13900001234",
      idLast4: "203X",
      plate: "沪A7K218",
      remark: "走 3 号货梯",
      items: [
        { name: "办公桌", quantity: 12, note: "" },
        { name: "文件柜", quantity: 6, note: "" },
        { name: "显示器", quantity: 14, note: "" },
      ],
      tenantId: tenant.tenantId,
      caseId,
      contactId: tenant.contactId,
      authorityText: "核对授权书",
    },
  });
  await perform(manager, ago({ minutes: 70 }), moveout.decideSlip, { params: { slipId }, body: { isApproved: true, note: "", version: 1 } });
  if (!has("clearance")) return;

  await perform(guard, ago({ minutes: 60 }), moveout.checkAtGate, {
    params: { slipId },
    body: { isMatched: true, seen: [12, 6, 14].map((count, index) => ({ position: index + 1, count })), note: "" },
  });
  await perform(desk, ago({ minutes: 50 }), moveout.recordClearance, { params, body: { isRestored: true, hasAddressMoved: false, note: "" } });
  const out = await read(ago({ minutes: 45 }), async (ctx) => (await itemsOutstanding(ctx, { leaseIds: [leaseId] })).get(leaseId) ?? []);
  await perform(desk, ago({ minutes: 45 }), moveout.takeKeysBack, { params, body: { itemIds: out.map(({ id }) => id), lostIds: [], note: "" } });
  await perform(desk, ago({ minutes: 40 }), moveout.issueConfirmation, { params, body: { contactId: tenant.contactId, language: "both" } });
  if (!has("confirmation")) return;

  const { confirmationId } = await read(ago({ minutes: 38 }), (ctx) => caseById(ctx, caseId));
  await signFor("tenant", confirmationId!, ago({ minutes: 36 }));
  await signFor("property", confirmationId!, ago({ minutes: 34 }));
  await perform(finance, ago({ minutes: 30 }), settlement.postSettlement, { params });
  await perform(desk, ago({ minutes: 28 }), moveout.rateMoveOut, { params, body: { score: 5, note: "" } });
  if (net > 0) await perform(finance, ago({ minutes: 25 }), moveout.approveRefund, { params, body: { amount: net, note: "" } });
  if (!has("refund")) return;
  if (net > 0) {
    await perform(manager, ago({ minutes: 20 }), moveout.approveRefund, { params, body: { amount: net, note: "" } });
    await perform(cashier, ago({ minutes: 15 }), moveout.payRefund, { params, body: { on: today.toString(), reference: `HK${today.toString().replaceAll("-", "")}01` } });
  }
  await perform(security, ago({ minutes: 10 }), moveout.recordVacancy, { params, body: { note: "每周三由秩序维护员巡查门锁、水电与漏水" } });

  async function signFor(party: "tenant" | "property", documentId: Id<"document">, moment: Temporal.Instant): Promise<void> {
    const view = await read(moment, (ctx) => documentView(ctx, documentId));
    const signer = view.signers.find((each) => each.party === party)!;
    const ink = { signerId: signer.id, image: Buffer.from(pictureOfSignature(story.seed)).toString("base64"), documentHash: view.hash };
    if (party === "property") await perform(desk, moment, documents.signHere, { params: { documentId }, body: ink });
    else await perform(manager, moment, documents.signWitnessed, { params: { documentId }, body: { ...ink, identity: "核对身份证" } });
  }
}

/** The meter of a unit with what it last showed. */
async function meterOf(ctx: SiteContext, unitId: Id<"unit">): Promise<{ id: Id<"meter">; shows: number } | null> {
  const { rows } = await sql<{ id: Id<"meter">; shows: string }>`
    select meter.id, coalesce((select reading.values ->> 'total' from meters.reading where reading.site_id = meter.site_id and reading.meter_id = meter.id
      and reading.standing in ('accepted', 'waiting', 'confirmed') order by reading.read_at desc limit 1), '0') as shows
    from meters.meter join meters.meter_unit served on served.site_id = meter.site_id and served.meter_id = meter.id
    where meter.site_id = ${ctx.siteId} and served.unit_id = ${unitId} and meter.state = 'inService' and meter.role = 'tenant' limit 1`.execute(ctx.tx);
  return rows[0] ? { id: rows[0].id, shows: Math.floor(Number(rows[0].shows)) } : null;
}

/** Readings of a unit's meters that wait for a second person. */
async function waitingReadings(ctx: SiteContext, unitId: Id<"unit">): Promise<Id<"reading">[]> {
  const { rows } = await sql<{ id: Id<"reading"> }>`
    select reading.id from meters.reading join meters.meter_unit served on served.site_id = reading.site_id and served.meter_id = reading.meter_id
    where reading.site_id = ${ctx.siteId} and served.unit_id = ${unitId} and reading.standing = 'waiting'`.execute(ctx.tx);
  return rows.map(({ id }) => id);
}

/** The meters of a lease that the inspection left without a closing reading, with what each last showed. */
async function unreadMeters(ctx: SiteContext, leaseId: Id<"lease">, since: Temporal.Instant): Promise<{ id: Id<"meter">; shows: string }[]> {
  const { rows } = await sql<{ id: Id<"meter">; shows: string }>`
    select distinct meter.id, coalesce((select reading.values ->> 'total' from meters.reading where reading.site_id = meter.site_id and reading.meter_id = meter.id
      and reading.standing in ('accepted', 'waiting', 'confirmed') order by reading.read_at desc limit 1), '0') as shows
    from leasing.lease_unit held join meters.meter_unit served on served.site_id = held.site_id and served.unit_id = held.unit_id
    join meters.meter on meter.site_id = served.site_id and meter.id = served.meter_id and meter.state = 'inService' and meter.role = 'tenant'
    where held.site_id = ${ctx.siteId} and held.lease_id = ${leaseId} and not exists (
      select from meters.reading where reading.site_id = meter.site_id and reading.meter_id = meter.id and reading.purpose = 'handover'
        and reading.standing in ('accepted', 'waiting', 'confirmed') and reading.read_at >= ${since})`.execute(ctx.tx);
  return rows;
}
