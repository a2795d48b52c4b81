import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { containing } from "#platform/text/searchKey.ts";
import { placeName } from "#features/sites/rules.ts";
import type { findingField } from "../../contract/cases.ts";
import { plain } from "../../rules.ts";
import { casePage } from "./rows.ts";

type Finding = ValueOf<typeof findingField>;

/** What the one box finds: tenants, contacts, units, leases, then cases, each word of the text anywhere in what people call them. */
export async function findAnything(ctx: SiteContext, { text, limit }: { readonly text: string; readonly limit: number }): Promise<{ items: Finding[] }> {
  const words = plain(text);
  if (words === "") return { items: [] };
  const pattern = containing(text.trim());
  const tenants = await tenantsLike(ctx, pattern, limit);
  const contacts = await contactsLike(ctx, pattern, limit);
  const units = await unitsLike(ctx, words, limit);
  const leases = await leasesLike(ctx, pattern, limit);
  const cases = await casesLike(ctx, text, limit);
  return { items: fairly([tenants, contacts, units, leases, cases], limit) };
}

/** Takes from each list in turn, so that many cases do not hide the one tenant; the order of the lists stays. */
function fairly(lists: readonly (readonly Finding[])[], limit: number): Finding[] {
  const taken = lists.map(() => 0);
  let left = limit;
  for (let isProgress = true; left > 0 && isProgress;) {
    isProgress = false;
    for (const [index, list] of lists.entries()) {
      if (left > 0 && (taken[index] ?? 0) < list.length) {
        taken[index] = (taken[index] ?? 0) + 1;
        left--;
        isProgress = true;
      }
    }
  }
  return lists.flatMap((list, index) => list.slice(0, taken[index]));
}

const nothing = { tenantId: null, tenantName: null, contactId: null, contactName: null, phone: null, unitId: null, place: null, status: null };

async function tenantsLike(ctx: SiteContext, pattern: string, limit: number): Promise<Finding[]> {
  const rows = await ctx.tx
    .selectFrom("tenants.tenant")
    .where("site_id", "=", ctx.siteId)
    .where("search_key", "like", pattern)
    .select(["id", "name", "short_name", "state"])
    .orderBy("state")
    .orderBy("name")
    .limit(limit)
    .execute();
  return rows.map(({ id, name, short_name, state }) => ({
    ...nothing,
    kind: "tenant" as const,
    id,
    label: name,
    detail: short_name,
    tenantId: asId<"tenant">(id),
    tenantName: name,
    status: state,
  }));
}

async function contactsLike(ctx: SiteContext, pattern: string, limit: number): Promise<Finding[]> {
  const rows = await ctx.tx
    .selectFrom("tenants.contact as contact")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "contact.site_id").onRef("tenant.id", "=", "contact.tenant_id"))
    .where("contact.site_id", "=", ctx.siteId)
    .where("contact.state", "=", "active")
    .where("contact.search_key", "like", pattern)
    .select(["contact.id", "contact.name", "contact.post", "contact.phone", "contact.tenant_id", "tenant.name as tenant"])
    .orderBy("contact.name")
    .limit(limit)
    .execute();
  return rows.map(({ id, name, post, phone, tenant_id, tenant }) => ({
    ...nothing,
    kind: "contact" as const,
    id,
    label: name,
    detail: [tenant, post].filter(Boolean).join(" · "),
    tenantId: asId<"tenant">(tenant_id),
    tenantName: tenant,
    contactId: asId<"contact">(id),
    contactName: name,
    phone,
  }));
}

/** Units by their number, or by building, floor and number as people say them, each with who leases it today. */
async function unitsLike(ctx: SiteContext, words: string, limit: number): Promise<Finding[]> {
  const patterns = words.split(" ").map((word) => `%${word}%`);
  const { rows } = await sql<{ id: string; unit_no: string; floor: string; building: string; tenant_id: string | null; tenant: string | null }>`
    select unit.id, unit.unit_no, floor.name as floor, building.name as building, tenant.id as tenant_id, tenant.name as tenant
    from sites.unit unit
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    left join leasing.lease_unit held on held.site_id = unit.site_id and held.unit_id = unit.id and held.is_live
      and ${ctx.now.toZonedDateTimeISO(ctx.zone).toPlainDate()} between held.from_day and held.to_day
    left join tenants.tenant tenant on tenant.site_id = held.site_id and tenant.id = held.tenant_id
    where unit.site_id = ${ctx.siteId} and lower(building.name || floor.name || ' ' || unit.unit_no) like all (${patterns}::text[])
    order by building.code, floor.level, unit.unit_no
    limit ${limit}`.execute(ctx.tx);
  return rows.map(({ id, unit_no, floor, building, tenant_id, tenant }) => {
    const place = placeName({ building, floor, unitNo: unit_no });
    return {
      ...nothing,
      kind: "unit" as const,
      id,
      label: place,
      detail: tenant ?? "",
      tenantId: tenant_id as Id<"tenant"> | null,
      tenantName: tenant,
      unitId: asId<"unit">(id),
      place,
    };
  });
}

async function leasesLike(ctx: SiteContext, pattern: string, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    id: string;
    lease_no: string;
    status: string;
    tenant_id: string;
    tenant: string;
    unit_id: string;
    unit_no: string;
    floor: string;
    building: string;
  }>`
    select lease.id, lease.lease_no, lease.status, lease.tenant_id, tenant.name as tenant, unit.id as unit_id, unit.unit_no, floor.name as floor, building.name as building
    from leasing.lease lease
    join tenants.tenant tenant on tenant.site_id = lease.site_id and tenant.id = lease.tenant_id
    join lateral (
      select unit_id from leasing.lease_unit held where held.site_id = lease.site_id and held.lease_id = lease.id order by held.from_day, held.unit_id limit 1
    ) first on true
    join sites.unit unit on unit.site_id = lease.site_id and unit.id = first.unit_id
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    where lease.site_id = ${ctx.siteId} and lease.lease_no ilike ${pattern}
    order by lease.lease_start desc, lease.id
    limit ${limit}`.execute(ctx.tx);
  return rows.map((row) => {
    const place = placeName({ building: row.building, floor: row.floor, unitNo: row.unit_no });
    return {
      ...nothing,
      kind: "lease" as const,
      id: row.id,
      label: row.lease_no,
      detail: `${row.tenant} · ${place}`,
      tenantId: asId<"tenant">(row.tenant_id),
      tenantName: row.tenant,
      unitId: asId<"unit">(row.unit_id),
      place,
      status: row.status,
    };
  });
}

async function casesLike(ctx: SiteContext, text: string, limit: number): Promise<Finding[]> {
  const { items } = await casePage(ctx, { view: "all", order: "newest", text, limit });
  return items.map((found) => ({
    ...nothing,
    kind: "case" as const,
    id: found.id,
    label: `${found.caseNo} ${found.title}`,
    detail: [found.customerName, found.place].filter(Boolean).join(" · "),
    tenantId: found.tenantId,
    tenantName: found.customerName,
    contactName: found.contactName,
    unitId: found.unitId,
    place: found.place,
    status: found.status,
  }));
}
