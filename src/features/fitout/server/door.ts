import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Context, dayAt } from "#platform/context.ts";
import { type PermitState, permitStateOn } from "../rules.ts";
import { toFitOut, visibleCases } from "./queries/cases.ts";
import { permitOf, stopsOf } from "./queries/records.ts";
import { siteById } from "#features/sites/server/index.ts";

/** What whoever scans the code on a door may know: nothing but what the paper beside it says, and whether it is worth something today. */
export interface DoorView {
  readonly site: string;
  readonly permitNo: string;
  readonly place: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly hours: string;
  readonly state: PermitState;
  readonly today: Temporal.PlainDate;
}

/** The permit of a code; null where there is none. */
export async function permitAtDoor(outside: Context, code: string): Promise<DoorView | null> {
  if (!/^[\w-]{16}$/.test(code)) return null;
  const { rows } = await sql<{ site_id: Id<"site"> | null }>`select fitout.site_of_permit(${code}) as site_id`.execute(outside.tx);
  const siteId = rows[0]?.site_id;
  if (!siteId) return null;
  const ctx = await outside.atSite(siteId);
  const row = await visibleCases(ctx).selectAll("case").where("case.permit_code", "=", code).executeTakeFirst();
  const found = row && toFitOut(row);
  const permit = found && (await permitOf(ctx, found.id));
  if (!found || !permit) return null;
  const today = dayAt(ctx, ctx.now);
  const isStopped = (await stopsOf(ctx, found.id)).some(({ lifted }) => !lifted);
  const { permitNo, from, to, hours } = permit;
  return {
    site: (await siteById(ctx)).name,
    permitNo,
    place: found.place,
    from,
    to,
    hours,
    today,
    state: permitStateOn({ from, to, isStopped, hasEnded: permit.hasEnded }, today),
  };
}
