import { decimalText, exact, type ExactInput, over, roundHalfAway, roundProduct, times } from "./decimal.ts";

/** Money: a whole number of 分, safe to add as it is. `bigint` in SQL, an integer in JSON. */
export type Fen = number & { readonly __unit?: "fen" };

/** Takes a whole number of 分; anything else is a mistake of the caller. */
export function fen(amount: number | bigint): Fen {
  const whole = Number(amount);
  if (!Number.isSafeInteger(whole)) throw new RangeError(`${amount} is no amount in 分`);
  return whole;
}

/** The 分 of an exact amount of yuan, rounded once, a half away from zero (四舍五入). */
export const fenOfYuan = (yuan: ExactInput): Fen => roundFen(times(yuan, 100));

/** Rounds an exact amount of 分, once, a half away from zero. */
export const roundFen = (amount: ExactInput): Fen => fen(roundHalfAway(amount));

/** `part / whole` of an amount, rounded once. */
export const share = (amount: Fen, part: ExactInput, whole: ExactInput): Fen =>
  typeof part === "number" && typeof whole === "number" && whole > 0 ? roundProduct(amount, part, whole) : roundFen(over(times(amount, part), whole));

/** The sum of amounts; never leaves the safe integers unnoticed. */
export const sumFen = (amounts: Iterable<Fen>): Fen => {
  let sum = 0;
  for (const amount of amounts) sum = fen(sum + amount);
  return sum;
};

/**
 * Splits an amount by weights so that the parts add up to it: each part is cut to whole 分, what is left goes by the largest
 * remainder, the earlier one first when equal (`domain` vector V8). Weights are not negative and not all zero.
 */
export function allocate(amount: Fen, weights: readonly ExactInput[]): Fen[] {
  const exactWeights = weights.map(exact);
  const common = exactWeights.reduce((divisor, weight) => divisor * weight.divisor, 1n);
  const whole = exactWeights.map(({ numerator, divisor }) => numerator * (common / divisor));
  const total = whole.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || whole.some((weight) => weight < 0n)) throw new RangeError("Weights are not negative and not all zero");
  const size = BigInt(Math.abs(amount));
  const parts = whole.map((weight, place) => ({ place, cut: (size * weight) / total, remainder: (size * weight) % total }));
  let left = size - parts.reduce((sum, { cut }) => sum + cut, 0n);
  const cuts = parts.map(({ cut }) => cut);
  for (const { place } of parts.toSorted((one, other) => (one.remainder === other.remainder ? one.place - other.place : one.remainder > other.remainder ? -1 : 1))) {
    if (left === 0n) break;
    cuts[place] = cuts[place]! + 1n;
    left -= 1n;
  }
  return cuts.map((cut) => fen(amount < 0 ? -cut : cut));
}

/** `1234567` as `12,345.67`: yuan as people read them, without a sign of the currency. */
export function yuanText(amount: Fen): string {
  const [whole = "", broken = ""] = decimalText(over(amount, 100), 2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${broken}`;
}

/** Reads yuan as people write them (`12,345.67`, `¥ 1 200`, full-width digits, `（500.00）` for a debit); null when it is no amount or has parts of a 分. */
export function readYuan(text: string): Fen | null {
  const plain = text
    .normalize("NFKC")
    .replaceAll(/[\s,，¥￥元]/g, "")
    .replace(/^\((.*)\)$/, "-$1")
    .replace(/^\+/, "");
  if (!/^-?\d{1,13}(\.\d*)?$/.test(plain)) return null;
  const [whole = "", broken = ""] = plain.split(".");
  if (/[1-9]/.test(broken.slice(2))) return null;
  return fen(BigInt(whole + broken.slice(0, 2).padEnd(2, "0")));
}
