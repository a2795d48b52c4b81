import { words } from "#kernel/words.ts";
import type { ItemList, ListArea, ListPart } from "./itemList.ts";

/** The columns of the item list as a sheet; read by either title. */
export const listColumns = {
  part: words("部位", "Part (zh)"),
  partEn: words("部位英文", "Part (en)"),
  standard: words("标准", "Standard (zh)"),
  standardEn: words("标准英文", "Standard (en)"),
  areas: words("区域", "Areas (zh)"),
  areasEn: words("区域英文", "Areas (en)"),
} as const;
export type ListColumn = keyof typeof listColumns;

/** A row of the sheet: texts by column, areas parted by semicolons. English may be left out: the Chinese stands in for it. */
export type ListRow = Readonly<Record<ListColumn, string>>;

const parted = (text: string): string[] =>
  text
    .split(/[;；、\n]/)
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * A list from the rows of a sheet. Parts and areas that `known` has by the same Chinese name keep their key, so that inspections before and after
 * are about the same items.
 */
export function listFromRows(rows: readonly ListRow[], known: ItemList): ItemList {
  const areas = new Map<string, ListArea>();
  const keys = { area: keyMaker(known.areas.map(({ key }) => key)), part: keyMaker(known.parts.map(({ key }) => key)) };
  const parts = rows.map((row): ListPart => {
    const english = parted(row.areasEn);
    const places = parted(row.areas).map((zh, index) => {
      const old = known.areas.find(({ name }) => name.zh === zh);
      const area = areas.get(zh) ?? { key: old?.key ?? keys.area("area"), name: words(zh, english[index] ?? old?.name.en ?? zh) };
      areas.set(zh, area);
      return area.key;
    });
    const old = known.parts.find(({ name }) => name.zh === row.part);
    return {
      key: old?.key ?? keys.part("part"),
      name: words(row.part, row.partEn || old?.name.en || row.part),
      standard: words(row.standard, row.standardEn || row.standard),
      areas: [...new Set(places)],
    };
  });
  return { areas: [...areas.values()], parts };
}

/** Keys that no other has: `part-1`, `part-2` … */
function keyMaker(taken: readonly string[]): (stem: string) => string {
  const used = new Set(taken);
  return (stem) => {
    let number = 1;
    while (used.has(`${stem}-${number}`)) number++;
    const key = `${stem}-${number}`;
    used.add(key);
    return key;
  };
}
