import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { Recorder } from "#platform/runtime.ts";
import { factHash, leapOf, makeSeal, mostLeaves, toMicroseconds, type Fact, type Finding, type Leaf, type SealHead, type Verdict } from "../rules.ts";
import { raiseAlarm } from "./alarm.ts";
import { beforeAll, fromLeaves, newestSeal, sealHeads, verifications } from "./queries.ts";
import { sha256 } from "./sha256.ts";
import { verifySite } from "./verify.ts";

/** Writes one event as evidence of the site at hand, in the transaction of the deed; what `ctx.record` does. `facts` as they go over the wire. */
export const recordEvidence: Recorder = async (ctx, event, facts, { happenedAt = ctx.now }) => {
  const subjectId = facts[`${event.subject}Id`];
  if (typeof subjectId !== "string") throw new TypeError(`${event.name} happened to a ${event.subject}, so it needs the fact ${event.subject}Id`);
  const fact: Fact = {
    siteId: ctx.siteId,
    id: newId(),
    happenedAt: toMicroseconds(happenedAt),
    receivedAt: toMicroseconds(ctx.now),
    actor: { kind: ctx.actor.kind, personId: ctx.actor.personId, name: ctx.actor.name },
    name: event.name,
    clauses: event.clauses,
    subject: { kind: event.subject, id: subjectId },
    // As it will be read back: without what JSON leaves out.
    facts: JSON.parse(JSON.stringify(facts)) as Record<string, unknown>,
  };
  const { actor, subject } = fact;
  const hash = Buffer.from(factHash(sha256, fact), "hex");
  await sql`
    insert into evidence.fact (site_id, id, happened_at, received_at, actor_kind, actor_id, actor_name, name, clauses, subject_kind, subject_id, facts, hash)
    values (${fact.siteId}, ${fact.id}, ${fact.happenedAt}, ${fact.receivedAt}, ${actor.kind}, ${actor.personId}, ${actor.name}, ${fact.name}, ${[...fact.clauses]},
            ${subject.kind}, ${subject.id}, ${json(fact.facts)}, ${hash})`.execute(ctx.tx);
  return fact.id;
};

/**
 * Closes what awaits its seal at this site: only facts whose transactions have all ended, so that none that ends later is
 * left out. Takes no lock that a writer could wait for. Returns how many facts were sealed.
 */
export async function sealSite(ctx: SiteContext): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`evidence.seal:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const settled = await sql<{ order: number }>`select evidence.settled_order() as order`.execute(ctx.tx);
  const before = settled.rows[0]?.order ?? 0;

  let sealed = 0;
  for (let newest = await newestSeal(ctx); ;) {
    const batch = await nextLeaves(ctx, newest, before);
    if (batch.leaves.length === 0) return sealed;
    newest = await addSeal(ctx, newest, batch);
    sealed += batch.leaves.length;
    if (batch.leaves.length < mostLeaves) return sealed;
  }
}

async function nextLeaves(ctx: SiteContext, newest: SealHead | null, before: number): Promise<{ leaves: Leaf[]; lastOrder: number }> {
  const after = newest ? { order: newest.lastOrder, id: newest.last } : beforeAll;
  const { rows } = await sql<{ id: Id<"evidence">; tx_order: number; hash: string }>`
    select id, tx_order, encode(hash, 'hex') as hash from evidence.fact
    where site_id = ${ctx.siteId} and (tx_order, id) > (${after.order}::bigint, ${after.id}::uuid) and tx_order < ${before}::bigint
    order by tx_order, id limit ${mostLeaves}`.execute(ctx.tx);
  return { leaves: rows.map(({ id, hash }) => ({ id, hash })), lastOrder: rows.at(-1)?.tx_order ?? 0 };
}

async function addSeal(ctx: SiteContext, newest: SealHead | null, { leaves, lastOrder }: { leaves: Leaf[]; lastOrder: number }): Promise<SealHead> {
  const leapNumber = leapOf((newest?.number ?? 0) + 1);
  const leap = leapNumber === 0 ? null : leapNumber === newest?.number ? newest.hash : ((await sealHeads(ctx, [leapNumber])).at(0)?.hash ?? null);
  const seal = makeSeal(sha256, { siteId: ctx.siteId, leaves, lastOrder, previous: newest, leap, sealedAt: ctx.now });
  const bytes = (hash: string | null) => (hash === null ? null : Buffer.from(hash, "hex"));
  await ctx.tx
    .insertInto("evidence.seal")
    .values({
      site_id: seal.siteId,
      number: seal.number,
      count: seal.count,
      first_id: seal.first,
      last_id: seal.last,
      last_order: seal.lastOrder,
      leaves: fromLeaves(seal.leaves),
      root: Buffer.from(seal.root, "hex"),
      previous: bytes(seal.previous),
      leap: bytes(seal.leap),
      sealed_at: seal.sealedAt,
      hash: Buffer.from(seal.hash, "hex"),
    })
    .execute();
  return seal;
}

/** Verifies the evidence of the site at hand and keeps the outcome. What was not known to be wrong the last time raises the alarm. */
export async function keepVerification(ctx: SiteContext): Promise<Verdict> {
  const verdict = await verifySite(ctx);
  const known = new Set((await verifications(ctx, 1)).flatMap(({ findings }) => findings.map(asText)));
  if (verdict.findings.some((finding) => !known.has(asText(finding)))) await raiseAlarm(ctx, verdict);
  await ctx.tx
    .insertInto("evidence.verification")
    .values({
      site_id: ctx.siteId,
      id: newId(),
      verified_at: ctx.now,
      facts: verdict.facts,
      unsealed: verdict.unsealed,
      seals: verdict.seals,
      head_number: verdict.head?.number ?? null,
      head_hash: verdict.head ? Buffer.from(verdict.head.hash, "hex") : null,
      findings: json(verdict.findings),
      is_cut_short: verdict.isCutShort,
    })
    .execute();
  await ctx.tell(ctx.siteId, "evidence.verification");
  return verdict;
}

/** The same finding is the same text, in whatever order the database gave its members back. */
const asText = (finding: Finding): string => [finding.kind, finding.seal, "factId" in finding ? finding.factId : "", "part" in finding ? finding.part : ""].join(" ");
