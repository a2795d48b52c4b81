import { existsSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { sendProblem } from "./reply.ts";
import { languageOf } from "./routes.ts";

const assetsMaxAgeMs = 365 * 24 * 3600 * 1000;

/** Serves the built screens of `folder`: the staff app at `/`, the tenants' at `/portal/`. Any page address of theirs answers with the app, which finds its way itself. */
export async function mountPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, "index.html"))) throw new Error(`The screens are not built: ${folder} holds no index.html. Run \`npm run build\`.`);
  await app.register(fastifyStatic, {
    root: folder,
    serveDotFiles: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) =>
      void reply.header("cache-control", file.includes(`${path.sep}assets${path.sep}`) ? `public, max-age=${assetsMaxAgeMs / 1000}, immutable` : "no-cache"),
  });
  const page = (name: string) => (_request: unknown, reply: FastifyReply) => reply.sendFile(name);
  app.get("/", page("index.html"));
  app.get("/portal", (_request, reply) => reply.redirect("/portal/"));
  app.get("/portal/", page("portal.html"));

  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && !request.url.startsWith("/api/") && !request.url.startsWith("/assets/") && (request.headers.accept ?? "").includes("text/html");
    if (wantsPage) return reply.sendFile(request.url.startsWith("/portal/") ? "portal.html" : "index.html");
    return sendProblem(reply, [edgeProblems.notFound()], request.id, languageOf(request));
  });
}
