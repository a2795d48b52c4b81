import { z } from "zod";
import type { Endpoint, FileReply, FileUpload, Schema, WireOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import type { Runtime } from "#platform/runtime.ts";

type WireInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _R, infer _Path>
    ? (P extends Schema ? { params?: Partial<WireOf<P>> } : { params?: never }) &
        (Q extends Schema ? { query?: WireOf<Q> } : { query?: never }) &
        (B extends Schema ? { body: WireOf<B> } : { body?: never })
    : never;

type AnyEndpoint = Endpoint<Schema | undefined, Schema | undefined, Schema | FileUpload | undefined, Schema | FileReply | undefined, string>;

/** Does what a request would do, past the network: the same decoding, the same command, one transaction, at a moment of one's own choosing. */
export type Perform = <E extends AnyEndpoint>(who: Actor, at: Temporal.Instant, contract: E, input: WireInput<E>) => Promise<unknown>;

export function performer(runtime: Runtime, siteId: Id<"site">): Perform {
  const routes = new Map(runtime.features.flatMap((feature) => feature.routes.map((route) => [route.contract, route] as const)));
  return async (actor, now, contract, input) => {
    const route = routes.get(contract as Endpoint);
    if (!route) throw new TypeError(`No feature answers ${contract.method} ${contract.path}`);
    const { params, query, body } = input as { params?: object; query?: object; body?: object };
    const decoded = {
      params: contract.params && z.decode(contract.params as unknown as z.ZodType, { siteId, ...params } as never),
      query: contract.query && z.decode(contract.query as unknown as z.ZodType, (query ?? {}) as never),
      body: contract.body && z.decode(contract.body as unknown as z.ZodType, (body ?? {}) as never),
      edge: nobodysEdge,
    };
    return runtime.at(siteId, { actor, now }, (ctx) => route.handle(ctx as never, decoded as never));
  };
}

const nobodysEdge: Edge = { address: "127.0.0.1", origin: "", userAgent: "demo", cookies: {}, headers: {}, rawBody: new Uint8Array(), setCookie: () => {} };
