import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, idField, instantField, longTextField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { nextStepField, openingBody, procedureBoardField, stepIdField } from "#features/manual/contract.ts";
import { type AppointmentOutcome, appointmentOutcomes } from "../rules.ts";
import { caseRowField, caseViewField, causeField, contractLimitField, keysOf, noticeCheckField } from "./fields.ts";
import { moveOutRights } from "./rights.ts";

const site = { siteId: idField("site") };
const atSite = z.object(site);
const atCase = z.object({ ...site, caseId: idField("moveOut") });
const filter = { state: z.enum(["running", "finished", "stopped", "all"]).default("running"), step: stepIdField().optional(), search: searchField().optional() };
const versioned = { version: versionField() };
export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const listCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/cases",
  summary: "Move-outs with where each stands: running ones by their leaving day, others the newest first",
  permission: moveOutRights.read,
  clause: "2.1.3-1",
  params: atSite,
  query: z.object({ ...pageQuery, ...filter }),
  reply: pageOf(caseRowField),
});
export const exportCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/cases/sheet",
  summary: "The list as an Excel file",
  permission: moveOutRights.read,
  params: atSite,
  query: z.object({ ...filter, language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});
export const getBoard = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/board",
  summary: "How many running move-outs stand at each step, and the oldest",
  permission: moveOutRights.read,
  clause: "2.1.3-1",
  params: atSite,
  reply: procedureBoardField,
});
export const listNextSteps = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/next-steps",
  summary: "Steps of running move-outs that are the reader's, what has waited longest first; the first fifty",
  permission: moveOutRights.read,
  params: atSite,
  reply: z.object({ items: z.array(nextStepField).readonly() }),
});
export const getCase = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/cases/{caseId}",
  summary: "A move-out with all its records and where it stands",
  permission: moveOutRights.read,
  clause: "2.1.3-1",
  params: atCase,
  reply: caseViewField,
});

export const noticeQuery = { leaseId: idField("lease"), cause: causeField(), noticedOn: dateField(), leavingOn: dateField() };
export const checkNotice = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/notice-check",
  summary: "A notice held against the lease's notice period, with the arithmetic, before it is given",
  permission: moveOutRights.handle,
  clause: "2.1.3-1",
  params: atSite,
  query: z.object(noticeQuery),
  reply: noticeCheckField,
});

/** What a notice says, wherever it is given; F24. */
export const noticeBody = {
  id: idField("moveOut"),
  leaseId: idField("lease"),
  cause: causeField(),
  causeText: longTextField(500),
  leavingOn: dateField(),
  accountName: textField(120),
  accountBank: textField(120),
  accountNo: z.string().regex(/^[0-9 -]{6,40}$/),
  /** Why the account is in another name than the payer's. */
  accountNote: longTextField(300),
  usesAddress: z.boolean(),
  addressMovesOn: dateField().nullable(),
  restoration: longTextField(2000),
};
export const giveNotice = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases",
  summary: "Take a tenant's written notice at the desk (F24)",
  permission: moveOutRights.handle,
  clause: "2.1.3-1",
  params: atSite,
  body: z.object({ ...noticeBody, noticedOn: dateField(), contactId: idField("contact") }),
  reply: caseViewField,
});
export const printNotice = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/prints",
  summary: "The notice (F24) as a PDF with what was decided on it, with its proof code",
  permission: moveOutRights.read,
  clause: "2.1.3-1",
  params: atCase,
  body: z.object({ language: z.enum(languages).optional() }),
  reply: fileReply("application/pdf"),
  ratePerMinute: 30,
});
export const reviewNotice = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/review",
  summary: "Hold the notice against the lease: what the contract says of a short one, and of the refund",
  permission: moveOutRights.review,
  clause: "2.1.3-1",
  params: atCase,
  body: z.object({
    ...versioned,
    note: longTextField(1000),
    contractText: longTextField(1000),
    /** Proposed for the settlement where the notice is short. */
    shortAmount: fenField({ min: 0 }).nullable(),
    refundLimit: contractLimitField.nullable(),
  }),
  reply: caseViewField,
});
export const decideNotice = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/decision",
  summary: "Approve the move-out, which ends the lease on the leaving day, or refuse it; another person than who reviewed it",
  permission: moveOutRights.decide,
  clause: "2.1.3-1",
  params: atCase,
  body: z.object({
    ...versioned,
    isApproved: z.boolean(),
    note: longTextField(1000),
    shortOutcome: z.enum(["charged", "waived"]).nullable(),
    waiverReason: longTextField(500),
  }),
  reply: caseViewField,
});
export const withdraw = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/withdrawal",
  summary: "Withdraw the notice: the lease runs on as if it had not been given",
  permission: moveOutRights.handle,
  clause: "2.1.3-1",
  params: atCase,
  body: z.object({ reason: textField(500) }),
  reply: caseViewField,
});
export const openGate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/steps/{step}/opening",
  summary: "Open the gate of a step by authority, against the reasons that shut it now",
  permission: moveOutRights.openGates,
  params: z.object({ ...site, caseId: idField("moveOut"), step: stepIdField() }),
  body: openingBody,
  reply: caseViewField,
});

export const appointmentBody = { id: idField("appointment"), meetsAt: instantField(), note: longTextField(300) };
export const proposeAppointment = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/appointments",
  summary: "Propose a time for the joint inspection to the tenant; one that stood before is replaced",
  permission: moveOutRights.handle,
  clause: "2.1.3-2",
  params: atCase,
  body: z.object(appointmentBody),
  reply: caseViewField,
});
export const agreeAppointment = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/appointment/agreement",
  summary: "Agree to the time the tenant proposed, or record that the tenant agreed to ours and how",
  permission: moveOutRights.handle,
  clause: "2.1.3-2",
  params: atCase,
  /** `onBehalf`: who of the tenant's agreed, and how; left out: the house agrees to the tenant's time. */
  body: z.object({ onBehalf: textField(120).nullable() }),
  reply: caseViewField,
});
export const recordAppointment = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/appointment/outcome",
  summary: "Record how the agreed appointment went",
  permission: moveOutRights.inspect,
  clause: "2.1.3-2",
  params: atCase,
  body: z.object({ outcome: z.enum(keysOf<AppointmentOutcome>(appointmentOutcomes)), note: longTextField(300) }),
  reply: caseViewField,
});
export const startInspection = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/inspection",
  summary: "Open the joint inspection beside that of the move-in and assign it",
  permission: moveOutRights.inspect,
  clause: "2.1.3-3",
  params: atCase,
  body: z.object({ assigneeId: idField("person").nullable() }),
  reply: caseViewField,
});

export const recordClearance = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/clearance",
  summary: "Record that the goods are out, the unit restored, the registered address moved",
  permission: moveOutRights.finish,
  clause: "2.1.3-5",
  params: atCase,
  body: z.object({ isRestored: z.boolean(), hasAddressMoved: z.boolean(), note: longTextField(1000) }),
  reply: caseViewField,
});
export const takeKeysBack = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/keys",
  summary: "Take cards and keys back by number, which ends them; once nothing is out, the right of access ends",
  permission: moveOutRights.handle,
  clause: "2.1.3-5",
  params: atCase,
  body: z.object({ itemIds: z.array(idField("accessItem")).max(500).readonly(), lostIds: z.array(idField("accessItem")).max(500).readonly(), note: longTextField(500) }),
  reply: caseViewField,
});
export const issueConfirmation = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/confirmation",
  summary: "Issue the confirmation of the move-out (F25) for both to sign; once signed, the clock of the refund starts",
  permission: moveOutRights.handle,
  clause: "2.1.3-6",
  params: atCase,
  body: z.object({ contactId: idField("contact"), language: z.enum([...languages, "both"]).default("both") }),
  reply: caseViewField,
  ratePerMinute: 20,
});
export const approveRefund = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/cases/{caseId}/refund-approvals",
  summary: "Approve the refund of what the settlement gives back; two different people do",
  permission: moveOutRights.approveRefund,
  clause: "2.1.4-2",
  params: atCase,
  body: z.object({ amount: fenField({ min: 1 }), note: longTextField(500) }),
  reply: caseViewField,
});
export const payRefund = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/refund",
  summary: "Record that the refund went out by bank",
  permission: moveOutRights.pay,
  clause: "2.1.4-2",
  params: atCase,
  body: z.object({ on: dateField(), reference: textField(120) }),
  reply: caseViewField,
});
export const finishInvoices = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/invoices",
  summary: "Record that the final and red invoices are done",
  permission: moveOutRights.pay,
  clause: "2.1.3-4",
  params: atCase,
  body: z.object({ note: longTextField(500) }),
  reply: caseViewField,
});
export const recordVacancy = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/vacancy",
  summary: "Note the unit as vacant, with its patrols from now on",
  permission: moveOutRights.finish,
  clause: "2.1.3-6",
  params: atCase,
  body: z.object({ note: textField(500) }),
  reply: caseViewField,
});
export const ratingBody = { score: z.number().int().min(1).max(5), note: longTextField(500) };
export const rateMoveOut = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/cases/{caseId}/rating",
  summary: "Record how satisfied the departing tenant was, asked at the desk",
  permission: moveOutRights.handle,
  clause: "2.1.4-3",
  params: atCase,
  body: z.object(ratingBody),
  reply: caseViewField,
});
