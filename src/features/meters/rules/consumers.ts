import type { Id } from "#kernel/id.ts";
import type { Consumer } from "./settle.ts";

/** A unit that a meter serves, and the leases that hold it for some days. */
export interface ServedUnit {
  readonly unitId: Id<"unit">;
  readonly label: string;
  readonly areaCenti: number;
  readonly holdings: readonly Holding[];
}
export interface Holding {
  readonly tenantId: Id<"tenant">;
  readonly leaseId: Id<"lease">;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** The agreed area; the unit's own where none is. */
  readonly areaCenti: number | null;
}

interface Span {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** A reading at a handover bounds it: then whoever held the unit longest has all of it. */
  readonly isAtHandover: boolean;
}

type Part = Omit<Consumer, "unitIds" | "label"> & { readonly unitId: Id<"unit">; readonly label: string };

/** Who stands behind a meter between two readings. Where a tenant changed without a reading the days decide; vacant days are nobody's. One entry for each lease. */
export function consumersOf(units: readonly ServedUnit[], span: Span): Consumer[] {
  const parts = units.flatMap((unit) => partsOf(unit, span));
  const groups = Map.groupBy(parts, ({ leaseId, days }) => `${leaseId ?? ""} ${days}`);
  return [...groups.values()].map((group) => {
    const { tenantId, leaseId, days } = group[0]!;
    const sorted = group.toSorted((one, other) => (one.label < other.label ? -1 : 1));
    return {
      tenantId,
      leaseId,
      unitIds: sorted.map(({ unitId }) => unitId),
      label: sorted.map(({ label }) => label).join("、"),
      areaCenti: group.reduce((sum, { areaCenti }) => sum + areaCenti, 0),
      days,
    };
  });
}

function partsOf(unit: ServedUnit, { from, to, isAtHandover }: Span): Part[] {
  const all = from.until(to).days + 1;
  const held = unit.holdings.map((holding) => ({ holding, days: Math.max(0, later(from, holding.from).until(earlier(to, holding.to)).days + 1) })).filter(({ days }) => days > 0);
  const vacant = all - held.reduce((sum, { days }) => sum + days, 0);
  const parts: Part[] = held.map(({ holding, days }) => ({
    tenantId: holding.tenantId,
    leaseId: holding.leaseId,
    unitId: unit.unitId,
    label: unit.label,
    areaCenti: holding.areaCenti ?? unit.areaCenti,
    days,
  }));
  if (vacant > 0) parts.push({ tenantId: null, leaseId: null, unitId: unit.unitId, label: unit.label, areaCenti: unit.areaCenti, days: vacant });
  if (!isAtHandover) return parts;
  const longest = parts.toSorted((one, other) => other.days - one.days)[0];
  return longest ? [{ ...longest, days: all }] : [];
}

const later = (one: Temporal.PlainDate, other: Temporal.PlainDate) => (Temporal.PlainDate.compare(one, other) >= 0 ? one : other);
const earlier = (one: Temporal.PlainDate, other: Temporal.PlainDate) => (Temporal.PlainDate.compare(one, other) <= 0 ? one : other);
