import { words } from "#kernel/words.ts";

/** What the navigation says; the screens' other words load with them. */
export const labels = {
  desk: words("收款认领", "Matching desk"),
  statements: words("银行流水", "Bank statements"),
  payments: words("收款", "Payments"),
  deposits: words("保证金", "Deposits"),
  ownPayments: words("付款与收据", "Payments"),
};
