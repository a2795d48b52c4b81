import { createHash } from "node:crypto";
import { z } from "zod";
import type { Cell } from "#kernel/cell.ts";
import { sayCell } from "#kernel/cell.ts";
import { isEmptyCell } from "#kernel/cellValue.ts";
import type { FileContent, UploadedFile, ValueOf } from "#kernel/contract.ts";
import { dateField } from "#kernel/fields.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, sayProblem } from "#kernel/problem.ts";
import type { SampleRow } from "#kernel/sheetTitles.ts";
import { type Language, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { readSheets, writeSheet } from "#platform/spreadsheet/index.ts";
import { leadImportUndone, type getLeadImport, leadsImported } from "../../contract/leadImports.ts";
import { leadLabel } from "../../rules/leads.ts";
import {
  type LeadColumn,
  leadColumnNames,
  leadColumns,
  type LeadRow,
  leadSheetProblems,
  mostLeadRows,
  prospectKey,
  readLeadRow,
  readTitles,
  type RowFault,
} from "../../rules/leadSheet.ts";
import { leadById } from "../queries/leads.ts";
import { endLead, takeLead } from "./leads.ts";

type Preview = ValueOf<NonNullable<(typeof getLeadImport)["reply"]>>;
interface Refused {
  readonly row: number;
  readonly reasons: readonly RowFault[];
  readonly cells: readonly string[];
}

/** Reads a list of leads; nothing is taken in yet. Refusals: titlesUnknown, tooManyRows, and those of reading a spreadsheet. */
export async function uploadLeads(ctx: SiteContext, { name, bytes }: UploadedFile): Promise<Preview> {
  const sheet = await rowsOf(bytes, name);
  const titles = readTitles(sheet.slice(0, 60));
  if (!titles) throw new Refusal(leadSheetProblems.titlesUnknown());
  const header = sheet.find(({ number }) => number === titles.row)!.cells;
  const body = sheet.filter(({ number, cells }) => number > titles.row && !cells.every(isEmptyCell));
  if (body.length > mostLeadRows) throw new Refusal(leadSheetProblems.tooManyRows({ most: mostLeadRows }));
  const today = dayAt(ctx, ctx.now);
  const known = await openProspects(ctx);
  const rows: LeadRow[] = [];
  const refused: Refused[] = [];
  const first = new Map<string, number>();
  for (const line of body) {
    const read = readLeadRow(line, titles.columns, header, today);
    const reasons = isFaults(read) ? read : whyDoubled(read, first, known);
    if (reasons.length > 0 || isFaults(read)) refused.push({ row: line.number, reasons, cells: line.cells.map(storable) });
    else {
      rows.push(read);
      first.set(prospectKey(read), read.row);
    }
  }
  const id = newId<"leadImport">();
  const columns = leadColumnNames.flatMap((column) => (titles.columns[column] === undefined ? [] : [{ column, title: storable(header[titles.columns[column]] ?? null) }]));
  await ctx.tx
    .insertInto("tenants.lead_import")
    .values({
      site_id: ctx.siteId,
      id,
      file_name: storable(name).slice(-200) || "leads",
      file_hash: createHash("sha256").update(bytes).digest("hex"),
      titles: json({ columns, header: header.map(storable) }),
      rows: json(rows.map((row) => z.encode(rowsField, { ...row } as never))),
      refused: json(refused),
      made_by: ctx.actor.personId!,
      made_by_name: ctx.actor.name,
      made_at: ctx.now,
    })
    .execute();
  return leadImportById(ctx, id);
}

/** Takes the good rows in. Refusals: importNotFound, importDone, importEmpty, and those of `takeLead`. */
export async function runLeadImport(ctx: SiteContext, id: Id<"leadImport">): Promise<Preview> {
  const found = await locked(ctx, id);
  if (found.state !== "previewed") throw new Refusal(leadSheetProblems.importDone());
  const rows = rowsIn(found.rows);
  if (rows.length === 0) throw new Refusal(leadSheetProblems.importEmpty());
  const taken: { readonly leadId: Id<"lead">; readonly version: number }[] = [];
  for (const { row: _row, next, ...about } of rows) {
    const leadId = newId<"lead">();
    const { version } = await takeLead(ctx, { ...about, id: leadId, receivedAt: null, ownerId: null, answer: next ? { kind: "call", note: found.fileName, next } : null });
    taken.push({ leadId, version });
  }
  await ctx.tx
    .insertInto("tenants.lead_import_lead")
    .values(taken.map(({ leadId, version }) => ({ site_id: ctx.siteId, import_id: id, lead_id: leadId, version })))
    .execute();
  await ctx.tx.updateTable("tenants.lead_import").set({ state: "done", done_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.record(leadsImported, { leadImportId: id, fileName: found.fileName, fileHash: found.fileHash, leads: taken.length, refused: found.refused.length });
  await ctx.tell(ctx.siteId, "tenants.lead");
  return leadImportById(ctx, id);
}

/** Ends each lead of the import as entered twice, which excuses what it owed. Refusals: importNotFound, importNotDone, importUsed, naming each lead that was worked on since. */
export async function undoLeadImport(ctx: SiteContext, id: Id<"leadImport">): Promise<Preview> {
  const found = await locked(ctx, id);
  if (found.state !== "done") throw new Refusal(leadSheetProblems.importNotDone());
  const taken = await ctx.tx.selectFrom("tenants.lead_import_lead").selectAll().where("site_id", "=", ctx.siteId).where("import_id", "=", id).orderBy("lead_id").execute();
  const leads = [];
  const used = [];
  for (const { lead_id: leadId, version } of taken) {
    const lead = await leadById(ctx, leadId as Id<"lead">);
    if (lead.version !== version) used.push(leadSheetProblems.importUsed({ lead: leadLabel(lead) }));
    leads.push(lead);
  }
  if (used.length > 0) throw new Refusal(...used.slice(0, mostNamed));
  for (const { id: leadId, version } of leads) await endLead(ctx, { leadId, version, reason: "duplicate", note: `撤销导入 Import undone: ${found.fileName}` });
  await ctx.tx.updateTable("tenants.lead_import").set({ state: "undone", undone_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.record(leadImportUndone, { leadImportId: id, fileName: found.fileName, fileHash: found.fileHash, leads: leads.length, refused: found.refused.length });
  await ctx.tell(ctx.siteId, "tenants.lead");
  return leadImportById(ctx, id);
}

const mostNamed = 20;

/** Newest first. */
export async function leadImportPage(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = importsHere(ctx).orderBy("made_at", "desc").orderBy("id", "desc");
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple("made_at", "id"), "<", tuple(Temporal.Instant.from(at!), id!)));
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.made_at, row.id]);
  return { items: page.items.map(toPreview), next: page.next };
}

/** Refusal: importNotFound. */
export async function leadImportById(ctx: SiteContext, id: Id<"leadImport">): Promise<Preview> {
  const row = await importsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leadSheetProblems.importNotFound());
  return toPreview(row);
}

/** The rows kept out as they were, each with its reasons in front. Refusal: importNotFound. */
export async function leadFaultSheet(ctx: SiteContext, id: Id<"leadImport">): Promise<FileContent> {
  const row = await importsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(leadSheetProblems.importNotFound());
  const { header } = row.titles as unknown as { header: string[] };
  const { language } = ctx;
  const own = [words("行号", "Row"), words("原因", "Reason")];
  return excel(
    words("未导入的客户", "Leads kept out")[language],
    [...own.map((title) => title[language]), ...header],
    [...(row.refused as unknown as Refused[]).map((one) => [String(one.row), one.reasons.map((reason) => sayFault(reason, language)).join("；"), ...one.cells])],
  );
}

const sayFault = ({ column, code, facts }: RowFault, language: Language): string => (column ? `${column}：` : "") + sayProblem({ code, facts }, language);

/** The titles that are understood, in the language of the reader. */
export const leadTemplate = (ctx: SiteContext, { language = ctx.language }: { readonly language?: Language | undefined }): Promise<FileContent> =>
  excel(
    words("客户接洽模板", "Leads template")[language],
    leadColumnNames.map((name) => leadColumns[name].name[language]),
    [],
  );

async function excel(name: string, titles: readonly string[], rows: readonly string[][]): Promise<FileContent> {
  const bytes = await writeSheet({ sheet: name, columns: titles.map((title) => ({ title, width: 18, format: "text" as const })), rows });
  return { name: `${name}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

async function rowsOf(bytes: Uint8Array, name: string): Promise<SampleRow[]> {
  const rows: SampleRow[] = [];
  for await (const row of (await readSheets(bytes, name)).rows(0)) {
    rows.push(row);
    if (rows.length > mostLeadRows + 100) break;
  }
  return rows;
}

/** Prospects that are followed up now, by their key. */
async function openProspects(ctx: SiteContext): Promise<Map<string, string>> {
  const rows = await ctx.tx
    .selectFrom("tenants.lead")
    .select(["company", "contact_name", "phone", "email"])
    .where("site_id", "=", ctx.siteId)
    .where("ended_at", "is", null)
    .execute();
  const leads = rows.map(({ contact_name: contactName, ...row }) => ({ ...row, contactName }));
  return new Map(leads.map((lead) => [prospectKey(lead), leadLabel(lead)]));
}

function whyDoubled(row: LeadRow, first: ReadonlyMap<string, number>, known: ReadonlyMap<string, string>): RowFault[] {
  const key = prospectKey(row);
  const [other, lead] = [first.get(key), known.get(key)];
  const against = [other !== undefined && leadSheetProblems.twiceInFile({ other }), lead !== undefined && leadSheetProblems.alreadyLead({ lead })];
  return against.flatMap((problem) => (problem ? [{ column: null, code: problem.code, facts: problem.facts }] : []));
}

const isFaults = (read: LeadRow | readonly RowFault[]): read is readonly RowFault[] => Array.isArray(read);

const storable = (cell: Cell): string => sayCell(cell).replaceAll("\0", "").toWellFormed().slice(0, 500);

const day = dateField();
const rowsField = z.looseObject({ wantedOn: day.nullable(), next: z.looseObject({ on: day }).nullable() });
const rowsIn = (stored: unknown): LeadRow[] => (stored as unknown[]).map((row) => z.decode(rowsField, row as never) as unknown as LeadRow);

const importsHere = (ctx: SiteContext) => ctx.tx.selectFrom("tenants.lead_import").selectAll().where("site_id", "=", ctx.siteId);
type Row = Awaited<ReturnType<ReturnType<typeof importsHere>["executeTakeFirstOrThrow"]>>;

async function locked(ctx: SiteContext, id: Id<"leadImport">) {
  const row = await importsHere(ctx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(leadSheetProblems.importNotFound());
  return { state: row.state, rows: row.rows, refused: row.refused as unknown as Refused[], fileName: row.file_name, fileHash: row.file_hash };
}

function toPreview(row: Row): Preview {
  const rows = rowsIn(row.rows);
  const refused = row.refused as unknown as Refused[];
  return {
    id: row.id as Id<"leadImport">,
    fileName: row.file_name,
    state: row.state as Preview["state"],
    good: rows.length,
    refused: refused.length,
    madeByName: row.made_by_name,
    madeAt: row.made_at,
    columns: (row.titles as unknown as { columns: { column: LeadColumn; title: string }[] }).columns,
    rows: rows.map(({ next, ...lead }) => ({ ...lead, nextStep: next?.what ?? "", nextOn: next?.on ?? null })),
    faults: refused.map(({ row: at, reasons, cells }) => ({ row: at, reasons: reasons.map((reason) => ({ ...reason, facts: { ...reason.facts } })), cells: [...cells] })),
  };
}
