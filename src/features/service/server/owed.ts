import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { dutiesOf, excuseDuty, handOnDuty, judgeDuty, keepDuty, openDuty, overrideDuty, promiseAgain } from "#features/duties/server/index.ts";
import type { Reason } from "#features/duties/rules.ts";
import type { StandardId } from "#features/manual/rules.ts";
import { answerStandard } from "../rules.ts";
import type { StoredCase } from "./store.ts";

type Evidence = Id<"evidence">;

const subjectOf = ({ id, caseNo, title }: StoredCase) => ({ kind: "case", id, label: `${caseNo} ${title}` });

const owedTo = ({ tenantId, customerName }: StoredCase) => (tenantId ? { owedTo: { tenantId, label: customerName } } : {});

/** The four facts are on record, and an answer is owed from receipt on: by the manual's limit, and by our own promise where there is one. Manual 2.2.1-1, 2.2.1-2, 2.2.2-3. */
export async function oweOnReceipt(ctx: SiteContext, stored: StoredCase, evidenceId: Evidence): Promise<void> {
  const owner = await ownerOf(ctx, stored.ownerId);
  await judgeDuty(ctx, { standard: "fourFacts", subject: subjectOf(stored), ...owner, kept: true, evidenceId });
  await oweAnswer(ctx, stored, stored.receivedAt);
}

/** An answer is owed from `from` on. A heavy case begun anew has no promise yet: until there is one, the ordinary limit holds. */
export async function oweAnswer(ctx: SiteContext, stored: StoredCase, from: Temporal.Instant): Promise<void> {
  const owner = await ownerOf(ctx, stored.ownerId);
  const common = { subject: subjectOf(stored), ...owner, ...owedTo(stored), from };
  const standard = answerStandard(stored);
  if (standard !== "complexFeedback") await openDuty(ctx, { standard, ...common });
  else if (stored.promisedAt) await openDuty(ctx, { standard, ...common, promisedAt: stored.promisedAt });
  else await openDuty(ctx, { standard: "firstFeedback", ...common });
  if (stored.promisedAt) await openDuty(ctx, { standard: "promiseKept", ...common, promisedAt: stored.promisedAt });
}

/** A time was promised, or another one: what runs to it runs to the new time. Manual 2.2.1-2. */
export async function oweByPromise(ctx: SiteContext, stored: StoredCase, promisedAt: Temporal.Instant, reason: string): Promise<void> {
  const open = await openOnes(ctx, stored);
  const owner = await ownerOf(ctx, stored.ownerId);
  const standards: StandardId[] = answerStandard(stored) === "complexFeedback" && !stored.firstFeedbackAt ? ["promiseKept", "complexFeedback"] : ["promiseKept"];
  for (const standard of standards) {
    const key = { standard, subject: subjectOf(stored) };
    const running = open.find((duty) => duty.standard === standard);
    if (running?.promisedAt?.equals(promisedAt)) continue;
    if (running) await promiseAgain(ctx, key, { promisedAt, reason });
    else await openDuty(ctx, { ...key, ...owner, ...owedTo(stored), from: ctx.now, promisedAt });
  }
}

/** The tenant was told. Progress is a first feedback; a result also keeps the promise and opens the call-back. Manual 2.2.1-3, 2.2.2-3. */
export async function keepByFeedback(
  ctx: SiteContext,
  stored: StoredCase,
  telling: { readonly isResult: boolean; readonly at: Temporal.Instant },
  evidenceId: Evidence,
): Promise<void> {
  const kept: readonly StandardId[] = telling.isResult ? ["firstFeedback", "complexFeedback", "enquiryAnswered", "promiseKept"] : ["firstFeedback", "complexFeedback"];
  const open = await openOnes(ctx, stored);
  for (const { standard } of open.filter((duty) => kept.includes(duty.standard))) await keepDuty(ctx, { standard, subject: subjectOf(stored) }, { evidenceId, at: telling.at });
  if (!telling.isResult) return;
  const isOwnersWork = stored.handlerIds.includes(stored.ownerId);
  const caller = isOwnersWork ? { ownerRole: "serviceSupervisor" as const } : await ownerOf(ctx, stored.ownerId);
  await openDuty(ctx, { standard: "callback", subject: subjectOf(stored), ...caller, ...owedTo(stored), from: telling.at });
}

export async function keepByCallback(ctx: SiteContext, stored: StoredCase, at: Temporal.Instant, evidenceId: Evidence): Promise<void> {
  await keepDuty(ctx, { standard: "callback", subject: subjectOf(stored) }, { evidenceId, at });
}

/** Whether the complaint repeats an earlier one is judged once its cause is decided. */
export async function judgeRepeat(ctx: SiteContext, stored: StoredCase, isRepeat: boolean, evidenceId: Evidence): Promise<void> {
  await judgeDuty(ctx, { standard: "noRepeat", subject: subjectOf(stored), ...(await ownerOf(ctx, stored.ownerId)), kept: !isRepeat, evidenceId });
}

/** Another standard holds from now on: the old one ends with the reason, the new one counts from receipt. */
export async function oweAnother(ctx: SiteContext, before: StoredCase, after: StoredCase, reason: string): Promise<void> {
  if (answerStandard(before) === answerStandard(after)) return;
  const open = await openOnes(ctx, before);
  if (!open.some(({ standard }) => standard === answerStandard(before))) return;
  await excuseDuty(ctx, { standard: answerStandard(before), subject: subjectOf(before) }, { reason });
  const promise = after.promisedAt && answerStandard(after) === "complexFeedback" ? { promisedAt: after.promisedAt } : {};
  await openDuty(ctx, { standard: answerStandard(after), subject: subjectOf(after), ...(await ownerOf(ctx, after.ownerId)), ...owedTo(after), from: after.receivedAt, ...promise });
}

/** What is still owed falls away with a reason: the case was merged, declared void or begun anew. */
export async function excuseAll(ctx: SiteContext, stored: StoredCase, reason: Reason): Promise<void> {
  for (const { standard } of await openOnes(ctx, stored)) await excuseDuty(ctx, { standard, subject: subjectOf(stored) }, { reason });
}

/** The case was filed past what is still owed: that counts as not done, with the manager's reason. */
export async function overrideAll(ctx: SiteContext, stored: StoredCase, reason: string): Promise<void> {
  for (const { standard } of await openOnes(ctx, stored)) await overrideDuty(ctx, { standard, subject: subjectOf(stored) }, { reason });
}

/** The promise itself went to another person. */
export async function handOnAll(ctx: SiteContext, stored: StoredCase, ownerId: Id<"person">): Promise<void> {
  const owner = await ownerOf(ctx, ownerId);
  for (const { standard } of await openOnes(ctx, stored)) {
    if (standard !== "callback") await handOnDuty(ctx, { standard, subject: subjectOf(stored) }, owner);
  }
}

const openOnes = async (ctx: SiteContext, stored: StoredCase) => (await dutiesOf(ctx, subjectOf(stored))).filter(({ closedAt }) => closedAt === null);

/** Keeps with the case when its most urgent duty is due and whether one was escalated, for lists to sort by. */
export async function refreshDue(ctx: SiteContext, caseId: Id<"case">): Promise<void> {
  await sql`
    update service."case" held
    set due_at = owed.due_at, escalated_at = case when owed.escalated then coalesce(held.escalated_at, ${ctx.now}) end
    from (
      select min(duty.due_at) as due_at, coalesce(bool_or(duty.escalation_step > 0), false) as escalated
      from duties.duty duty
      where duty.site_id = ${ctx.siteId} and duty.subject_kind = 'case' and duty.subject_id = ${caseId} and duty.closed_at is null
    ) owed
    where held.site_id = ${ctx.siteId} and held.id = ${caseId}
      and (held.due_at is distinct from owed.due_at or (held.escalated_at is not null) is distinct from owed.escalated)`.execute(ctx.tx);
}

const byRank: readonly Role[] = ["serviceOfficer", "serviceSupervisor", "projectManager"];

/** The role in which a person owes something at this site. */
async function ownerOf(ctx: SiteContext, ownerId: Id<"person">): Promise<{ ownerRole: Role; ownerId: Id<"person"> }> {
  const roles = ctx.actor.personId === ownerId ? ctx.grants.map(({ role }) => role) : await rolesOf(ctx, ownerId);
  return { ownerRole: byRank.find((role) => roles.includes(role)) ?? roles[0] ?? "serviceOfficer", ownerId };
}

async function rolesOf(ctx: SiteContext, personId: Id<"person">): Promise<Role[]> {
  const rows = await ctx.tx.selectFrom("people.role_grant").select("role").where("site_id", "=", ctx.siteId).where("person_id", "=", personId).execute();
  return rows.map(({ role }) => role as Role);
}
