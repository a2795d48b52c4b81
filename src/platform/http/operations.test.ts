import { expect } from "vitest";
import { sendMail } from "#platform/mail/index.ts";
import { systemActor } from "#platform/runtime.ts";
import { dbTest } from "#test/harness/index.ts";
import { mountOperations } from "./operations.ts";
import { createServer } from "./server.ts";

dbTest("the metrics tell how many jobs wait, and are nobody's business but this machine's or the token's", async ({ runtime }) => {
  await runtime.across([], { actor: systemActor }, (ctx) => ctx.enqueue(sendMail, { to: "wang@example.com", subject: "…", text: "…" }));
  const open = async (metricsToken: string | undefined) => {
    const app = await createServer({ runtime, authenticate: async () => null, secureCookies: false, logLevel: "silent", ratePerMinute: 1000, trustedProxies: ["127.0.0.1"] });
    mountOperations(app, runtime, { version: "0", metricsToken });
    await app.ready();
    return app;
  };
  const app = await open(undefined);
  expect((await app.inject({ url: "/metrics" })).body).toMatch(/^towerkeep_jobs\{state="due"\} [1-9]/m);
  expect((await app.inject({ url: "/metrics", headers: { "x-forwarded-for": "203.0.113.9" } })).statusCode).toBe(404);
  await app.close();

  const guarded = await open("the-token");
  expect((await guarded.inject({ url: "/metrics" })).statusCode).toBe(404);
  expect((await guarded.inject({ url: "/metrics", headers: { authorization: "Bearer the-token", "x-forwarded-for": "203.0.113.9" } })).statusCode).toBe(200);
  await guarded.close();
});
