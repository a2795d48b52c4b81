import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  money: words("经营概览", "Money at a glance"),
  invoices: words("发票", "Invoices"),
  ledger: words("应收实收报表", "Ledger"),
  taxReport: words("分税率报表", "Tax by rate"),
  rentRoll: words("租金台账", "Rent roll"),
  periods: words("结账", "Closing"),
  settings: words("开票与科目", "Invoice settings"),
  group: words("集团收费", "Money by site"),
} as const;
