import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, instantField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { type AppointmentOutcome, appointmentOutcomes } from "../rules.ts";
import { causeField, contractLimitField, keysOf } from "./fields.ts";

// One move-out is a case: what happened to it stands under its own number.
const about = { moveOutId: idField("moveOut"), no: z.string(), leaseId: idField("lease"), tenantId: idField("tenant") };
const aboutSlip = { goodsSlipId: idField("goodsSlip"), no: z.string(), tenantId: idField("tenant"), moveOutId: idField("moveOut").nullable() };
const person = { byName: z.string() };

export const noticeGiven = event({
  name: "moveout.notice_given",
  words: words("退租申请", "Notice to leave given"),
  clauses: ["2.1.3-1"],
  subject: "moveOut",
  facts: z.object({
    ...about,
    cause: causeField(),
    channel: z.enum(["portal", "desk"]),
    noticedOn: dateField(),
    leavingOn: dateField(),
    leaseEnd: dateField(),
    noticeDays: z.number().int(),
    shortDays: z.number().int(),
    shortCost: fenSumField(),
    contactName: z.string(),
    isPayersAccount: z.boolean(),
  }),
});
export const noticeReviewed = event({
  name: "moveout.notice_reviewed",
  words: words("退租申请审核", "Notice reviewed"),
  clauses: ["2.1.3-1"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, note: z.string(), contractText: z.string(), shortAmount: fenField().nullable(), refundLimit: contractLimitField.nullable() }),
});
export const noticeDecided = event({
  name: "moveout.notice_decided",
  words: words("退租审批", "Move-out decided"),
  clauses: ["2.1.3-1"],
  subject: "moveOut",
  facts: z.object({
    ...about,
    ...person,
    isApproved: z.boolean(),
    leavingOn: dateField(),
    note: z.string(),
    shortDays: z.number().int(),
    shortOutcome: z.enum(["charged", "waived"]).nullable(),
    waiverReason: z.string(),
    termsNumber: z.number().int().nullable(),
  }),
});
export const withdrawn = event({
  name: "moveout.withdrawn",
  words: words("退租撤回", "Move-out withdrawn"),
  clauses: ["2.1.3-1"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, reason: z.string(), isLeaseRevived: z.boolean() }),
});
export const appointmentProposed = event({
  name: "moveout.appointment_proposed",
  words: words("提出验房时间", "Time for the inspection proposed"),
  clauses: ["2.1.3-2"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, side: z.enum(["tenant", "property"]), meetsAt: instantField(), replaces: instantField().nullable() }),
});
export const appointmentAgreed = event({
  name: "moveout.appointment_agreed",
  words: words("验房时间确认", "Time for the inspection agreed"),
  clauses: ["2.1.3-2"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, meetsAt: instantField() }),
});
export const appointmentEnded = event({
  name: "moveout.appointment_ended",
  words: words("验房到场", "Appointment kept or not"),
  clauses: ["2.1.3-2"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, meetsAt: instantField(), outcome: z.enum(keysOf<AppointmentOutcome>(appointmentOutcomes)), note: z.string() }),
});
export const inspectionJudged = event({
  name: "moveout.inspected",
  words: words("退租验房完成", "Move-out inspected"),
  clauses: ["2.1.3-3", "2.1.4-1"],
  subject: "moveOut",
  facts: z.object({ ...about, inspectionId: idField("inspection"), unread: z.array(z.string()), hasOpenQuestions: z.boolean(), hasDispute: z.boolean() }),
});
export const cleared = event({
  name: "moveout.cleared",
  words: words("物品清场", "Goods out"),
  clauses: ["2.1.3-5"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, isRestored: z.boolean(), hasAddressMoved: z.boolean(), slips: z.number().int(), note: z.string() }),
});
export const keysReturned = event({
  name: "moveout.keys_returned",
  words: words("门禁卡钥匙还清", "Cards and keys back"),
  clauses: ["2.1.3-5"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, returned: z.number().int(), lost: z.number().int(), note: z.string() }),
});
export const confirmationIssued = event({
  name: "moveout.confirmation_issued",
  words: words("出具退租交接确认书", "Confirmation issued"),
  clauses: ["2.1.3-6"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, documentId: idField("document"), settlementNo: z.string(), net: fenSumField() }),
});
/** Both have signed: the clock of the refund starts. */
export const confirmed = event({
  name: "moveout.confirmed",
  words: words("退租双方确认", "Move-out confirmed by both"),
  clauses: ["2.1.3-6", "2.1.4-2"],
  subject: "moveOut",
  facts: z.object({ ...about, documentId: idField("document"), net: fenSumField(), refundDueAt: instantField().nullable() }),
});
export const refundApproved = event({
  name: "moveout.refund_approved",
  words: words("退款审批", "Refund approved"),
  clauses: ["2.1.4-2"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, amount: fenSumField(), place: z.number().int(), note: z.string() }),
});
export const refundPaid = event({
  name: "moveout.refund_paid",
  words: words("退款付出", "Refund paid"),
  clauses: ["2.1.4-2"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, amount: fenSumField(), on: dateField(), reference: z.string(), accountNo: z.string() }),
});
export const invoicesFinished = event({
  name: "moveout.invoices_finished",
  words: words("末期发票办结", "Final invoices done"),
  clauses: ["2.1.3-4"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, note: z.string() }),
});
/** The units are vacant: patrols of an empty unit from this day. */
export const unitsVacant = event({
  name: "moveout.units_vacant",
  words: words("单元转空置", "Unit vacant"),
  clauses: ["2.1.3-6"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, unitIds: z.array(idField("unit")), from: dateField(), note: z.string() }),
});
export const rated = event({
  name: "moveout.rated",
  words: words("退租评价", "Move-out rated"),
  clauses: ["2.1.4-3"],
  subject: "moveOut",
  facts: z.object({ ...about, ...person, channel: z.enum(["portal", "desk"]), score: z.number().int(), note: z.string() }),
});

export const slipAsked = event({
  name: "moveout.slip_asked",
  words: words("申请物品放行", "Release of goods asked for"),
  clauses: ["2.1.3-5"],
  subject: "goodsSlip",
  facts: z.object({
    ...aboutSlip,
    ...person,
    channel: z.enum(["portal", "desk"]),
    passesOn: dateField(),
    items: z.array(z.object({ name: z.string(), quantity: z.number().int() })),
  }),
});
export const slipDecided = event({
  name: "moveout.slip_decided",
  words: words("审批物品放行", "Release of goods decided"),
  clauses: ["2.1.3-5"],
  subject: "goodsSlip",
  facts: z.object({ ...aboutSlip, ...person, isApproved: z.boolean(), overdue: fenSumField(), note: z.string() }),
});
export const slipChecked = event({
  name: "moveout.slip_checked",
  words: words("门岗核验放行", "Checked at the gate"),
  clauses: ["2.1.3-5"],
  subject: "goodsSlip",
  facts: z.object({
    ...aboutSlip,
    guardName: z.string(),
    isMatched: z.boolean(),
    seen: z.array(z.object({ position: z.number().int(), count: z.number().int() })),
    photoHash: z.string().nullable(),
    note: z.string(),
  }),
});
export const slipCancelled = event({
  name: "moveout.slip_cancelled",
  words: words("作废放行条", "Release slip cancelled"),
  clauses: ["2.1.3-5"],
  subject: "goodsSlip",
  facts: z.object({ ...aboutSlip, ...person }),
});
