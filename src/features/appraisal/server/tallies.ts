import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Department, departments, type Role } from "#kernel/role.ts";
import type { Context } from "#platform/context.ts";
import type { Tally } from "../rules.ts";

export interface Span {
  readonly from: Temporal.PlainYearMonth;
  readonly to: Temporal.PlainYearMonth;
}

export interface Selection extends Span {
  readonly siteIds: readonly Id<"site">[];
  readonly clause?: string | undefined;
  readonly personId?: Id<"person"> | undefined;
  readonly department?: Department | undefined;
}

export type Grouping = "site_id" | "month" | "clause" | "standard" | "owner_role" | "owner_id";

export interface TallyRow {
  readonly site_id: Id<"site">;
  readonly month: Temporal.PlainDate;
  readonly clause: string;
  readonly standard: string;
  readonly owner_role: Role;
  readonly owner_id: Id<"person"> | null;
}

const verdictColumns = sql.raw("kept, late, missed, overridden, overdue, excused");
const sums = sql.raw(["kept", "late", "missed", "overridden", "overdue", "excused"].map((verdict) => `coalesce(sum(${verdict}), 0)::bigint as ${verdict}`).join(", "));

/**
 * Tallies of the selection by the columns of `by`: what is folded, what was closed since, and what is open past its due time,
 * in one statement and so of one moment. Costs by how many standards and people there are, not by how many duties.
 */
export async function tallies<const G extends Grouping>(ctx: Context, selection: Selection, by: readonly G[]): Promise<(Pick<TallyRow, G> & Tally)[]> {
  const { rows } = await sql<Pick<TallyRow, G> & Tally>`
    with counted as (
      select site_id, month, clause, standard, owner_role, owner_id, kept, late, missed, overridden, 0 as overdue, excused from appraisal.tally as counted
      where ${within(selection)}
      union all
      select site_id, month, clause, standard, owner_role, owner_id, (verdict = 'kept')::int, (verdict = 'late')::int, (verdict = 'missed')::int,
        (verdict = 'overridden')::int, 0, (verdict = 'excused')::int
      from appraisal.closing as counted
      where ${within(selection)}
      union all
      select site_id, month, clause, standard, owner_role, owner_id, 0, 0, 0, 0, 1, 0 from (${overdue(ctx, selection)}) as counted
      where ${within(selection)}
    )
    select ${columns(by)}, ${sums} from counted group by ${columns(by)}`.execute(ctx.tx);
  return rows;
}

/** The same, counted anew from the duties themselves: what the kept tally must equal. */
export async function recount<const G extends Grouping>(ctx: Context, selection: Selection, by: readonly G[]): Promise<(Pick<TallyRow, G> & Tally)[]> {
  const { rows } = await sql<Pick<TallyRow, G> & Tally>`
    with counted as (
      select duty.site_id, appraisal.month_of(least(duty.closed_at, duty.due_at), site.zone) as month, duty.clause, duty.standard, duty.owner_role, duty.owner_id,
        (outcome = 'kept' and not overridden)::int as kept, (outcome = 'late' and not overridden)::int as late, (outcome = 'missed' and not overridden)::int as missed,
        overridden::int as overridden, 0 as overdue, (outcome = 'excused' and not overridden)::int as excused
      from duties.duty as duty join sites.site as site on site.id = duty.site_id
      where duty.closed_at is not null and duty.clause <> ''
      union all
      select site_id, month, clause, standard, owner_role, owner_id, 0, 0, 0, 0, 1, 0 from (${overdue(ctx, selection)}) as open_duty
    )
    select ${columns(by)}, ${sums} from (select site_id, month, clause, standard, owner_role, owner_id, ${verdictColumns} from counted) as counted where ${within(selection)} group by ${columns(by)}`.execute(
    ctx.tx,
  );
  return rows;
}

/** Adds what was closed since the last folding to the tally. Two foldings at once take each row once. Whether there was any. */
export async function foldClosings(ctx: Context, siteId: Id<"site">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with folded as (delete from appraisal.closing where site_id = ${siteId} returning *)
    insert into appraisal.tally as tally (site_id, month, clause, standard, owner_role, owner_id, kept, late, missed, overridden, excused)
    select site_id, month, clause, standard, owner_role, owner_id, count(*) filter (where verdict = 'kept'), count(*) filter (where verdict = 'late'),
      count(*) filter (where verdict = 'missed'), count(*) filter (where verdict = 'overridden'), count(*) filter (where verdict = 'excused')
    from folded group by site_id, month, clause, standard, owner_role, owner_id
    on conflict on constraint tally_once do update set
      kept = tally.kept + excluded.kept, late = tally.late + excluded.late, missed = tally.missed + excluded.missed,
      overridden = tally.overridden + excluded.overridden, excused = tally.excused + excluded.excused`.execute(ctx.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

const overdue = (ctx: Context, { siteIds }: Selection) => sql`
  select duty.site_id, appraisal.month_of(duty.due_at, site.zone) as month, duty.clause, duty.standard, duty.owner_role, duty.owner_id
  from duties.duty as duty join sites.site as site on site.id = duty.site_id
  where duty.site_id = any (${siteIds}::uuid[]) and duty.closed_at is null and duty.paused_since is null and duty.due_at < ${ctx.now} and duty.clause <> ''`;

function within({ siteIds, from, to, clause, personId, department }: Selection): RawBuilder<boolean> {
  const conditions = [
    sql`counted.site_id = any (${siteIds}::uuid[])`,
    sql`counted.month between ${from.toPlainDate({ day: 1 })}::date and ${to.toPlainDate({ day: 1 })}::date`,
    ...(clause ? [sql`counted.clause = ${clause}`] : []),
    ...(personId ? [sql`counted.owner_id = ${personId}`] : []),
    ...(department ? [sql`counted.owner_role = any (${[...departments[department]]}::text[])`] : []),
  ];
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

const columns = (by: readonly Grouping[]) => sql.join(by.map((column) => sql.ref(column)));
