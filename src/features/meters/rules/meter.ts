import { compareExact } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { Direction, MeterKind, MeterRole, MeterState, RegisterSet } from "./names.ts";
import { metersProblems as problem } from "./problems.ts";
import type { Device } from "./usage.ts";

/** What a person enters of a metering point and the device in it. */
export interface MeterTerms extends Device {
  readonly meterNo: string;
  readonly kind: MeterKind;
  readonly role: MeterRole;
  readonly registers: RegisterSet;
  readonly direction: Direction;
  readonly calibratedOn: Temporal.PlainDate | null;
  readonly calibrationDue: Temporal.PlainDate | null;
  readonly place: string;
  readonly parentId: Id<"meter"> | null;
  readonly unitIds: readonly Id<"unit">[];
  readonly routeId: Id<"route"> | null;
  /** Where it comes on its route. */
  readonly position: number;
  /** Null: the tariff that holds for its kind. */
  readonly tariffId: Id<"tariff"> | null;
}

export interface Meter extends MeterTerms {
  readonly id: Id<"meter">;
  readonly state: MeterState;
  readonly installedOn: Temporal.PlainDate;
  readonly version: number;
}

/** All that stands against a meter with these terms. Standard EN-04: its multiplier counts from the first day. */
export function whyNotMeter(meter: MeterTerms): Problem[] {
  const { calibratedOn, calibrationDue } = meter;
  return reasons(
    compareExact(meter.multiplier, 0) <= 0 && problem.multiplierZero(),
    calibratedOn && calibrationDue && Temporal.PlainDate.compare(calibrationDue, calibratedOn) < 0 && problem.calibrationBackwards(),
    meter.role === "tenant" && meter.unitIds.length === 0 && problem.unitsOfTenantMeter({ meterNo: meter.meterNo }),
    meter.role !== "tenant" && meter.unitIds.length > 0 && problem.unitsOfOtherMeter(),
  );
}

/** All that stands against hanging a meter below `parent`; `above` are the ids from `parent` up to its root. */
export function whyNotHang(
  meter: { readonly id: Id<"meter">; readonly kind: MeterKind },
  parent: Pick<Meter, "kind" | "role" | "state">,
  above: readonly Id<"meter">[],
): Problem[] {
  return reasons(
    (parent.role !== "main" || parent.state !== "inService" || parent.kind !== meter.kind) && problem.parentNotMain(),
    above.includes(meter.id) && problem.parentCircle(),
  );
}
