import type { Cell } from "#kernel/cell.ts";
import type { UploadedFile } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Problem, Refusal, sayProblem } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { planOf } from "#features/sites/server/index.ts";
import { ledgerImported } from "../../contract.ts";
import {
  ledgerColumns,
  type LedgerRow,
  type Meter,
  metersProblems,
  readingColumns,
  type ReadingRow,
  readLedgerRow,
  readReadingRow,
  registerSets,
  type Values,
  whyNotMeter,
  whyNotRead,
  whyNotValues,
} from "../../rules.ts";
import { metersByNo, routesHere } from "../queries/meters.ts";
import { linesBefore } from "../queries/readings.ts";
import { roundWithLines } from "../queries/rounds.ts";
import { tariffsHere } from "../queries/tariffs.ts";
import { type NewMeter, writeMeter } from "./ledger.ts";
import { lockedOpenRound, takeImportedReading } from "./read.ts";

const mostRows = 5000;
const mostProblemsTold = 200;

class Result {
  read = 0;
  added = 0;
  known = 0;
  refused = 0;
  readonly problems: Problem[] = [];

  refuse(problems: readonly Problem[]): void {
    this.refused++;
    this.problems.push(...problems.slice(0, Math.max(0, mostProblemsTold - this.problems.length)));
  }

  get told() {
    const { read, added, known, refused, problems } = this;
    return { read, added, known, refused, problems };
  }
}

/** Enters meters from a sheet; a row that cannot be entered is named, the others come in; meter numbers known already stay as they are. Refusals: columnMissing, tooManyRows, those of the spreadsheet. */
export async function importMeters(ctx: SiteContext, { file, dryRun }: { readonly file: UploadedFile; readonly dryRun: boolean }) {
  const result = new Result();
  const rows = await rowsOf<LedgerRow>(file, ledgerColumns, readLedgerRow, result);
  const taken = new Set(
    (
      await metersByNo(
        ctx,
        rows.map(({ meterNo }) => meterNo),
      )
    ).map(({ meterNo }) => meterNo),
  );
  const find = await finder(ctx, rows);
  const seen = new Map<string, number>();
  // Main meters first, so that those below find them.
  for (const row of rows.toSorted((one, other) => depthOf(one, rows) - depthOf(other, rows) || one.row - other.row)) {
    if (taken.has(row.meterNo)) {
      result.known++;
      continue;
    }
    const other = seen.get(row.meterNo);
    const found = other === undefined ? find.meter(row) : [metersProblems.rowTwice({ row: row.row, other })];
    seen.set(row.meterNo, row.row);
    const against = Array.isArray(found) ? (found as Problem[]) : whyNotRow(row, found as NewMeter);
    if (against.length > 0) {
      result.refuse(against);
      continue;
    }
    const meter = found as NewMeter;
    if (!dryRun) await writeMeter(ctx, meter);
    find.remember(meter);
    result.added++;
  }
  if (!dryRun && result.added > 0) {
    await ctx.record(ledgerImported, { ledgerImportId: newId<"ledgerImport">(), fileName: file.name.slice(0, 200), added: result.added });
    await ctx.tell(ctx.siteId, "meters.meter");
  }
  return result.told;
}

const whyNotRow = (row: LedgerRow, meter: NewMeter): Problem[] =>
  [...whyNotMeter(meter), ...whyNotValues({ registers: meter.registers, device: meter }, meter.opening)].map((problem) => inRow(row.row, problem));

/** Main meters above a row that stand in the same sheet. */
function depthOf(row: LedgerRow, rows: readonly LedgerRow[], seen: ReadonlySet<string> = new Set()): number {
  const parent = rows.find(({ meterNo }) => row.parentNo !== "" && meterNo === row.parentNo);
  return parent && !seen.has(parent.meterNo) ? 1 + depthOf(parent, rows, new Set([...seen, parent.meterNo])) : 0;
}

/** Finds what the rows call by name: units, main meters, routes, tariffs. */
async function finder(ctx: SiteContext, rows: readonly LedgerRow[]) {
  const { buildings, floors, units } = await planOf(ctx);
  const [buildingNames, floorNames] = [new Map(buildings.map(({ id, name }) => [id, name])), new Map(floors.map(({ id, name }) => [id, name]))];
  const named = units.map((unit) => {
    const [building = "", floor = ""] = [buildingNames.get(unit.buildingId), floorNames.get(unit.floorId)];
    return { id: unit.id, names: [unit.unitNo, `${building} ${unit.unitNo}`, `${building} ${floor} ${unit.unitNo}`] };
  });
  const byName = Map.groupBy(
    named.flatMap(({ id, names }) => names.map((name) => ({ id, name }))),
    ({ name }) => name,
  );
  const routes = new Map((await routesHere(ctx)).map(({ id, name }) => [name, id]));
  const tariffs = new Map((await tariffsHere(ctx)).map((tariff) => [tariff.name, tariff]));
  const meters = new Map<string, Pick<Meter, "id" | "kind" | "role">>(
    (await metersByNo(ctx, rows.map(({ parentNo }) => parentNo).filter(Boolean))).map((meter) => [meter.meterNo, meter]),
  );
  const [start, today] = [Temporal.PlainDate.from("1990-01-01"), dayAt(ctx, ctx.now)];
  return {
    remember: (meter: NewMeter) => void meters.set(meter.meterNo, meter),
    meter(row: LedgerRow): NewMeter | Problem[] {
      const problems: Problem[] = [];
      const unitIds = row.units.flatMap((name): Id<"unit">[] => {
        const found = byName.get(name) ?? [];
        const one = found.length === 1 ? found[0] : undefined;
        if (!one) problems.push(metersProblems.unitUnknown({ row: row.row, unit: name }));
        return one ? [one.id] : [];
      });
      const parent = row.parentNo === "" ? null : meters.get(row.parentNo);
      if (parent === undefined || (parent && (parent.role !== "main" || parent.kind !== row.kind))) problems.push(inRow(row.row, metersProblems.parentNotMain()));
      const route = row.route === "" ? null : routes.get(row.route);
      if (route === undefined) problems.push(inRow(row.row, metersProblems.routeNotFound()));
      const tariff = row.tariff === "" ? null : tariffs.get(row.tariff);
      if (tariff === undefined || (tariff && tariff.kind !== row.kind))
        problems.push(inRow(row.row, tariff ? metersProblems.tariffOfOtherKind() : metersProblems.tariffNotFound()));
      const installedOn = row.installedOn ?? today;
      if (Temporal.PlainDate.compare(installedOn, today) > 0 || Temporal.PlainDate.compare(installedOn, start) < 0)
        problems.push(metersProblems.cellUnreadable({ row: row.row, column: "安装日期", value: installedOn.toString() }));
      if (problems.length > 0) return problems;
      const { meterNo, kind, role, place, digits, multiplier, registers, direction, calibratedOn, calibrationDue, position, opening } = row;
      return {
        id: newId<"meter">(),
        meterNo,
        kind,
        role,
        place,
        digits,
        multiplier,
        registers,
        direction,
        calibratedOn,
        calibrationDue,
        position,
        opening,
        installedOn,
        unitIds,
        parentId: parent?.id ?? null,
        routeId: route ?? null,
        tariffId: tariff?.id ?? null,
      };
    },
  };
}

/** Takes readings of a round from a sheet; rows that cannot be taken are named, meters read already are left as they are. Refusals: roundNotFound, roundClosed, columnMissing, tooManyRows, those of the spreadsheet. */
export async function importReadings(ctx: SiteContext, { roundId, file, dryRun }: { readonly roundId: Id<"round">; readonly file: UploadedFile; readonly dryRun: boolean }) {
  await lockedOpenRound(ctx, roundId);
  const result = new Result();
  const rows = await rowsOf<ReadingRow>(file, readingColumns, readReadingRow, result);
  const { lines } = await roundWithLines(ctx, roundId);
  const byNo = new Map(lines.map((line) => [line.meterNo, line]));
  const meters = await metersByNo(
    ctx,
    rows.map(({ meterNo }) => meterNo),
  );
  const before = await linesBefore(ctx, meters, { at: ctx.now, exceptRound: roundId });
  const seen = new Map<string, number>();
  for (const row of rows) {
    const line = byNo.get(row.meterNo);
    const meter = meters.find(({ meterNo }) => meterNo === row.meterNo);
    const known = meter && before.get(meter.id);
    const other = seen.get(row.meterNo);
    seen.set(row.meterNo, row.row);
    if (!line || !meter || !known) result.refuse([metersProblems.meterUnknown({ row: row.row, meterNo: row.meterNo })]);
    else if (other !== undefined) result.refuse([metersProblems.rowTwice({ row: row.row, other })]);
    else if (line.reading && line.reading.standing !== "sentBack") result.known++;
    else if (Object.keys(row.values).length === 0) result.read--;
    else {
      const readAt = row.readOn ? noonOf(ctx, row.readOn) : ctx.now;
      const bands: readonly string[] = registerSets[meter.registers];
      const values: Values = Object.fromEntries(Object.entries(row.values).filter(([band]) => bands.includes(band)));
      const reading = { values, state: row.state, remark: row.remark, isCertain: row.remark !== "" };
      const against = [
        ...whyNotRead(known, reading),
        ...(Temporal.Instant.compare(readAt, ctx.now) > 0 ? [metersProblems.readInFuture()] : []),
        ...(known.previousAt && Temporal.Instant.compare(readAt, known.previousAt) <= 0 ? [metersProblems.beforePrevious({ at: known.previousAt.toString() })] : []),
      ];
      if (against.length > 0) result.refuse(against.map((problem) => inRow(row.row, problem)));
      else {
        if (!dryRun) await takeImportedReading(ctx, { roundId, id: newId(), meterId: meter.id, readAt, ...reading });
        result.added++;
      }
    }
  }
  return result.told;
}

/** A sheet tells the day; noon stands for the hour, or now on the day itself. */
function noonOf(ctx: SiteContext, day: Temporal.PlainDate): Temporal.Instant {
  if (day.equals(dayAt(ctx, ctx.now))) return ctx.now;
  return day.toZonedDateTime({ timeZone: ctx.zone, plainTime: "12:00" }).toInstant();
}

interface Columns {
  readonly columns: Readonly<Partial<Record<string, number>>>;
  readonly problems: Problem[];
}

async function rowsOf<T>(
  file: UploadedFile,
  columnsOf: (heading: readonly Cell[]) => Columns,
  readRow: (row: { readonly number: number; readonly cells: readonly Cell[] }, columns: Columns["columns"]) => T | Problem[],
  result: Result,
): Promise<T[]> {
  const lines = (await readSheets(file.bytes, file.name)).rows(0);
  const heading = await lines.next();
  const { columns, problems } = columnsOf(heading.done ? [] : heading.value.cells);
  if (problems.length > 0) throw new Refusal(...problems);
  const rows: T[] = [];
  for await (const line of lines) {
    if (line.cells.every((cell) => cell === null || cell === "")) continue;
    if (++result.read > mostRows) throw new Refusal(metersProblems.tooManyRows({ most: mostRows }));
    const row = readRow(line, columns);
    if (Array.isArray(row)) result.refuse(row as Problem[]);
    else rows.push(row as T);
  }
  return rows;
}

/** A problem of a row, in both languages. */
function inRow(row: number, problem: Problem): Problem {
  const facts = (language: "zh" | "en") =>
    Object.fromEntries(
      Object.entries(problem.facts).map(([name, fact]) => [
        name,
        typeof fact === "object" && fact !== null && language in fact ? (fact as Record<string, unknown>)[language] : fact,
      ]),
    );
  const said = (language: "zh" | "en") => sayProblem({ ...problem, facts: facts(language) }, language);
  return metersProblems.rowRefused({ row, reason: { zh: said("zh"), en: said("en") } });
}
