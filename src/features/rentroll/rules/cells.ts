import { type Cell, isCellError, sayCell } from "#kernel/cell.ts";
import type { UnitState, UnitUse } from "#features/sites/rules.ts";
import type { DateOrder } from "./fields.ts";

/** The value of a cell, or why it has none that can be used. */
export type Parsed<T> = { readonly value: T } | { readonly wrong: Wrong };
export type Wrong =
  | "formulaError"
  | "digitsLost"
  | "becameDate"
  | "tooLong"
  | "notAnArea"
  | "areaNotPositive"
  | "notADate"
  | "unknownFloor"
  | "unknownUse"
  | "unknownState"
  | "unprintable";

const value = <T>(parsed: T): Parsed<T> => ({ value: parsed });
const wrong = (reason: Wrong): Parsed<never> => ({ wrong: reason });

const emptyWords = new Set(["", "na", "n/a", "-", "--", "---", "—", "——", "/", "\\", "无", "空", "暂无", "没有", "null", "none", "nil"]);

/** Full-width letters and digits as ordinary ones, spaces of every kind taken off both ends and made single inside. */
export const plain = (text: string): string =>
  /^[!-~]*$/.test(text)
    ? text
    : text
        .normalize("NFKC")
        .replace(/[\s\u200b\ufeff]+/g, " ")
        .trim();

/** Whether a cell says nothing: blank, or one of the ways people write so. */
export function isEmptyCell(cell: Cell): boolean {
  return cell === null || (typeof cell === "string" && emptyWords.has(plain(cell).toLowerCase()));
}

const largestExactDigits = 1e15;

/** A name as written, without surrounding spaces; full-width brackets belong to a name and stay. */
export function parseName(cell: Cell, longest = 200): Parsed<string | null> {
  return parseText(cell, longest, (text) => text.replace(/[\s\u3000\u00a0\u200b\ufeff]+/g, " ").trim());
}

/** A code such as a unit number, in ordinary letters and digits; leading zeros stay. */
export function parseCode(cell: Cell, longest = 50): Parsed<string | null> {
  return parseText(cell, longest, plain);
}

function parseText(cell: Cell, longest: number, clean: (text: string) => string): Parsed<string | null> {
  if (cell === null) return value(null);
  if (isCellError(cell)) return wrong("formulaError");
  if (typeof cell === "number" && (!Number.isFinite(cell) || Math.abs(cell) >= largestExactDigits)) return wrong("digitsLost");
  if (typeof cell === "object") return wrong("becameDate");
  if (isEmptyCell(cell)) return value(null);
  const text = clean(sayCell(cell));
  if (text === "") return value(null);
  if (!isPrintable(text)) return wrong("unprintable");
  return text.length > longest ? wrong("tooLong") : value(text);
}

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const isPrintable = (text: string) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);

const areaUnits = /(㎡|m2|m²|平方米|平米|平方|平|方|sq\.?\s?m\.?|sqm|square met(er|re)s?|square feet|sq\.?\s?ft\.?|sqft|sf)$/i;
const largestArea = 100_000_000;
const centiSqmPerSqft = 9.290304;

/** An area in hundredths of a square metre, from a number or from text with thousands separators and a unit. */
export function parseArea(cell: Cell, unit: "sqm" | "sqft" = "sqm"): Parsed<number | null> {
  if (isEmptyCell(cell)) return value(null);
  const number = typeof cell === "number" ? cell : typeof cell === "string" ? numberIn(plain(cell).replace(areaUnits, "")) : Number.NaN;
  if (cell !== null && isCellError(cell)) return wrong("formulaError");
  if (!Number.isFinite(number)) return wrong("notAnArea");
  const centi = unit === "sqft" ? Math.round(number * centiSqmPerSqft) : Math.round(Number((number * 100).toPrecision(14)));
  if (centi <= 0) return wrong("areaNotPositive");
  return centi > largestArea ? wrong("notAnArea") : value(centi);
}

function numberIn(text: string): number {
  const bare = text.trim();
  return /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(bare) ? Number(bare.replaceAll(",", "")) : Number.NaN;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day, from Excel's own dates, their serial numbers, or any usual way to write one. `order` decides on `3/1/2026`. */
export function parseDay(cell: Cell, order: DateOrder = "mdy"): Parsed<Temporal.PlainDate | null> {
  if (isEmptyCell(cell)) return value(null);
  if (cell instanceof Temporal.PlainDateTime) return inRange(cell.toPlainDate());
  if (cell instanceof Temporal.PlainDate) return inRange(cell);
  if (typeof cell === "number") return Number.isInteger(cell) && cell > 10_000_000 ? dayInText(String(cell), order) : daySerial(cell);
  if (cell !== null && isCellError(cell)) return wrong("formulaError");
  return typeof cell === "string" ? dayInText(plain(cell), order) : wrong("notADate");
}

const excelDayZero = Temporal.PlainDate.from("1899-12-30");

function daySerial(serial: number): Parsed<Temporal.PlainDate> {
  return serial >= 61 && serial < 110_000 ? inRange(excelDayZero.add({ days: Math.floor(serial) })) : wrong("notADate");
}

function dayInText(text: string, order: DateOrder): Parsed<Temporal.PlainDate> {
  const bare = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, "").trim();
  const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (yearFirst) return dayOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(bare);
  if (yearLast) return order === "mdy" ? dayOf(yearLast[3], yearLast[1], yearLast[2]) : dayOf(yearLast[3], yearLast[2], yearLast[1]);
  const monthNamed = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{4})$/i.exec(bare);
  if (monthNamed) return dayOf(monthNamed[3], monthNumber(monthNamed[2]), monthNamed[1]);
  const monthFirst = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/i.exec(bare);
  if (monthFirst) return dayOf(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  return /^\d{5}(\.\d+)?$/.test(bare) ? daySerial(Number(bare)) : wrong("notADate");
}

const monthNumber = (name = "") => String(months.indexOf(name.toLowerCase()) + 1);

function dayOf(year = "", month = "", day = ""): Parsed<Temporal.PlainDate> {
  try {
    return inRange(Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: "reject" }));
  } catch (error) {
    if (error instanceof RangeError) return wrong("notADate");
    throw error;
  }
}

const inRange = (day: Temporal.PlainDate): Parsed<Temporal.PlainDate> => (day.year >= 1900 && day.year <= 2200 ? value(day) : wrong("notADate"));

/** A floor by the name it is stored under; `level` 1 is the ground floor, basements count down from -1. */
export interface Floor {
  readonly name: string;
  readonly level: number;
}

const [deepestLevel, highestLevel] = [-20, 300];
const chineseDigits = "零一二三四五六七八九";

/** A floor from `18F`, `18层`, `十八楼`, `13A`, `B1`, `-1`, `负一层`, `地下二层`, `G`, `LG`. However it was written, one floor has one name. */
export function parseFloor(cell: Cell): Parsed<Floor | null> {
  if (isEmptyCell(cell)) return value(null);
  if (cell !== null && isCellError(cell)) return wrong("formulaError");
  if (typeof cell === "object") return wrong("becameDate");
  const text = plain(sayCell(cell)).toUpperCase().replaceAll(" ", "").replace(/^第/, "");
  const bare = text.replace(/(层|楼|FLOOR|\/F|F|L)$/, "").replace(/^(FLOOR|LEVEL|L(?=\d))/, "");
  if (/^(G|GF|首|底)$/.test(bare) || text === "GF") return value({ name: "1F", level: 1 });
  if (/^(LG|UG)/.test(text)) return text.startsWith("LG") ? value({ name: "B1", level: -1 }) : value({ name: "1F", level: 1 });
  const below = /^(?:B|-|负|地下)(\d+|[零一二三四五六七八九十百]+)$/.exec(bare);
  if (below) return floorAt(-countOf(below[1] ?? ""));
  const above = /^(?:地上)?(\d+|[零一二三四五六七八九十百]+)([A-EG-Z])?$/.exec(bare);
  return above ? floorAt(countOf(above[1] ?? ""), above[2]) : wrong("unknownFloor");
}

function floorAt(level: number, half = ""): Parsed<Floor> {
  if (!Number.isInteger(level) || level === 0 || level < deepestLevel || level > highestLevel) return wrong("unknownFloor");
  return value({ level, name: level < 0 ? `B${-level}` : half ? `${level}${half}` : `${level}F` });
}

function countOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return text.split(/(?<=百)/).reduce((sum, part) => {
    if (part.endsWith("百")) return sum + 100 * (chineseDigits.indexOf(part[0] ?? "") || 1);
    const [tens, ones] = part.includes("十") ? part.split("十") : ["", part.replace("零", "")];
    const tenCount = part.includes("十") ? (tens ? Math.max(0, chineseDigits.indexOf(tens.replace("零", ""))) || 1 : 1) : 0;
    return sum + tenCount * 10 + (ones ? chineseDigits.indexOf(ones) : 0);
  }, 0);
}

/** The floor a unit number tells: 18 of `1803`, `A-1803`, `18-03` and `18F-03`, B1 of `B1-02` and `B102`. */
export function floorOfUnitNo(unitNo: string): Floor | undefined {
  const text = plain(unitNo).toUpperCase().replaceAll(" ", "");
  const basement = /(?:^|[-_#])B(\d)[-_]?\d{2}[A-Z]?$/.exec(text);
  if (basement) return floorIn(floorAt(-Number(basement[1])));
  const parted = /(?:^|[-_#座栋])(\d{1,3})(?:F|层|楼)?[-_](\d{1,3}[A-Z]?)$/.exec(text);
  if (parted) return floorIn(floorAt(Number(parted[1])));
  const joined = /(?:^|[-_#座栋A-Z])(\d{1,2}|1\d\d)(\d{2})[A-Z]?(?:室|号)?$/.exec(text);
  return joined ? floorIn(floorAt(Number(joined[1]))) : undefined;
}

const floorIn = (parsed: Parsed<Floor>) => ("value" in parsed ? parsed.value : undefined);

const useWords: readonly (readonly [RegExp, UnitUse])[] = [
  [/车位|停车|车库|parking|garage/, "parking"],
  [/仓|储藏|库房|storage|warehouse/, "storage"],
  [/设备|机房|配电|plant|mechanical/, "plant"],
  [/公区|公共|大堂|走廊|public|common|lobby/, "public"],
  [/商业|商铺|零售|餐饮|店|retail|shop|restaurant|commercial/, "retail"],
  [/办公|写字|商务|office/, "office"],
  [/^(其他|其它|other)$/, "other"],
];

/** What a unit is for. */
export function parseUse(cell: Cell): Parsed<UnitUse | null> {
  return byWords(cell, useWords, "unknownUse");
}

const stateWords: readonly (readonly [RegExp, UnitState])[] = [
  [/自用|自有|ownuse|own use|owneroccupied/, "ownUse"],
  [/装修|维修|改造|施工|works|fit-?out|refurb/, "works"],
  [/停用|封存|不可租|下架|冻结|withdrawn|off market|blocked/, "withdrawn"],
  [/已租|在租|出租|空置|空房|可租|待租|招租|未租|租赁中|租出|预定|预租|签约|lettable|let|leased|rented|vacant|available|occupied|active/, "lettable"],
];

/** Whether a unit can be let; that it is let is told by its lease alone. */
export function parseState(cell: Cell): Parsed<UnitState | null> {
  return byWords(cell, stateWords, "unknownState");
}

function byWords<T extends string>(cell: Cell, meanings: readonly (readonly [RegExp, T])[], unknown: Wrong): Parsed<T | null> {
  if (isEmptyCell(cell)) return value(null);
  if (cell !== null && isCellError(cell)) return wrong("formulaError");
  if (typeof cell !== "string") return wrong(unknown);
  const text = plain(cell).toLowerCase();
  const exact = meanings.find(([, meaning]) => meaning.toLowerCase() === text);
  const found = exact ?? meanings.find(([pattern]) => pattern.test(text));
  return found ? value(found[1]) : wrong(unknown);
}
