import { z } from "zod";
import { event, job } from "#kernel/contract.ts";
import { dateField, idField, instantField } from "#kernel/fields.ts";
import { words, type Words } from "#kernel/words.ts";
import { conditionField, inspectionTypeField, responsibleField } from "./fields.ts";

const inspectionEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S, clauses: readonly string[] = ["2.1.1-7"]) =>
  event({
    name: `handover.${name}`,
    words: said,
    clauses,
    subject: "inspection",
    facts: z.object({ inspectionId: idField("inspection"), inspectionNo: z.string(), type: inspectionTypeField(), ...facts }),
  });

export const inspectionOpened = inspectionEvent("inspection_opened", words("安排验房", "Inspection opened"), {
  tenantId: idField("tenant"),
  leaseId: idField("lease").nullable(),
  caseId: z.uuid().nullable(),
  unitIds: z.array(idField("unit")).readonly(),
  baselineId: idField("inspection").nullable(),
  listVersion: z.number().int(),
  items: z.number().int(),
});
export const inspectionAssigned = inspectionEvent("inspection_assigned", words("指派验房人", "Inspection assigned"), { assigneeId: idField("person"), assignee: z.string() });
export const inspectionAppointed = inspectionEvent(
  "inspection_appointed",
  words("预约验房", "Inspection appointed"),
  { appointmentAt: instantField(), note: z.string(), caseId: z.uuid().nullable() },
  ["2.1.1-7", "2.1.3-2"],
);
export const inspectionWithdrawn = inspectionEvent("inspection_withdrawn", words("撤销验房", "Inspection withdrawn"), { reason: z.string(), caseId: z.uuid().nullable() });
/** What one phone sent of one inspection at once; `digest` is the SHA-256 of those facts as canonical JSON. */
export const factsReceived = inspectionEvent("facts_received", words("收到验房记录", "Records of an inspection received"), {
  facts: z.array(z.object({ id: z.string(), kind: z.string(), happenedAt: z.string() })).readonly(),
  digest: z.string(),
});
export const signatureGiven = inspectionEvent("signature_given", words("验房签字", "Inspection signed by one party"), {
  factId: z.string(),
  party: z.string(),
  name: z.string(),
  contactId: z.string().nullable(),
  means: z.string(),
  imageHash: z.string(),
  contentHash: z.string(),
  disagreement: z.string(),
  signedAt: instantField(),
});
/** Both parties have signed the same content; it stands from now on. */
export const inspectionSigned = inspectionEvent(
  "inspection_signed",
  words("验房双方签字", "Inspection signed by both"),
  {
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable(),
    caseId: z.uuid().nullable(),
    contentHash: z.string(),
    signedAt: instantField(),
    defects: z.number().int(),
    hasUnansweredQuestions: z.boolean(),
    hasDispute: z.boolean(),
  },
  ["2.1.1-7", "2.1.3-3"],
);
export const itemListChanged = event({
  name: "handover.item_list_changed",
  words: words("修改验房清单", "Item list changed"),
  clauses: ["2.1.1-7"],
  subject: "site",
  facts: z.object({ siteId: idField("site"), version: z.number().int(), areas: z.number().int(), parts: z.number().int() }),
});

const defectEvent = <const S extends z.ZodRawShape>(name: string, said: Words, facts: S) =>
  event({
    name: `handover.${name}`,
    words: said,
    clauses: ["2.1.1-7"],
    subject: "defect",
    facts: z.object({ defectId: idField("defect"), inspectionId: idField("inspection"), lineKey: z.string(), ...facts }),
  });
export const defectMended = defectEvent("defect_mended", words("缺陷整改", "Defect mended"), {
  condition: conditionField(),
  responsible: responsibleField().nullable(),
  mendBy: dateField().nullable(),
  note: z.string(),
});
export const defectJudged = defectEvent("defect_judged", words("整改确认", "Mending confirmed or sent back"), { isInOrder: z.boolean(), note: z.string() });

/** Issues F03 of a signed inspection once its photos are here; asked for again whenever one arrives. */
export const issueSignedRecord = job({ name: "handover.issue_record", payload: z.object({ siteId: idField("site"), inspectionId: idField("inspection") }) });
