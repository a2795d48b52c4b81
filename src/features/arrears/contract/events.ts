import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";

const ofTenant = { tenantId: idField("tenant") };

export const collectionOpened = event({
  name: "arrears.collection_opened",
  words: words("开始催收", "Collection begun"),
  clauses: [],
  subject: "tenant",
  facts: z.object({ ...ofTenant, collectionId: idField("collection"), since: dateField() }),
});
export const collectionClosed = event({
  name: "arrears.collection_closed",
  words: words("欠款结清，催收结束", "Collection ended: nothing is overdue"),
  clauses: [],
  subject: "tenant",
  facts: z.object({ ...ofTenant, collectionId: idField("collection") }),
});
export const stepDone = event({
  name: "arrears.step_done",
  words: words("办理催收步骤", "Step of collection done"),
  clauses: [],
  subject: "tenant",
  facts: z.object({ ...ofTenant, stepId: idField("collectionStep"), act: z.string(), spokeWith: z.string(), note: z.string(), documentId: idField("document").nullable() }),
});
export const reminderSent = event({
  name: "arrears.reminder_sent",
  words: words("到期前提醒", "Reminder before the due day"),
  clauses: [],
  subject: "tenant",
  facts: z.object({ ...ofTenant, dueOn: dateField(), step: z.string(), billIds: z.array(idField("bill")), to: z.array(z.string()) }),
});
export const promiseMade = event({
  name: "arrears.promise_made",
  words: words("承诺付款", "Promise to pay"),
  clauses: [],
  subject: "tenant",
  facts: z.object({
    ...ofTenant,
    planId: idField("plan"),
    promisedBy: z.string(),
    parts: z.array(z.object({ amount: fenField(), promisedOn: dateField() })),
  }),
});
export const promiseJudged = event({
  name: "arrears.promise_judged",
  words: words("付款承诺有结果", "Promise to pay judged"),
  clauses: [],
  subject: "tenant",
  facts: z.object({
    ...ofTenant,
    promiseId: idField("promise"),
    amount: fenField(),
    promisedOn: dateField(),
    paid: fenSumField(),
    outcome: z.enum(["kept", "broken", "withdrawn"]),
    reason: z.string(),
  }),
});
export const lateFeeCharged = event({
  name: "arrears.late_fee_charged",
  words: words("计收违约金", "Damages for delay charged"),
  clauses: [],
  subject: "charge",
  facts: z.object({ ...ofTenant, chargeId: idField("charge"), lineId: idField("billLine"), until: dateField(), accrued: fenField(), amount: fenField() }),
});
const waiver = { ...ofTenant, lateFeeWaiverId: idField("lateFeeWaiver"), lineId: idField("billLine"), amount: fenField() };
export const lateFeeWaiverAsked = event({
  name: "arrears.late_fee_waiver_asked",
  words: words("申请减免违约金", "Waiver of damages asked for"),
  clauses: [],
  subject: "lateFeeWaiver",
  facts: z.object({ ...waiver, reason: z.string() }),
});
export const lateFeeWaiverDecided = event({
  name: "arrears.late_fee_waiver_decided",
  words: words("审批违约金减免", "Waiver of damages decided"),
  clauses: [],
  subject: "lateFeeWaiver",
  facts: z.object({ ...waiver, isApproved: z.boolean(), decision: z.string() }),
});
export const settingChanged = event({
  name: "arrears.setting_changed",
  words: words("修改催收设置", "Collection settings changed"),
  clauses: [],
  subject: "site",
  facts: z.object({ siteId: idField("site"), steps: z.array(z.string()), hasLateFee: z.boolean(), chargesMonthly: z.boolean() }),
});
