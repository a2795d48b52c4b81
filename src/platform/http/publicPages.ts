import type { FastifyInstance } from "fastify";
import { newId } from "#kernel/id.ts";
import { isStorable } from "#kernel/fields.ts";
import type { Runtime } from "#platform/runtime.ts";
import { anonymous, languageOf } from "./routes.ts";

/** Mounts the features' pages that need no sign-in: a whole page from one request, written by the server. `?lang=` chooses the language. */
export function mountPublicPages(app: FastifyInstance, runtime: Runtime): void {
  for (const { path, ratePerMinute, render } of runtime.features.flatMap(({ pages = [] }) => pages)) {
    app.get(path.replaceAll(/\{(\w+)\}/g, ":$1"), { config: { rateLimit: { max: ratePerMinute, timeWindow: 60_000 } } }, async (request, reply) => {
      const query = texts(request.query);
      const language = query["lang"] === "zh" || query["lang"] === "en" ? query["lang"] : languageOf(request);
      const occasion = { actor: anonymous, language, requestId: request.id || newId(), readOnly: true };
      const page = await runtime.across([], occasion, (ctx) => render(ctx, { params: texts(request.params), query }));
      return reply
        .code(page.status ?? 200)
        .type(page.type ?? "text/html; charset=utf-8")
        .header("cache-control", page.isStatic ? "public, max-age=3600" : "no-store")
        .send(page.body);
    });
  }
}

/** The values that are one storable text each; what else an address may hold names nothing. */
function texts(values: unknown): Record<string, string> {
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string" && isStorable(entry[1])));
}
