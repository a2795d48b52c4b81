import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { Authority, Role } from "#kernel/role.ts";
import type { Language } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { roleGranted, roleRevoked } from "../../contract.ts";
import { beyondOwnRights, peopleProblems, rolesToGive, whyNotGrant } from "../../rules.ts";
import { accountById } from "../accounts.ts";
import { type HandedLink, invitePerson } from "./people.ts";

export interface NewGrant {
  readonly role: Role;
  readonly tenantId?: Id<"tenant"> | undefined;
  readonly contactId?: Id<"contact"> | undefined;
  readonly authorities?: readonly Authority[] | undefined;
}

/** The roles that the actor may give and take at this site. The system may give any. */
export const givableHere = (ctx: SiteContext): Role[] =>
  rolesToGive(
    ctx.grants.map(({ role }) => role),
    ctx.actor.kind === "system" || ctx.actor.isAdministrator,
  );

/**
 * Gives a person a role at this site; a tenant's contact also their company; what they may do for it follows their entry as a contact.
 * Refusals: personNotFound, isInactive, beyondOwnRights, tenantNeeded, tenantNotNeeded, authoritiesOfContact, tenantNotHere, roleHeld, staffAndTenant.
 */
export async function grantRole(ctx: SiteContext, { personId, ...grant }: NewGrant & { personId: Id<"person"> }): Promise<{ grantId: Id<"grant"> }> {
  await ctx.tx.selectFrom("people.person").select("id").where("id", "=", personId).forUpdate().execute();
  const account = await accountById(ctx, personId);
  if (account.state === "inactive") throw new Refusal(peopleProblems.isInactive());
  const held = await ctx.tx.selectFrom("people.role_grant").select(["role", "tenant_id"]).where("site_id", "=", ctx.siteId).where("person_id", "=", personId).execute();
  refuseIf(
    whyNotGrant(
      grant,
      held.map(({ role, tenant_id }) => ({ role: role as Role, tenantId: tenant_id })),
      givableHere(ctx),
    ),
  );

  const grantId = newId<"grant">();
  const notHere = () => peopleProblems.tenantNotHere();
  const authorities = (await authorisedByTenant(ctx, grant)) ?? [...new Set(grant.authorities ?? [])];
  await refusing(
    ctx.tx
      .insertInto("people.role_grant")
      .values({
        site_id: ctx.siteId,
        id: grantId,
        person_id: personId,
        role: grant.role,
        tenant_id: grant.tenantId ?? null,
        contact_id: grant.contactId ?? null,
        authorities,
        granted_by: ctx.actor.personId,
        granted_at: ctx.now,
      })
      .execute(),
    { role_once_per_person_and_site: () => peopleProblems.roleHeld(), role_grant_site_id_tenant_id_fkey: notHere, role_grant_site_id_contact_id_fkey: notHere },
  );
  await ctx.record(roleGranted, { personId, name: account.name, role: grant.role, tenantId: grant.tenantId ?? null, authorities });
  await ctx.tell(ctx.siteId, "people.grant", personId);
  return { grantId };
}

/**
 * What the tenant has authorised its contact to do: kept with the contact, followed by the grant (a trigger holds both to it). Null without a contact.
 * A contact belongs to the tenant they are to speak for. Reads a later feature's table, whose rows the foreign keys of ours already name.
 */
async function authorisedByTenant(ctx: SiteContext, { tenantId, contactId }: NewGrant): Promise<Authority[] | null> {
  if (!contactId) return null;
  const contact = await ctx.tx
    .selectFrom("tenants.contact")
    .select(["tenant_id", "authorities"])
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", contactId)
    .forShare()
    .executeTakeFirst();
  if (!contact || contact.tenant_id !== tenantId) throw new Refusal(peopleProblems.tenantNotHere());
  return contact.authorities as Authority[];
}

/** Tells the screens of whoever signs in as this contact that what they may do has changed. */
export async function tellGranted(ctx: SiteContext, contactId: Id<"contact">): Promise<void> {
  const held = await ctx.tx.selectFrom("people.role_grant").select("person_id").where("site_id", "=", ctx.siteId).where("contact_id", "=", contactId).execute();
  for (const { person_id } of held) await ctx.tell(ctx.siteId, "people.grant", person_id);
}

/** Takes a role back; it ends at once in every session. Refusals: grantNotFound, beyondOwnRights. */
export async function revokeRole(ctx: SiteContext, grantId: Id<"grant">): Promise<void> {
  const grant = await ctx.tx
    .selectFrom("people.role_grant")
    .select(["person_id", "role", "tenant_id"])
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", grantId)
    .forUpdate()
    .executeTakeFirst();
  if (!grant) throw new Refusal(peopleProblems.grantNotFound());
  const role = grant.role as Role;
  if (!givableHere(ctx).includes(role)) throw new Refusal(beyondOwnRights(role));
  await ctx.tx.deleteFrom("people.role_grant").where("site_id", "=", ctx.siteId).where("id", "=", grantId).execute();
  const personId = grant.person_id as Id<"person">;
  const { name } = await accountById(ctx, personId);
  await ctx.record(roleRevoked, { personId, name, role, tenantId: grant.tenant_id as Id<"tenant"> | null });
  await ctx.tell(ctx.siteId, "people.grant", personId);
}

/** Takes back what a contact who has left their company, or everybody of a company that has left, may do here; it ends at once in every session. */
export async function revokeOfTenant(ctx: SiteContext, of: { readonly contactId: Id<"contact"> } | { readonly tenantId: Id<"tenant"> }): Promise<void> {
  const theirs = "contactId" in of ? (["contact_id", of.contactId] as const) : (["tenant_id", of.tenantId] as const);
  const revoked = await ctx.tx
    .deleteFrom("people.role_grant")
    .where("site_id", "=", ctx.siteId)
    .where(theirs[0], "=", theirs[1])
    .returning(["person_id", "role", "tenant_id"])
    .execute();
  for (const { person_id, role, tenant_id } of revoked) {
    const personId = person_id as Id<"person">;
    const { name } = await accountById(ctx, personId);
    await ctx.record(roleRevoked, { personId, name, role: role as Role, tenantId: tenant_id as Id<"tenant"> | null });
    await ctx.tell(ctx.siteId, "people.grant", personId);
  }
}

/** Invites somebody new with a role at this site. Refusals: loginTaken, and as `grantRole`. */
export async function inviteToSite(
  ctx: SiteContext,
  { name, login, email, phone, language, ...grant }: NewGrant & { name: string; login?: string | undefined; email: string; phone?: string | undefined; language: Language },
): Promise<HandedLink> {
  const invited = await invitePerson(ctx, { name, login, email, phone, language });
  await grantRole(ctx, { personId: invited.personId, ...grant });
  return invited;
}

/** Whoever opens a site manages it until they hand it on. */
export async function manageOpenedSite(ctx: SiteContext): Promise<void> {
  if (!ctx.actor.personId) return;
  await ctx.tx
    .insertInto("people.role_grant")
    .values({ site_id: ctx.siteId, id: newId(), person_id: ctx.actor.personId, role: "projectManager", granted_by: ctx.actor.personId, granted_at: ctx.now })
    .onConflict((conflict) => conflict.constraint("role_once_per_person_and_site").doNothing())
    .execute();
  await ctx.record(roleGranted, { personId: ctx.actor.personId, name: ctx.actor.name, role: "projectManager", tenantId: null, authorities: [] });
}
