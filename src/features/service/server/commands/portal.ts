import type { UploadedFile, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { reportCase as reportContract } from "../../contract/portal.ts";
import { serviceProblems, whyNotTake } from "../../rules.ts";
import { asHouse } from "#platform/asHouse.ts";
import { refreshDue } from "../owed.ts";
import { unitsLeasedBy } from "../queries/customer.ts";
import { companyHere, linkedRating, ownCaseById } from "../queries/portal.ts";
import { ownerForUnattended } from "../who.ts";
import { type Opinion, rate } from "./callback.ts";
import { latestLink, linkByToken } from "./ratingLink.ts";
import { register, type Taking } from "./take.ts";
import { addNote, attachFile } from "./tell.ts";

type Report = ValueOf<NonNullable<(typeof reportContract)["body"]>>;

/** A tenant's contact reports a matter; somebody at the desk owns it at once. Manual 2.2.1-1, 2.2.2-3. Refusals: matterMissing, unitNotFound, nobodyAtDesk. */
export async function reportCase(ctx: SiteContext, report: Report) {
  const tenantId = companyHere(ctx);
  const contactId = ctx.grants.find(({ role }) => role === "tenantContact")?.contactId ?? null;
  const taking: Taking = {
    ...report,
    channel: "portal",
    severity: "ordinary",
    attributable: "undecided",
    receivedAt: ctx.now,
    title: "",
    tenantId,
    customerName: "",
    contactId,
    contactName: contactId ? "" : ctx.actor.name,
    contactPhone: "",
    contactEmail: "",
    promisedAt: null,
    answer: null,
  };
  refuseIf(whyNotTake({ ...taking, receivedAt: ctx.now, isAnswered: false }, ctx.now));
  if (report.unitId && !(await unitsLeasedBy(ctx, tenantId)).some(({ id }) => id === report.unitId)) throw new Refusal(serviceProblems.unitNotFound({ unitId: report.unitId }));

  const known = await ctx.tx.selectFrom("service.case").select("id").where("site_id", "=", ctx.siteId).where("id", "=", report.id).executeTakeFirst();
  if (!known) {
    const house = await asHouse(ctx);
    const stored = await register(house, taking, (await ownerForUnattended(house)).id);
    if (stored) await refreshDue(house, stored.id);
  }
  return ownCaseById(ctx, report.id);
}

/** A tenant's contact answers, or adds something. Refusals: notFound, merged, voided, wordsMissing. */
export async function answerCase(ctx: SiteContext, { caseId, text }: { readonly caseId: Id<"case">; readonly text: string }) {
  await ownCaseById(ctx, caseId);
  await addNote(await asHouse(ctx), { caseId, text, audience: "tenant" });
  return ownCaseById(ctx, caseId);
}

/** A tenant's contact attaches a photo or file. Refusals: as `attachFile`. */
export async function attachOwnFile(ctx: SiteContext, { caseId, file }: { readonly caseId: Id<"case">; readonly file: UploadedFile }) {
  await ownCaseById(ctx, caseId);
  return attachFile(await asHouse(ctx), { caseId, file, audience: "tenant" });
}

/** A tenant's contact rates the answer in the portal. Manual 2.2.1-3. Refusals: notFound, noFeedback, and those of `rate`. */
export async function rateOwnCase(ctx: SiteContext, { caseId, ...opinion }: Opinion & { readonly caseId: Id<"case"> }) {
  await ownCaseById(ctx, caseId);
  const house = await asHouse(ctx);
  const link = await latestLink(house, caseId);
  if (!link) throw new Refusal(serviceProblems.noFeedback());
  await rate(house, link, opinion, "portal");
  return ownCaseById(ctx, caseId);
}

/** Whoever holds the link rates. Manual 2.2.1-3. Refusals: linkUnknown, and those of `rate`. */
export async function rateByLink(ctx: SiteContext, { token, ...opinion }: Opinion & { readonly token: string }) {
  const link = await linkByToken(ctx, token);
  if (!link) throw new Refusal(serviceProblems.linkUnknown());
  await rate(await ctx.atSite(ctx.siteId, { ...ctx.actor, kind: "link", name: "评价链接" }), link, opinion, "link");
  return linkedRating(ctx, token);
}
