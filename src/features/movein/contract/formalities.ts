import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, instantField, textField } from "#kernel/fields.ts";
import { type Authority, authorities } from "#kernel/role.ts";
import { newItemsField } from "#features/handover/contract.ts";
import { casePath, moveInField, moveInViewField, site } from "./cases.ts";
import { moveinRights } from "./rights.ts";

const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");
const emailField = () => z.union([z.literal(""), z.email().max(200)]).default("");
const languageField = () => z.enum(["zh", "en", "both"]).default("zh");
const authorityField = () => z.enum(Object.keys(authorities) as [Authority, ...Authority[]]);

/** F01 as it is filled in; a draft may lack anything. */
export const registrationFormField = z.object({
  legalRepresentative: optionalText(60),
  industry: optionalText(60),
  headcount: z.number().int().min(0).max(100_000).nullable().default(null),
  isRegisteredAddress: z.boolean().nullable().default(null),
  invoice: z.object({
    title: optionalText(200),
    taxNo: optionalText(30),
    bank: optionalText(100),
    account: optionalText(60),
    address: optionalText(200),
    phone: optionalText(40),
    email: emailField(),
  }),
  contacts: z
    .array(
      z.object({
        contactId: idField("contact").nullable(),
        name: textField(60),
        post: optionalText(60),
        phone: optionalText(40),
        email: emailField(),
        authorities: z.array(authorityField()).max(5).readonly(),
      }),
    )
    .max(20)
    .readonly(),
  emergency: z.object({ name: optionalText(60), phone: optionalText(40) }),
  vehicles: z.array(textField(20)).max(50).readonly(),
  specialEquipment: optionalText(500),
  workingHours: optionalText(100),
});
/** What the records know of the tenant besides, as F01 prints it. */
export const registrationField = z.object({
  form: registrationFormField,
  /** Whether anybody has filled it in; until then it holds what the records know. */
  isSaved: z.boolean(),
  isSent: z.boolean(),
  isSigned: z.boolean(),
  savedAt: instantField().nullable(),
  savedByName: z.string(),
  version: z.number().int(),
  lacking: z.array(z.string()),
});

const signedBy = { contactId: idField("contact"), language: languageField() };

export const getRegistration = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/cases/{caseId}/registration",
  summary: "The registration of a tenant moving in (F01), with what the records know filled in",
  permission: moveinRights.read,
  clause: "2.1.1-5",
  params: casePath,
  reply: registrationField,
});
const registrationBody = z.object({ form: registrationFormField, isSent: z.boolean(), version: z.number().int().min(0) });
export const saveRegistration = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/movein/cases/{caseId}/registration",
  summary: "Fill in the registration at the desk",
  permission: moveinRights.handle,
  clause: "2.1.1-5",
  params: casePath,
  body: registrationBody,
  reply: registrationField,
});
export const issueRegistration = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/registration/sheet",
  summary: "Issue the registration (F01) for both sides to sign; contacts and their authority are taken over as it says",
  permission: moveinRights.handle,
  clause: "2.1.1-5",
  params: casePath,
  body: z.object(signedBy),
  reply: moveInViewField,
});
export const giveHandbook = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/handbook",
  summary: "Hand over the handbook against a receipt that both sides sign",
  permission: moveinRights.handle,
  clause: "2.1.1-5",
  params: casePath,
  body: z.object(signedBy),
  reply: moveInViewField,
});
export const confirmMeters = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/meters",
  summary: "Issue the confirmation of the opening readings for both sides to sign: refused until each meter is read with a photo",
  permission: moveinRights.inspect,
  clause: "2.1.1-5",
  params: casePath,
  body: z.object(signedBy),
  reply: moveInViewField,
});
export const issueKeys = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/keys",
  summary: "Hand over cards and keys by number: refused, with every reason, until papers, annexes and the first payment are there",
  permission: moveinRights.handle,
  clause: "2.1.1-4",
  params: casePath,
  body: z.object({ batchId: idField("accessBatch"), items: newItemsField, ...signedBy }),
  reply: moveInViewField,
});
export const arrangeInspection = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/cases/{caseId}/inspection",
  summary: "Arrange the joint inspection of the units: who does it and when both meet",
  permission: moveinRights.inspect,
  clause: "2.1.1-7",
  params: casePath,
  body: z.object({ inspectionId: idField("inspection"), assigneeId: idField("person"), appointmentAt: instantField().nullable().default(null), note: optionalText(300) }),
  reply: moveInViewField,
});
export const getHandbook = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/handbook",
  summary: "The handbook that is handed over now: the site's own, or the house's",
  permission: moveinRights.readHandbook,
  params: z.object(site),
  reply: fileReply("application/pdf"),
});
export const putHandbook = endpoint({
  method: "POST",
  path: "/sites/{siteId}/movein/handbooks",
  summary: "Put up another handbook (PDF), handed over from now on",
  permission: moveinRights.settings,
  clause: "2.1.1-5",
  params: z.object(site),
  body: fileUpload(30 << 20),
  reply: z.object({ handbookId: idField("handbook"), name: z.string(), hash: z.string(), putAt: instantField() }),
});

// For the tenant

export const portalMoveInField = z.object({
  case: moveInField.pick({ id: true, label: true, leaseNo: true, openedAt: true, movedInOn: true }),
  place: z.string(),
  isOver: z.boolean(),
  /** Null for a contact who has nothing to do with fees. */
  payment: z.object({ due: fenSumField(), settled: fenSumField() }).nullable(),
  papersOwed: z.number().int(),
  registration: registrationField,
  /** Sheets that wait for the tenant's signature. */
  toSign: z.array(z.object({ documentId: idField("document"), title: z.object({ zh: z.string(), en: z.string() }), isMine: z.boolean() })),
  keys: z.object({ count: z.number().int(), isReceived: z.boolean() }),
  inspection: z.object({ inspectionId: idField("inspection"), appointmentAt: instantField().nullable(), signedAt: instantField().nullable() }).nullable(),
  handoverOn: dateField().nullable(),
});
export const portalMoveIns = endpoint({
  method: "GET",
  path: "/sites/{siteId}/movein/portal/cases",
  summary: "The move-ins of one's own company, with what it must still do",
  permission: moveinRights.portal,
  clause: "2.1.1",
  params: z.object(site),
  reply: z.object({ cases: z.array(portalMoveInField) }),
});
export const portalSaveRegistration = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/movein/portal/cases/{caseId}/registration",
  summary: "Fill in the registration for one's own company",
  permission: moveinRights.portal,
  clause: "2.1.1-5",
  params: casePath,
  body: registrationBody,
  reply: portalMoveInField,
});
