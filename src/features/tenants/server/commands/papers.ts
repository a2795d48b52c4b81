import type { UploadedFile, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import type { handInOwn as handInContract, reviewPaper as reviewContract } from "../../contract/papers.ts";
import { paperHandedIn, paperReviewed, paperStageChanged } from "../../contract/papers.ts";
import { tenantsProblems } from "../../rules.ts";
import { furthest, type PaperStage, whyNotReview, whyNotValidity } from "../../rules/papers.ts";
import { tenantById } from "../queries/tenants.ts";
import { leadById } from "../queries/leads.ts";
import { type FiledPaper, paperById, type Party, papersOfTenant, whyNotQualified } from "../queries/papers.ts";

type HandingIn = ValueOf<NonNullable<(typeof handInContract)["query"]>> & { readonly file: UploadedFile };
type Review = ValueOf<NonNullable<(typeof reviewContract)["body"]>> & { readonly paperId: Id<"paper"> };

/** Hands in a paper of a tenant or a lead, to be checked. Manual 2.1.1-2. Refusals: notFound, leadNotFound, validityOrder, and those of `storeFile`. */
export async function handInPaper(ctx: SiteContext, { id, kind, documentNo = "", file, ...input }: HandingIn & Party): Promise<FiledPaper> {
  const { validFrom = null, validTo = null, ...party } = input as Party & Pick<HandingIn, "validFrom" | "validTo">;
  if ("tenantId" in party) await tenantById(ctx, party.tenantId);
  else await leadById(ctx, party.leadId);
  refuseIf(whyNotValidity({ validFrom, validTo }));
  const stored = await storeFile(ctx, file);
  const whose = { tenantId: "tenantId" in party ? party.tenantId : null, leadId: "leadId" in party ? party.leadId : null };
  const insert = ctx.tx.insertInto("tenants.paper").values({
    site_id: ctx.siteId,
    id,
    tenant_id: whose.tenantId,
    lead_id: whose.leadId,
    kind,
    document_no: documentNo,
    valid_from: validFrom,
    valid_to: validTo,
    file_id: stored.id,
    state: "handedIn",
    handed_in_at: ctx.now,
    handed_in_by: ctx.actor.name,
    from_portal: ctx.tenantId !== null,
  });
  await refusing(insert.execute(), { paper_pkey: () => tenantsProblems.stale() });
  await ctx.record(paperHandedIn, { paperId: id, ...whose, kind, validTo, fileHash: stored.hash, fromPortal: ctx.tenantId !== null });
  await ctx.tell(ctx.siteId, "tenants.paper", id);
  return paperById(ctx, id);
}

/** A tenant's contact hands in a paper of their company. Manual 2.1.1-2. Refusals: notFound, validityOrder, and those of `storeFile`. */
export async function handInOwnPaper(ctx: SiteContext, input: HandingIn): Promise<FiledPaper> {
  return handInPaper(ctx, { ...input, tenantId: ownTenant(ctx) });
}

/** What my company owes. Refusal: notFound. */
export const ownPapers = async (ctx: SiteContext) => papersOfTenant(ctx, ownTenant(ctx));

function ownTenant(ctx: SiteContext): Id<"tenant"> {
  if (!ctx.tenantId) throw new Refusal(tenantsProblems.notFound());
  return ctx.tenantId;
}

/** Accepts or refuses a paper that was handed in. Manual 2.1.1-2. Refusals: paperNotFound, stale, alreadyReviewed, refusalMissing, acceptedExpired, validityOrder. */
export async function reviewPaper(ctx: SiteContext, { paperId, version, result, refusal, documentNo, validFrom, validTo }: Review): Promise<FiledPaper> {
  await ctx.tx.selectFrom("tenants.paper").select("id").where("site_id", "=", ctx.siteId).where("id", "=", paperId).forUpdate().execute();
  const paper = await paperById(ctx, paperId);
  refuseIf(whyNotReview(paper, { result, refusal, validFrom, validTo }, dayAt(ctx, ctx.now)));
  if (paper.version !== version) throw new Refusal(tenantsProblems.stale());
  await ctx.tx
    .updateTable("tenants.paper")
    .set({
      state: result,
      refusal: result === "refused" ? refusal : "",
      document_no: documentNo,
      valid_from: validFrom,
      valid_to: validTo,
      reviewer_id: ctx.actor.personId,
      reviewed_at: ctx.now,
      version: version + 1,
    })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", paperId)
    .execute();
  await ctx.record(paperReviewed, { paperId, tenantId: paper.tenantId, leadId: paper.leadId, kind: paper.kind, validTo, result, refusal });
  await ctx.tell(ctx.siteId, "tenants.paper", paperId);
  return paperById(ctx, paperId);
}

/** The file of a paper in sight. Refusal: paperNotFound. */
export async function fileOfPaper(ctx: SiteContext, paperId: Id<"paper">) {
  return fileContent(ctx, (await paperById(ctx, paperId)).fileId);
}

/** Says how far a tenant has come; null asks for no papers. Refusal: notFound. */
export async function setPaperStage(ctx: SiteContext, { tenantId, stage }: { readonly tenantId: Id<"tenant">; readonly stage: PaperStage | null }) {
  const tenant = await tenantById(ctx, tenantId);
  if (tenant.paperStage !== stage) {
    await ctx.tx.updateTable("tenants.tenant").set({ paper_stage: stage }).where("site_id", "=", ctx.siteId).where("id", "=", tenantId).execute();
    await ctx.record(paperStageChanged, { tenantId, stage: stage ?? "" });
    await ctx.tell(ctx.siteId, "tenants.tenant", tenantId);
  }
  return papersOfTenant(ctx, tenantId);
}

/** A tenant has come as far as `stage`: its papers are wanted from now on. Never goes back. For later features: a letter of intent, a lease, a move-in. Refusal: notFound. */
export async function askForPapers(ctx: SiteContext, { tenantId, stage }: { readonly tenantId: Id<"tenant">; readonly stage: PaperStage }): Promise<void> {
  const { paperStage } = await tenantById(ctx, tenantId);
  await setPaperStage(ctx, { tenantId, stage: furthest(paperStage, stage) });
}

/** The papers of a lead go along to the tenant it became. */
export async function adoptPapers(ctx: SiteContext, { leadId, tenantId }: { readonly leadId: Id<"lead">; readonly tenantId: Id<"tenant"> }): Promise<void> {
  await ctx.tx.updateTable("tenants.paper").set({ tenant_id: tenantId }).where("site_id", "=", ctx.siteId).where("lead_id", "=", leadId).where("tenant_id", "is", null).execute();
}

/**
 * Judges "no lease without papers checked" at the approval or signing of a lease: kept when nothing stands against it, missed when it went on by an override. Manual 2.1.1-2.
 * For leasing; call it once, with the evidence of the approval. Refusal: notFound.
 */
export async function judgePapers(
  ctx: SiteContext,
  {
    tenantId,
    subject,
    evidenceId,
  }: { readonly tenantId: Id<"tenant">; readonly subject: { readonly kind: string; readonly id: string; readonly label: string }; readonly evidenceId: Id<"evidence"> },
): Promise<void> {
  const kept = (await whyNotQualified(ctx, tenantId)).length === 0;
  await judgeDuty(ctx, { standard: "papersBeforeLease", subject, ownerRole: "leasingOfficer", ownerId: leasingOfficerIn(ctx), kept, evidenceId });
}

const leasingOfficerIn = (ctx: SiteContext): Id<"person"> | null => (ctx.grants.some(({ role }) => role === "leasingOfficer") ? ctx.actor.personId : null);
