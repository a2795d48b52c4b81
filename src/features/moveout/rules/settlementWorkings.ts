import { words } from "#kernel/words.ts";
import { declareWorking } from "#features/leasing/rules.ts";

// How the lines of a final account are said that no other feature has reckoned.

declareWorking("settlement.held", { steps: { said: words("账上持有保证金 {amount|yuan} 元，不计息。", "{amount|yuan} yuan are held, without interest.") } });
declareWorking("settlement.advance", {
  steps: { said: words("{on} 收款中未抵账单的余额 {amount|yuan} 元。", "Of the payment of {on}, {amount|yuan} yuan paid no bill.") },
});
declareWorking("settlement.open", {
  steps: {
    said: words(
      "账单 {billNo}，{dueOn} 到期：应付 {billed|yuan} 元 − 已付 {paid|yuan} 元 = 未付 {amount|yuan} 元。",
      "Bill {billNo}, due {dueOn}: {billed|yuan} yuan owed − {paid|yuan} paid = {amount|yuan} yuan unpaid.",
    ),
  },
});
declareWorking("settlement.item", {
  steps: {
    priced: words("{quantity} {unit} × {price|yuan} 元 = {amount|yuan} 元。", "{quantity} {unit} × {price|yuan} yuan = {amount|yuan} yuan."),
    free: words("不收费。", "Nothing is charged."),
    unpriced: words("尚未定价。", "Not priced yet."),
    waived: words("{by} 减免：{reason}。", "Waived by {by}: {reason}."),
  },
});
declareWorking("settlement.notice", { steps: { said: words("{zh} 计收 {amount|yuan} 元。", "{en} {amount|yuan} yuan are charged.") } });
declareWorking("settlement.forfeited", {
  steps: {
    said: words("账上持有 {held|yuan} 元，按合同没收 {amount|yuan} 元。{reason}", "{held|yuan} yuan are held; {amount|yuan} yuan are forfeited as the lease says. {reason}"),
  },
});
