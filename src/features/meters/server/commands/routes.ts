import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { metersProblems } from "../../rules.ts";
import { routesHere } from "../queries/meters.ts";

/** Adds a route on which meters are read. Refusals: routeNameTaken, idTaken. */
export async function addRoute(ctx: SiteContext, { id, name }: { readonly id: Id<"route">; readonly name: string }) {
  await refusing(ctx.tx.insertInto("meters.route").values({ site_id: ctx.siteId, id, name }).execute(), violations(name));
  await ctx.tell(ctx.siteId, "meters.route", id);
  return { id, name, meters: 0, version: 1 };
}

/** Gives a route another name. Refusals: routeNotFound, stale, routeNameTaken. */
export async function renameRoute(ctx: SiteContext, { routeId, name, version }: { readonly routeId: Id<"route">; readonly name: string; readonly version: number }) {
  const route = (await routesHere(ctx)).find(({ id }) => id === routeId);
  if (!route) throw new Refusal(metersProblems.routeNotFound());
  const renamed = ctx.tx
    .updateTable("meters.route")
    .set({ name, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", routeId)
    .where("version", "=", version)
    .returning("id")
    .executeTakeFirst();
  if (!(await refusing(renamed, violations(name)))) throw new Refusal(metersProblems.stale());
  await ctx.tell(ctx.siteId, "meters.route", routeId);
  return { ...route, name, version: version + 1 };
}

const violations = (name: string) => ({ route_name_once_per_site: () => metersProblems.routeNameTaken({ name }), route_pkey: () => metersProblems.idTaken() });
