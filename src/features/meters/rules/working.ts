import { plainText } from "#kernel/decimal.ts";
import { type Language, words, type Words } from "#kernel/words.ts";
import { declareWorking, type FeeItemCode, sayWorking, type Working } from "#features/leasing/rules.ts";
import { type Band, bandNames, bases, type MeterKind } from "./names.ts";
import type { SettledLine, UsageWorking } from "./settle.ts";
import type { UsagePart } from "./usage.ts";

/** What a kind is billed as; gas and heat have no fee item of their own (domain §3.2). */
export const feeItemOfKind = { electricity: "electricity", water: "water", chilledWater: "chilledWater", gas: "gas", heat: "heat" } as const satisfies Record<
  MeterKind,
  FeeItemCode
>;

/** The arithmetic of a line in the form that bills keep. */
export function workingOf({ working, quantity, amount }: Pick<SettledLine, "working" | "quantity" | "amount">): Working {
  const share = (facts: NonNullable<UsageWorking["shared"]>, kind: string) => ({ kind, ...facts, amount });
  if (working.of === "usage") {
    const steps = [
      ...working.readings.map((part: UsagePart) => ({
        kind: `${part.hasRolledOver ? "rolledOver" : "counted"}:${part.band}`,
        from: part.from,
        to: part.to,
        digits: part.digits,
        multiplier: part.multiplier,
        quantity: part.quantity,
      })),
      ...working.prices.map((part) => ({
        kind: part.band === null ? "priced" : `priced:${part.band}`,
        quantity: part.quantity,
        price: part.price,
        yuan: plainText(part.amount, 6),
        from: part.from,
        to: part.to,
      })),
      ...(working.shared ? [share(working.shared, "sharedByArea")] : []),
    ];
    return { rule: "meters.usage", inputs: { meterNo: working.meterNo }, steps, rounding: working.shared ? "none" : "line" };
  }
  const { pool, basis, price, shared, meterNo } = working;
  const steps = [{ kind: `pool:${working.of}`, ...pool }, share({ ...shared }, `shared:${basis}`)].map((step, index) => (index === 0 ? step : { ...step, price, quantity }));
  return { rule: `meters.${working.of}`, inputs: { meterNo }, steps, rounding: "none" };
}

/** The arithmetic of a line as people read it, a sentence each. */
export const sayUsage = (line: Pick<SettledLine, "working" | "quantity" | "amount">, language: Language): string[] => sayWorking(workingOf(line), language);

const named = (band: Band, zh: string, en: string): Words => (band === "total" ? words(zh, en) : words(`${bandNames[band].zh}：${zh}`, `${bandNames[band].en}: ${en}`));
const ofBands = (kind: string, zh: string, en: string): Record<string, Words> =>
  Object.fromEntries((Object.keys(bandNames) as Band[]).map((band) => [`${kind}:${band}`, named(band, zh, en)]));
const meter = words("表 {meterNo}", "Meter {meterNo}");
const parts = words("，按最大余数法取整，各户合计不差一分", ", by largest remainder, so that all parts add up to the 分");

const priced = { zh: "{quantity} × {price} 元 = {yuan} 元。", en: "{quantity} × {price} yuan = {yuan} yuan." };
declareWorking("meters.usage", {
  head: () => [words(`${meter.zh}。`, `${meter.en}.`)],
  steps: {
    ...ofBands("counted", "（{to} − {from}）× 倍率 {multiplier} = {quantity}。", "({to} − {from}) × multiplier {multiplier} = {quantity}."),
    ...ofBands(
      "rolledOver",
      "回零：（10 的 {digits} 次方 − {from} + {to}）× 倍率 {multiplier} = {quantity}。",
      "Rolled over: (10^{digits} − {from} + {to}) × multiplier {multiplier} = {quantity}.",
    ),
    priced: words(priced.zh, priced.en),
    ...ofBands("priced", priced.zh, priced.en),
    sharedByArea: words(
      `共用一表，按面积（或面积×天数）{weight} ÷ {weights} 分摊 {whole|yuan} 元，应付 {amount|yuan} 元${parts.zh}。`,
      `One meter for several: {weight} ÷ {weights} by area (or area and days) of {whole|yuan} yuan is {amount|yuan} yuan${parts.en}.`,
    ),
  },
});

const poolSentence = words(
  "总表 {main} − 户表 {tenants} − 公共表 {common} = 损耗 {loss}（{lossPercent}%）。",
  "Main {main} − tenants {tenants} − common {common} = loss {loss} ({lossPercent} %).",
);
const sharedBy = (basis: "byUsage" | "byArea"): Words =>
  words(
    `${bases[basis].zh}：{weight} ÷ {weights}，分得 {quantity}，单价 {price} 元；全部 {whole|yuan} 元中应付 {amount|yuan} 元${parts.zh}。`,
    `${bases[basis].en}: {weight} ÷ {weights} is {quantity}, at {price} yuan; {amount|yuan} of {whole|yuan} yuan${parts.en}.`,
  );
for (const kind of ["common", "loss"] as const)
  declareWorking(`meters.${kind}`, {
    head: () => [
      kind === "common"
        ? words("公共用量分摊，总表 {meterNo}。", "Share of common use, main meter {meterNo}.")
        : words("损耗分摊，总表 {meterNo}。", "Share of loss, main meter {meterNo}."),
    ],
    steps: { [`pool:${kind}`]: poolSentence, "shared:byUsage": sharedBy("byUsage"), "shared:byArea": sharedBy("byArea") },
  });
