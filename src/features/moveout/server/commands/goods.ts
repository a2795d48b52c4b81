import { randomInt } from "node:crypto";
import type { UploadedFile } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { storeFile } from "#platform/files/index.ts";
import { contactById } from "#features/tenants/server/index.ts";
import { slipAsked, slipCancelled, slipChecked, slipDecided } from "../../contract.ts";
import { type Channel, moveOutProblems, type SlipReason, whyNotCheck, whyNotDecideSlip, whyNotPass } from "../../rules.ts";
import { nextNumber } from "../numbers.ts";
import { overdueOf } from "../queries/overdue.ts";
import { lockedSlip, type Slip, slipById } from "../queries/slips.ts";
import { refuseUnlessMay } from "./notice.ts";
import { runningCase } from "./act.ts";

export interface NewSlip {
  readonly id: Id<"goodsSlip">;
  readonly tenantId: Id<"tenant">;
  readonly caseId: Id<"moveOut"> | null;
  readonly contactId: Id<"contact">;
  readonly channel: Channel;
  readonly authorityText: string;
  readonly reason: SlipReason;
  readonly place: string;
  readonly passesOn: Temporal.PlainDate;
  readonly carrierName: string;
  readonly carrierPhone: string;
  readonly idLast4: string;
  readonly plate: string;
  readonly remark: string;
  readonly items: readonly { readonly name: string; readonly quantity: number; readonly note: string }[];
}

/** Asks for a release slip (F17), by a contact with the authority for goods. Sent twice it counts once. Manual 2.1.3-5. Refusals: contactCannot, otherContact, passesInPast, notFound, withdrawn. */
export async function askForRelease(ctx: SiteContext, slip: NewSlip): Promise<Slip> {
  const contact = await contactById(ctx, slip.contactId);
  if (contact.tenantId !== slip.tenantId) throw new Refusal(moveOutProblems.otherContact());
  refuseUnlessMay(contact, "goods");
  if (Temporal.PlainDate.compare(slip.passesOn, dayAt(ctx, ctx.now)) < 0) throw new Refusal(moveOutProblems.passesInPast());
  if (slip.caseId && (await runningCase(ctx, slip.caseId)).tenantId !== slip.tenantId) throw new Refusal(moveOutProblems.notFound());
  const no = await nextNumber(ctx, "goodsSlip");
  const made = await ctx.tx
    .insertInto("moveout.goods_slip")
    .values({
      site_id: ctx.siteId,
      id: slip.id,
      no,
      code: newCode(),
      tenant_id: slip.tenantId,
      move_out_id: slip.caseId,
      reason: slip.reason,
      place: slip.place,
      passes_on: slip.passesOn,
      carrier_name: slip.carrierName,
      carrier_phone: slip.carrierPhone,
      id_last4: slip.idLast4,
      plate: slip.plate,
      remark: slip.remark,
      channel: slip.channel,
      contact_id: contact.id,
      applied_by_name: contact.name,
      authority_text: slip.authorityText,
      applied_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) return slipById(ctx, slip.id);
  const rows = slip.items.map(({ name, quantity, note }, index) => ({
    site_id: ctx.siteId,
    slip_id: slip.id,
    tenant_id: slip.tenantId,
    position: index + 1,
    name,
    quantity,
    note,
  }));
  await ctx.tx.insertInto("moveout.goods_item").values(rows).execute();
  const items = slip.items.map(({ name, quantity }) => ({ name, quantity }));
  const facts = { goodsSlipId: slip.id, no, tenantId: slip.tenantId, moveOutId: slip.caseId };
  await ctx.record(slipAsked, { ...facts, byName: contact.name, channel: slip.channel, passesOn: slip.passesOn, items });
  await ctx.tell(ctx.siteId, "moveout.slip", slip.id);
  return slipById(ctx, slip.id);
}

/** Eight characters a guard can type, without those that look alike. */
const newCode = (): string => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join("");
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** The house approves a slip or refuses it; what is overdue stops all but the manager. Manual 2.1.3-5. Refusals: slipNotFound, stale, slipDecided, slipCancelled, slipOverdue. */
export async function decideSlip(
  ctx: SiteContext,
  { slipId, isApproved, note, version }: { readonly slipId: Id<"goodsSlip">; readonly isApproved: boolean; readonly note: string; readonly version: number },
): Promise<Slip> {
  const slip = await lockedSlip(ctx, slipId);
  if (slip.version !== version) throw new Refusal(moveOutProblems.stale());
  const overdue = await overdueOf(ctx, slip.tenantId);
  refuseIf(whyNotDecideSlip(recordOf(slip), { isApproved, overdue, isManager: ctx.grants.some(({ role }) => role === "projectManager") || ctx.actor.kind === "system" }));
  await changeSlip(ctx, slip, { decision: isApproved ? "approved" : "refused", decided_by_name: ctx.actor.name, decided_at: ctx.now, decision_note: note, overdue });
  await ctx.record(slipDecided, { ...about(slip), byName: ctx.actor.name, isApproved, overdue, note });
  return slipById(ctx, slipId);
}

interface GateCheck {
  readonly slipId: Id<"goodsSlip">;
  readonly isMatched: boolean;
  readonly seen: readonly { readonly position: number; readonly count: number }[];
  readonly note: string;
}

/** The guard counts what goes out: what matches passes, once; what does not is turned back. Manual 2.1.3-5. Refusals: slipNotFound, slipNotApproved, slipUsed, slipCancelled, slipOtherDay, everyItemCounted, itemsDiffer. */
export async function checkAtGate(ctx: SiteContext, { slipId, isMatched, seen, note }: GateCheck): Promise<Slip> {
  const slip = await lockedSlip(ctx, slipId);
  const counted = new Map(seen.map(({ position, count }) => [position, count]));
  const today = dayAt(ctx, ctx.now);
  const record = { ...recordOf(slip), passesOn: slip.passesOn, items: slip.items };
  refuseIf(isMatched ? whyNotPass(record, today, counted) : whyNotCheck(record, today));
  await changeSlip(ctx, slip, { outcome: isMatched ? "passed" : "turnedBack", is_matched: isMatched, gate_note: note, guard_name: ctx.actor.name, gate_at: ctx.now });
  for (const { position } of slip.items)
    if (counted.has(position))
      await ctx.tx
        .updateTable("moveout.goods_item")
        .set({ seen: counted.get(position)! })
        .where("site_id", "=", ctx.siteId)
        .where("slip_id", "=", slipId)
        .where("position", "=", position)
        .execute();
  const known = seen.filter(({ position }) => slip.items.some((item) => item.position === position));
  await ctx.record(slipChecked, { ...about(slip), guardName: ctx.actor.name, isMatched, seen: [...known], photoHash: await photoHashOf(ctx, slip), note });
  return slipById(ctx, slipId);
}

/** Keeps the photo of the goods at the gate, taken before the check or after it. Refusals: slipNotFound, those of files. */
export async function putGatePhoto(ctx: SiteContext, { slipId, file }: { readonly slipId: Id<"goodsSlip">; readonly file: UploadedFile }): Promise<Slip> {
  const slip = await lockedSlip(ctx, slipId);
  const photo = await storeFile(ctx, file, { mostBytes: 15 << 20 });
  await changeSlip(ctx, slip, { gate_photo_id: photo.id });
  return slipById(ctx, slipId);
}

/** Cancels a slip that was not used. Refusals: slipNotFound, stale, slipUsed, slipCancelled. */
export async function cancelSlip(ctx: SiteContext, { slipId, version }: { readonly slipId: Id<"goodsSlip">; readonly version: number }): Promise<Slip> {
  const slip = await lockedSlip(ctx, slipId);
  if (slip.version !== version) throw new Refusal(moveOutProblems.stale());
  if (slip.gate) throw new Refusal(moveOutProblems.slipUsed());
  if (slip.state === "cancelled") throw new Refusal(moveOutProblems.slipCancelled());
  await changeSlip(ctx, slip, { cancelled_at: ctx.now });
  await ctx.record(slipCancelled, { ...about(slip), byName: ctx.actor.name });
  return slipById(ctx, slipId);
}

async function changeSlip(ctx: SiteContext, { id, version, caseId }: Slip, columns: Readonly<Record<string, unknown>>): Promise<void> {
  await ctx.tx
    .updateTable("moveout.goods_slip")
    .set({ ...columns, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .execute();
  await ctx.tell(ctx.siteId, "moveout.slip", id);
  if (caseId) await ctx.tell(ctx.siteId, "moveout.case", caseId);
}

async function photoHashOf(ctx: SiteContext, { gatePhotoId }: Slip): Promise<string | null> {
  if (!gatePhotoId) return null;
  const row = await ctx.tx.selectFrom("platform.file").select("hash").where("site_id", "=", ctx.siteId).where("id", "=", gatePhotoId).executeTakeFirst();
  return row?.hash ?? null;
}

const recordOf = ({ decision, gate, cancelledAt }: Slip) => ({
  decision: decision ? (decision.isApproved ? ("approved" as const) : ("refused" as const)) : null,
  outcome: gate?.outcome ?? null,
  cancelledAt,
});
const about = ({ id, no, tenantId, caseId }: Slip) => ({ goodsSlipId: id, no, tenantId, moveOutId: caseId });
