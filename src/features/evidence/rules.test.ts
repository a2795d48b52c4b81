import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asId, type Id } from "#kernel/id.ts";
import {
  canonicalFact,
  factHash,
  inclusionProof,
  isChained,
  isIncluded,
  leapOf,
  makeSeal,
  merkleRoot,
  pathBack,
  proofCode,
  readCode,
  sayCode,
  sealHash,
  verification,
  type Fact,
  type Finding,
  type Seal,
  type StoredFact,
} from "./rules.ts";
import { sha256 } from "./server/sha256.ts";

const siteId = asId<"site">("01920000-0000-7000-8000-000000000001");
const factId = (n: number) => asId<"evidence">(`01920000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`);
const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(1_770_000_000_000 + second * 1000);

const aFact = (n: number, changes: Partial<Fact> = {}): Fact => ({
  siteId,
  id: factId(n),
  happenedAt: at(n),
  receivedAt: at(n),
  actor: { kind: "person", personId: null, name: "王芳" },
  name: "service.case_received",
  clauses: ["2.2.1-1"],
  subject: { kind: "case", id: "01920000-0000-7000-8000-0000000000aa" },
  facts: { matter: "空调不冷", n },
  ...changes,
});

describe("the hash of a fact", () => {
  test("is taken over RFC 8785 JSON: the order of members does not matter, everything else does", () => {
    const fact = aFact(1, { facts: { b: 1, a: [true, null, 0.1, -0, "é𠮷"] } });
    expect(canonicalFact(fact)).toBe(
      '{"actor":{"kind":"person","name":"王芳","personId":null},"clauses":["2.2.1-1"],"facts":{"a":[true,null,0.1,0,"é𠮷"],"b":1},"happenedAt":"2026-02-02T02:40:01Z",' +
        '"id":"01920000-0000-7000-8000-000000000001","name":"service.case_received","receivedAt":"2026-02-02T02:40:01Z","site":"01920000-0000-7000-8000-000000000001",' +
        '"subject":{"id":"01920000-0000-7000-8000-0000000000aa","kind":"case"}}',
    );
    expect(factHash(sha256, fact)).toBe(factHash(sha256, { ...fact, facts: { a: fact.facts["a"], b: 1 } }));
    expect(factHash(sha256, fact)).not.toBe(factHash(sha256, { ...fact, name: "service.case_voided" }));
  });

  test("a text that no database holds is refused", () => {
    expect(() => canonicalFact(aFact(1, { facts: { matter: "\ud800" } }))).toThrow();
    expect(() => canonicalFact(aFact(1, { facts: { n: Number.NaN } }))).toThrow();
  });
});

describe("the tree", () => {
  // Leaf data and roots of the test vectors of RFC 6962 as published with Google's Certificate Transparency code.
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const roots: Record<number, string> = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  const leaves = inputs.map((hex) => sha256.text(`\0${Buffer.from(hex, "hex").toString("latin1")}`));

  test("gives the roots of RFC 6962", () => {
    for (const [count, root] of Object.entries(roots)) expect(merkleRoot(sha256, leaves.slice(0, Number(count)))).toBe(root);
  });

  test("property: every leaf is proved to be in its tree, and nothing else is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (count, at, other) => {
        const many = Array.from({ length: count }, (_, i) => sha256.text(`\0${i}`));
        const root = merkleRoot(sha256, many);
        const index = at % count;
        const proof = inclusionProof(sha256, many, index);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        expect(isIncluded(sha256, many[index]!, proof, root)).toBe(true);
        expect(isIncluded(sha256, sha256.text("\0forged"), proof, root)).toBe(false);
        if (other % count !== index) expect(isIncluded(sha256, many[other % count]!, proof, root)).toBe(false);
      }),
    );
  });
});

interface Site {
  facts: StoredFact[];
  seals: Seal[];
}

/** A site of `sizes.length` seals with `unsealed` facts after them; every third fact shares its transaction with the one before. */
function aSite(sizes: readonly number[], unsealed = 0): Site {
  const facts: StoredFact[] = [];
  const seals: Seal[] = [];
  const add = () => {
    const n = facts.length + 1;
    const fact = aFact(n);
    facts.push({ ...fact, hash: factHash(sha256, fact), order: n - (n % 3 === 0 ? 1 : 0) });
  };
  for (const size of sizes) {
    const from = facts.length;
    for (let i = 0; i < size; i++) add();
    seals.push(seal(seals, facts.slice(from)));
  }
  for (let i = 0; i < unsealed; i++) add();
  return { facts, seals };
}

function seal(before: readonly Seal[], facts: readonly StoredFact[]): Seal {
  const previous = before.at(-1) ?? null;
  const leap = before.find(({ number }) => number === leapOf((previous?.number ?? 0) + 1))?.hash ?? null;
  return makeSeal(sha256, { siteId, leaves: facts.map(({ id, hash }) => ({ id, hash })), lastOrder: facts.at(-1)!.order, previous, leap, sealedAt: at(10_000 + before.length) });
}

/** Feeds a verification as the server does: by the places where seals end. */
function verify({ facts, seals }: Site) {
  const check = verification(sha256, siteId);
  const rest = facts.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  for (const one of seals) {
    check.beginSeal(one);
    while (rest[0] && (rest[0].order < one.lastOrder || (rest[0].order === one.lastOrder && rest[0].id <= one.last))) check.row(rest.shift()!);
    check.endSeal();
  }
  for (const row of rest) check.row(row);
  return check.end();
}

const rehash = (fact: StoredFact): StoredFact => ({ ...fact, hash: factHash(sha256, fact) });
const anySizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 20 });
const found = (findings: readonly Finding[]) => findings.map((finding) => JSON.stringify(finding));

describe("verification", () => {
  test("an untouched site has no finding, sealed or not", () => {
    fc.assert(
      fc.property(anySizes, fc.nat({ max: 5 }), (sizes, unsealed) => {
        const verdict = verify(aSite(sizes, unsealed));
        expect(verdict).toMatchObject({ findings: [], unsealed, seals: sizes.length, isCutShort: false, head: { number: sizes.length } });
      }),
    );
    expect(verify({ facts: [], seals: [] })).toMatchObject({ findings: [], head: null });
  });

  test("property: a changed fact is found and named, whether or not its hash was made to match", () => {
    const changes: ((fact: StoredFact) => StoredFact)[] = [
      (fact) => ({ ...fact, facts: { ...fact.facts, matter: "已解决" } }),
      (fact) => ({ ...fact, receivedAt: fact.receivedAt.subtract({ microseconds: 1 }) }),
      (fact) => ({ ...fact, actor: { ...fact.actor, name: "李强" } }),
      (fact) => ({ ...fact, clauses: [] }),
      (fact) => ({ ...fact, subject: { ...fact.subject, kind: "unit" } }),
    ];
    fc.assert(
      fc.property(anySizes, fc.nat(), fc.constantFrom(...changes), fc.boolean(), (sizes, at, change, covered) => {
        const site = aSite(sizes);
        const index = at % site.facts.length;
        const changed = change(site.facts[index]!);
        site.facts[index] = covered ? rehash(changed) : changed;
        expect(verify(site).findings).toEqual([{ kind: "factChanged", factId: changed.id, seal: sealOf(site, changed.id) }]);
      }),
    );
  });

  test("a changed fact that awaits its seal is found by its own hash", () => {
    const site = aSite([2], 1);
    site.facts[2] = { ...site.facts[2]!, name: "service.case_closed" };
    expect(verify(site).findings).toEqual([{ kind: "factChanged", factId: factId(3), seal: null }]);
  });

  test("property: a removed fact is found and named", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), (sizes, at) => {
        const site = aSite(sizes);
        const [gone] = site.facts.splice(at % site.facts.length, 1);
        expect(verify(site).findings).toEqual([{ kind: "factRemoved", factId: gone!.id, seal: sealOf(site, gone!.id) }]);
      }),
    );
  });

  test("property: a fact inserted among sealed ones is found and named", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), (sizes, at) => {
        const site = aSite(sizes);
        const beside = site.facts[at % site.facts.length]!;
        const added = rehash({ ...beside, id: beside.id.replace(/^01920000/, "01910000") as Id<"evidence"> });
        site.facts.push(added);
        expect(verify(site).findings).toMatchObject([{ kind: "factInserted", factId: added.id }]);
      }),
    );
  });

  test("property: a fact moved to another place is found and named, and not taken for removed or inserted", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), fc.integer({ min: 2, max: 40 }), (sizes, at, by) => {
        const site = aSite(sizes);
        const index = at % site.facts.length;
        const moved = { ...site.facts[index]!, order: (site.facts[index]!.order + by) % (site.facts.length + 1) };
        const isElsewhere = site.facts.some(
          (other) => other.id !== moved.id && other.order > Math.min(moved.order, site.facts[index]!.order) && other.order < Math.max(moved.order, site.facts[index]!.order),
        );
        fc.pre(isElsewhere && moved.order <= site.seals.at(-1)!.lastOrder);
        site.facts[index] = moved;
        const { findings } = verify(site);
        expect(findings.length).toBeGreaterThan(0);
        expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(["factOutOfPlace"]));
      }),
    );
  });

  test("property: a forged root, leaf list or hash is found and its seal named", () => {
    const forge: Record<"root" | "leaves" | "hash", (seal: Seal) => Seal> = {
      root: (one) => ({ ...one, root: sha256.text("forged") }),
      leaves: (one) => ({ ...one, leaves: one.leaves.map((leaf, i) => (i === 0 ? { ...leaf, hash: sha256.text("forged") } : leaf)) }),
      hash: (one) => ({ ...one, sealedAt: one.sealedAt.subtract({ hours: 1 }) }),
    };
    fc.assert(
      fc.property(anySizes, fc.nat(), fc.constantFrom("root" as const, "leaves" as const, "hash" as const), (sizes, at, part) => {
        const site = aSite(sizes);
        const index = at % site.seals.length;
        site.seals[index] = forge[part](site.seals[index]!);
        expect(found(verify(site).findings)).toContain(JSON.stringify({ kind: "sealForged", seal: index + 1, part }));
      }),
    );
  });

  test("property: a seal remade over a changed fact breaks the chain at the next", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), (sizes, at) => {
        const site = aSite(sizes);
        const index = at % (site.seals.length - 1);
        const first = site.seals[index]!.first;
        site.facts = site.facts.map((fact) => (fact.id === first ? rehash({ ...fact, name: "service.case_voided" }) : fact));
        const own = site.facts.filter(({ id }) => site.seals[index]!.leaves.some((leaf) => leaf.id === id));
        site.seals[index] = seal(site.seals.slice(0, index), own);
        expect(found(verify(site).findings)).toContain(JSON.stringify({ kind: "chainBroken", seal: index + 2 }));
      }),
    );
  });

  test("property: a removed seal is named, and its facts are not called forged for it", () => {
    fc.assert(
      fc.property(anySizes, fc.nat(), (sizes, at) => {
        const site = aSite(sizes);
        const index = at % (site.seals.length - 1);
        site.seals.splice(index, 1);
        expect(verify(site).findings).toEqual([{ kind: "sealRemoved", seal: index + 1 }]);
      }),
    );
  });

  test("seals swapped, leaping pointers bent: named", () => {
    const site = aSite([1, 1, 1, 1]);
    const { hash: _, ...bent } = { ...site.seals[3]!, leap: site.seals[2]!.hash };
    expect(leapOf(4)).toBe(0);
    site.seals[3] = { ...bent, hash: sealHash(sha256, bent) };
    expect(verify(site).findings).toEqual([{ kind: "chainBroken", seal: 4 }]);
  });
});

describe("the way back from the newest seal", () => {
  test("property: it is short, ends at the seal asked for, and shows a forged seal on it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (count, at, on) => {
        const { seals } = aSite(Array.from({ length: count }, () => 1));
        const path = pathBack(count, 1 + (at % count));
        expect(path.at(-1)).toBe(1 + (at % count));
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count + 1)) ** 2);
        const heads = path.map((number) => seals[number - 1]!);
        expect(isChained(sha256, heads)).toBe(true);
        const index = on % heads.length;
        const { hash: _, ...other } = { ...heads[index]!, root: sha256.text("forged") };
        const remade = { ...other, hash: sealHash(sha256, other) };
        if (index > 0) expect(isChained(sha256, heads.with(index, remade))).toBe(false);
        expect(isChained(sha256, heads.with(index, { ...heads[index]!, root: sha256.text("forged") }))).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a proof code", () => {
  test("property: it is read back from paper, whatever the case, the groups and the look-alikes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (random) => {
        const code = proofCode(random);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
        expect(sayCode(code)).toMatch(/^(.{4}-){3}.{4}$/);
        expect(readCode(` ${sayCode(code).toLowerCase().replaceAll("0", "o").replaceAll("1", "l")} `)).toBe(code);
      }),
    );
  });

  test("what cannot be one is none", () => {
    for (const typed of ["", "7K3M", "7K3M-9QXT-0000-000U", "7K3M9QXT0000000000", "💥"]) expect(readCode(typed)).toBeNull();
  });
});

const sealOf = (site: Site, id: Id<"evidence">) => site.seals.find(({ leaves }) => leaves.some((leaf) => leaf.id === id))!.number;
