import { useCallback, useMemo, useReducer } from "react";
import { z } from "zod";
import { type BusinessCalendar, businessCalendar } from "#kernel/calendar.ts";
import { bundledYears, statutoryDates } from "#kernel/calendarYears.ts";
import type { WireOf } from "#kernel/contract.ts";
import type { Problem } from "#kernel/problem.ts";
import { leaseTermsField } from "../../contract.ts";
import { type LeaseTerms, scheduleOf, type ScheduleLine, whyNotTerms } from "../../rules.ts";

/** Terms as they go over the wire, and as they are typed: some of it may not be readable yet. */
export type WireTerms = WireOf<typeof leaseTermsField>;
export type WireFee = WireTerms["fees"][number];
export type WireDeposit = WireTerms["deposits"][number];
export type WireOnce = WireTerms["onceFees"][number];

export interface Draft {
  readonly leaseNo: string;
  readonly tenantId: string;
  readonly handoverOn: string | null;
  readonly moveInOn: string | null;
  readonly signedOn: string;
  readonly terms: WireTerms;
}

interface History {
  readonly past: readonly Draft[];
  readonly now: Draft;
  readonly future: readonly Draft[];
  /** What was changed last: typing on in one field is one step. */
  readonly field: string;
}

type Act =
  | { readonly kind: "change"; readonly field: string; readonly become: (draft: Draft) => Draft }
  | { readonly kind: "undo" | "redo" }
  | { readonly kind: "load"; readonly draft: Draft };

const mostSteps = 200;

function step(history: History, act: Act): History {
  const { past, now, future } = history;
  switch (act.kind) {
    case "load":
      return { past: [], now: act.draft, future: [], field: "" };
    case "change": {
      const next = act.become(now);
      const goesOn = act.field !== "" && act.field === history.field;
      return { past: goesOn ? past : [...past.slice(-mostSteps), now], now: next, future: [], field: act.field };
    }
    case "undo":
      return past.length === 0 ? history : { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future], field: "" };
    case "redo":
      return future.length === 0 ? history : { past: [...past, now], now: future[0]!, future: future.slice(1), field: "" };
  }
}

/** A draft being typed, with every step back. */
export function useDraft(initial: Draft) {
  const [{ past, now, future }, act] = useReducer(step, { past: [], now: initial, future: [], field: "" });
  const change = useCallback((field: string, become: (draft: Draft) => Draft) => act({ kind: "change", field, become }), []);
  const changeTerms = useCallback(
    (field: string, become: (terms: WireTerms) => WireTerms) => act({ kind: "change", field, become: (draft) => ({ ...draft, terms: become(draft.terms) }) }),
    [],
  );
  return {
    draft: now,
    change,
    changeTerms,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    undo: () => act({ kind: "undo" }),
    redo: () => act({ kind: "redo" }),
    load: (draft: Draft) => act({ kind: "load", draft }),
  };
}

export interface Reading {
  readonly terms: LeaseTerms | null;
  readonly lines: readonly ScheduleLine[];
  /** By the path of the field, joined by dots. */
  readonly unreadable: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** What typed terms say: the schedule, or what stands against it. */
export function useReading(wire: WireTerms, zone: string): Reading {
  return useMemo(() => read(wire, zone), [wire, zone]);
}

function read(wire: WireTerms, zone: string): Reading {
  const decoded = z.safeDecode(leaseTermsField, wire);
  if (!decoded.success) return { terms: null, lines: [], unreadable: new Set(decoded.error.issues.map(({ path }) => path.join("."))), problems: [] };
  const problems = whyNotTerms(decoded.data);
  const lines = problems.length > 0 ? [] : scheduleOf(decoded.data, { calendar: publicCalendar(zone) });
  return { terms: decoded.data, lines, unreadable: new Set(), problems };
}

const calendars = new Map<string, BusinessCalendar>();

/** The public one; the site's own days are the server's to know. */
export function publicCalendar(zone: string): BusinessCalendar {
  const known = calendars.get(zone) ?? businessCalendar({ zone, years: bundledYears, statutory: statutoryDates });
  calendars.set(zone, known);
  return known;
}

export const countsWorkingDays = ({ holidayRoll, fees }: WireTerms): boolean => holidayRoll === "next" || fees.some(({ payTiming }) => payTiming.kind === "workingDaysBefore");

/** A lease of three years from the first of next month: rent and property fee, paid quarterly, three months' deposit. */
export function emptyTerms(today: string): WireTerms {
  const start = Temporal.PlainDate.from(today).with({ day: 1 }).add({ months: 1 });
  const end = start.add({ years: 3 }).subtract({ days: 1 });
  const term = { leaseStart: start.toString(), leaseEnd: end.toString() };
  return {
    ...term,
    units: [],
    fees: [aFee("rent", term), { ...aFee("propertyFee", term), priceUnit: "sqmMonth" }],
    deposits: [{ id: "leaseDeposit", feeItem: "leaseDeposit", basis: { kind: "months", months: "3", feeIds: ["rent", "propertyFee"] }, followsEscalation: true }],
    onceFees: [],
    holidayRoll: "none",
    noticeDays: 90,
  };
}

export const aFee = (feeItem: WireFee["feeItem"], { leaseStart, leaseEnd }: Pick<WireTerms, "leaseStart" | "leaseEnd">, id: string = feeItem): WireFee => ({
  id,
  feeItem,
  from: leaseStart,
  to: leaseEnd,
  price: "",
  priceUnit: "sqmDay",
  areaBasis: "agreed",
  calcMode: "monthly",
  dayPriceRule: "year",
  yearDays: 365,
  splitRule: "fromStart",
  payCycleMonths: 3,
  payTiming: { kind: "naturalDaysBefore", days: 0 },
  escalations: [],
  freePeriods: [],
  lateFee: { percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid", capPercentPerYear: "12" },
  taxMode: "inclusive",
});

/** An id that no other term of the lease has. */
export function freeId(terms: WireTerms, base: string): string {
  const taken = new Set([...terms.fees, ...terms.deposits, ...terms.onceFees].map(({ id }) => id));
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}${count}`;
  return id;
}

/** 押 `deposit` 付 `pay`: months of deposit, months per payment. */
export const withPreset = (terms: WireTerms, deposit: string, pay: 1 | 3): WireTerms => ({
  ...terms,
  fees: terms.fees.map((fee) => ({ ...fee, payCycleMonths: pay })),
  deposits: [
    {
      id: "leaseDeposit",
      feeItem: "leaseDeposit",
      basis: { kind: "months", months: deposit, feeIds: terms.fees.filter(({ feeItem }) => feeItem === "rent" || feeItem === "propertyFee").map(({ id }) => id) },
      followsEscalation: true,
    },
    ...terms.deposits.filter(({ feeItem }) => feeItem !== "leaseDeposit"),
  ],
});

/** A new day of the lease moves with it what began or ended on the old one. */
export function withDay(terms: WireTerms, which: "leaseStart" | "leaseEnd", day: string): WireTerms {
  const old = terms[which];
  const fees = terms.fees.map((fee) => (which === "leaseStart" && fee.from === old ? { ...fee, from: day } : which === "leaseEnd" && fee.to === old ? { ...fee, to: day } : fee));
  return { ...terms, [which]: day, fees };
}
