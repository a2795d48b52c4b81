import { sql } from "kysely";
import { sayEvent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import {
  canonicalFact,
  evidenceProblems,
  factHash,
  inclusionProof,
  isChained,
  isIncluded,
  pathBack,
  type Finding,
  type Leaf,
  type Seal,
  type SealHead,
  type StoredFact,
} from "../rules.ts";
import { sha256 } from "./sha256.ts";

const factColumns = [
  "fact.site_id",
  "fact.id",
  "fact.tx_order",
  "fact.happened_at",
  "fact.received_at",
  "fact.actor_kind",
  "fact.actor_id",
  "fact.actor_name",
  "fact.name",
  "fact.clauses",
  "fact.subject_kind",
  "fact.subject_id",
  "fact.facts",
  "fact.hash",
] as const;

/** The evidence of the site at hand. A tenant's contact sees none of it, by row-level security and here. */
function visibleFacts(ctx: SiteContext) {
  const facts = ctx.tx.selectFrom("evidence.fact as fact").where("fact.site_id", "=", ctx.siteId).select(factColumns);
  return ctx.tenantId ? facts.where(sql<boolean>`false`) : facts;
}

export interface FactFilter {
  readonly clause?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly personId?: Id<"person"> | undefined;
  readonly from?: Temporal.PlainDate | undefined;
  readonly to?: Temporal.PlainDate | undefined;
}

/** What a list without days goes back, so that it costs the same however long the site has been running. */
const daysUnlessTold = 31;

/** Facts newest first. Without days and without a subject: of the last 31 days. */
export async function factPage(ctx: SiteContext, { cursor, limit, ...filter }: FactFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  let facts = visibleFacts(ctx)
    .orderBy("fact.received_at", "desc")
    .orderBy("fact.id", "desc")
    .limit(limit + 1);
  const isOfOne = filter.subjectKind !== undefined && filter.subjectId !== undefined;
  const from = filter.from ?? (isOfOne || filter.to ? undefined : dayAt(ctx, ctx.now).subtract({ days: daysUnlessTold }));
  if (from) facts = facts.where("fact.received_at", ">=", startOf(ctx, from));
  if (filter.to) facts = facts.where("fact.received_at", "<", startOf(ctx, filter.to.add({ days: 1 })));
  if (filter.subjectKind) facts = facts.where("fact.subject_kind", "=", filter.subjectKind);
  if (filter.subjectId) facts = facts.where("fact.subject_id", "=", filter.subjectId);
  if (filter.personId) facts = facts.where("fact.actor_id", "=", filter.personId);
  if (filter.clause) facts = facts.where(sql<boolean>`${filter.clause} = any (fact.clauses)`);
  if (cursor) {
    const [at, id] = placeIn(cursor);
    facts = facts.where(sql<boolean>`(fact.received_at, fact.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await facts.execute(), limit, (row) => [row.received_at, row.id]);
  return { items: page.items.map((row) => titled(toFact(row))), next: page.next };
}

/** With its event as people say it. */
const titled = (fact: StoredFact) => ({ ...fact, title: sayEvent(fact.name) });

const startOf = (ctx: SiteContext, day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(ctx.zone).toInstant();

function placeIn(cursor: string): [string, string] {
  const [at = "", id = ""] = keysOf(cursor, 2);
  const isOurs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(at) && /^[0-9a-f-]{36}$/.test(id);
  if (!isOurs) throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return [at, id];
}

/** All facts of one subject, oldest first, up to `limit`. */
export async function factsOfSubject(ctx: SiteContext, subject: { readonly kind: string; readonly id: string }, limit = 500): Promise<StoredFact[]> {
  const rows = await visibleFacts(ctx)
    .where("fact.subject_kind", "=", subject.kind)
    .where("fact.subject_id", "=", subject.id)
    .orderBy("fact.received_at")
    .orderBy("fact.id")
    .limit(limit)
    .execute();
  return rows.map(toFact);
}

/** Those of `ids` that are there. */
export async function factsByIds(ctx: SiteContext, ids: readonly Id<"evidence">[]): Promise<StoredFact[]> {
  if (ids.length === 0) return [];
  const rows = await visibleFacts(ctx)
    .where(sql<boolean>`fact.id = any (${[...ids]}::uuid[])`)
    .execute();
  return rows.map(toFact);
}

/** Refusal: notFound. */
export async function factById(ctx: SiteContext, id: Id<"evidence">): Promise<StoredFact> {
  const [fact] = await factsByIds(ctx, [id]);
  if (!fact) throw new Refusal(evidenceProblems.notFound());
  return fact;
}

/** A fact with all that shows it to be untouched, recomputed. Refusal: notFound. */
export async function factInItsSeal(ctx: SiteContext, id: Id<"evidence">) {
  const fact = await factById(ctx, id);
  const [seal, newest] = [await sealAround(ctx, fact), await newestSeal(ctx)];
  const place = seal?.leaves.findIndex((leaf) => leaf.id === fact.id) ?? -1;
  const hashes = seal?.leaves.map(({ hash }) => hash) ?? [];
  const proof = place >= 0 ? inclusionProof(sha256, hashes, place) : [];
  const actual = factHash(sha256, fact);
  return {
    fact: titled(fact),
    canonical: canonicalFact(fact),
    isHashTrue: actual === fact.hash,
    seal,
    proof,
    isIncluded: seal !== null && place >= 0 && isIncluded(sha256, actual, proof, seal.root),
    isChained: seal !== null && newest !== null && isChained(sha256, await sealHeads(ctx, pathBack(newest.number, seal.number))),
    newestSeal: newest?.number ?? null,
  };
}

const headColumns = ["site_id", "number", "count", "first_id", "last_id", "last_order", "root", "previous", "leap", "sealed_at", "hash"] as const;

const visibleSeals = (ctx: SiteContext) => ctx.tx.selectFrom("evidence.seal").where("site_id", "=", ctx.siteId).select(headColumns);

/** The newest seal of the site, without its leaves; null before the first. */
export async function newestSeal(ctx: SiteContext): Promise<SealHead | null> {
  const row = await visibleSeals(ctx).orderBy("number", "desc").limit(1).executeTakeFirst();
  return row ? toHead(row) : null;
}

/** The seals of these numbers, in the order of the numbers; those that are missing are left out. */
export async function sealHeads(ctx: SiteContext, numbers: readonly number[]): Promise<SealHead[]> {
  const rows = await visibleSeals(ctx)
    .where(sql<boolean>`number = any (${[...numbers]}::int[])`)
    .execute();
  const byNumber = new Map(rows.map((row) => [row.number, toHead(row)]));
  return numbers.flatMap((number) => byNumber.get(number) ?? []);
}

/** The first seals after seal `number`, with their leaves, in order. */
export async function sealsAfter(ctx: SiteContext, number: number, limit: number): Promise<Seal[]> {
  const rows = await visibleSeals(ctx).select("leaves").where("number", ">", number).orderBy("number").limit(limit).execute();
  return rows.map(toSeal);
}

/** The seal whose range holds `fact`; null while it waits for one. */
export async function sealAround(ctx: SiteContext, fact: Pick<StoredFact, "order" | "id">): Promise<Seal | null> {
  const row = await visibleSeals(ctx)
    .select("leaves")
    .where(sql<boolean>`(last_order, last_id) >= (${fact.order}::bigint, ${fact.id}::uuid)`)
    .orderBy("last_order")
    .orderBy("last_id")
    .limit(1)
    .executeTakeFirst();
  return row ? toSeal(row) : null;
}

/** A place in the order in which facts are sealed. */
export interface Place {
  readonly order: number | string;
  readonly id: string;
}
export const beforeAll: Place = { order: "-9223372036854775808", id: "00000000-0000-0000-0000-000000000000" };
const afterAll: Place = { order: "9223372036854775807", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** The facts after one place, up to another included (to the end unless told), in the order in which they are sealed. */
export async function factsBetween(ctx: SiteContext, after: Place, upTo: Place = afterAll, limit: number): Promise<StoredFact[]> {
  const rows = await visibleFacts(ctx)
    .where(sql<boolean>`(fact.tx_order, fact.id) > (${after.order}::bigint, ${after.id}::uuid)`)
    .where(sql<boolean>`(fact.tx_order, fact.id) <= (${upTo.order}::bigint, ${upTo.id}::uuid)`)
    .orderBy("fact.tx_order")
    .orderBy("fact.id")
    .limit(limit)
    .execute();
  return rows.map(toFact);
}

/** The last verifications of the site, newest first. */
export async function verifications(ctx: SiteContext, limit = 30) {
  const rows = await ctx.tx
    .selectFrom("evidence.verification")
    .where("site_id", "=", ctx.siteId)
    .select(["verified_at", "facts", "unsealed", "seals", "head_number", "head_hash", "findings", "is_cut_short"])
    .orderBy("verified_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    verifiedAt: row.verified_at,
    facts: row.facts,
    unsealed: row.unsealed,
    seals: row.seals,
    head: row.head_number !== null && row.head_hash ? { number: row.head_number, hash: row.head_hash.toString("hex") } : null,
    findings: row.findings as Finding[],
    isCutShort: row.is_cut_short,
  }));
}

interface FactRow {
  readonly site_id: string;
  readonly id: string;
  readonly tx_order: number;
  readonly happened_at: Temporal.Instant;
  readonly received_at: Temporal.Instant;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly name: string;
  readonly clauses: string[];
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly facts: unknown;
  readonly hash: Buffer;
}

const toFact = (row: FactRow): StoredFact => ({
  siteId: row.site_id as Id<"site">,
  id: row.id as Id<"evidence">,
  happenedAt: row.happened_at,
  receivedAt: row.received_at,
  actor: { kind: row.actor_kind, personId: row.actor_id as Id<"person"> | null, name: row.actor_name },
  name: row.name,
  clauses: row.clauses,
  subject: { kind: row.subject_kind, id: row.subject_id },
  facts: row.facts as Record<string, unknown>,
  hash: row.hash.toString("hex"),
  order: row.tx_order,
});

interface HeadRow {
  readonly site_id: string;
  readonly number: number;
  readonly count: number;
  readonly first_id: string;
  readonly last_id: string;
  readonly last_order: number;
  readonly root: Buffer;
  readonly previous: Buffer | null;
  readonly leap: Buffer | null;
  readonly sealed_at: Temporal.Instant;
  readonly hash: Buffer;
}

const toHead = (row: HeadRow): SealHead => ({
  siteId: row.site_id as Id<"site">,
  number: row.number,
  count: row.count,
  first: row.first_id as Id<"evidence">,
  last: row.last_id as Id<"evidence">,
  lastOrder: row.last_order,
  root: row.root.toString("hex"),
  previous: row.previous?.toString("hex") ?? null,
  leap: row.leap?.toString("hex") ?? null,
  sealedAt: row.sealed_at,
  hash: row.hash.toString("hex"),
});

const toSeal = (row: HeadRow & { readonly leaves: Buffer }): Seal => ({ ...toHead(row), leaves: toLeaves(row.leaves) });

const leafBytes = 48;

function toLeaves(bytes: Buffer): Leaf[] {
  return Array.from({ length: Math.floor(bytes.length / leafBytes) }, (_, i) => {
    const hex = bytes.toString("hex", i * leafBytes, (i + 1) * leafBytes);
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
    return { id: id as Id<"evidence">, hash: hex.slice(32) };
  });
}

/** Leaves as a seal stores them. */
export const fromLeaves = (leaves: readonly Leaf[]): Buffer => Buffer.from(leaves.map(({ id, hash }) => id.replaceAll("-", "") + hash).join(""), "hex");
