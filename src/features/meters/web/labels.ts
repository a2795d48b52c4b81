import { words } from "#kernel/words.ts";

/** The names of the screens, for the navigation: it loads them long before their texts. */
export const labels = {
  rounds: words("抄表", "Meter rounds"),
  review: words("抄表复核", "Reading review"),
  ledger: words("表计台账", "Meter ledger"),
  charges: words("水电分摊", "Apportionment"),
  tariffs: words("水电价格", "Tariffs"),
  shares: words("水电费", "Utilities"),
};
