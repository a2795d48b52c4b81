import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { amend, type Amendment, whyNotAmend } from "./amend.ts";
import { signingProblems } from "./signing.ts";
import type { LeaseTerms } from "./terms.ts";
import type { TermsVersion } from "./timeline.ts";

/** A signed amendment with the number of its version. */
export interface Made {
  readonly number: number;
  readonly amendment: Amendment;
}

/** Terms as they are from a day on, by which version, with whom. */
export interface Held extends TermsVersion {
  readonly number: number;
  readonly tenantId: Id<"tenant">;
}

export interface Written {
  readonly tenantId: Id<"tenant">;
  readonly terms: LeaseTerms;
  /** In the order they were made. */
  readonly amendments: readonly Made[];
}

/**
 * What holds from which day, by day: for `scheduleOfVersions`. An amendment made later for an earlier day leaves those of later days
 * standing; an early termination undoes what was to come after it.
 */
export function heldBy({ tenantId, terms, amendments }: Written): Held[] {
  const held: Held[] = [{ number: 1, effectiveFrom: terms.leaseStart, terms, tenantId }];
  for (const { number, amendment } of standing(amendments)) {
    const last = held.at(-1)!;
    held.push({ number, effectiveFrom: amendment.on, terms: amend(last.terms, amendment), tenantId: amendment.kind === "party" ? amendment.tenantId : last.tenantId });
  }
  return held;
}

/** All that stands against adding an amendment: its own, and that a later one could no longer stand upon it. */
export function whyNotAdd(written: Written, amendment: Amendment): Problem[] {
  const { tenantId } = heldBy(written).findLast(({ effectiveFrom }, place) => place === 0 || Temporal.PlainDate.compare(effectiveFrom, amendment.on) <= 0)!;
  const added = { number: Infinity, amendment };
  let terms = written.terms;
  for (const each of standing([...written.amendments, added])) {
    const against = whyNotAmend(terms, each.amendment);
    if (each === added)
      against.push(
        ...reasons(
          amendment.kind === "termination" &&
            Temporal.PlainDate.compare(amendment.leavingDay, terms.leaseEnd) >= 0 &&
            signingProblems.notEarlier({ leaseEnd: terms.leaseEnd.toString() }),
          amendment.kind === "party" && amendment.tenantId === tenantId && signingProblems.sameTenant(),
          amendment.kind === "revival" && !endsNow(written, amendment.number) && signingProblems.notTerminated({ number: amendment.number }),
        ),
      );
    else if (against.length > 0) return [signingProblems.laterVersion({ number: each.number, effectiveFrom: each.amendment.on.toString() })];
    if (against.length > 0) return against;
    terms = amend(terms, each.amendment);
  }
  return [];
}

/** Whether that version is an early termination which nothing took back. */
const endsNow = ({ amendments }: Written, number: number): boolean =>
  amendments.some((made) => made.number === number && made.amendment.kind === "termination") &&
  !amendments.some(({ amendment }) => amendment.kind === "revival" && amendment.number === number);

/** By their days; of one day, as made. What was to begin after an early termination made later never does, unless that was taken back. */
function standing<A extends Made>(amendments: readonly A[]): A[] {
  const takenBack = new Set(amendments.flatMap(({ amendment }) => (amendment.kind === "revival" ? [amendment.number] : [])));
  const left: A[] = [];
  for (const made of amendments) {
    if (takenBack.has(made.number)) continue;
    if (made.amendment.kind === "termination") left.splice(0, left.length, ...left.filter(({ amendment }) => Temporal.PlainDate.compare(amendment.on, made.amendment.on) < 0));
    left.push(made);
  }
  return left.toSorted((one, other) => Temporal.PlainDate.compare(one.amendment.on, other.amendment.on));
}

/** The unit of a lease for days of its own, and by whom it is held. */
export interface HeldUnit {
  readonly unitId: Id<"unit">;
  readonly tenantId: Id<"tenant">;
  readonly areaCenti: number;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Which units the lease holds when: what expansion, contraction, change of tenant or of the end moves. */
export function unitsHeld(history: readonly Held[]): HeldUnit[] {
  const rows: HeldUnit[] = [];
  for (const [place, { effectiveFrom, terms, tenantId }] of history.entries()) {
    const from = place === 0 ? terms.leaseStart : effectiveFrom;
    const next = history[place + 1]?.effectiveFrom.subtract({ days: 1 });
    const to = next && Temporal.PlainDate.compare(next, terms.leaseEnd) < 0 ? next : terms.leaseEnd;
    if (Temporal.PlainDate.compare(to, from) < 0) continue;
    for (const { unitId, areaCenti } of terms.units) {
      const before = rows.findIndex((row) => row.unitId === unitId && row.tenantId === tenantId && row.areaCenti === areaCenti && row.to.add({ days: 1 }).equals(from));
      if (before >= 0) rows[before] = { ...rows[before]!, to };
      else rows.push({ unitId, tenantId, areaCenti, from, to });
    }
  }
  return rows;
}

/** 计租日: the first day on which rent is charged; the lease's first where it has no rent. Domain §0.5. */
export function rentStartOf({ fees, leaseStart }: LeaseTerms): Temporal.PlainDate {
  const rents = fees.filter(({ feeItem }) => feeItem === "rent").toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from));
  let day = rents[0]?.from ?? leaseStart;
  for (const free of rents.flatMap(({ freePeriods }) => freePeriods).toSorted((one, other) => Temporal.PlainDate.compare(one.from, other.from)))
    if (Temporal.PlainDate.compare(free.from, day) <= 0 && Temporal.PlainDate.compare(day, free.to) <= 0) day = free.to.add({ days: 1 });
  return day;
}
