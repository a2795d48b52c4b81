import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { newId } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import { mountPublicPages } from "./publicPages.ts";
import { InvalidInput, sendProblem } from "./reply.ts";
import { languageOf, mountRoutes, ownCookies, type RouteOptions } from "./routes.ts";

declare module "fastify" {
  interface FastifyRequest {
    rawBody?: Uint8Array;
  }
}

export interface ServerOptions extends RouteOptions {
  readonly logLevel: string;
  /** Requests one address may make in a minute. */
  readonly ratePerMinute: number;
  /** Addresses of proxies whose `X-Forwarded-*` are believed. */
  readonly trustedProxies: readonly string[];
}

/** The HTTP edge: decodes, asks who is there, opens the transaction, encodes, and alone turns refusals into problems. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: options.logLevel, redact: ["req.headers.authorization", "req.headers.cookie", "res.headers['set-cookie']"] },
    genReqId: () => newId(),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: 1 << 20,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 500 },
  });

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
      },
    },
    hsts: options.secureCookies ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: "same-origin" },
  });
  await app.register(cookie);
  if (options.secureCookies) {
    app.addHook("onRequest", async (request) => {
      request.cookies = ownCookies(request.cookies);
    });
  }
  await app.register(multipart, { limits: { fields: 4, files: 1, parts: 6, headerPairs: 50 } });
  await app.register(compress, { global: true, threshold: 2048, encodings: ["br", "gzip"] });
  await app.register(rateLimit, {
    global: true,
    max: options.ratePerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) => new Refusal(edgeProblems.tooMany({ seconds: Math.ceil(ttl / 1000) })),
  });

  app.removeContentTypeParser("application/json");
  app.addContentTypeParser(["application/json", "text/csv"], { parseAs: "buffer" }, (request, body, done) => {
    request.rawBody = body as Buffer;
    if ((body as Buffer).length === 0) return done(null, undefined);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(body as Buffer);
      done(null, request.headers["content-type"]?.startsWith("text/csv") ? text : JSON.parse(text, refusePrototypes));
    } catch {
      done(new InvalidInput([{ part: "body", pointer: "", message: "JSON" }]));
    }
  });

  app.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const language = languageOf(request);
    if (error instanceof InvalidInput) return sendProblem(reply, error.reasons, request.id, language, error.errors);
    if (error instanceof Refusal) return sendProblem(reply, error.reasons, request.id, language);
    const known = knownError(error);
    if (known) return sendProblem(reply, [known], request.id, language);
    request.log.error({ err: error, cause: error.cause }, "unexpected");
    return sendProblem(reply, [edgeProblems.unexpected({ requestId: request.id })], request.id, language);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, [edgeProblems.notFound()], request.id, languageOf(request)));

  mountRoutes(app, options);
  mountPublicPages(app, options.runtime);
  return app;
}

const refusePrototypes = (key: string, value: unknown): unknown => {
  if (key === "__proto__") throw new SyntaxError("A key of this name is refused");
  return value;
};

const connectionLost = /^(08|57P)/;

/** Errors of the server itself and of the database that are somebody's input or a passing state, not a bug. */
function knownError(error: FastifyError): Problem | undefined {
  if (error.statusCode === 413 || error.code === "FST_REQ_FILE_TOO_LARGE") return edgeProblems.tooLarge({ limit: "" });
  if (error.statusCode === 415) return edgeProblems.wrongType();
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) return edgeProblems.invalid();
  if (connectionLost.test(error.code ?? "") || error.code === "ECONNREFUSED" || error.code === "ENOENT") return edgeProblems.unavailable();
  return undefined;
}
