import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { FastifyInstance } from "fastify";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Towerkeep 楼诺 · API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** Only reading can be tried out: a deed belongs on the screens or in a program. */
const start = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", deepLinking: true, docExpansion: "none", filter: true, validatorUrl: null, supportedSubmitMethods: ["get"] });
`;

/** `/api/docs`: the OpenAPI document as a page to read. */
export function mountApiPage(app: FastifyInstance): void {
  const folder = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  app.get("/api/docs", (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
  app.get("/api/docs/start.js", (_request, reply) => reply.type("text/javascript; charset=utf-8").header("cache-control", asset).send(start));
  for (const [name, type] of [
    ["swagger-ui.css", "text/css"],
    ["swagger-ui-bundle.js", "text/javascript"],
  ] as const) {
    app.get(`/api/docs/${name}`, (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header("cache-control", asset)
        .send(createReadStream(path.join(folder, name))),
    );
  }
}

const asset = "public, max-age=3600";
