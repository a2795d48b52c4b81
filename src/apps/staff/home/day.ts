import { myDay } from "#features/duties/contract.ts";
import { query } from "#platform/web/client.ts";

/** What the person at hand owes at a site: the list that the home screen opens with. */
export const dayOf = (siteId: string) => query(myDay, { query: { siteId, limit: 20 } });
