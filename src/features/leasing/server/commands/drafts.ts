import { createHash } from "node:crypto";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { refusing } from "#platform/db/violations.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { daysChanged, termsChanged, termsDrafted } from "../../contract.ts";
import { type Amendment, type Lease, leasingProblems, type LeaseTerms, rentStartOf, signingProblems, whyNotAdd } from "../../rules.ts";
import { openStatuses } from "../../rules/versions.ts";
import { leaseById } from "../queries/leases.ts";
import { leaseView, type LeaseView } from "../queries/leaseView.ts";
import { versionsOf, writtenIn } from "../queries/terms.ts";
import { lockUnits, putUnits } from "./leases.ts";
import { lockedVersion, lockLease } from "./locks.ts";

export interface LeaseDraft {
  readonly id: Id<"lease">;
  readonly leaseNo: string;
  readonly tenantId: Id<"tenant">;
  readonly terms: LeaseTerms;
  readonly handoverOn: Temporal.PlainDate | null;
  readonly moveInOn: Temporal.PlainDate | null;
}

/** Writes a lease as terms. A draft may still be wrong; what stands against it is asked when it is submitted. Manual 2.1.1-3. Refusals: endsBeforeItStarts, unitTwice, leaseNoTaken. */
export async function draftLease(ctx: SiteContext, draft: LeaseDraft): Promise<LeaseView> {
  const lease = await insertLease(ctx, draft, "draft");
  await ctx.tx
    .insertInto("leasing.lease_terms")
    .values({ ...versionColumns(ctx, draft), number: 1, kind: "original", effective_from: draft.terms.leaseStart, terms: json(draft.terms), status: "draft" })
    .execute();
  await ctx.record(termsDrafted, { ...draftFacts(lease, 1), kind: "original", effectiveFrom: draft.terms.leaseStart, tenantId: draft.tenantId, content: hashOf(draft.terms) });
  await ctx.tell(ctx.siteId, "leasing.lease", draft.id);
  return leaseView(ctx, draft.id);
}

/** Refusals: notFound, stale, notDraft, endsBeforeItStarts, unitTwice, leaseNoTaken. */
export async function changeDraft(ctx: SiteContext, { version: read, ...draft }: LeaseDraft & { readonly version: number }): Promise<LeaseView> {
  const { version } = await lockedVersion(ctx, { leaseId: draft.id, number: 1, version: read });
  if (version.status !== "draft") throw new Refusal(signingProblems.notDraft());
  const lease = leaseOf(draft, "draft");
  await refuseUnlessSane(ctx, lease);
  await ctx.tx
    .updateTable("leasing.lease")
    .set((eb) => ({ ...headColumns(lease), version: eb("version", "+", 1) }))
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", draft.id)
    .execute();
  await putUnits(ctx, lease);
  await ctx.tx
    .updateTable("leasing.lease_terms")
    .set({ ...authorColumns(ctx), tenant_id: draft.tenantId, effective_from: draft.terms.leaseStart, terms: json(draft.terms), version: read + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", draft.id)
    .where("number", "=", 1)
    .execute();
  await ctx.record(termsChanged, { ...draftFacts(lease, 1), kind: "original", effectiveFrom: draft.terms.leaseStart, tenantId: draft.tenantId, content: hashOf(draft.terms) });
  await ctx.tell(ctx.siteId, "leasing.lease", draft.id);
  return leaseView(ctx, draft.id);
}

/** Draws up an amendment of a signed lease: one at a time. Manual 2.1.1-3. Refusals: notFound, withoutTerms, openVersion, and all that stands against the amendment. */
export async function draftAmendment(
  ctx: SiteContext,
  { leaseId, amendment, reason }: { readonly leaseId: Id<"lease">; readonly amendment: Amendment; readonly reason: string },
): Promise<LeaseView> {
  await lockLease(ctx, leaseId);
  const lease = await leaseById(ctx, leaseId);
  const versions = await versionsOf(ctx, leaseId);
  const written = writtenIn(versions);
  if (!written) throw new Refusal(signingProblems.withoutTerms());
  const open = versions.find(({ status }) => openStatuses.includes(status));
  if (open) throw new Refusal(signingProblems.openVersion({ number: open.number }));
  refuseIf(whyNotAdd(written, amendment));

  const number = versions.at(-1)!.number + 1;
  const columns = await amendmentColumns(ctx, lease, amendment);
  await ctx.tx
    .insertInto("leasing.lease_terms")
    .values({ ...versionColumns(ctx, lease), ...columns, number, reason, status: "draft" })
    .execute();
  await ctx.record(termsDrafted, { ...draftFacts(lease, number), kind: amendment.kind, effectiveFrom: amendment.on, tenantId: columns.tenant_id, content: hashOf(amendment) });
  await ctx.tell(ctx.siteId, "leasing.lease", leaseId);
  return leaseView(ctx, leaseId);
}

/** Refusals: notFound, stale, notDraft, and all that stands against the amendment. */
export async function changeAmendment(
  ctx: SiteContext,
  input: { readonly leaseId: Id<"lease">; readonly number: number; readonly version: number; readonly amendment: Amendment; readonly reason: string },
): Promise<LeaseView> {
  const { lease, versions, version } = await lockedVersion(ctx, input);
  if (version.status !== "draft" || !version.amendment) throw new Refusal(signingProblems.notDraft());
  refuseIf(whyNotAdd(writtenIn(versions)!, input.amendment));
  const columns = await amendmentColumns(ctx, lease, input.amendment);
  await ctx.tx
    .updateTable("leasing.lease_terms")
    .set({ ...authorColumns(ctx), ...columns, reason: input.reason, version: input.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", lease.id)
    .where("number", "=", input.number)
    .execute();
  await ctx.record(termsChanged, {
    ...draftFacts(lease, input.number),
    kind: input.amendment.kind,
    effectiveFrom: input.amendment.on,
    tenantId: columns.tenant_id,
    content: hashOf(input.amendment),
  });
  await ctx.tell(ctx.siteId, "leasing.lease", lease.id);
  return leaseView(ctx, lease.id);
}

/** Writes the days of handover and move-in, which depend on no terms. Refusals: notFound, stale. */
export async function putDays(
  ctx: SiteContext,
  { leaseId, handoverOn, moveInOn, version }: { readonly leaseId: Id<"lease">; readonly version: number } & Pick<Lease, "handoverOn" | "moveInOn">,
): Promise<LeaseView> {
  await lockLease(ctx, leaseId);
  const lease = await leaseById(ctx, leaseId);
  if (lease.version !== version) throw new Refusal(leasingProblems.stale());
  await ctx.tx
    .updateTable("leasing.lease")
    .set({ handover_on: handoverOn, move_in_on: moveInOn, version: version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", leaseId)
    .execute();
  await ctx.record(daysChanged, { leaseId, leaseNo: lease.leaseNo, handoverOn, moveInOn });
  await ctx.tell(ctx.siteId, "leasing.lease", leaseId);
  return leaseView(ctx, leaseId);
}

/** Writes a new lease with its units; its terms are the caller's. Refusals: endsBeforeItStarts, unitTwice, leaseNoTaken. */
export async function insertLease(ctx: SiteContext, draft: LeaseDraft, status: Lease["status"]): Promise<Lease> {
  const lease = leaseOf(draft, status);
  await lockUnits(
    ctx,
    lease.units.map(({ unitId }) => unitId),
  );
  await tenantById(ctx, lease.tenantId);
  await refuseUnlessSane(ctx, lease);
  const insert = ctx.tx.insertInto("leasing.lease").values({ site_id: ctx.siteId, id: lease.id, status, ...headColumns(lease), created_at: ctx.now });
  await refusing(insert.execute(), { lease_pkey: () => leasingProblems.leaseNoTaken({ leaseNo: lease.leaseNo }) });
  await putUnits(ctx, lease);
  return lease;
}

export const versionColumns = (ctx: SiteContext, { id, tenantId }: Pick<LeaseDraft, "id" | "tenantId">) => ({
  ...authorColumns(ctx),
  site_id: ctx.siteId,
  lease_id: id,
  tenant_id: tenantId,
});

const authorColumns = (ctx: SiteContext) => ({ drafted_by: ctx.actor.personId, drafted_by_name: ctx.actor.name, drafted_at: ctx.now });

async function amendmentColumns(ctx: SiteContext, lease: Lease, amendment: Amendment) {
  const tenantId = amendment.kind === "party" ? amendment.tenantId : lease.tenantId;
  await tenantById(ctx, tenantId);
  return {
    tenant_id: tenantId,
    kind: amendment.kind,
    cause: amendment.kind === "termination" ? amendment.cause : null,
    effective_from: amendment.on,
    amendment: json(amendment),
  };
}

const leaseOf = ({ id, leaseNo, tenantId, terms, handoverOn, moveInOn }: LeaseDraft, status: Lease["status"]): Lease => ({
  id,
  leaseNo,
  tenantId,
  units: terms.units.map(({ unitId, areaCenti }) => ({ unitId, areaCenti, from: terms.leaseStart, to: terms.leaseEnd })),
  status,
  leaseStart: terms.leaseStart,
  leaseEnd: terms.leaseEnd,
  rentStart: rentStartOf(terms),
  handoverOn,
  moveInOn,
  version: 1,
});

const headColumns = ({ leaseNo, tenantId, leaseStart, leaseEnd, rentStart, handoverOn, moveInOn }: Lease) => ({
  lease_no: leaseNo,
  tenant_id: tenantId,
  lease_start: leaseStart,
  lease_end: leaseEnd,
  rent_start: rentStart,
  handover_on: handoverOn,
  move_in_on: moveInOn,
});

/** What not even a draft may be: the database could not hold it. */
async function refuseUnlessSane(ctx: SiteContext, { id, leaseNo, leaseStart, leaseEnd, units }: Lease): Promise<void> {
  const against: Problem[] = [];
  if (Temporal.PlainDate.compare(leaseEnd, leaseStart) < 0) against.push(leasingProblems.endsBeforeItStarts({ leaseStart: leaseStart.toString(), leaseEnd: leaseEnd.toString() }));
  if (new Set(units.map(({ unitId }) => unitId)).size < units.length) against.push(leasingProblems.unitTwice());
  const taken = await ctx.tx
    .selectFrom("leasing.lease")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("lease_no", "=", leaseNo)
    .where("id", "<>", id)
    .where("status", "<>", "cancelled")
    .executeTakeFirst();
  if (taken) against.push(leasingProblems.leaseNoTaken({ leaseNo }));
  refuseIf(against);
}

const draftFacts = ({ id, leaseNo }: Pick<Lease, "id" | "leaseNo">, number: number) => ({ leaseId: id, leaseNo, number });

/** Of the content as it is kept, so that evidence and row can be compared. */
export const hashOf = (content: LeaseTerms | Amendment): string => createHash("sha256").update(JSON.stringify(content)).digest("hex");
