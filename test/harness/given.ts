import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import type { Authority } from "#kernel/role.ts";
import type { Actor, Grant, SiteContext } from "#platform/context.ts";
import { inTransaction } from "#platform/db/transaction.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { TestClock } from "./index.ts";

/** Puts rows in place for a test, at its own site, past the commands. */
export interface Given {
  readonly siteId: Id<"site">;
  /** A person with these grants, as an actor. Stored together with the grants at the test's site. */
  actor(name: string, grants: readonly Grant[]): Actor;
  /** Another site than the test's own. */
  site(): Promise<Id<"site">>;
  building(options?: { readonly code?: string; readonly name?: string }): Promise<{ readonly id: Id<"building"> }>;
  unit(options?: {
    readonly unitNo?: string;
    readonly floor?: string;
    readonly level?: number;
    readonly siteId?: Id<"site">;
  }): Promise<{ readonly id: Id<"unit">; readonly floorId: Id<"floor">; readonly buildingId: Id<"building"> }>;
  tenant(options?: { readonly name?: string; readonly siteId?: Id<"site"> }): Promise<{ readonly id: Id<"tenant"> }>;
  contact(options: {
    readonly tenantId: Id<"tenant">;
    readonly name?: string;
    readonly phone?: string;
    readonly email?: string;
    readonly authorities?: readonly Authority[];
  }): Promise<{ readonly id: Id<"contact"> }>;
  lease(options: {
    readonly tenantId: Id<"tenant">;
    readonly unitId: Id<"unit">;
    readonly start?: string;
    readonly end?: string;
    readonly leaseNo?: string;
  }): Promise<{ readonly id: Id<"lease"> }>;
  /** Runs commands directly, as the system, at the test's site. */
  command<T>(work: (ctx: SiteContext) => Promise<T>): Promise<T>;
}

let counter = 0;

export async function givenAt(runtime: Runtime, clock: TestClock): Promise<Given> {
  const siteId = await newSite(runtime, clock);
  const buildings = new Map<string, Id<"building">>();
  const at = <T>(site: Id<"site">, work: (tx: Parameters<Parameters<typeof inTransaction>[2]>[0]) => Promise<T>) => inTransaction(runtime.db, { siteIds: [site] }, work);

  const given: Given = {
    siteId,
    actor(name, grants) {
      const personId = newId<"person">();
      void pending.push(storePerson(runtime, personId, name, grants, clock));
      return { kind: "person", personId, name, grants, isAdministrator: false };
    },
    site: () => newSite(runtime, clock),
    async building({ code = `B${++counter}`, name = code } = {}) {
      const id = newId<"building">();
      await at(siteId, (tx) => tx.insertInto("sites.building").values({ site_id: siteId, id, code, name }).execute());
      return { id };
    },
    async unit({ unitNo = `${++counter}`, floor = "18F", level = 18, siteId: site = siteId } = {}) {
      const id = newId<"unit">();
      return at(site, async (tx) => {
        let buildingId = buildings.get(site);
        if (!buildingId) {
          buildingId = newId<"building">();
          await tx.insertInto("sites.building").values({ site_id: site, id: buildingId, code: "1", name: "1座" }).execute();
          buildings.set(site, buildingId);
        }
        const known = await tx
          .selectFrom("sites.floor")
          .select("id")
          .where("site_id", "=", site)
          .where("building_id", "=", buildingId)
          .where("name", "=", floor)
          .executeTakeFirst();
        const floorId = (known?.id ?? newId()) as Id<"floor">;
        if (!known) await tx.insertInto("sites.floor").values({ site_id: site, id: floorId, building_id: buildingId, name: floor, level }).execute();
        await tx.insertInto("sites.unit").values({ site_id: site, id, building_id: buildingId, floor_id: floorId, unit_no: unitNo, gross_centi: 28645 }).execute();
        return { id, floorId, buildingId };
      });
    },
    async tenant({ name = `租户${++counter}有限公司`, siteId: site = siteId } = {}) {
      const id = newId<"tenant">();
      await at(site, (tx) => tx.insertInto("tenants.tenant").values({ site_id: site, id, name, search_key: name.toLowerCase(), created_at: clock.now() }).execute());
      return { id };
    },
    async contact({ tenantId, name = "王敏", phone = "13800000000", email = "", authorities = ["repair"] }) {
      const id = newId<"contact">();
      await at(siteId, (tx) =>
        tx
          .insertInto("tenants.contact")
          .values({ site_id: siteId, id, tenant_id: tenantId, name, phone, email, authorities: [...authorities], search_key: `${name} ${phone}`, created_at: clock.now() })
          .execute(),
      );
      return { id };
    },
    async lease({ tenantId, unitId, start = "2026-01-01", end = "2028-12-31", leaseNo = `L${++counter}` }) {
      const id = newId<"lease">();
      const [from, to] = [Temporal.PlainDate.from(start), Temporal.PlainDate.from(end)];
      await at(siteId, async (tx) => {
        await tx
          .insertInto("leasing.lease")
          .values({ site_id: siteId, id, lease_no: leaseNo, tenant_id: tenantId, status: "signed", lease_start: from, lease_end: to, created_at: clock.now() })
          .execute();
        await tx
          .insertInto("leasing.lease_unit")
          .values({ site_id: siteId, lease_id: id, unit_id: unitId, tenant_id: tenantId, from_day: from, to_day: to, is_live: true })
          .execute();
      });
      return { id };
    },
    async command(work) {
      await peopleStored();
      return runtime.at(siteId, { actor: systemActor, now: clock.now() }, work);
    },
  };
  return given;
}

const pending: Promise<void>[] = [];

/** Waits until every person made so far is stored; senders call it before their first request. */
export async function peopleStored(): Promise<void> {
  await Promise.all(pending.splice(0));
}

async function storePerson(runtime: Runtime, id: Id<"person">, name: string, grants: readonly Grant[], clock: TestClock): Promise<void> {
  await inTransaction(runtime.db, { siteIds: grants.map(({ siteId }) => siteId) }, async (tx) => {
    await tx.insertInto("people.person").values({ id, name, created_at: clock.now() }).execute();
    for (const { siteId, role, tenantId, contactId, authorities = [] } of grants) {
      await tx
        .insertInto("people.role_grant")
        .values({
          site_id: siteId,
          id: newId(),
          person_id: id,
          role,
          tenant_id: tenantId ?? null,
          contact_id: contactId ?? null,
          authorities: [...authorities],
          granted_at: clock.now(),
        })
        .execute();
    }
  });
}

async function newSite(runtime: Runtime, clock: TestClock): Promise<Id<"site">> {
  const id = newId<"site">();
  await inTransaction(runtime.db, { siteIds: [id] }, async (tx) => {
    await sql`insert into sites.site (id, code, name, zone, created_at) values (${id}, ${`S${id.slice(-8)}`}, ${"测试大厦"}, 'Asia/Shanghai', ${clock.now()})`.execute(tx);
  });
  return id;
}
