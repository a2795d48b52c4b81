import { z } from "zod";
import { endpoint } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, textField } from "#kernel/fields.ts";
import { acceptanceKindField, atCase, caseField, checkField, deductionField, patrolResultField, payeeField } from "./fields.ts";
import { fitoutRights } from "./rights.ts";

// From the first patrol to the refund.

const clause = "2.1.1-6";

export const recordPatrol = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/patrols",
  summary: "Record a patrol of the works; the same id again does nothing",
  permission: fitoutRights.patrol,
  clause,
  params: atCase,
  body: z.object({
    id: idField("fitOutPatrol"),
    happenedAt: instantField(),
    result: patrolResultField(),
    failed: z.array(checkField()).max(20).default([]),
    findings: longTextField(1000).default(""),
    photoIds: z.array(idField("file")).max(9).default([]),
  }),
  reply: caseField,
});
export const stopWorks = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/stop-orders",
  summary: "Order the works to stop: what was violated, what must be put right",
  permission: fitoutRights.stop,
  clause,
  params: atCase,
  body: z.object({ id: idField("stopOrder"), patrolId: idField("fitOutPatrol").nullable().default(null), violation: textField(500), demand: textField(500) }),
  reply: caseField,
});
const atStop = atCase.extend({ stopOrderId: idField("stopOrder") });
export const rectifyStop = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/stop-orders/{stopOrderId}/rectification",
  summary: "Record what was put right after a stop order, as tenant or contractor report it",
  permission: fitoutRights.patrol,
  clause,
  params: atStop,
  body: z.object({ text: textField(1000) }),
  reply: caseField,
});
export const liftStop = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/stop-orders/{stopOrderId}/lifting",
  summary: "Lift a stop order after seeing what was put right",
  permission: fitoutRights.stop,
  clause,
  params: atStop,
  body: z.object({ note: textField(500) }),
  reply: caseField,
});
export const completionBody = z.object({ on: dateField() });
export const askCompletion = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/completion",
  summary: "Ask for acceptance, one to three days ahead, at the desk",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: completionBody,
  reply: caseField,
});
export const returnPasses = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/passes/return",
  summary: "Take works passes back",
  permission: fitoutRights.patrol,
  clause,
  params: atCase,
  body: z.object({ passIds: z.array(idField("worksPass")).min(1).max(200) }),
  reply: caseField,
});
export const acceptWorks = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/acceptances",
  summary: "Accept hidden works, the completed works, or the works a second time; or list their defects",
  permission: fitoutRights.accept,
  clause,
  params: atCase,
  body: z.object({
    id: idField("fitOutAcceptance"),
    kind: acceptanceKindField(),
    outcome: z.enum(["passed", "defects"]),
    note: longTextField(1000).default(""),
    defects: z
      .array(z.object({ id: idField("fitOutDefect"), description: textField(300), mendBy: dateField() }))
      .max(100)
      .default([]),
  }),
  reply: caseField,
});
export const mendDefect = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/defects/{defectId}/mending",
  summary: "Confirm that a defect is put right",
  permission: fitoutRights.accept,
  clause,
  params: atCase.extend({ defectId: idField("fitOutDefect") }),
  reply: caseField,
});
export const listDeductions = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/deductions",
  summary: "Make the list of deductions, which may be empty, and issue it for the tenant",
  permission: fitoutRights.permit,
  clause,
  params: atCase,
  body: z.object({ id: idField("deductionList"), lines: z.array(deductionField).max(100) }),
  reply: caseField,
});
export const tellDeductions = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/deductions/telling",
  summary: "Record to whom the list of deductions was given",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: z.object({ to: textField(60) }),
  reply: caseField,
});
export const askRefund = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/refunds",
  summary: "Ask for the deposits to be refunded less the deductions; what they do not cover is put up for billing",
  permission: fitoutRights.money,
  clause,
  params: atCase,
  body: z.object({ id: idField("fitOutRefund"), payee: payeeField }),
  reply: caseField,
});
export const decideRefund = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/refunds/{refundId}/decision",
  summary: "Approve or decline a refund that somebody else asked for",
  permission: fitoutRights.decide,
  clause,
  params: atCase.extend({ refundId: idField("fitOutRefund") }),
  body: z.object({ isApproved: z.boolean(), decision: textField(500) }),
  reply: caseField,
});
