import type { Id } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { dutiesOf, excuseDuty, handOnDuty, judgeDuty, keepDuty, openDuty, promiseAgain } from "#features/duties/server/index.ts";
import { isLogged, type Lead, leadLabel, type NextStep } from "../rules/leads.ts";
import { roleOfOwner } from "./queries/leads.ts";

type Evidence = Id<"evidence">;

const subjectOf = (lead: Pick<Lead, "id" | "company" | "contactName">) => ({ kind: "lead", id: lead.id, label: leadLabel(lead) });

/** Whoever follows the lead up; the leasing officers together while nobody does. */
async function ownerOf(ctx: SiteContext, { ownerId }: Pick<Lead, "ownerId">): Promise<{ readonly ownerRole: Role; readonly ownerId: Id<"person"> | null }> {
  return { ownerRole: (ownerId && (await roleOfOwner(ctx, ownerId))) ?? "leasingOfficer", ownerId };
}

/** An answer is owed from the moment the enquiry came, by the service hours of the site. Manual 2.1.2-1. */
export async function oweAnswer(ctx: SiteContext, lead: Lead): Promise<void> {
  await openDuty(ctx, { standard: "enquiryAnswered", subject: subjectOf(lead), ...(await ownerOf(ctx, lead)), from: lead.receivedAt });
}

/** They have had their first answer; by then the log says who they are and what they need, or it does not. Manual 2.1.1-1, 2.1.2-1. */
export async function keepAnswer(ctx: SiteContext, lead: Lead, at: Temporal.Instant, evidenceId: Evidence): Promise<void> {
  await keepDuty(ctx, { standard: "enquiryAnswered", subject: subjectOf(lead) }, { evidenceId, at });
  await judgeDuty(ctx, { standard: "prospectLogged", subject: subjectOf(lead), ...(await ownerOf(ctx, lead)), kept: isLogged(lead), evidenceId });
}

/** A step was taken, or the lead reached its end: what was planned is done. Manual 2.1.1-1. */
export async function keepNextStep(ctx: SiteContext, lead: Lead, at: Temporal.Instant, evidenceId: Evidence): Promise<void> {
  await keepDuty(ctx, { standard: "nextStepTaken", subject: subjectOf(lead) }, { evidenceId, at });
}

/** The next step is owed until its day ends. Manual 2.1.1-1. */
export async function oweNextStep(ctx: SiteContext, lead: Lead, { on }: NextStep): Promise<void> {
  await openDuty(ctx, { standard: "nextStepTaken", subject: subjectOf(lead), ...(await ownerOf(ctx, lead)), promisedAt: endOf(ctx, on) });
}

/** The next step was put off: before its day the clock moves, after it the day was missed and the new one is owed anew. Manual 2.1.1-1. */
export async function putOffNextStep(ctx: SiteContext, lead: Lead, { on }: NextStep, reason: string): Promise<void> {
  const moved = await promiseAgain(ctx, { standard: "nextStepTaken", subject: subjectOf(lead) }, { promisedAt: endOf(ctx, on), reason });
  if (!moved) await oweNextStep(ctx, lead, { what: lead.nextStep, on });
}

/** It was no prospect: what is still owed falls away with the reason. */
export async function excuseAll(ctx: SiteContext, lead: Lead, reason: string): Promise<void> {
  for (const { standard } of await openOnes(ctx, lead)) await excuseDuty(ctx, { standard, subject: subjectOf(lead) }, { reason });
}

export async function handOnAll(ctx: SiteContext, lead: Lead): Promise<void> {
  const owner = await ownerOf(ctx, lead);
  for (const { standard } of await openOnes(ctx, lead)) await handOnDuty(ctx, { standard, subject: subjectOf(lead) }, owner);
}

const openOnes = async (ctx: SiteContext, lead: Lead) => (await dutiesOf(ctx, subjectOf(lead))).filter(({ closedAt }) => closedAt === null);

/** The last minute of a day at the site. */
const endOf = ({ zone }: SiteContext, day: Temporal.PlainDate): Temporal.Instant => day.add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ minutes: 1 });
