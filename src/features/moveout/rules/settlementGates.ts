import { type Fen, yuanText } from "#kernel/money.ts";
import { type Problem, problems, reasons, sayProblem } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { itemState, type SettlementItem } from "./settlementItems.ts";

export const settlementProblems = problems("moveout", {
  itemNotFound: { status: 404, words: words("没有这条结算项目。", "No such line of the settlement.") },
  sheetNotFound: { status: 404, words: words("还没有出具结算单。", "No settlement sheet has been issued.") },
  priceNotFound: { status: 404, words: words("赔偿价目表里没有这一项。", "The price list has no such item.") },
  priceCodeTaken: { status: 409, words: words("价目编号 {code} 已有。", "The price list has {code} already.") },
  itemUnpriced: { status: 409, words: words("“{item}”尚未定价。", "“{item}” has no price yet.") },
  itemDisputed: {
    status: 409,
    words: words(
      "客户对“{item}”有异议：请项目经理裁定，或登记客户“保留意见后同意”。",
      "The tenant disputes “{item}”: the manager decides it, or the tenant agrees with reservation.",
    ),
  },
  notDisputed: { status: 409, words: words("“{item}”没有待裁定的异议。", "Nothing about “{item}” waits for a decision.") },
  waiverSaysWhy: { status: 422, words: words("减免或维持须写明理由。", "A waiver or an upheld charge says why.") },
  disputeSaysWhy: { status: 422, words: words("请写明异议的理由。", "Please say why you dispute it.") },
  nothingChargedSaysWhy: { status: 422, words: words("“{item}”不收费须写明理由。", "Charging nothing for “{item}” needs a reason.") },
  priceNeedsQuantity: { status: 422, words: words("定价须有数量和单价。", "A price takes a quantity and a unit price.") },
  forfeitNeedsDeposit: {
    status: 422,
    words: words("没收保证金须指明租约的保证金，且不超过账上持有的 {held} 元。", "A forfeiture names a deposit of the lease and takes at most the {held} yuan held of it."),
  },
  differenceStays: {
    status: 409,
    words: words("“{item}”来自验房差异，不能删除；不收费请写明理由。", "“{item}” comes from the inspection and stays; charge nothing for it and say why."),
  },
  usageNotFinal: { status: 409, words: words("末期水电尚不能结清：{reason}", "The last use is not final: {reason}") },
  sheetAgreed: { status: 409, words: words("客户已签认第 {version} 版结算单；要修改须先重新打开。", "The tenant agreed to version {version}; open it again to change it.") },
  sheetPosted: { status: 409, words: words("结算已入账，不能再修改。", "The settlement is posted and cannot be changed.") },
  sheetNotIssued: { status: 409, words: words("没有待客户签认的结算单。", "No settlement sheet waits for the tenant.") },
  sheetNotAgreed: { status: 409, words: words("客户尚未签认结算单。", "The tenant has not agreed to the settlement.") },
  sheetNotPosted: { status: 409, words: words("结算尚未入账。", "The settlement is not posted.") },
  notConfirmedYet: {
    status: 409,
    words: words("双方尚未签署退租交接确认书，结算不能入账。", "The confirmation is not signed by both sides, so the settlement is not posted yet."),
  },
  lineChanged: {
    status: 409,
    words: words(
      "“{lineZh}”已由 {was} 元变为 {is} 元：请出具新版结算单，由客户重新签认。",
      "“{lineEn}” was {was} yuan and is {is} now: issue a new version for the tenant to agree to.",
    ),
  },
  nothingToPayOut: { status: 409, words: words("结算没有应退款。", "The settlement gives nothing back.") },
  refundPaid: { status: 409, words: words("退款已付。", "The refund is paid already.") },
  refundNotPaid: { status: 409, words: words("退款尚未付出。", "The refund has not been paid.") },
  itemChanged: { status: 409, words: words("“{item}”已被他人修改，请刷新后重试。", "Somebody changed “{item}” in the meantime. Reload and try again.") },
});

export const sheetStates = {
  issued: words("待客户签认", "For the tenant to sign"),
  agreed: words("客户已签认", "Agreed"),
  superseded: words("已被新版取代", "Superseded"),
} as const satisfies Record<string, Words>;
export type SheetState = keyof typeof sheetStates;

/**
 * All that shuts the tenant's agreement: what nobody has priced, what is disputed and not decided – unless the tenant agrees with reservation, which
 * stands on the sheet and leaves the line as it is charged – and use that is not final. Manual 2.1.3-4, 2.1.4-2.
 */
export function whyNotIssue({
  items,
  reservation,
  usage,
}: {
  readonly items: readonly Pick<SettlementItem, "title" | "unitPrice" | "answer" | "verdict">[];
  readonly reservation: string;
  readonly usage: readonly Problem[];
}): Problem[] {
  const named = (state: "open" | "disputed") => items.filter((item) => itemState(item) === state).map(({ title }) => title);
  return reasons(
    named("open").map((item) => settlementProblems.itemUnpriced({ item })),
    reservation.trim() === "" && named("disputed").map((item) => settlementProblems.itemDisputed({ item })),
    usage.map((problem) => settlementProblems.usageNotFinal({ reason: words(sayProblem(problem, "zh"), sayProblem(problem, "en")) })),
  );
}

/** A line each that is not what the tenant agreed to. */
export const whyChanged = (changes: readonly { readonly name: Words; readonly detail: string; readonly was: Fen; readonly is: Fen }[]): Problem[] =>
  changes.map(({ name, detail, was, is }) =>
    settlementProblems.lineChanged({ lineZh: `${name.zh} ${detail}`.trim(), lineEn: `${name.en} ${detail}`.trim(), was: yuanText(was), is: yuanText(is) }),
  );
