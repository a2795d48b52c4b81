import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { judgePapers } from "#features/tenants/server/index.ts";
import { leaseAmended, leaseSigned, leaseTerminated, signatureOverridden, signWhenReady } from "../../contract.ts";
import { heldBy, type Lease, type LeaseVersion, rentStartOf, signingProblems, unitsHeld, whyNotSign, whyNotTerms } from "../../rules.ts";
import { type SigningFacts, whyNeverSign, whyNotAnnexes, whyNotExplained, whyNotSignYet } from "../../rules/signing.ts";
import { versionOfSubject } from "../queries/annexes.ts";
import { leaseView, type LeaseView, plain, signingFacts } from "../queries/leaseView.ts";
import { whyHeldForOthers, whyOverlapping } from "../queries/overlaps.ts";
import { writtenIn } from "../queries/terms.ts";
import { insertLease, type LeaseDraft, versionColumns } from "./drafts.ts";
import { putHeldUnits } from "./leases.ts";
import { turnLettersInto } from "./letterEnds.ts";
import { type LockedVersion, lockedVersion } from "./locks.ts";

interface Signing {
  readonly leaseId: Id<"lease">;
  readonly number: number;
  readonly signedOn: Temporal.PlainDate;
}

/** Counts approved terms as signed, which lets the lease's units. Manual 2.1.1-3. Refusals: notFound, signedInFuture, and everything that is missing. */
export async function signTerms(ctx: SiteContext, { signedOn, ...which }: Signing): Promise<LeaseView> {
  const locked = await lockedVersion(ctx, which);
  refuseFuture(ctx, signedOn);
  const facts = await signingFacts(ctx, locked.versions, locked.version);
  refuseIf(whyNotSign(facts));
  await sign(ctx, locked, { signedOn, grade: "electronic", facts });
  return leaseView(ctx, which.leaseId);
}

/** As `signTerms`, past what is missing, by authority: it stays on record, and the standards it passes over are missed. Refusals: notFound, signedInFuture, notApproved, what the law or another lease has against it. */
export async function overrideSignature(ctx: SiteContext, { signedOn, reason, ...which }: Signing & { readonly reason: string }): Promise<LeaseView> {
  const locked = await lockedVersion(ctx, which);
  refuseFuture(ctx, signedOn);
  const facts = await signingFacts(ctx, locked.versions, locked.version);
  refuseIf(whyNeverSign(facts));
  await ctx.record(signatureOverridden, { leaseId: which.leaseId, leaseNo: locked.lease.leaseNo, number: which.number, reason, missing: whyNotSignYet(facts).map(plain) });
  await sign(ctx, locked, { signedOn, grade: facts.letter === "signed" ? "electronic" : "paper", facts });
  return leaseView(ctx, which.leaseId);
}

/** Hears that something was signed or confirmed, and signs the terms when that was the last that was missing. Who signs from outside cannot see other tenants' leases, so the house looks. */
export async function lookWhetherSigned(ctx: SiteContext, which: { readonly leaseId: Id<"lease">; readonly number: number }): Promise<void> {
  if (ctx.actor.kind === "person" && ctx.tenantId === null) await signIfReady(ctx, which);
  else await ctx.enqueue(signWhenReady, { siteId: ctx.siteId, ...which }, { key: `leasing.sign_when_ready:${which.leaseId}:${which.number}` });
}

export async function signIfReady(ctx: SiteContext, which: { readonly leaseId: Id<"lease">; readonly number: number }): Promise<void> {
  const locked = await lockedVersion(ctx, which);
  if (locked.version.status !== "approved") return;
  const facts = await signingFacts(ctx, locked.versions, locked.version);
  if (whyNotSign(facts).length > 0) return;
  await sign(ctx, locked, { signedOn: dayAt(ctx, ctx.now), grade: "electronic", facts });
}

export async function hearOfLetter(ctx: SiteContext, { of }: { readonly of: { readonly kind: string; readonly id: string } }): Promise<void> {
  const which = versionOfSubject(of);
  if (which) await lookWhetherSigned(ctx, which);
}

export interface SignedElsewhere extends LeaseDraft {
  readonly signedOn: Temporal.PlainDate;
  readonly scanFileId?: Id<"file"> | null | undefined;
}

/** Records, with its terms, a lease that was signed on paper elsewhere. Manual 2.1.1-3. Refusals: signedInFuture, leaseNoTaken, overlapping, and all that the terms have against them. */
export async function recordSignedLease(ctx: SiteContext, { signedOn, scanFileId = null, ...draft }: SignedElsewhere): Promise<Lease> {
  refuseFuture(ctx, signedOn);
  refuseIf(whyNotTerms(draft.terms));
  const lease = await insertLease(ctx, draft, "draft");
  refuseIf([...(await whyOverlapping(ctx, lease.id, lease.units)), ...(await whyHeldForOthers(ctx, { leaseId: lease.id, tenantId: lease.tenantId }, lease.units))]);
  await ctx.tx
    .insertInto("leasing.lease_terms")
    .values({
      ...versionColumns(ctx, draft),
      number: 1,
      kind: "original",
      effective_from: draft.terms.leaseStart,
      terms: json(draft.terms),
      status: "signed",
      signed_on: signedOn,
      grade: "paper",
      scan_file_id: scanFileId,
    })
    .execute();
  const signed: Lease = { ...lease, status: "signed" };
  await ctx.tx.updateTable("leasing.lease").set({ status: "signed" }).where("site_id", "=", ctx.siteId).where("id", "=", lease.id).execute();
  await putHeldUnits(ctx, signed, unitsHeld(heldBy({ tenantId: draft.tenantId, terms: draft.terms, amendments: [] })));
  await turnLettersInto(ctx, { leaseId: lease.id, tenantId: lease.tenantId, unitIds: lease.units.map(({ unitId }) => unitId) });
  await ctx.record(leaseSigned, { ...leaseFacts(signed), number: 1, signedOn, grade: "paper", documentId: null });
  await ctx.tell(ctx.siteId, "leasing.lease", lease.id);
  return signed;
}

interface Signed {
  readonly signedOn: Temporal.PlainDate;
  readonly grade: "electronic" | "paper";
  readonly facts: SigningFacts;
}

/** Call it with everything locked and nothing against it. */
export async function sign(ctx: SiteContext, { lease, versions, version }: LockedVersion, { signedOn, grade, facts }: Signed): Promise<void> {
  await ctx.tx
    .updateTable("leasing.lease_terms")
    .set({ status: "signed", signed_on: signedOn, grade, version: version.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("lease_id", "=", lease.id)
    .where("number", "=", version.number)
    .execute();
  const now = versions.map((each) => (each.number === version.number ? { ...each, status: "signed" as const } : each));
  const history = heldBy(writtenIn(now)!);
  const last = history.at(-1)!;
  const changed: Lease = {
    ...lease,
    status: "signed",
    tenantId: last.tenantId,
    leaseEnd: last.terms.leaseEnd,
    rentStart: rentStartOf(history[0]!.terms),
    version: lease.version + 1,
  };
  await ctx.tx
    .updateTable("leasing.lease")
    .set({ status: "signed", tenant_id: changed.tenantId, lease_end: changed.leaseEnd, rent_start: changed.rentStart, version: changed.version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", lease.id)
    .execute();
  const held = unitsHeld(history);
  await putHeldUnits(ctx, changed, held);
  await turnLettersInto(ctx, { leaseId: lease.id, tenantId: changed.tenantId, unitIds: held.map(({ unitId }) => unitId) });
  await recordSignature(ctx, { ...changed, units: held }, version, { signedOn, grade, facts });
  await ctx.tell(ctx.siteId, "leasing.lease", lease.id);
}

async function recordSignature(ctx: SiteContext, lease: Lease, version: LeaseVersion, { signedOn, grade, facts }: Signed): Promise<void> {
  const { number, kind, effectiveFrom, documentId, cause, reason } = version;
  const said = { ...leaseFacts(lease), number, signedOn, grade, documentId };
  if (kind === "original") return judgeStandards(ctx, lease, facts, await ctx.record(leaseSigned, said));
  if (kind === "termination" && cause) await ctx.record(leaseTerminated, { ...said, cause, reason });
  else if (kind !== "termination") await ctx.record(leaseAmended, { ...said, kind, effectiveFrom });
}

/** What the manual measures of a signing: papers first, annexes complete, terms explained. Manual 2.1.1-2, 2.1.1-3, 2.1.2-2. */
async function judgeStandards(ctx: SiteContext, lease: Lease, facts: SigningFacts, evidenceId: Id<"evidence">): Promise<void> {
  const subject = { kind: "lease", id: lease.id, label: lease.leaseNo };
  await judgePapers(ctx, { tenantId: lease.tenantId, subject, evidenceId });
  const judge = (standard: "annexesComplete" | "termsExplained", kept: boolean) => judgeDuty(ctx, { standard, subject, ownerRole: "leasingOfficer", kept, evidenceId });
  await judge("annexesComplete", whyNotAnnexes(facts.annexes).length === 0);
  await judge("termsExplained", whyNotExplained(facts.unexplained).length === 0);
}

function refuseFuture(ctx: SiteContext, signedOn: Temporal.PlainDate): void {
  if (Temporal.PlainDate.compare(signedOn, dayAt(ctx, ctx.now)) > 0) throw new Refusal(signingProblems.signedInFuture());
}

const leaseFacts = ({ id, leaseNo, tenantId, units, leaseStart, leaseEnd }: Lease) => ({
  leaseId: id,
  leaseNo,
  tenantId,
  unitIds: [...new Set(units.map(({ unitId }) => unitId))],
  leaseStart,
  leaseEnd,
});
