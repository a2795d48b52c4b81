import { z } from "zod";
import { endpoint } from "#kernel/contract.ts";
import { dateField, idField, longTextField, textField } from "#kernel/fields.ts";
import { atCase, caseField, detailsField, feesField } from "./fields.ts";
import { fitoutRights } from "./rights.ts";

// From the guide to the permit.

const clause = "2.1.1-6";

export const explainGuide = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/guide",
  summary: "Record that the fit-out guide was explained, and issue its receipt",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: z.object({ to: textField(60) }),
  reply: caseField,
});
export const applicationBody = z.object({ id: idField("fitOutApplication"), details: detailsField });
export const submitApplication = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/applications",
  summary: "Hand in F04 for a tenant at the desk; after it was sent back, the next version",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: applicationBody,
  reply: caseField,
});
const reviewBody = z.object({
  id: idField("fitOutReview"),
  applicationId: idField("fitOutApplication"),
  outcome: z.enum(["approved", "returned"]),
  opinion: textField(1000),
  conditions: longTextField(1000).default(""),
});
export const reviewEngineering = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/engineering-reviews",
  summary: "Engineering review of an application: structure, load, air conditioning, water; approve or send back",
  permission: fitoutRights.engineering,
  clause,
  params: atCase,
  body: reviewBody,
  reply: caseField,
});
export const reviewFireSafety = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/fire-safety-reviews",
  summary: "Fire safety review of an application, and whether a statutory fire design review is due; approve or send back",
  permission: fitoutRights.fireSafety,
  clause,
  params: atCase,
  body: reviewBody.extend({ isFireReviewDue: z.boolean() }),
  reply: caseField,
});
export const withdrawReview = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/reviews/{reviewId}/withdrawal",
  summary: "Withdraw a review before the permit is issued",
  permission: fitoutRights.withdrawReview,
  clause,
  params: atCase.extend({ reviewId: idField("fitOutReview") }),
  body: z.object({ reason: textField(500) }),
  reply: caseField,
});
export const fireApprovalBody = z.object({ no: textField(100), on: dateField(), fileId: idField("file") });
export const recordFireApproval = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/fire-approval",
  summary: "Record the authority's approval of the fire design, where it is due",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: fireApprovalBody,
  reply: caseField,
});
export const issueAgreement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/agreement",
  summary: "Issue fit-out agreement and fire letter for tenant, contractor and property company to sign",
  permission: fitoutRights.serve,
  clause,
  params: atCase,
  body: z.object({ contactId: idField("contact"), contractorSigner: textField(60), contractorEmail: z.union([z.literal(""), z.email().max(200)]).default("") }),
  reply: caseField,
});
export const setFees = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/fees",
  summary: "Set deposit and fees; what the lease does not cover already is billed at once",
  permission: fitoutRights.money,
  clause,
  params: atCase,
  body: z.object({ billId: idField("bill"), fees: feesField, dueOn: dateField() }),
  reply: caseField,
});
export const openSiteCheck = endpoint({
  method: "POST",
  path: "/sites/{siteId}/fitout/cases/{caseId}/site-check",
  summary: "Open the joint inspection of the unit that stands before the works",
  permission: fitoutRights.permit,
  clause: "2.1.1-7",
  params: atCase,
  body: z.object({ inspectionId: idField("inspection"), assigneeId: idField("person").nullable().default(null) }),
  reply: caseField,
});
const termShape = { to: dateField() };
export const issuePermit = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/permit",
  summary: "Issue the works permit with its code for the door, and a pass for each worker",
  permission: fitoutRights.permit,
  clause,
  params: atCase,
  body: z.object({ id: idField("worksPermit"), from: dateField(), ...termShape, conditions: longTextField(1000).default("") }),
  reply: caseField,
});
export const extendPermit = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/fitout/cases/{caseId}/permit/extension",
  summary: "Extend the works permit within the insurance; the code on the door stays",
  permission: fitoutRights.permit,
  clause,
  params: atCase,
  body: z.object({ id: idField("worksPermit"), ...termShape, reason: textField(500) }),
  reply: caseField,
});
