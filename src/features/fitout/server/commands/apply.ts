import { z } from "zod";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { applicationSubmitted, fireApprovalRecorded, guideExplained } from "../../contract/events.ts";
import { detailsField } from "../../contract/fields.ts";
import { type ApplicationDetails, fitOutProblems, whyNotSubmit } from "../../rules.ts";
import { owedAnswer } from "../duties.ts";
import { issueGuide } from "../letters/guide.ts";
import { filesOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, rowOf, update } from "./hold.ts";

type OfCase = { readonly caseId: Id<"fitOut"> };

/** Records that the guide was explained and issues its receipt. Domain §1.14, step 1. Refusals: notFound, ended, stepDone. */
export async function explainGuide(ctx: SiteContext, { caseId, to }: OfCase & { readonly to: string }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "guide");
  await update(ctx, at.case, { guide_at: ctx.now, guide_to: to, guide_by_name: ctx.actor.name });
  await issueGuide(ctx, at.case, { to });
  await ctx.record(guideExplained, { ...about(at.case), to });
  return finish(ctx, at.case);
}

interface Handing extends OfCase {
  readonly id: Id<"fitOutApplication">;
  readonly details: ApplicationDetails;
  readonly isFromPortal: boolean;
}

/** Hands in F04, or its next version after it was sent back; the clock of the answer starts. Manual 2.1.1-6. Refusals: notFound, ended, stepFirst, stepDone, and those of `whyNotSubmit`. */
export async function submitApplication(ctx: SiteContext, { caseId, id, details, isFromPortal }: Handing): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "application");
  const files = await filesOf(ctx, caseId);
  const { leaseEnd } = await leaseById(ctx, at.case.leaseId);
  refuseIf(whyNotSubmit(details, { kinds: files.map(({ kind }) => kind), leaseEnd }));

  const before = await ctx.tx
    .selectFrom("fitout.application")
    .select("version")
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("version", "desc")
    .executeTakeFirst();
  const version = (before?.version ?? 0) + 1;
  const insert = ctx.tx.insertInto("fitout.application").values({
    ...rowOf(ctx, at.case),
    id,
    version,
    details: json(z.encode(detailsField, details)),
    submitted_at: ctx.now,
    submitted_by_id: ctx.actor.personId,
    submitted_by_name: ctx.actor.name,
    from_portal: isFromPortal,
  });
  await refusing(insert.execute(), { application_pkey: () => fitOutProblems.idTaken() });
  await ctx.record(applicationSubmitted, {
    ...about(at.case),
    applicationId: id,
    version,
    contractor: details.contractor.name,
    from: details.from,
    to: details.to,
    loadKw: details.loadKw,
    isStructural: details.isStructural,
    changesFireSystem: details.changesFireSystem,
    workers: details.workers.length,
    files: files.filter(({ kind }) => kind !== "photo").map((file) => ({ fileId: file.id, kind: file.kind, hash: file.hash })),
    isFromPortal,
  });
  await owedAnswer(ctx, at.case);
  return finish(ctx, at.case);
}

interface Approval extends OfCase {
  readonly no: string;
  readonly on: Temporal.PlainDate;
  readonly fileId: Id<"file">;
}

/** Records the authority's approval of the fire design. Domain §1.14, step 3. Refusals: notFound, ended, stepNotInCase, stepDone, unknownFile. */
export async function recordFireApproval(ctx: SiteContext, { caseId, no, on, fileId }: Approval): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "fireApproval");
  if (!(await filesOf(ctx, caseId)).some(({ id, kind }) => id === fileId && kind === "fireApproval")) throw new Refusal(fitOutProblems.unknownFile());
  await update(ctx, at.case, { fire_no: no, fire_on: on, fire_file_id: fileId, fire_at: ctx.now });
  await ctx.record(fireApprovalRecorded, { ...about(at.case), no, on, fileId });
  return finish(ctx, at.case);
}
