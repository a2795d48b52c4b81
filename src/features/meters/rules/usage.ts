import { compareExact, type Exact, exact, minus, over, plainText, plus, times } from "#kernel/decimal.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { type Band, bandNames, type Doubt, doubtNames, registerSets, type ReadingState, type RegisterSet } from "./names.ts";
import { metersProblems as problem } from "./problems.ts";

/** A value for each register of a meter, as plain digits. */
export type Values = Readonly<Partial<Record<Band, string>>>;

/** What a device counts with: integer digits of its register, and CT ratio × PT ratio. */
export interface Device {
  readonly digits: number;
  readonly multiplier: string;
}

/** A replacement of the device between two readings: what the old one last showed and the new one first did. */
export interface Exchange {
  readonly oldFinal: Values;
  readonly newOpening: Values;
  /** The device that was taken out. */
  readonly before: Device;
}

/** One stretch of one register on one device. */
export interface UsagePart {
  readonly band: Band;
  readonly from: string;
  readonly to: string;
  readonly digits: number;
  readonly multiplier: string;
  readonly hasRolledOver: boolean;
  readonly quantity: string;
}

export interface Usage {
  readonly byBand: Values;
  readonly total: string;
  readonly parts: readonly UsagePart[];
}

/** What lies between two readings. `exchanges` in their order; `device` is the one in place now. */
export interface Stretch {
  readonly registers: RegisterSet;
  readonly device: Device;
  readonly previous: Values;
  readonly exchanges: readonly Exchange[];
}

/** Quantities keep eight places: four of the reading by four of the multiplier. */
export const quantityText = (quantity: Exact): string => plainText(quantity, 8);

/**
 * Use between two readings: (current − previous) × multiplier; over a replacement the old final and the new part; over a rollover
 * 10^digits − previous + current (domain §3.4). Only the last stretch of a register rolls over, and only when `state` says so.
 * The values have passed `whyNotRead`: use that would be negative throws.
 */
export function usageBetween({ registers, device, previous, exchanges }: Stretch, current: Values, state: ReadingState): Usage {
  const parts = registerSets[registers].flatMap((band): UsagePart[] => {
    const starts = [previous, ...exchanges.map(({ newOpening }) => newOpening)];
    const ends = [...exchanges.map(({ oldFinal }) => oldFinal), current];
    const devices = [...exchanges.map(({ before }) => before), device];
    return devices.map(({ digits, multiplier }, index) => {
      const [from, to] = [starts[index]![band] ?? "0", ends[index]![band] ?? "0"];
      const isBelow = compareExact(to, from) < 0;
      const hasRolledOver = isBelow && state === "rollover" && index === devices.length - 1;
      if (isBelow && !hasRolledOver) throw new RangeError(`${to} is below ${from}`);
      const counted = hasRolledOver ? plus(minus(10n ** BigInt(digits), from), to) : minus(to, from);
      return { band, from, to, digits, multiplier, hasRolledOver, quantity: quantityText(times(counted, multiplier)) };
    });
  });
  const byBand = Object.fromEntries(registerSets[registers].map((band) => [band, sumOf(parts.filter((part) => part.band === band).map(({ quantity }) => quantity))]));
  return { byBand, total: sumOf(parts.map(({ quantity }) => quantity)), parts };
}

/** The exact sum of quantities. */
export const sumOf = (quantities: readonly string[]): string => quantityText(quantities.reduce<Exact>((sum, quantity) => plus(sum, quantity), exact(0)));

/** All that stands against values for these registers on this device, whatever was read before. */
export function whyNotValues({ registers, device }: Pick<Stretch, "registers" | "device">, values: Values): Problem[] {
  const bands: readonly Band[] = registerSets[registers];
  const missing = bands.filter((band) => values[band] === undefined);
  const unknown = (Object.keys(values) as Band[]).filter((band) => !bands.includes(band));
  const tooLong = bands.filter((band) => values[band] !== undefined && compareExact(values[band], 10n ** BigInt(device.digits)) >= 0);
  return reasons(
    missing.length > 0 && problem.registersMissing({ bands: sayBands(missing) }),
    unknown.length > 0 && problem.registersUnknown({ bands: sayBands(unknown) }),
    tooLong.map((band) => problem.tooManyDigits({ band: bandNames[band], value: values[band], digits: device.digits })),
  );
}

export interface ReadingLine extends Stretch {
  /** Mean use of up to three months before; null when there is none. */
  readonly mean: string | null;
  /** Somebody leases what it serves. */
  readonly isOccupied: boolean;
  readonly hasWaitingReplacement: boolean;
}

export interface TakenReading {
  readonly values: Values;
  readonly state: ReadingState;
  readonly remark: string;
  /** The reader looked again and stands by a doubtful value. */
  readonly isCertain: boolean;
}

/** All that stands against taking a reading. A doubtful value is taken once the reader stands by it and says why. */
export function whyNotRead(line: ReadingLine, reading: TakenReading): Problem[] {
  const form = whyNotValues(line, reading.values);
  if (form.length > 0) return form;
  if (line.hasWaitingReplacement) return [problem.replacementWaiting()];
  const start = startOf(line);
  const below = registerSets[line.registers].filter((band) => compareExact(reading.values[band]!, start[band] ?? "0") < 0);
  const isReplaced = line.exchanges.length > 0;
  const hard = reasons(
    reading.state !== "rollover" && below.map((band) => problem.belowPrevious({ band: bandNames[band], value: reading.values[band], previous: start[band] ?? "0" })),
    reading.state === "rollover" && below.length === 0 && problem.notRolledOver(),
    reading.state === "replaced" && !isReplaced && problem.notReplaced(),
    reading.state === "normal" && isReplaced && problem.replacementUnseen(),
    (reading.state === "estimated" || reading.state === "rollover") && reading.remark.trim() === "" && problem.remarkMissing(),
  );
  if (hard.length > 0) return hard;
  const usage = usageBetween(line, reading.values, reading.state).total;
  const doubts = doubtsAbout(line, usage, reading.state).filter((doubt) => doubt === "deviates" || doubt === "zeroOccupied");
  if (doubts.length === 0) return [];
  if (!reading.isCertain) return doubts.map((doubt) => problem.implausible({ doubt: doubtNames[doubt], mean: line.mean === null ? "—" : plainText(line.mean, 2), usage }));
  return reasons(reading.remark.trim() === "" && problem.remarkMissing());
}

/** What the device in place counts from: the previous values, or the new device's opening. */
export const startOf = ({ previous, exchanges }: Pick<Stretch, "previous" | "exchanges">): Values => exchanges.at(-1)?.newOpening ?? previous;

/** What a second person has to look at. A replacement was confirmed by itself. */
export function doubtsAbout({ mean, isOccupied }: Pick<ReadingLine, "mean" | "isOccupied">, usage: string, state: ReadingState): Doubt[] {
  const isZero = compareExact(usage, 0) === 0;
  const doubts: (Doubt | false)[] = [
    state === "rollover" && "rollover",
    state === "estimated" && "estimated",
    isZero && isOccupied && "zeroOccupied",
    !(isZero && isOccupied) && isFarOff(usage, mean) && "deviates",
  ];
  return doubts.filter((doubt) => doubt !== false);
}

/** More than 30 % off the mean, either way. */
function isFarOff(usage: string, mean: string | null): boolean {
  if (mean === null) return false;
  const difference = minus(usage, mean);
  const size = compareExact(difference, 0) < 0 ? minus(0, difference) : difference;
  return compareExact(times(size, 10), times(mean, 3)) > 0;
}

/** How far off the mean, in percent with one place; null without a mean. */
export function deviationOf(usage: string, mean: string | null): string | null {
  if (mean === null || compareExact(mean, 0) === 0) return null;
  return plainText(times(over(minus(usage, mean), mean), 100), 1);
}

/** The mean use of the latest three. */
export function meanOf(usages: readonly string[]): string | null {
  const latest = usages.slice(0, 3);
  return latest.length === 0 ? null : plainText(over(sumOf(latest), latest.length), 4);
}

const sayBands = (bands: readonly Band[]): Words => words(bands.map((band) => bandNames[band].zh).join("、"), bands.map((band) => bandNames[band].en).join(", "));
