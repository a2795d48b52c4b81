import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, monthField, wordsField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { feeItemCodeField, taxCategoryField, waiverKindField } from "./fields.ts";

/** A bill made by hand or on demand. The bills of a monthly run are told by `billsIssued`, some hundreds at a time. */
export const billIssued = event({
  name: "billing.bill_issued",
  words: words("出具账单", "Bill issued"),
  clauses: [],
  subject: "bill",
  facts: z.object({
    billId: idField("bill"),
    billNo: z.string(),
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable(),
    total: fenSumField(),
    dueOn: dateField(),
    lines: z.number().int(),
  }),
});
/** Bills of a run, numbered from `firstNo` to `lastNo`; `digest` is the SHA-256 over number and total of each. */
export const billsIssued = event({
  name: "billing.bills_issued",
  words: words("批量出具账单", "Bills issued by a run"),
  clauses: [],
  subject: "run",
  facts: z.object({
    runId: idField("run"),
    month: monthField(),
    bills: z.number().int(),
    firstNo: z.string(),
    lastNo: z.string(),
    total: fenSumField(),
    digest: z.string(),
  }),
});
export const billCredited = event({
  name: "billing.bill_credited",
  words: words("冲减账单", "Bill credited"),
  clauses: [],
  subject: "bill",
  facts: z.object({
    billId: idField("bill"),
    billNo: z.string(),
    creditId: idField("bill"),
    creditNo: z.string(),
    tenantId: idField("tenant"),
    amount: fenField(),
    reason: z.string(),
    again: z.boolean(),
    lines: z.array(z.object({ lineId: idField("billLine"), amount: fenField() })),
  }),
});
/** Paid amounts that a credit is about to take away: whoever counted money towards these lines takes it back now, in this transaction. */
export const linesReleased = event({
  name: "billing.lines_released",
  words: words("释放已核销金额", "Paid amounts released"),
  clauses: [],
  subject: "bill",
  facts: z.object({
    billId: idField("bill"),
    tenantId: idField("tenant"),
    total: fenSumField(),
    releases: z.array(z.object({ lineId: idField("billLine"), amount: fenField() })),
  }),
});

export const chargeAdded = event({
  name: "billing.charge_added",
  words: words("登记待出账费用", "Charge added"),
  clauses: [],
  subject: "charge",
  facts: z.object({
    chargeId: idField("charge"),
    tenantId: idField("tenant"),
    leaseId: idField("lease").nullable(),
    feeItem: feeItemCodeField(),
    from: dateField(),
    to: dateField(),
    amount: fenField(),
    source: z.object({ kind: z.string(), id: z.string() }),
  }),
});
export const chargeCancelled = event({
  name: "billing.charge_cancelled",
  words: words("取消待出账费用", "Charge cancelled"),
  clauses: [],
  subject: "charge",
  facts: z.object({ chargeId: idField("charge"), reason: z.string() }),
});

export const feeItemChanged = event({
  name: "billing.fee_item_changed",
  words: words("修改费用项目", "Fee item changed"),
  clauses: [],
  subject: "feeItem",
  facts: z.object({ feeItemId: feeItemCodeField(), name: wordsField(), payee: z.enum(["owner", "property"]), taxCategory: taxCategoryField(), goodsCode: z.string() }),
});
export const taxRateChanged = event({
  name: "billing.tax_rate_changed",
  words: words("修改税率", "Tax rate changed"),
  clauses: [],
  subject: "taxRate",
  facts: z.object({
    taxRateId: idField("taxRate"),
    category: taxCategoryField(),
    taxpayer: z.enum(["general", "smallScale"]),
    rate: z.string(),
    from: dateField(),
    isRemoved: z.boolean(),
  }),
});

const waiverFacts = { waiverId: idField("waiver"), billId: idField("bill"), billNo: z.string(), tenantId: idField("tenant"), kind: waiverKindField(), amount: fenField() };
export const waiverAsked = event({
  name: "billing.waiver_asked",
  words: words("申请减免", "Waiver asked for"),
  clauses: [],
  subject: "waiver",
  facts: z.object({ ...waiverFacts, reason: z.string() }),
});
export const waiverDecided = event({
  name: "billing.waiver_decided",
  words: words("审批减免", "Waiver decided"),
  clauses: [],
  subject: "waiver",
  facts: z.object({ ...waiverFacts, isApproved: z.boolean(), decision: z.string(), askedBy: z.string() }),
});

const runFacts = { runId: idField("run"), month: monthField(), isDryRun: z.boolean() };
export const runStarted = event({ name: "billing.run_started", words: words("开始月度出账", "Billing run started"), clauses: [], subject: "run", facts: z.object(runFacts) });
export const runFinished = event({
  name: "billing.run_finished",
  words: words("月度出账完成", "Billing run finished"),
  clauses: [],
  subject: "run",
  facts: z.object({
    ...runFacts,
    bills: z.number().int(),
    lines: z.number().int(),
    total: fenSumField(),
    credited: fenSumField(),
    errors: z.number().int(),
    skipped: z.number().int(),
  }),
});
export const billMailed = event({
  name: "billing.bill_mailed",
  words: words("发送账单", "Bill mailed"),
  clauses: [],
  subject: "bill",
  facts: z.object({ billId: idField("bill"), billNo: z.string(), to: z.array(z.object({ contactId: idField("contact"), name: z.string() })) }),
});
