import type { FileContent, UploadedFile } from "#kernel/contract.ts";
import { type Cell, sayCell } from "#kernel/cell.ts";
import { fen, readYuan } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { isStorable } from "#kernel/fields.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { readSheets, type SheetColumn, type SheetValue, writeSheet } from "#platform/spreadsheet/index.ts";
import { cardProblems, itemKinds, itemStates, mostItems, type NewItem } from "../../rules/cards.ts";
import { type ItemFilter, itemPage } from "./queries.ts";

const text = {
  register: words("门禁卡与钥匙台账", "Register of cards and keys"),
  form: words("发放清单", "Cards and keys to hand out"),
  kind: words("类别", "Kind"),
  number: words("编号", "Number"),
  holder: words("领用人", "Holder"),
  post: words("部门职务", "Post"),
  phone: words("电话", "Telephone"),
  zones: words("楼层区域", "Opens"),
  validTo: words("有效期至", "Valid to"),
  fee: words("补办费", "If lost"),
  tenant: words("租户", "Tenant"),
  lease: words("合同", "Lease"),
  state: words("状态", "State"),
  issued: words("发放日", "Handed out"),
  issuedBy: words("发放人", "By"),
  ended: words("退回或挂失日", "Back or lost"),
  why: words("说明", "Note"),
} as const satisfies Record<string, Words>;

const mostExported = 100_000;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async function file(
  ctx: SiteContext,
  name: Words,
  columns: readonly (SheetColumn & { readonly title: string })[],
  rows: readonly SheetValue[][],
  language: Language,
): Promise<FileContent> {
  return { name: `${name[language]} ${dayAt(ctx, ctx.now).toString()}.xlsx`, type: xlsx, bytes: await writeSheet({ sheet: name[language], columns, rows }) };
}

/** The register as an Excel file. */
export async function itemSheet(ctx: SiteContext, { language = ctx.language, ...filter }: ItemFilter & { readonly language?: Language | undefined }): Promise<FileContent> {
  const { items } = await itemPage(ctx, { ...filter, limit: mostExported });
  const say = (said: Words): string => said[language];
  const columns: SheetColumn[] = [
    { title: say(text.kind), width: 12 },
    { title: say(text.number), width: 18 },
    { title: say(text.tenant), width: 28 },
    { title: say(text.lease), width: 18 },
    { title: say(text.holder), width: 14 },
    { title: say(text.post), width: 16 },
    { title: say(text.phone), width: 16 },
    { title: say(text.zones), width: 20 },
    { title: say(text.validTo), format: "date" },
    { title: say(text.fee), format: "money" },
    { title: say(text.state), width: 12 },
    { title: say(text.issued), format: "date" },
    { title: say(text.issuedBy), width: 14 },
    { title: say(text.ended), format: "date" },
    { title: say(text.why), width: 30 },
  ];
  const rows = items.map((item) => [
    say(itemKinds[item.kind]),
    item.number,
    item.tenant,
    item.leaseNo,
    item.holder,
    item.post,
    item.phone,
    item.zones,
    item.validTo,
    item.fee,
    say(itemStates[item.state]),
    dayAt(ctx, item.issuedAt),
    item.issuedByName,
    item.endedAt && dayAt(ctx, item.endedAt),
    item.endedWhy,
  ]);
  return file(ctx, text.register, columns, rows, language);
}

const formColumns = ["kind", "number", "holder", "post", "phone", "zones", "validTo", "fee"] as const;
type FormColumn = (typeof formColumns)[number];

/** The empty sheet, with one row to show how it is filled in. */
export async function itemForm(ctx: SiteContext, { language = ctx.language }: { readonly language?: Language | undefined }): Promise<FileContent> {
  const columns = formColumns.map((name) => ({ title: text[name][language], width: 16 }));
  const example = [itemKinds.card[language], "A0001", language === "zh" ? "张三" : "Zhang San", "", "13800000000", "18F", "", "50.00"];
  return file(ctx, text.form, columns, [example], language);
}

interface ReadItems {
  readonly items: NewItem[];
  readonly rowsLeftOut: { readonly row: number; readonly why: string }[];
}

/** Cards and keys as a sheet lists them, by the titles of its columns in either language; a row that says too little is named. Refusal: sheetUnreadable. */
export async function readItems(ctx: SiteContext, upload: UploadedFile): Promise<ReadItems> {
  const sheets = await readSheets(upload.bytes, upload.name);
  let places: Map<FormColumn, number> | null = null;
  const items: NewItem[] = [];
  const rowsLeftOut: { row: number; why: string }[] = [];
  for await (const { number: row, cells } of sheets.rows(0)) {
    if (!places) {
      places = headerOf(cells);
      continue;
    }
    if (cells.every((cell) => cell === null || sayCell(cell).trim() === "")) continue;
    if (items.length >= mostItems) break;
    const item = itemOf(cells, places);
    if (typeof item === "string") rowsLeftOut.push({ row, why: text[item as FormColumn][ctx.language] });
    else items.push(item);
  }
  if (!places) throw new Refusal(cardProblems.sheetUnreadable());
  return { items, rowsLeftOut };
}

function headerOf(cells: readonly Cell[]): Map<FormColumn, number> | null {
  const places = new Map<FormColumn, number>();
  for (const column of formColumns) {
    const { zh, en } = text[column];
    const place = cells.findIndex((cell) => cell !== null && [zh, en.toLowerCase()].includes(sayCell(cell).trim().toLowerCase()));
    if (place >= 0) places.set(column, place);
  }
  return places.has("number") && places.has("holder") ? places : null;
}

/** An item, or the column that a row fails by. */
function itemOf(cells: readonly Cell[], places: ReadonlyMap<FormColumn, number>): NewItem | FormColumn {
  const cellOf = (column: FormColumn): Cell => cells[places.get(column) ?? -1] ?? null;
  const said = (column: FormColumn): string => {
    const cell = cellOf(column);
    return cell === null ? "" : sayCell(cell).trim();
  };
  const limits = { number: 60, holder: 60, post: 60, phone: 40, zones: 200 } as const;
  for (const [column, most] of Object.entries(limits) as [keyof typeof limits, number][]) if (said(column).length > most || !isStorable(said(column))) return column;
  if (said("number") === "") return "number";
  if (said("holder") === "") return "holder";
  const validTo = dayOf(cellOf("validTo"));
  if (validTo === undefined) return "validTo";
  const fee = said("fee") === "" ? fen(0) : readYuan(said("fee"));
  if (fee === null || fee < 0 || fee > 10_000_000) return "fee";
  const kind = [itemKinds.key.zh, itemKinds.key.en.toLowerCase()].includes(said("kind").toLowerCase()) ? "key" : "card";
  return { kind, number: said("number"), holder: said("holder"), post: said("post"), phone: said("phone"), zones: said("zones"), validTo, fee };
}

/** Null where nothing stands, undefined where it is no day. */
function dayOf(cell: Cell): Temporal.PlainDate | null | undefined {
  if (cell === null || cell === "") return null;
  if (cell instanceof Temporal.PlainDate) return cell;
  if (cell instanceof Temporal.PlainDateTime) return cell.toPlainDate();
  const parts = /^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(sayCell(cell).trim());
  if (!parts) return undefined;
  const fields = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
  const day = Temporal.PlainDate.from(fields);
  return day.month === fields.month && day.day === fields.day ? day : undefined;
}
