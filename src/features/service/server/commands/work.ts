import type { Id } from "#kernel/id.ts";
import { refuseIf } from "#kernel/problem.ts";
import type { Department } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { caseAccepted, caseDispatched, caseResolved, caseVerified, timePromised } from "../../contract/events.ts";
import { accept, dispatch, resolve, verify, whyNotAccept, whyNotDispatch, whyNotPromise, whyNotResolve, whyNotTransfer, whyNotVerify } from "../../rules.ts";
import { oweByPromise, refreshDue } from "../owed.ts";
import { caseView } from "../queries/page.ts";
import { done, lockCase, type StoredCase } from "../store.ts";
import { targetOf, workerHere } from "../who.ts";
import { tellByMail } from "./mail.ts";

interface AtCase {
  readonly caseId: Id<"case">;
  readonly version?: number | undefined;
}
interface Wanted extends AtCase {
  readonly department: Department | null;
  readonly handlerId: Id<"person"> | null;
}

/** Promises a time, or another one with its reason, and tells the tenant. Manual 2.2.1-2. Refusals: stale, closed …, alreadyAnswered, promiseInPast, reasonMissing. */
export async function promiseTime(ctx: SiteContext, { caseId, version, promisedAt, reason }: AtCase & { readonly promisedAt: Temporal.Instant; readonly reason: string }) {
  const stored = await lockCase(ctx, caseId, version);
  refuseIf(whyNotPromise(stored, { promisedAt, reason }, ctx.now));

  const earlier = stored.promisedAt;
  const { stored: promised } = await done(ctx, stored, {
    change: { promisedAt },
    event: timePromised,
    facts: { promisedAt, earlier, reason },
    entry: { kind: "promised", audience: "tenant", text: reason, facts: { promisedAt, ...(earlier ? { earlierPromisedAt: earlier } : {}) } },
  });
  await oweByPromise(ctx, promised, promisedAt, reason);
  await refreshDue(ctx, caseId);
  await tellByMail(ctx, promised, "promise", reason);
  return caseView(ctx, caseId);
}

/** Sends the work to a department or person; the owner stays. Manual 2.2.1-2, 2.2.2-3. Refusals: stale, closed …, alreadyDispatched, alreadyAnswered, departmentMissing, notInDepartment, personNotHere. */
export async function dispatchCase(ctx: SiteContext, { caseId, version, instructions, ...wanted }: Wanted & { readonly instructions: string }) {
  const stored = await lockCase(ctx, caseId, version);
  const target = await targetOf(ctx, wanted);
  refuseIf(whyNotDispatch(stored, target));
  await send(ctx, stored, target, "dispatched", instructions);
  return caseView(ctx, caseId);
}

/** Sends the work on, with the reason; the owner and the promise stay. Manual 2.2.2-3. Refusals: as dispatchCase, notDispatched, sameTarget, reasonMissing. */
export async function transferCase(ctx: SiteContext, { caseId, version, reason, ...wanted }: Wanted & { readonly reason: string }) {
  const stored = await lockCase(ctx, caseId, version);
  const target = await targetOf(ctx, wanted);
  refuseIf(whyNotTransfer(stored, target, reason));
  await send(ctx, stored, target, "transferred", reason);
  return caseView(ctx, caseId);
}

async function send(ctx: SiteContext, stored: StoredCase, target: Awaited<ReturnType<typeof targetOf>>, kind: "dispatched" | "transferred", words: string): Promise<void> {
  const department = target.department as Department; // the rules refused without one
  await done(ctx, stored, {
    change: dispatch(stored, { department, handlerId: target.handlerId }, ctx.now),
    event: caseDispatched,
    facts: { department, handlerId: target.handlerId, fromDepartment: stored.department, reason: words, ownerId: stored.ownerId },
    entry: {
      kind,
      text: words,
      facts: {
        department,
        ...(stored.department ? { fromDepartment: stored.department } : {}),
        ...(target.handlerId && target.handlerName ? { personId: target.handlerId, personName: target.handlerName } : {}),
      },
    },
  });
}

/** Accepts the work. Refusals: stale, closed …, notDispatched, alreadyAccepted, alreadyResolved, notYours. */
export async function acceptCase(ctx: SiteContext, { caseId, version }: AtCase) {
  const stored = await lockCase(ctx, caseId, version);
  const worker = workerHere(ctx);
  refuseIf(whyNotAccept(stored, worker));
  await done(ctx, stored, { change: accept(stored, worker.id, ctx.now), event: caseAccepted, facts: { handlerId: worker.id }, entry: { kind: "accepted" } });
  return caseView(ctx, caseId);
}

/** Records what was found on the spot and, by a supervisor, whether the complaint is founded. Refusals: stale, closed …, findingsMissing, onlySupervisorDecides. */
export async function verifyCase(ctx: SiteContext, { caseId, version, findings, isValid }: AtCase & { readonly findings: string; readonly isValid: boolean | null }) {
  const stored = await lockCase(ctx, caseId, version);
  refuseIf(whyNotVerify(stored, { findings, isValid }, workerHere(ctx)));
  await done(ctx, stored, {
    change: verify(stored, isValid, ctx.now),
    event: caseVerified,
    facts: { findings, isValid },
    entry: { kind: "verified", text: findings, facts: isValid === null ? {} : { isValid } },
  });
  return caseView(ctx, caseId);
}

/** Reports the work done, with the measures taken. Refusals: stale, closed …, notDispatched, alreadyResolved, notYours, measuresMissing. */
export async function resolveCase(ctx: SiteContext, { caseId, version, measures }: AtCase & { readonly measures: string }) {
  const stored = await lockCase(ctx, caseId, version);
  const worker = workerHere(ctx);
  refuseIf(whyNotResolve(stored, measures, worker));
  await done(ctx, stored, {
    change: resolve(stored, worker.id, ctx.now),
    event: caseResolved,
    facts: { measures, handlerId: worker.id },
    entry: { kind: "resolved", text: measures, facts: stored.department ? { department: stored.department } : {} },
  });
  return caseView(ctx, caseId);
}
