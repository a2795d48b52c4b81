import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { boardOf, type CaseOnBoard, type CaseStanding, nextStepsOf } from "#features/manual/rules.ts";
import { moveInProcedure } from "../../rules.ts";
import { type MoveInCase, runningCases, toCase, visibleCases } from "./cases.ts";
import { factsOfCases, standing } from "./facts.ts";

export interface MoveInFilter {
  readonly state: "running" | "complete" | "withdrawn";
  /** Stands at this step: it is among what can be done or cleared next. */
  readonly step?: string | undefined;
  /** Has a next step of this role. */
  readonly role?: Role | undefined;
  readonly search?: string | undefined;
}
export type ListedMoveIn = MoveInCase & { readonly place: string; readonly standing: CaseStanding };

/** Move-ins, the newest first, with where each stands. */
export async function moveInPage(ctx: SiteContext, { state, step, role, search, cursor, limit }: MoveInFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = visibleCases(ctx).orderBy("move_in.opened_at", "desc").orderBy("move_in.id", "desc");
  if (state === "running") query = query.where("move_in.moved_in_at", "is", null).where("move_in.withdrawn_at", "is", null);
  if (state === "complete") query = query.where("move_in.moved_in_at", "is not", null);
  if (state === "withdrawn") query = query.where("move_in.withdrawn_at", "is not", null);
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((where) => where.or([where("tenant.name", "ilike", like), where("lease.lease_no", "ilike", like)]));
  }
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(move_in.opened_at, move_in.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const keys = ({ openedAt, id }: MoveInCase) => [openedAt, id];
  if (step === undefined && role === undefined) {
    const page = pageFrom((await query.limit(limit + 1).execute()).map(toCase), limit, keys);
    return { items: await placed(ctx, await withStanding(ctx, page.items)), next: page.next };
  }
  // Where a case stands is derived: to find those at one step, all that go on are looked at.
  const all = await withStanding(ctx, (await query.execute()).map(toCase));
  const page = pageFrom(
    all.filter((one) => standsAt(one.standing, { step, role })),
    limit,
    keys,
  );
  return { items: await placed(ctx, page.items), next: page.next };
}

async function placed(ctx: SiteContext, cases: readonly Omit<ListedMoveIn, "place">[]): Promise<ListedMoveIn[]> {
  const places = await placesOfLeases(
    ctx,
    cases.map(({ leaseId }) => leaseId),
  );
  return cases.map((one) => ({ ...one, place: places.get(one.leaseId) ?? "" }));
}

function standsAt({ next }: CaseStanding, { step, role }: Pick<MoveInFilter, "step" | "role">): boolean {
  return next.some((id) => (step === undefined || id === step) && (role === undefined || moveInProcedure.steps.find((each) => each.id === id)?.role === role));
}

async function withStanding(ctx: SiteContext, cases: readonly MoveInCase[]): Promise<(MoveInCase & { readonly standing: CaseStanding })[]> {
  const facts = await factsOfCases(ctx, cases);
  return cases.map((one) => ({ ...one, standing: standing(facts.get(one.id)!) }));
}

/** How many running move-ins stand at each step, and the oldest. */
export const moveInBoard = async (ctx: SiteContext) => boardOf(moveInProcedure, await runningOnBoard(ctx));

const mostNextSteps = 20;

/** The next steps of running move-ins that fall to the reader's roles, what has waited longest first; the manager sees what is held up, whoever's it is. */
export async function nextMoveInSteps(ctx: SiteContext) {
  const roles = ctx.grants.map(({ role }) => role);
  const running = await runningOnBoard(ctx);
  const steps = nextStepsOf(moveInProcedure, running, roles);
  const held = roles.includes("projectManager") ? nextStepsOf(moveInProcedure, running).filter(({ state }) => state === "shut") : [];
  const all = [...steps, ...held.filter(({ caseId, step }) => !steps.some((one) => one.caseId === caseId && one.step === step))];
  return { steps: all.slice(0, mostNextSteps), count: all.length };
}

async function runningOnBoard(ctx: SiteContext): Promise<CaseOnBoard[]> {
  const cases = await withStanding(ctx, await runningCases(ctx));
  return cases.map(({ id, label, openedAt, standing: at }) => ({ caseId: id, label, openedAt, standing: at }));
}

/** Where the units of leases lie, as people say it. */
export async function placesOfLeases(ctx: SiteContext, leaseIds: readonly Id<"lease">[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ lease_id: string; place: string }>`
    select held.lease_id, string_agg(distinct building.name || ' ' || floor.name || ' ' || unit.unit_no, '、') as place
    from leasing.lease_unit held
    join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    where held.site_id = ${ctx.siteId} and held.lease_id = any (${[...new Set(leaseIds)]}::uuid[])
    group by held.lease_id`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.lease_id, row.place]));
}
