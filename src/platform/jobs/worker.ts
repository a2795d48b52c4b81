import { Logger, run, type Task } from "graphile-worker";
import { sql } from "kysely";
import type pg from "pg";
import { z } from "zod";
import type { Id } from "#kernel/id.ts";
import type { Context, SiteContext } from "../context.ts";
import type { ClockRunner, ErrandContext, JobRunner } from "../feature.ts";
import { type Runtime, systemActor } from "../runtime.ts";
import { longestNap, queueDue } from "./clock.ts";
import { openQueuePool } from "./pool.ts";

/** Where a worker says what went wrong. Payloads are never logged: they may carry links that sign people in. */
export interface JobLog {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

export interface WorkerOptions {
  readonly runtime: Runtime;
  /** A connection as the owner of the queue, and a direct one: LISTEN does not pass a pooler. */
  readonly url: string;
  readonly log: JobLog;
  /** Jobs this process runs at one time. */
  readonly mostAtOnce?: number;
  /** Told after each attempt, for metrics. */
  readonly onDone?: (name: string, outcome: "done" | "failed", seconds: number) => void;
}

export interface RunningWorker {
  /** Lets the jobs that run come to their end, then leaves. */
  stop(): Promise<void>;
}

/** Takes jobs from the queue and queues what the clocks strike. A job that fails is tried again, each time after a longer pause. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { runtime, log, mostAtOnce = 4 } = options;
  const jobs = runtime.features.flatMap((feature) => feature.jobs ?? []);
  const clocks = runtime.features.flatMap((feature) => feature.clocks ?? []);
  const tasks = new Map<string, Task>();
  for (const { name, task } of [
    ...jobs.map((job) => ({ name: job.contract.name, task: jobTask(job, options) })),
    ...clocks.map((clock) => ({ name: clock.name, task: clockTask(clock, options) })),
  ]) {
    if (tasks.has(name)) throw new TypeError(`Two jobs are called ${name}`);
    tasks.set(name, task);
  }

  const pool = openQueuePool({ connectionString: options.url, max: mostAtOnce + 3 });
  const onError = (error: Error) => log.warn({ error: error.message }, "the job queue lost a connection");
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  const runner = await run({
    pgPool: pool,
    concurrency: mostAtOnce,
    noHandleSignals: true,
    crontab: "",
    taskList: Object.fromEntries(tasks),
    logger: new Logger((scope) => (level, message, facts) => {
      if (level === "error" && !facts?.["failure"]) log.error({ ...scope }, message);
      if (level === "warning") log.warn({ ...scope }, message);
    }),
  });
  runner.promise.catch((error: unknown) => log.error({ error }, "the job queue stopped"));

  const watch = watchClocks(pool, clocks, log);
  return {
    async stop() {
      await watch.stop();
      await runner.stop();
      await pool.end();
    },
  };
}

function jobTask({ contract, run, isErrand }: JobRunner, options: WorkerOptions): Task {
  return measured(contract.name, options, async (raw, { job }) => {
    const payload = z.decode(contract.payload as unknown as z.ZodType, raw);
    const requestId = `job-${job.id}-${job.attempts}`;
    const across = <T>(work: (ctx: Context) => Promise<T>) => inEverySite(options.runtime, requestId, work);
    if (isErrand) {
      const queuedAt = Temporal.Instant.fromEpochMilliseconds(job.created_at.getTime());
      const errand: ErrandContext = {
        jobId: `${job.id}.${queuedAt.epochMilliseconds}`,
        queuedAt,
        attempt: job.attempts,
        isLastAttempt: job.attempts >= job.max_attempts,
        transact: across,
      };
      await run(errand as never, payload as never);
      return;
    }
    const siteId = siteOf(payload);
    const runHere = (ctx: Context) => run(ctx as never, payload as never);
    await (siteId ? options.runtime.at(siteId, { actor: systemActor, requestId }, runHere) : across(runHere));
  });
}

function clockTask({ name, run }: ClockRunner, options: WorkerOptions): Task {
  return measured(name, options, async (payload, { job }) => {
    const siteId = siteOf(payload);
    if (!siteId) throw new TypeError(`${name} was queued at no site`);
    await options.runtime.at(siteId, { actor: systemActor, requestId: `job-${job.id}-${job.attempts}` }, async (ctx) => (await isAlone(ctx, name)) && run(ctx));
  });
}

const siteOf = (payload: unknown): Id<"site"> | undefined => (payload as { readonly siteId?: Id<"site"> | null }).siteId ?? undefined;

async function inEverySite<T>(runtime: Runtime, requestId: string, work: (ctx: Context) => Promise<T>): Promise<T> {
  const sites = await runtime.everySite();
  return runtime.across(
    sites.map(({ id }) => id),
    { actor: systemActor, requestId },
    work,
  );
}

/** Whether no other turn of this clock is under way at the site; a turn that finds one leaves it to the next. */
async function isAlone(ctx: SiteContext, name: string): Promise<boolean> {
  const { rows } = await sql<{ alone: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`${name}:${ctx.siteId}`}, 0)) as alone`.execute(ctx.tx);
  return rows[0]?.alone === true;
}

/** A failure is logged here, with its cause; graphile-worker's own line of it, which has none, is left out. */
function measured(name: string, { log, onDone = () => {} }: WorkerOptions, task: Task): Task {
  return async (payload, helpers) => {
    const startedAt = performance.now();
    const secondsSince = () => (performance.now() - startedAt) / 1000;
    try {
      await task(payload, helpers);
    } catch (error) {
      const { attempts, max_attempts: most } = helpers.job;
      log.error({ err: error, job: name, attempt: attempts, isLast: attempts >= most }, `the job ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      onDone(name, "failed", secondsSince());
      throw error;
    }
    onDone(name, "done", secondsSince());
  };
}

/** Looks at the clocks again and again until stopped. Several workers may: the database lets one of them queue each turn. */
function watchClocks(pool: pg.Pool, clocks: readonly ClockRunner[], log: JobLog): { stop(): Promise<void> } {
  const ending = Promise.withResolvers<void>();
  let isEnding = false;

  async function look(): Promise<void> {
    while (!isEnding && clocks.length > 0) {
      for (const clock of clocks) {
        if (isEnding) return;
        await queueDue(pool, clock).catch((error: unknown) => log.warn({ error, clock: clock.name }, "a clock could not be read; it will be again"));
      }
      await Promise.race([ending.promise, nap(longestNap(clocks))]);
    }
  }

  const looking = look();
  return {
    stop() {
      isEnding = true;
      ending.resolve();
      return looking;
    },
  };
}

const nap = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
