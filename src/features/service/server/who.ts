import { sql } from "kysely";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Department, departmentOf, departments, type Role } from "#kernel/role.ts";
import { may, type SiteContext } from "#platform/context.ts";
import { serviceRights } from "../contract/rights.ts";
import { serviceProblems, type Target, type Worker } from "../rules.ts";

const departmentsOf = (roles: readonly Role[]): Department[] => [...new Set(roles.flatMap((role) => departmentOf(role) ?? []))];

/** The actor, as far as handling work asks. */
export const workerHere = (ctx: SiteContext): Worker => ({
  id: personHere(ctx),
  departments: departmentsOf(ctx.grants.map(({ role }) => role)),
  isSupervisor: may(ctx, serviceRights.supervise),
});

/** The actor's person; deeds at the desk are somebody's. */
export function personHere(ctx: SiteContext): Id<"person"> {
  if (!ctx.actor.personId) throw new Refusal(serviceProblems.personNotHere());
  return ctx.actor.personId;
}

export interface Colleague {
  readonly id: Id<"person">;
  readonly name: string;
  readonly departments: readonly Department[];
}

/** Everyone who works for the operator at this site, by name. */
export async function colleagues(ctx: SiteContext): Promise<Colleague[]> {
  const rows = await ctx.tx
    .selectFrom("people.role_grant as granted")
    .innerJoin("people.person as person", "person.id", "granted.person_id")
    .where("granted.site_id", "=", ctx.siteId)
    .where("granted.role", "not in", ["tenantContact", "contractor"])
    .where("person.state", "=", "active")
    .groupBy(["person.id", "person.name"])
    .select(["person.id", "person.name", sql<string[]>`array_agg(granted.role)`.as("roles")])
    .orderBy("person.name")
    .execute();
  return rows.map(({ id, name, roles }) => ({ id: asId<"person">(id), name, departments: departmentsOf(roles as Role[]) }));
}

/** A person who works at this site. Refusal: personNotHere. */
export async function colleagueById(ctx: SiteContext, id: Id<"person">): Promise<Colleague> {
  const row = await ctx.tx
    .selectFrom("people.role_grant as granted")
    .innerJoin("people.person as person", "person.id", "granted.person_id")
    .where("granted.site_id", "=", ctx.siteId)
    .where("person.id", "=", id)
    .where("person.state", "=", "active")
    .where("granted.role", "not in", ["tenantContact", "contractor"])
    .groupBy(["person.id", "person.name"])
    .select(["person.id", "person.name", sql<string[]>`array_agg(granted.role)`.as("roles")])
    .executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.personNotHere({ personId: id }));
  return { id, name: row.name, departments: departmentsOf(row.roles as Role[]) };
}

/** Where work is wanted, with what the rules ask about it. A person alone stands for their first department. Refusal: personNotHere. */
export async function targetOf(
  ctx: SiteContext,
  wanted: { readonly department: Department | null; readonly handlerId: Id<"person"> | null },
): Promise<Target & { readonly handlerName: string | null }> {
  if (!wanted.handlerId) return { ...wanted, departmentsOfHandler: [], handlerName: null };
  const handler = await colleagueById(ctx, wanted.handlerId);
  return { department: wanted.department ?? handler.departments[0] ?? null, handlerId: handler.id, departmentsOfHandler: handler.departments, handlerName: handler.name };
}

const atDesk: readonly Role[] = [...departments.service.toReversed(), "projectManager"];

/** Who at the desk owns a contact that came without anybody answering it, such as by the portal: an officer before a supervisor, the one with the fewest open cases first. Refusal: nobodyAtDesk. */
export async function ownerForUnattended(ctx: SiteContext): Promise<{ readonly id: Id<"person">; readonly name: string }> {
  const { rows } = await sql<{ id: string; name: string }>`
    select person.id, person.name
    from people.role_grant granted
    join people.person person on person.id = granted.person_id and person.state = 'active'
    where granted.site_id = ${ctx.siteId} and granted.role = any (${[...atDesk]})
    order by array_position(${[...atDesk]}::text[], granted.role),
      (select count(*) from service."case" held where held.site_id = ${ctx.siteId} and held.owner_id = person.id and held.archived_at is null and held.voided_at is null and held.merged_into_id is null),
      person.id
    limit 1`.execute(ctx.tx);
  const [found] = rows;
  if (!found) throw new Refusal(serviceProblems.nobodyAtDesk());
  return { id: asId(found.id), name: found.name };
}
