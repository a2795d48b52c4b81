import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Words } from "#kernel/words.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { documentIssued, documentPrinted, sealSoon } from "../contract.ts";
import {
  contentHash,
  evidenceProblems,
  factHash,
  isChained,
  merkleRoot,
  pathBack,
  proofCode,
  readCode,
  type Hash,
  type ProofState,
  type Seal,
  type ShownFact,
  type StoredFact,
} from "../rules.ts";
import { factById, factsByIds, factsOfSubject, newestSeal, sealAround, sealHeads } from "./queries.ts";
import { sha256 } from "./sha256.ts";

export interface Issue {
  /** Which document, as `feature.name`. */
  readonly document: string;
  readonly title: Words;
  readonly version: number;
  /** What it is about: the proof also rests on all evidence of this subject. */
  readonly subject: { readonly kind: string; readonly id: string };
  /** Exactly what the public page may show: nothing that is not on the paper. */
  readonly shown: readonly ShownFact[];
  /** All that the document says; only its hash is kept. The same content gets the same code again. */
  readonly content: unknown;
}

export interface Proof {
  readonly documentId: Id<"document">;
  /** Sixteen letters; `sayCode` groups them. */
  readonly code: string;
  /** Below the public address of the product. */
  readonly path: string;
}

/** The proof code for a document about to be printed. Needs a transaction that may write. */
export async function proofFor(ctx: SiteContext, { document, title, version, subject, shown, content }: Issue): Promise<Proof> {
  const hash = contentHash(sha256, content);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`evidence.proof:${ctx.siteId}:${hash}`}, 0))`.execute(ctx.tx);
  const known = await ctx.tx
    .selectFrom("evidence.proof")
    .where("site_id", "=", ctx.siteId)
    .where("document", "=", document)
    .where("subject_kind", "=", subject.kind)
    .where("subject_id", "=", subject.id)
    .where("version", "=", version)
    .where("content_hash", "=", hash)
    .select(["id", "code"])
    .executeTakeFirst();
  if (known) return proof(known.id as Id<"document">, known.code);

  const documentId = newId<"document">();
  const code = proofCode(randomBytes(10));
  const records = (await factsOfSubject(ctx, subject)).map(({ id }) => id);
  const factId = await ctx.record(documentIssued, { documentId, document, title, version, of: subject, shown: [...shown], contentHash: hash, records });
  await ctx.tx
    .insertInto("evidence.proof")
    .values({
      site_id: ctx.siteId,
      id: documentId,
      code,
      document,
      version,
      subject_kind: subject.kind,
      subject_id: subject.id,
      content_hash: hash,
      fact_id: factId,
      issued_at: ctx.now,
    })
    .execute();
  await ctx.enqueue(sealSoon, { siteId: ctx.siteId }, { key: `evidence.seal_now:${ctx.siteId}` });
  return proof(documentId, code);
}

const proof = (documentId: Id<"document">, code: string): Proof => ({ documentId, code, path: `/verify/${code}` });

/** Remembers the file a document was printed to, so that a holder of the file can compare it. */
export async function recordPrint(ctx: SiteContext, { documentId, bytes }: { readonly documentId: Id<"document">; readonly bytes: Uint8Array }): Promise<void> {
  await ctx.record(documentPrinted, { documentId, fileHash: sha256.bytes(bytes) });
  await ctx.enqueue(sealSoon, { siteId: ctx.siteId }, { key: `evidence.seal_now:${ctx.siteId}` });
}

export interface CheckedProof {
  readonly code: string;
  readonly state: ProofState;
  readonly document: Words;
  readonly version: number;
  readonly issuedAt: Temporal.Instant;
  /** Of the site, for whoever writes the time down. */
  readonly zone: string;
  readonly shown: ShownFact[];
  readonly fileHashes: Hash[];
}

/** What the holder of a paper may know by its code: what the paper shows, and whether all that it rests on is untouched, recomputed now. Refusal: proofUnknown, whatever is wrong with the code. */
export async function checkedProof(outside: Context, typed: string): Promise<CheckedProof> {
  const code = readCode(typed);
  const found = code ? await sql<{ site_id: Id<"site"> | null }>`select evidence.site_of_proof(${code}) as site_id`.execute(outside.tx) : undefined;
  const siteId = found?.rows[0]?.site_id;
  if (!code || !siteId) throw new Refusal(evidenceProblems.proofUnknown());

  const ctx = await outside.atSite(siteId);
  const row = await ctx.tx.selectFrom("evidence.proof").where("site_id", "=", siteId).where("code", "=", code).select(["id", "fact_id"]).executeTakeFirstOrThrow();
  const issued = await factById(ctx, row.fact_id as Id<"evidence">);
  // Of the columns beside it only the hashed fact is believed.
  const said = documentIssued.facts.parse(issued.facts);
  const prints = (await factsOfSubject(ctx, { kind: "document", id: row.id })).filter(({ name }) => name === documentPrinted.name);
  const records = await factsByIds(ctx, said.records as Id<"evidence">[]);
  const state = said.documentId === row.id && records.length === said.records.length ? await stateOf(ctx, [issued, ...prints, ...records]) : "broken";
  return {
    code,
    state,
    document: said.title,
    version: said.version,
    issuedAt: issued.receivedAt,
    zone: ctx.zone,
    shown: said.shown,
    fileHashes: prints.map(({ facts }) => String(facts["fileHash"])),
  };
}

/** Whether each of `facts` is what its seal holds, and the newest seal leads back to all of their seals. */
async function stateOf(ctx: SiteContext, facts: readonly StoredFact[]): Promise<ProofState> {
  if (facts.some((fact) => factHash(sha256, fact) !== fact.hash)) return "broken";
  const newest = await newestSeal(ctx);
  const seals = new Map<number, Seal>();
  let state: ProofState = "intact";
  for (const fact of facts) {
    const seal = [...seals.values()].find(({ leaves }) => leaves.some(({ id }) => id === fact.id)) ?? (await sealAround(ctx, fact));
    if (!seal) state = "awaiting";
    else if (seal.leaves.some(({ id, hash }) => id === fact.id && hash === fact.hash)) seals.set(seal.number, seal);
    else return "broken";
  }
  for (const seal of seals.values()) {
    const isTreeTrue =
      merkleRoot(
        sha256,
        seal.leaves.map(({ hash }) => hash),
      ) === seal.root;
    const path = pathBack(newest?.number ?? seal.number, seal.number);
    const heads = await sealHeads(ctx, path);
    if (!isTreeTrue || heads.length !== path.length || !isChained(sha256, heads)) return "broken";
  }
  return state;
}
