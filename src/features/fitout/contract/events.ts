import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, idField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";

const clauses = ["2.1.1-6"];
const of = { fitOutId: idField("fitOut"), caseNo: z.string(), tenantId: idField("tenant") };

export const fitOutOpened = event({
  name: "fitout.opened",
  words: words("装修个案开始", "Fit-out opened"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, cause: z.string(), leaseId: idField("lease"), moveInId: idField("moveIn").nullable(), unitIds: z.array(idField("unit")), place: z.string() }),
});
export const guideExplained = event({
  name: "fitout.guide_explained",
  words: words("讲解装修指南", "Fit-out guide explained"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, to: z.string() }),
});
export const fileAdded = event({
  name: "fitout.file_added",
  words: words("装修资料上传", "File added to a fit-out"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, fileId: idField("file"), kind: z.string(), name: z.string(), hash: z.string() }),
});
export const applicationSubmitted = event({
  name: "fitout.application_submitted",
  words: words("提交装修申请", "Fit-out application handed in"),
  clauses,
  subject: "fitOut",
  facts: z.object({
    ...of,
    applicationId: idField("fitOutApplication"),
    version: z.number().int(),
    contractor: z.string(),
    from: dateField(),
    to: dateField(),
    loadKw: z.string(),
    isStructural: z.boolean(),
    changesFireSystem: z.boolean(),
    workers: z.number().int(),
    files: z.array(z.object({ fileId: idField("file"), kind: z.string(), hash: z.string() })),
    isFromPortal: z.boolean(),
  }),
});
const review = { ...of, reviewId: idField("fitOutReview"), applicationId: idField("fitOutApplication"), kind: z.string() };
export const reviewGiven = event({
  name: "fitout.review_given",
  words: words("装修审核意见", "Fit-out reviewed"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...review, outcome: z.string(), opinion: z.string(), conditions: z.string(), isFireReviewDue: z.boolean() }),
});
export const reviewWithdrawn = event({
  name: "fitout.review_withdrawn",
  words: words("撤回审核意见", "Review withdrawn"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...review, reason: z.string() }),
});
export const fireApprovalRecorded = event({
  name: "fitout.fire_approval_recorded",
  words: words("登记消防设计审查意见", "Fire design approval recorded"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, no: z.string(), on: dateField(), fileId: idField("file") }),
});
export const feesSet = event({
  name: "fitout.fees_set",
  words: words("核定装修费用", "Fit-out fees set"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, fitoutDeposit: fenField(), passDeposit: fenField(), fitoutFee: fenField(), wasteFee: fenField(), raised: fenField() }),
});
const permit = { ...of, permitId: idField("worksPermit"), permitNo: z.string(), from: dateField(), to: dateField() };
export const permitIssued = event({
  name: "fitout.permit_issued",
  words: words("签发施工许可证", "Works permit issued"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...permit, passes: z.number().int() }),
});
export const permitExtended = event({
  name: "fitout.permit_extended",
  words: words("施工许可证延期", "Works permit extended"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...permit, reason: z.string() }),
});
export const passesReturned = event({
  name: "fitout.passes_returned",
  words: words("交回施工证", "Works passes returned"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, passNos: z.array(z.string()) }),
});
export const patrolRecorded = event({
  name: "fitout.patrol_recorded",
  words: words("装修巡查", "Works patrolled"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, patrolId: idField("fitOutPatrol"), result: z.string(), failed: z.array(z.string()), findings: z.string(), photoIds: z.array(idField("file")) }),
});
const stop = { ...of, stopOrderId: idField("stopOrder"), orderNo: z.string() };
export const worksStopped = event({
  name: "fitout.works_stopped",
  words: words("下达停工令", "Works stopped"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...stop, violation: z.string(), demand: z.string(), patrolId: idField("fitOutPatrol").nullable() }),
});
export const stopRectified = event({
  name: "fitout.stop_rectified",
  words: words("上报停工整改", "Stop order: put right"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...stop, rectification: z.string() }),
});
export const stopLifted = event({
  name: "fitout.stop_lifted",
  words: words("解除停工令", "Stop order lifted"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...stop, note: z.string() }),
});
export const completionAsked = event({
  name: "fitout.completion_asked",
  words: words("申请竣工验收", "Acceptance asked for"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, on: dateField() }),
});
export const worksAccepted = event({
  name: "fitout.works_accepted",
  words: words("装修验收", "Works looked at for acceptance"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, acceptanceId: idField("fitOutAcceptance"), kind: z.string(), outcome: z.string(), note: z.string(), defects: z.array(z.string()) }),
});
export const defectMended = event({
  name: "fitout.defect_mended",
  words: words("确认缺陷已整改", "Defect put right"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, defectId: idField("fitOutDefect"), description: z.string() }),
});
const list = { ...of, listId: idField("deductionList"), version: z.number().int(), total: fenField() };
export const deductionsListed = event({
  name: "fitout.deductions_listed",
  words: words("出具扣款清单", "Deductions listed"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...list, lines: z.array(z.object({ description: z.string(), basis: z.string(), amount: fenField() })) }),
});
export const deductionsTold = event({
  name: "fitout.deductions_told",
  words: words("扣款清单告知租户", "Deductions told to the tenant"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...list, to: z.string() }),
});
const refund = { ...of, refundId: idField("fitOutRefund"), refunded: fenField(), kept: fenField(), claimed: fenField() };
export const refundAsked = event({
  name: "fitout.refund_asked",
  words: words("申请退还装修押金", "Refund of the fit-out deposit asked for"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...refund, payee: z.string() }),
});
export const refundDecided = event({
  name: "fitout.refund_decided",
  words: words("审批装修押金退还", "Refund of the fit-out deposit decided"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...refund, isApproved: z.boolean(), decision: z.string() }),
});
export const fitOutWithdrawn = event({
  name: "fitout.withdrawn",
  words: words("装修个案撤回", "Fit-out withdrawn"),
  clauses,
  subject: "fitOut",
  facts: z.object({ ...of, reason: z.string() }),
});
/** Every step is done: whoever waits for the fit-out may go on. */
export const fitOutCompleted = event({ name: "fitout.completed", words: words("装修办结", "Fit-out completed"), clauses, subject: "fitOut", facts: z.object(of) });
export const settingChanged = event({
  name: "fitout.setting_changed",
  words: words("修改装修设置", "Fit-out settings changed"),
  clauses,
  subject: "site",
  facts: z.object({
    siteId: idField("site"),
    needsHandover: z.boolean(),
    depositPerSqm: fenField(),
    feePerSqm: fenField(),
    wastePerSqm: fenField(),
    passDeposit: fenField(),
    hours: z.string(),
  }),
});
