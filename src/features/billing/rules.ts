import type { Id } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import type { FeeItemCode, PayeeKind, TaxMode, Working } from "#features/leasing/rules.ts";
import type { TaxCategory } from "./rules/tax.ts";
import "./rules/workings.ts";

export { abatementOf, type LostUse } from "./rules/abatement.ts";
export { type Difference, type DifferenceReason, differencesOf, type FeeSpan, type Piece, sayDifference } from "./rules/differences.ts";
export { isRecurring, unbilledUntil, type Unused, unusedOf } from "./rules/leaving.ts";
export { type BilledLine, type BillingPlan, firstPayment, openOf, planBilling } from "./rules/plan.ts";
export { lawfulRates, rateOn, taxCategories, type TaxCategory, taxCategoryCodes, taxCategoryOf, taxed, type Taxed, taxOfPart, type TaxRate } from "./rules/tax.ts";

/** A fee item as a site has it. */
export interface FeeItem {
  readonly code: FeeItemCode;
  readonly name: Words;
  readonly payee: PayeeKind;
  readonly taxCategory: TaxCategory;
  /** 税收分类编码, for e-invoices. */
  readonly goodsCode: string;
  /** 0 while the house's own holds. */
  readonly version: number;
}

export interface BillLine {
  readonly id: Id<"billLine">;
  readonly billId: Id<"bill">;
  readonly position: number;
  readonly feeItem: FeeItemCode;
  readonly entityId: Id<"entity">;
  readonly unitIds: readonly Id<"unit">[];
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  /** With tax; negative on a credit. */
  readonly amount: Fen;
  readonly net: Fen;
  readonly tax: Fen;
  readonly taxRate: string;
  readonly taxCategory: TaxCategory;
  readonly taxMode: TaxMode;
  readonly working: Working;
  readonly source: { readonly kind: "schedule" | "charge" | "credit"; readonly id: string };
  readonly creditsLineId: Id<"billLine"> | null;
  readonly isLive: boolean;
  readonly settled: Fen;
  readonly credited: Fen;
}

export interface Bill {
  readonly id: Id<"bill">;
  readonly billNo: string;
  readonly kind: "bill" | "credit";
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly month: Temporal.PlainYearMonth;
  readonly issuedOn: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly creditsBillId: Id<"bill"> | null;
  readonly reason: string;
  readonly runId: Id<"run"> | null;
  readonly total: Fen;
  readonly settled: Fen;
  readonly credited: Fen;
  readonly documentId: Id<"document"> | null;
  readonly issuedByName: string;
  readonly createdAt: Temporal.Instant;
}

export const billStates = {
  open: words("待收", "Open"),
  overdue: words("逾期", "Overdue"),
  partly: words("部分收款", "Partly paid"),
  settled: words("已结清", "Settled"),
  credited: words("已冲减", "Credited"),
  credit: words("冲减单", "Credit note"),
} as const satisfies Record<string, Words>;
export type BillState = keyof typeof billStates;

/** How a bill stands on a day. */
export function billState({ kind, total, settled, credited, dueOn }: Pick<Bill, "kind" | "total" | "settled" | "credited" | "dueOn">, today: Temporal.PlainDate): BillState {
  if (kind === "credit") return "credit";
  if (credited === total) return "credited";
  if (settled + credited === total) return "settled";
  if (Temporal.PlainDate.compare(dueOn, today) < 0) return "overdue";
  return settled > 0 ? "partly" : "open";
}

/** What is left to be paid. */
export const owedOf = ({ kind, total, settled, credited }: Pick<Bill, "kind" | "total" | "settled" | "credited">): Fen => fen(kind === "credit" ? 0 : total - settled - credited);

export const chargeStatuses = { waiting: words("待出账", "To be billed"), billed: words("已出账", "Billed"), cancelled: words("已取消", "Cancelled") } as const satisfies Record<
  string,
  Words
>;
export type ChargeStatus = keyof typeof chargeStatuses;

/** An amount that waits for a bill. */
export interface Charge {
  readonly id: Id<"charge">;
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease"> | null;
  readonly feeItem: FeeItemCode;
  readonly unitIds: readonly Id<"unit">[];
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly amount: Fen;
  readonly taxMode: TaxMode;
  readonly working: Working;
  readonly remark: string;
  readonly source: { readonly kind: string; readonly id: string };
  /** Whom it is owed to, where that is not the payee of its fee item. */
  readonly entityId: Id<"entity"> | null;
  readonly status: ChargeStatus;
}

export const runStatuses = {
  queued: words("排队中", "Waiting"),
  running: words("进行中", "Running"),
  done: words("已完成", "Done"),
  failed: words("未完成", "Failed"),
} as const satisfies Record<string, Words>;
export type RunStatus = keyof typeof runStatuses;

export const waiverKinds = { waiver: words("减免", "Waiver"), abatement: words("租金减收（民法典第713条）", "Abatement of rent (Civil Code art. 713)") } as const satisfies Record<
  string,
  Words
>;
export type WaiverKind = keyof typeof waiverKinds;
export const waiverStatuses = { asked: words("待审批", "To be decided"), approved: words("已批准", "Approved"), refused: words("已驳回", "Refused") } as const satisfies Record<
  string,
  Words
>;
export type WaiverStatus = keyof typeof waiverStatuses;

export const billingProblems = problems("billing", {
  billNotFound: { status: 404, words: words("没有这张账单。", "No such bill.") },
  lineNotFound: { status: 404, words: words("没有这条账单明细。", "No such line of a bill.") },
  chargeNotFound: { status: 404, words: words("没有这笔费用。", "No such charge.") },
  runNotFound: { status: 404, words: words("没有这次出账。", "No such billing run.") },
  entityNotFound: { status: 404, words: words("没有这家收款公司。", "No such company.") },
  waiverNotFound: { status: 404, words: words("没有这份减免申请。", "No such waiver.") },
  nothingToBill: { status: 409, words: words("没有可出账的费用。", "There is nothing to bill.") },
  alreadyBilled: { status: 409, words: words("其中有费用刚刚已经出账，请刷新后再看。", "Some of it has just been billed. Look again.") },
  endsBeforeItBegins: { status: 422, words: words("结束日不能早于开始日。", "The last day is before the first.") },
  chargeNotWaiting: { status: 409, words: words("这笔费用已出账或已取消。", "This charge is billed or cancelled already.") },
  otherTenant: { status: 409, words: words("这些费用不属于同一租户或同一租约。", "These charges belong to other tenants or leases.") },
  isCredit: { status: 409, words: words("冲减单不能再冲减。", "A credit note cannot be credited.") },
  creditedBeyond: { status: 409, words: words("最多可冲减 {open} 元。", "At most {open} yuan can be credited.") },
  stillPaid: {
    status: 409,
    words: words("其中 {settled} 元已收款，请先撤销核销再冲减。", "{settled} yuan of it are paid. Release the payment first, then credit."),
  },
  settledBeyond: { status: 409, words: words("核销金额超过未收金额。", "More would be settled than is owed.") },
  monthClosed: { status: 409, words: words("{month} 已结账，不能再出账、冲减或核销。", "{month} is closed: nothing is billed, credited or settled in it.") },
  monthClosedAlready: { status: 409, words: words("{month} 已结账。", "{month} is closed already.") },
  noTerms: { status: 409, words: words("租约没有计费条款。", "The lease has no terms to bill by.") },
  leaseNotSigned: { status: 409, words: words("租约尚未签署。", "The lease is not signed.") },
  runUnderWay: { status: 409, words: words("这个项目正在出账。", "A run is under way at this site.") },
  noSiteToRun: { status: 409, words: words("请选择您可以出账的项目。", "Choose sites where you may bill.") },
  ownWaiver: { status: 409, words: words("不能审批自己提出的申请，请由另一人审批。", "You asked for it yourself: somebody else decides.") },
  waiverDecided: { status: 409, words: words("这份申请已有结论。", "This request is decided already.") },
  waiverWaiting: { status: 409, words: words("这张账单已有待审批的申请。", "A request for this bill is waiting already.") },
  daysOutside: { status: 409, words: words("失去使用的日期不在这条明细的期间内。", "The days lost lie outside the days of the line.") },
  onlyRent: { status: 409, words: words("只有租金可以按民法典第713条减收。", "Only rent is abated by Civil Code art. 713.") },
  nobodyForFees: { status: 409, words: words("该租户没有负责费用且有邮箱的联系人。", "The tenant has no contact for fees with an e-mail address.") },
  termsUnusable: { status: 409, words: words("计费条款无法计算：{reason}", "The terms cannot be reckoned: {reason}") },
  runNotOver: { status: 409, words: words("这次出账还在进行。", "This run is still under way.") },
  stale: { status: 409, words: words("已被他人修改，请刷新后再改。", "Somebody else changed it. Read it again first.") },
  rateTaken: { status: 409, words: words("该日起已有税率。", "There is a rate from that day already.") },
  failedUnexpectedly: { status: 500, words: words("出账意外中断，可重新开始，已出的账单不会重复。", "The run stopped unexpectedly. Start it again: nothing is billed twice.") },
});

/** All that stands against crediting `parts` of a bill; empty if nothing does. */
export function whyNotCredit(bill: Pick<Bill, "kind">, parts: readonly { readonly line: Pick<BillLine, "amount" | "settled" | "credited">; readonly amount: Fen }[]): Problem[] {
  const beyond = parts.filter(({ line, amount }) => amount > line.amount - line.credited);
  const paid = parts.filter(({ line, amount }) => amount <= line.amount - line.credited && amount > line.amount - line.credited - line.settled);
  return reasons(
    bill.kind === "credit" && billingProblems.isCredit(),
    parts.length === 0 && billingProblems.nothingToBill(),
    beyond.map(({ line }) => billingProblems.creditedBeyond({ open: yuanText(fen(line.amount - line.credited)) })),
    paid.length > 0 && billingProblems.stillPaid({ settled: yuanText(fen(paid.reduce((sum, { line }) => sum + line.settled, 0))) }),
  );
}

/** All that stands against deciding a waiver; empty if nothing does. */
export const whyNotDecide = (waiver: { readonly status: WaiverStatus; readonly askedBy: Id<"person"> }, personId: Id<"person"> | null): Problem[] =>
  reasons(waiver.status !== "asked" && billingProblems.waiverDecided(), (personId === null || waiver.askedBy === personId) && billingProblems.ownWaiver());
