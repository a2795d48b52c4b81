import { Agent, request } from "node:http";

/** How often something was done, and how long each took. */
export interface Tally {
  readonly seconds: number;
  readonly tookMs: readonly number[];
}

export interface Figures {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Does `deed` over and over, `connections` at a time, for some seconds. */
export async function loop(connections: number, seconds: number, deed: (lane: number) => Promise<void>): Promise<Tally> {
  const tookMs: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const lane = async (number: number) => {
    for (let from = performance.now(); from < end;) {
      await deed(number);
      const now = performance.now();
      tookMs.push(now - from);
      from = now;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => lane(number)));
  return { seconds: (performance.now() - began) / 1000, tookMs };
}

export function figuresOf(tallies: readonly Tally[]): Figures {
  const took = tallies.flatMap(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: took.length / tallies.reduce((sum, { seconds }) => sum + seconds, 0), medianMs: at(0.5), p99Ms: at(0.99) };
}

export interface Client {
  send(method: string, path: string, body?: unknown): Promise<string>;
  close(): void;
}

/** A client that keeps its connections open, and reads replies to their end without looking into them. */
export function httpClient(address: string, token: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(address);
  const send: Client["send"] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }) };
      const sent = request({ agent, hostname, port, method, path: `/api${path}`, headers }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("end", () => {
          const answer = Buffer.concat(chunks).toString();
          if ((reply.statusCode ?? 500) >= 300) reject(new Error(`${method} ${path}: ${reply.statusCode} ${answer.slice(0, 500)}`));
          else resolve(answer);
        });
        reply.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(text);
    });
  return { send, close: () => agent.destroy() };
}
