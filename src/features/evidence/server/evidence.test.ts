import { createHash } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import pg from "pg";
import { expect } from "vitest";
import { z } from "zod";
import { event } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";
import { type Id, newId } from "#kernel/id.ts";
import { inTransaction } from "#platform/db/transaction.ts";
import { systemActor } from "#platform/runtime.ts";
import { dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { sayCode, type Finding } from "../rules.ts";
import { keepVerification, proofFor, recordPrint, sealSite, verifySite } from "./index.ts";
import { newestSeal, sealsAfter } from "./queries.ts";

const thingDone = event({
  name: "test.thing_done",
  clauses: ["2.2.1-1"],
  subject: "thing",
  facts: z.object({ thingId: idField("thing"), note: z.string().optional(), n: z.number().optional() }),
});

const record = ({ given }: Pick<World, "given">, n: number, thingId: Id<"thing"> = newId()) => given.command((ctx) => ctx.record(thingDone, { thingId, n }));
/** Seals once nothing older is open any more: the server of a test run has other databases, and their transactions count as well. */
async function seal({ given, siteId }: Pick<World, "given" | "siteId">): Promise<number> {
  const newest = sql<{ is_settled: boolean }>`select coalesce(max(tx_order) < evidence.settled_order(), true) as is_settled from evidence.fact where site_id = ${siteId}`;
  while (!(await given.command(async (ctx) => (await newest.execute(ctx.tx)).rows[0]?.is_settled))) await new Promise((resolve) => setTimeout(resolve, 5));
  return given.command(sealSite);
}
const verify = ({ given }: Pick<World, "given">) => given.command((ctx) => verifySite(ctx));

/** Runs SQL as the owner of the database, a superuser; `tampering` with all triggers off. */
async function asOwner(world: World, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  return client.query(text, values).finally(() => client.end());
}
async function tampering(world: World, text: string, values: unknown[] = []): Promise<void> {
  await asOwner(world, "alter table evidence.fact disable trigger all; alter table evidence.seal disable trigger all");
  await asOwner(world, text, values);
  await asOwner(world, "alter table evidence.fact enable always trigger never_changed; alter table evidence.seal enable always trigger never_changed");
}

dbTest("what happened is written with its deed: actor, clauses, subject, facts and hash (preface: evidence)", async (world) => {
  const { given, as } = world;
  const thingId = newId<"thing">();
  const id = await given.command((ctx) => ctx.record(thingDone, { thingId, note: "空调不冷 ❄ \u{20bb7}", n: 0.1 }));
  await seal(world);
  const reply = await as.manager.send(contract.getFact, { params: { factId: id } });
  expect(reply.body).toMatchObject({
    fact: { name: "test.thing_done", clauses: ["2.2.1-1"], subject: { kind: "thing", id: thingId }, facts: { note: "空调不冷 ❄ \u{20bb7}", n: 0.1 }, actor: { kind: "system" } },
    isHashTrue: true,
    isIncluded: true,
    isChained: true,
    seal: { number: 1, count: 1 },
  });
  expect(reply.body.canonical).toContain(thingId);
});

dbTest("property: whatever JSON was recorded comes back from the database with the same hash", async (world) => {
  const facts = fc.sample(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), 60).filter((one) => !JSON.stringify(one).includes("\\u0000"));
  const anything = event({ name: "test.anything", clauses: [], subject: "thing", facts: z.looseObject({ thingId: z.string() }) });
  await world.given.command(async (ctx) => {
    for (const one of facts) await ctx.record(anything, { ...one, thingId: newId() });
  });
  expect(await verify(world)).toMatchObject({ facts: facts.length, findings: [] });
});

dbTest("nobody changes, removes or empties evidence, not even the owner of the database", async (world) => {
  await record(world, 1);
  await seal(world);
  for (const table of ["evidence.fact", "evidence.seal"]) {
    for (const text of [`update ${table} set site_id = site_id`, `delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(asOwner(world, text)).rejects.toThrow("never changed or removed");
      await expect(asOwner(world, `set session_replication_role = replica; ${text}`)).rejects.toThrow("never changed or removed");
      await expect(
        inTransaction(world.runtime.db, { siteIds: [world.siteId] }, (tx) => tx.executeQuery({ sql: text, parameters: [], query: {} as never, queryId: {} as never })),
      ).rejects.toThrow(/permission denied/);
    }
  }
});

dbTest("the application cannot choose a fact's place in the order of transactions", async (world) => {
  const id = await record(world, 1);
  const copy =
    "insert into evidence.fact select site_id, gen_random_uuid(), 1, happened_at, received_at, actor_kind, actor_id, actor_name, name, clauses, subject_kind, subject_id, facts, hash from evidence.fact where id = $1";
  await expect(
    inTransaction(world.runtime.db, { siteIds: [world.siteId] }, (tx) => tx.executeQuery({ sql: copy, parameters: [id], query: {} as never, queryId: {} as never })),
  ).rejects.toThrow(/permission denied/);
});

dbTest("evidence of another site, and all of it for a tenant's contact, is out of sight", async (world) => {
  const { given, as, runtime } = world;
  const id = await record(world, 1);
  const elsewhere = await given.site();
  const stranger = as.role("projectManager", { siteId: elsewhere });
  expect((await stranger.send(contract.getFact, { params: { factId: id } })).status).toBe(404);
  expect((await stranger.send(contract.getFact, { params: { siteId: elsewhere, factId: id } })).status).toBe(404);
  expect((await as.officer.send(contract.listFacts, {})).status).toBe(403);
  expect((await as.nobody.send(contract.listFacts, {})).status).toBe(401);

  const { id: tenantId } = await given.tenant();
  const announced = { siteIds: [given.siteId], tenantId };
  const seen = await inTransaction(runtime.db, announced, (tx) => tx.selectFrom("evidence.fact").select("id").execute());
  expect(seen).toEqual([]);
  // And yet what the contact does is evidence.
  const contact = given.actor("王敏", [{ siteId: given.siteId, role: "tenantContact", tenantId, authorities: [] }]);
  await runtime.at(given.siteId, { actor: { ...contact, personId: null } }, (ctx) => ctx.record(thingDone, { thingId: newId<"thing">() }));
  expect((await verify(world)).facts).toBe(2);
});

dbTest("a list goes on by its cursor and is filtered by clause, subject and day", async (world) => {
  const { as, clock } = world;
  const thingId = newId<"thing">();
  for (let n = 0; n < 5; n++) {
    await record(world, n, n % 2 === 0 ? thingId : newId<"thing">());
    clock.advance({ minutes: 1 });
  }
  const first = await as.manager.send(contract.listFacts, { query: { limit: 2, clause: "2.2.1-1" } });
  const second = await as.manager.send(contract.listFacts, { query: { limit: 2, cursor: first.body.next ?? "" } });
  expect([...first.body.items, ...second.body.items].map(({ facts }) => facts["n"])).toEqual([4, 3, 2, 1]);
  const ofOne = await as.manager.send(contract.listFacts, { query: { subjectKind: "thing", subjectId: thingId } });
  expect(ofOne.body.items.map(({ facts }) => facts["n"])).toEqual([4, 2, 0]);
  expect((await as.manager.send(contract.listFacts, { query: { clause: "9.9" } })).body.items).toEqual([]);
  expect((await as.manager.send(contract.listFacts, { query: { to: "2026-03-08" } })).body.items).toEqual([]);
  expect((await as.manager.send(contract.listFacts, { query: { cursor: "eyJ" } })).status).toBe(422);
  const sheet = await as.manager.send(contract.exportFacts, { query: {} });
  expect(sheet.bytes.subarray(0, 2).toString()).toBe("PK");
});

dbTest("transactions that end out of order are all sealed, each once, and none before it has ended", async (world) => {
  const { runtime, siteId } = world;
  const occasion = { actor: systemActor };
  const open: (() => void)[] = [];
  const slow = (n: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const done = runtime.at(siteId, occasion, async (ctx) => {
      const id = await ctx.record(thingDone, { thingId: newId<"thing">(), n });
      begun.resolve();
      await promise;
      return id;
    });
    open.push(resolve);
    return { begun: begun.promise, done };
  };

  const first = slow(1); // begins first, ends last
  await first.begun;
  const second = slow(2);
  await second.begun;
  const third = await record(world, 3);
  expect(await world.given.command(sealSite)).toBe(0); // an earlier one may still come
  open[1]?.();
  const secondId = await second.done;
  expect(await world.given.command(sealSite)).toBe(0);
  open[0]?.();
  const firstId = await first.done;
  await seal(world);

  const seals = await world.given.command((ctx) => sealsAfter(ctx, 0, 10));
  expect(seals.flatMap(({ leaves }) => leaves.map(({ id }) => id))).toEqual([firstId, secondId, third]);
});

dbTest("sixteen writers and two sealers at once: every fact is in exactly one seal and the chain holds", async (world) => {
  const { runtime, siteId } = world;
  let writing = true;
  const sealing = Array.from({ length: 2 }, async () => {
    while (writing) await runtime.at(siteId, { actor: systemActor }, sealSite);
  });
  const written = await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      const ids: string[] = [];
      for (let n = 0; n < 12; n++) {
        const keep = (writer + n) % 5 !== 0;
        await runtime
          .at(siteId, { actor: systemActor }, async (ctx) => {
            const id = await ctx.record(thingDone, { thingId: newId<"thing">(), n });
            await new Promise((resolve) => setTimeout(resolve, ((writer * 7 + n * 3) % 11) * 2));
            if (!keep) throw new Error("abandoned");
            ids.push(id);
          })
          .catch(() => {});
      }
      return ids;
    }),
  );
  writing = false;
  await Promise.all(sealing);
  await seal(world);
  const seals = await world.given.command((ctx) => sealsAfter(ctx, 0, 10_000));
  const sealed = seals.flatMap(({ leaves }) => leaves.map(({ id }) => id as string));
  expect(sealed.toSorted()).toEqual(written.flat().toSorted());
  expect(await verify(world)).toMatchObject({ findings: [], unsealed: 0, facts: written.flat().length, seals: seals.length });
});

/** A site with three seals of three facts each. */
async function sealedSite(world: World): Promise<Id<"evidence">[]> {
  const ids: Id<"evidence">[] = [];
  for (let n = 0; n < 9; n++) {
    ids.push(await record(world, n));
    if (n % 3 === 2) await seal(world);
  }
  expect(await verify(world)).toMatchObject({ findings: [], facts: 9, seals: 3, unsealed: 0 });
  return ids;
}

const tampered: { readonly [what: string]: { readonly by: string; readonly finds: (id: Id<"evidence">) => Finding } } = {
  "a changed fact": {
    by: `update evidence.fact set facts = facts || '{"n": 99}' where id = $1`,
    finds: (factId) => ({ kind: "factChanged", factId, seal: 2 }),
  },
  "a fact put under another's name": {
    by: "update evidence.fact set actor_name = '他人' where id = $1",
    finds: (factId) => ({ kind: "factChanged", factId, seal: 2 }),
  },
  "a removed fact": {
    by: "delete from evidence.fact where id = $1",
    finds: (factId) => ({ kind: "factRemoved", factId, seal: 2 }),
  },
  "a fact moved to the end": {
    by: "update evidence.fact set tx_order = tx_order + 1000000 where id = $1",
    finds: (factId) => ({ kind: "factOutOfPlace", factId, seal: 2 }),
  },
  "a forged root": {
    by: "update evidence.seal set root = sha256('forged') where first_id = $1",
    finds: () => ({ kind: "sealForged", seal: 2, part: "root" }),
  },
  "a forged seal hash": {
    by: "update evidence.seal set hash = sha256('forged') where first_id = $1",
    finds: () => ({ kind: "chainBroken", seal: 3 }),
  },
  "a removed seal": {
    by: "delete from evidence.seal where first_id = $1",
    finds: () => ({ kind: "sealRemoved", seal: 2 }),
  },
};

for (const [what, { by, finds }] of Object.entries(tampered)) {
  dbTest(`${what}, by a superuser with all triggers off, is found and named`, async (world) => {
    const ids = await sealedSite(world);
    await tampering(world, by, [ids[3]]);
    const { findings } = await verify(world);
    expect(findings).toContainEqual(finds(ids[3]!));
  });
}

dbTest("an inserted fact is found and named", async (world) => {
  const ids = await sealedSite(world);
  const inserted = newId<"evidence">();
  const columns = "tx_order, happened_at, received_at, actor_kind, actor_id, actor_name, name, clauses, subject_kind, subject_id, facts, hash";
  await tampering(world, `insert into evidence.fact (site_id, id, ${columns}) select site_id, $1, ${columns} from evidence.fact where id = $2`, [inserted, ids[3]]);
  expect((await verify(world)).findings).toEqual([{ kind: "factInserted", factId: inserted, seal: 2 }]);
});

dbTest("who answers for the site gets a mail when evidence was touched, once for each finding", async (world) => {
  const { given, as } = world;
  const ids = await sealedSite(world);
  await as.manager.send(contract.listVerifications, {}); // the manager is stored
  await asOwner(world, "update people.person set email = 'manager@example.com' where id = $1", [as.manager.person.id]);
  const mails = async () =>
    (
      await asOwner(
        world,
        "select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'mail.send' and payload->>'siteId' = $1",
        [given.siteId],
      )
    ).rows;
  await given.command(keepVerification);
  expect(await mails()).toEqual([]);
  await tampering(world, "delete from evidence.fact where id = $1", [ids[4]]);
  await given.command(keepVerification);
  await given.command(keepVerification);
  const sent = await mails();
  expect(sent).toHaveLength(1);
  expect(sent[0].payload).toMatchObject({ to: "manager@example.com", subject: expect.stringContaining("存证被动过") });
  expect(sent[0].payload.text).toContain(ids[4]);
});

dbTest("a manager sees the last verification and starts another", async (world) => {
  const { as, given } = world;
  const ids = await sealedSite(world);
  await given.command(keepVerification);
  await tampering(world, "delete from evidence.fact where id = $1", [ids[0]]);
  world.clock.advance({ hours: 1 });
  await given.command(keepVerification);
  const reply = await as.manager.send(contract.listVerifications, {});
  expect(reply.body.items).toMatchObject([
    { facts: 8, seals: 3, findings: [{ kind: "factRemoved", factId: ids[0], seal: 1 }] },
    { facts: 9, seals: 3, findings: [] },
  ]);
  expect((await as.manager.send(contract.startVerification, {})).status).toBe(204);
  expect((await as.supervisor.send(contract.startVerification, {})).status).toBe(403);
});

dbTest("a site restored into another cluster goes on sealing above what it brought along", async (world) => {
  // The cluster it comes from had counted further than this one.
  await asOwner(world, "update evidence.era set shift = 5000000");
  await sealedSite(world);
  await asOwner(world, "update evidence.era set cluster = 'another', shift = 0");
  await asOwner(world, "select evidence.settle()");
  await record(world, 10);
  await seal(world);
  expect(await verify(world)).toMatchObject({ findings: [], facts: 10, seals: 4 });
});

const shown = [{ label: { zh: "编号", en: "No." }, value: "TS-2026-0001" }];

async function printed(world: World) {
  const thingId = newId<"thing">();
  const recordId = await record(world, 1, thingId);
  const issue = { document: "test.form", title: { zh: "测试表", en: "Test form" }, version: 1, subject: { kind: "thing", id: thingId }, shown, content: { secret: "对内" } };
  const proof = await world.given.command(async (ctx) => {
    const made = await proofFor(ctx, issue);
    await recordPrint(ctx, { documentId: made.documentId, bytes: new TextEncoder().encode("%PDF") });
    return made;
  });
  return { recordId, proof, issue };
}

dbTest("a printed record proves itself by its code, without sign-in, and shows nothing but what the paper says", async (world) => {
  const { as } = world;
  const { proof, issue } = await printed(world);
  const typed = sayCode(proof.code).toLowerCase();
  expect((await as.nobody.send(contract.checkProof, { params: { code: typed } })).body.state).toBe("awaiting");
  await seal(world);
  const reply = await as.nobody.send(contract.checkProof, { params: { code: typed } });
  expect(reply.body).toEqual({
    code: proof.code,
    state: "intact",
    document: issue.title,
    version: 1,
    issuedAt: "2026-03-09T02:00:00Z",
    shown,
    fileHashes: [createHash("sha256").update("%PDF").digest("hex")],
  });
  expect((await world.given.command((ctx) => proofFor(ctx, issue))).code).toBe(proof.code);
});

dbTest("a wrong code and a malformed one get the same answer", async (world) => {
  const { as } = world;
  await printed(world);
  const wrong = await as.nobody.send(contract.checkProof, { params: { code: "0000-0000-0000-0000" } });
  const malformed = await as.nobody.send(contract.checkProof, { params: { code: "'; drop table" } });
  expect([wrong.status, malformed.status]).toEqual([404, 404]);
  expect({ ...malformed.body, instance: "" }).toEqual({ ...wrong.body, instance: "" });
});

dbTest("the public page says it in both languages, is light, and keeps what was typed out of its markup", async (world) => {
  const { app } = world;
  const { proof } = await printed(world);
  await seal(world);
  const page = await app.inject({ url: `/verify/${sayCode(proof.code)}`, headers: { "accept-language": "en" } });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain("Genuine: the record is sealed and unchanged");
  expect(page.body).toContain("TS-2026-0001");
  expect(page.body).not.toContain("对内");
  expect(page.body.length).toBeLessThan(8000);
  expect((await app.inject({ url: `/verify/${proof.code}?lang=zh` })).body).toContain("真实有效");
  expect((await app.inject({ url: "/verify" })).body).toContain("核验码");
  const wrong = await app.inject({ url: `/verify?code=${encodeURIComponent("<script>x</script>")}` });
  expect(wrong.statusCode).toBe(404);
  expect(wrong.body).not.toContain("<script>x");
  expect((await app.inject({ url: "/verify/assets/check.js" })).headers["content-type"]).toContain("javascript");
});

for (const [what, text] of Object.entries({
  changed: `update evidence.fact set facts = facts || '{"n": 2}' where id = $1`,
  removed: "delete from evidence.fact where id = $1",
  "changed together with its hash": "update evidence.fact set hash = sha256('other') where id = $1",
})) {
  dbTest(`the paper says so when a record it rests on was ${what}`, async (world) => {
    const { proof, recordId } = await printed(world);
    await seal(world);
    await tampering(world, text, [recordId]);
    expect((await world.as.nobody.send(contract.checkProof, { params: { code: proof.code } })).body.state).toBe("broken");
  });
}

dbTest("the paper says so when the chain after its seal was forged", async (world) => {
  const { proof } = await printed(world);
  await seal(world);
  const head = await world.given.command((ctx) => newestSeal(ctx));
  for (let n = 0; n < 3; n++) {
    await record(world, n);
    await seal(world);
  }
  await tampering(world, "update evidence.seal set hash = sha256('forged') where site_id = $1 and number = $2", [world.siteId, head!.number]);
  expect((await world.as.nobody.send(contract.checkProof, { params: { code: proof.code } })).body.state).toBe("broken");
});
