import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Runtime } from "#platform/runtime.ts";
import { mountApiPage } from "./apiPage.ts";
import { openApi } from "./openapi.ts";

/** `/healthz` (the process lives), `/readyz` (it can serve), `/metrics` (Prometheus; from this machine or with the token), `/api/openapi.json` and `/api/docs`. */
export function mountOperations(app: FastifyInstance, runtime: Runtime, options: { readonly version: string; readonly metricsToken: string | undefined }): void {
  app.get("/healthz", { config: { rateLimit: false }, logLevel: "silent" }, () => ({ status: "ok" }));
  app.get("/readyz", { config: { rateLimit: false }, logLevel: "silent" }, async (_request, reply) => {
    const ready = await runtime.pool.query("select 1").then(
      () => true,
      () => false,
    );
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "database unreachable" });
  });

  const document = JSON.stringify(
    openApi(
      runtime.features.flatMap(({ routes }) => routes.map(({ contract }) => contract)),
      { title: "Towerkeep 楼诺", version: options.version },
    ),
  );
  app.get("/api/openapi.json", (_request, reply) => reply.type("application/json").header("cache-control", "public, max-age=300").send(document));
  mountApiPage(app);
  mountMetrics(app, runtime, options.metricsToken);
}

const loopback = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

function mountMetrics(app: FastifyInstance, runtime: Runtime, token: string | undefined): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "towerkeep_http_seconds",
    help: "Time to answer, by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const unexpected = new Counter({ name: "towerkeep_unexpected_total", help: "Requests answered 500", registers: [registry] });
  new Gauge({
    name: "towerkeep_database_connections",
    help: "Connections of the pool, by state",
    labelNames: ["state"],
    registers: [registry],
    collect() {
      this.set({ state: "idle" }, runtime.pool.idleCount);
      this.set({ state: "busy" }, runtime.pool.totalCount - runtime.pool.idleCount);
      this.set({ state: "waiting" }, runtime.pool.waitingCount);
    },
  });
  const jobs = new Gauge({ name: "towerkeep_jobs", help: "Jobs in the queue: due now, due later, given up", labelNames: ["state"], registers: [registry] });
  app.addHook("onResponse", async (request, reply) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? "none", status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    if (reply.statusCode === 500) unexpected.inc();
  });
  app.get("/metrics", { config: { rateLimit: false }, logLevel: "silent" }, async (request, reply) => {
    const allowed = token ? request.headers.authorization === `Bearer ${token}` : loopback.has(request.ip);
    if (!allowed) return reply.callNotFound();
    await countJobs(runtime, jobs);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** While the database cannot be asked, there are no figures of its queue. */
async function countJobs({ pool }: Runtime, jobs: Gauge<"state">): Promise<void> {
  const asked = pool.query<Record<"due" | "later" | "failed", number>>(
    `select count(*) filter (where attempts < max_attempts and run_at <= now()) as due,
            count(*) filter (where attempts < max_attempts and run_at > now()) as later,
            count(*) filter (where attempts >= max_attempts) as failed from graphile_worker.jobs`,
  );
  const counted = await asked.then(
    ({ rows }) => rows[0],
    () => undefined,
  );
  jobs.reset();
  for (const state of ["due", "later", "failed"] as const) if (counted) jobs.set({ state }, counted[state]);
}
