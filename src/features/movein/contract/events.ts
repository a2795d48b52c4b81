import { z } from "zod";
import { event, job } from "#kernel/contract.ts";
import { dateField, fenSumField, idField, instantField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";

const deed = { moveInId: idField("moveIn"), label: z.string(), tenantId: idField("tenant"), leaseId: idField("lease") };

export const moveInOpened = event({
  name: "movein.opened",
  words: words("开始入驻", "Move-in begun"),
  clauses: ["2.1.1"],
  subject: "moveIn",
  facts: z.object({ ...deed, dueBeforeKeys: fenSumField().nullable() }),
});
export const moveInWithdrawn = event({
  name: "movein.withdrawn",
  words: words("撤回入驻", "Move-in withdrawn"),
  clauses: ["2.1.1"],
  subject: "moveIn",
  facts: z.object({ ...deed, reason: z.string() }),
});
/** Whether the tenant fits out was decided. */
export const fitoutDecided = event({
  name: "movein.fitout_decided",
  words: words("确定是否装修", "Fit-out decided"),
  clauses: ["2.1.1-6"],
  subject: "moveIn",
  facts: z.object({ ...deed, isWanted: z.boolean() }),
});
/** The tenant fits out: engineering takes it from here. */
export const fitoutWanted = event({
  name: "movein.fitout_wanted",
  words: words("转交工程办理装修", "Fit-out handed to engineering"),
  clauses: ["2.1.1-6"],
  subject: "moveIn",
  facts: z.object({ ...deed, unitIds: z.array(idField("unit")) }),
});
export const registrationSaved = event({
  name: "movein.registration_saved",
  words: words("填写入驻登记表", "Registration filled in"),
  clauses: ["2.1.1-5"],
  subject: "moveIn",
  facts: z.object({ ...deed, isSent: z.boolean(), fromPortal: z.boolean(), hash: z.string() }),
});
/** One of the sheets of the formalities was issued for both sides to sign. */
export const formalityIssued = event({
  name: "movein.formality_issued",
  words: words("出具入驻手续单据", "Sheet of a formality issued"),
  clauses: ["2.1.1-5"],
  subject: "moveIn",
  facts: z.object({ ...deed, step: z.string(), documentId: idField("document") }),
});
export const formalitiesEnded = event({
  name: "movein.formalities_ended",
  words: words("入驻手续办结", "Formalities done"),
  clauses: ["2.1.1-5", "2.1.2-3"],
  subject: "moveIn",
  facts: z.object({ ...deed, at: instantField() }),
});
export const keysIssued = event({
  name: "movein.keys_issued",
  words: words("交付门禁卡与钥匙", "Cards and keys handed over"),
  clauses: ["2.1.1-4", "2.1.1-5"],
  subject: "moveIn",
  facts: z.object({ ...deed, grantId: idField("accessGrant"), batchId: idField("accessBatch"), cards: z.number().int(), keys: z.number().int() }),
});
export const inspectionArranged = event({
  name: "movein.inspection_arranged",
  words: words("安排验房", "Inspection arranged"),
  clauses: ["2.1.1-7"],
  subject: "moveIn",
  facts: z.object({ ...deed, inspectionId: idField("inspection"), at: instantField().nullable() }),
});
export const moveInCompleted = event({
  name: "movein.completed",
  words: words("正式入驻", "Moved in"),
  clauses: ["2.1.1-7"],
  subject: "moveIn",
  facts: z.object({ ...deed, movedInOn: dateField() }),
});
export const handbookPut = event({
  name: "movein.handbook_put",
  words: words("更新用户手册", "Handbook replaced"),
  clauses: ["2.1.1-5"],
  subject: "handbook",
  facts: z.object({ handbookId: idField("handbook"), name: z.string(), hash: z.string() }),
});

/** Something that a case may have waited for has come: the house looks. */
export const lookAgain = job({ name: "movein.look_again", payload: z.object({ siteId: idField("site"), caseId: idField("moveIn") }) });
