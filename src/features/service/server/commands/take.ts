import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { takeCase as takeCaseContract } from "../../contract/cases.ts";
import { caseTaken } from "../../contract/events.ts";
import { serviceProblems, whyNotTake } from "../../rules.ts";
import { oweOnReceipt, refreshDue } from "../owed.ts";
import { type Customer, customerOf } from "../queries/customer.ts";
import { caseView } from "../queries/page.ts";
import { makeFindable } from "../queries/text.ts";
import { addEntry, lockCase, nextCaseNo, type StoredCase, toCase } from "../store.ts";
import { ownerForUnattended } from "../who.ts";
import { tellByMail } from "./mail.ts";
import { giveResult } from "./tell.ts";

export type Taking = ValueOf<NonNullable<(typeof takeCaseContract)["body"]>>;

/**
 * Registers a contact. Who registers it is its first receiver and owns it from now on. Manual 2.2.1-1, 2.2.1-2, 2.2.2-3.
 * The same id again, such as a form sent twice, is the same case. Refusals: timeMissing … promiseInPast, tenantNotFound, contactNotFound, unitNotFound.
 */
export async function takeCase(ctx: SiteContext, taking: Taking) {
  const known = await takenBefore(ctx, taking.id);
  if (known) return caseView(ctx, known.id);
  refuseIf(whyNotTake({ ...taking, receivedAt: taking.receivedAt ?? ctx.now, isAnswered: taking.answer !== null }, ctx.now));

  const stored = await register(ctx, taking, ctx.actor.personId ?? (await ownerForUnattended(ctx)).id);
  if (stored && taking.answer) {
    const telling = { isResult: true, words: taking.answer.words, toWhom: stored.contactName, means: taking.answer.means, saidAt: ctx.now };
    await giveResult(ctx, await lockCase(ctx, stored.id), telling);
  }
  if (stored) await refreshDue(ctx, stored.id);
  return caseView(ctx, taking.id);
}

const takenBefore = (ctx: SiteContext, id: Id<"case">) =>
  ctx.tx.selectFrom("service.case").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst() as Promise<{ id: Id<"case"> } | undefined>;

/** Writes a new case with all that hangs on it; null when the same id was registered in the meantime. */
export async function register(ctx: SiteContext, taking: Taking, ownerId: Id<"person">): Promise<StoredCase | null> {
  const customer = await customerOf(ctx, taking);
  const caseNo = await nextCaseNo(ctx);
  const stored = await insertCase(ctx, taking, customer, caseNo, ownerId);
  if (!stored) {
    await giveNumberBack(ctx);
    return null;
  }
  await makeFindable(ctx, stored);

  const { kind, channel, severity, category, receivedAt, tenantId, unitId, matter, promisedAt } = stored;
  const facts = {
    caseId: stored.id,
    caseNo,
    kind,
    channel,
    severity,
    category,
    receivedAt,
    ownerId,
    tenantId,
    customer: stored.customerName,
    contact: stored.contactName,
    unitId,
    matter,
    promisedAt,
  };
  const evidenceId = await ctx.record(caseTaken, facts, { happenedAt: receivedAt });
  await addEntry(
    ctx,
    stored,
    { kind: "taken", audience: "tenant", text: matter, facts: { channel, isAnswered: taking.answer !== null, happenedAt: receivedAt, ...(promisedAt ? { promisedAt } : {}) } },
    evidenceId,
  );
  await oweOnReceipt(ctx, stored, evidenceId);
  if (!taking.answer) await tellByMail(ctx, stored, "receipt");
  await ctx.tell(ctx.siteId, "service.case", stored.id);
  return stored;
}

/** The counter is still locked by this transaction, so the number taken last is ours. */
async function giveNumberBack(ctx: SiteContext): Promise<void> {
  const { year } = ctx.now.toZonedDateTimeISO(ctx.zone);
  await ctx.tx
    .updateTable("service.case_counter")
    .set((columns) => ({ last: columns("last", "-", 1) }))
    .where("site_id", "=", ctx.siteId)
    .where("year", "=", year)
    .execute();
}

async function insertCase(ctx: SiteContext, taking: Taking, customer: Customer, caseNo: string, ownerId: Id<"person">): Promise<StoredCase | null> {
  const customerName = customer.customerName ?? taking.customerName.trim();
  const contactName = taking.contactName.trim() || customer.contactName;
  if (!contactName) throw new Refusal(serviceProblems.contactMissing());
  const row = await ctx.tx
    .insertInto("service.case")
    .values({
      site_id: ctx.siteId,
      id: taking.id,
      case_no: caseNo,
      kind: taking.kind,
      channel: taking.channel,
      severity: taking.kind === "complaint" ? taking.severity : "ordinary",
      attributable: taking.attributable,
      category: taking.category,
      title: taking.title.trim() || titleFrom(taking.matter),
      matter: taking.matter.trim(),
      tenant_id: taking.tenantId,
      customer_name: customerName,
      contact_id: taking.contactId,
      contact_name: contactName,
      contact_phone: taking.contactPhone.trim() || customer.contactPhone,
      contact_email: taking.contactEmail || customer.contactEmail,
      unit_id: taking.unitId,
      floor_id: customer.floorId,
      building_id: customer.buildingId,
      place: [customer.place, taking.place.trim()].filter(Boolean).join(" · "),
      received_at: taking.receivedAt ?? ctx.now,
      registered_at: ctx.now,
      round_begun_at: taking.receivedAt ?? ctx.now,
      first_owner_id: ownerId,
      owner_id: ownerId,
      promised_at: taking.promisedAt,
    })
    // Whoever sent the same id before us holds the lock of the number until theirs is there to see.
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? toCase(row) : null;
}

const longestTitle = 60;

/** The first sentence of the matter. */
function titleFrom(matter: string): string {
  const [first = ""] = matter.trim().split(/[\n。！？!?]/u, 1);
  const characters = [...(first.trim() || matter.trim())];
  return characters.length > longestTitle ? `${characters.slice(0, longestTitle - 1).join("")}…` : characters.join("");
}
