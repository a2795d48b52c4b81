import { over, plainText } from "#kernel/decimal.ts";
import { yuanText } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import { feeItems } from "./feeItems.ts";
import { areaBases, type Basis, type DepositTerm, type Escalation, type FeeTerm, type LateFeeTerm, type LeaseTerms, type PayCycle, type PayTiming, priceUnits } from "./terms.ts";

// Terms as people read them, for the lease on paper, the checklist of what was explained and the screens.

export const cycleWords: Readonly<Record<`${PayCycle}`, Words>> = {
  "1": words("月付", "paid monthly"),
  "2": words("两月一付", "paid every two months"),
  "3": words("季付", "paid quarterly"),
  "6": words("半年付", "paid half-yearly"),
  "12": words("年付", "paid yearly"),
  once: words("一次付清", "paid at once"),
};

export const areaText = (centi: number): string => plainText(over(centi, 100), 2);

export function sayTiming(timing: PayTiming): Words {
  switch (timing.kind) {
    case "naturalDaysBefore":
      return timing.days === 0
        ? words("每期首日支付", "due on the first day of each period")
        : words(`每期首日前 ${timing.days} 天支付`, `due ${timing.days} days before each period`);
    case "workingDaysBefore":
      return words(`每期首日前 ${timing.days} 个工作日支付`, `due ${timing.days} working days before each period`);
    case "fixedDay": {
      const months: Readonly<Record<number, Words>> = {
        [-1]: words("上月", "of the month before each period"),
        0: words("当月", "of the month in which each period begins"),
        1: words("次月", "of the month after"),
      };
      const month = months[timing.monthsLater] ?? words(`第 ${timing.monthsLater} 个月`, `${timing.monthsLater} months after the period begins`);
      return words(`每期${month.zh} ${timing.day} 日支付`, `due on day ${timing.day} ${month.en}`);
    }
  }
}

/** What a fee costs: price, area or seats, cycle and day. */
export function sayFee(fee: FeeTerm, { units }: Pick<LeaseTerms, "units">): Words {
  const name = feeItems[fee.feeItem].name;
  const unit = priceUnits[fee.priceUnit];
  const charged = fee.unitIds ? units.filter(({ unitId }) => fee.unitIds?.includes(unitId)) : units;
  const areaCenti = charged.reduce((sum, one) => sum + ((fee.areaBasis === "gross" ? one.grossCenti : fee.areaBasis === "net" ? one.netCenti : one.areaCenti) ?? 0), 0);
  const basis =
    fee.priceUnit === "sqmDay" || fee.priceUnit === "sqmMonth"
      ? words(`，${areaBases[fee.areaBasis].zh} ${areaText(areaCenti)} ㎡`, `, ${areaBases[fee.areaBasis].en.toLowerCase()} ${areaText(areaCenti)} ㎡`)
      : fee.priceUnit === "seatDay" || fee.priceUnit === "seatMonth"
        ? words(`，${fee.seats ?? 0} 个工位`, `, ${fee.seats ?? 0} seats`)
        : words("", "");
  const cycle = cycleWords[`${fee.payCycleMonths}`];
  const timing = sayTiming(fee.payTiming);
  const tax = fee.taxMode === "inclusive" ? words("含税", "VAT included") : words("不含税", "VAT added");
  return words(
    `${name.zh}：${fee.price} ${unit.zh}${basis.zh}，${fee.from.toString()} 至 ${fee.to.toString()}，${cycle.zh}，${timing.zh}，${tax.zh}`,
    `${name.en}: ${fee.price} ${unit.en}${basis.en}, ${fee.from.toString()} to ${fee.to.toString()}, ${cycle.en}, ${timing.en}, ${tax.en}`,
  );
}

export const sayFree = ({ feeItem, freePeriods }: FeeTerm): Words[] =>
  freePeriods.map(({ from, to }) => {
    const days = from.until(to).days + 1;
    return words(
      `${feeItems[feeItem].name.zh}：${from.toString()} 至 ${to.toString()} 免收（${days} 天）`,
      `${feeItems[feeItem].name.en}: free from ${from.toString()} to ${to.toString()} (${days} days)`,
    );
  });

export function sayEscalation({ feeItem }: Pick<FeeTerm, "feeItem">, { from, everyMonths, by, value, compound }: Escalation): Words {
  const raise = by === "percent" ? words(`${value}%`, `${value} %`) : words(`${value} 元`, `${value} yuan`);
  const again = everyMonths === null ? words("", "") : words(`，此后每 ${everyMonths} 个月一次`, `, and again every ${everyMonths} months`);
  const base = by === "percent" && everyMonths !== null ? (compound ? words("（复利）", " (compound)") : words("（以原价为基数）", " (of the price first agreed)")) : words("", "");
  return words(
    `${feeItems[feeItem].name.zh}：自 ${from.toString()} 起单价递增 ${raise.zh}${again.zh}${base.zh}`,
    `${feeItems[feeItem].name.en}: the price rises by ${raise.en} from ${from.toString()}${again.en}${base.en}`,
  );
}

export function sayBasis(basis: Basis, fees: readonly FeeTerm[]): Words {
  switch (basis.kind) {
    case "amount":
      return words(`${yuanText(basis.amount)} 元`, `${yuanText(basis.amount)} yuan`);
    case "perSqm":
      return words(`${basis.price} 元/㎡（${areaBases[basis.areaBasis].zh}）`, `${basis.price} yuan per ㎡ (${areaBases[basis.areaBasis].en.toLowerCase()})`);
    case "perPiece":
      return words(`${basis.price} 元 × ${basis.count}`, `${basis.price} yuan × ${basis.count}`);
    case "months": {
      const names = fees.filter(({ id }) => basis.feeIds.includes(id)).map(({ feeItem }) => feeItems[feeItem].name);
      return words(`${basis.months} 个月的${names.map(({ zh }) => zh).join("与")}`, `${basis.months} months of ${names.map(({ en }) => en.toLowerCase()).join(" and ")}`);
    }
  }
}

export function sayDeposit({ feeItem, basis, followsEscalation }: DepositTerm, fees: readonly FeeTerm[]): Words {
  const name = feeItems[feeItem].name;
  const said = sayBasis(basis, fees);
  return words(`${name.zh}：${said.zh}${followsEscalation ? "，随递增补足" : ""}`, `${name.en}: ${said.en}${followsEscalation ? ", topped up as prices rise" : ""}`);
}

export function sayLateFee({ percentPerDay, graceDays, countsFrom, base, capPercentPerYear, capPercent, capAmount }: LateFeeTerm): Words {
  const on = base === "unpaid" ? words("未付金额", "what is unpaid") : words("应付金额", "what was due");
  const since =
    graceDays === 0
      ? words("自到期次日起", "from the day after the due day")
      : countsFrom === "dueDay"
        ? words(`宽限 ${graceDays} 天，逾宽限则自到期次日起`, `from the day after the due day, once ${graceDays} days of grace are over`)
        : words(`宽限 ${graceDays} 天，自宽限期满次日起`, `from the end of ${graceDays} days of grace`);
  const caps = [
    capPercentPerYear === undefined ? null : words(`年化不超过 ${capPercentPerYear}%`, `at most ${capPercentPerYear} % a year`),
    capPercent === undefined ? null : words(`累计不超过应付金额的 ${capPercent}%`, `at most ${capPercent} % of what was due`),
    capAmount === undefined ? null : words(`累计不超过 ${yuanText(capAmount)} 元`, `at most ${yuanText(capAmount)} yuan`),
  ].filter((cap) => cap !== null);
  return words(
    [`${since.zh}按${on.zh}每日 ${percentPerDay}% 计收违约金`, ...caps.map(({ zh }) => zh)].join("，"),
    [`${percentPerDay} % of ${on.en} for each day, ${since.en}`, ...caps.map(({ en }) => en)].join(", "),
  );
}
