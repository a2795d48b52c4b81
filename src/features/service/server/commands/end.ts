import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { caseClosed, caseReopened, caseVoided, gateOpened } from "../../contract/events.ts";
import {
  type Attribution,
  type Cause,
  close,
  declareVoid,
  type Gate,
  openGate,
  reopen,
  standingAt,
  whyNotClose,
  whyNotOpenGate,
  whyNotPromise,
  whyNotReopen,
  whyNotVoid,
} from "../../rules.ts";
import { excuseAll, judgeRepeat, overrideAll, oweAnswer, refreshDue } from "../owed.ts";
import { caseView, earlierLike } from "../queries/page.ts";
import { done, lockCase, type StoredCase } from "../store.ts";

interface AtCase {
  readonly caseId: Id<"case">;
  readonly version?: number | undefined;
}

/** Files a case. Manual 2.2.1-3, 2.2.1-4. Refusals, all at once: stale, closed …, workOpen, noFeedback, noCallback, causeMissing, attributionMissing, notVerified; each may be overridden by `openGateOf`. */
export async function closeCase(ctx: SiteContext, input: AtCase & { readonly cause: Cause | null; readonly attributable?: Attribution | undefined; readonly remark: string }) {
  const stored = await lockCase(ctx, input.caseId, input.version);
  const decided = { cause: input.cause ?? stored.cause, attributable: input.attributable ?? stored.attributable };
  refuseIf(whyNotClose({ ...stored, ...decided }));

  const { stored: closed, evidenceId } = await done(ctx, stored, {
    change: { ...close(ctx.now), ...decided },
    event: caseClosed,
    facts: { ...decided, overrode: [...stored.overridden], remark: input.remark },
    entry: { kind: "closed", audience: "tenant", facts: decided.cause ? { cause: decided.cause } : {} },
  });
  if (closed.overridden.length > 0) await overrideAll(ctx, closed, await reasonOfGate(ctx, closed.id));
  if (closed.kind === "complaint" && closed.tenantId) await judgeRepeat(ctx, closed, (await earlierLike(ctx, closed)).length > 0, evidenceId);
  await refreshDue(ctx, closed.id);
  return caseView(ctx, closed.id);
}

/** What the manager gave as the reason when a gate of this case was opened last. */
async function reasonOfGate(ctx: SiteContext, caseId: Id<"case">): Promise<string> {
  const { text } = await ctx.tx
    .selectFrom("service.entry")
    .select("text")
    .where("site_id", "=", ctx.siteId)
    .where("case_id", "=", caseId)
    .where("kind", "=", "gateOpened")
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return text;
}

/** Begins anew a case that was answered. Manual 2.2.1-3. Refusals: stale, merged, voided, nothingToReopen, reasonMissing, promiseInPast. */
export async function reopenCase(ctx: SiteContext, { caseId, version, reason, promisedAt }: AtCase & { readonly reason: string; readonly promisedAt: Temporal.Instant | null }) {
  const stored = await lockCase(ctx, caseId, version);
  refuseIf([...whyNotReopen(stored, reason), ...(promisedAt ? whyNotPromise({ ...stored, ...reopen(stored, ctx.now) }, { promisedAt, reason }, ctx.now) : [])]);
  await reopenNow(ctx, stored, "staff", reason, promisedAt);
  await refreshDue(ctx, caseId);
  return caseView(ctx, caseId);
}

type Because = NonNullable<ValueOf<typeof caseReopened.facts>["because"]>;

/** The reopening itself, on a case already locked: a new round, in which an answer is owed from now on. */
export async function reopenNow(ctx: SiteContext, stored: StoredCase, because: Because, reason: string, promisedAt: Temporal.Instant | null = null): Promise<void> {
  const change = { ...reopen(stored, ctx.now), promisedAt };
  const { stored: reopened } = await done(ctx, stored, {
    change,
    event: caseReopened,
    facts: { round: stored.round + 1, because, reason },
    entry: { kind: "reopened", audience: "tenant", text: because === "staff" ? reason : "", facts: { because, ...(promisedAt ? { promisedAt } : {}) } },
  });
  await excuseAll(ctx, stored, { code: "begunAnew", facts: { round: stored.round + 1 } });
  await oweAnswer(ctx, reopened, ctx.now);
}

/** Declares a mistaken record void; it stays readable. Refusals: stale, closed …, alreadyAnswered, reasonMissing. */
export async function voidCase(ctx: SiteContext, { caseId, version, reason }: AtCase & { readonly reason: string }) {
  const stored = await lockCase(ctx, caseId, version);
  refuseIf(whyNotVoid(stored, reason));
  await done(ctx, stored, { change: declareVoid(ctx.now), event: caseVoided, facts: { reason }, entry: { kind: "voided", audience: "tenant", text: reason } });
  await excuseAll(ctx, stored, reason);
  await refreshDue(ctx, caseId);
  return caseView(ctx, caseId);
}

/** Lets a case pass a gate by authority: who, why, and what stood against it are an exception. Refusals: closed …, nothingToOpen, reasonMissing. */
export async function openGateOf(ctx: SiteContext, { caseId, gate, reason }: { readonly caseId: Id<"case">; readonly gate: Gate; readonly reason: string }) {
  const stored = await lockCase(ctx, caseId);
  refuseIf(whyNotOpenGate(stored, gate, reason));
  const overrode = standingAt(stored, gate).map(({ code }) => code);
  await done(ctx, stored, {
    change: openGate(stored, overrode),
    event: gateOpened,
    facts: { gate, overrode, reason },
    entry: { kind: "gateOpened", text: reason, facts: { gate, overrode } },
  });
  return caseView(ctx, caseId);
}
