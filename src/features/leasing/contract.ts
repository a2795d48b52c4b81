import { z } from "zod";
import { endpoint, event } from "#kernel/contract.ts";
import { dateField, idField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { leaseField, namedLeaseField, statusField } from "./contract/leases.ts";
import { amendmentKinds, type TerminationCause, terminationCauses } from "./rules.ts";
import { words } from "#kernel/words.ts";
import { leasingRights } from "./contract/rights.ts";

export { amendmentField } from "./contract/amendments.ts";
export {
  leaseUnitField,
  leaseField,
  namedLeaseField,
  leaseVersionField,
  leaseViewField,
  getLease,
  leaseSheet,
  draftLease,
  changeDraft,
  recordSigned,
  putDays,
  draftAmendment,
  changeAmendment,
  submitTerms,
  approveTerms,
  refuseTerms,
  withdrawTerms,
  cancelTerms,
  issueLetters,
  signTerms,
  signWhenReady,
  overrideSignature,
  previewSchedule,
  previewSheet,
  getSchedule,
  scheduleSheet,
  getDifference,
  getAnnexes,
  putAnnexes,
  confirmPoint,
  portalLeaseField,
  portalLeases,
  portalConfirmPoint,
  termsDrafted,
  termsChanged,
  termsSubmitted,
  termsApproved,
  termsRefused,
  termsWithdrawn,
  termsCancelled,
  signatureOverridden,
  daysChanged,
  pointExplained,
  annexesChanged,
} from "./contract/leases.ts";
export {
  depositTermField,
  escalationField,
  feeTermField,
  freePeriodField,
  lateFeeTermField,
  leaseTermsField,
  onceTermField,
  scheduleLineField,
  termUnitField,
  workingField,
} from "./contract/terms.ts";

export { leasingRights };

const site = { siteId: idField("site") };
const areaField = () => z.number().int().positive().max(100_000_000).nullable();
const termBody = { leaseNo: textField(60), leaseStart: dateField(), leaseEnd: dateField() };

export const listLeases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/leases",
  summary: "Leases by their end; of a unit, of a tenant, or by part of a number",
  permission: leasingRights.read,
  params: z.object(site),
  query: z.object({
    ...pageQuery,
    unitId: idField("unit").optional(),
    tenantId: idField("tenant").optional(),
    search: searchField().optional(),
    status: statusField().optional(),
    endingBefore: dateField().optional(),
  }),
  reply: pageOf(namedLeaseField),
});
export const occupancy = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/occupancy",
  summary: "Who leases each unit on a day (today unless told) and until when: a layer of the stacking plan",
  permission: leasingRights.read,
  params: z.object(site),
  query: z.object({ on: dateField().optional() }),
  reply: z.object({
    on: dateField(),
    leases: z.array(
      z.object({
        unitId: idField("unit"),
        leaseId: idField("lease"),
        leaseNo: z.string(),
        tenantId: idField("tenant"),
        tenant: z.string(),
        leaseStart: dateField(),
        leaseEnd: dateField(),
      }),
    ),
  }),
});
export const createLease = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/leases",
  summary: "Record a lease that was signed outside of the system",
  permission: leasingRights.edit,
  clause: "2.1.1-3",
  params: z.object(site),
  body: z.object({
    id: idField("lease"),
    tenantId: idField("tenant"),
    units: z
      .array(z.object({ unitId: idField("unit"), areaCenti: areaField().default(null) }))
      .min(1)
      .max(200)
      .readonly(),
    ...termBody,
  }),
  reply: leaseField,
});
const leasePath = z.object({ ...site, leaseId: idField("lease") });
export const changeLease = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}",
  summary: "Correct the number or term of a live lease",
  permission: leasingRights.edit,
  params: leasePath,
  body: z.object({ ...termBody, version: versionField() }),
  reply: leaseField,
});
export const endLease = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/leases/{leaseId}/ending",
  summary: "Shorten a live lease to end on a day, or cancel it as recorded by mistake",
  permission: leasingRights.edit,
  params: leasePath,
  body: z.object({ how: z.enum(["ended", "cancelled"]), on: dateField(), reason: textField(500), version: versionField() }),
  reply: leaseField,
});

const leaseFacts = z.object({
  leaseId: idField("lease"),
  leaseNo: z.string(),
  tenantId: idField("tenant"),
  unitIds: z.array(idField("unit")).readonly(),
  leaseStart: dateField(),
  leaseEnd: dateField(),
});
export const leaseRecorded = event({ name: "leasing.lease_recorded", words: words("登记租约", "Lease recorded"), clauses: ["2.1.1-3"], subject: "lease", facts: leaseFacts });
export const leaseChanged = event({ name: "leasing.lease_changed", words: words("更正租约", "Lease corrected"), clauses: ["2.1.1-3"], subject: "lease", facts: leaseFacts });
export const leaseEnded = event({
  name: "leasing.lease_ended",
  words: words("结束租约", "Lease ended"),
  clauses: [],
  subject: "lease",
  facts: leaseFacts.extend({ how: z.enum(["ended", "cancelled"]), reason: z.string() }),
});

const versionFacts = leaseFacts.extend({
  /** Which version of the terms; 1 is the lease itself. */
  number: z.number().int(),
  signedOn: dateField(),
  /** Signed on paper elsewhere is the weaker evidence. */
  grade: z.enum(["electronic", "paper"]),
  documentId: idField("document").nullable(),
});
/** A lease whose terms are written here is signed by both sides, or was on paper; bills are made from it from now on. */
export const leaseSigned = event({ name: "leasing.lease_signed", words: words("租约签署", "Lease signed"), clauses: ["2.1.1-3"], subject: "lease", facts: versionFacts });
/** A signed amendment: what is charged changes from `effectiveFrom` on. */
export const leaseAmended = event({
  name: "leasing.lease_amended",
  words: words("租约变更", "Lease amended"),
  clauses: ["2.1.1-3"],
  subject: "lease",
  facts: versionFacts.extend({ kind: z.enum(amendmentKinds), effectiveFrom: dateField() }),
});
/** An early termination is signed: the lease ends on `leaseEnd`. */
export const leaseTerminated = event({
  name: "leasing.lease_terminated",
  words: words("租约提前终止", "Lease terminated early"),
  clauses: ["2.1.3-1"],
  subject: "lease",
  facts: versionFacts.extend({ cause: z.enum(Object.keys(terminationCauses) as [TerminationCause, ...TerminationCause[]]), reason: z.string() }),
});
