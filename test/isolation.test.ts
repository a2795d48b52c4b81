import { sql } from "kysely";
import { expect } from "vitest";
import { features } from "#apps/features.ts";
import type { Endpoint } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { roles } from "#kernel/role.ts";
import { dbTest, type Sender, type World } from "#test/harness/index.ts";
import { isUpload, sample, wireSchema } from "#test/harness/wireSamples.ts";

const contracts = features.flatMap(({ routes }) => routes.map(({ contract }) => contract));
const siteContracts = contracts.filter(({ path }) => path.startsWith("/sites/{siteId}"));
const guarded = contracts.filter(({ permission }) => permission !== "public");
const say = ({ method, path }: Endpoint) => `${method} ${path}`;

/** Sends what an endpoint would take, with `ids` in its path and body. */
async function ask(sender: Sender, contract: Endpoint, ids: Readonly<Record<string, string>>) {
  const params = contract.params ? sample(wireSchema(contract.params), { clauseId: "2.2.1-1", month: "2026-02", token: "t".repeat(40), ...ids }) : undefined;
  const query = contract.query ? pickRequired(contract, ids) : undefined;
  const body = contract.body && !isUpload(contract.body) ? sample(wireSchema(contract.body), ids) : undefined;
  const options = isUpload(contract.body) ? { file: { name: "a.csv", bytes: new TextEncoder().encode("a,b\n1,2\n") } } : {};
  return sender.send(contract, { params, query, body } as never, options);
}

function pickRequired(contract: Endpoint, ids: Readonly<Record<string, string>>): Record<string, unknown> {
  const { properties = {}, required = [] } = wireSchema(contract.query);
  return Object.fromEntries(required.flatMap((name) => (properties[name] ? [[name, sample(properties[name], ids, name)]] : [])));
}

/** A site with one of each thing that a path may name. */
async function furnish({ given, runtime, clock }: World, siteId: Id<"site">): Promise<Record<string, string>> {
  const unit = await given.unit({ siteId, unitNo: "SECRET-1801" });
  const { id: tenantId } = await given.tenant({ siteId, name: `机密租户${siteId.slice(-6)}` });
  const contactId = newId<"contact">();
  const leaseId = newId<"lease">();
  await runtime.db.connection().execute(async (db) => {
    await sql`insert into tenants.contact (site_id, id, tenant_id, name, created_at) values (${siteId}, ${contactId}, ${tenantId}, '机密联系人', ${clock.now()})`.execute(db);
    await sql`insert into leasing.lease (site_id, id, lease_no, tenant_id, status, lease_start, lease_end, created_at)
      values (${siteId}, ${leaseId}, 'SECRET-LEASE', ${tenantId}, 'signed', '2026-01-01', '2027-01-01', ${clock.now()})`.execute(db);
    await sql`insert into leasing.lease_unit (site_id, lease_id, unit_id, tenant_id, from_day, to_day, is_live)
      values (${siteId}, ${leaseId}, ${unit.id}, ${tenantId}, '2026-01-01', '2027-01-01', true)`.execute(db);
  });
  return { siteId, unitId: unit.id, floorId: unit.floorId, buildingId: unit.buildingId, tenantId, contactId, leaseId };
}

dbTest("without a session every endpoint that is not public answers 401", async ({ as }) => {
  const wrong: string[] = [];
  for (const contract of guarded) {
    const { status } = await ask(as.nobody, contract, {});
    if (status !== 401) wrong.push(`${say(contract)} → ${status}`);
  }
  expect(wrong).toEqual([]);
});

dbTest(
  "another site is out of sight: every endpoint answers 404 to every role",
  async (world) => {
    const other = await furnish(world, await world.given.site());
    const wrong: string[] = [];
    for (const role of roles.filter((name) => name !== "tenantContact")) {
      const sender = world.as.role(role);
      for (const contract of siteContracts.filter(({ permission }) => permission !== "public")) {
        const { status } = await ask(sender, contract, other);
        if (status !== 404) wrong.push(`${role}: ${say(contract)} → ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  300_000,
);

dbTest(
  "a role without the right is answered 403 at its own site",
  async ({ as, siteId }) => {
    const wrong: string[] = [];
    let tried = 0;
    for (const role of roles.filter((name) => name !== "tenantContact")) {
      for (const contract of siteContracts) {
        const { permission } = contract;
        const lacks = permission === "administrator" || (typeof permission === "object" && !permission.roles.includes(role));
        if (!lacks) continue;
        tried += 1;
        const { status } = await ask(as.role(role), contract, { siteId });
        if (status !== 403) wrong.push(`${role}: ${say(contract)} → ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  },
  300_000,
);

/** Somebody here who has the right: the manager wherever they do, a contact of a company of this site where only contacts do. */
function holderOf({ as }: World, { permission }: Endpoint, tenantId: Id<"tenant">): Sender {
  if (typeof permission !== "object" || permission.roles.includes("projectManager")) return as.manager;
  const [role] = permission.roles.filter((one) => one !== "tenantContact");
  return role ? as.role(role) : as.contact({ tenantId });
}

dbTest(
  "things of another site named at one's own are not found, and nothing of them is said",
  async (world) => {
    const other = await furnish(world, await world.given.site());
    const before = await rowsOf(world, other["siteId"] ?? "");
    const ids = { ...other, siteId: world.siteId };
    const { id: here } = await world.given.tenant();
    const wrong: string[] = [];
    for (const contract of siteContracts.filter(({ path, permission }) => permission !== "public" && /\{(unitId|floorId|buildingId|tenantId|contactId|leaseId)\}/.test(path))) {
      const reply = await ask(holderOf(world, contract, here), contract, ids);
      const right = reply.status === 404 || (reply.status === 403 && contract.permission === "administrator") || (reply.status === 200 && isEmptyList(reply.body));
      if (!right) wrong.push(`${say(contract)} → ${reply.status}`);
      if (tells(reply.bytes, other)) wrong.push(`${say(contract)} tells of the other site`);
    }
    expect(wrong).toEqual([]);
    expect(await rowsOf(world, other["siteId"] ?? "")).toEqual(before);
  },
  120_000,
);

dbTest(
  "with the edge's own check left out, row-level security alone keeps another site's data in",
  async (world) => {
    const other = await furnish(world, await world.given.site());
    const theirs = world.as.role("projectManager", { siteId: other["siteId"] as Id<"site"> });
    const seen = await Promise.all(
      siteContracts.filter(({ method, path }) => method === "GET" && /\/(plan|units|tenants|leases)$/.test(path)).map((contract) => ask(theirs, contract, other)),
    );
    expect(seen.filter(({ bytes }) => tells(bytes, other)).length).toBeGreaterThanOrEqual(4);
    const before = await rowsOf(world, other["siteId"] ?? "");
    const blind = await world.withoutSiteCheck();
    const wrong: string[] = [];
    for (const contract of siteContracts) {
      const reply = await ask(blind(world.as.manager), contract, other);
      if (tells(reply.bytes, other)) wrong.push(`${say(contract)} → ${reply.status} tells of the other site`);
    }
    expect(wrong).toEqual([]);
    expect(await rowsOf(world, other["siteId"] ?? "")).toEqual(before);
  },
  300_000,
);

dbTest(
  "a tenant's contact sees nothing of another company, and nothing that is the staff's",
  async (world) => {
    const mine = await world.given.tenant({ name: "我方有限公司" });
    const theirs = await furnish(world, world.siteId);
    const contact = world.as.contact({ tenantId: mine.id });
    const wrong: string[] = [];
    for (const contract of siteContracts.filter(({ permission }) => permission !== "public")) {
      const reply = await ask(contact, contract, theirs);
      const forContacts = contract.permission === "signedIn" || (typeof contract.permission === "object" && contract.permission.roles.includes("tenantContact"));
      if (!forContacts && reply.status !== 403) wrong.push(`${say(contract)} → ${reply.status}`);
      if (tells(reply.bytes, { tenantId: theirs["tenantId"] ?? "", contactId: theirs["contactId"] ?? "", leaseId: theirs["leaseId"] ?? "" }) && reply.status < 300)
        wrong.push(`${say(contract)} tells of another company`);
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);

dbTest("every table with a site that the application may touch is under row-level security, its owner too", async ({ runtime }) => {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'site_id' and not a.attisdropped
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and not (c.relrowsecurity and c.relforcerowsecurity)
      and has_table_privilege('towerkeep_app', c.oid, 'select, insert, update, delete')`.execute(runtime.db);
  expect(rows).toEqual([]);
});

dbTest("the application's role can neither pass row-level security nor own anything", async ({ runtime }) => {
  const { rows } = await sql<{ rolsuper: boolean; rolbypassrls: boolean; owned: number }>`
    select rolsuper, rolbypassrls, (select count(*) from pg_class where relowner = r.oid) as owned from pg_roles r where rolname = 'towerkeep_app'`.execute(runtime.db);
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
});

const isEmptyList = (body: unknown): boolean => Object.values((body ?? {}) as Record<string, unknown>).some((value) => Array.isArray(value) && value.length === 0);

/** Whether a reply speaks of the other site's things beyond the ids that were sent. */
function tells(bytes: Buffer, other: Readonly<Record<string, string>>): boolean {
  const text = bytes.toString("utf8");
  return (
    text.includes("SECRET-") ||
    text.includes("机密") ||
    (text.startsWith("{") && !text.includes('"reasons"') && Object.entries(other).some(([name, id]) => name !== "siteId" && text.includes(id)))
  );
}

/** How many rows each table holds of a site, and a hash over them. */
async function rowsOf({ runtime }: World, siteId: string): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'site_id'
    join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('graphile_worker')`.execute(runtime.db);
  const found: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ hash: string | null }>`select md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql.raw(name)} t where site_id = ${siteId}`.execute(
      runtime.db,
    );
    found[name] = rows[0]?.hash ?? "";
  }
  return found;
}
