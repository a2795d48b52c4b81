import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FitOut } from "./cases.ts";

/** When both had signed the inspection that stands before the works, by case. */
export async function inspectedAt(_ctx: SiteContext, _cases: readonly FitOut[]): Promise<ReadonlyMap<Id<"fitOut">, Temporal.Instant>> {
  return new Map();
}
