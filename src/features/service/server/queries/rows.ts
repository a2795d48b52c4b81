import { type Expression, sql, type SqlBool } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { asId, type Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { parameterOrProposed } from "#features/manual/server/index.ts";
import type { caseFilterField, caseRowField } from "../../contract/fields.ts";
import { type CaseStatus, plain } from "../../rules.ts";
import { toCase, visibleCases } from "../store.ts";
import { workerHere } from "../who.ts";
import { keyAfter, pageByMoment, startOf } from "./paging.ts";
import { idsWith } from "./text.ts";

export type CaseRow = ValueOf<typeof caseRowField>;
export type CaseFilter = ValueOf<typeof caseFilterField>;

/** Cases with the names of who owns and who handles them. */
export const namedCases = (ctx: SiteContext) =>
  visibleCases(ctx)
    .innerJoin("people.person as owner", "owner.id", "case.owner_id")
    .leftJoin("people.person as handler", "handler.id", "case.handler_id")
    .selectAll("case")
    .select(["owner.name as owner_name", "handler.name as handler_name"]);

type NamedRow = Parameters<typeof toCase>[0] & { readonly owner_name: string; readonly handler_name: string | null; readonly status: string };

export function toRow(row: NamedRow, now: Temporal.Instant): CaseRow {
  const stored = toCase(row);
  return {
    ...stored,
    status: row.status as CaseStatus,
    ownerName: row.owner_name,
    handlerName: row.handler_name,
    isOverdue: stored.dueAt !== null && Temporal.Instant.compare(stored.dueAt, now) < 0,
    isEscalated: stored.escalatedAt !== null,
  };
}

type Condition = Expression<SqlBool>;

const isOpen = sql<boolean>`("case".archived_at is null and "case".voided_at is null and "case".merged_into_id is null)`;

/** What a view shows. Conditions are literal, so that the partial indexes of open cases serve them. */
function conditionsOfView(ctx: SiteContext, view: CaseFilter["view"]): Condition[] {
  const me = ctx.actor.personId;
  switch (view) {
    case "all":
      return [];
    case "open":
      return [isOpen];
    case "mine":
      return [isOpen, sql<boolean>`("case".owner_id = ${me} or "case".handler_id = ${me})`];
    case "unanswered":
      return [isOpen, sql<boolean>`"case".feedback_at is null`];
    case "overdue":
      return [isOpen, sql<boolean>`"case".due_at < ${ctx.now}`];
    case "toAccept":
      return [
        isOpen,
        sql<boolean>`"case".dispatched_at is not null and "case".accepted_at is null and "case".resolved_at is null`,
        sql<boolean>`("case".handler_id = ${me} or ("case".handler_id is null and "case".department = any (${workerHere(ctx).departments}::text[])))`,
      ];
    case "toTell":
      return [isOpen, sql<boolean>`"case".owner_id = ${me} and "case".feedback_at is null and ("case".resolved_at is not null or "case".dispatched_at is null)`];
    case "toCallBack":
      return [isOpen, sql<boolean>`"case".feedback_at is not null and "case".revisited_at is null and not (${me}::uuid = any ("case".handler_ids))`];
    case "toClose":
      return [isOpen, sql<boolean>`"case".revisited_at is not null`];
    case "escalated":
      return [isOpen, sql<boolean>`"case".escalated_at is not null`];
    case "repeats":
      return []; // its condition needs the site's days: casePage adds it
  }
}

/** Within how many days a repeat is one at this site. Manual 2.2.1-4. */
export const repeatDaysHere = (ctx: SiteContext): Promise<number> => parameterOrProposed(ctx, "repeatDays");

/** isRepeat() of the rules, in SQL: an earlier case of the same tenant, place and cause within the days. */
export const isRepeatSql = (repeatDays: number) => sql<boolean>`exists (
  select 1 from service."case" earlier
  where earlier.site_id = "case".site_id and earlier.tenant_id = "case".tenant_id and earlier.unit_id is not distinct from "case".unit_id and earlier.id <> "case".id
    and case when earlier.cause is not null and "case".cause is not null then earlier.cause = "case".cause else earlier.category = "case".category end
    and earlier.voided_at is null and earlier.merged_into_id is null
    and earlier.received_at <= "case".received_at and earlier.received_at >= "case".received_at - make_interval(days => ${repeatDays}::integer)
    and (earlier.received_at, earlier.id) < ("case".received_at, "case".id))`;

const equals = {
  kind: "kind",
  severity: "severity",
  attributable: "attributable",
  status: "status",
  channel: "channel",
  category: "category",
  cause: "cause",
  ownerId: "owner_id",
  handlerId: "handler_id",
  department: "department",
  tenantId: "tenant_id",
  unitId: "unit_id",
  floorId: "floor_id",
  buildingId: "building_id",
} as const satisfies Partial<Record<keyof CaseFilter, string>>;

const lacking = { cause: "cause", department: "department", unit: "unit_id" } as const;

function conditionsOf(ctx: SiteContext, filter: CaseFilter): Condition[] {
  const conditions = conditionsOfView(ctx, filter.view);
  for (const [name, column] of Object.entries(equals)) {
    const value = filter[name as keyof typeof equals];
    if (value !== undefined) conditions.push(sql<boolean>`"case".${sql.ref(column)} = ${value}`);
  }
  if (filter.from) conditions.push(sql<boolean>`"case".received_at >= ${startOf(ctx, filter.from)}`);
  if (filter.to) conditions.push(sql<boolean>`"case".received_at < ${startOf(ctx, filter.to.add({ days: 1 }))}`);
  if (filter.isReopened !== undefined) conditions.push(filter.isReopened ? sql<boolean>`"case".round > 1` : sql<boolean>`"case".round = 1`);
  if (filter.lacks) conditions.push(sql<boolean>`"case".${sql.ref(lacking[filter.lacks])} is null`);
  if (filter.order === "due") conditions.push(sql<boolean>`"case".due_at is not null`);
  return conditions;
}

/** A page of cases. */
export async function casePage(
  ctx: SiteContext,
  filter: CaseFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: CaseRow[]; next: string | null }> {
  const { cursor, limit, order } = filter;
  const after = cursor ? keyAfter(cursor) : undefined;
  const keyColumn = order === "due" ? "case.due_at" : "case.received_at";

  const repeats = filter.view === "repeats" ? [isRepeatSql(await repeatDaysHere(ctx))] : [];
  const read = async (among?: Condition) => {
    let query = namedCases(ctx);
    for (const condition of [...conditionsOf(ctx, filter), ...repeats, ...(among ? [among] : [])]) query = query.where(condition);
    if (after) {
      const { at, id } = after;
      query =
        order === "due" ? query.where(sql<boolean>`("case".due_at, "case".id) > (${at}, ${id})`) : query.where(sql<boolean>`("case".received_at, "case".id) < (${at}, ${id})`);
    }
    return query
      .orderBy(keyColumn, order === "due" ? "asc" : "desc")
      .orderBy("case.id", order === "due" ? "asc" : "desc")
      .limit(limit + 1)
      .execute();
  };

  const rows = await readWithText(ctx, filter, after, read);
  const page = pageByMoment(rows, limit, (row) => [order === "due" ? row.due_at : row.received_at, row.id]);
  return { items: page.items.map((row) => toRow(row, ctx.now)), next: page.next };
}

const window = 1000;
const widestWindow = 8000;

/**
 * Looks for the words among the newest cases first: a page filled there needs no search through all, so a common word costs the same
 * however many cases there are. Where the first look finds some, a second one goes as far back as a page of them should reach;
 * a rare word is looked up by its pieces.
 */
async function readWithText<T>(
  ctx: SiteContext,
  { text, order, limit }: CaseFilter & { readonly limit: number },
  after: { readonly at: string; readonly id: string } | undefined,
  read: (among?: Condition) => Promise<T[]>,
): Promise<T[]> {
  if (!text || plain(text) === "") return read();
  const within = (among: number | "all") => sql<boolean>`"case".id in ${idsWith(ctx, text, { among, ...(after ? { before: after } : {}) })}`;
  for (let among = window; order === "newest" && among <= widestWindow;) {
    const recent = await read(within(among));
    if (recent.length > limit) return recent;
    if (among > window) break;
    among = Math.ceil((1.5 * among * (limit + 1)) / recent.length);
  }
  return read(within("all"));
}

const mostExported = 100_000;

/** Up to 100 000 rows of a list, for a file. */
export async function allCases(ctx: SiteContext, filter: CaseFilter): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await casePage(ctx, { ...filter, cursor, limit: 5000 });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor && rows.length < mostExported);
  return rows;
}

const countedViews = ["mine", "unanswered", "overdue", "toAccept", "toTell", "toCallBack", "toClose", "escalated"] as const;
const mostCounted = 1000;

/** How many open cases each view holds, up to a thousand. */
export async function caseCounts(ctx: SiteContext) {
  const query = countedViews.map((view) => {
    const conditions = sql.join(conditionsOfView(ctx, view), sql` and `);
    return sql`(select count(*) from (select 1 from service."case" "case" where "case".site_id = ${ctx.siteId} and ${conditions} limit ${sql.lit(mostCounted + 1)}) counted)`;
  });
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(query)}]::integer[] as counts`.execute(ctx.tx);
  const counts = rows[0]?.counts ?? [];
  return { counts: countedViews.map((view, index) => ({ view, count: Math.min(counts[index] ?? 0, mostCounted), isMore: (counts[index] ?? 0) > mostCounted })) };
}

/** Cases of the same tenant that a new contact may be about: open, or received within the days of a repeat; the likest first. */
export async function likelyDuplicates(
  ctx: SiteContext,
  about: { readonly tenantId?: Id<"tenant"> | undefined; readonly unitId?: Id<"unit"> | undefined; readonly category?: string | undefined; readonly text?: string | undefined },
) {
  if (!about.tenantId && !about.unitId) return { items: [] };
  const recently = ctx.now.subtract({ hours: 24 * (await repeatDaysHere(ctx)) });
  let query = namedCases(ctx)
    .where("case.voided_at", "is", null)
    .where("case.merged_into_id", "is", null)
    .where(sql<boolean>`("case".archived_at is null or "case".received_at >= ${recently})`)
    .orderBy("case.received_at", "desc")
    .limit(100);
  query = about.tenantId ? query.where("case.tenant_id", "=", about.tenantId) : query.where("case.unit_id", "=", about.unitId ?? asId<"unit">(""));
  const rows = await query.execute();
  const words = about.text ? plain(about.text) : "";
  const items = rows.map((row) => ({ ...toRow(row, ctx.now), likeness: likeness(row, about, words) })).filter(({ likeness: share }) => share > 0.25);
  return { items: items.toSorted((a, b) => b.likeness - a.likeness).slice(0, 8) };
}

/** 0 to 1: the same unit, the same category, and how many pairs of characters the matters share. */
function likeness(
  row: { readonly unit_id: string | null; readonly category: string; readonly title: string; readonly matter: string },
  about: { readonly unitId?: string | undefined; readonly category?: string | undefined },
  words: string,
): number {
  const pairs = pairsOf(words);
  const known = pairsOf(plain(`${row.title} ${row.matter}`));
  const shared = pairs.size === 0 ? 0 : [...pairs].filter((pair) => known.has(pair)).length / pairs.size;
  return (about.unitId !== undefined && row.unit_id === about.unitId ? 0.3 : 0) + (about.category !== undefined && row.category === about.category ? 0.3 : 0) + 0.4 * shared;
}

const pairsOf = (text: string): Set<string> =>
  new Set([...text].flatMap((character, index, all) => (character !== " " && all[index + 1] && all[index + 1] !== " " ? [`${character}${all[index + 1]}`] : [])));
