import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Endpoint, FileContent, FileReply, FileUpload } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import type { Actor } from "#platform/context.ts";
import type { Edge, Route } from "#platform/feature.ts";
import { type Runtime, sitesAcross } from "#platform/runtime.ts";
import { checkSiteAccess, sitesInReach } from "./access.ts";
import { decodeInput } from "./reply.ts";

/** Who is asking; `null` when nobody is signed in. Cheap, for it runs before every request; `afresh`: believing nothing that was known before. */
export type Authenticate = (
  request: {
    readonly headers: FastifyRequest["headers"];
    readonly cookies: Readonly<Record<string, string | undefined>>;
    readonly address: string;
  },
  options?: { readonly afresh?: boolean },
) => Promise<Actor | null>;

export interface RouteOptions {
  readonly runtime: Runtime;
  readonly authenticate: Authenticate;
  readonly secureCookies: boolean;
  /** Lifts the limits of single endpoints to at least this, for tests that ask them often. */
  readonly leastRatePerMinute?: number;
  /** For the isolation tests alone: leaves out the edge's check of the site, so that only row-level security stands. */
  readonly withoutSiteCheck?: boolean;
}

export const anonymous: Actor = { kind: "anonymous", personId: null, name: "", grants: [], isAdministrator: false };

/** Mounts every endpoint below `/api`. */
export function mountRoutes(app: FastifyInstance, options: RouteOptions): void {
  for (const feature of options.runtime.features) {
    for (const route of feature.routes) {
      const { contract } = route;
      app.route({
        method: contract.method,
        url: `/api${contract.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
        ...(contract.maxBodyBytes ? { bodyLimit: contract.maxBodyBytes } : {}),
        ...(contract.ratePerMinute ? { config: { rateLimit: { max: Math.max(contract.ratePerMinute, options.leastRatePerMinute ?? 0), timeWindow: 60_000 } } } : {}),
        handler: (request, reply) => answer(route, request, reply, options),
      });
    }
  }
}

async function answer({ contract, handle }: Route, request: FastifyRequest, reply: FastifyReply, options: RouteOptions): Promise<FastifyReply> {
  const language = languageOf(request);
  const who = async (how: { afresh: boolean }) => (await options.authenticate({ headers: request.headers, cookies: request.cookies, address: request.ip }, how)) ?? anonymous;
  let actor = await who({ afresh: false });
  refuseCrossSite(contract, request, actor);

  if (actor === anonymous && contract.permission !== "public") throw new Refusal(edgeProblems.signInNeeded());
  const params = contract.params ? paramsOf(contract, request.params) : undefined;
  const siteId = contract.path.startsWith("/sites/{siteId}") ? (params as { siteId: Id<"site"> }).siteId : undefined;
  if (siteId && !options.withoutSiteCheck) {
    // Who just opened a site, or was just given a role, may be here before the news of it.
    if (actor !== anonymous && !actor.grants.some((grant) => grant.siteId === siteId)) actor = await who({ afresh: true });
    checkSiteAccess(actor, contract.permission, siteId);
  }
  const reach = siteId ? [] : await sitesInReach(actor, contract.permission, options.runtime);

  const query = contract.query ? decodeInput(contract.query, request.query, "query", language) : undefined;
  const body = contract.body ? await bodyOf(contract.body, request, language) : undefined;

  const cookies: Parameters<Edge["setCookie"]>[] = [];
  const input = { params, query, body, edge: edgeOf(request, cookies) } as never;
  const occasion = { actor, language, requestId: request.id, ...(contract.method === "GET" ? { readOnly: true } : {}) };
  const result = siteId
    ? await options.runtime.at(siteId, { ...occasion, ...(options.withoutSiteCheck ? { announce: sitesAcross(actor) } : {}) }, (ctx) => handle(ctx as never, input))
    : await options.runtime.across(reach, occasion, (ctx) => handle(ctx as never, input));

  for (const [name, value, cookie] of cookies) writeCookie(reply, name, value, cookie, options.secureCookies);
  return send(contract, reply, result);
}

/** Ids in a path that cannot be ids name nothing: not found. */
function paramsOf(contract: Endpoint, params: unknown): unknown {
  const decoded = z.safeDecode(contract.params as unknown as z.ZodType, params as never);
  if (!decoded.success) throw new Refusal(edgeProblems.notFound());
  return decoded.data;
}

async function bodyOf(schema: NonNullable<Endpoint["body"]>, request: FastifyRequest, language: Language): Promise<unknown> {
  if (!isFileUpload(schema)) return decodeInput(schema, request.body ?? {}, "body", language);
  if (!request.isMultipart()) throw new Refusal(edgeProblems.wrongType());
  const part = await request.file({ limits: { fileSize: schema.maxBytes, files: 1 } });
  if (!part) throw new Refusal(edgeProblems.invalid());
  const bytes = await part.toBuffer();
  return { name: part.filename.normalize("NFC").slice(0, 200) || "file", bytes };
}

const isFileUpload = (schema: unknown): schema is FileUpload => (schema as FileUpload).kind === "file";
const isFileReply = (schema: unknown): schema is FileReply => (schema as FileReply).kind === "bytes";

function send(contract: Endpoint, reply: FastifyReply, result: unknown): FastifyReply {
  if (!contract.reply) return reply.code(204).send();
  if (isFileReply(contract.reply)) return sendFile(reply, result as FileContent);
  const wire = z.encode(contract.reply as unknown as z.ZodType, result as never);
  return reply.type("application/json").send(JSON.stringify(wire));
}

function sendFile(reply: FastifyReply, file: FileContent): FastifyReply {
  const plain = file.name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  return reply
    .type(file.type)
    .header("content-disposition", `${file.inline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${extendedValue(file.name)}`)
    .header("content-security-policy", "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'")
    .header("cache-control", "private, max-age=0, must-revalidate")
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
}

/** RFC 8187: what `encodeURIComponent` leaves as it is but a header may not hold is encoded as well. */
const extendedValue = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A change asked for with a session's cookie must come from our own pages. */
function refuseCrossSite(contract: Endpoint, request: FastifyRequest, actor: Actor): void {
  if (contract.method === "GET" || actor.kind === "token" || request.headers.authorization) return;
  const fetchSite = request.headers["sec-fetch-site"];
  if (fetchSite && fetchSite !== "same-origin" && fetchSite !== "none") throw new Refusal(edgeProblems.crossSite());
  const origin = request.headers.origin;
  if (!fetchSite && origin && hostOf(origin) !== request.host) throw new Refusal(edgeProblems.crossSite());
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function edgeOf(request: FastifyRequest, cookies: Parameters<Edge["setCookie"]>[]): Edge {
  return {
    address: request.ip,
    origin: `${request.protocol}://${request.host}`,
    userAgent: request.headers["user-agent"] ?? "",
    cookies: request.cookies,
    headers: request.headers,
    rawBody: request.rawBody ?? new Uint8Array(),
    setCookie: (...cookie) => void cookies.push(cookie),
  };
}

/** Over HTTPS cookies carry a prefix by which browsers take them from this very host alone: no neighbour can plant one. */
const hostPrefix = "__Host-";

/** The cookies of an HTTPS request by their plain names; those without the prefix do not count. */
export const ownCookies = (cookies: FastifyRequest["cookies"]): FastifyRequest["cookies"] =>
  Object.fromEntries(Object.entries(cookies).flatMap(([name, value]) => (name.startsWith(hostPrefix) ? [[name.slice(hostPrefix.length), value]] : [])));

function writeCookie(reply: FastifyReply, name: string, value: string | null, { maxAgeSeconds }: { maxAgeSeconds?: number } = {}, secure: boolean): void {
  const common = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  const wireName = secure ? `${hostPrefix}${name}` : name;
  if (value === null) reply.clearCookie(wireName, common);
  else reply.setCookie(wireName, value, { ...common, ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }) });
}

/** The language the reader asked for: Chinese unless they prefer English. */
export function languageOf(request: Pick<FastifyRequest, "headers">): Language {
  return /^\s*en\b/i.test(request.headers["accept-language"] ?? "") ? "en" : "zh";
}
