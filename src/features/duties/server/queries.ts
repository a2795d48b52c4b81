import { type Selectable, sql } from "kysely";
import { type Explanation, type Limit, sayExplanation } from "#kernel/dueWords.ts";
import type { ValueOf } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import { type Words, words } from "#kernel/words.ts";
import type { StandardId } from "#features/manual/rules.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { dutyDetailField, dutyField, escalationField, getLadders, listDuties, listEscalations, myDay } from "../contract.ts";
import {
  defaultLadder,
  dutiesProblems,
  type Duty,
  type DutyPause,
  type EscalationTarget,
  isPaused,
  type PauseReason,
  type ReasonFacts,
  type Rung,
  whyNotExcuse,
  whyNotPause,
} from "../rules.ts";

export type DutyRow = Selectable<Database["duties.duty"]>;
type DutyReply = ValueOf<typeof dutyField>;

/** The duties of the site at hand that this actor may see. Every read of duties at a site starts here. */
export function visibleDuties(ctx: SiteContext) {
  const duties = ctx.tx.selectFrom("duties.duty as duty").where("duty.site_id", "=", ctx.siteId);
  return ctx.tenantId ? duties.where("duty.tenant_id", "=", ctx.tenantId) : duties;
}

const namedDuties = (ctx: SiteContext) => visibleDuties(ctx).leftJoin("people.person as owner", "owner.id", "duty.owner_id").selectAll("duty").select("owner.name as owner_name");

/** Every duty about `subject`, oldest first. */
export async function dutiesOf(ctx: SiteContext, subject: { readonly kind: string; readonly id: string }): Promise<(Duty & { readonly ownerName: string | null })[]> {
  const rows = await namedDuties(ctx)
    .where("duty.subject_kind", "=", subject.kind)
    .where("duty.subject_id", "=", subject.id)
    .orderBy("duty.opened_at")
    .orderBy("duty.id")
    .execute();
  return rows.map((row) => ({ ...toDuty(row), ownerName: row.owner_name }));
}

/** One duty for its drawer. Refusal: notFound. */
export async function dutyDetail(ctx: SiteContext, id: Id<"duty">): Promise<ValueOf<typeof dutyDetailField>> {
  const row = await namedDuties(ctx).where("duty.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(dutiesProblems.notFound());
  const duty = toDuty(row);
  const escalations = await ctx.tx
    .selectFrom("duties.escalation")
    .select(["step", "target", "role", "escalated_at"])
    .where("site_id", "=", ctx.siteId)
    .where("duty_id", "=", id)
    .orderBy("step")
    .execute();
  return {
    ...toReply(row),
    pauses: duty.pauses.map(({ from, to, reason, note, by }) => ({ from, to, reason, note, by })),
    excuse: duty.excuse ? { ...duty.excuse } : null,
    escalations: escalations.map((rung) => ({ step: rung.step, target: rung.target as EscalationTarget, role: rung.role as Role | null, escalatedAt: rung.escalated_at })),
    whyNotPause: whyNotPause(duty, ctx.now).map(({ code, facts }) => ({ code, facts: { ...facts } })),
    whyNotExcuse: whyNotExcuse(duty, ctx.actor.personId).map(({ code, facts }) => ({ code, facts: { ...facts } })),
  };
}

type DutyFilter = Omit<ValueOf<NonNullable<typeof listDuties.query>>, "cursor" | "limit">;

/** Duties of a site: open ones by due time, closed ones newest first. */
export async function dutyPage(
  ctx: SiteContext,
  { cursor, limit, ...filter }: DutyFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ValueOf<NonNullable<typeof listDuties.reply>>> {
  const isClosed = filter.state === "closed";
  let query = filtered(ctx, filter).limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, 2) as [string, string];
    query = isClosed
      ? query.where(sql<boolean>`(duty.closed_at, duty.id) < (${moment(at)}, ${uuid(id)})`)
      : query.where(sql<boolean>`(duty.due_at, duty.id) > (${moment(at)}, ${uuid(id)})`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [isClosed ? row.closed_at : row.due_at, row.id]);
  return { items: page.items.map(toReply), next: page.next };
}

/** At most `limit` duties by `filter`, in the order of the list. */
export async function someDuties(ctx: SiteContext, filter: DutyFilter, limit: number): Promise<DutyReply[]> {
  return (await filtered(ctx, filter).limit(limit).execute()).map(toReply);
}

function filtered(ctx: SiteContext, { state, standard, clause, ownerId, ownerRole, outcome, subjectKind, subjectId, from, to }: DutyFilter) {
  let query = namedDuties(ctx);
  if (state === "closed") query = query.where("duty.closed_at", "is not", null).orderBy("duty.closed_at", "desc").orderBy("duty.id", "desc");
  else query = query.where("duty.closed_at", "is", null).orderBy("duty.due_at").orderBy("duty.id");
  if (state === "overdue") query = query.where("duty.due_at", "<", ctx.now).where("duty.paused_since", "is", null);
  if (state === "paused") query = query.where("duty.paused_since", "is not", null);
  if (standard) query = query.where("duty.standard", "=", standard);
  if (clause) query = query.where("duty.clause", "=", clause);
  if (ownerId) query = query.where("duty.owner_id", "=", ownerId);
  if (ownerRole) query = query.where("duty.owner_role", "=", ownerRole);
  if (outcome) query = query.where("duty.outcome", "=", outcome);
  if (subjectKind) query = query.where("duty.subject_kind", "=", subjectKind);
  if (subjectId) query = query.where("duty.subject_id", "=", subjectId);
  if (from) query = query.where("duty.closed_at", ">=", from.toZonedDateTime(ctx.zone).toInstant());
  if (to) query = query.where("duty.closed_at", "<", to.add({ days: 1 }).toZonedDateTime(ctx.zone).toInstant());
  return query;
}

/** What I owe over `ctx`'s sites, by due time: what is mine by name, and what my roles owe where nobody is named. */
export async function myDutyPage(
  ctx: Context,
  { siteId, cursor, limit }: { readonly siteId?: Id<"site"> | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<ValueOf<NonNullable<typeof myDay.reply>>> {
  const after = cursor ? (keysOf(cursor, 2) as [string, string]) : undefined;
  const mine = myOpenDuties(ctx, siteId, limit + 1, after);
  const rows = await ctx.tx
    .selectFrom(mine.as("mine"))
    .innerJoin("duties.duty as duty", (join) => join.onRef("duty.site_id", "=", "mine.site_id").onRef("duty.id", "=", "mine.id"))
    .innerJoin("sites.site as site", "site.id", "duty.site_id")
    .leftJoin("people.person as owner", "owner.id", "duty.owner_id")
    .selectAll("duty")
    .select(["owner.name as owner_name", "site.name as site_name", "site.zone as zone"])
    .orderBy("duty.due_at")
    .orderBy("duty.id")
    .limit(limit + 1)
    .execute();
  const counts = await ctx.tx
    .selectFrom(myOpenDuties(ctx, siteId, mostCounted).as("mine"))
    .innerJoin("sites.site as site", "site.id", "mine.site_id")
    .select([
      sql<number>`count(*) filter (where mine.due_at < ${ctx.now})`.as("overdue"),
      sql<number>`count(*) filter (where mine.due_at >= ${ctx.now} and (mine.due_at at time zone site.zone)::date <= (${ctx.now}::timestamptz at time zone site.zone)::date)`.as(
        "due_today",
      ),
    ])
    .executeTakeFirstOrThrow();
  const page = pageFrom(rows, limit, (row) => [row.due_at, row.id]);
  return { items: page.items.map((row) => ({ ...toReply(row), siteName: row.site_name, zone: row.zone })), next: page.next, overdue: counts.overdue, dueToday: counts.due_today };
}

/** The counts above the list stop here; nobody works off more in a day. */
const mostCounted = 1000;

/** Each branch walks an index in the order of the list, so its cost is that of a page whatever the table holds. */
function myOpenDuties(ctx: Context, siteId: Id<"site"> | undefined, limit: number, after?: readonly [string, string]) {
  const grants = ctx.actor.grants.filter((grant) => grant.role !== "tenantContact" && (!siteId || grant.siteId === siteId) && ctx.siteIds.includes(grant.siteId));
  const sites = [...new Set(grants.map((grant) => grant.siteId))];
  const later = after ? sql`and (duty.due_at, duty.id) > (${moment(after[0])}, ${uuid(after[1])})` : sql``;
  return sql<{ site_id: string; id: string; due_at: Temporal.Instant }>`(
    (select duty.site_id, duty.id, duty.due_at from duties.duty
       where duty.closed_at is null and duty.owner_id = ${ctx.actor.personId} and duty.site_id = any(${sites}::uuid[]) ${later}
       order by duty.due_at, duty.id limit ${limit})
    union all
    (select own.site_id, own.id, own.due_at
       from unnest(${grants.map((grant) => grant.siteId)}::uuid[], ${grants.map(({ role }) => role)}::text[]) as held (site_id, role)
       cross join lateral (
         select duty.site_id, duty.id, duty.due_at from duties.duty
           where duty.closed_at is null and duty.owner_id is null and duty.site_id = held.site_id and duty.owner_role = held.role ${later}
           order by duty.due_at, duty.id limit ${limit}) own))`;
}

type EscalationScope = ValueOf<NonNullable<typeof listEscalations.query>>["scope"];

/** Escalations, newest first: all, those of duties still open, or of these the ones that came to a role I hold here. */
export async function escalationPage(
  ctx: SiteContext,
  { scope, cursor, limit }: { readonly scope: EscalationScope; readonly cursor?: string | undefined; readonly limit: number },
): Promise<ValueOf<NonNullable<typeof listEscalations.reply>>> {
  let query = namedDuties(ctx)
    .innerJoin("duties.escalation as rung", (join) => join.onRef("rung.site_id", "=", "duty.site_id").onRef("rung.duty_id", "=", "duty.id"))
    .select(["rung.step as step", "rung.target as target", "rung.role as role", "rung.escalated_at as escalated_at"])
    .where("rung.site_id", "=", ctx.siteId)
    .orderBy("rung.escalated_at", "desc")
    .orderBy("rung.duty_id", "desc")
    .orderBy("rung.step", "desc")
    .limit(limit + 1);
  if (scope !== "all") query = query.where("duty.closed_at", "is", null).where("duty.escalation_step", ">", 0);
  if (scope === "mine") {
    const roles = ctx.grants.map(({ role }) => role);
    query = query.where((where) => where.or([where("rung.role", "in", roles.length > 0 ? roles : [""]), ...(ctx.actor.isAdministrator ? [where("rung.role", "is", null)] : [])]));
  }
  if (cursor) {
    const [at, dutyId, step] = keysOf(cursor, 3) as [string, string, string];
    query = query.where(sql<boolean>`(rung.escalated_at, rung.duty_id, rung.step) < (${moment(at)}, ${uuid(dutyId)}, ${whole(step)})`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.escalated_at, row.id, row.step]);
  const items: ValueOf<typeof escalationField>[] = page.items.map((row) => ({
    duty: toReply(row),
    step: row.step,
    target: row.target as EscalationTarget,
    role: row.role as Role | null,
    escalatedAt: row.escalated_at,
  }));
  return { items, next: page.next };
}

/** The ladders of the site, its own and single standards'. */
export async function ladders(ctx: SiteContext): Promise<ValueOf<NonNullable<typeof getLadders.reply>>> {
  const rows = await ctx.tx.selectFrom("duties.ladder").select(["standard", "rungs", "version"]).where("site_id", "=", ctx.siteId).orderBy("standard").execute();
  const own = rows.map(({ standard, rungs, version }) => ({ standard, rungs: rungs as Rung[], version, isDefault: false }));
  return { items: own.some(({ standard }) => standard === "*") ? own : [{ standard: "*", rungs: [...defaultLadder], version: 0, isDefault: true }, ...own] };
}

// The keys of a cursor that is ours; anything else is refused as the database would never parse it.
const moment = (text: string) => sql`${parsed(() => Temporal.Instant.from(text))}::timestamptz`;
const uuid = (text: string) => sql`${parsed(() => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined))}::uuid`;
const whole = (text: string) => sql`${parsed(() => (/^\d{1,9}$/.test(text) ? Number(text) : undefined))}::integer`;

function parsed<T>(parse: () => T | undefined): T {
  const value = attempt(parse);
  if (value === undefined) throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return value;
}

function attempt<T>(parse: () => T | undefined): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function toDuty(row: DutyRow): Duty {
  const { name, measure } = row.wording as { name: Words; measure: Words };
  return {
    id: row.id as Id<"duty">,
    siteId: row.site_id as Id<"site">,
    standard: row.standard as StandardId,
    manualVersion: row.manual_version,
    clause: row.clause,
    name,
    measure,
    subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
    owedTo: row.tenant_id ? { tenantId: row.tenant_id as Id<"tenant">, label: row.owed_to ?? "" } : null,
    ownerRole: row.owner_role as Role,
    ownerId: row.owner_id as Id<"person"> | null,
    openedAt: row.opened_at,
    limit: limitFrom(row),
    dueAt: row.due_at,
    explanation: row.explanation as Explanation,
    provisional: row.provisional,
    promisedAt: row.promised_at,
    pauses: (row.pauses as readonly StoredPause[]).map(toPause),
    escalationStep: row.escalation_step,
    closedAt: row.closed_at,
    outcome: row.outcome,
    evidenceId: row.evidence_id as Id<"evidence"> | null,
    excuse: row.excuse ? { reason: row.excuse, reasonFacts: row.excuse_facts as ReasonFacts | null, by: row.excused_by_name ?? "" } : null,
    overridden: row.overridden,
  };
}

function limitFrom({ time_limit: limit, promised_at: at, due_at: dueAt }: DutyRow): Limit | null {
  const stored = limit as Exclude<Limit, { kind: "promised" }> | { readonly kind: "promised" } | null;
  return stored?.kind === "promised" ? { kind: "promised", at: at ?? dueAt } : stored;
}

interface StoredPause {
  readonly from: string;
  readonly to: string | null;
  readonly reason: PauseReason;
  readonly note: string;
  readonly by: string;
}

const toPause = ({ from, to, ...pause }: StoredPause): DutyPause => ({ from: Temporal.Instant.from(from), to: to === null ? null : Temporal.Instant.from(to), ...pause });

function toReply(row: DutyRow & { readonly owner_name: string | null }): DutyReply {
  const duty = toDuty(row);
  return {
    id: duty.id,
    siteId: duty.siteId,
    standard: duty.standard,
    manualVersion: duty.manualVersion,
    clause: duty.clause,
    name: duty.name,
    reason: duty.measure,
    subject: duty.subject,
    owedTo: duty.owedTo,
    ownerRole: duty.ownerRole,
    ownerId: duty.ownerId,
    ownerName: row.owner_name,
    openedAt: duty.openedAt,
    dueAt: duty.dueAt,
    isProvisional: duty.provisional,
    promisedAt: duty.promisedAt,
    isPaused: isPaused(duty),
    escalationStep: duty.escalationStep,
    closedAt: duty.closedAt,
    outcome: duty.outcome,
    isOverridden: duty.overridden,
    evidenceId: duty.evidenceId,
    explanation: explanationOf(duty),
  };
}

/** The arithmetic of a duty's due time in both languages; a check has none. */
export function explanationOf({ limit, explanation }: Pick<Duty, "limit" | "explanation">): Words {
  return limit === null ? onTheSpot : words(sayExplanation(explanation, "zh"), sayExplanation(explanation, "en"));
}

const onTheSpot = words("当场判定，没有时限", "Judged on the spot, no limit");
