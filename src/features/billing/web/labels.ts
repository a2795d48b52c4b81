import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  bills: words("账单", "Bills"),
  runs: words("月度出账", "Billing runs"),
  groupRuns: words("集团出账", "Runs of all sites"),
  charges: words("待出账费用", "Charges"),
  waivers: words("减免审批", "Waivers"),
  settings: words("费用项目与税率", "Fee items and tax"),
  ownBills: words("账单与应付", "Bills"),
} as const;
