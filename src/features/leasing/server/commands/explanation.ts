import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { contactById } from "#features/tenants/server/index.ts";
import { tenantsProblems } from "#features/tenants/rules.ts";
import { pointExplained } from "../../contract.ts";
import { leasingProblems, type PointCode, signingProblems } from "../../rules.ts";
import { explainedPoints } from "../queries/explained.ts";
import { leaseById } from "../queries/leases.ts";
import { leaseView, type LeaseView } from "../queries/leaseView.ts";
import { portalLease, type PortalLease } from "../queries/portal.ts";
import { versionByNumber } from "../queries/terms.ts";
import { lookWhetherSigned } from "./signing.ts";

interface Confirmation {
  readonly leaseId: Id<"lease">;
  readonly point: PointCode;
  /** Of the words the contact had before them. */
  readonly hash: string;
}

/** The tenant's contact confirms on our screen that a clause was explained. Manual 2.1.2-2. Refusals: notFound, contactNotFound, pointMissing, pointChanged, notOpen. */
export async function confirmPoint(ctx: SiteContext, { contactId, ...what }: Confirmation & { readonly contactId: Id<"contact"> }): Promise<LeaseView> {
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== (await leaseById(ctx, what.leaseId)).tenantId) throw new Refusal(tenantsProblems.contactNotFound());
  await confirm(ctx, what, { contactId, name: contact.name, means: "screen" });
  return leaseView(ctx, what.leaseId);
}

/** The same from the contact's own phone, by the authority to sign. Manual 2.1.2-2. Refusals: notFound, pointMissing, pointChanged, notOpen. */
export async function confirmOwnPoint(ctx: SiteContext, what: Confirmation): Promise<PortalLease> {
  const contactId = ctx.grants.find((grant) => grant.contactId)?.contactId ?? null;
  await confirm(ctx, what, { contactId, name: ctx.actor.name, means: "portal" });
  return portalLease(ctx, what.leaseId);
}

async function confirm(
  ctx: SiteContext,
  { leaseId, point: code, hash }: Confirmation,
  by: { readonly contactId: Id<"contact"> | null; readonly name: string; readonly means: "portal" | "screen" },
): Promise<void> {
  const lease = await leaseById(ctx, leaseId);
  const { terms, status } = await versionByNumber(ctx, leaseId, 1);
  if (by.means === "portal" && status !== "approved" && status !== "signed") throw new Refusal(leasingProblems.notFound());
  if (status === "signed" || status === "cancelled") throw new Refusal(signingProblems.notOpen());
  const point = (await explainedPoints(ctx, leaseId, terms)).find((each) => each.code === code);
  if (!point) throw new Refusal(signingProblems.pointMissing());
  if (point.hash !== hash) throw new Refusal(signingProblems.pointChanged());
  if (point.confirmed) return;

  const evidenceId = await ctx.record(pointExplained, { leaseId, leaseNo: lease.leaseNo, point: code, said: point.sentences, hash, ...by });
  await ctx.tx
    .insertInto("leasing.explained_point")
    .values({
      site_id: ctx.siteId,
      lease_id: leaseId,
      point: code,
      hash,
      tenant_id: lease.tenantId,
      contact_id: by.contactId,
      name: by.name,
      means: by.means,
      by_person: ctx.actor.personId,
      confirmed_at: ctx.now,
      evidence_id: evidenceId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await ctx.tell(ctx.siteId, "leasing.lease", leaseId);
  await lookWhetherSigned(ctx, { leaseId, number: 1 });
}
