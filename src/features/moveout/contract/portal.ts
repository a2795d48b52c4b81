import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, instantField, textField, wordsField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { appointmentBody, noticeBody, noticeQuery, ratingBody } from "./cases.ts";
import { appointmentField, causeField, clockField, noticeCheckField, slipField } from "./fields.ts";
import { moveOutRights } from "./rights.ts";
import { slipBody } from "./goods.ts";

const site = { siteId: idField("site") };
const atCase = z.object({ ...site, caseId: idField("moveOut") });

/** A move-out as the tenant's own contact sees it. */
export const portalCaseField = z.object({
  id: idField("moveOut"),
  no: z.string(),
  leaseNo: z.string(),
  place: z.string(),
  cause: causeField(),
  leavingOn: dateField(),
  noticedAt: instantField(),
  notice: wordsField(),
  steps: z.array(z.object({ id: z.string(), name: wordsField(), state: z.enum(["done", "now", "later"]), doneAt: instantField().nullable() })).readonly(),
  isStopped: z.boolean(),
  refusedNote: z.string().nullable(),
  appointment: appointmentField.nullable(),
  slips: z.array(slipField).readonly(),
  confirmationId: idField("document").nullable(),
  net: fenSumField().nullable(),
  /** The clock that holds, once both have signed. */
  refund: clockField.nullable(),
  paidOn: dateField().nullable(),
  canWithdraw: z.boolean(),
  canRate: z.boolean(),
  score: z.number().int().nullable(),
});
const casesField = z.object({
  cases: z.array(portalCaseField).readonly(),
  /** Leases that could be given notice of. */
  leases: z.array(z.object({ id: idField("lease"), leaseNo: z.string(), place: z.string(), leaseEnd: dateField(), noticeDays: z.number().int() })).readonly(),
  payer: z.string(),
  maySign: z.boolean(),
  mayRelease: z.boolean(),
  openSlips: z.array(slipField).readonly(),
});

export const portalCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/portal/cases",
  summary: "Where our move-outs stand, the refund counting down, and our release slips",
  permission: moveOutRights.portal,
  clause: "2.1.4-2",
  params: z.object(site),
  reply: casesField,
});
export const portalCheckNotice = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/portal/notice-check",
  summary: "What our lease says to leaving on that day",
  permission: moveOutRights.portalSign,
  clause: "2.1.3-1",
  params: z.object(site),
  query: z.object({ leaseId: noticeQuery.leaseId, cause: noticeQuery.cause, leavingOn: noticeQuery.leavingOn }),
  reply: noticeCheckField,
});
export const portalGiveNotice = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/portal/cases",
  summary: "Give notice to leave, by a contact with the authority to sign (F24)",
  permission: moveOutRights.portalSign,
  clause: "2.1.3-1",
  params: z.object(site),
  body: z.object(noticeBody),
  reply: portalCaseField,
});
export const portalWithdraw = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/portal/cases/{caseId}/withdrawal",
  summary: "Take our notice back while it is not decided",
  permission: moveOutRights.portalSign,
  clause: "2.1.3-1",
  params: atCase,
  body: z.object({ reason: textField(500) }),
  reply: portalCaseField,
});
export const portalPropose = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/portal/cases/{caseId}/appointments",
  summary: "Propose a time for the joint inspection",
  permission: moveOutRights.portal,
  clause: "2.1.3-2",
  params: atCase,
  body: z.object(appointmentBody),
  reply: portalCaseField,
});
export const portalAgree = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/portal/cases/{caseId}/appointment/agreement",
  summary: "Agree to the time proposed to us",
  permission: moveOutRights.portal,
  clause: "2.1.3-2",
  params: atCase,
  reply: portalCaseField,
});
export const portalRate = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/portal/cases/{caseId}/rating",
  summary: "Say how satisfied we were",
  permission: moveOutRights.portal,
  clause: "2.1.4-3",
  params: atCase,
  body: z.object(ratingBody),
  reply: portalCaseField,
});
export const portalAskForRelease = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/portal/slips",
  summary: "Ask for a release slip, by a contact with the authority for goods (F17)",
  permission: moveOutRights.portalGoods,
  clause: "2.1.3-5",
  params: z.object(site),
  body: z.object({ ...slipBody, caseId: idField("moveOut").nullable() }),
  reply: slipField,
});
export const portalPrintSlip = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/portal/slips/{slipId}/prints",
  summary: "Our slip (F17) as a PDF with the code the gate scans",
  permission: moveOutRights.portal,
  params: z.object({ ...site, slipId: idField("goodsSlip") }),
  body: z.object({ language: z.enum(languages).optional() }),
  reply: fileReply("application/pdf"),
  ratePerMinute: 30,
});
