/**
 * An exact number: a fraction of two integers, in lowest terms, the divisor positive. Prices, rates, areas and readings are
 * computed with these; nothing is rounded before the one place that says so.
 */
export interface Exact {
  readonly numerator: bigint;
  readonly divisor: bigint;
}

/** What an exact number may be written from: digits as people write them (`"4.20"`, `"-0.05"`), a whole number, or itself. */
export type ExactInput = Exact | bigint | number | string;

const written = /^-?\d+(\.\d+)?$/;

/** Reads an exact number. A `number` must be a safe integer, a text plain digits with at most one point; anything else is a mistake of the caller. */
export function exact(input: ExactInput): Exact {
  if (typeof input === "object") return input;
  if (typeof input === "bigint") return { numerator: input, divisor: 1n };
  if (typeof input === "number") {
    if (!Number.isSafeInteger(input)) throw new TypeError(`${input} is no whole number`);
    return { numerator: BigInt(input), divisor: 1n };
  }
  if (!written.test(input)) throw new TypeError(`"${input}" is no decimal number`);
  const [whole = "", broken = ""] = input.split(".");
  return lowest(BigInt(whole + broken), 10n ** BigInt(broken.length));
}

export function plus(one: ExactInput, other: ExactInput): Exact {
  const [a, b] = [exact(one), exact(other)];
  return lowest(a.numerator * b.divisor + b.numerator * a.divisor, a.divisor * b.divisor);
}

export function minus(one: ExactInput, other: ExactInput): Exact {
  const [a, b] = [exact(one), exact(other)];
  return lowest(a.numerator * b.divisor - b.numerator * a.divisor, a.divisor * b.divisor);
}

export function times(one: ExactInput, other: ExactInput, ...more: readonly ExactInput[]): Exact {
  const [a, b] = [exact(one), exact(other)];
  const product = lowest(a.numerator * b.numerator, a.divisor * b.divisor);
  const [next, ...rest] = more;
  return next === undefined ? product : times(product, next, ...rest);
}

/** Throws a `RangeError` for a divisor of zero. */
export function over(one: ExactInput, other: ExactInput): Exact {
  const [a, b] = [exact(one), exact(other)];
  if (b.numerator === 0n) throw new RangeError("Division by zero");
  return lowest(a.numerator * b.divisor, a.divisor * b.numerator);
}

/** -1, 0 or 1. */
export function compareExact(one: ExactInput, other: ExactInput): -1 | 0 | 1 {
  const [a, b] = [exact(one), exact(other)];
  const difference = a.numerator * b.divisor - b.numerator * a.divisor;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest whole number, a half away from zero (四舍五入). */
export function roundHalfAway(value: ExactInput): bigint {
  const { numerator, divisor } = exact(value);
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * `part` × `other` ÷ `divisor` of whole numbers, to the nearest whole number, a half away from zero. Exact in plain numbers while the
 * product is small enough for them (a remainder is exact, and what is left of it divides evenly), in big ones otherwise.
 */
export function roundProduct(part: number, other: number, divisor: number): number {
  const product = part * other;
  const twice = divisor * 2;
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(other) || !Number.isSafeInteger(twice)) throw new TypeError(`${part} × ${other} ÷ ${divisor} is not of whole numbers`);
  const size = product < 0 ? -product : product;
  const raised = size * 2 + divisor;
  if (divisor <= 0 || !Number.isSafeInteger(raised)) return safe(roundHalfAway(over(BigInt(part) * BigInt(other), divisor)));
  const rounded = (raised - (raised % twice)) / twice;
  return product < 0 && rounded > 0 ? -rounded : rounded;
}

/** Digits with `places` after the point, a half away from zero: `decimalText("2.665", 2)` is `"2.67"`. */
export function decimalText(value: ExactInput, places: number): string {
  const scaled = roundHalfAway(times(value, 10n ** BigInt(places)));
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return `${scaled < 0n ? "-" : ""}${whole}${places === 0 ? "" : `.${digits.slice(-places)}`}`;
}

/** All digits of a number that ends: a price after its raises. Throws a `RangeError` for one that does not, like a third. */
export function exactText(value: ExactInput): string {
  const { numerator, divisor } = exact(value);
  let [left, twos, fives] = [divisor, 0, 0];
  for (; left % 2n === 0n; left /= 2n) twos++;
  for (; left % 5n === 0n; left /= 5n) fives++;
  if (left !== 1n) throw new RangeError("The digits of this number do not end");
  return decimalText({ numerator, divisor }, Math.max(twos, fives));
}

/** As few digits as say it exactly, at most `places`: `plainText("4.200", 6)` is `"4.2"`. */
export function plainText(value: ExactInput, places = 6): string {
  const text = decimalText(value, places);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function safe(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${whole} is too large`);
  return number;
}

function lowest(numerator: bigint, divisor: bigint): Exact {
  if (divisor < 0n) return lowest(-numerator, -divisor);
  let a = numerator < 0n ? -numerator : numerator;
  let b = divisor;
  while (b !== 0n) [a, b] = [b, a % b];
  return a <= 1n ? { numerator, divisor: a === 0n ? 1n : divisor } : { numerator: numerator / a, divisor: divisor / a };
}
