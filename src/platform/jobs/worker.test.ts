import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { job } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";
import { type Id, newId } from "#kernel/id.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { openDatabase, openPool } from "../db/database.ts";
import { daily, errand, everySeconds, type Feature, work, workAcross } from "../feature.ts";
import { createRuntime, type Runtime, systemActor } from "../runtime.ts";
import { queueDue } from "./clock.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

const here = newId<"site">();
const there = newId<"site">();
let database: FreshDatabase;
let pool: ReturnType<typeof openPool>;
const workers: RunningWorker[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool({ url: database.url });
  await pool.query("insert into sites.site (id, code, name, zone, created_at) values ($1, 'A', 'A', 'Asia/Shanghai', now()), ($2, 'B', 'B', 'Europe/London', now())", [
    here,
    there,
  ]);
});

beforeEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await pool.query("delete from graphile_worker._private_jobs; delete from platform.clock");
});

afterAll(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await pool.end();
  await database.drop();
});

const ring = job({ name: "testing.ring", payload: z.object({ siteId: idField("site"), times: z.number() }) });
const sweep = job({ name: "testing.sweep", payload: z.object({}) });

function runtimeOf(feature: Partial<Feature>): Runtime {
  return createRuntime({ db: openDatabase(pool), pool, features: [{ name: "testing", routes: [], ...feature }], record: async () => newId<"evidence">() });
}

async function startsWorker(runtime: Runtime) {
  const log = { warn: vi.fn(), error: vi.fn() };
  workers.push(await startWorker({ runtime, url: database.url, log }));
  return log;
}

const enqueueAt = (runtime: Runtime, siteId: Id<"site">, times: number, options: { key?: string; fail?: boolean } = {}) =>
  runtime.at(siteId, { actor: systemActor }, async (ctx) => {
    await ctx.enqueue(ring, { siteId, times }, options.key ? { key: options.key } : {});
    if (options.fail) throw new Error("the deed came to nothing");
  });

test("a job runs as the system at the site it names and sees no other", async () => {
  const seen: unknown[] = [];
  const runtime = runtimeOf({
    jobs: [
      work(ring, async (ctx, { times }) => {
        const sites = await ctx.tx.selectFrom("sites.site").select("id").execute();
        seen.push([ctx.actor.kind, ctx.siteId, ctx.zone, times, sites.map(({ id }) => id)]);
      }),
    ],
  });
  await enqueueAt(runtime, there, 3);
  await startsWorker(runtime);
  await vi.waitUntil(() => seen.length > 0, 5000);
  expect(seen).toEqual([["system", there, "Europe/London", 3, [there]]]);
});

test("a job of a deed that came to nothing does not exist", async () => {
  const runtime = runtimeOf({ jobs: [work(ring, async () => {})] });
  await expect(enqueueAt(runtime, here, 1, { fail: true })).rejects.toThrow("nothing");
  const { rows } = await pool.query("select from graphile_worker.jobs");
  expect(rows).toHaveLength(0);
});

test("of two jobs with one key that have not begun, the later replaces the earlier", async () => {
  const rung: number[] = [];
  const runtime = runtimeOf({ jobs: [work(ring, async (_ctx, { times }) => rung.push(times))] });
  await enqueueAt(runtime, here, 1, { key: "the bell" });
  await enqueueAt(runtime, here, 2, { key: "the bell" });
  await startsWorker(runtime);
  await vi.waitUntil(() => rung.length > 0, 5000);
  expect(rung).toEqual([2]);
});

test("a job without a site runs over all of them", async () => {
  const seen: string[][] = [];
  const runtime = runtimeOf({ jobs: [workAcross(sweep, async (ctx) => seen.push(ctx.siteIds.toSorted()))] });
  await runtime.across([], { actor: systemActor }, (ctx) => ctx.enqueue(sweep, {}));
  await startsWorker(runtime);
  await vi.waitUntil(() => seen.length > 0, 5000);
  expect(seen).toEqual([[here, there].toSorted()]);
});

test("a job that fails writes nothing, is logged without its payload, and is tried again", async () => {
  let tries = 0;
  const runtime = runtimeOf({
    jobs: [
      work(ring, async (ctx) => {
        await ctx.tx
          .updateTable("sites.site")
          .set({ address: `try ${++tries}` })
          .where("id", "=", ctx.siteId)
          .execute();
        if (tries === 1) throw new Error("the line is dead");
      }),
    ],
  });
  await enqueueAt(runtime, here, 31_337);
  const log = await startsWorker(runtime);
  await vi.waitUntil(() => log.error.mock.calls.length > 0, 5000);
  expect(JSON.stringify(log.error.mock.calls)).toContain("the line is dead");
  expect(JSON.stringify(log.error.mock.calls)).not.toContain("31337");
  expect((await pool.query("select address from sites.site where id = $1", [here])).rows).toEqual([{ address: "" }]);
  await vi.waitUntil(() => tries === 2, 10_000);
}, 20_000);

test("an errand holds no transaction, knows its attempt, and keeps its name when tried again", async () => {
  const attempts: { jobId: string; attempt: number }[] = [];
  const runtime = runtimeOf({
    jobs: [
      errand(ring, async ({ jobId, attempt, transact }) => {
        attempts.push({ jobId, attempt });
        expect((await pool.query("select from pg_stat_activity where state = 'idle in transaction' and datname = current_database()")).rowCount).toBe(0);
        await transact(async (ctx) => expect(ctx.siteIds).toHaveLength(2));
        if (attempt === 1) throw new Error("nobody answers");
      }),
    ],
  });
  await enqueueAt(runtime, here, 1);
  await startsWorker(runtime);
  await vi.waitUntil(() => attempts.length === 2, 10_000);
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(attempts[0]?.jobId).toBe(attempts[1]?.jobId);
}, 20_000);

test("a clock strikes at every active site; of two workers one queues each turn", async () => {
  const struck: string[] = [];
  const runtime = runtimeOf({ clocks: [everySeconds(3600, "testing.strike", async (ctx) => struck.push(ctx.siteId))] });
  await Promise.all([startsWorker(runtime), startsWorker(runtime)]);
  await vi.waitUntil(() => struck.length >= 2, 5000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(struck.toSorted()).toEqual([here, there].toSorted());
});

test("a daily clock follows the wall clock of each site and makes up once for the days it slept through", async () => {
  const clock = daily("00:05", "testing.midnight", async () => {});
  expect(await queueDue(pool, clock)).toBe(2);
  const { rows } = await pool.query<{ zone: string; at: string }>(
    "select zone, to_char(last_at at time zone zone, 'HH24:MI') as at from platform.clock join sites.site on id = site_id",
  );
  expect(rows.map(({ at }) => at)).toEqual(["00:05", "00:05"]);
  expect((await pool.query("select from platform.clock where last_at > now() or last_at < now() - interval '25 hours'")).rowCount).toBe(0);

  expect(await queueDue(pool, clock)).toBe(0);
  await pool.query("update platform.clock set last_at = last_at - interval '9 days'");
  expect(await queueDue(pool, clock)).toBe(2);
  expect(await queueDue(pool, clock)).toBe(0);
});
