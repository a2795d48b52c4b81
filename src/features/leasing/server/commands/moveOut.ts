import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type Amendment, signingProblems, type TerminationCause } from "../../rules.ts";
import { signingFacts } from "../queries/leaseView.ts";
import { leaseById } from "../queries/leases.ts";
import { versionsOf, writtenIn } from "../queries/terms.ts";
import { draftAmendment } from "./drafts.ts";
import { changeLease, endLease } from "./leases.ts";
import { lockedVersion } from "./locks.ts";
import { sign } from "./signing.ts";

/** What both sides agreed by the notice of a move-out and its approval. */
interface Leaving {
  readonly leaseId: Id<"lease">;
  /** The last day of the lease, before its end. */
  readonly leavingDay: Temporal.PlainDate;
  readonly cause: TerminationCause;
  readonly reason: string;
  /** How good the evidence of the tenant's will is. */
  readonly grade: "electronic" | "paper";
}

/**
 * Ends a lease early by a notice that was given and approved: what is charged stops with `leavingDay`. Answers the version of the terms that
 * does it, null for a lease without terms. Manual 2.1.3-1. Refusals: notFound, notLive, openVersion, notEarlier, notShorter.
 */
export async function terminateLease(ctx: SiteContext, { leaseId, leavingDay, cause, reason, grade }: Leaving): Promise<number | null> {
  const lease = await leaseById(ctx, leaseId);
  if (writtenIn(await versionsOf(ctx, leaseId))) return signNow(ctx, leaseId, { kind: "termination", on: leavingDay.add({ days: 1 }), leavingDay, cause }, { reason, grade });
  await endLease(ctx, { id: leaseId, version: lease.version, how: "ended", on: leavingDay, reason });
  return null;
}

/** Takes an early termination back: the lease runs to `leaseEnd` again, by its own terms. Refusals: notFound, openVersion, notTerminated, overlappingNow where somebody has let a unit meanwhile. */
export async function reviveLease(
  ctx: SiteContext,
  { leaseId, number, leaseEnd, reason }: { readonly leaseId: Id<"lease">; readonly number: number | null; readonly leaseEnd: Temporal.PlainDate; readonly reason: string },
): Promise<void> {
  const lease = await leaseById(ctx, leaseId);
  if (number === null) await changeLease(ctx, { id: leaseId, leaseNo: lease.leaseNo, leaseStart: lease.leaseStart, leaseEnd, version: lease.version });
  else {
    const made = (await versionsOf(ctx, leaseId)).find((version) => version.number === number);
    if (made?.amendment?.kind !== "termination") throw new Refusal(signingProblems.notTerminated({ number }));
    await signNow(ctx, leaseId, { kind: "revival", on: made.effectiveFrom, number }, { reason, grade: made.grade ?? "paper" });
  }
}

/** Draws an amendment up and counts it as signed at once: both sides have agreed to it elsewhere. */
async function signNow(ctx: SiteContext, leaseId: Id<"lease">, amendment: Amendment, { reason, grade }: Pick<Leaving, "reason" | "grade">): Promise<number> {
  const { open } = await draftAmendment(ctx, { leaseId, amendment, reason });
  const number = open!.number;
  const locked = await lockedVersion(ctx, { leaseId, number });
  const facts = await signingFacts(ctx, locked.versions, locked.version);
  refuseIf(facts.againstTerms);
  await sign(ctx, locked, { signedOn: dayAt(ctx, ctx.now), grade, facts });
  return number;
}
