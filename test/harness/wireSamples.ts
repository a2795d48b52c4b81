import { z } from "zod";
import type { Endpoint, FileUpload } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";

/** A JSON schema, as far as the wire uses it. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly default?: unknown;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
}

export const isUpload = (schema: unknown): schema is FileUpload => (schema as FileUpload | undefined)?.kind === "file";

export const wireSchema = (schema: unknown): JsonSchema => z.toJSONSchema(schema as z.ZodType, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** A value that decodes by `schema`, the plainest there is; `ids` gives the ids of things by the name of their property. */
export function sample(schema: JsonSchema, ids: Readonly<Record<string, string>> = {}, name = ""): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return sample(choice.find(({ type }) => type !== "null") ?? {}, ids, name);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, ids, name)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "object":
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, property]) => [key, sample(property, ids, key)]));
    case "array":
      return Array.from({ length: Math.max(schema.minItems ?? 0, 1) }, () => sample((Array.isArray(schema.items) ? schema.items[0] : schema.items) ?? {}, ids, name));
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, Math.min(1, schema.maximum ?? 1));
    case "boolean":
      return true;
    case "string":
      return sampleText(schema, ids, name);
    default:
      return "sample";
  }
}

function sampleText(schema: JsonSchema, ids: Readonly<Record<string, string>>, name: string): string {
  if (schema.format === "uuid") return ids[name] ?? newId();
  if (schema.format === "date") return "2026-04-01";
  if (schema.format === "date-time") return "2026-03-09T03:00:00Z";
  if (schema.format === "email") return "wang@example.com";
  if (ids[name]) return ids[name];
  const { pattern } = schema;
  if (pattern) {
    const fitting = patterned.find((text) => new RegExp(pattern).test(text));
    if (fitting) return fitting;
  }
  return "测试样例文字一二三四五六七八九十".repeat(10).slice(0, Math.max(schema.minLength ?? 4, Math.min(12, schema.maxLength ?? 12)));
}

/** Months, amounts, codes and hashes, as patterns of the wire ask for them. */
const patterned = ["2026-03", "1", "sample", "0".repeat(64), "000000"];

/** Requests an endpoint's schemas do not foresee, each with what is wrong about it. */
export function* hostile(contract: Endpoint): Generator<{ readonly what: string; readonly query?: Record<string, string>; readonly body?: unknown }> {
  if (contract.query) {
    const { properties = {} } = wireSchema(contract.query);
    for (const name of Object.keys(properties)) for (const [what, text] of hostileTexts) yield { what: `${what} in query ${name}`, query: { [name]: text } };
  }
  if (!contract.body || isUpload(contract.body)) return;
  const schema = wireSchema(contract.body);
  const plain = sample(schema) as Record<string, unknown>;
  yield { what: "the plain sample", body: plain };
  for (const [what, value] of hostileValues) yield { what: `${what} as the body`, body: value };
  for (const name of Object.keys(schema.properties ?? {})) {
    for (const [what, value] of hostileValues) yield { what: `${what} in ${name}`, body: { ...plain, [name]: value } };
  }
}

const hostileTexts: readonly (readonly [string, string])[] = [
  ["NUL", "a\0b"],
  ["quotes", `'";--%_\\`],
  ["a very long text", "长".repeat(20_000)],
  ["a negative number", "-9999999999999999999"],
  ["a huge number", "1e309"],
  ["a far future day", "275760-09-13"],
  ["a day that does not exist", "2026-02-30"],
  ["a foreign cursor", Buffer.from(JSON.stringify([{ a: 1 }, null, "x"])).toString("base64url")],
  ["a cursor with NUL", Buffer.from(JSON.stringify(["\0", "\0", "\0"])).toString("base64url")],
  ["a cursor of words", Buffer.from(JSON.stringify(["x", "y"])).toString("base64url")],
  ["a cursor of one word", Buffer.from(JSON.stringify(["x"])).toString("base64url")],
  ["a cursor of three words", Buffer.from(JSON.stringify(["x", "y", "z"])).toString("base64url")],
  ["emoji and right-to-left", "👩‍👩‍👧‍👦\u202E\u200F"],
];

const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ inner }), 0);

const hostileValues: readonly (readonly [string, unknown])[] = [
  ["null", null],
  ["a number", -1.5],
  ["a huge number", Number.MAX_VALUE],
  ["an integer past every column", 9_007_199_254_740_991],
  ["NUL", "a\0b"],
  ["a lone surrogate", "a\ud800b"],
  ["a long text", "长".repeat(60_000)],
  ["an array", [[], [[]]]],
  ["many items", Array.from({ length: 5_000 }, () => "x")],
  ["a deep object", deep(500)],
  ["a far past moment", "-271821-04-20T00:00:00Z"],
  ["a far future moment", "9999-12-31T23:59:59Z"],
  ["the year 2200", "2200-12-31T23:59:59Z"],
  ["a far past day", "0000-01-01"],
  ["somebody's id that is none", "00000000-0000-0000-0000-000000000000"],
  ["an empty text", ""],
  ["blanks", " \u3000\t "],
  ["emoji and right-to-left", "👩‍👩‍👧‍👦\u202E\u200F"],
];
