import type { Access, Permission } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { holds, type Actor } from "#platform/context.ts";
import { type Runtime, sitesAcross } from "#platform/runtime.ts";

/** Refuses 401 without a session, 404 where the site is out of sight, 403 where it is in sight and the right is missing. */
export function checkSiteAccess(actor: Actor, access: Access, siteId: Id<"site">): void {
  if (access === "public") return;
  checkSignedIn(actor);
  const isAdministrators = access === "administrator" || (access !== "signedIn" && access.administrator);
  if (!actor.grants.some((grant) => grant.siteId === siteId) && !(isAdministrators && actor.isAdministrator)) throw new Refusal(edgeProblems.notFound());
  if (access === "signedIn") return;
  if (access === "administrator") return checkAdministrator(actor);
  if (!holds(actor, access, siteId)) throw new Refusal(edgeProblems.notAllowed({ right: access.name }));
}

/** The sites a request that names none may see: those where the actor holds the right; all of them for whoever administers the company. None: 403. */
export async function sitesInReach(actor: Actor, access: Access, runtime: Pick<Runtime, "everySite">): Promise<Id<"site">[]> {
  if (access === "public") return [];
  checkSignedIn(actor);
  const across = sitesAcross(actor);
  if (access === "signedIn") return across;
  if (access === "administrator") {
    checkAdministrator(actor);
    return (await runtime.everySite()).map(({ id }) => id);
  }
  const inReach = across.filter((siteId) => holds(actor, access as Permission, siteId));
  if (inReach.length === 0) throw new Refusal(edgeProblems.notAllowed({ right: access.name }));
  return inReach;
}

function checkSignedIn(actor: Actor): void {
  if (actor.kind === "anonymous") throw new Refusal(edgeProblems.signInNeeded());
}

function checkAdministrator(actor: Actor): void {
  if (!actor.isAdministrator || actor.scopes) throw new Refusal(edgeProblems.notAllowed({ right: "administrator" }));
}
