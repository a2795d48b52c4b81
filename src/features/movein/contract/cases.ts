import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, instantField, pageOf, pageQuery, searchField, textField } from "#kernel/fields.ts";
import { type Role, roles } from "#kernel/role.ts";
import { languages } from "#kernel/words.ts";
import { caseStandingField, nextStepField, openingBody, procedureBoardField, stepIdField } from "#features/manual/contract.ts";
import { moveinRights } from "./rights.ts";

export const site = { siteId: idField("site") };
export const casePath = z.object({ ...site, caseId: idField("moveIn") });
export const caseStates = ["running", "complete", "withdrawn"] as const;

export const moveInField = z.object({
  id: idField("moveIn"),
  tenantId: idField("tenant"),
  tenant: z.string(),
  leaseId: idField("lease"),
  leaseNo: z.string(),
  label: z.string(),
  openedAt: instantField(),
  openedByName: z.string(),
  dueBeforeKeys: fenSumField().nullable(),
  fitsOut: z.boolean().nullable(),
  fitoutDecidedAt: instantField().nullable(),
  fitoutDecidedBy: z.string().nullable(),
  movedInOn: dateField().nullable(),
  movedInAt: instantField().nullable(),
  movedInByName: z.string().nullable(),
  withdrawnAt: instantField().nullable(),
  withdrawnByName: z.string().nullable(),
  withdrawnWhy: z.string().nullable(),
  version: z.number().int(),
});
/** A case in a list: where its units lie, and where it stands. */
export const listedMoveInField = moveInField.extend({ place: z.string(), standing: caseStandingField });

const paymentLineField = z.object({
  feeItem: z.string(),
  feeName: z.object({ zh: z.string(), en: z.string() }),
  from: dateField(),
  to: dateField(),
  dueOn: dateField(),
  amount: fenSumField(),
  billId: idField("bill").nullable(),
  billNo: z.string().nullable(),
  settled: fenSumField(),
});
const meterOfCaseField = z.object({
  meterId: idField("meter"),
  meterNo: z.string(),
  kind: z.string(),
  place: z.string(),
  registers: z.string(),
  multiplier: z.string(),
  reading: z.object({ readingId: idField("reading"), values: z.record(z.string(), z.string()), readAt: instantField(), hasPhoto: z.boolean(), readerName: z.string() }).nullable(),
});

/** A case with everything its page shows. */
export const moveInViewField = z.object({
  case: moveInField,
  place: z.string(),
  units: z.array(z.object({ unitId: idField("unit"), place: z.string() })),
  standing: caseStandingField,
  payment: z.object({ due: fenSumField().nullable(), billed: fenSumField(), settled: fenSumField(), lines: z.array(paymentLineField) }),
  meters: z.array(meterOfCaseField),
  grantId: idField("accessGrant").nullable(),
  batchIds: z.array(idField("accessBatch")),
  inspection: z.object({ inspectionId: idField("inspection"), signedAt: instantField().nullable(), questionsOpen: z.number().int() }).nullable(),
  registration: z
    .object({ isSent: z.boolean(), fromPortal: z.boolean(), savedAt: instantField(), savedByName: z.string(), version: z.number().int(), lacking: z.array(z.string()) })
    .nullable(),
  handbook: z.object({ name: z.string(), putAt: instantField().nullable() }),
});

const language = { language: z.enum(languages).optional() };
const filters = {
  state: z.enum(caseStates).default("running"),
  step: stepIdField().optional(),
  role: z.enum(roles as [Role, ...Role[]]).optional(),
  search: searchField().optional(),
};

export const listMoveIns = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/cases",
  summary: "Move-ins, the newest first, with where each stands; by state, by the step they stand at, by whose turn it is",
  permission: moveinRights.read,
  clause: "2.1.1",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(listedMoveInField),
});
export const exportMoveIns = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/cases/sheet",
  summary: "The same as an Excel file",
  permission: moveinRights.read,
  params: z.object(site),
  query: z.object({ ...filters, ...language }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const getBoard = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/board",
  summary: "How many running move-ins stand at each step, and the one that has stood there longest",
  permission: moveinRights.read,
  clause: "2.1.1",
  params: z.object(site),
  reply: procedureBoardField,
});
export const getNextSteps = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/next-steps",
  summary: "The next steps of move-ins that are one's own by role, what has waited longest first",
  permission: moveinRights.read,
  params: z.object(site),
  reply: z.object({ steps: z.array(nextStepField), count: z.number().int() }),
});
export const getMoveIn = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/cases/{caseId}",
  summary: "A move-in: what its records say, and all that stands against each step",
  permission: moveinRights.read,
  clause: "2.1.1",
  params: casePath,
  reply: moveInViewField,
});
export const openMoveIn = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases",
  summary: "Begin a move-in by hand, for a signed lease that has none",
  permission: moveinRights.handle,
  clause: "2.1.1",
  params: z.object(site),
  body: z.object({ id: idField("moveIn"), leaseId: idField("lease") }),
  reply: moveInViewField,
});
export const openMoveInGate = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/steps/{step}/opening",
  summary: "Open a gate by authority: who, why and what it passes over stays on record and counts as an exception",
  permission: moveinRights.openGates,
  clause: "2.1.1",
  params: z.object({ ...site, caseId: idField("moveIn"), step: stepIdField() }),
  body: openingBody,
  reply: moveInViewField,
});
export const withdrawMoveIn = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/movein/cases/{caseId}/withdrawal",
  summary: "Take a move-in back: the right to cards and keys ends, open sheets and the open inspection are cancelled",
  permission: moveinRights.withdraw,
  clause: "2.1.1",
  params: casePath,
  body: z.object({ reason: textField(500) }),
  reply: moveInViewField,
});
export const decideFitout = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/movein/cases/{caseId}/fitout",
  summary: "Say whether the tenant fits out; if so engineering is told",
  permission: moveinRights.handle,
  clause: "2.1.1-6",
  params: casePath,
  body: z.object({ isWanted: z.boolean() }),
  reply: moveInViewField,
});
export const completeMoveIn = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/movein/cases/{caseId}/completion",
  summary: "Say on which day the tenant moved in: refused until the handover sheet is signed by both",
  permission: moveinRights.handle,
  clause: "2.1.1-7",
  params: casePath,
  body: z.object({ movedInOn: dateField() }),
  reply: moveInViewField,
});
