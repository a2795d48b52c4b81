import type { ReplyOf } from "#platform/web/client.ts";
import type { getPlan } from "../contract.ts";

export type Plan = ReplyOf<typeof getPlan>;
export type PlanUnit = Plan["units"][number];

export interface PlanFloor {
  readonly id: string;
  readonly name: string;
  readonly level: number;
  readonly units: readonly { readonly unit: PlanUnit; /** Its share of the widest floor, in (0, 1]. */ readonly share: number }[];
}

/** The floors of a building from the top down, each unit with its share of the widest floor. A unit without an area counts as the median one. */
export function layOut(plan: Plan, buildingId: string): PlanFloor[] {
  const units = plan.units.filter((unit) => unit.buildingId === buildingId);
  const areas = units.flatMap(({ grossCenti }) => (grossCenti ? [grossCenti] : [])).sort((a, b) => a - b);
  const usual = areas[Math.floor(areas.length / 2)] ?? 1;
  const areaOf = (unit: PlanUnit) => unit.grossCenti ?? usual;
  const byFloor = Map.groupBy(units, ({ floorId }) => floorId);
  const widest = Math.max(1, ...[...byFloor.values()].map((onFloor) => onFloor.reduce((sum, unit) => sum + areaOf(unit), 0)));
  return plan.floors
    .filter((floor) => floor.buildingId === buildingId)
    .sort((a, b) => b.level - a.level)
    .map(({ id, name, level }) => ({ id, name, level, units: (byFloor.get(id) ?? []).map((unit) => ({ unit, share: areaOf(unit) / widest })) }));
}
