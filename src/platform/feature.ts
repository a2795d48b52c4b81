import type { Endpoint, EventContract, FileContent, FileReply, FileUpload, JobContract, Schema, UploadedFile, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { Context, SiteContext } from "./context.ts";

/** What an endpoint runs in: one site when its path names it, else all sites in the actor's sight. */
export type ContextOf<Path extends string> = Path extends `/sites/{siteId}${string}` ? SiteContext : Context;

type BodyOf<B> = B extends FileUpload ? UploadedFile : ValueOf<B>;
type ReplyOf<R> = R extends FileReply ? FileContent : R extends Schema ? ValueOf<R> : void;

/** What only the edge knows and a few commands need. */
export interface Edge {
  readonly address: string;
  /** The address by which the client reached us, such as `https://tower.example`, for codes on paper. */
  readonly origin: string;
  readonly userAgent: string;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as it arrived, for signed calls. */
  readonly rawBody: Uint8Array;
  /** Sets an http-only cookie on the reply once the transaction has committed; `value` null clears it. */
  setCookie(name: string, value: string | null, options?: { readonly maxAgeSeconds?: number }): void;
}

export interface Route {
  readonly contract: Endpoint;
  readonly handle: (ctx: never, input: never) => Promise<unknown>;
}

/** Joins a contract to the command or query that answers it. */
export function route<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | FileUpload | undefined,
  R extends Schema | FileReply | undefined,
  Path extends string,
>(
  contract: Endpoint<P, Q, B, R, Path>,
  handle: (ctx: ContextOf<Path>, input: { params: ValueOf<P>; query: ValueOf<Q>; body: BodyOf<B>; edge: Edge }) => Promise<ReplyOf<R>>,
): Route {
  return { contract: contract as Endpoint, handle: handle as Route["handle"] };
}

/** A job runs at one site, as the system, when its payload has a `siteId`; else over all sites. It may run twice. */
export interface JobRunner {
  readonly contract: JobContract;
  readonly run: (ctx: never, payload: never) => Promise<unknown>;
  readonly isErrand?: true;
}
export function work<F extends Schema & { readonly _zod: { output: { siteId: Id<"site"> } } }>(
  contract: JobContract<F>,
  run: (ctx: SiteContext, payload: ValueOf<F>) => Promise<unknown>,
): JobRunner {
  return { contract: contract as JobContract, run: run as JobRunner["run"] };
}
export function workAcross<F extends Schema>(contract: JobContract<F>, run: (ctx: Context, payload: ValueOf<F>) => Promise<unknown>): JobRunner {
  return { contract: contract as JobContract, run: run as JobRunner["run"] };
}
/** Work in the outside world, such as mail: no transaction is open meanwhile, so that a slow stranger holds no connection and no retry sends twice. */
export function errand<F extends Schema>(contract: JobContract<F>, run: (errand: ErrandContext, payload: ValueOf<F>) => Promise<unknown>): JobRunner {
  return { contract: contract as JobContract, run: run as JobRunner["run"], isErrand: true };
}

export interface ErrandContext {
  /** Names this job among all there ever were; the same when it is tried again. */
  readonly jobId: string;
  readonly queuedAt: Temporal.Instant;
  /** Counts from 1. */
  readonly attempt: number;
  /** Nothing will try again after this. */
  readonly isLastAttempt: boolean;
  /** Writes something down, over all sites, in a transaction of its own. */
  transact<T>(work: (ctx: Context) => Promise<T>): Promise<T>;
}

/** Something the clock starts, at every active site, each in its own transaction, never beside itself. What nobody was awake for runs once afterwards. */
export interface ClockRunner {
  readonly name: string;
  readonly rhythm: Rhythm;
  readonly run: (ctx: SiteContext) => Promise<unknown>;
}
/** Every day at a wall-clock time of the site (`HH:MM`), or every so many seconds. */
export type Rhythm = { readonly kind: "daily"; readonly at: string } | { readonly kind: "every"; readonly seconds: number };

/** Every day at `time` (`HH:MM`) of the site's own wall clock. */
export function daily(time: string, name: string, run: (ctx: SiteContext) => Promise<unknown>): ClockRunner {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new TypeError(`${time} is no time of day`);
  return { name, rhythm: { kind: "daily", at: time }, run };
}
export const everyMinutes = (minutes: number, name: string, run: (ctx: SiteContext) => Promise<unknown>): ClockRunner => everySeconds(60 * minutes, name, run);
export function everySeconds(seconds: number, name: string, run: (ctx: SiteContext) => Promise<unknown>): ClockRunner {
  if (!Number.isInteger(seconds) || seconds < 1) throw new TypeError("A rhythm is at least one whole second");
  return { name, rhythm: { kind: "every", seconds }, run };
}

/** Hears of an event in the transaction that records it, after its evidence is written. */
export interface Subscriber {
  readonly event: string;
  readonly hear: (ctx: SiteContext, facts: never, evidenceId: Id<"evidence">) => Promise<void>;
}
export const on = <F extends Schema>(contract: EventContract<F>, hear: (ctx: SiteContext, facts: ValueOf<F>, evidenceId: Id<"evidence">) => Promise<void>): Subscriber => ({
  event: contract.name,
  hear: hear as Subscriber["hear"],
});

/** A page for people without an account, written whole by the server: outside `/api` and outside the apps. Reads only. */
export interface PublicPage {
  readonly path: string;
  readonly ratePerMinute: number;
  readonly render: (ctx: Context, input: { readonly params: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string>> }) => Promise<PageContent>;
}
export interface PageContent {
  readonly status?: number;
  /** HTML unless told. */
  readonly type?: string;
  readonly body: string;
  readonly isStatic?: boolean;
}

/** All that a feature gives the server. */
export interface Feature {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly jobs?: readonly JobRunner[];
  readonly clocks?: readonly ClockRunner[];
  readonly subscribers?: readonly Subscriber[];
  readonly pages?: readonly PublicPage[];
  /** Runs once at start, over all sites, before requests are taken; must be safe to repeat and when several processes start at once. */
  readonly start?: (ctx: Context) => Promise<void>;
}
