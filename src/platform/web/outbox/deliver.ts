import { problemFrom, type WireReason } from "../problem.ts";
import type { Entry, KeptBlob } from "./database.ts";
import { deviceNowMs } from "./deviceClock.ts";
import type { Outbox } from "./outbox.ts";

/** How an attempt to send everything ended. */
export type Delivery =
  /** All that could be sent has been answered. */
  | { readonly kind: "done"; readonly personId: string }
  /** No sensible answer came: no network, or a server that is not well. What is left is tried again later. */
  | { readonly kind: "unreachable" }
  /** Nobody is signed in. */
  | { readonly kind: "signedOut" };

export interface DeliverOptions {
  readonly fetch?: typeof fetch;
  /** Reads the clock that `measureClock` compares with the server's. */
  readonly nowMs?: () => number;
}

/** Facts that go in one request. */
const mostFacts = 250;
const pieceBytes = 256 * 1024;

/**
 * Sends what the person who is signed in has laid down, in order: facts first, then pictures piece by piece. Only one may run at a time
 * (`alone.ts`). What a killed attempt left under way is sent again; the server knows it by its id.
 */
export async function deliver(outbox: Outbox, { fetch = globalThis.fetch, nowMs = deviceNowMs }: DeliverOptions = {}): Promise<Delivery> {
  const ask = asker(outbox, fetch, nowMs);
  try {
    const personId = await personAtHand(ask);
    if (personId === null) return { kind: "signedOut" };
    for (;;) {
      const batch = await nextFacts(outbox, personId);
      if (batch.length > 0) {
        await sendFacts(outbox, batch, ask);
        continue;
      }
      const blob = await nextBlob(outbox, personId);
      if (!blob) return { kind: "done", personId };
      await sendBlob(outbox, blob, ask);
    }
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: error.status === 401 ? "signedOut" : "unreachable" };
    throw error;
  } finally {
    outbox.tell();
  }
}

/** No answer that says anything about what was sent: it stays as it is. */
class NoAnswer extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`No answer (${status})`);
    this.status = status;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

type Ask = (method: "GET" | "POST" | "PUT", address: string, body?: BodyInit, type?: string) => Promise<Answer>;

/** Sends one request. Being unreachable, signed out, busy or broken is no answer; a refusal is one. */
function asker(outbox: Outbox, send: typeof fetch, nowMs: () => number): Ask {
  return async (method, address, body, type) => {
    const began = nowMs();
    const response = await send(address, { method, headers: type ? { "content-type": type } : {}, ...(body === undefined ? {} : { body }) }).catch(() => null);
    if (!response) throw new NoAnswer(0);
    await measureClock(outbox, response.headers.get("date"), (began + nowMs()) / 2);
    const { status } = response;
    if (status === 401 || status === 408 || status === 425 || status === 429 || status >= 500) throw new NoAnswer(status);
    const text = await response.text().catch(() => null);
    if (text === null) throw new NoAnswer(0);
    return { status, text };
  };
}

async function measureClock(outbox: Outbox, served: string | null, middleMs: number): Promise<void> {
  const servedMs = served === null ? Number.NaN : Date.parse(served);
  if (Number.isNaN(servedMs)) return;
  // the header is cut to the second: on the mean it is half a second behind
  await outbox.keepClock({ aheadMs: Math.round(middleMs - servedMs - 500), measuredAt: outbox.now() });
}

async function personAtHand(ask: Ask): Promise<string | null> {
  const { status, text } = await ask("GET", "/api/session");
  if (status !== 200) throw new NoAnswer(status);
  return (JSON.parse(text) as { readonly person?: { readonly id: string } }).person?.id ?? null;
}

/** The oldest unanswered facts that go to one address, marked as under way. */
async function nextFacts(outbox: Outbox, owner: string): Promise<Entry[]> {
  const transaction = outbox.database.transaction("entry", "readwrite");
  const states = transaction.store.index("state");
  const unanswered = [...(await states.getAll([owner, "sending"])), ...(await states.getAll([owner, "waiting"]))].toSorted((a, b) => a.seq - b.seq);
  const [first] = unanswered;
  const other = unanswered.findIndex(({ address }) => address !== first?.address);
  const batch = unanswered.slice(0, Math.min(other === -1 ? unanswered.length : other, mostFacts));
  for (const entry of batch) if (entry.state !== "sending") void transaction.store.put({ ...entry, state: "sending" });
  await transaction.done;
  if (batch.length > 0) outbox.tell();
  return batch;
}

/** What the server says of one fact. */
interface WireAnswer {
  readonly id: string;
  readonly outcome: "accepted" | "known" | "refused";
  readonly reasons?: readonly WireReason[];
}

async function sendFacts(outbox: Outbox, batch: readonly Entry[], ask: Ask): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const { status, text } = await ask("POST", first.address, JSON.stringify({ [first.list]: batch.map(({ fact }) => fact) }), "application/json");
  if (status < 300) return settle(outbox, answersIn(text), batch);
  // One that cannot be taken must not hold up the others: it is found by halves.
  if (batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    await sendFacts(outbox, batch.slice(0, middle), ask);
    return sendFacts(outbox, batch.slice(middle), ask);
  }
  return settle(outbox, [{ id: first.id, outcome: "refused", reasons: reasonsIn(status, text) }], batch);
}

function answersIn(text: string): readonly WireAnswer[] {
  return (JSON.parse(text) as { readonly answers: readonly WireAnswer[] }).answers;
}

/** What a refused request names as its reasons; at least that it was refused. */
function reasonsIn(status: number, text: string): readonly WireReason[] {
  const problem = problemFrom(status, text);
  return problem.reasons.length > 0 ? problem.reasons : [{ code: `http.${status}`, facts: {}, title: problem.message }];
}

async function settle(outbox: Outbox, answers: readonly WireAnswer[], batch: readonly Entry[]): Promise<void> {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const answered = batch.filter(({ id }) => byId.has(id));
  const transaction = outbox.database.transaction("entry", "readwrite");
  for (const entry of answered) {
    const { outcome, reasons = [] } = byId.get(entry.id)!;
    void transaction.store.put({ ...entry, state: outcome === "refused" ? "refused" : "sent", reasons, answeredAt: outbox.now() });
  }
  await transaction.done;
  outbox.tell();
  if (answered.length < batch.length) throw new NoAnswer(200); // it said nothing of some: ask again later
}

async function nextBlob(outbox: Outbox, owner: string): Promise<KeptBlob | undefined> {
  const transaction = outbox.database.transaction("blob", "readwrite");
  const states = transaction.store.index("state");
  const blob = (await states.get([owner, "sending"])) ?? (await states.get([owner, "waiting"]));
  if (blob && blob.state !== "sending") void transaction.store.put({ ...blob, state: "sending" });
  await transaction.done;
  return blob;
}

/** What the server has of a picture. */
interface WireProgress {
  readonly received: number;
  readonly isComplete: boolean;
}

/** Goes on where the server's bytes end; the picture counts as sent once the server has found its hash right. */
async function sendBlob(outbox: Outbox, blob: KeptBlob, ask: Ask): Promise<void> {
  const address = blob.address ?? "";
  const keep = async (changes: Partial<KeptBlob>) => {
    await outbox.database.put("blob", { ...blob, ...changes });
    outbox.tell();
  };
  let answer = await ask("GET", `${address}/upload`);
  for (;;) {
    if (answer.status >= 300) return keep({ state: "refused", reasons: reasonsIn(answer.status, answer.text) });
    const { received, isComplete } = JSON.parse(answer.text) as WireProgress;
    if (isComplete) return keep({ state: "sent", sentBytes: blob.bytes.byteLength });
    await keep({ state: "sending", sentBytes: received });
    const piece = new FormData();
    piece.append("file", new Blob([blob.bytes.slice(received, received + pieceBytes)], { type: blob.type }), blob.hash);
    answer = await ask("PUT", `${address}?offset=${received}&size=${blob.bytes.byteLength}`, piece);
  }
}
