import { type Fen, roundFen } from "#kernel/money.ts";
import { over, times } from "#kernel/decimal.ts";
import type { FitOutFee } from "./names.ts";

/** What a site takes for a fit-out: by square metre of gross area, and for each works pass. */
export interface Setting {
  readonly needsHandover: boolean;
  readonly depositPerSqm: Fen;
  readonly feePerSqm: Fen;
  readonly wastePerSqm: Fen;
  readonly passDeposit: Fen;
  readonly hours: string;
  /** 0 while the house's own setting holds. */
  readonly version: number;
}

/** Until a site decides: 50 yuan of deposit, 5 of management and 8 of waste fee a square metre, 50 a pass (recalled; domain V4 has the deposit). */
export const ownSetting: Setting = {
  needsHandover: true,
  depositPerSqm: 50_00,
  feePerSqm: 5_00,
  wastePerSqm: 8_00,
  passDeposit: 50_00,
  hours: "08:30–18:00；噪声作业 18:30–22:00 及休息日",
  version: 0,
};

export type Fees = Readonly<Record<FitOutFee, Fen>>;

/** What these units and workers come to; areas in hundredths of a square metre. 500 m² at 50 yuan: 25 000.00 (vector V4). */
export function proposedFees(setting: Setting, { grossCenti, workers }: { readonly grossCenti: number; readonly workers: number }): Fees {
  const byArea = (price: Fen) => roundFen(over(times(price, grossCenti), 100));
  return { fitoutDeposit: byArea(setting.depositPerSqm), passDeposit: setting.passDeposit * workers, fitoutFee: byArea(setting.feePerSqm), wasteFee: byArea(setting.wastePerSqm) };
}
