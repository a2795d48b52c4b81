import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type Cell, sayCell } from "#kernel/cell.ts";
import { columnLetters } from "#kernel/cellValue.ts";
import type { UploadedFile } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import { fingerprintOf, type SampleRow } from "#kernel/sheetTitles.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { entitiesOf } from "#features/sites/server/index.ts";
import { statementUndone, workOnStatement } from "../contract.ts";
import {
  findStatementHeader,
  guessStatement,
  mayBecome,
  paymentsProblems,
  type Statement,
  type StatementColumn,
  statementColumnNames,
  type StatementCounts,
  type StatementMapping,
  type StatementStatus,
  whyNotRead,
} from "../rules.ts";
import { toStatement } from "./rows.ts";

const statementsHere = (ctx: SiteContext) => ctx.tx.selectFrom("payments.statement").selectAll().where("site_id", "=", ctx.siteId);

/** Refusal: statementNotFound. */
export async function statementById(ctx: SiteContext, id: Id<"statement">): Promise<Statement> {
  const row = await statementsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.statementNotFound());
  return toStatement(row);
}

/** Newest first. */
export async function statementPage(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = statementsHere(ctx)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where((eb) => eb(eb.refTuple("created_at", "id"), "<", eb.tuple(Temporal.Instant.from(at!), id!)));
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.created_at, row.id]);
  return { items: page.items.map(toStatement), next: page.next };
}

export async function sourceOf(ctx: SiteContext, id: Id<"statement">): Promise<Uint8Array> {
  const { bytes } = await ctx.tx.selectFrom("payments.statement_source").select("bytes").where("site_id", "=", ctx.siteId).where("statement_id", "=", id).executeTakeFirstOrThrow();
  return bytes;
}

/** Takes a file of an entity's bank account in. Refusals: statementNotFound for another site's entity, those of reading a spreadsheet. */
export async function uploadStatement(ctx: SiteContext, entityId: Id<"entity">, { name, bytes }: UploadedFile): Promise<Statement> {
  if (!(await entitiesOf(ctx)).some((entity) => entity.id === entityId)) throw new Refusal(paymentsProblems.statementNotFound());
  const { sheets } = await readSheets(bytes, name);
  const id = newId<"statement">();
  const person = personOf(ctx);
  await ctx.tx
    .insertInto("payments.statement")
    .values({
      site_id: ctx.siteId,
      id,
      entity_id: entityId,
      file_name: storable(name).slice(-200) || "statement",
      file_hash: createHash("sha256").update(bytes).digest("hex"),
      sheets: sheets.map(storable),
      created_by: person.personId,
      created_by_name: person.personName,
      created_at: ctx.now,
    })
    .execute();
  await ctx.tx
    .insertInto("payments.statement_source")
    .values({ site_id: ctx.siteId, statement_id: id, bytes: Buffer.from(bytes) })
    .execute();
  await ctx.tell(ctx.siteId, "payments.statement", id);
  return statementById(ctx, id);
}

const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed();

const rowsLookedAt = 60;
const samplesShown = 3;

/** The top of a sheet, its header found unless chosen, and what each column is taken for: as last time, if this account's files looked so. Refusals: statementNotFound, noSuchSheet. */
export async function sheetView(ctx: SiteContext, id: Id<"statement">, { sheet, headerRow }: { readonly sheet: number; readonly headerRow?: number | undefined }) {
  const statement = await statementById(ctx, id);
  const rows = await topOf(await sourceOf(ctx, id), statement.fileName, sheet, Math.min(headerRow ?? 0, 1000) + rowsLookedAt);
  const found = headerRow ?? findStatementHeader(rows.slice(0, 30)) ?? null;
  const header = rows.find(({ number }) => number === found) ?? { number: found ?? 1, cells: [] };
  const samples = rows.filter(({ number }) => number > header.number);
  const guess = guessStatement(sheet, header, samples);
  const remembered = await rememberedMapping(ctx, statement.entityId, fingerprintOf(header.cells));
  const mapping = remembered ? carriedOver(remembered, guess.mapping, header) : guess.mapping;
  const own = statement.mapping;
  return {
    sheet,
    headerRow: found,
    columns: columnsOf(header, samples),
    top: rows.slice(0, 12).map(({ number, cells }) => ({ row: number, cells: cells.slice(0, 20).map(shown) })),
    mapping: own && own.sheet === sheet && own.headerRow === found ? own : mapping,
    confidence: guess.confidence,
    isRemembered: remembered !== undefined,
  };
}

const shown = (cell: Cell): string => storable(sayCell(cell)).slice(0, 60);

function columnsOf(header: SampleRow, samples: readonly SampleRow[]) {
  const width = Math.max(header.cells.length, ...samples.map(({ cells }) => cells.length));
  return Array.from({ length: Math.min(width, 500) }, (_, column) => ({
    title: shown(header.cells[column] ?? null),
    letters: columnLetters(column),
    samples: [...new Set(samples.map(({ cells }) => shown(cells[column] ?? null)).filter((text) => text !== ""))].slice(0, samplesShown),
  }));
}

interface Remembered {
  readonly mapping: StatementMapping;
  readonly titles: readonly string[];
}

/** The mapping last used for this account and the same columns. */
async function rememberedMapping(ctx: SiteContext, entityId: Id<"entity">, fingerprint: string): Promise<Remembered | undefined> {
  const row = await statementsHere(ctx)
    .where("entity_id", "=", entityId)
    .where("fingerprint", "=", fingerprint)
    .where("mapping", "is not", null)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { mapping: row.mapping as unknown as StatementMapping, titles: (row.titles ?? []) as unknown as string[] };
}

/** A remembered mapping for these columns, which may have moved: each is found again by its title. */
function carriedOver({ mapping, titles }: Remembered, guessed: StatementMapping, header: SampleRow): StatementMapping {
  const now = header.cells.map(shown);
  const columns: Partial<Record<StatementColumn, number>> = {};
  for (const column of statementColumnNames) {
    const old = mapping.columns[column];
    const place = old === undefined ? -1 : now.indexOf(titles[old] ?? "");
    if (place >= 0) columns[column] = place;
  }
  return { ...guessed, columns, dateOrder: mapping.dateOrder };
}

/** Says which column means what, and has the statement read through. Refusals: statementNotFound, wrongStatus, noSuchSheet, noHeader, fieldNeeded, noSuchColumn. */
export async function mapStatement(ctx: SiteContext, id: Id<"statement">, mapping: StatementMapping): Promise<Statement> {
  const statement = await statementById(ctx, id);
  if (!mayBecome(statement.status, "previewing")) throw new Refusal(paymentsProblems.wrongStatus({ status: statement.status }));
  const rows = await topOf(await sourceOf(ctx, id), statement.fileName, mapping.sheet, mapping.headerRow);
  const header = rows.find(({ number }) => number === mapping.headerRow);
  if (!header) throw new Refusal(paymentsProblems.noHeader({ row: mapping.headerRow }));
  refuseIf(whyNotRead(mapping, header.cells.length));
  await become(ctx, statement, "previewing", { mapping, titles: header.cells.map(shown), fingerprint: fingerprintOf(header.cells), counts: null, problems: null });
  return queueWork(ctx, id, "preview");
}

/** Has the lines taken in; asked for again while that is under way, it goes on as it was asked first. Refusals: statementNotFound, wrongStatus, someRefused, nothingToImport. */
export async function runStatement(ctx: SiteContext, id: Id<"statement">, { choice }: { readonly choice: "allOrNothing" | "goodRows" }): Promise<Statement> {
  const statement = await statementById(ctx, id);
  if (statement.status === "running") return queueWork(ctx, id, "run");
  if (statement.status !== "previewed") throw new Refusal(paymentsProblems.wrongStatus({ status: statement.status }));
  const { refused = 0, good = 0 } = statement.counts ?? {};
  if (choice === "allOrNothing" && refused > 0) throw new Refusal(paymentsProblems.someRefused({ refused }));
  if (good === 0) throw new Refusal(paymentsProblems.nothingToImport());
  await become(ctx, statement, "running", { choice, problems: null });
  await reportProgress(ctx, id, 0, good);
  return queueWork(ctx, id, "run");
}

/** Takes a whole statement back. Refusals: statementNotFound, wrongStatus, stillMatched. */
export async function undoStatement(ctx: SiteContext, id: Id<"statement">): Promise<Statement> {
  const statement = await statementById(ctx, id);
  await become(ctx, statement, "undone", { problems: null, finishedAt: ctx.now });
  const lines = ctx.tx.selectFrom("payments.statement_line as line").where("line.site_id", "=", ctx.siteId).where("line.statement_id", "=", id);
  await lines.select("line.id").forUpdate().execute();
  const used = await lines
    .innerJoin("payments.payment as payment", (join) => join.onRef("payment.site_id", "=", "line.site_id").onRef("payment.statement_line_id", "=", "line.id"))
    .select("line.id")
    .distinct()
    .execute();
  if (used.length > 0) throw new Refusal(paymentsProblems.stillMatched({ lines: used.length }));
  const removed = await ctx.tx.deleteFrom("payments.statement_line").where("site_id", "=", ctx.siteId).where("statement_id", "=", id).executeTakeFirst();
  await ctx.record(statementUndone, { statementId: id, fileName: statement.fileName, lines: Number(removed.numDeletedRows) });
  await ctx.tell(ctx.siteId, "payments.statement_line");
  return statementById(ctx, id);
}

async function queueWork(ctx: SiteContext, statementId: Id<"statement">, deed: Deed): Promise<Statement> {
  const { personId, personName } = personOf(ctx);
  await ctx.tx
    .updateTable("payments.statement")
    .set({ asked_by: personId, asked_by_name: personName, asked_at: ctx.now })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", statementId)
    .execute();
  await ctx.enqueue(workOnStatement, { siteId: ctx.siteId, statementId, personId, personName, deed }, { key: workKey(statementId) });
  return statementById(ctx, statementId);
}

type Deed = "preview" | "run";
const workKey = (id: Id<"statement">): string => `payments.statement:${id}`;

function personOf({ actor }: SiteContext): { readonly personId: Id<"person">; readonly personName: string } {
  if (!actor.personId) throw new TypeError("A statement is imported by a person");
  return { personId: actor.personId, personName: actor.name };
}

/** Held by whoever works on a statement, to the end of its transaction: a worker that dies lets go of it. */
export const workLock = (id: Id<"statement">) => sql`hashtextextended(${workKey(id)}, 0)`;

/** A statement that nobody works on, since its worker died, is taken up by another, in its old place in the queue. */
export async function takeUpStalledStatements(ctx: SiteContext): Promise<void> {
  const underWay = await ctx.tx
    .selectFrom("payments.statement")
    .select(["id", "status", "asked_by", "asked_by_name", "asked_at", "created_by", "created_by_name", "created_at"])
    .where("site_id", "=", ctx.siteId)
    .where("status", "in", ["previewing", "running"])
    .execute();
  for (const row of underWay) {
    const statementId = row.id as Id<"statement">;
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${workLock(statementId)}) as free`.execute(ctx.tx);
    if (!rows[0]?.free) continue;
    const asker = { personId: (row.asked_by ?? row.created_by) as Id<"person">, personName: row.asked_by_name ?? row.created_by_name };
    const deed = row.status === "running" ? "run" : "preview";
    await ctx.enqueue(workOnStatement, { siteId: ctx.siteId, statementId, ...asker, deed }, { key: workKey(statementId), runAt: row.asked_at ?? row.created_at });
  }
}

const largestInteger = 2 ** 31 - 1;

/** The rows kept out, in the order of the file. Refusal: statementNotFound. */
export async function refusedPage(ctx: SiteContext, id: Id<"statement">, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  await statementById(ctx, id);
  let query = ctx.tx
    .selectFrom("payments.refused_row")
    .select(["row_no", "reasons", "cells"])
    .where("site_id", "=", ctx.siteId)
    .where("statement_id", "=", id)
    .orderBy("row_no")
    .limit(limit + 1);
  if (cursor) query = query.where("row_no", ">", Math.max(0, Math.min(largestInteger, Math.trunc(Number(keysOf(cursor, 1)[0])) || 0)));
  const page = pageFrom(await query.execute(), limit, ({ row_no }) => [row_no]);
  const items = page.items.map(({ row_no, reasons, cells }) => ({
    row: row_no,
    reasons: reasons as unknown as { code: string; facts: Record<string, unknown> }[],
    cells: (cells as unknown as Cell[]).map(sayCell),
  }));
  return { items, next: page.next };
}

/** The first rows of a sheet. Refusal: noSuchSheet. */
async function topOf(bytes: Uint8Array, fileName: string, sheet: number, count: number): Promise<SampleRow[]> {
  const file = await readSheets(bytes, fileName);
  if (!file.sheets[sheet]) throw new Refusal(paymentsProblems.noSuchSheet({ sheet: sheet + 1 }));
  const rows: SampleRow[] = [];
  for await (const row of file.rows(sheet)) {
    rows.push(row);
    if (rows.length >= count) break;
  }
  return rows;
}

interface Fields {
  readonly mapping?: StatementMapping;
  readonly titles?: readonly string[];
  readonly fingerprint?: string;
  readonly choice?: "allOrNothing" | "goodRows";
  readonly counts?: StatementCounts | null;
  readonly problems?: readonly Problem[] | null;
  readonly finishedAt?: Temporal.Instant;
}

/** Moves a statement on. Refusal: wrongStatus, also when somebody else moved it meanwhile. */
export async function become(ctx: SiteContext, { id, status: from }: Pick<Statement, "id" | "status">, to: StatementStatus, fields: Fields = {}): Promise<void> {
  const { mapping, titles, fingerprint, choice, counts, problems, finishedAt } = fields;
  const moved = mayBecome(from, to)
    ? await ctx.tx
        .updateTable("payments.statement")
        .set({
          status: to,
          ...(mapping && { mapping: json(mapping) }),
          ...(titles && { titles: json(titles) }),
          ...(fingerprint !== undefined && { fingerprint }),
          ...(choice && { choice }),
          ...(counts !== undefined && { counts: counts && json(counts) }),
          ...(problems !== undefined && { problems: problems && json(problems.map(({ code, facts }) => ({ code, facts }))) }),
          ...(finishedAt && { finished_at: finishedAt }),
        } as never)
        .where("site_id", "=", ctx.siteId)
        .where("id", "=", id)
        .where("status", "=", from)
        .returning("id")
        .executeTakeFirst()
    : undefined;
  if (!moved) throw new Refusal(paymentsProblems.wrongStatus({ status: from }));
  await ctx.tell(ctx.siteId, "payments.statement", id);
}

export async function reportProgress(ctx: SiteContext, id: Id<"statement">, done: number, all: number): Promise<void> {
  await ctx.tx.updateTable("payments.statement").set({ progress_done: done, progress_all: all }).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.tell(ctx.siteId, "payments.statement", id);
}
