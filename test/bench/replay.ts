import { randomUUID } from "node:crypto";
import pg from "pg";

/** A statement as the product sent it, with what came back. */
export interface Recorded {
  readonly text: string;
  readonly name: string | undefined;
  readonly values: readonly unknown[];
  readonly rows: readonly Record<string, unknown>[];
}

/** Writes down every statement that goes through the connections of `pool` while `work` runs. Nothing else may use the pool meanwhile. */
export async function recording(pool: pg.Pool, work: () => Promise<void>): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  client.query = function (this: unknown, ...args: unknown[]) {
    const result = original.apply(this, args);
    const [statement] = args as [string | { text: string; name?: string; values?: unknown[] }];
    if (!(result instanceof Promise) || !(this instanceof pg.Client)) return result;
    const place = recorded.push({ text: "", name: undefined, values: [], rows: [] }) - 1;
    return result.then((answer: { rows?: Record<string, unknown>[] }) => {
      const { text, name, values = [] } = typeof statement === "string" ? { text: statement, name: undefined } : statement;
      recorded[place] = { text, name, values, rows: answer.rows ?? [] };
      return answer;
    });
  };
  try {
    await pool.query("select 1"); // The pool has a connection: opening one is not part of the deed.
    recorded.length = 0;
    await work();
  } finally {
    client.query = original as never;
  }
  return recorded;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The ids that the deed made up itself: each replay needs others. `known` are those that stand for what is already there. */
export function ownIds(recorded: readonly Recorded[], known: ReadonlySet<string>): string[] {
  const read = new Set<string>();
  const made = new Set<string>();
  for (const { values, rows } of recorded) {
    for (const id of JSON.stringify(values).match(uuid) ?? []) if (!read.has(id) && !known.has(id)) made.add(id);
    for (const id of JSON.stringify(rows).match(uuid) ?? []) read.add(id);
  }
  return [...made];
}

/**
 * Sends the same statements again by a bare driver, one after the other on one connection, with prepared names as the product uses them.
 * `others` stands in for recorded ids; an id that comes back where another one came back before stands in for it from then on.
 */
export async function replay(client: pg.Client, recorded: readonly Recorded[], made: readonly string[], others: ReadonlyMap<string, string>): Promise<void> {
  const instead = new Map([...made.map((id) => [id, randomUUID()] as const), ...others]);
  for (const { text, name, values, rows } of recorded) {
    const answer = await client.query<Record<string, unknown>>(
      values.length > 0 ? { text, values: values.map((value) => substituted(value, instead)), ...(name ? { name } : {}) } : (substituted(text, instead) as string),
    );
    if (rows.length > 0 && Array.isArray(answer.rows)) learn(rows, answer.rows as Record<string, unknown>[], instead);
  }
}

function substituted(value: unknown, instead: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => substituted(item, instead));
  if (typeof value !== "string" || value.length < 10) return value;
  const whole = instead.get(value);
  if (whole !== undefined || value.length <= 36) return whole ?? value;
  return value.replaceAll(uuid, (id) => instead.get(id) ?? id).replaceAll(caseNo, (no) => instead.get(no) ?? no);
}

const caseNo = /\b\d{4}-\d{5}\b/g;

function learn(before: readonly Record<string, unknown>[], now: readonly Record<string, unknown>[], instead: Map<string, string>): void {
  for (const [index, row] of before.entries()) {
    for (const [column, was] of Object.entries(row)) {
      const is = now[index]?.[column];
      if (typeof was === "string" && typeof is === "string" && was !== is && was.length === 36) instead.set(was, is);
      // The number of a case is made of the counter.
      if (column === "last" && typeof was === "number") instead.set(numberOf(was), numberOf(Number(is)));
    }
  }
}

const numberOf = (last: number): string => `${Temporal.Now.plainDateISO("Asia/Shanghai").year}-${String(last).padStart(5, "0")}`;
