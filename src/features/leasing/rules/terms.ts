import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import type { FeeItemCode } from "./feeItems.ts";

// Domain §3.2: what a lease agrees, as data. Every range of days includes both its ends.

export const priceUnits = {
  sqmDay: words("元/㎡·天", "yuan per ㎡ and day"),
  sqmMonth: words("元/㎡·月", "yuan per ㎡ and month"),
  month: words("元/月", "yuan a month"),
  day: words("元/天", "yuan a day"),
  year: words("元/年", "yuan a year"),
  seatMonth: words("元/工位·月", "yuan per seat and month"),
  seatDay: words("元/工位·天", "yuan per seat and day"),
} as const satisfies Record<string, Words>;
export type PriceUnit = keyof typeof priceUnits;

/** Which area is charged: the surveyed gross or net one, or the one the lease agrees whatever a survey says. */
export const areaBases = {
  gross: words("建筑面积", "Gross area"),
  net: words("套内面积", "Net area"),
  agreed: words("合同约定面积", "Agreed area"),
} as const satisfies Record<string, Words>;
export type AreaBasis = keyof typeof areaBases;

export const calcModes = {
  monthly: words("按月计费", "By months"),
  perDiem: words("按实际天数计费", "By days"),
} as const satisfies Record<string, Words>;
export type CalcMode = keyof typeof calcModes;

/** The price of a day of a broken month: of the year's days, of the month's own days, or of a month of thirty days (30/360). */
export const dayPriceRules = {
  year: words("月价 × 12 ÷ 年天数", "Month's price × 12 ÷ days of the year"),
  month: words("月价 ÷ 当月天数", "Month's price ÷ days of that month"),
  thirty: words("月价 ÷ 30（每月按 30 天）", "Month's price ÷ 30, every month of 30 days"),
} as const satisfies Record<string, Words>;
export type DayPriceRule = keyof typeof dayPriceRules;

export const yearDaysChoices = [365, 360, 366] as const;
export type YearDays = (typeof yearDaysChoices)[number];

/** How the days of a fee are cut into months and payment periods. */
export const splitRules = {
  fromStart: words("按起始日划分", "Months counted from the first day"),
  monthFromNext: words("次月起按自然月（仅一月一付）", "Calendar months; the broken first one by itself (one-month cycle only)"),
  firstMonthJoined: words("按自然月，首月不足月并入首期", "Calendar months; the broken first one joined to the first period"),
  firstMonthCounted: words("按自然月，首月不足月按一个月计期", "Calendar months; the broken first one counts as a month of the first period"),
} as const satisfies Record<string, Words>;
export type SplitRule = keyof typeof splitRules;

export const payCycles = [1, 2, 3, 6, 12, "once"] as const;
export type PayCycle = (typeof payCycles)[number];

/** When a period is due. `monthsLater` counts from the month in which the period begins: -1 is the month before. */
export type PayTiming =
  | { readonly kind: "naturalDaysBefore"; readonly days: number }
  | { readonly kind: "workingDaysBefore"; readonly days: number }
  | { readonly kind: "fixedDay"; readonly day: number; readonly monthsLater: number };

/** A due day that is not worked stays, or moves to the next working day. */
export type HolidayRoll = "none" | "next";

/** From `from` on, and again every `everyMonths` (null: once). A percentage that does not compound is one of the price first agreed. */
export interface Escalation {
  readonly from: Temporal.PlainDate;
  readonly everyMonths: number | null;
  readonly by: "percent" | "amount";
  /** Per cent (`"5"`), or yuan in the unit of the price. */
  readonly value: string;
  readonly compound: boolean;
}

/** Days that are not charged. "Rent and fee" is the same range in both. One that opens the fee moves its first period behind it. */
export interface FreePeriod {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Damages for paying late; percentages are decimal texts, `"0.05"` a day is 万分之五. Domain §3.6. */
export interface LateFeeTerm {
  readonly percentPerDay: string;
  /** Days after the due day that stay without damages … */
  readonly graceDays: number;
  /** … and once they are over, whether damages count from the day after the due day or from the day after them. */
  readonly countsFrom: "dueDay" | "afterGrace";
  readonly base: "unpaid" | "whole";
  /** At most this rate a year of 365 days, e.g. `"12"`. */
  readonly capPercentPerYear?: string | undefined;
  /** At most this share of the amount that was due. */
  readonly capPercent?: string | undefined;
  readonly capAmount?: Fen | undefined;
}

/** Whether prices and amounts of the lease include VAT; carried on to the bill, which knows the rate. */
export type TaxMode = "inclusive" | "exclusive";

/** A fee that comes again with every period. */
export interface FeeTerm {
  /** Stable within the lease, whatever is amended. */
  readonly id: string;
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly price: string;
  readonly priceUnit: PriceUnit;
  readonly areaBasis: AreaBasis;
  readonly seats?: number | undefined;
  /** The units it is charged for; all of the lease unless told. */
  readonly unitIds?: readonly Id<"unit">[] | undefined;
  readonly calcMode: CalcMode;
  readonly dayPriceRule: DayPriceRule;
  readonly yearDays: YearDays;
  readonly splitRule: SplitRule;
  readonly payCycleMonths: PayCycle;
  readonly payTiming: PayTiming;
  readonly escalations: readonly Escalation[];
  readonly freePeriods: readonly FreePeriod[];
  readonly lateFee?: LateFeeTerm | undefined;
  readonly taxMode: TaxMode;
  /** Where periods begin to count; unless told, the first day that is not free. */
  readonly periodsFrom?: Temporal.PlainDate | undefined;
  /** `price` holds from this day: raises on or before it are in it already. */
  readonly priceSince?: Temporal.PlainDate | undefined;
}

/** How a sum paid once is found. `months`: of the monthly amounts of these fees, `"3"` or `"1.5"` of them. */
export type Basis =
  | { readonly kind: "amount"; readonly amount: Fen }
  | { readonly kind: "perSqm"; readonly price: string; readonly areaBasis: AreaBasis }
  | { readonly kind: "perPiece"; readonly price: string; readonly count: number }
  | { readonly kind: "months"; readonly months: string; readonly feeIds: readonly string[] };

export interface DepositTerm {
  readonly id: string;
  readonly feeItem: FeeItemCode;
  readonly basis: Basis;
  /** Raised by a line of its own when what it is measured by goes up. */
  readonly followsEscalation: boolean;
  /** With the first payment unless told. */
  readonly dueOn?: Temporal.PlainDate | undefined;
}

/** A fee paid a single time: fit-out fee, waste removal, access cards. */
export interface OnceTerm {
  readonly id: string;
  readonly feeItem: FeeItemCode;
  readonly basis: Basis;
  readonly dueOn?: Temporal.PlainDate | undefined;
  readonly taxMode: TaxMode;
}

/** A unit as the lease has it. `areaCenti` is the agreed area; gross and net are the survey's, needed where a price is for them. Hundredths of a ㎡. */
export interface TermUnit {
  readonly unitId: Id<"unit">;
  readonly areaCenti: number;
  readonly grossCenti?: number | undefined;
  readonly netCenti?: number | undefined;
}

export interface LeaseTerms {
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
  readonly units: readonly TermUnit[];
  readonly fees: readonly FeeTerm[];
  readonly deposits: readonly DepositTerm[];
  readonly onceFees: readonly OnceTerm[];
  readonly holidayRoll: HolidayRoll;
  readonly noticeDays: number;
  /** The day of the first payment: deposits, fees paid once and the first charged period of each fee are due on it. The first day of the lease for deposits, by its timing for a fee, unless told. */
  readonly firstPaymentOn?: Temporal.PlainDate | undefined;
  /** 定金, which is not a deposit: at most a fifth of the price (Civil Code art. 586). */
  readonly earnestMoney?: Fen | undefined;
}

type Facts = Readonly<Record<string, string | number>>;

/** One line of arithmetic; `kind` chooses the sentence, `amount` in 分 where the step makes one. */
export type WorkingStep = { readonly kind: string } & Facts;

/** Why an amount is what it is, compact enough to be stored with every line and said in both languages by `sayWorking`. */
export interface Working {
  readonly rule: string;
  readonly inputs: Facts;
  readonly steps: readonly WorkingStep[];
  /** Where the one rounding to 分 took place. */
  readonly rounding: "none" | "month" | "line";
}

export interface ScheduleLine {
  /** Stable: `${id of the term}:${from}`. */
  readonly key: string;
  readonly feeItem: FeeItemCode;
  readonly kind: "recurring" | "deposit" | "once";
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  /** 分; nought for days wholly free. */
  readonly amount: Fen;
  readonly taxMode: TaxMode;
  readonly unitIds: readonly Id<"unit">[];
  readonly working: Working;
}
