import { type Selectable } from "kysely";
import { type Cell, sayCell } from "#kernel/cell.ts";
import type { FileContent, UploadedFile } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, readYuan, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Database } from "#platform/db/tables.ts";
import { refusing } from "#platform/db/violations.ts";
import { readSheets, writeSheet } from "#platform/spreadsheet/index.ts";
import { priceListChanged } from "../../contract/settlementEvents.ts";
import { moveOutProblems } from "../../rules.ts";
import { settlementProblems } from "../../rules/settlementGates.ts";
import { type ItemKind, itemKinds } from "../../rules/settlementItems.ts";

export type PricedKind = Exclude<ItemKind, "penalty" | "forfeiture">;

/** What something costs when it is damaged, dirty or lost. */
export interface PriceItem {
  readonly id: Id<"priceItem">;
  readonly code: string;
  readonly kind: PricedKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly unitPrice: Fen;
  readonly isRetired: boolean;
  readonly version: number;
}

/** 赔偿价目表 by code, what is not used any more last. */
export async function priceList(ctx: SiteContext): Promise<PriceItem[]> {
  const rows = await ctx.tx.selectFrom("moveout.price_item").selectAll().where("site_id", "=", ctx.siteId).orderBy("is_retired").orderBy("code").execute();
  return rows.map(toPrice);
}

/** Refusal: priceNotFound. */
export async function priceById(ctx: SiteContext, id: Id<"priceItem">): Promise<PriceItem> {
  const row = await ctx.tx.selectFrom("moveout.price_item").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(settlementProblems.priceNotFound());
  return toPrice(row);
}

/** Adds an item to the price list, or changes it: what is on settlements already keeps the price it was given. `version` 0: it is new. Refusals: priceCodeTaken, stale. */
export async function putPrice(ctx: SiteContext, { id, code, kind, nameZh, nameEn, unit, unitPrice, isRetired, version }: PriceItem): Promise<PriceItem[]> {
  const columns = { code, kind, name_zh: nameZh, name_en: nameEn, unit, unit_price: unitPrice, is_retired: isRetired, version: version + 1 };
  const write = ctx.tx
    .insertInto("moveout.price_item")
    .values({ site_id: ctx.siteId, id, ...columns })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doUpdateSet(columns).where("moveout.price_item.version", "=", version))
    .returning("version")
    .executeTakeFirst();
  if (!(await refusing(write, { price_code_once: () => settlementProblems.priceCodeTaken({ code }) }))) throw new Refusal(moveOutProblems.stale());
  await changed(ctx, [code]);
  return priceList(ctx);
}

const titles = {
  code: { zh: "编号", en: "Code" },
  kind: { zh: "类别", en: "Kind" },
  nameZh: { zh: "名称", en: "Name (zh)" },
  nameEn: { zh: "英文名称", en: "Name (en)" },
  unit: { zh: "单位", en: "Unit" },
  unitPrice: { zh: "单价（元）", en: "Unit price (yuan)" },
  isRetired: { zh: "停用", en: "Retired" },
} as const;

/** The price list as Excel, as `importPrices` reads it again. */
export async function priceSheet(ctx: SiteContext, language: Language): Promise<FileContent> {
  const bytes = await writeSheet({
    sheet: language === "zh" ? "赔偿价目表" : "Prices",
    columns: [
      { title: titles.code[language], format: "text", width: 12 },
      { title: titles.kind[language], width: 14 },
      { title: titles.nameZh[language], width: 30 },
      { title: titles.nameEn[language], width: 30 },
      { title: titles.unit[language] },
      { title: titles.unitPrice[language], format: "text", width: 14 },
      { title: titles.isRetired[language] },
    ],
    rows: (await priceList(ctx)).map((item) => [
      item.code,
      itemKinds[item.kind][language],
      item.nameZh,
      item.nameEn,
      item.unit,
      yuanText(item.unitPrice).replaceAll(",", ""),
      item.isRetired ? (language === "zh" ? "是" : "yes") : "",
    ]),
  });
  return { name: language === "zh" ? "赔偿价目表.xlsx" : "prices.xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

export interface PriceImport {
  readonly added: number;
  readonly changed: number;
  /** Rows left out, by their number in the sheet. */
  readonly refused: readonly number[];
}

const mostRows = 2000;

/** Takes a price list in from Excel: by code, new ones added, known ones changed; a row without code, kind, name or price is left out and named. Refusals: those of the spreadsheet. */
export async function importPrices(ctx: SiteContext, file: UploadedFile): Promise<PriceImport> {
  const sheet = await readSheets(file.bytes, file.name);
  const known = new Map((await priceList(ctx)).map((item) => [item.code, item]));
  let columns: Partial<Record<keyof typeof titles, number>> | null = null;
  const codes: string[] = [];
  const refused: number[] = [];
  let [added, updated] = [0, 0];
  for await (const { number, cells } of sheet.rows(0)) {
    if (!columns) {
      columns = headerOf(cells);
      continue;
    }
    const at = (name: keyof typeof titles): string => textOf(cells[columns![name] ?? -1]);
    const kind = kindOf(at("kind"));
    const unitPrice = readYuan(at("unitPrice"));
    const code = at("code");
    if (code === "" && at("nameZh") === "") continue;
    if (code === "" || code.length > 20 || !kind || at("nameZh") === "" || unitPrice === null || unitPrice < 0 || codes.length >= mostRows) {
      refused.push(number);
      continue;
    }
    const before = known.get(code);
    await putRow(ctx, {
      id: before?.id ?? newId(),
      code,
      kind,
      nameZh: at("nameZh").slice(0, 100),
      nameEn: at("nameEn").slice(0, 100),
      unit: at("unit").slice(0, 20),
      unitPrice,
      isRetired: ["是", "yes"].includes(at("isRetired").toLowerCase()),
      version: before?.version ?? 0,
    });
    codes.push(code);
    if (before) updated++;
    else added++;
  }
  if (codes.length > 0) await changed(ctx, codes);
  return { added, changed: updated, refused };
}

async function putRow(ctx: SiteContext, { id, code, kind, nameZh, nameEn, unit, unitPrice, isRetired, version }: PriceItem): Promise<void> {
  const columns = { kind, name_zh: nameZh, name_en: nameEn, unit, unit_price: unitPrice, is_retired: isRetired, version: version + 1 };
  await ctx.tx
    .insertInto("moveout.price_item")
    .values({ site_id: ctx.siteId, id, code, ...columns })
    .onConflict((conflict) => conflict.columns(["site_id", "code"]).doUpdateSet(columns))
    .execute();
}

const changed = async (ctx: SiteContext, codes: readonly string[]): Promise<void> => {
  await ctx.record(priceListChanged, { siteId: ctx.siteId, codes });
  await ctx.tell(ctx.siteId, "moveout.price_item");
};

function headerOf(cells: readonly Cell[]): Partial<Record<keyof typeof titles, number>> {
  const found: Partial<Record<keyof typeof titles, number>> = {};
  for (const [index, cell] of cells.entries())
    for (const [name, { zh, en }] of Object.entries(titles)) if (textOf(cell) === zh || textOf(cell) === en) found[name as keyof typeof titles] = index;
  return found;
}

const textOf = (cell: Cell | undefined): string => (cell === undefined ? "" : sayCell(cell).trim());

const kindOf = (text: string): PricedKind | null =>
  (Object.keys(itemKinds) as ItemKind[]).find(
    (kind): kind is PricedKind => kind !== "penalty" && kind !== "forfeiture" && (itemKinds[kind].zh === text || itemKinds[kind].en === text),
  ) ?? null;

const toPrice = (row: Selectable<Database["moveout.price_item"]>): PriceItem => ({
  id: row.id as Id<"priceItem">,
  code: row.code,
  kind: row.kind as PricedKind,
  nameZh: row.name_zh,
  nameEn: row.name_en,
  unit: row.unit,
  unitPrice: fen(row.unit_price),
  isRetired: row.is_retired,
  version: row.version,
});
