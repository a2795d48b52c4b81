import { sql } from "kysely";
import { type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { containing } from "#platform/text/searchKey.ts";
import { personNames } from "#features/people/server/index.ts";
import { placeName } from "#features/sites/rules.ts";
import { type Lead, leadProblems, type LeadSource, type LeadStage, openStages, type RecordKind, type StepKind } from "../../rules/leads.ts";

const leadColumns = [
  "id",
  "company",
  "tenant_kind",
  "credit_code",
  "industry",
  "contact_name",
  "phone",
  "email",
  "source",
  "area_min_centi",
  "area_max_centi",
  "budget",
  "budget_unit",
  "wanted_on",
  "headcount",
  "notes",
  "stage",
  "owner_id",
  "received_at",
  "answered_at",
  "next_step",
  "next_on",
  "ended_at",
  "end_reason",
  "tenant_id",
  "version",
] as const;

/** The leads of the site at hand; a tenant's contact sees none, by row-level security. */
const leadsHere = (ctx: SiteContext) => ctx.tx.selectFrom("tenants.lead").where("site_id", "=", ctx.siteId).select(leadColumns);

/** Refusal: leadNotFound. */
export async function leadById(ctx: SiteContext, id: Id<"lead">): Promise<Lead> {
  const row = await leadsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leadProblems.leadNotFound());
  return toLead(row);
}

/** A lead that nobody else changes until this transaction ends. Refusal: leadNotFound. */
export async function lockedLead(ctx: SiteContext, id: Id<"lead">): Promise<Lead> {
  const row = await leadsHere(ctx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(leadProblems.leadNotFound());
  return toLead(row);
}

export interface LeadFilter {
  readonly search?: string | undefined;
  readonly stage?: LeadStage | undefined;
  readonly state?: "open" | "ended" | undefined;
  readonly source?: LeadSource | undefined;
  readonly ownerId?: Id<"person"> | undefined;
  readonly due?: "overdue" | "today" | "week" | "unanswered" | undefined;
}

/** Sorts what has no next step yet before every day. */
const dueKey = sql<string>`coalesce(next_on, '-infinity'::date)`;

function filtered(ctx: SiteContext, { search, stage, state = "open", source, ownerId, due }: LeadFilter) {
  const today = dayAt(ctx, ctx.now);
  let query = leadsHere(ctx).where("ended_at", state === "open" ? "is" : "is not", null);
  if (search) query = query.where("search_key", "like", containing(search));
  if (stage) query = query.where("stage", "=", stage);
  if (source) query = query.where("source", "=", source);
  if (ownerId) query = query.where("owner_id", "=", ownerId);
  if (due === "unanswered") query = query.where("answered_at", "is", null);
  if (due === "overdue") query = query.where("next_on", "<", today);
  if (due === "today") query = query.where("next_on", "=", today);
  if (due === "week") query = query.where("next_on", "<=", today.add({ days: 7 }));
  return query;
}

/** Leads: open ones by the day of their next step, those without an answer first; ended ones newest first. */
export async function leadPage(ctx: SiteContext, { cursor, limit, ...filter }: LeadFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  if (filter.state === "ended") {
    let query = filtered(ctx, filter).orderBy("ended_at", "desc").orderBy("id", "desc");
    if (cursor) {
      const [endedAt, id] = keysOf(cursor, ["moment", "id"]);
      query = query.where(sql<boolean>`(ended_at, id) < (${endedAt}::timestamptz, ${id}::uuid)`);
    }
    const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.ended_at, row.id]);
    return { items: await named(ctx, page.items.map(toLead)), next: page.next };
  }
  let query = filtered(ctx, filter).orderBy(dueKey).orderBy("id");
  if (cursor) {
    const [on = "", id] = keysOf(cursor, ["text", "id"]);
    query = query.where(sql<boolean>`(coalesce(next_on, '-infinity'::date), id) > (${dayInCursor(on)}::date, ${id}::uuid)`);
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.next_on?.toString() ?? "-infinity", row.id]);
  return { items: await named(ctx, page.items.map(toLead)), next: page.next };
}

/** A cursor is the client's word: what is no day sorts before every day. */
function dayInCursor(text: string): string {
  try {
    return Temporal.PlainDate.from(text).toString({ calendarName: "never" });
  } catch {
    return "-infinity";
  }
}

const cardsOfColumn = 50;

/** The open columns with their first cards, and what is due. Each column reads no further than what it shows. */
export async function boardOf(ctx: SiteContext, filter: Omit<LeadFilter, "stage" | "state">) {
  const columns = [];
  for (const stage of openStages) {
    const rows = await filtered(ctx, { ...filter, stage })
      .orderBy(dueKey)
      .orderBy("id")
      .limit(cardsOfColumn)
      .execute();
    const { count } = await filtered(ctx, { ...filter, stage })
      .clearSelect()
      .select(sql<number>`count(*)::int`.as("count"))
      .executeTakeFirstOrThrow();
    columns.push({ stage, count, leads: await named(ctx, rows.map(toLead)) });
  }
  return { columns, due: await dueCounts(ctx, filter.ownerId) };
}

/** How many open leads wait for an answer or a next step. */
export async function dueCounts(ctx: SiteContext, ownerId?: Id<"person">) {
  const today = dayAt(ctx, ctx.now);
  return filtered(ctx, { ownerId })
    .clearSelect()
    .select([
      sql<number>`(count(*) filter (where answered_at is null))::int`.as("unanswered"),
      sql<number>`(count(*) filter (where next_on < ${today}::date))::int`.as("overdue"),
      sql<number>`(count(*) filter (where next_on = ${today}::date))::int`.as("today"),
    ])
    .executeTakeFirstOrThrow();
}

const mostExported = 100_000;

/** Every lead of a list, up to as many as a file holds. */
export async function allLeads(ctx: SiteContext, filter: LeadFilter) {
  const rows = await filtered(ctx, filter).orderBy("received_at", "desc").orderBy("id").limit(mostExported).execute();
  return named(ctx, rows.map(toLead));
}

export type NamedLead = Lead & { readonly ownerName: string };

export async function named(ctx: SiteContext, leads: readonly Lead[]): Promise<NamedLead[]> {
  const names = await personNames(
    ctx,
    leads.map(({ ownerId }) => ownerId),
  );
  return leads.map((lead) => ({ ...lead, ownerName: (lead.ownerId && names.get(lead.ownerId)) ?? "" }));
}

/** A lead with its owner's name, as screens show it. Refusal: leadNotFound. */
export async function namedLead(ctx: SiteContext, id: Id<"lead">): Promise<NamedLead> {
  const [lead] = await named(ctx, [await leadById(ctx, id)]);
  return lead!;
}

interface StepFacts {
  readonly next?: { readonly what: string; readonly on: string };
  readonly isAnswer?: boolean;
  readonly stage?: LeadStage;
}

/** What happened with a lead, newest first, with the units that were shown. */
export async function historyOf(ctx: SiteContext, leadId: Id<"lead">) {
  const steps = await ctx.tx
    .selectFrom("tenants.lead_step")
    .where("site_id", "=", ctx.siteId)
    .where("lead_id", "=", leadId)
    .select(["id", "kind", "happened_at", "person_name", "note", "facts"])
    .orderBy("happened_at", "desc")
    .orderBy("id", "desc")
    .limit(1000)
    .execute();
  const shown = Map.groupBy(await shownTo(ctx, leadId), ({ stepId }) => stepId);
  return steps.map(({ id, kind, happened_at: at, person_name: personName, note, facts }) => {
    const { next, isAnswer = false, stage } = facts as StepFacts;
    return {
      id: id as Id<"leadStep">,
      kind: kind as StepKind | RecordKind,
      at,
      personName,
      note,
      next: next ? { what: next.what, on: Temporal.PlainDate.from(next.on) } : null,
      isAnswer,
      stage: stage ?? null,
      shown: (shown.get(id) ?? []).map(({ unitId, place, areaCenti, remark }) => ({ unitId, place, areaCenti, remark })),
    };
  });
}

async function shownTo(ctx: SiteContext, leadId: Id<"lead">) {
  const rows = await ctx.tx
    .selectFrom("tenants.lead_shown as shown")
    .innerJoin("sites.unit as unit", (join) => join.onRef("unit.site_id", "=", "shown.site_id").onRef("unit.id", "=", "shown.unit_id"))
    .innerJoin("sites.floor as floor", (join) => join.onRef("floor.site_id", "=", "unit.site_id").onRef("floor.id", "=", "unit.floor_id"))
    .innerJoin("sites.building as building", (join) => join.onRef("building.site_id", "=", "unit.site_id").onRef("building.id", "=", "unit.building_id"))
    .where("shown.site_id", "=", ctx.siteId)
    .where("shown.lead_id", "=", leadId)
    .select(["shown.step_id", "shown.unit_id", "shown.remark", "unit.unit_no as unitNo", "unit.gross_centi", "floor.name as floor", "building.name as building"])
    .orderBy("unit.unit_no")
    .execute();
  return rows.map((row) => ({ stepId: row.step_id, unitId: row.unit_id as Id<"unit">, place: placeName(row), areaCenti: row.gross_centi, remark: row.remark }));
}

const ownerRoles: readonly Role[] = ["leasingOfficer", "serviceOfficer", "serviceSupervisor", "projectManager"];

/** The role in which a person answers for a lead at this site; undefined for whoever may not. */
export async function roleOfOwner(ctx: SiteContext, personId: Id<"person">): Promise<Role | undefined> {
  const rows = await ctx.tx.selectFrom("people.role_grant").select("role").where("site_id", "=", ctx.siteId).where("person_id", "=", personId).execute();
  return ownerRoles.find((role) => rows.some((row) => row.role === role));
}

/** Who may follow up leads here, by name. */
export async function leadOwners(ctx: SiteContext) {
  const people = await ctx.tx
    .selectFrom("people.role_grant as held")
    .innerJoin("people.person as person", "person.id", "held.person_id")
    .where("held.site_id", "=", ctx.siteId)
    .where("held.role", "in", [...ownerRoles])
    .where("person.state", "=", "active")
    .select(["person.id", "person.name"])
    .distinct()
    .orderBy("person.name")
    .execute();
  return { people: people as { id: Id<"person">; name: string }[] };
}

const toLead = (row: {
  id: string;
  company: string;
  tenant_kind: string;
  credit_code: string | null;
  industry: string;
  contact_name: string;
  phone: string;
  email: string;
  source: string;
  area_min_centi: number | null;
  area_max_centi: number | null;
  budget: string | null;
  budget_unit: string;
  wanted_on: Temporal.PlainDate | null;
  headcount: number | null;
  notes: string;
  stage: string;
  owner_id: string | null;
  received_at: Temporal.Instant;
  answered_at: Temporal.Instant | null;
  next_step: string;
  next_on: Temporal.PlainDate | null;
  ended_at: Temporal.Instant | null;
  end_reason: string | null;
  tenant_id: string | null;
  version: number;
}): Lead => ({
  id: row.id as Lead["id"],
  company: row.company,
  tenantKind: row.tenant_kind as Lead["tenantKind"],
  creditCode: row.credit_code,
  industry: row.industry,
  contactName: row.contact_name,
  phone: row.phone,
  email: row.email,
  source: row.source as LeadSource,
  areaMinCenti: row.area_min_centi,
  areaMaxCenti: row.area_max_centi,
  budget: row.budget,
  budgetUnit: row.budget_unit as Lead["budgetUnit"],
  wantedOn: row.wanted_on,
  headcount: row.headcount,
  notes: row.notes,
  stage: row.stage as LeadStage,
  ownerId: row.owner_id as Lead["ownerId"],
  receivedAt: row.received_at,
  answeredAt: row.answered_at,
  nextStep: row.next_step,
  nextOn: row.next_on,
  endedAt: row.ended_at,
  endReason: row.end_reason as Lead["endReason"],
  tenantId: row.tenant_id as Lead["tenantId"],
  version: row.version,
});
