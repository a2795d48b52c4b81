import { sql, type RawBuilder } from "kysely";

/** A value for a `jsonb` column. */
export const json = <T>(value: T): RawBuilder<T> => sql<T>`${JSON.stringify(value)}::jsonb`;
