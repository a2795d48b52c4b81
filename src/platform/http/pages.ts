import { existsSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

const assetsMaxAgeMs = 365 * 24 * 3600 * 1000;

/** Serves the built screens of `folder`: the staff app at `/`, the tenants' at `/portal/`, the one for work on site at `/phone/`. Any page address of theirs answers with the app, which finds its way itself. */
export async function mountPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, "index.html"))) throw new Error(`The screens are not built: ${folder} holds no index.html. Run \`npm run build\`.`);
  await app.register(fastifyStatic, {
    root: folder,
    serveDotFiles: false,
    index: false,
    wildcard: false, // Each file is a route; what is none of them comes to the last one below.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) =>
      void reply.header("cache-control", file.includes(`${path.sep}assets${path.sep}`) ? `public, max-age=${assetsMaxAgeMs / 1000}, immutable` : "no-cache"),
  });
  const page = (name: string) => (_request: unknown, reply: FastifyReply) => reply.sendFile(name);
  app.get("/", page("index.html"));
  app.get("/portal", (_request, reply) => reply.redirect("/portal/"));
  app.get("/portal/", page("portal.html"));
  app.get("/phone", (_request, reply) => reply.redirect("/phone/"));
  app.get("/phone/", page("phone/phone.html"));

  app.get("/*", (request, reply) => {
    const wantsPage = !request.url.startsWith("/api/") && !/^\/(phone\/)?assets\//.test(request.url) && (request.headers.accept ?? "").includes("text/html");
    if (!wantsPage) return reply.callNotFound();
    const [, app] = /^\/(portal|phone)\//.exec(request.url) ?? [];
    return reply.sendFile(app === "phone" ? "phone/phone.html" : app === "portal" ? "portal.html" : "index.html");
  });
}
