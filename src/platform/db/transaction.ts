import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { KeptRefusal } from "#kernel/problem.ts";
import type { Db, Tx } from "./database.ts";

/** What a transaction says of itself to the database, for row-level security to hold to. */
export interface Announcement {
  /** The sites in sight. */
  readonly siteIds: readonly Id<"site">[];
  /** Set for a tenant's contact: only rows of this company are in sight where rows belong to companies. */
  readonly tenantId?: Id<"tenant"> | null;
  readonly personId?: Id<"person"> | null;
  readonly readOnly?: boolean;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function checked(id: string): string {
  if (!uuid.test(id)) throw new TypeError("Only ids may be announced to the database");
  return id;
}

/** The statements that open a transaction as the application's role, who sees only what was announced. One message, one round trip. */
export function opening({ siteIds, tenantId, personId, readOnly }: Announcement): string {
  const settings = [
    `set_config('towerkeep.site_ids', '{${siteIds.map(checked).join(",")}}', true)`,
    `set_config('towerkeep.tenant_id', '${tenantId ? checked(tenantId) : ""}', true)`,
    `set_config('towerkeep.person_id', '${personId ? checked(personId) : ""}', true)`,
  ];
  return `begin${readOnly ? " read only" : ""}; set local role towerkeep_app; select ${settings.join(", ")}`;
}

const mostTries = 5;

/** Runs `work` in one transaction as the application's role; a serialization failure or deadlock runs it again from its start. */
export async function inTransaction<T>(db: Db, announcement: Announcement, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, announcement, work);
    } catch (error) {
      if (attempt >= mostTries || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
}

async function once<T>(db: Db, announcement: Announcement, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql.raw(opening(announcement)).execute(connection);
    try {
      // The connection is inside a transaction that we opened ourselves; Kysely's own would cost two more round trips.
      const result = await work(connection as unknown as Tx);
      await sql.raw("commit").execute(connection);
      return result;
    } catch (error) {
      if (error instanceof KeptRefusal) await sql.raw("commit").execute(connection);
      else
        await sql
          .raw("rollback")
          .execute(connection)
          .catch(() => {});
      throw error;
    }
  });
}

const serializationFailure = "40001";
const deadlock = "40P01";

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === serializationFailure || code === deadlock;
}
