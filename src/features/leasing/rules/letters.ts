import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { priceOf, whyNotEarnest } from "./limits.ts";
import type { LeaseTerms, PriceUnit } from "./terms.ts";

export const letterStates = {
  open: words("保留中", "Holding"),
  expired: words("已到期", "Expired"),
  leased: words("已转租约", "Turned into a lease"),
  withdrawn: words("已撤回", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type LetterState = keyof typeof letterStates;

/** How the rent of a letter may be quoted. */
export const letterPriceUnits = ["sqmDay", "sqmMonth", "month"] as const satisfies readonly PriceUnit[];
export type LetterPriceUnit = (typeof letterPriceUnits)[number];

export interface LetterUnit {
  readonly unitId: Id<"unit">;
  /** Area the rent is quoted for, hundredths of a square metre. */
  readonly areaCenti: number;
}

/** What is intended: units, term, rent, earnest money. Both days of the term are inside it. */
export interface Intent {
  readonly units: readonly LetterUnit[];
  readonly leaseStart: Temporal.PlainDate;
  readonly leaseEnd: Temporal.PlainDate;
  readonly price: string;
  readonly priceUnit: LetterPriceUnit;
  readonly earnestMoney: Fen;
}

/** 租赁意向书: holds its units until a day, that day included. */
export interface LetterOfIntent extends Intent {
  readonly id: Id<"letter">;
  readonly letterNo: string;
  readonly leadId: Id<"lead"> | null;
  readonly tenantId: Id<"tenant"> | null;
  readonly partyName: string;
  readonly heldFrom: Temporal.PlainDate;
  readonly heldUntil: Temporal.PlainDate;
  readonly contractPrice: Fen;
  readonly notes: string;
  readonly state: LetterState;
  readonly endedAt: Temporal.Instant | null;
  readonly endReason: string;
  readonly leaseId: Id<"lease"> | null;
  readonly documentId: Id<"document"> | null;
  readonly createdByName: string;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
}

/** A unit that is being held, and for whom. */
export interface Hold {
  readonly unitId: Id<"unit">;
  readonly letterId: Id<"letter">;
  readonly letterNo: string;
  readonly partyName: string;
  /** Of the letter itself, or the tenant its lead has become. */
  readonly tenantId: Id<"tenant"> | null;
  readonly heldFrom: Temporal.PlainDate;
  readonly heldUntil: Temporal.PlainDate;
}

export const letterProblems = problems("leasing", {
  letterNotFound: { status: 404, words: words("没有这份意向书。", "No such letter of intent.") },
  partyMissing: { status: 422, words: words("意向书须给一条接洽或一个租户。", "A letter is to a lead or to a tenant.") },
  holdInPast: { status: 422, words: words("保留期限 {on} 已过。", "The hold would end on {on}, which has passed.") },
  termOutOfOrder: { status: 422, words: words("到期日 {leaseEnd} 早于起租日 {leaseStart}。", "The term ends on {leaseEnd}, before it starts on {leaseStart}.") },
  intendedTooLong: { status: 422, words: words("租期超过二十年（民法典第 705 条）。", "The term exceeds twenty years (Civil Code art. 705).") },
  letterUnitTwice: { status: 422, words: words("同一单元只能列一次。", "A letter names each of its units once.") },
  held: {
    status: 409,
    words: words("{place}已由意向书 {letterNo}（{party}）保留至 {until}。", "{place} is held until {until} by letter of intent {letterNo} of {party}."),
  },
  heldNow: { status: 409, words: words("该单元刚被另一份意向书保留。", "Another letter of intent has just taken the unit.") },
  intendedLet: { status: 409, words: words("{place}在意向租期内已有租约 {leaseNo}，至 {until}。", "Lease {leaseNo} covers {place} until {until}, within the intended term.") },
  unitNotToLet: { status: 409, words: words("{place}目前不可租。", "{place} is not to let.") },
  letterEnded: { status: 409, words: words("意向书已{state}。", "The letter of intent has ended.") },
  holdNotLater: { status: 422, words: words("新期限须晚于 {until}。", "The new day must be after {until}.") },
});

/** The state a letter is in on `today`: one whose day has passed holds nothing, whether or not the clock has come round. */
export const stateOn = ({ state, heldUntil }: Pick<LetterOfIntent, "state" | "heldUntil">, today: Temporal.PlainDate): LetterState =>
  state === "open" && Temporal.PlainDate.compare(heldUntil, today) < 0 ? "expired" : state;

const longestTermYears = 20;

/** All that stands against intending this and holding until `heldUntil`. Civil Code art. 586, 705. */
export function whyNotIntend(intent: Intent, heldUntil: Temporal.PlainDate, today: Temporal.PlainDate): Problem[] {
  const { leaseStart, leaseEnd, units } = intent;
  if (Temporal.PlainDate.compare(leaseEnd, leaseStart) < 0) return [letterProblems.termOutOfOrder({ leaseStart: leaseStart.toString(), leaseEnd: leaseEnd.toString() })];
  if (Temporal.PlainDate.compare(leaseEnd, leaseStart.add({ years: longestTermYears })) >= 0) return [letterProblems.intendedTooLong()];
  return reasons(
    Temporal.PlainDate.compare(heldUntil, today) < 0 && letterProblems.holdInPast({ on: heldUntil.toString() }),
    new Set(units.map(({ unitId }) => unitId)).size < units.length && letterProblems.letterUnitTwice(),
    whyNotEarnest(intent.earnestMoney, contractPrice(intent)),
  );
}

/** The rent of the whole intended term, by the rules a lease is charged by: whole months, broken ones by the day of a 365-day year. */
export const contractPrice = (intent: Pick<Intent, "units" | "leaseStart" | "leaseEnd" | "price" | "priceUnit">): Fen => priceOf(termsOf(intent));

const termsOf = ({ units, leaseStart, leaseEnd, price, priceUnit }: Pick<Intent, "units" | "leaseStart" | "leaseEnd" | "price" | "priceUnit">): LeaseTerms => ({
  leaseStart,
  leaseEnd,
  units,
  fees: [
    {
      id: "rent",
      feeItem: "rent",
      from: leaseStart,
      to: leaseEnd,
      price,
      priceUnit,
      areaBasis: "agreed",
      calcMode: "monthly",
      dayPriceRule: "year",
      yearDays: 365,
      splitRule: "fromStart",
      payCycleMonths: 12,
      payTiming: { kind: "naturalDaysBefore", days: 0 },
      escalations: [],
      freePeriods: [],
      taxMode: "inclusive",
    },
  ],
  deposits: [],
  onceFees: [],
  holidayRoll: "none",
  noticeDays: 0,
});

interface PlacedHold extends Hold {
  readonly place: string;
}

/** All that stands against letting or holding units which `holds` are on: every hold of another party that still runs on `today`. */
export const whyNotHeldBy = (holds: readonly PlacedHold[], tenantId: Id<"tenant"> | null, today: Temporal.PlainDate): Problem[] =>
  holds
    .filter((hold) => Temporal.PlainDate.compare(hold.heldUntil, today) >= 0 && (tenantId === null || hold.tenantId !== tenantId))
    .map(({ place, letterNo, partyName, heldUntil }) => letterProblems.held({ place, letterNo, party: partyName, until: heldUntil.toString() }));

/** All that stands against holding longer. */
export function whyNotExtend(letter: Pick<LetterOfIntent, "state" | "heldUntil">, until: Temporal.PlainDate, today: Temporal.PlainDate): Problem[] {
  return reasons(whyEnded(letter, today), Temporal.PlainDate.compare(until, letter.heldUntil) <= 0 && letterProblems.holdNotLater({ until: letter.heldUntil.toString() }));
}

/** What stands against any further act on a letter that holds no more. */
export function whyEnded(letter: Pick<LetterOfIntent, "state" | "heldUntil">, today: Temporal.PlainDate): Problem[] {
  const state = stateOn(letter, today);
  return reasons(state !== "open" && letterProblems.letterEnded({ state: letterStates[state].zh.replace(/^已/, "") }));
}
