import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import pg from "pg";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Authenticate } from "./routes.ts";

/** What changed on a site: `topic` is `feature.thing`. */
export interface Change {
  readonly siteId: string;
  readonly topic: string;
  readonly id?: string;
}

/** Hears of committed changes from every process through one connection of its own, which comes back by itself. */
export interface ChangeFeed {
  subscribe(hear: (change: Change) => void): () => void;
  close(): Promise<void>;
}

const reconnectAfterMs = 1_000;

export function listenForChanges(url: string, log: (error: Error) => void): ChangeFeed {
  const hearers = new Set<(change: Change) => void>();
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url });
    client = fresh;
    fresh.on("notification", ({ payload }) => {
      if (payload) for (const hear of hearers) hear(JSON.parse(payload) as Change);
    });
    fresh.on("error", log);
    fresh.on("end", () => {
      if (!closed) timer = setTimeout(() => void connect().catch(log), reconnectAfterMs);
    });
    await fresh.connect();
    await fresh.query("listen towerkeep");
    for (const hear of hearers) hear({ siteId: "*", topic: "*" });
  }
  void connect().catch((error: Error) => {
    log(error);
    if (!closed && !timer) timer = setTimeout(() => void connect().catch(log), reconnectAfterMs);
  });

  return {
    subscribe(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(log);
    },
  };
}

const heartbeatMs = 25_000;

/** `GET /api/live`: server-sent events of the changes on the sites where the reader works. They carry ids only; what changed is read through the endpoints. */
export function mountLive(app: FastifyInstance, feed: ChangeFeed, authenticate: Authenticate): void {
  // A server that stops waits for open requests, and these would never end by themselves.
  const open = new Set<ServerResponse>();
  app.addHook("preClose", async () => open.forEach((raw) => raw.end()));
  app.get("/api/live", { config: { rateLimit: false } }, async (request, reply) => {
    const actor = await authenticate({ headers: request.headers, cookies: request.cookies, address: request.ip });
    if (!actor) throw new Refusal(edgeProblems.signInNeeded());
    const sites = new Set<string>(actor.grants.map(({ siteId }) => siteId));

    reply.hijack();
    const { raw } = reply;
    open.add(raw);
    raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    raw.write("retry: 2000\nevent: hello\ndata: {}\n\n");
    const unsubscribe = feed.subscribe((change) => {
      // Rights changed or the session ended: the browser comes back by itself, if it still may.
      if (change.topic === "people.access" && change.id === actor.personId) raw.end();
      else if (change.siteId === "*" || sites.has(change.siteId)) raw.write(`data: ${JSON.stringify(change)}\n\n`);
    });
    const heartbeat = setInterval(() => {
      authenticate({ headers: request.headers, cookies: request.cookies, address: request.ip }).then(
        (still) => (still ? raw.write(": \n\n") : raw.end()),
        () => raw.end(),
      );
    }, heartbeatMs);
    request.raw.on("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      open.delete(raw);
    });
  });
}
