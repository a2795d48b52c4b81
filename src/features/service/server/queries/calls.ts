import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { callField, conductSampleField } from "../../contract/calls.ts";
import { type ConductCheck, serviceProblems } from "../../rules.ts";
import { keyAfter, pageByMoment, startOf } from "./paging.ts";

type Call = ValueOf<typeof callField>;
type Sample = ValueOf<typeof conductSampleField>;

const calls = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("service.call as call")
    .leftJoin("people.person as answerer", "answerer.id", "call.answered_by_id")
    .where("call.site_id", "=", ctx.siteId)
    .selectAll("call")
    .select("answerer.name as answered_by_name");

export interface CallFilter {
  readonly verdict?: Call["verdict"] | undefined;
  readonly source?: Call["source"] | undefined;
  readonly from?: Temporal.PlainDate | undefined;
  readonly to?: Temporal.PlainDate | undefined;
}

/** Calls, newest first. */
export async function callPage(ctx: SiteContext, { verdict, source, from, to, cursor, limit }: CallFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = calls(ctx)
    .orderBy("call.started_at", "desc")
    .orderBy("call.id", "desc")
    .limit(limit + 1);
  if (verdict) query = query.where("call.verdict", "=", verdict);
  if (source) query = query.where("call.source", "=", source);
  if (from) query = query.where("call.started_at", ">=", startOf(ctx, from));
  if (to) query = query.where("call.started_at", "<", startOf(ctx, to.add({ days: 1 })));
  if (cursor) {
    const { at, id } = keyAfter(cursor);
    query = query.where(sql<boolean>`(call.started_at, call.id) < (${at}, ${id})`);
  }
  const page = pageByMoment(await query.execute(), limit, ({ started_at, id }) => [started_at, id]);
  return { items: page.items.map(toCall), next: page.next };
}

export async function callById(ctx: SiteContext, id: Id<"call">): Promise<Call> {
  const row = await calls(ctx).where("call.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.notFound());
  return toCall(row);
}

const toCall = (row: {
  id: string;
  source: string;
  started_at: Temporal.Instant;
  waited_ms: number;
  rings: number;
  is_answered: boolean;
  verdict: string;
  failed_for: string[];
  caller_number: string;
  extension: string;
  answered_by_id: string | null;
  answered_by_name: string | null;
  had_greeting: boolean | null;
  remark: string;
}): Call => ({
  id: asId(row.id),
  source: row.source as Call["source"],
  startedAt: row.started_at,
  waitedMs: row.waited_ms,
  rings: row.rings,
  isAnswered: row.is_answered,
  verdict: row.verdict as Call["verdict"],
  failedFor: row.failed_for as Call["failedFor"],
  callerNumber: row.caller_number,
  extension: row.extension,
  answeredById: row.answered_by_id as Id<"person"> | null,
  answeredByName: row.answered_by_name,
  hadGreeting: row.had_greeting,
  remark: row.remark,
});

const samples = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("service.conduct_sample as sample")
    .innerJoin("people.person as person", "person.id", "sample.person_id")
    .innerJoin("people.person as sampler", "sampler.id", "sample.sampler_id")
    .where("sample.site_id", "=", ctx.siteId)
    .select([
      "sample.id",
      "sample.sampled_at",
      "sample.person_id",
      "sample.case_id",
      "sample.failed",
      "sample.remark",
      "person.name as person_name",
      "sampler.name as sampler_name",
    ]);

interface SampleFilter {
  readonly personId?: Id<"person"> | undefined;
  readonly from?: Temporal.PlainDate | undefined;
  readonly to?: Temporal.PlainDate | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Samples of conduct, newest first. */
export async function conductPage(ctx: SiteContext, { personId, from, to, cursor, limit }: SampleFilter) {
  let query = samples(ctx)
    .orderBy("sample.sampled_at", "desc")
    .orderBy("sample.id", "desc")
    .limit(limit + 1);
  if (personId) query = query.where("sample.person_id", "=", personId);
  if (from) query = query.where("sample.sampled_at", ">=", startOf(ctx, from));
  if (to) query = query.where("sample.sampled_at", "<", startOf(ctx, to.add({ days: 1 })));
  if (cursor) {
    const { at, id } = keyAfter(cursor);
    query = query.where(sql<boolean>`(sample.sampled_at, sample.id) < (${at}, ${id})`);
  }
  const page = pageByMoment(await query.execute(), limit, ({ sampled_at, id }) => [sampled_at, id]);
  return { items: page.items.map(toSample), next: page.next };
}

export async function conductSampleById(ctx: SiteContext, id: Id<"conductSample">): Promise<Sample> {
  const row = await samples(ctx).where("sample.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.notFound());
  return toSample(row);
}

const toSample = (row: {
  id: string;
  sampled_at: Temporal.Instant;
  person_id: string;
  case_id: string | null;
  failed: string[];
  remark: string;
  person_name: string;
  sampler_name: string;
}): Sample => ({
  id: asId(row.id),
  sampledAt: row.sampled_at,
  personId: asId(row.person_id),
  personName: row.person_name,
  caseId: row.case_id as Id<"case"> | null,
  failed: row.failed as ConductCheck[],
  isPassed: row.failed.length === 0,
  remark: row.remark,
  samplerName: row.sampler_name,
});
