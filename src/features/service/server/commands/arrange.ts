import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { caseClassified, caseMerged, casesLinked, ownerHandedOver } from "../../contract/events.ts";
import {
  type Attribution,
  type CaseKind,
  type Category,
  type Cause,
  handOver,
  merge,
  type Severity,
  serviceProblems,
  whyNotClassify,
  whyNotHandOver,
  whyNotLink,
  whyNotMerge,
} from "../../rules.ts";
import { excuseAll, handOnAll, oweAnother, oweByPromise, refreshDue } from "../owed.ts";
import { caseView } from "../queries/page.ts";
import { addEntry, done, lockCase, lockCases, type StoredCase } from "../store.ts";
import { colleagueById } from "../who.ts";
import { tellByMail } from "./mail.ts";

interface Classification {
  readonly kind?: CaseKind | undefined;
  readonly severity?: Severity | undefined;
  readonly attributable?: Attribution | undefined;
  readonly category?: Category | undefined;
  readonly cause?: Cause | null | undefined;
}

const classified = ["kind", "severity", "attributable", "category", "cause"] as const;

/** Classifies anew, with the reason; what is owed follows. Manual 2.2.1-4, 2.2.2-3. Refusals: stale, closed …, promiseMissing, promiseInPast, reasonMissing. */
export async function classifyCase(
  ctx: SiteContext,
  input: Classification & {
    readonly caseId: Id<"case">;
    readonly version?: number | undefined;
    readonly promisedAt?: Temporal.Instant | null | undefined;
    readonly reason: string;
  },
) {
  const stored = await lockCase(ctx, input.caseId, input.version);
  const wanted = { kind: input.kind ?? stored.kind, severity: input.severity ?? stored.severity, promisedAt: input.promisedAt ?? null, reason: input.reason };
  refuseIf(whyNotClassify(stored, wanted, ctx.now));

  const changes = classified.flatMap((field) => (input[field] !== undefined && input[field] !== stored[field] ? [{ field, from: stored[field], to: input[field] ?? null }] : []));
  const promise = input.promisedAt ? { promisedAt: input.promisedAt } : {};
  const { stored: after } = await done(ctx, stored, {
    change: { ...Object.fromEntries(changes.map(({ field, to }) => [field, to])), ...promise },
    event: caseClassified,
    facts: { changes, reason: input.reason },
    entry: { kind: "classified", text: input.reason, facts: { changes, ...promise } },
  });
  await oweAnother(ctx, stored, after, input.reason);
  if (input.promisedAt) {
    await oweByPromise(ctx, after, input.promisedAt, input.reason);
    await tellByMail(ctx, after, "promise", "");
  }
  await refreshDue(ctx, stored.id);
  return caseView(ctx, stored.id);
}

/** Folds a case into another of the same tenant. Refusals: notFound, closed …, sameCase, alreadyAnswered, otherTenant, reasonMissing. */
export async function mergeCase(ctx: SiteContext, { caseId, intoId, reason }: { readonly caseId: Id<"case">; readonly intoId: Id<"case">; readonly reason: string }) {
  const { one, other } = await lockTwo(ctx, caseId, intoId);
  refuseIf([...whyNotMerge(one, other), ...(reason.trim() === "" ? [serviceProblems.reasonMissing()] : [])]);

  const { evidenceId } = await done(ctx, one, {
    change: merge(other.id),
    event: caseMerged,
    facts: { intoId: other.id, intoNo: other.caseNo, reason },
    entry: { kind: "merged", audience: "tenant", text: reason, facts: { otherId: other.id, otherNo: other.caseNo, isInto: true } },
  });
  await addEntry(ctx, other, { kind: "merged", audience: "tenant", text: reason, facts: { otherId: one.id, otherNo: one.caseNo, isInto: false } }, evidenceId);
  await ctx.tell(ctx.siteId, "service.case", other.id);
  await excuseAll(ctx, one, { code: "mergedInto", facts: { label: other.caseNo } });
  await refreshDue(ctx, one.id);
  return caseView(ctx, one.id);
}

/** Links two cases, such as one matter of two tenants. Refusals: notFound, sameCase, alreadyLinked. */
export async function linkCases(ctx: SiteContext, { caseId, otherId }: { readonly caseId: Id<"case">; readonly otherId: Id<"case"> }) {
  const { one, other } = await lockTwo(ctx, caseId, otherId);
  const [first, second] = [one.id, other.id].toSorted();
  const pair = { site_id: ctx.siteId, case_id: first ?? one.id, other_id: second ?? other.id };
  const known = await ctx.tx
    .selectFrom("service.case_link")
    .select("case_id")
    .where("site_id", "=", ctx.siteId)
    .where("case_id", "=", pair.case_id)
    .where("other_id", "=", pair.other_id)
    .execute();
  refuseIf(whyNotLink(one, other, known.length > 0 ? [other.id] : []));

  await ctx.tx
    .insertInto("service.case_link")
    .values({ ...pair, linked_at: ctx.now })
    .execute();
  const { evidenceId } = await done(ctx, one, {
    event: casesLinked,
    facts: { otherId: other.id, otherNo: other.caseNo },
    entry: { kind: "linked", facts: { otherId: other.id, otherNo: other.caseNo } },
  });
  await addEntry(ctx, other, { kind: "linked", facts: { otherId: one.id, otherNo: one.caseNo } }, evidenceId);
  await ctx.tell(ctx.siteId, "service.case", other.id);
  return caseView(ctx, one.id);
}

async function lockTwo(ctx: SiteContext, oneId: Id<"case">, otherId: Id<"case">): Promise<{ one: StoredCase; other: StoredCase }> {
  const found = await lockCases(ctx, [oneId, otherId]);
  const [one, other] = [found.get(oneId), found.get(otherId)];
  if (!one || !other) throw new Refusal(serviceProblems.notFound());
  return { one, other };
}

/** Hands the promise itself to another person: an exception to first-contact ownership. Manual 2.2.2-3. Refusals: notFound, personNotHere, closed …, sameOwner, reasonMissing. */
export async function handOverCase(ctx: SiteContext, { caseId, ownerId, reason }: { readonly caseId: Id<"case">; readonly ownerId: Id<"person">; readonly reason: string }) {
  const stored = await lockCase(ctx, caseId);
  const owner = await colleagueById(ctx, ownerId);
  refuseIf(whyNotHandOver(stored, ownerId, reason));
  const { name: fromPersonName } = await ctx.tx.selectFrom("people.person").select("name").where("id", "=", stored.ownerId).executeTakeFirstOrThrow();
  const { stored: after } = await done(ctx, stored, {
    change: handOver(ownerId),
    event: ownerHandedOver,
    facts: { fromId: stored.ownerId, toId: ownerId, reason },
    entry: { kind: "ownerHandedOver", text: reason, facts: { personId: ownerId, personName: owner.name, fromPersonName } },
  });
  await handOnAll(ctx, after, ownerId);
  return caseView(ctx, caseId);
}
