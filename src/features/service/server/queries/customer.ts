import { sql } from "kysely";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { contactsOf, tenantById } from "#features/tenants/server/index.ts";
import { placeName } from "#features/sites/rules.ts";
import { serviceProblems } from "../../rules.ts";
import { casePage } from "./rows.ts";

export interface Customer {
  readonly customerName: string | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly contactEmail: string | null;
  readonly floorId: Id<"floor"> | null;
  readonly buildingId: Id<"building"> | null;
  readonly place: string | null;
}

/** Who and where a contact is about, by their ids, in one look. Refusals: tenantNotFound, contactNotFound, unitNotFound. */
export async function customerOf(
  ctx: SiteContext,
  wanted: { readonly tenantId: Id<"tenant"> | null; readonly contactId: Id<"contact"> | null; readonly unitId: Id<"unit"> | null },
): Promise<Customer> {
  const { rows } = await sql<{
    tenant: string | null;
    contact: string | null;
    phone: string | null;
    email: string | null;
    floor_id: string | null;
    building_id: string | null;
    unit_no: string | null;
    floor: string | null;
    building: string | null;
  }>`
    select tenant.name as tenant, contact.name as contact, contact.phone, contact.email, unit.floor_id, unit.building_id, unit.unit_no, floor.name as floor, building.name as building
    from (select 1) one
    left join tenants.tenant tenant on tenant.site_id = ${ctx.siteId} and tenant.id = ${wanted.tenantId}
    left join tenants.contact contact on contact.site_id = ${ctx.siteId} and contact.id = ${wanted.contactId} and contact.tenant_id = ${wanted.tenantId}
    left join sites.unit unit on unit.site_id = ${ctx.siteId} and unit.id = ${wanted.unitId}
    left join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    left join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id`.execute(ctx.tx);
  const [row] = rows;
  if (wanted.tenantId && !row?.tenant) throw new Refusal(serviceProblems.tenantNotFound({ tenantId: wanted.tenantId }));
  if (wanted.contactId && !row?.contact) throw new Refusal(serviceProblems.contactNotFound({ contactId: wanted.contactId }));
  if (wanted.unitId && !row?.unit_no) throw new Refusal(serviceProblems.unitNotFound({ unitId: wanted.unitId }));
  return {
    customerName: row?.tenant ?? null,
    contactName: row?.contact ?? null,
    contactPhone: row?.phone || null,
    contactEmail: row?.email || null,
    floorId: row?.floor_id as Id<"floor"> | null,
    buildingId: row?.building_id as Id<"building"> | null,
    place: row?.unit_no && row.floor && row.building ? placeName({ building: row.building, floor: row.floor, unitNo: row.unit_no }) : null,
  };
}

/** The units a tenant leases today, each with its lease. */
export async function unitsLeasedBy(ctx: SiteContext, tenantId: Id<"tenant">) {
  const { rows } = await sql<{ id: string; unit_no: string; floor: string; building: string; lease_no: string; lease_start: Temporal.PlainDate; lease_end: Temporal.PlainDate }>`
    select unit.id, unit.unit_no, floor.name as floor, building.name as building, lease.lease_no, lease.lease_start, lease.lease_end
    from leasing.lease_unit held
    join leasing.lease lease on lease.site_id = held.site_id and lease.id = held.lease_id
    join sites.unit unit on unit.site_id = held.site_id and unit.id = held.unit_id
    join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
    join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
    where lease.site_id = ${ctx.siteId} and lease.tenant_id = ${tenantId} and held.is_live
      and ${ctx.now.toZonedDateTimeISO(ctx.zone).toPlainDate()} between held.from_day and held.to_day
    order by building.code, floor.level, unit.unit_no
    limit 200`.execute(ctx.tx);
  return rows.map((row) => ({
    id: asId<"unit">(row.id),
    place: placeName({ building: row.building, floor: row.floor, unitNo: row.unit_no }),
    leaseNo: row.lease_no,
    leaseStart: row.lease_start,
    leaseEnd: row.lease_end,
  }));
}

/** A tenant as taking a contact needs it. */
export async function customerForDesk(ctx: SiteContext, tenantId: Id<"tenant">) {
  const tenant = await tenantById(ctx, tenantId);
  const contacts = (await contactsOf(ctx, tenantId)).filter(({ state }) => state === "active");
  const { items: openCases } = await casePage(ctx, { view: "open", order: "newest", tenantId, limit: 20 });
  return {
    tenantId,
    name: tenant.name,
    contacts: contacts.map(({ id, name, post, phone, email }) => ({ id, name, post, phone, email })),
    units: await unitsLeasedBy(ctx, tenantId),
    openCases,
  };
}
