import { words, type Words } from "#kernel/words.ts";

/** How money came. `deposit`: a debt paid out of a deposit that is held. */
export const meansNames = {
  transfer: words("银行转账", "Bank transfer"),
  cash: words("现金", "Cash"),
  cheque: words("支票", "Cheque"),
  pos: words("POS 刷卡", "Card terminal"),
  wechat: words("微信", "WeChat Pay"),
  alipay: words("支付宝", "Alipay"),
  deposit: words("保证金抵扣", "From the deposit"),
} as const satisfies Record<string, Words>;
export type Means = keyof typeof meansNames;

/** What is taken at the counter rather than found in a statement. */
export const counterMeans = ["cash", "cheque", "pos", "wechat", "alipay", "transfer"] as const satisfies readonly Means[];

export const reversalNames = {
  wrongMatch: words("认款有误", "Matched wrongly"),
  bounced: words("退票或退款", "Bounced or returned"),
  mistake: words("登记有误", "Entered by mistake"),
} as const satisfies Record<string, Words>;
export type ReversalKind = keyof typeof reversalNames;

/** In which order money pays debts that nobody named: always the oldest due first, but … Domain §3.6, Civil Code art. 560–561. */
export const allocationOrders = {
  principalFirst: words("先本金，后违约金", "Principal before late-payment damages"),
  lateFeeFirst: words("先违约金，后本金", "Late-payment damages before principal"),
  depositFirst: words("先保证金，再本金，后违约金", "Deposits, then principal, then late-payment damages"),
} as const satisfies Record<string, Words>;
export type AllocationOrder = keyof typeof allocationOrders;

/** What becomes of money in the account of another entity than the one it is owed to. */
export const wrongEntityRules = {
  refuse: words("不接受，须改正或退回", "Refused: put right or sent back"),
  onBehalf: words("作为代收入账", "Booked as collected on behalf"),
} as const satisfies Record<string, Words>;
export type WrongEntityRule = keyof typeof wrongEntityRules;

export interface PaymentSettings {
  readonly allocationOrder: AllocationOrder;
  readonly wrongEntity: WrongEntityRule;
  /** 0 while the house's own settings hold. */
  readonly version: number;
}
export const ownSettings: PaymentSettings = { allocationOrder: "principalFirst", wrongEntity: "onBehalf", version: 0 };

export const statementStatuses = {
  draft: words("待设列", "To be mapped"),
  previewing: words("预览中", "Being read"),
  previewed: words("待导入", "Ready to import"),
  running: words("导入中", "Importing"),
  done: words("已导入", "Imported"),
  failed: words("未成功", "Failed"),
  undone: words("已撤销", "Undone"),
} as const satisfies Record<string, Words>;
export type StatementStatus = keyof typeof statementStatuses;

/** What a statement may become. A new mapping leads back to reading it until its lines are in. */
export const statementTransitions = {
  draft: ["previewing"],
  previewing: ["previewed", "failed"],
  previewed: ["previewing", "running"],
  running: ["done", "failed"],
  failed: ["previewing"],
  done: ["undone"],
  undone: [],
} as const satisfies Record<StatementStatus, readonly StatementStatus[]>;
export const mayBecome = (from: StatementStatus, to: StatementStatus): boolean => (statementTransitions[from] as readonly StatementStatus[]).includes(to);

export const depositPostingNames = {
  raised: words("追加应收", "Asked for more"),
  received: words("收取", "Received"),
  deducted: words("抵扣欠款", "Deducted for debts"),
  forfeited: words("没收", "Forfeited"),
  refunded: words("退还", "Refunded"),
  reversed: words("冲回", "Reversed"),
} as const satisfies Record<string, Words>;
export type DepositPostingKind = keyof typeof depositPostingNames;

export const depositRequestNames = {
  deduct: words("抵扣欠款", "Deduct for debts"),
  forfeit: words("没收", "Forfeit"),
  refund: words("退还", "Refund"),
} as const satisfies Record<string, Words>;
export type DepositRequestKind = keyof typeof depositRequestNames;

export const requestStatuses = {
  asked: words("待审批", "To be decided"),
  approved: words("已批准", "Approved"),
  declined: words("已驳回", "Declined"),
} as const satisfies Record<string, Words>;
export type RequestStatus = keyof typeof requestStatuses;
