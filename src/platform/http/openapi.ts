import { z } from "zod";
import type { Access, Endpoint, FileReply, FileUpload } from "#kernel/contract.ts";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of `endpoints`. Schemas are those of the wire. */
export function openApi(endpoints: readonly Endpoint[], info: { readonly title: string; readonly version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const contract of endpoints) {
    const path = `/api${contract.path}`;
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract) };
  }
  return {
    openapi: "3.1.0",
    info,
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "towerkeep" }, token: { type: "http", scheme: "bearer" } },
    },
  };
}

function operation(contract: Endpoint): Json {
  return {
    operationId: `${contract.method.toLowerCase()}${contract.path.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase()).replaceAll(/\W/g, "")}`,
    summary: contract.summary,
    tags: [featureOf(contract.path)],
    ...(contract.clause ? { "x-clause": contract.clause } : {}),
    ...accessOf(contract.permission),
    parameters: [...parameters(contract.params, "path"), ...parameters(contract.query, "query")],
    ...(contract.body ? { requestBody: { required: true, content: bodyContent(contract.body as never) } } : {}),
    responses: {
      ...(contract.reply ? { "200": { description: "OK", content: replyContent(contract.reply as never) } } : { "204": { description: "Done" } }),
      default: { description: "Refused: a problem with all its reasons", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
  };
}

/** The feature an address belongs to: its first segment, after the site where there is one. */
export const featureOf = (path: string): string => path.replace(/^\/sites\/\{siteId\}(?=\/)/, "").split("/")[1] ?? "";

function accessOf(access: Access): Json {
  if (access === "public") return { security: [] };
  const security = [{ session: [] }, { token: [] }];
  return { security, "x-permission": typeof access === "string" ? access : access.name, ...(typeof access === "string" ? {} : { "x-roles": access.roles }) };
}

function parameters(schema: unknown, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = wireSchema(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === "path" || required.includes(name), schema: property }));
}

function bodyContent(body: FileUpload | object): Json {
  if ((body as FileUpload).kind === "file")
    return { "multipart/form-data": { schema: { type: "object", required: ["file"], properties: { file: { type: "string", format: "binary" } } } } };
  return { "application/json": { schema: wireSchema(body) } };
}

function replyContent(reply: FileReply | object): Json {
  if ((reply as FileReply).kind === "bytes") return Object.fromEntries((reply as FileReply).types.map((type) => [type, { schema: { type: "string", format: "binary" } }]));
  return { "application/json": { schema: wireSchema(reply) } };
}

function wireSchema(schema: unknown): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, { io: "input", unrepresentable: "any" }) as Json;
  return rest;
}

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "instance", "reasons"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    instance: { type: "string" },
    reasons: { type: "array", items: { type: "object", properties: { code: { type: "string" }, title: { type: "string" }, facts: { type: "object" } } } },
    errors: { type: "array", items: { type: "object", properties: { part: { type: "string" }, pointer: { type: "string" }, message: { type: "string" } } } },
  },
};
