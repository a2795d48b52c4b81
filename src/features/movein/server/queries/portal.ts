import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { may, type SiteContext } from "#platform/context.ts";
import { billingRights } from "#features/billing/contract.ts";
import { documentsOf } from "#features/documents/server/index.ts";
import { itemsOutstanding } from "#features/handover/server/index.ts";
import { namedLeaseById } from "#features/leasing/server/index.ts";
import type { portalMoveInField } from "../../contract.ts";
import { caseById, type MoveInCase, toCase, visibleCases } from "./cases.ts";
import { type CaseFacts, factsOfCases } from "./facts.ts";
import { registrationView } from "./registrations.ts";

export type PortalMoveIn = ValueOf<typeof portalMoveInField>;

/** The move-ins of one's own company, the newest first, with what it must still do. */
export async function portalMoveIns(ctx: SiteContext): Promise<{ readonly cases: PortalMoveIn[] }> {
  const rows = await visibleCases(ctx).where("move_in.withdrawn_at", "is", null).orderBy("move_in.opened_at", "desc").limit(20).execute();
  const facts = await factsOfCases(ctx, rows.map(toCase));
  const cases: PortalMoveIn[] = [];
  for (const found of facts.values()) cases.push(await portalViewOf(ctx, found));
  return { cases };
}

/** Refusal: notFound. */
export async function portalMoveIn(ctx: SiteContext, caseId: Id<"moveIn">): Promise<PortalMoveIn> {
  return portalViewOf(ctx, (await factsOfCases(ctx, [await caseById(ctx, caseId)])).get(caseId)!);
}

async function portalViewOf(ctx: SiteContext, { case: one, facts }: CaseFacts): Promise<PortalMoveIn> {
  const { firstPayment, papers } = facts;
  const lease = await namedLeaseById(ctx, one.leaseId);
  const held = (await itemsOutstanding(ctx, { leaseIds: [one.leaseId] })).get(one.leaseId) ?? [];
  return {
    case: { id: one.id, label: one.label, leaseNo: one.leaseNo, openedAt: one.openedAt, movedInOn: one.movedInOn },
    place: lease.place,
    isOver: one.movedInAt !== null,
    payment: may(ctx, billingRights.portal) && firstPayment.due !== null ? { due: firstPayment.due, settled: firstPayment.settled } : null,
    papersOwed: papers.against.length,
    registration: await registrationView(ctx, one),
    toSign: await toSign(ctx, one),
    keys: { count: held.length, isReceived: facts.keys.receiptAt !== null },
    inspection: await inspectionOf(ctx, one),
    handoverOn: lease.handoverOn,
  };
}

/** Sheets and annexes that the tenant has not signed yet. */
async function toSign(ctx: SiteContext, { id, leaseId }: MoveInCase): Promise<PortalMoveIn["toSign"]> {
  const batches = await ctx.tx
    .selectFrom("handover.access_batch as batch")
    .innerJoin("handover.access_grant as held", (join) => join.onRef("held.site_id", "=", "batch.site_id").onRef("held.id", "=", "batch.grant_id"))
    .select("batch.id")
    .where("batch.site_id", "=", ctx.siteId)
    .where("held.lease_id", "=", leaseId)
    .execute();
  const subjects = [{ kind: "lease", id: leaseId }, { kind: "moveIn", id }, ...batches.map((batch) => ({ kind: "accessBatch", id: batch.id }))];
  const open: PortalMoveIn["toSign"] = [];
  for (const subject of subjects) {
    for (const { id: documentId, title, state, signers } of await documentsOf(ctx, subject)) {
      const waiting = signers.filter(({ party, signature }) => party === "tenant" && !signature);
      if ((state === "issued" || state === "signing") && waiting.length > 0)
        open.push({ documentId, title, isMine: waiting.some(({ contactId }) => contactId !== null && ctx.grants.some((grant) => grant.contactId === contactId)) });
    }
  }
  return open;
}

async function inspectionOf(ctx: SiteContext, { id }: MoveInCase): Promise<PortalMoveIn["inspection"]> {
  const row = await ctx.tx
    .selectFrom("handover.inspection")
    .select(["id", "appointment_at", "signed_at"])
    .where("site_id", "=", ctx.siteId)
    .where("case_id", "=", id)
    .where("stage", "<>", "withdrawn")
    .orderBy("opened_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { inspectionId: row.id as Id<"inspection">, appointmentAt: row.appointment_at, signedAt: row.signed_at } : null;
}
