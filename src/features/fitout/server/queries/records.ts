import { z } from "zod";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import {
  acceptanceField,
  applicationField,
  deductionListField,
  detailsField,
  fileField,
  passField,
  patrolField,
  refundField,
  reviewField,
  stopOrderField,
} from "../../contract/fields.ts";
import type { AcceptanceKind, AcceptanceOutcome, Deduction, FileKind, PatrolCheck, PatrolResult, RefundState, ReviewKind, ReviewOutcome } from "../../rules.ts";

// The records of one case.

export type StoredApplication = ValueOf<typeof applicationField>;
type StoredReview = ValueOf<typeof reviewField> & { readonly applicationId: Id<"fitOutApplication">; readonly byId: Id<"person"> };
export type StoredStop = ValueOf<typeof stopOrderField>;
type StoredFile = ValueOf<typeof fileField> & { readonly hash: string };
type Of = Id<"fitOut">;

/** The newest version of F04. */
export async function applicationOf(ctx: SiteContext, caseId: Of): Promise<StoredApplication | null> {
  const row = await ctx.tx
    .selectFrom("fitout.application")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row
    ? {
        id: row.id as Id<"fitOutApplication">,
        version: row.version,
        details: z.decode(detailsField, row.details as z.input<typeof detailsField>),
        submittedAt: row.submitted_at,
        submittedByName: row.submitted_by_name,
        isFromPortal: row.from_portal,
      }
    : null;
}

/** Every review ever given, oldest first. */
export async function reviewsOf(ctx: SiteContext, caseId: Of): Promise<StoredReview[]> {
  const rows = await ctx.tx
    .selectFrom("fitout.review as review")
    .innerJoin("fitout.application as application", (join) => join.onRef("application.site_id", "=", "review.site_id").onRef("application.id", "=", "review.application_id"))
    .selectAll("review")
    .select("application.version")
    .where("review.site_id", "=", ctx.siteId)
    .where("review.fit_out_id", "=", caseId)
    .orderBy("review.reviewed_at")
    .orderBy("review.id")
    .execute();
  return rows.map((row) => ({
    id: row.id as Id<"fitOutReview">,
    applicationId: row.application_id as Id<"fitOutApplication">,
    version: row.version,
    kind: row.kind as ReviewKind,
    outcome: row.outcome as ReviewOutcome,
    opinion: row.opinion,
    conditions: row.conditions,
    isFireReviewDue: row.is_fire_review_due,
    reviewedAt: row.reviewed_at,
    byId: row.by_id as Id<"person">,
    byName: row.by_name,
    withdrawn: row.withdrawn_at && { at: row.withdrawn_at, why: row.withdrawn_why ?? "", byName: row.withdrawn_by_name ?? "" },
  }));
}

export async function filesOf(ctx: SiteContext, caseId: Of): Promise<StoredFile[]> {
  const rows = await ctx.tx
    .selectFrom("fitout.file as own")
    .innerJoin("platform.file as file", (join) => join.onRef("file.site_id", "=", "own.site_id").onRef("file.id", "=", "own.file_id"))
    .select(["own.file_id", "own.kind", "own.added_at", "own.added_by", "file.name", "file.type", "file.size", "file.hash"])
    .where("own.site_id", "=", ctx.siteId)
    .where("own.fit_out_id", "=", caseId)
    .orderBy("own.added_at")
    .orderBy("own.file_id")
    .execute();
  return rows.map((row) => ({
    id: row.file_id as Id<"file">,
    kind: row.kind as FileKind,
    name: row.name,
    type: row.type,
    size: Number(row.size),
    hash: row.hash,
    addedAt: row.added_at,
    addedBy: row.added_by,
  }));
}

export interface StoredPermit {
  readonly id: Id<"worksPermit">;
  readonly permitNo: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly hours: string;
  readonly conditions: string;
  readonly issuedAt: Temporal.Instant;
  readonly issuedByName: string;
  readonly hasEnded: boolean;
}

/** The permit in force, or the last there was. */
export async function permitOf(ctx: SiteContext, caseId: Of): Promise<StoredPermit | null> {
  const row = await ctx.tx
    .selectFrom("fitout.permit")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("issued_at", "desc")
    .orderBy("to_day", "desc")
    .limit(1)
    .executeTakeFirst();
  return row
    ? {
        id: row.id as Id<"worksPermit">,
        permitNo: row.permit_no,
        from: row.from_day,
        to: row.to_day,
        hours: row.hours,
        conditions: row.conditions,
        issuedAt: row.issued_at,
        issuedByName: row.issued_by_name,
        hasEnded: row.ended_at !== null,
      }
    : null;
}

export async function passesOf(ctx: SiteContext, caseId: Of): Promise<ValueOf<typeof passField>[]> {
  const rows = await ctx.tx.selectFrom("fitout.pass").selectAll().where("site_id", "=", ctx.siteId).where("fit_out_id", "=", caseId).orderBy("pass_no").execute();
  return rows.map((row) => ({ id: row.id as Id<"worksPass">, passNo: row.pass_no, name: row.name, trade: row.trade, returnedAt: row.returned_at }));
}

/** The newest patrols first, as many as a page holds. */
export async function patrolsOf(ctx: SiteContext, caseId: Of): Promise<ValueOf<typeof patrolField>[]> {
  const rows = await ctx.tx
    .selectFrom("fitout.patrol")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("happened_at", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id as Id<"fitOutPatrol">,
    result: row.result as PatrolResult,
    failed: row.checks as PatrolCheck[],
    findings: row.findings,
    photoIds: row.photo_ids as Id<"file">[],
    happenedAt: row.happened_at,
    byName: row.by_name,
  }));
}

export async function stopsOf(ctx: SiteContext, caseId: Of): Promise<StoredStop[]> {
  const rows = await ctx.tx
    .selectFrom("fitout.stop_order")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("ordered_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id as Id<"stopOrder">,
    orderNo: row.order_no,
    violation: row.violation,
    demand: row.demand,
    orderedAt: row.ordered_at,
    orderedByName: row.ordered_by_name,
    rectified: row.rectified_at && { at: row.rectified_at, text: row.rectification ?? "", byName: row.rectified_by_name ?? "" },
    lifted: row.lifted_at && { at: row.lifted_at, note: row.lift_note ?? "", byName: row.lifted_by_name ?? "" },
  }));
}

export async function acceptancesOf(ctx: SiteContext, caseId: Of): Promise<ValueOf<typeof acceptanceField>[]> {
  const here = (table: "fitout.acceptance" | "fitout.defect") => ctx.tx.selectFrom(table).where("site_id", "=", ctx.siteId).where("fit_out_id", "=", caseId);
  const rows = await here("fitout.acceptance").selectAll("fitout.acceptance").orderBy("accepted_at").orderBy("id").execute();
  const defects = Map.groupBy(await here("fitout.defect").selectAll("fitout.defect").orderBy("mend_by").orderBy("id").execute(), ({ acceptance_id }) => acceptance_id);
  return rows.map((row) => ({
    id: row.id as Id<"fitOutAcceptance">,
    kind: row.kind as AcceptanceKind,
    outcome: row.outcome as AcceptanceOutcome,
    note: row.note,
    acceptedAt: row.accepted_at,
    byName: row.by_name,
    defects: (defects.get(row.id) ?? []).map((defect) => ({
      id: defect.id as Id<"fitOutDefect">,
      description: defect.description,
      mendBy: defect.mend_by,
      mended: defect.mended_at && { at: defect.mended_at, byName: defect.mended_by_name ?? "" },
    })),
  }));
}

/** The newest list of deductions. */
export async function deductionsOf(ctx: SiteContext, caseId: Of): Promise<ValueOf<typeof deductionListField> | null> {
  const row = await ctx.tx
    .selectFrom("fitout.deduction_list")
    .selectAll()
    .where("site_id", "=", ctx.siteId)
    .where("fit_out_id", "=", caseId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row
    ? {
        id: row.id as Id<"deductionList">,
        version: row.version,
        lines: row.lines as Deduction[],
        total: fen(row.total),
        madeAt: row.made_at,
        madeByName: row.made_by_name,
        told: row.told_at && { at: row.told_at, to: row.told_to ?? "" },
      }
    : null;
}

/** A refund, the newest unless told. */
export async function refundOf(
  ctx: SiteContext,
  caseId: Of,
  id?: Id<"fitOutRefund">,
): Promise<(ValueOf<typeof refundField> & { readonly requestIds: Id<"depositRequest">[] }) | null> {
  let query = ctx.tx.selectFrom("fitout.refund").selectAll().where("site_id", "=", ctx.siteId).where("fit_out_id", "=", caseId);
  if (id) query = query.where("id", "=", id);
  const row = await query.orderBy("asked_at", "desc").orderBy("id", "desc").limit(1).executeTakeFirst();
  return row
    ? {
        id: row.id as Id<"fitOutRefund">,
        payee: row.payee as { name: string; bank: string; account: string },
        requestIds: row.parts as Id<"depositRequest">[],
        refunded: fen(row.refunded),
        kept: fen(row.kept),
        claimed: fen(row.claimed),
        state: row.state as RefundState,
        askedAt: row.asked_at,
        askedById: row.asked_by_id as Id<"person">,
        askedByName: row.asked_by_name,
        decidedAt: row.decided_at,
        decidedByName: row.decided_by_name,
        decision: row.decision,
      }
    : null;
}
