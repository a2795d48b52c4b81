import canonicalize from "canonicalize";
import type { Id } from "#kernel/id.ts";
import { problems } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";

export const evidenceProblems = problems("evidence", {
  notFound: { status: 404, words: words("没有这条记录", "No such record") },
  proofUnknown: { status: 404, words: words("没有这个查验码，请核对纸上的字符", "This proof code is unknown; compare it with the paper, character by character") },
});

/** Who did it, as it was known at the time: a later change of name does not reach back. */
export interface FactActor {
  readonly kind: string;
  readonly personId: Id<"person"> | null;
  readonly name: string;
}

/** One thing that happened: what the evidence of a site is made of. `happenedAt` is the device's time, `receivedAt` ours; both to the microsecond. */
export interface Fact {
  readonly siteId: Id<"site">;
  readonly id: Id<"evidence">;
  readonly happenedAt: Temporal.Instant;
  readonly receivedAt: Temporal.Instant;
  readonly actor: FactActor;
  readonly name: string;
  readonly clauses: readonly string[];
  readonly subject: { readonly kind: string; readonly id: string };
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A SHA-256 in lower-case hexadecimal. */
export type Hash = string;

/** SHA-256 as the side at hand has it: of a text in UTF-8, and of the bytes of a prefix and two hashes. */
export interface Sha256 {
  readonly text: (text: string) => Hash;
  readonly pair: (prefix: number, left: Hash, right: Hash) => Hash;
}

/** Keeps the hashes of facts, of inner nodes and of seals apart, so that none passes for another (RFC 6962 §2.1 for the first two). */
const prefixes = { leaf: 0, node: 1, seal: 2 } as const;

/** The one spelling of a fact that is hashed: JSON by RFC 8785. */
export function canonicalFact(fact: Fact): string {
  const { siteId, id, happenedAt, receivedAt, actor, name, clauses, subject, facts } = fact;
  return canonical({
    site: siteId,
    id,
    happenedAt: happenedAt.toString(),
    receivedAt: receivedAt.toString(),
    actor: { kind: actor.kind, personId: actor.personId, name: actor.name },
    name,
    clauses,
    subject: { kind: subject.kind, id: subject.id },
    facts,
  });
}

/** The hash of a fact, which is also its leaf in the tree of its seal: `SHA-256(0x00 ‖ canonical JSON)`. */
export const factHash = (sha256: Sha256, fact: Fact): Hash => prefixed(sha256, prefixes.leaf, canonicalFact(fact));

/** The hash of what a document says, whatever it will look like on paper. */
export const contentHash = (sha256: Sha256, content: unknown): Hash => sha256.text(canonical(content));

/** A moment as the database keeps it: whole microseconds, never rounded up. */
export const toMicroseconds = (instant: Temporal.Instant): Temporal.Instant => instant.round({ smallestUnit: "microsecond", roundingMode: "floor" });

/** The root of the Merkle tree over `leaves` in their order (RFC 6962 §2.1); there must be one at least. */
export function merkleRoot(sha256: Sha256, leaves: readonly Hash[]): Hash {
  let level = leaves;
  while (level.length > 1) level = levelAbove(sha256, level);
  const root = level[0];
  if (root === undefined) throw new RangeError("A tree needs a leaf");
  return root;
}

/** One step from a leaf to the root: the hash beside, and the side it stands on. */
export interface ProofStep {
  readonly side: "left" | "right";
  readonly hash: Hash;
}

/** What it takes, beside the leaf, to come to the root: at most one hash for each level of the tree. */
export function inclusionProof(sha256: Sha256, leaves: readonly Hash[], index: number): ProofStep[] {
  if (!(index in leaves)) throw new RangeError(`There is no leaf ${index} among ${leaves.length}`);
  const steps: ProofStep[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const beside = level[at ^ 1];
    if (beside !== undefined) steps.push({ side: at % 2 === 0 ? "right" : "left", hash: beside });
    level = levelAbove(sha256, level);
  }
  return steps;
}

/** Whether `proof` leads from `leaf` to `root`. */
export function isIncluded(sha256: Sha256, leaf: Hash, proof: readonly ProofStep[], root: Hash): boolean {
  const reached = proof.reduce((hash, step) => (step.side === "right" ? sha256.pair(prefixes.node, hash, step.hash) : sha256.pair(prefixes.node, step.hash, hash)), leaf);
  return reached === root;
}

/** A fact as its seal remembers it. */
export interface Leaf {
  readonly id: Id<"evidence">;
  readonly hash: Hash;
}

/** What a seal says of itself without its leaves: enough to check the chain. */
export interface SealHead {
  readonly siteId: Id<"site">;
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  readonly count: number;
  readonly first: Id<"evidence">;
  readonly last: Id<"evidence">;
  /** Place of the last fact in the order of transactions; the next seal begins after it. */
  readonly lastOrder: number;
  readonly root: Hash;
  /** Hash of the seal before; null on the first. */
  readonly previous: Hash | null;
  /** Hash of the seal `leapOf(number)`, so that an old seal is reached from the newest in few steps; null where that is none. */
  readonly leap: Hash | null;
  readonly sealedAt: Temporal.Instant;
  readonly hash: Hash;
}

/** A closed batch of a site's facts, chained to those before it. */
export interface Seal extends SealHead {
  readonly leaves: readonly Leaf[];
}

/** Facts in one seal at most, so that a seal is read and checked in one piece. */
export const mostLeaves = 4096;

/** The earlier seal that `number` also commits to: as far back as the largest power of two that divides it. */
export const leapOf = (number: number): number => number - (number & -number);

/** The hash of a seal: over all that it says, and by its root and its chain over all before. */
export function sealHash(sha256: Sha256, seal: Omit<SealHead, "hash">): Hash {
  const { siteId, number, count, first, last, lastOrder, root, previous, leap, sealedAt } = seal;
  return prefixed(sha256, prefixes.seal, canonical({ site: siteId, number, count, first, last, lastOrder, root, previous, leap, sealedAt: sealedAt.toString() }));
}

/** Closes `leaves`, which must follow those of `previous` in the order of transactions. `leap`: the hash of seal `leapOf(number)`, if there is one. */
export function makeSeal(
  sha256: Sha256,
  {
    siteId,
    leaves,
    lastOrder,
    previous,
    leap,
    sealedAt,
  }: {
    readonly siteId: Id<"site">;
    readonly leaves: readonly Leaf[];
    readonly lastOrder: number;
    readonly previous: Pick<SealHead, "number" | "hash"> | null;
    readonly leap: Hash | null;
    readonly sealedAt: Temporal.Instant;
  },
): Seal {
  const first = leaves.at(0);
  const last = leaves.at(-1);
  if (!first || !last) throw new RangeError("A seal needs a fact");
  const head = {
    siteId,
    number: (previous?.number ?? 0) + 1,
    count: leaves.length,
    first: first.id,
    last: last.id,
    lastOrder,
    root: merkleRoot(
      sha256,
      leaves.map(({ hash }) => hash),
    ),
    previous: previous?.hash ?? null,
    leap,
    sealedAt: toMicroseconds(sealedAt),
  };
  return { ...head, leaves, hash: sealHash(sha256, head) };
}

/** Numbers of the seals to read, newest first, to walk the chain from seal `from` back to seal `to`: at most the square of the digits of `from` in binary. */
export function pathBack(from: number, to: number): number[] {
  const path = [from];
  for (let at = from; at > to;) {
    at = leapOf(at) >= to ? leapOf(at) : at - 1;
    path.push(at);
  }
  return path;
}

/** Whether each of `heads`, read along `pathBack`, is what it says and the one after it commits to it. */
export function isChained(sha256: Sha256, heads: readonly SealHead[]): boolean {
  return heads.every((head, i) => {
    const newer = heads[i - 1];
    const named = !newer || (leapOf(newer.number) === head.number ? newer.leap : newer.previous) === head.hash;
    return named && sealHash(sha256, head) === head.hash;
  });
}

/** Letters and digits of proof codes: none that is mistaken for another on paper (Crockford's base 32). */
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 16;

/** A proof code of 80 random bits from ten random bytes. */
export function proofCode(random: Uint8Array): string {
  let bits = random.slice(0, 10).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let code = "";
  for (; code.length < codeLength; bits >>= 5n) code = codeLetters[Number(bits & 31n)] + code;
  return code;
}

/** A proof code as it is printed, in groups of four. */
export const sayCode = (code: string): string => code.match(/.{1,4}/g)?.join("-") ?? "";

/** The proof code somebody typed, whatever its case and groups, and with the letters people take for digits; null if it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—_.]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return code.length === codeLength && [...code].every((letter) => codeLetters.includes(letter)) ? code : null;
}

/** How a printed record stands: `awaiting` its seal for some seconds after printing, `broken` when anything it rests on was touched. */
export type ProofState = "intact" | "awaiting" | "broken";

export const proofStateWords = {
  intact: words("真实有效：记录已封存，未被改动", "Genuine: the record is sealed and unchanged"),
  awaiting: words("真实有效：记录未被改动，正在等待封存（通常不超过一分钟）", "Genuine: the record is unchanged and will be sealed shortly (usually within a minute)"),
  broken: words("警告：本系统中的记录与封存不符，可能被改动过", "Warning: the record in our system no longer agrees with its seal; it may have been tampered with"),
} as const satisfies Record<ProofState, Words>;

/** One line that a proof shows to whoever holds the paper. */
export interface ShownFact {
  readonly label: Words;
  readonly value: string | Words;
}

/** A fact as it stands in the database now. `order` is its place in the order of transactions; facts of one transaction follow their ids. */
export interface StoredFact extends Fact {
  readonly hash: Hash;
  readonly order: number;
}

/** What is wrong with the evidence of a site, and where. */
export type Finding =
  | { readonly kind: "factChanged" | "factRemoved" | "factOutOfPlace"; readonly factId: Id<"evidence">; readonly seal: number | null }
  | { readonly kind: "factInserted"; readonly factId: Id<"evidence">; readonly seal: number }
  | { readonly kind: "sealForged"; readonly seal: number; readonly part: "leaves" | "root" | "hash" }
  | { readonly kind: "chainBroken" | "sealRemoved"; readonly seal: number };

export const findingWords = {
  factChanged: words("记录被改动", "Record changed"),
  factRemoved: words("记录被删除", "Record removed"),
  factInserted: words("封存后被插入的记录", "Record inserted after sealing"),
  factOutOfPlace: words("记录被移位", "Record out of place"),
  sealForged: words("封存被伪造", "Seal forged"),
  chainBroken: words("封存链断开", "Chain of seals broken"),
  sealRemoved: words("封存被删除", "Seal removed"),
} as const satisfies Record<Finding["kind"], Words>;

/** What a verification found on one site. */
export interface Verdict {
  readonly siteId: Id<"site">;
  readonly facts: number;
  /** Facts not yet in a seal; only their own hash can be checked. */
  readonly unsealed: number;
  readonly seals: number;
  /** The newest seal: who noted it elsewhere can prove later that nothing before it was replaced. */
  readonly head: { readonly number: number; readonly hash: Hash } | null;
  readonly findings: readonly Finding[];
  /** Set when there was more wrong than is listed. */
  readonly isCutShort: boolean;
}

/** Findings kept of one verification: enough to see what happened, few enough to stay in memory. */
export const mostFindings = 1000;

/**
 * Checks the evidence of one site as it streams by: for each seal in order `beginSeal`, then the facts standing between the
 * place where the seal before ended and its own last place, in order, and `endSeal`; after the last seal the remaining facts; then `end`.
 * Memory does not grow with the number of facts.
 */
export function verification(sha256: Sha256, siteId: Id<"site">) {
  const findings: Finding[] = [];
  let isCutShort = false;
  const counts = { facts: 0, unsealed: 0, seals: 0 };
  let previous: SealHead | null = null;
  // Hashes of the seals that a later one may leap back to: one for each power of two.
  const leaps = new Map<number, Hash>();
  let open: { readonly seal: Seal; readonly follows: boolean; readonly places: Map<string, number>; highest: number } | null = null;
  // A fact missing from its own seal and met at another place was moved, not removed and inserted.
  const missing = new Map<Id<"evidence">, number>();
  const strangers = new Map<Id<"evidence">, number>();

  function found(finding: Finding): void {
    if (findings.length < mostFindings) findings.push(finding);
    else isCutShort = true;
  }

  function keep(map: Map<Id<"evidence">, number>, id: Id<"evidence">, seal: number): void {
    if (map.size < mostFindings) map.set(id, seal);
    else isCutShort = true;
  }

  function checkChain(seal: Seal): void {
    const expected = (previous?.number ?? 0) + 1;
    for (let number = expected; number < Math.min(seal.number, expected + mostFindings); number++) found({ kind: "sealRemoved", seal: number });
    const leap = leapOf(seal.number);
    const isLinked = seal.previous === (previous?.hash ?? null) && (leap === 0 ? seal.leap === null : !leaps.has(leap) || seal.leap === leaps.get(leap));
    if (seal.number === expected && !isLinked) found({ kind: "chainBroken", seal: seal.number });
    // No later seal leaps back further than half the power of two that divides this one.
    for (const known of leaps.keys()) if (seal.number >= known + (known & -known) / 2) leaps.delete(known);
    leaps.set(seal.number, seal.hash);
  }

  function checkSeal(seal: Seal): void {
    const hashes = seal.leaves.map(({ hash }) => hash);
    const isRootTrue = hashes.length > 0 && merkleRoot(sha256, hashes) === seal.root;
    const isHashTrue = sealHash(sha256, seal) === seal.hash;
    const areEndsTrue = seal.count === hashes.length && seal.first === seal.leaves.at(0)?.id && seal.last === seal.leaves.at(-1)?.id;
    if (!isHashTrue) found({ kind: "sealForged", seal: seal.number, part: isRootTrue ? "hash" : "root" });
    else if (!isRootTrue || !areEndsTrue) found({ kind: "sealForged", seal: seal.number, part: "leaves" });
  }

  return {
    beginSeal(seal: Seal): void {
      counts.seals++;
      // Facts of a seal that was taken away stand before those of the next; nothing is left to judge them by but their own hash.
      const follows = seal.number === (previous?.number ?? 0) + 1;
      checkSeal(seal);
      checkChain(seal);
      previous = seal;
      open = { seal, follows, places: new Map(seal.leaves.map(({ id }, place) => [id, place])), highest: -1 };
    },
    row(row: StoredFact): void {
      counts.facts++;
      const actual = factHash(sha256, row);
      const place = open?.places.get(row.id);
      if (!open || (place === undefined && !open.follows)) {
        counts.unsealed++;
        if (missing.has(row.id)) keep(strangers, row.id, 0);
        if (actual !== row.hash) found({ kind: "factChanged", factId: row.id, seal: null });
        return;
      }
      const { seal, places } = open;
      if (place === undefined) return keep(strangers, row.id, seal.number);
      places.delete(row.id);
      if (actual !== row.hash || actual !== seal.leaves[place]?.hash) found({ kind: "factChanged", factId: row.id, seal: seal.number });
      if (place < open.highest) found({ kind: "factOutOfPlace", factId: row.id, seal: seal.number });
      else open.highest = place;
    },
    endSeal(): void {
      if (!open) return;
      for (const id of open.places.keys()) keep(missing, id as Id<"evidence">, open.seal.number);
      open = null;
    },
    end(): Verdict {
      for (const [factId, seal] of missing) found({ kind: strangers.delete(factId) ? "factOutOfPlace" : "factRemoved", factId, seal });
      for (const [factId, seal] of strangers) found({ kind: "factInserted", factId, seal });
      return { siteId, ...counts, head: previous && { number: previous.number, hash: previous.hash }, findings, isCutShort };
    },
  };
}

function levelAbove(sha256: Sha256, level: readonly Hash[]): Hash[] {
  const above: Hash[] = [];
  // An odd one goes up as it is, which gives the unbalanced tree of the RFC.
  for (let i = 0; i < level.length; i += 2) above.push(i + 1 < level.length ? sha256.pair(prefixes.node, level[i]!, level[i + 1]!) : level[i]!);
  return above;
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("Only JSON can be evidence");
  return text;
}

/** The prefixes are below 0x80, so that in UTF-8 each is the one byte that it must be. */
const prefixed = (sha256: Sha256, prefix: number, text: string): Hash => sha256.text(String.fromCharCode(prefix) + text);
