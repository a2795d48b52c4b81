import type { FileContent, UploadedFile, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { plainTitle } from "#kernel/sheetTitles.ts";
import { asHouse } from "#platform/asHouse.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { fileAdded } from "../../contract/events.ts";
import { type fileField, mostWorkers } from "../../contract/fields.ts";
import { type FileKind, fitOutProblems, type Worker } from "../../rules.ts";
import { lockedCase } from "../queries/cases.ts";
import { about, rowOf } from "./hold.ts";

interface NewFile {
  readonly caseId: Id<"fitOut">;
  readonly kind: FileKind;
  readonly file: UploadedFile;
}

/** Puts a file on record, by the desk or the tenant's contact. Refusals: notFound, ended, and those of the file store. */
export async function addFile(ctx: SiteContext, { caseId, kind, file }: NewFile): Promise<ValueOf<typeof fileField>> {
  const found = await lockedCase(ctx, caseId);
  if (found.endedAt) throw new Refusal(fitOutProblems.ended());
  const { id, name, type, size, hash } = await storeFile(ctx, file);
  await ctx.tx
    .insertInto("fitout.file")
    .values({ ...rowOf(ctx, found), file_id: id, kind, added_at: ctx.now, added_by: ctx.actor.name })
    .execute();
  const house = await asHouse(ctx);
  await house.record(fileAdded, { ...about(found), fileId: id, kind, name, hash });
  await house.tell(ctx.siteId, "fitout.case", caseId);
  return { id, kind, name, type, size, addedAt: ctx.now, addedBy: ctx.actor.name };
}

/** A file of a case in sight. Refusal: fileNotFound. */
export async function fileOfCase(ctx: SiteContext, { caseId, fileId }: { readonly caseId: Id<"fitOut">; readonly fileId: Id<"file"> }): Promise<FileContent> {
  let query = ctx.tx.selectFrom("fitout.file").select("file_id").where("site_id", "=", ctx.siteId).where("fit_out_id", "=", caseId).where("file_id", "=", fileId);
  if (ctx.tenantId) query = query.where("tenant_id", "=", ctx.tenantId);
  if (!(await query.executeTakeFirst())) throw new Refusal(fitOutProblems.fileNotFound());
  return fileContent(await asHouse(ctx), fileId);
}

const titles = {
  name: ["姓名", "名字", "人员", "name", "workername"],
  trade: ["工种", "岗位", "职务", "trade", "job"],
  certificateNo: ["证书编号", "证件编号", "操作证号", "特种作业证", "证号", "certificate", "certificateno"],
} as const;

/** Reads who will work from Excel or CSV: names, trades, certificates; columns in any order. Refusals: sheetWithoutNames, sheetEmpty, sheetTooLong, and those of the spreadsheet. */
export async function readWorkers(file: UploadedFile): Promise<Worker[]> {
  const workers: Worker[] = [];
  let columns: Record<keyof typeof titles, number> | null = null;
  let row = 0;
  for await (const { cells } of (await readSheets(file.bytes, file.name)).rows(0)) {
    const text = (column: number): string => (column < 0 ? "" : String(cells[column] ?? "").trim());
    if (!columns) {
      const plain = cells.map(plainTitle);
      const columnOf = (names: readonly string[]) => plain.findIndex((title) => names.includes(title));
      const found = { name: columnOf(titles.name), trade: columnOf(titles.trade), certificateNo: columnOf(titles.certificateNo) };
      if (found.name >= 0) columns = found;
      else if (++row > 10) break;
      continue;
    }
    const name = text(columns.name).slice(0, 60);
    if (name === "") continue;
    if (workers.length >= mostWorkers) throw new Refusal(fitOutProblems.sheetTooLong({ most: mostWorkers }));
    workers.push({ name, trade: text(columns.trade).slice(0, 40), certificateNo: text(columns.certificateNo).slice(0, 60) });
  }
  if (!columns) throw new Refusal(fitOutProblems.sheetWithoutNames());
  if (workers.length === 0) throw new Refusal(fitOutProblems.sheetEmpty());
  return workers;
}
