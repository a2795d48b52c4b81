import type { Authority, Role } from "./role.ts";
import { type Words, words } from "./words.ts";

/** A Zod schema, seen by its shape alone: naming Zod's own types here makes checking several times slower. */
export interface Schema {
  readonly _zod: { readonly input: any; readonly output: any };
}
export type WireOf<S> = S extends Schema ? S["_zod"]["input"] : undefined;
export type ValueOf<S> = S extends Schema ? S["_zod"]["output"] : undefined;

/** A right: who holds it by role, and, for a tenant's contact, by which authority. Its name is also the scope of an API token. */
export interface Permission {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly authority?: Authority;
  /** Held by administrators of the company at every site, whether or not they have a role there. */
  readonly administrator?: true;
}

/** Declares the rights of a feature, by role; `name` becomes `feature.name`. */
export function permissions<const T extends Record<string, readonly Role[] | Omit<Permission, "name">>>(feature: string, table: T): { readonly [K in keyof T]: Permission } {
  const entries = Object.entries(table).map(([name, value]) => {
    const declared = "roles" in value ? value : { roles: value };
    return [name, { name: `${feature}.${name}`, ...declared }] as const;
  });
  return Object.fromEntries(entries) as { readonly [K in keyof T]: Permission };
}

/**
 * `public` needs no sign-in, `signedIn` any person, `administrator` one who administers the company.
 * A permission is asked for on the site of the path; where the path names none, the sites in sight are those where the actor holds it.
 */
export type Access = "public" | "signedIn" | "administrator" | Permission;

/** Marks a body as one uploaded file, sent as multipart with the field `file`. */
export interface FileUpload {
  readonly kind: "file";
  readonly maxBytes: number;
}
export const fileUpload = (maxBytes: number): FileUpload => ({ kind: "file", maxBytes });

/** Marks a reply as bytes of these content types. */
export interface FileReply {
  readonly kind: "bytes";
  readonly types: readonly string[];
}
export const fileReply = (...types: readonly string[]): FileReply => ({ kind: "bytes", types });

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface FileContent {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Shown in the browser rather than saved; only for types that carry no script. */
  readonly inline?: boolean;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One operation: what the server is typed by, the screens call and the OpenAPI document prints. `path` is below `/api`. */
export interface Endpoint<
  P extends Schema | undefined = Schema | undefined,
  Q extends Schema | undefined = Schema | undefined,
  B extends Schema | FileUpload | undefined = Schema | FileUpload | undefined,
  R extends Schema | FileReply | undefined = Schema | FileReply | undefined,
  Path extends string = string,
> {
  readonly method: Method;
  readonly path: Path;
  readonly summary: string;
  readonly permission: Access;
  /** The clause of the manual that asks for this operation. */
  readonly clause?: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Left out: 204, no body. */
  readonly reply?: R;
  /** Requests one client may make in a minute, where that is less than the general limit. */
  readonly ratePerMinute?: number;
  /** Largest JSON body in bytes; 1 MiB unless told. */
  readonly maxBodyBytes?: number;
}

export function endpoint<
  const P extends Schema | undefined = undefined,
  const Q extends Schema | undefined = undefined,
  const B extends Schema | FileUpload | undefined = undefined,
  const R extends Schema | FileReply | undefined = undefined,
  const Path extends string = string,
>(contract: Endpoint<P, Q, B, R, Path>): Endpoint<P, Q, B, R, Path> {
  return contract;
}

/** What happened, in the past tense; recorded as evidence under `clauses`. `subject` names the kind of thing it happened to: its id is the fact `<subject>Id`. */
export interface EventContract<F extends Schema = Schema> {
  readonly name: string;
  /** How the list of what happened says it; its name stands there otherwise. */
  readonly words?: Words;
  readonly clauses: readonly string[];
  readonly subject: string;
  readonly facts: F;
}
export function event<const F extends Schema>(contract: EventContract<F>): EventContract<F> {
  if (contract.words) wordsOfEvents.set(contract.name, contract.words);
  return contract;
}

const wordsOfEvents = new Map<string, Words>();

/** How people say an event, by its name; the name itself where nobody declared it (any more). */
export const sayEvent = (name: string): Words => wordsOfEvents.get(name) ?? words(name, name);

/** Work done later, at least once, by a system actor in its own transaction. */
export interface JobContract<F extends Schema = Schema> {
  readonly name: string;
  readonly payload: F;
}
export const job = <const F extends Schema>(contract: JobContract<F>): JobContract<F> => contract;
