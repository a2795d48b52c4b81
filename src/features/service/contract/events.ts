import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, monthField } from "#kernel/fields.ts";
import { attributionField, categoryField, causeField, channelField, departmentField, kindField, meansField, scoresShape, severityField } from "./fields.ts";
import { words } from "#kernel/words.ts";

const ofCase = { caseId: idField("case"), caseNo: z.string() };
const personId = idField("person");
const text = longTextField(10000);

export const caseTaken = event({
  name: "service.case_taken",
  words: words("受理", "Contact taken"),
  clauses: ["2.2.1-1", "2.2.2-3"],
  subject: "case",
  facts: z.object({
    ...ofCase,
    kind: kindField(),
    channel: channelField(),
    severity: severityField(),
    category: categoryField(),
    receivedAt: instantField(),
    ownerId: personId,
    tenantId: idField("tenant").nullable(),
    customer: z.string(),
    contact: z.string(),
    unitId: idField("unit").nullable(),
    matter: text,
    promisedAt: instantField().nullable(),
  }),
});
export const timePromised = event({
  name: "service.time_promised",
  words: words("承诺答复时间", "Time promised"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, promisedAt: instantField(), earlier: instantField().nullable(), reason: text }),
});
export const caseDispatched = event({
  name: "service.case_dispatched",
  words: words("派办", "Dispatched"),
  clauses: ["2.2.1-2", "2.2.2-3"],
  subject: "case",
  facts: z.object({ ...ofCase, department: departmentField(), handlerId: personId.nullable(), fromDepartment: departmentField().nullable(), reason: text, ownerId: personId }),
});
export const caseAccepted = event({
  name: "service.case_accepted",
  words: words("接办", "Accepted"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, handlerId: personId }),
});
export const caseVerified = event({
  name: "service.case_verified",
  words: words("核实", "Verified"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, findings: text, isValid: z.boolean().nullable() }),
});
export const caseResolved = event({
  name: "service.case_resolved",
  words: words("处理完毕", "Resolved"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, measures: text, handlerId: personId }),
});
export const noteAdded = event({
  name: "service.note_added",
  words: words("添加备注", "Note added"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, audience: z.enum(["internal", "tenant"]), text }),
});
export const fileAttached = event({
  name: "service.file_attached",
  words: words("添加附件", "File attached"),
  clauses: ["2.2.1-2"],
  subject: "case",
  facts: z.object({ ...ofCase, fileId: idField("file"), name: z.string(), hash: z.string(), audience: z.enum(["internal", "tenant"]) }),
});
export const feedbackGiven = event({
  name: "service.feedback_given",
  words: words("反馈客户", "Feedback given"),
  clauses: ["2.2.1-3", "2.2.2-3"],
  subject: "case",
  facts: z.object({ ...ofCase, isResult: z.boolean(), toWhom: z.string(), means: meansField(), words: text, saidAt: instantField() }),
});
export const calledBack = event({
  name: "service.called_back",
  words: words("回访", "Called back"),
  clauses: ["2.2.1-3"],
  subject: "case",
  facts: z.object({
    ...ofCase,
    callbackId: idField("callback"),
    callerId: personId.nullable(),
    visited: z.string(),
    means: meansField(),
    ...scoresShape,
    isUnresolved: z.boolean(),
    opinion: text,
  }),
});
export const ratingChanged = event({
  name: "service.rating_changed",
  words: words("修改评分", "Rating changed"),
  clauses: ["2.2.1-3"],
  subject: "case",
  facts: z.object({ ...ofCase, callbackId: idField("callback"), ...scoresShape, isUnresolved: z.boolean(), opinion: text }),
});
export const caseClassified = event({
  name: "service.case_classified",
  words: words("定性", "Classified"),
  clauses: ["2.2.1-4"],
  subject: "case",
  facts: z.object({ ...ofCase, changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })), reason: text }),
});
export const caseClosed = event({
  name: "service.case_closed",
  words: words("归档", "Closed"),
  clauses: ["2.2.1-3", "2.2.1-4"],
  subject: "case",
  facts: z.object({ ...ofCase, cause: causeField().nullable(), attributable: attributionField(), overrode: z.array(z.string()), remark: text }),
});
export const caseReopened = event({
  name: "service.case_reopened",
  words: words("重新打开", "Reopened"),
  clauses: ["2.2.1-3"],
  subject: "case",
  facts: z.object({ ...ofCase, round: z.number().int(), because: z.enum(["staff", "callback", "rating", "tenant"]), reason: text }),
});
export const caseMerged = event({
  name: "service.case_merged",
  words: words("合并", "Merged"),
  clauses: ["2.2.1-1"],
  subject: "case",
  facts: z.object({ ...ofCase, intoId: idField("case"), intoNo: z.string(), reason: text }),
});
export const casesLinked = event({
  name: "service.cases_linked",
  words: words("关联", "Linked"),
  clauses: ["2.2.1-4"],
  subject: "case",
  facts: z.object({ ...ofCase, otherId: idField("case"), otherNo: z.string() }),
});
export const caseVoided = event({
  name: "service.case_voided",
  words: words("作废", "Voided"),
  clauses: ["2.2.1-1"],
  subject: "case",
  facts: z.object({ ...ofCase, reason: text }),
});
/** An exception: what a manager let pass all the same. */
export const gateOpened = event({
  name: "service.gate_opened",
  words: words("例外放行", "Gate opened by authority"),
  clauses: ["2.2.1-3"],
  subject: "case",
  facts: z.object({ ...ofCase, gate: z.enum(["closure", "callback"]), overrode: z.array(z.string()), reason: text }),
});
/** An exception to first-contact ownership. */
export const ownerHandedOver = event({
  name: "service.owner_handed_over",
  words: words("移交首问责任", "Ownership handed over"),
  clauses: ["2.2.2-3"],
  subject: "case",
  facts: z.object({ ...ofCase, fromId: personId, toId: personId, reason: text }),
});

export const callsRecorded = event({
  name: "service.calls_recorded",
  words: words("导入通话记录", "Call records taken in"),
  clauses: ["2.2.2-1"],
  subject: "callBatch",
  facts: z.object({
    callBatchId: idField("callBatch"),
    source: z.enum(["csv", "pbx", "test"]),
    calls: z.array(z.object({ callId: idField("call"), startedAt: instantField(), waitedMs: z.number().int(), isAnswered: z.boolean() })),
  }),
});
export const exchangeKeyRenewed = event({
  name: "service.exchange_key_renewed",
  words: words("更换话务接口密钥", "Key of the telephone exchange renewed"),
  clauses: ["2.2.2-1"],
  subject: "site",
  facts: z.object({ siteId: idField("site") }),
});
export const conductSampled = event({
  name: "service.conduct_sampled",
  words: words("抽查服务礼仪", "Conduct sampled"),
  clauses: ["2.2.2-2"],
  subject: "conductSample",
  facts: z.object({ conductSampleId: idField("conductSample"), personId, failed: z.array(z.string()), remark: text }),
});
export const monthAnalysed = event({
  name: "service.month_analysed",
  words: words("完成月度分析", "Month analysed"),
  clauses: ["2.2.1-4"],
  subject: "monthlyAnalysis",
  facts: z.object({
    monthlyAnalysisId: idField("monthlyAnalysis"),
    month: monthField(),
    findings: text,
    total: z.number().int(),
    attributable: z.number().int(),
    actions: z.array(z.object({ improvementId: idField("improvement"), measure: text, department: departmentField(), ownerId: personId.nullable(), dueOn: dateField() })),
  }),
});
export const improvementDone = event({
  name: "service.improvement_done",
  words: words("改进措施完成", "Improvement done"),
  clauses: ["2.2.1-4"],
  subject: "improvement",
  facts: z.object({ improvementId: idField("improvement"), remark: text }),
});
