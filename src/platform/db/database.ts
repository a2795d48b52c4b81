import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./tables.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

/** Postgres types as the product's own: `date` and `timestamptz` as Temporal, `int8` as a safe integer; `numeric` stays text. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : (parsers[oid] ?? pg.types.getTypeParser(oid, "text"));
  },
};

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number)) throw new RangeError(`The database returned ${text}, which is not a safe integer`);
    return number;
  },
  [pg.types.builtins.DATE]: (text) => Temporal.PlainDate.from(text),
  [pg.types.builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
  1115: parseArray((text) => Temporal.PlainDateTime.from(text)),
  1182: parseArray((text) => Temporal.PlainDate.from(text)),
  1185: parseArray((text) => Temporal.Instant.from(text)),
  2951: parseArray((text) => text),
};

function parseArray<T>(parse: (text: string) => T) {
  return (text: string): T[] =>
    text === "{}"
      ? []
      : text
          .slice(1, -1)
          .split(",")
          .map((item) => parse(item.replaceAll('"', "")));
}

export interface PoolOptions {
  readonly url: string;
  readonly max?: number;
  /** Prepare statements by name on the server: faster, but impossible behind a pooler in transaction mode. */
  readonly namedStatements?: boolean;
  readonly onError?: (error: Error) => void;
}

/** A pool of connections. Every error of an idle connection goes to `onError`: a restarting database must not end the process. */
export function openPool({ url, max = 20, onError = () => {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: types as unknown as pg.CustomTypesConfig,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    options: "-c timezone=UTC -c statement_timeout=120000 -c idle_in_transaction_session_timeout=300000",
  });
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return pool;
}

/** Kysely over `pool`. Temporal values may be passed as parameters; statements are prepared by name unless told otherwise. */
export function openDatabase(pool: pg.Pool, { namedStatements = true }: { readonly namedStatements?: boolean } = {}): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool, namedStatements) as never }) });
}

const namesOfStatements = new Map<string, string>();
const mostNamedStatements = 2000;

function nameOf(text: string): string | undefined {
  const known = namesOfStatements.get(text);
  if (known) return known;
  if (namesOfStatements.size >= mostNamedStatements || text.length > 20_000) return undefined;
  const name = `tk${namesOfStatements.size}`;
  namesOfStatements.set(text, name);
  return name;
}

/** Wraps a pool so that `query(text, values)` takes Temporal values and is prepared by name. */
function preparing(pool: pg.Pool, named: boolean) {
  return {
    async connect() {
      const client = await pool.connect();
      return {
        query(text: string, values: readonly unknown[] = []) {
          const name = named && values.length > 0 ? nameOf(text) : undefined;
          return client.query({ text, values: values.map(toParameter), ...(name ? { name } : {}) });
        },
        release: () => client.release(),
      };
    },
    end: () => pool.end(),
  };
}

/** A value as `pg` takes it: Temporal as ISO text, arrays member by member. */
export function toParameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toParameter);
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.PlainYearMonth || value instanceof Temporal.PlainTime)
    return value.toString();
  return value;
}
