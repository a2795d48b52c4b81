import { Agent, request } from "node:http";

export interface Figures {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Does `deed` over and over, `connections` at a time, for some seconds after a short warm-up. */
export async function measure(connections: number, seconds: number, deed: (lane: number) => Promise<void>): Promise<Figures> {
  const warm = performance.now() + Math.min(1000, seconds * 250);
  await Promise.all(
    lanes(connections, async (lane) => {
      while (performance.now() < warm) await deed(lane);
    }),
  );
  const took: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    lanes(connections, async (lane) => {
      for (let from = performance.now(); from < end;) {
        await deed(lane);
        const now = performance.now();
        took.push(now - from);
        from = now;
      }
    }),
  );
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: took.length / ((performance.now() - began) / 1000), medianMs: at(0.5), p99Ms: at(0.99) };
}

const lanes = (count: number, work: (lane: number) => Promise<void>): Promise<void>[] => Array.from({ length: count }, (_, lane) => work(lane));

/** A client that keeps its connections open and reads replies to their end without looking into them. */
export function httpClient(address: string, token: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(address);
  const send = (method: string, path: string, body?: unknown): Promise<string> =>
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
