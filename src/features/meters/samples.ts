import type { WireOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import type { installMeter } from "./contract.ts";

type NewMeter = NonNullable<WireOf<typeof installMeter.body>>;

let counter = 0;

/** A meter as it is entered: a common electricity meter in service since January, unless told. */
export const aMeter = (meter: Partial<NewMeter> = {}): NewMeter => ({
  id: newId(),
  meterNo: `E-${++counter}`,
  kind: "electricity",
  role: "common",
  digits: 6,
  multiplier: "1",
  installedOn: "2026-01-31",
  opening: { total: "0" },
  ...meter,
});
