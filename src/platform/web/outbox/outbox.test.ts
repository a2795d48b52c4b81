import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { words } from "#kernel/words.ts";
import { deliver } from "./deliver.ts";
import { sha256Hex } from "./hash.ts";
import { Outbox, type NewBlob, type NewFact } from "./outbox.ts";

const author = "01900000-0000-7000-8000-000000000001";
const other = "01900000-0000-7000-8000-000000000002";

test("what is laid down is sent once and in order, and kept until the server has answered", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(3));
  await outbox.add(author, facts(2));
  expect(await outbox.counts(author)).toMatchObject({ waiting: 5 });
  expect(await deliver(outbox, server)).toMatchObject({ kind: "done", personId: author });
  expect(server.taken.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(await outbox.counts(author)).toEqual({ waiting: 0, blobs: 0, refused: 0, ofOthers: 0 });
  await deliver(outbox, server);
  expect(server.taken).toHaveLength(5);
});

test("without a network everything waits, and goes when it is back", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(2), [picture("a")]);
  server.fails = () => true;
  expect(await deliver(outbox, server)).toEqual({ kind: "unreachable" });
  expect(await outbox.counts(author)).toMatchObject({ waiting: 2, blobs: 1 });
  server.fails = () => false;
  await deliver(outbox, server);
  expect(server.taken).toHaveLength(2);
  expect(server.pictures()).toEqual([await sha256Hex(picture("a").bytes)]);
});

test("killed before, within or after any request, every fact and picture is on the server exactly once", async () => {
  const { server: whole, outbox: first } = await world();
  await first.add(author, facts(3), [picture("long ".repeat(200_000)), picture("b")]);
  await deliver(first, whole);
  const steps = whole.requests.length;
  expect(steps).toBeGreaterThan(6);
  for (let step = 0; step < steps; step++) {
    for (const moment of ["before", "after"] as const) {
      const { outbox, server, reopen } = await world();
      await outbox.add(author, facts(3), [picture("long ".repeat(200_000)), picture("b")]);
      server.killAt = { step, moment };
      const killed = deliver(outbox, server);
      await server.killed;
      outbox.close();
      void killed.catch(() => {});
      server.killAt = null;
      await deliver(await reopen(), server);
      expect(server.taken.map(({ number }) => number)).toEqual([1, 2, 3]);
      expect(server.pictures()).toHaveLength(2);
      expect((await (await reopen()).unsentOf(author)).entries).toEqual([]);
    }
  }
});

test("a refused fact is kept with its reasons, shown to its author, and holds up nothing", async () => {
  const { outbox, server } = await world();
  const [, bad] = await outbox.add(author, facts(3));
  server.refuses = (fact) => fact.number === 2;
  await deliver(outbox, server);
  const { entries } = await outbox.unsentOf(author);
  expect(entries).toEqual([expect.objectContaining({ id: bad!.id, state: "refused", reasons: [{ code: "test.refused", facts: {} }] })]);
  expect(server.taken.map(({ number }) => number)).toEqual([1, 3]);
  await outbox.forgetSent("case");
  expect((await outbox.entriesOf("case")).map(({ id }) => id)).toEqual([bad!.id]);
  server.refuses = () => false;
  await outbox.retry(bad!.seq);
  await deliver(outbox, server);
  expect(server.taken.map(({ number }) => number)).toEqual([1, 3, 2]);
});

test("a request refused as a whole is taken apart until the one at fault is found", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(9));
  server.undecodable = (fact) => fact.number === 7;
  await deliver(outbox, server);
  expect(server.taken.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 8, 9]);
  expect((await outbox.unsentOf(author)).entries.map(({ state, reasons }) => [state, reasons[0]?.code])).toEqual([["refused", "edge.invalid"]]);
});

test("with the session over everything is kept, and goes on after signing in again", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(2));
  server.person = null;
  expect(await deliver(outbox, server)).toEqual({ kind: "signedOut" });
  server.person = author;
  await deliver(outbox, server);
  expect(server.taken).toHaveLength(2);
});

test("what one person laid down is never sent under another's name", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(2), [picture("a")]);
  await outbox.add(other, facts(1));
  server.person = other;
  expect(await deliver(outbox, server)).toEqual({ kind: "done", personId: other });
  expect(server.taken.map(({ number }) => number)).toEqual([3]);
  expect(server.pictures()).toEqual([]);
  expect(await outbox.counts(other)).toMatchObject({ waiting: 0, ofOthers: 3 });
});

test("a picture goes on where its last piece ended", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, [], [picture("0123456789".repeat(100_000))]);
  let pieces = 0;
  server.fails = (method) => method === "PUT" && ++pieces > 2;
  await deliver(outbox, server);
  server.fails = () => false;
  const before = server.requests.length;
  await deliver(outbox, server);
  expect(server.requests.slice(before).filter((request) => request.startsWith("PUT"))).toHaveLength(2); // four pieces in all
  expect(server.pictures()).toHaveLength(1);
});

test("the device's clock is compared with the server's at every answer", async () => {
  const { outbox, server } = await world();
  await outbox.add(author, facts(1));
  await deliver(outbox, { ...server, nowMs: () => Date.parse("2026-03-01T09:05:00.500Z") });
  expect(await outbox.clock()).toMatchObject({ aheadMs: 5 * 60_000 });
});

test("what cannot be kept is said, and not half kept", async () => {
  const { outbox } = await world();
  const unkeepable = facts(1).map((fact) => ({ ...fact, fact: () => ({ id: () => "a function is nothing a database takes" }) }));
  await expect(outbox.add(author, [...facts(1), ...unkeepable])).rejects.toThrow();
  expect(outbox.hasFailed).toBe(true);
  expect(await outbox.entriesOf("case")).toEqual([]);
  await outbox.add(author, facts(1));
  expect(outbox.hasFailed).toBe(false);
});

test("a clock that is set back does not undo the order within a group", async () => {
  const times = ["2026-03-01T09:00:00.000Z", "2026-03-01T08:00:00.000Z", "2026-03-01T08:00:01.000Z"];
  const outbox = await Outbox.open({ name: `outbox-${++worlds}`, now: () => times.shift()! });
  const [first] = await outbox.add(author, facts(1));
  const [second] = await outbox.add(author, facts(1));
  const [elsewhere] = await outbox.add(
    author,
    facts(1).map((fact) => ({ ...fact, group: "other" })),
  );
  expect([first, second, elsewhere].map((entry) => entry!.at)).toEqual(["2026-03-01T09:00:00.000Z", "2026-03-01T09:00:00.000Z", "2026-03-01T08:00:01.000Z"]);
});

const facts = (count: number): NewFact[] =>
  Array.from({ length: count }, () => ({
    group: "case",
    address: "/api/sites/s/facts",
    list: "facts",
    label: words("记录", "Fact"),
    fact: ({ id, number, deviceId, at }) => ({ id, number, deviceId, happenedAt: at }),
  }));

const picture = (content: string): NewBlob => ({
  group: "case",
  address: (hash) => `/api/sites/s/photos/${hash}`,
  label: words("照片", "Photo"),
  type: "image/jpeg",
  bytes: new TextEncoder().encode(content).buffer,
});

interface Fact {
  readonly id: string;
  readonly number: number;
}

let worlds = 0;

/** An outbox on a device of its own, and a server that takes, remembers, refuses, fails and dies as told. */
async function world() {
  const name = `outbox-${++worlds}`;
  const known = new Set<string>();
  const uploads = new Map<string, { bytes: Uint8Array<ArrayBuffer>; isComplete: boolean }>();
  const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
  const server = {
    person: author as string | null,
    taken: [] as Fact[],
    requests: [] as string[],
    killed,
    killAt: null as { readonly step: number; readonly moment: "before" | "after" } | null,
    fails: (_method: string): boolean => false,
    refuses: (_fact: Fact): boolean => false,
    undecodable: (_fact: Fact): boolean => false,
    pictures: () => [...uploads].filter(([, { isComplete }]) => isComplete).map(([hash]) => hash),
    fetch: (async (address: string, { method = "GET", body }: RequestInit = {}): Promise<Response> => {
      const step = server.requests.push(`${method} ${address}`) - 1;
      const dies = server.killAt?.step === step ? server.killAt.moment : null;
      if (dies === "before") return die();
      if (server.fails(method)) throw new TypeError("Failed to fetch");
      const reply = await answer(new URL(address, "http://phone"), method, body);
      return dies === "after" ? die() : reply;
    }) as typeof fetch,
  };

  const die = (): Promise<Response> => {
    kill();
    return new Promise(() => {}); // the tab is gone: nobody hears the answer
  };
  const say = (status: number, body: unknown) => Response.json(body, { status, headers: { date: "Sun, 01 Mar 2026 09:00:00 GMT" } });

  async function answer(url: URL, method: string, body: RequestInit["body"]): Promise<Response> {
    if (server.person === null) return say(401, { title: "Sign in" });
    if (url.pathname === "/api/session") return say(200, { person: { id: server.person } });
    if (url.pathname === "/api/sites/s/facts") {
      const sent = (JSON.parse(body as string) as { facts: Fact[] }).facts;
      if (sent.some(server.undecodable)) return say(422, { title: "Invalid", reasons: [{ code: "edge.invalid", facts: {} }] });
      const answers = sent.map((fact) => {
        if (known.has(fact.id)) return { id: fact.id, outcome: "known" };
        if (server.refuses(fact)) return { id: fact.id, outcome: "refused", reasons: [{ code: "test.refused", facts: {} }] };
        known.add(fact.id);
        server.taken.push(fact);
        return { id: fact.id, outcome: "accepted" };
      });
      return say(200, { answers });
    }
    const hash = url.pathname.replace("/upload", "").split("/").at(-1)!;
    const upload = uploads.get(hash) ?? { bytes: new Uint8Array(), isComplete: false };
    uploads.set(hash, upload);
    if (method === "PUT" && Number(url.searchParams.get("offset")) === upload.bytes.length) {
      const piece = (body as FormData).get("file") as Blob;
      upload.bytes = new Uint8Array(await new Blob([upload.bytes, piece]).arrayBuffer());
      upload.isComplete = upload.bytes.length === Number(url.searchParams.get("size")) && (await sha256Hex(upload.bytes.buffer)) === hash;
    }
    return say(200, { received: upload.bytes.length, isComplete: upload.isComplete });
  }

  const reopen = () => Outbox.open({ name });
  return { outbox: await reopen(), server, reopen };
}
