import { type Cell, isCellError, sayCell } from "#kernel/cell.ts";
import { type CellWrong, isEmptyCell, type Parsed as ParsedAs, plain } from "#kernel/cellValue.ts";
import type { UnitState, UnitUse } from "#features/sites/rules.ts";

export type Parsed<T> = ParsedAs<T, Wrong>;
export type Wrong = CellWrong | "notAnArea" | "areaNotPositive" | "unknownFloor" | "unknownUse" | "unknownState";

const value = <T>(parsed: T): Parsed<T> => ({ value: parsed });
const wrong = (reason: Wrong): Parsed<never> => ({ wrong: reason });

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
