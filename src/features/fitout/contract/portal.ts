import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, instantField, textField } from "#kernel/fields.ts";
import { obstacleField } from "#features/manual/contract.ts";
import { stepStates } from "#features/manual/rules.ts";
import { applicationBody, fireApprovalBody } from "./acts.ts";
import { workersReply } from "./cases.ts";
import { applicationField, atCase, atSite, caseRowField, fileField, fileKindField, permitField, reviewField, stopOrderField } from "./fields.ts";
import { fitoutRights } from "./rights.ts";
import { completionBody } from "./works.ts";

// What a tenant's contact does and sees of their company's fit-outs.

const clause = "2.1.1-6";
const permission = fitoutRights.portal;

export const ownCaseField = caseRowField.extend({
  steps: z.array(z.object({ id: z.string(), state: z.enum(stepStates), doneAt: instantField().nullable(), reasons: z.array(obstacleField.shape.reason) })),
  application: applicationField.nullable(),
  reviews: z.array(reviewField.omit({ withdrawn: true })),
  permit: permitField.nullable(),
  stopOrders: z.array(stopOrderField),
  files: z.array(fileField),
});
export const listOwnCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/portal/cases",
  summary: "Fit-outs of my company, newest first, with what is ours to do",
  permission,
  clause,
  params: z.object(atSite),
  reply: z.object({
    items: z.array(caseRowField),
    /** Leases without a running fit-out, for which one may be asked for. */
    leases: z.array(z.object({ id: idField("lease"), leaseNo: z.string(), place: z.string() })),
  }),
});
export const getOwnCase = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}",
  summary: "A fit-out of my company",
  permission,
  clause,
  params: atCase,
  reply: ownCaseField,
});
export const openOwnCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/portal/cases",
  summary: "Ask for a fit-out of what my company leases",
  permission,
  clause,
  params: z.object(atSite),
  body: z.object({ id: idField("fitOut"), leaseId: idField("lease") }),
  reply: ownCaseField,
});
export const addOwnFile = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/files",
  summary: "Put a drawing, licence or policy of my company on file, up to 20 MB",
  permission,
  clause,
  params: atCase,
  query: z.object({ kind: fileKindField() }),
  body: fileUpload(20 << 20),
  reply: fileField,
});
export const getOwnFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/files/{fileId}",
  summary: "A file of a fit-out of my company",
  permission,
  clause,
  params: atCase.extend({ fileId: idField("file") }),
  reply: fileReply("*/*"),
});
export const readOwnWorkers = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/portal/workers",
  summary: "Read a list of workers from Excel or CSV",
  permission,
  clause,
  params: z.object(atSite),
  body: fileUpload(2 << 20),
  reply: workersReply,
});
export const submitOwnApplication = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/applications",
  summary: "Hand in F04 for my company; after it was sent back, the next version",
  permission,
  clause,
  params: atCase,
  body: applicationBody,
  reply: ownCaseField,
});
export const recordOwnFireApproval = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/fire-approval",
  summary: "Hand in the authority's approval of the fire design",
  permission,
  clause,
  params: atCase,
  body: fireApprovalBody,
  reply: ownCaseField,
});
export const rectifyOwnStop = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/stop-orders/{stopOrderId}/rectification",
  summary: "Report what was put right after a stop order",
  permission,
  clause,
  params: atCase.extend({ stopOrderId: idField("stopOrder") }),
  body: z.object({ text: textField(1000) }),
  reply: ownCaseField,
});
export const askOwnCompletion = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/portal/cases/{caseId}/completion",
  summary: "Ask for acceptance of the works, one to three days ahead",
  permission,
  clause,
  params: atCase,
  body: completionBody,
  reply: ownCaseField,
});
