import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { newId } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { openDatabase, openPool } from "../db/database.ts";
import { type RunningWorker, startWorker } from "../jobs/index.ts";
import { createRuntime, type Runtime, systemActor } from "../runtime.ts";
import { composeMail, mailFeature, type MailOptions, sendMail } from "./index.ts";

let database: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let folder: string;
let worker: RunningWorker | undefined;
let server: SMTPServer | undefined;
const log = { warn: vi.fn(), error: vi.fn() };

beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool({ url: database.url });
});
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "towerkeep-mail-"));
  await pool.query("delete from platform.mail; delete from graphile_worker._private_jobs");
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function startsMailing(options: Partial<MailOptions> = {}): Promise<Runtime> {
  const feature = mailFeature({ server: undefined, folder: path.join(folder, "mail"), publicUrl: "https://tower.example.com", ...options });
  const runtime = createRuntime({ db: openDatabase(pool), pool, features: [feature], record: async () => newId<"evidence">() });
  await runtime.across([], { actor: systemActor }, async (ctx) => feature.start?.(ctx));
  worker = await startWorker({ runtime, url: database.url, log });
  return runtime;
}

/** A mail server that takes what `judge` does not object to. */
async function mailServer(judge: (address: string) => number | undefined = () => undefined) {
  const taken: { to: string[]; source: string }[] = [];
  server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo({ address }, _session, done) {
      const code = judge(address);
      done(code ? Object.assign(new Error("not today"), { responseCode: code }) : undefined);
    },
    onData(stream, session, done) {
      void stream.toArray().then((chunks: Buffer[]) => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = (server.server as unknown as { address(): AddressInfo }).address();
  return { taken, server: { url: `smtp://127.0.0.1:${port}`, from: "楼诺 <service@tower.example.com>" } };
}

const letter = composeMail("zh", {
  subject: words("邀请您使用楼诺", "Your invitation to Towerkeep"),
  greeting: words("王<敏>:", "Dear Wang <Min>,"),
  paragraphs: [words("请设置密码。", "Please choose a password.")],
  action: { label: words("设置密码", "Choose a password"), path: "/invitation#secret-of-the-link" },
});

const queue = (runtime: Runtime, to: string, subject = letter.subject) => runtime.across([], { actor: systemActor }, (ctx) => ctx.enqueue(sendMail, { to, ...letter, subject }));
const states = async () =>
  (await pool.query<{ recipient: string; state: string; attempts: number; error: string | null }>("select recipient, state, attempts, error from platform.mail order by recipient"))
    .rows;
const settled = (count: number) => vi.waitUntil(async () => (await states()).length >= count, 5000);
const decoded = (source: string) => [...source.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/gi)].map(([, text]) => Buffer.from(text ?? "", "base64").toString()).join("");

test("a mail arrives with its Chinese subject and a link to the public address", async () => {
  const outside = await mailServer();
  const runtime = await startsMailing({ server: outside.server });
  await queue(runtime, "wang@example.com");
  await settled(1);
  expect(await states()).toEqual([{ recipient: "wang@example.com", state: "sent", attempts: 1, error: null }]);
  const [mail] = outside.taken;
  expect(mail?.to).toEqual(["wang@example.com"]);
  expect(decoded(/^Subject:.*(?:\r\n\s.*)*/m.exec(mail?.source ?? "")?.[0] ?? "")).toBe("邀请您使用楼诺");
  expect(mail?.source).toContain("Auto-Submitted: auto-generated");
});

test("a letter shows what people typed as text, never as markup", () => {
  expect(letter.html).toContain("王&lt;敏&gt;:");
  expect(letter.html).not.toContain("<敏>");
  expect(letter.text).toContain("{publicAddress}/invitation#secret-of-the-link");
});

test("without a mail server every mail is kept as a file that its owner alone can read, and counted", async () => {
  const runtime = await startsMailing();
  await queue(runtime, "wang@example.com");
  await settled(1);
  expect(await states()).toMatchObject([{ state: "kept" }]);
  const [name] = readdirSync(path.join(folder, "mail"));
  const file = path.join(folder, "mail", name ?? "");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const source = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  expect(source).toContain("To: wang@example.com");
  expect(source.replaceAll("=\n", "")).toContain("https://tower.example.com/invitation#secret-of-the-link");
  expect((await pool.query("select is_configured from platform.mail_server")).rows).toEqual([{ is_configured: false }]);
});

test("what the server refuses for good is given up at once and shown", async () => {
  const outside = await mailServer((address) => (address.startsWith("gone") ? 550 : undefined));
  const runtime = await startsMailing({ server: outside.server });
  await queue(runtime, "gone@example.com");
  await settled(1);
  expect(await states()).toMatchObject([{ recipient: "gone@example.com", state: "failed", attempts: 1, error: expect.stringContaining("550") }]);
  expect(outside.taken).toEqual([]);
});

test("what the server cannot take now is tried again until it can", async () => {
  let isBusy = true;
  const outside = await mailServer(() => (isBusy ? 451 : undefined));
  const runtime = await startsMailing({ server: outside.server });
  await queue(runtime, "wang@example.com");
  await settled(1);
  expect(await states()).toMatchObject([{ state: "failing", attempts: 1 }]);
  isBusy = false;
  await vi.waitUntil(async () => (await states())[0]?.state === "sent", 15_000);
  expect(outside.taken).toHaveLength(1);
}, 25_000);

test("no header can be broken by a subject, and no second recipient slips in", async () => {
  const outside = await mailServer();
  const runtime = await startsMailing({ server: outside.server });
  await queue(runtime, "wang@example.com", "Hello\r\nBcc: everybody@example.com\r\n\r\n<script>");
  await settled(1);
  expect(outside.taken[0]?.to).toEqual(["wang@example.com"]);
  expect(outside.taken[0]?.source).not.toMatch(/^Bcc:/m);

  for (const to of ["a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "Wang <a@example.com>", "a@example.com;b@example.com"]) {
    expect(z.safeEncode(sendMail.payload, { to, ...letter }).success).toBe(false);
  }
});
