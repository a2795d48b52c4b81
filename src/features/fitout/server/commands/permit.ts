import { randomBytes } from "node:crypto";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { nextNumber } from "#features/billing/server/index.ts";
import { passesReturned, permitExtended, permitIssued } from "../../contract/events.ts";
import { fitOutProblems, whyNotTerm } from "../../rules.ts";
import { judgePermit } from "../duties.ts";
import { issuePermitLetter } from "../letters/permit.ts";
import { applicationOf, passesOf, permitOf, type StoredPermit } from "../queries/records.ts";
import type { FitOut } from "../queries/cases.ts";
import type { CaseView } from "../queries/view.ts";
import { about, finish, hold, refuseStep, rowOf, update } from "./hold.ts";

interface NewPermit {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"worksPermit">;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly conditions: string;
}

/**
 * Issues the works permit, its page behind the code on the door, and a pass for each worker. Manual 2.1.1-6, and 2.1.1-7 by the site's setting.
 * Refusals: notFound, ended, stepFirst, stepDone, what shuts the gate, and those of `whyNotTerm`.
 */
export async function issuePermit(ctx: SiteContext, { caseId, id, from, to, conditions }: NewPermit): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "permit");
  const { details } = (await applicationOf(ctx, caseId))!;
  refuseIf(whyNotTerm({ from, to, insuredTo: details.insurance.to, today: dayAt(ctx, ctx.now) }));

  const permitNo = await nextNumber(ctx, "worksPermit");
  const permitCode = at.case.permitCode ?? randomBytes(12).toString("base64url");
  await writePermit(ctx, at.case, { id, permitNo, from, to, hours: details.hours, conditions, reason: "" });
  await update(ctx, at.case, { permit_code: permitCode });
  const passes = details.workers.map(({ name, trade }, index) => ({
    ...rowOf(ctx, at.case),
    id: newId<"worksPass">(),
    pass_no: `${permitNo}-${String(index + 1).padStart(3, "0")}`,
    name,
    trade,
    issued_at: ctx.now,
  }));
  await ctx.tx.insertInto("fitout.pass").values(passes).execute();
  await issuePermitLetter(ctx, { ...at.case, permitCode });
  const evidenceId = await ctx.record(permitIssued, { ...about(at.case), permitId: id, permitNo, from, to, passes: passes.length });
  await judgePermit(ctx, at, evidenceId);
  return finish(ctx, at.case);
}

interface Extension {
  readonly caseId: Id<"fitOut">;
  readonly id: Id<"worksPermit">;
  readonly to: Temporal.PlainDate;
  readonly reason: string;
}

/** Extends the permit within the insurance; number and code stay. Refusals: notFound, ended, noPermit, extensionNotLater, permitBeyondInsurance, permitInPast, worksAccepted. */
export async function extendPermit(ctx: SiteContext, { caseId, id, to, reason }: Extension): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const permit = await permitOf(ctx, caseId);
  if (!permit) throw new Refusal(fitOutProblems.noPermit());
  if (at.facts.firstAt) throw new Refusal(fitOutProblems.worksAccepted());
  if (Temporal.PlainDate.compare(to, permit.to) <= 0) throw new Refusal(fitOutProblems.extensionNotLater({ day: permit.to.toString() }));
  const { details } = (await applicationOf(ctx, caseId))!;
  refuseIf(whyNotTerm({ from: permit.from, to, insuredTo: details.insurance.to, today: dayAt(ctx, ctx.now) }));
  await endPermit(ctx, at.case, "extended");
  await writePermit(ctx, at.case, { ...permit, id, to, reason });
  await issuePermitLetter(ctx, at.case);
  await ctx.record(permitExtended, { ...about(at.case), permitId: id, permitNo: permit.permitNo, from: permit.from, to, reason });
  return finish(ctx, at.case);
}

/** Takes passes back; those that are back already stay so. Domain §1.14, step 10. Refusals: notFound, ended. */
export async function returnPasses(ctx: SiteContext, { caseId, passIds }: { readonly caseId: Id<"fitOut">; readonly passIds: readonly Id<"worksPass">[] }): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  const back = (await passesOf(ctx, caseId)).filter(({ id, returnedAt }) => passIds.includes(id) && !returnedAt);
  if (back.length === 0) return finish(ctx, at.case);
  await ctx.tx
    .updateTable("fitout.pass")
    .set({ returned_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where(
      "id",
      "in",
      back.map(({ id }) => id),
    )
    .execute();
  await ctx.record(passesReturned, { ...about(at.case), passNos: back.map(({ passNo }) => passNo) });
  return finish(ctx, at.case);
}

export async function endPermit(ctx: SiteContext, found: FitOut, why: "extended" | "completed" | "withdrawn"): Promise<void> {
  await ctx.tx
    .updateTable("fitout.permit")
    .set({ ended_at: ctx.now, ended_why: why })
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", found.id)
    .where("ended_at", "is", null)
    .execute();
}

type PermitOnPaper = Pick<StoredPermit, "id" | "permitNo" | "from" | "to" | "hours" | "conditions"> & { readonly reason: string };

async function writePermit(ctx: SiteContext, found: FitOut, { id, permitNo, from, to, hours, conditions, reason }: PermitOnPaper): Promise<void> {
  const insert = ctx.tx.insertInto("fitout.permit").values({
    ...rowOf(ctx, found),
    id,
    permit_no: permitNo,
    from_day: from,
    to_day: to,
    hours,
    conditions,
    reason,
    issued_at: ctx.now,
    issued_by_id: ctx.actor.personId,
    issued_by_name: ctx.actor.name,
  });
  await refusing(insert.execute(), { permit_pkey: () => fitOutProblems.idTaken(), one_permit_in_force: () => fitOutProblems.stale() });
}
