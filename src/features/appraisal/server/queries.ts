import { sql } from "kysely";
import type { Endpoint, ValueOf } from "#kernel/contract.ts";
import { edgeProblems } from "#kernel/edgeProblems.ts";
import { asId, type Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { type Department, departmentOf, departments, type Role } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { type Context, dayAt, may, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { editionAt, manualAt, type ManualAtSite } from "#features/manual/server/index.ts";
import type { ReasonFacts } from "#features/duties/rules.ts";
import { type Book, pathOf } from "#features/manual/rules.ts";
import * as contract from "../contract.ts";
import {
  addTallies,
  type ExceptionKind,
  exceptionKinds,
  meets,
  noOccasions,
  scoredChapterOf,
  scoredChapters,
  type Tally,
  type Verdict,
  whyNoScore,
  whyUnmeasured,
} from "../rules.ts";
import { type Span, tallies } from "./tallies.ts";

type ReplyOf<C extends Endpoint> = ValueOf<NonNullable<C["reply"]>>;
type QueryOf<C extends Endpoint> = ValueOf<NonNullable<C["query"]>>;
type Row = ReplyOf<typeof contract.getClauseScore>["row"];

/** Clauses by months. Scores of one person are for who may read them, and for the person. Refusal: notAllowed. */
export async function matrix(ctx: SiteContext, { personId, department, ...asked }: QueryOf<typeof contract.getMatrix>): Promise<ReplyOf<typeof contract.getMatrix>> {
  if (personId && personId !== ctx.actor.personId && !may(ctx, contract.appraisalRights.readPeople))
    throw new Refusal(edgeProblems.notAllowed({ right: contract.appraisalRights.readPeople.name }));
  const span = spanOf(ctx, asked);
  const months = monthsOf(span);
  const { book, number, values } = await manualAt(ctx, lastDayOf(ctx, span));
  const counted = await tallies(ctx, { siteIds: [ctx.siteId], ...span, personId, department }, ["clause", "standard", "month"]);
  const rows = rowsOf({ book, values }, months, counted);
  const cells = months.map((_, index) => addTallies(rows.map((row) => row.cells[index]!)));
  return { months, edition: number, chapters: book.chapters.map(({ id, title }) => ({ id, title })), rows, cells, total: addTallies(cells) };
}

/** One clause by months. Refusal: notFound. */
export async function clauseScore(
  ctx: SiteContext,
  { clauseId, ...asked }: QueryOf<typeof contract.getClauseScore> & { clauseId: string },
): Promise<ReplyOf<typeof contract.getClauseScore>> {
  const span = spanOf(ctx, asked);
  const months = monthsOf(span);
  const { book, values } = await manualAt(ctx, lastDayOf(ctx, span));
  const counted = await tallies(ctx, { siteIds: [ctx.siteId], ...span, clause: clauseId }, ["clause", "standard", "month"]);
  const row = rowsOf({ book, values }, months, counted).find(({ clause }) => clause === clauseId);
  if (!row) throw new Refusal(edgeProblems.notFound());
  return { months, row };
}

/** By department and by person. */
export async function people(ctx: SiteContext, asked: QueryOf<typeof contract.getPeople>): Promise<ReplyOf<typeof contract.getPeople>> {
  const span = spanOf(ctx, asked);
  const months = monthsOf(span);
  const counted = await tallies(ctx, { siteIds: [ctx.siteId], ...span }, ["owner_role", "owner_id", "month"]);
  const names = await namesOf(
    ctx,
    counted.flatMap(({ owner_id }) => owner_id ?? []),
  );
  const byMonth = (rows: typeof counted) => cellsOf(months, rows);

  const byDepartment = Map.groupBy(counted, ({ owner_role }) => departmentOf(owner_role) ?? null);
  const byOwner = Map.groupBy(counted, ({ owner_id, owner_role }) => owner_id ?? `role ${owner_role}`);
  return {
    months,
    departments: [...byDepartment].map(([department, rows]) => ({ department, ...byMonth(rows) })).toSorted((a, b) => orderOf(a.department) - orderOf(b.department)),
    people: [...byOwner.values()]
      .map((rows) => {
        const { owner_id: personId, owner_role: role } = rows.at(-1)!;
        return { personId, role, name: personId ? (names.get(personId) ?? null) : null, department: departmentOf(role) ?? null, ...byMonth(rows) };
      })
      .toSorted((a, b) => orderOf(a.department) - orderOf(b.department) || (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff", "zh-CN")),
  };
}

/** Sites by chapters, over all sites in reach. */
export async function group(ctx: Context, { to, months }: QueryOf<typeof contract.getGroup>): Promise<ReplyOf<typeof contract.getGroup>> {
  const sites = await ctx.tx.selectFrom("sites.site").where("id", "in", ctx.siteIds).where("state", "=", "active").select(["id", "name", "zone"]).orderBy("code").execute();
  const last = to ?? dayAt({ zone: sites[0]?.zone ?? "Asia/Shanghai" }, ctx.now).toPlainYearMonth();
  const span = { from: last.subtract({ months: months - 1 }), to: last };
  const { book } = await editionAt(ctx);
  const chapters = scoredChapters(book).filter(({ id }) => standardsUnder(book, id).length > 0);
  const siteIds = sites.map(({ id }) => asId<"site">(id));
  const counted = await tallies(ctx, { siteIds, ...span }, ["site_id", "clause"]);
  const rows = sites.map(({ id, name }) => {
    const own = counted.filter(({ site_id }) => site_id === id);
    const cells = chapters.map((chapter) => addTallies(own.filter(({ clause }) => scoredChapterOf(book, clause) === chapter.id)));
    return { siteId: asId<"site">(id), name, cells, total: addTallies(cells) };
  });
  return {
    ...span,
    chapters: chapters.map(({ id, title }) => ({ id, title, unmeasured: whyUnmeasured(standardsUnder(book, id)) })),
    sites: rows,
    cells: chapters.map((_, index) => addTallies(rows.map(({ cells }) => cells[index]!))),
  };
}

/** The appraisal sheet of one month. */
export async function monthly(ctx: SiteContext, month: Temporal.PlainYearMonth): Promise<ReplyOf<typeof contract.getMonthly>> {
  const today = dayAt(ctx, ctx.now);
  const span = { from: month, to: month };
  const { book, number, values } = await manualAt(ctx, lastDayOf(ctx, span));
  const counted = await tallies(ctx, { siteIds: [ctx.siteId], ...span }, ["clause", "standard", "month"]);
  const rows = rowsOf({ book, values }, [month], counted);
  const site = await ctx.tx.selectFrom("sites.site").where("id", "=", ctx.siteId).select("name").executeTakeFirstOrThrow();
  return {
    month,
    siteName: site.name,
    edition: number,
    isRunning: Temporal.PlainYearMonth.compare(month, today.toPlainYearMonth()) >= 0,
    asOf: today,
    total: addTallies(rows.map(({ total }) => total)),
    lines: rows.map(({ clause, title, chapter, unmeasured, standards }) => ({
      clause,
      title,
      chapter,
      unmeasured,
      standards: standards.map(({ id, name, target, isRunning, unmeasured: why, total }) => ({
        id,
        name,
        target,
        isRunning,
        unmeasured: why,
        tally: total,
        isMet: meets(total, target),
      })),
    })),
    exceptions: await exceptionCounts(ctx, month),
  };
}

/** The duties behind a cell, newest verdict first. */
export async function countedDuties(ctx: SiteContext, { cursor, limit, ...cell }: QueryOf<typeof contract.listCounted>): Promise<ReplyOf<typeof contract.listCounted>> {
  const rows = await dutiesOfCell(ctx, cell, limit + 1, cursor);
  const page = pageFrom(rows, limit, ({ verdictAt, id }) => [verdictAt.toString(), id]);
  return page;
}

export type Cell = Omit<QueryOf<typeof contract.listCounted>, "cursor" | "limit">;

export async function dutiesOfCell(ctx: SiteContext, cell: Cell, most: number, cursor?: string) {
  const from = startOf(ctx, cell.from);
  const to = startOf(ctx, (cell.to ?? cell.from).add({ months: 1 }));
  const clauses = cell.chapter ? clausesUnder((await manualAt(ctx)).book, cell.chapter) : undefined;
  const after = cursor ? keysOf(cursor, 2) : undefined;
  const isOpen = sql<boolean>`duty.closed_at is null and duty.paused_since is null and duty.due_at < ${ctx.now}`;
  const { rows } = await sql<DutyRow>`
    with counted as (
      (select duty.*, least(duty.closed_at, duty.due_at) as verdict_at, case when duty.overridden then 'overridden' else duty.outcome end as verdict
        from duties.duty as duty where duty.site_id = ${ctx.siteId} and duty.closed_at is not null and least(duty.closed_at, duty.due_at) >= ${from} and least(duty.closed_at, duty.due_at) < ${to})
      union all
      (select duty.*, duty.due_at, 'overdue' from duties.duty as duty where duty.site_id = ${ctx.siteId} and ${isOpen} and duty.due_at >= ${from} and duty.due_at < ${to})
    )
    select counted.id, counted.clause, counted.standard, counted.wording, counted.subject_kind, counted.subject_id, counted.subject_label, counted.owed_to, counted.owner_role,
      person.name as owner_name, counted.opened_at, counted.due_at, counted.closed_at, counted.recorded_at, counted.verdict, counted.verdict_at, counted.excuse, counted.excuse_facts, counted.evidence_id,
      exists (select from appraisal.exception as told where told.site_id = counted.site_id and told.duty_id = counted.id and told.kind = 'dutyToldLater') as told_later
    from counted left join people.person as person on person.id = counted.owner_id
    where true
      ${cell.clause ? sql`and counted.clause = ${cell.clause}` : sql``}
      ${clauses ? sql`and counted.clause = any (${clauses}::text[])` : sql``}
      ${cell.standard ? sql`and counted.standard = ${cell.standard}` : sql``}
      ${cell.verdict ? sql`and counted.verdict = ${cell.verdict}` : sql``}
      ${cell.personId ? sql`and counted.owner_id = ${cell.personId}` : sql``}
      ${cell.role ? sql`and counted.owner_role = ${cell.role} and counted.owner_id is null` : sql``}
      ${cell.department ? sql`and counted.owner_role = any (${[...departments[cell.department]]}::text[])` : sql``}
      ${after ? sql`and (counted.verdict_at, counted.id) < (${instantOf(after[0]!)}::timestamptz, ${uuidOf(after[1]!)}::uuid)` : sql``}
    order by counted.verdict_at desc, counted.id desc limit ${most}`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    clause: row.clause,
    standard: row.standard,
    name: row.wording.name,
    subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
    owedTo: row.owed_to,
    ownerRole: row.owner_role,
    ownerName: row.owner_name,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    verdict: row.verdict,
    verdictAt: row.verdict_at,
    reason: row.excuse,
    reasonFacts: row.excuse_facts,
    enteredAt: row.recorded_at,
    isToldLater: row.told_later,
    evidenceId: row.evidence_id,
  }));
}

interface DutyRow {
  readonly id: Id<"duty">;
  readonly clause: string;
  readonly standard: string;
  readonly wording: { readonly name: Words };
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_label: string;
  readonly owed_to: string | null;
  readonly owner_role: Role;
  readonly owner_name: string | null;
  readonly opened_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
  readonly closed_at: Temporal.Instant | null;
  readonly verdict: Verdict;
  readonly verdict_at: Temporal.Instant;
  readonly recorded_at: Temporal.Instant | null;
  readonly told_later: boolean;
  readonly excuse: string | null;
  readonly excuse_facts: ReasonFacts | null;
  readonly evidence_id: Id<"evidence"> | null;
}

/** What was let pass in a month, newest first. */
export async function exceptions(
  ctx: SiteContext,
  { month, kind, cursor, limit }: Omit<QueryOf<typeof contract.listExceptions>, "limit"> & { limit: number },
): Promise<ReplyOf<typeof contract.listExceptions>> {
  const after = cursor ? keysOf(cursor, 2) : undefined;
  let query = ctx.tx
    .selectFrom("appraisal.exception")
    .where("site_id", "=", ctx.siteId)
    .where("happened_at", ">=", startOf(ctx, month))
    .where("happened_at", "<", startOf(ctx, month.add({ months: 1 })));
  if (kind) query = query.where("kind", "=", kind);
  if (after) query = query.where(sql<boolean>`(happened_at, evidence_id) < (${instantOf(after[0]!)}::timestamptz, ${uuidOf(after[1]!)}::uuid)`);
  const rows = await query
    .selectAll()
    .orderBy("happened_at", "desc")
    .orderBy("evidence_id", "desc")
    .limit(limit + 1)
    .execute();
  const page = pageFrom(rows, limit, (row) => [row.happened_at.toString(), row.evidence_id]);
  return {
    ...page,
    items: page.items.map((row) => ({
      evidenceId: asId<"evidence">(row.evidence_id),
      kind: row.kind,
      happenedAt: row.happened_at,
      clause: row.clause,
      subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
      reason: row.reason,
      reasonFacts: row.reason_facts as ReasonFacts | null,
      byName: row.by_name,
      dutyId: row.duty_id ? asId<"duty">(row.duty_id) : null,
    })),
  };
}

async function exceptionCounts(ctx: SiteContext, month: Temporal.PlainYearMonth): Promise<{ kind: ExceptionKind; count: number }[]> {
  const counts = await ctx.tx
    .selectFrom("appraisal.exception")
    .where("site_id", "=", ctx.siteId)
    .where("happened_at", ">=", startOf(ctx, month))
    .where("happened_at", "<", startOf(ctx, month.add({ months: 1 })))
    .groupBy("kind")
    .select(["kind", sql<number>`count(*)`.as("count")])
    .execute();
  return (Object.keys(exceptionKinds) as ExceptionKind[]).map((kind) => ({ kind, count: counts.find((each) => each.kind === kind)?.count ?? 0 }));
}

/** Every clause of the book in its order, with its cells; clauses that have since left the book keep their rows at the end. */
function rowsOf(
  { book, values }: Pick<ManualAtSite, "book" | "values">,
  months: readonly Temporal.PlainYearMonth[],
  counted: readonly ({ clause: string; standard: string; month: Temporal.PlainDate } & Tally)[],
): Row[] {
  const known = new Set(book.clauses.map(({ id }) => id));
  const gone = [...new Set(counted.map(({ clause }) => clause))].filter((clause) => !known.has(clause)).toSorted();
  const clauses = [...book.clauses, ...gone.map((id) => ({ id, chapter: "", title: { zh: id, en: id } }))];
  return clauses.map(({ id: clause, chapter, title }) => {
    const own = counted.filter((each) => each.clause === clause);
    const definitions = book.standards.filter((each) => each.clause === clause);
    const strangers = [...new Set(own.map(({ standard }) => standard))].filter((id) => !definitions.some((each) => each.id === id));
    const standards = [
      ...definitions.map((definition) => ({ ...definition, id: definition.id as string })),
      ...strangers.map((id) => ({ ...book.standards.find((each) => each.id === id), id, name: nameIn(book, id), target: 100, measuredBy: "duties" as const, parameters: [] })),
    ];
    const total = cellsOf(months, own);
    return {
      clause,
      title,
      chapter,
      unmeasured: whyNoScore(total.total, definitions, values),
      ...total,
      standards: standards.map((standard) => {
        const { id, name, target, measuredBy } = standard;
        const cells = cellsOf(
          months,
          own.filter((each) => each.standard === id),
        );
        return { id, name, target, isRunning: measuredBy !== null, unmeasured: whyNoScore(cells.total, [standard], values), ...cells };
      }),
    };
  });
}

const nameIn = (book: Book, standard: string): Words => book.standards.find(({ id }) => id === standard)?.name ?? { zh: standard, en: standard };

function cellsOf(months: readonly Temporal.PlainYearMonth[], counted: readonly ({ month: Temporal.PlainDate } & Tally)[]): { cells: Tally[]; total: Tally } {
  const cells = months.map((month) => addTallies(counted.filter((each) => each.month.toPlainYearMonth().equals(month))));
  return { cells, total: cells.length === 0 ? noOccasions : addTallies(cells) };
}

const clausesUnder = (book: Book, chapter: string): string[] => book.clauses.filter((clause) => pathOf(book, clause.chapter).some(({ id }) => id === chapter)).map(({ id }) => id);

function standardsUnder(book: Book, chapter: string): Book["standards"] {
  const clauses = new Set(clausesUnder(book, chapter));
  return book.standards.filter(({ clause }) => clauses.has(clause));
}

async function namesOf(ctx: Context, ids: readonly Id<"person">[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom("people.person")
    .where("id", "in", [...new Set(ids)])
    .select(["id", "name"])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const departmentOrder = Object.keys(departments) as Department[];
const orderOf = (department: Department | null) => (department ? departmentOrder.indexOf(department) : departmentOrder.length);

function spanOf(ctx: SiteContext, { to = dayAt(ctx, ctx.now).toPlainYearMonth(), months }: { to?: Temporal.PlainYearMonth | undefined; months: number }): Span {
  return { from: to.subtract({ months: months - 1 }), to };
}

const monthsOf = ({ from, to }: Span): Temporal.PlainYearMonth[] =>
  Array.from({ length: from.until(to, { largestUnit: "months" }).months + 1 }, (_, index) => from.add({ months: index }));

/** The day whose edition names the rows: the last of the span, or today while it runs. */
function lastDayOf(ctx: SiteContext, { to }: Span): Temporal.PlainDate {
  const today = dayAt(ctx, ctx.now);
  const last = to.toPlainDate({ day: to.daysInMonth });
  return Temporal.PlainDate.compare(last, today) < 0 ? last : today;
}

const startOf = (ctx: SiteContext, month: Temporal.PlainYearMonth): Temporal.Instant => month.toPlainDate({ day: 1 }).toZonedDateTime(ctx.zone).toInstant();

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  }
}

function uuidOf(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new Refusal(edgeProblems.invalid({ field: "cursor" }));
  return text;
}
