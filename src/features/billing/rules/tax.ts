import { exact, over, times } from "#kernel/decimal.ts";
import { type Fen, fen, roundFen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import { type FeeItemCode, netToGross, type TaxMode, taxOf } from "#features/leasing/rules.ts";
import type { Taxpayer } from "#features/sites/rules.ts";

/** What VAT sees in a fee item. Domain §3.5. */
export const taxCategories = {
  leasing: words("不动产租赁", "Letting of real estate"),
  parking: words("车位租赁", "Letting of parking space"),
  service: words("物业管理等服务", "Property management and other services"),
  waterHeatCooling: words("水、冷、热", "Water, cooling, heating"),
  electricity: words("电力", "Electricity"),
  none: words("不征税", "Outside VAT"),
} as const satisfies Record<string, Words>;
export type TaxCategory = keyof typeof taxCategories;
export const taxCategoryCodes = Object.keys(taxCategories) as [TaxCategory, ...TaxCategory[]];

/** The category of each fee item unless a site decides otherwise. A deposit is not taxed while it may be given back; damages and damages for delay are left to the site. */
export const taxCategoryOf = {
  rent: "leasing",
  propertyFee: "service",
  leaseDeposit: "none",
  propertyDeposit: "none",
  fitoutDeposit: "none",
  passDeposit: "none",
  fitoutFee: "service",
  wasteFee: "service",
  cardFee: "service",
  electricity: "electricity",
  water: "waterHeatCooling",
  chilledWater: "waterHeatCooling",
  gas: "waterHeatCooling",
  heat: "waterHeatCooling",
  overtimeAc: "service",
  parking: "parking",
  meeting: "service",
  specialService: "service",
  lateFee: "none",
  damage: "none",
} as const satisfies Record<FeeItemCode, TaxCategory>;

export interface TaxRate {
  readonly category: TaxCategory;
  readonly taxpayer: Taxpayer;
  /** `"0.09"` is 9 %. */
  readonly rate: string;
  readonly from: Temporal.PlainDate;
}

const since2026 = Temporal.PlainDate.from("2026-01-01");
/** The 1 % of small-scale taxpayers ends with 2027; it never held for letting. */
const after2027 = Temporal.PlainDate.from("2028-01-01");

const rate = (category: TaxCategory, taxpayer: Taxpayer, rateText: string, from = since2026): TaxRate => ({ category, taxpayer, rate: rateText, from });

/** The rates of the VAT law from 2026 (domain §3.5); a site adds its own, such as the simplified method it has registered for. */
export const lawfulRates: readonly TaxRate[] = [
  rate("leasing", "general", "0.09"),
  rate("parking", "general", "0.09"),
  rate("service", "general", "0.06"),
  rate("waterHeatCooling", "general", "0.09"),
  rate("electricity", "general", "0.13"),
  rate("leasing", "smallScale", "0.03"),
  rate("parking", "smallScale", "0.03"),
  rate("service", "smallScale", "0.01"),
  rate("service", "smallScale", "0.03", after2027),
  rate("waterHeatCooling", "smallScale", "0.01"),
  rate("waterHeatCooling", "smallScale", "0.03", after2027),
  rate("electricity", "smallScale", "0.01"),
  rate("electricity", "smallScale", "0.03", after2027),
];

/** The rate in force on `day`: the newest of the site's own, else of the law's; before the first of them, the first. */
export function rateOn(own: readonly TaxRate[], category: TaxCategory, taxpayer: Taxpayer, day: Temporal.PlainDate): string {
  if (category === "none") return "0";
  return newest(own, category, taxpayer, day) ?? newest(lawfulRates, category, taxpayer, day) ?? first(lawfulRates, category, taxpayer);
}

const matching = (rates: readonly TaxRate[], category: TaxCategory, taxpayer: Taxpayer) => rates.filter((one) => one.category === category && one.taxpayer === taxpayer);

const newest = (rates: readonly TaxRate[], category: TaxCategory, taxpayer: Taxpayer, day: Temporal.PlainDate): string | undefined =>
  matching(rates, category, taxpayer)
    .filter(({ from }) => Temporal.PlainDate.compare(from, day) <= 0)
    .toSorted((one, other) => Temporal.PlainDate.compare(other.from, one.from))[0]?.rate;

const first = (rates: readonly TaxRate[], category: TaxCategory, taxpayer: Taxpayer): string =>
  matching(rates, category, taxpayer).toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from))[0]?.rate ?? "0";

export interface Taxed {
  /** With tax. */
  readonly amount: Fen;
  readonly net: Fen;
  readonly tax: Fen;
}

/** Net and tax of a line: the tax inside an inclusive price, or on top of an exclusive one. Vector V10. */
export function taxed(amount: Fen, rateText: string, mode: TaxMode): Taxed {
  if (exact(rateText).numerator === 0n) return { amount, net: amount, tax: fen(0) };
  if (mode === "inclusive") return { amount, ...taxOf(amount, rateText) };
  const gross = netToGross(amount, rateText);
  return { amount: gross, net: amount, tax: fen(gross - amount) };
}

/** The part of a line's tax that goes with `part` of its amount, so that what is left of both still adds up. */
export function taxOfPart(part: Fen, line: Taxed): Taxed {
  if (part === line.amount) return line;
  const net = roundFen(over(times(part, line.net), line.amount));
  return { amount: part, net, tax: fen(part - net) };
}
