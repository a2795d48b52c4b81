import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { fenField, idField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { nextStepField, openingBody, procedureBoardField, stepIdField } from "#features/manual/contract.ts";
import { atCase, atSite, caseField, caseRowField, caseStateField, causeField, fileField, fileKindField, language, mostWorkers, workerField, xlsx } from "./fields.ts";
import { fitoutRights } from "./rights.ts";

const clause = "2.1.1-6";

export const listCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/cases",
  summary: "Fit-outs, newest first; of one state, at one step, by tenant or search",
  permission: fitoutRights.read,
  clause,
  params: z.object(atSite),
  query: z.object({
    ...pageQuery,
    state: caseStateField().optional(),
    step: stepIdField().optional(),
    tenantId: idField("tenant").optional(),
    search: searchField().optional(),
  }),
  reply: pageOf(caseRowField),
});
export const exportCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/cases/sheet",
  summary: "The fit-outs as an Excel file",
  permission: fitoutRights.read,
  clause,
  params: z.object(atSite),
  query: z.object({ state: caseStateField().optional(), ...language }),
  reply: fileReply(xlsx),
});
export const getCase = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/cases/{caseId}",
  summary: "A fit-out with all its records and where it stands",
  permission: fitoutRights.read,
  clause,
  params: atCase,
  reply: caseField,
});
export const getBoard = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/board",
  summary: "How many running fit-outs stand at each step, and the oldest of each",
  permission: fitoutRights.read,
  clause,
  params: z.object(atSite),
  reply: procedureBoardField,
});
export const listNextSteps = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/next-steps",
  summary: "What the reader can do or clear next in running fit-outs, what has waited longest first",
  permission: fitoutRights.read,
  clause,
  params: z.object(atSite),
  reply: z.array(nextStepField),
});
export const openCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases",
  summary: "Open a fit-out for a lease, at the desk",
  permission: fitoutRights.serve,
  clause,
  params: z.object(atSite),
  body: z.object({ id: idField("fitOut"), leaseId: idField("lease"), cause: causeField(), unitIds: z.array(idField("unit")).min(1).max(100) }),
  reply: caseField,
});
export const openStepGate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/steps/{step}/opening",
  summary: "Open the gate of a step by authority",
  permission: fitoutRights.openGates,
  clause,
  params: atCase.extend({ step: stepIdField() }),
  body: openingBody,
  reply: caseField,
});
export const withdrawCase = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/withdrawal",
  summary: "Withdraw a fit-out: its permit ends, charges that wait and letters that are not signed are taken back",
  permission: fitoutRights.withdraw,
  clause,
  params: atCase,
  body: z.object({ reason: textField(500) }),
  reply: caseField,
});

export const addFile = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/files",
  summary: "Put a drawing, licence, policy or photo on file, up to 20 MB",
  permission: fitoutRights.read,
  clause,
  params: atCase,
  query: z.object({ kind: fileKindField() }),
  body: fileUpload(20 << 20),
  reply: fileField,
});
export const getFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/cases/{caseId}/files/{fileId}",
  summary: "A file of a fit-out",
  permission: fitoutRights.read,
  clause,
  params: atCase.extend({ fileId: idField("file") }),
  reply: fileReply("*/*"),
});
export const workersReply = z.object({ workers: z.array(workerField).max(mostWorkers) });
export const readWorkers = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/workers",
  summary: "Read a list of workers from Excel or CSV; nothing is kept until the application is handed in",
  permission: fitoutRights.serve,
  clause,
  params: z.object(atSite),
  body: fileUpload(2 << 20),
  reply: workersReply,
});

export const settingField = z.object({
  needsHandover: z.boolean(),
  depositPerSqm: fenField({ min: 0, max: 1_000_000_00 }),
  feePerSqm: fenField({ min: 0, max: 1_000_000_00 }),
  wastePerSqm: fenField({ min: 0, max: 1_000_000_00 }),
  passDeposit: fenField({ min: 0, max: 1_000_000_00 }),
  hours: textField(200),
  version: z.number().int(),
});
export const getSetting = endpoint({
  method: "GET",
  path: "/sites/{siteId}/fitout/setting",
  summary: "What the site takes for a fit-out, and whether works wait for the signed handover",
  permission: fitoutRights.read,
  params: z.object(atSite),
  reply: settingField,
});
export const putSetting = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/setting",
  summary: "Change what the site takes for a fit-out, and whether works wait for the signed handover",
  permission: fitoutRights.settings,
  params: z.object(atSite),
  body: settingField.extend({ version: versionField().or(z.literal(0)) }),
  reply: settingField,
});
