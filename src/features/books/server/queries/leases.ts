import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { over, times } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Fen, fen, roundFen, sumFen } from "#kernel/money.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { monthlyPrice } from "#features/leasing/rules.ts";
import { termsOf, vacantByUse } from "#features/leasing/server/index.ts";
import type * as contract from "../../contract.ts";

type RentRoll = ValueOf<NonNullable<typeof contract.getRentRoll.reply>>;
type Expiry = ValueOf<typeof contract.expiryField>;

/** 租金台账: the leases in force on a day, each with its rent of a month by the terms of that day, deposits held and what is overdue today. */
export async function rentRoll(ctx: SiteContext, { on = dayAt(ctx, ctx.now) }: { readonly on?: Temporal.PlainDate | undefined }): Promise<RentRoll> {
  const { rows } = await sql<{
    id: Id<"lease">;
    lease_no: string;
    tenant_id: Id<"tenant">;
    tenant: string;
    units: string;
    area: number;
    lease_start: Temporal.PlainDate;
    lease_end: Temporal.PlainDate;
    deposits: number;
    overdue: number;
  }>`
    select lease.id, lease.lease_no, lease.tenant_id, tenant.name as tenant, held.units, held.area, lease.lease_start, lease.lease_end,
      coalesce((select sum(deposit.held) from payments.deposit where deposit.site_id = lease.site_id and deposit.lease_id = lease.id), 0)::bigint as deposits,
      coalesce((select sum(line.amount - line.settled - line.credited) from billing.bill_line line
        where line.site_id = lease.site_id and line.lease_id = lease.id and line.source_kind <> 'credit' and line.settled + line.credited < line.amount
          and line.due_on < ${dayAt(ctx, ctx.now)}), 0)::bigint as overdue
    from leasing.lease
    join tenants.tenant tenant on tenant.site_id = lease.site_id and tenant.id = lease.tenant_id
    join lateral (
      select string_agg(building.name || ' ' || floor.name || ' ' || unit.unit_no, '、' order by unit.unit_no) as units, coalesce(sum(coalesce(part.area_centi, unit.chargeable_centi, unit.gross_centi)), 0)::bigint as area
      from leasing.lease_unit part
      join sites.unit unit on unit.site_id = part.site_id and unit.id = part.unit_id
      join sites.floor floor on floor.site_id = unit.site_id and floor.id = unit.floor_id
      join sites.building building on building.site_id = unit.site_id and building.id = unit.building_id
      where part.site_id = lease.site_id and part.lease_id = lease.id and part.is_live and ${on}::date between part.from_day and part.to_day) held on held.units is not null
    where lease.site_id = ${ctx.siteId} and lease.status = 'signed'
    order by held.units, lease.id limit 5000`.execute(ctx.tx);
  const list: RentRoll["rows"] = [];
  for (const row of rows) {
    const terms = (await termsOf(ctx, row.id)).findLast(({ effectiveFrom }) => Temporal.PlainDate.compare(effectiveFrom, on) <= 0)?.terms;
    list.push({
      leaseId: row.id,
      leaseNo: row.lease_no,
      tenantId: row.tenant_id,
      tenant: row.tenant,
      units: row.units,
      areaCenti: row.area,
      leaseStart: row.lease_start,
      leaseEnd: row.lease_end,
      rent: terms ? monthlyPrice(terms, "rent", on) : null,
      propertyFee: terms ? monthlyPrice(terms, "propertyFee", on) : null,
      deposits: fen(row.deposits),
      overdue: fen(row.overdue),
    });
  }
  return {
    rows: list,
    areaCenti: list.reduce((sum, { areaCenti }) => sum + areaCenti, 0),
    rent: sumFen(list.map(({ rent }) => rent ?? fen(0))),
    propertyFee: sumFen(list.map(({ propertyFee }) => propertyFee ?? fen(0))),
    deposits: sumFen(list.map(({ deposits }) => deposits)),
    overdue: sumFen(list.map(({ overdue }) => overdue)),
  };
}

/** When the leases in force today end, by month from this one on; the last row is that month and all after it. Shares are of the let area. */
export const expiry = async (ctx: SiteContext, { months }: { readonly months: number }): Promise<Expiry[]> => expiryOf(await rentRoll(ctx, {}), dayAt(ctx, ctx.now), months);

export function expiryOf({ rows, areaCenti: all }: RentRoll, today: Temporal.PlainDate, months: number): Expiry[] {
  const first = today.toPlainYearMonth();
  const last = first.add({ months: months - 1 });
  const monthOf = (end: Temporal.PlainDate) => (Temporal.PlainYearMonth.compare(end.toPlainYearMonth(), last) > 0 ? last : end.toPlainYearMonth());
  const groups = Map.groupBy(rows, ({ leaseEnd }) => monthOf(leaseEnd).toString());
  return Array.from({ length: months }, (_, index) => {
    const month = first.add({ months: index });
    const ending = groups.get(month.toString()) ?? [];
    const areaCenti = ending.reduce((sum, row) => sum + row.areaCenti, 0);
    return { month, leases: ending.length, areaCenti, rent: sumFen(ending.map(({ rent }) => rent ?? fen(0))), share: all === 0 ? 0 : areaCenti / all };
  });
}

/**
 * What stands vacant, as leasing lists it; and what its offices and shops would bring a month at the mean rent of what is let (storage and
 * other units are not priced by it), null while no rent is known.
 */
export async function vacancy(ctx: SiteContext, roll: RentRoll): Promise<ValueOf<typeof contract.vacancyField>> {
  const vacant = await vacantByUse(ctx);
  const totalOf = (some: typeof vacant) => ({ units: some.reduce((sum, { units }) => sum + units, 0), areaCenti: some.reduce((sum, { areaCenti }) => sum + areaCenti, 0) });
  const priced = totalOf(vacant.filter(({ use }) => use === "office" || use === "retail"));
  const let_ = roll.rows.filter(({ rent, areaCenti }) => rent !== null && areaCenti > 0);
  const letArea = let_.reduce((sum, { areaCenti }) => sum + areaCenti, 0);
  const rent = sumFen(let_.map((row) => row.rent ?? fen(0)));
  return { ...totalOf(vacant), priced, monthlyCost: letArea === 0 ? null : roundFen(over(times(rent, priced.areaCenti), letArea)) };
}
