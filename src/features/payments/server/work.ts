import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Cell } from "#kernel/cell.ts";
import type { ValueOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import { insertRows } from "#platform/db/bulk.ts";
import type { ErrandContext } from "#platform/feature.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { statementImported, type workOnStatement } from "../contract.ts";
import {
  fingerprintsOf,
  isIdleLine,
  mayBecome,
  payerKey,
  paymentsProblems,
  readStatementRow,
  type Statement,
  type StatementCounts,
  type StatementMapping,
  type StatementRow,
  whyNotRead,
} from "../rules.ts";
import { become, reportProgress, sourceOf, statementById, workLock } from "./statements.ts";

type Payload = ValueOf<typeof workOnStatement.payload>;
type Transact = <T>(work: (ctx: SiteContext) => Promise<T>) => Promise<T>;

/** Reads a statement through, or takes its lines in, on behalf of who asked: all in one transaction, so that a killed process leaves nothing behind and the next one begins again. */
export async function doWork(errand: Pick<ErrandContext, "transact">, payload: Payload): Promise<void> {
  const actor: Actor = { kind: "person", personId: payload.personId, name: payload.personName, grants: [], isAdministrator: false };
  const transact: Transact = (work) =>
    errand.transact(async (ctx) => {
      await sql`select set_config('towerkeep.person_id', ${payload.personId}, true)`.execute(ctx.tx);
      return work(await ctx.atSite(payload.siteId, actor));
    });
  try {
    await (payload.deed === "preview" ? preview(transact, payload) : run(transact, payload));
  } catch (error) {
    await fail(transact, payload, error instanceof Refusal ? error.reasons : [paymentsProblems.crashed()]);
    if (!(error instanceof Refusal)) throw error;
  }
}

async function preview(transact: Transact, { statementId }: Payload): Promise<void> {
  await transact(async (ctx) => {
    await sql`select pg_advisory_xact_lock(${workLock(statementId)})`.execute(ctx.tx);
    await sql`select pg_advisory_xact_lock(${workLock(statementId)})`.execute(ctx.tx);
    const statement = await statementById(ctx, statementId);
    if (statement.status !== "previewing") return;
    const read = await readAll(ctx, statement);
    await keepRefused(ctx, statement, read.refused);
    await become(ctx, statement, "previewed", { counts: countsOf(read), problems: null });
  });
}

async function run(transact: Transact, { statementId }: Payload): Promise<void> {
  await transact(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`payments:${ctx.siteId}`}, 0))`.execute(ctx.tx);
    const statement = await statementById(ctx, statementId);
    if (statement.status !== "running") return;
    const read = await readAll(ctx, statement);
    const { good, refused } = read;
    await keepRefused(ctx, statement, refused);
    if (statement.choice === "allOrNothing" && refused.length > 0) throw new Refusal(paymentsProblems.someRefused({ refused: refused.length }));
    if (good.length === 0) throw new Refusal(paymentsProblems.nothingToImport());
    await writeLines(ctx, statement, good, reporter(transact, statement, good.length));
    const counts = countsOf(read);
    await become(ctx, statement, "done", { counts, problems: null, finishedAt: ctx.now });
    await ctx.record(statementImported, {
      statementId,
      entityId: statement.entityId,
      fileName: statement.fileName,
      fileHash: statement.fileHash,
      lines: good.length,
      received: counts.received.amount,
      paid: counts.paid.amount,
      refused: refused.length,
    });
    await ctx.tell(ctx.siteId, "payments.statement_line");
  });
}

async function fail(transact: Transact, { statementId }: Payload, problems: readonly Problem[]): Promise<void> {
  await transact(async (ctx) => {
    const statement = await statementById(ctx, statementId);
    if (mayBecome(statement.status, "failed")) await become(ctx, statement, "failed", { problems });
  });
}

interface RefusedRow {
  readonly row: number;
  readonly reasons: readonly Problem[];
  readonly cells: readonly Cell[];
}

interface GoodRow {
  readonly row: StatementRow;
  readonly fingerprint: string;
}

interface ReadStatement {
  readonly good: readonly GoodRow[];
  readonly refused: readonly RefusedRow[];
  readonly duplicates: number;
  readonly idle: number;
}

const rowsBetweenBreaths = 2_000;

/** Reads all rows by the mapping, each against itself, the others and what was imported before. */
async function readAll(ctx: SiteContext, statement: Statement): Promise<ReadStatement> {
  const mapping = statement.mapping as StatementMapping;
  const file = await readSheets(await sourceOf(ctx, statement.id), statement.fileName);
  const read: StatementRow[] = [];
  const cellsOf = new Map<number, readonly Cell[]>();
  const refused: RefusedRow[] = [];
  let titles: readonly Cell[] | undefined;
  let idle = 0;
  for await (const { number, cells } of file.rows(mapping.sheet)) {
    if (number < mapping.headerRow) continue;
    if (number === mapping.headerRow) {
      titles = cells;
      const against = whyNotRead(mapping, cells.length);
      if (against.length > 0) throw new Refusal(...against);
      continue;
    }
    if (!titles) break;
    if (isIdleLine(cells)) {
      idle++;
      continue;
    }
    const result = readStatementRow(number, cells, mapping, titles);
    if (Array.isArray(result)) refused.push({ row: number, reasons: result as Problem[], cells });
    else {
      read.push(result as StatementRow);
      cellsOf.set(number, cells);
    }
    if ((read.length + refused.length) % rowsBetweenBreaths === 0) await setImmediate();
  }
  if (!titles) throw new Refusal(paymentsProblems.noHeader({ row: mapping.headerRow }));
  const { good, doubled } = await apart(ctx, statement, read);
  for (const { row, reasons } of doubled) refused.push({ row: row.row, reasons, cells: cellsOf.get(row.row) ?? [] });
  return { good, refused: refused.toSorted((one, other) => one.row - other.row), duplicates: doubled.length, idle };
}

/** Keeps out rows that stand twice in the file under one serial number, or were imported before. */
async function apart(ctx: SiteContext, { entityId }: Statement, rows: readonly StatementRow[]) {
  const fingerprints = fingerprintsOf(rows).map((said) => createHash("sha256").update(said).digest("hex"));
  const known = await ctx.tx
    .selectFrom("payments.statement_line as line")
    .innerJoin("payments.statement as statement", (join) => join.onRef("statement.site_id", "=", "line.site_id").onRef("statement.id", "=", "line.statement_id"))
    .select(["line.fingerprint", "line.row_no", "statement.file_name"])
    .where("line.site_id", "=", ctx.siteId)
    .where("line.entity_id", "=", entityId)
    .where("line.fingerprint", "=", sql<string>`any (${fingerprints}::text[])`)
    .execute();
  const before = new Map(known.map((row) => [row.fingerprint, row]));
  const inFile = new Map<string, number>();
  const good: GoodRow[] = [];
  const doubled: { readonly row: StatementRow; readonly reasons: readonly Problem[] }[] = [];
  for (const [place, row] of rows.entries()) {
    const fingerprint = fingerprints[place]!;
    const imported = before.get(fingerprint);
    const other = inFile.get(fingerprint);
    if (imported) doubled.push({ row, reasons: [paymentsProblems.alreadyImported({ file: imported.file_name, other: imported.row_no })] });
    else if (other !== undefined) doubled.push({ row, reasons: [paymentsProblems.twiceInFile({ other })] });
    else good.push({ row, fingerprint });
    if (other === undefined) inFile.set(fingerprint, row.row);
  }
  return { good, doubled };
}

function countsOf({ good, refused, duplicates, idle }: ReadStatement): StatementCounts {
  const side = (direction: "in" | "out") => {
    const rows = good.filter(({ row }) => row.direction === direction);
    return { lines: rows.length, amount: fen(rows.reduce((sum, { row }) => sum + row.amount, 0)) };
  };
  const days = good.map(({ row }) => row.day.toString()).toSorted();
  return {
    rows: good.length + refused.length,
    idle,
    good: good.length,
    refused: refused.length,
    duplicates,
    received: side("in"),
    paid: side("out"),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
}

const refusedColumns = { site_id: "uuid", statement_id: "uuid", row_no: "int", reasons: "jsonb", cells: "jsonb" };

async function keepRefused(ctx: SiteContext, { id }: Statement, refused: readonly RefusedRow[]): Promise<void> {
  await ctx.tx.deleteFrom("payments.refused_row").where("site_id", "=", ctx.siteId).where("statement_id", "=", id).execute();
  await insertRows(ctx.tx, "payments.refused_row", refusedColumns, refused, ({ row, reasons, cells }) => [
    ctx.siteId,
    id,
    row,
    storable(reasons.map(({ code, facts }) => ({ code, facts }))),
    storable(cells),
  ]);
}

/** What a file holds may be what the database cannot: NUL and half characters. */
const storable = (value: unknown): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? inner.replaceAll("\0", "").toWellFormed() : inner));

const lineColumns = {
  site_id: "uuid",
  id: "uuid",
  statement_id: "uuid",
  entity_id: "uuid",
  row_no: "int",
  direction: "text",
  day: "date",
  amount: "bigint",
  payer_name: "text",
  payer_key: "text",
  payer_account: "text",
  remark: "text",
  serial_no: "text",
  balance: "bigint",
  fingerprint: "text",
};

async function writeLines(ctx: SiteContext, { id, entityId }: Statement, rows: readonly GoodRow[], report: (count: number) => Promise<void>): Promise<void> {
  const valuesOf = ({ row, fingerprint }: GoodRow) => [
    ctx.siteId,
    newId(),
    id,
    entityId,
    row.row,
    row.direction,
    row.day.toString(),
    row.amount,
    row.payerName,
    payerKey(row.payerName),
    row.payerAccount,
    row.remark,
    row.serialNo,
    row.balance,
    fingerprint,
  ];
  await insertRows(ctx.tx, "payments.statement_line", lineColumns, rows, valuesOf, report);
}

const reportEveryMs = 300;

/** Tells how far the writing is, in transactions of its own: what the import itself writes nobody sees before its end. */
function reporter(transact: Transact, { id }: Statement, all: number): (rows: number) => Promise<void> {
  let done = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (rows) => {
    done += rows;
    if (performance.now() - toldAt < reportEveryMs) return;
    toldAt = performance.now();
    await transact((ctx) => reportProgress(ctx, id, done, all));
  };
}
