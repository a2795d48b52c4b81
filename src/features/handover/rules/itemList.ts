import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { handoverProblems } from "./problems.ts";

/** A room or zone of a unit. */
export interface ListArea {
  readonly key: string;
  readonly name: Words;
}

/** A part of the unit with the standard it is held to, in each of `areas`. */
export interface ListPart {
  readonly key: string;
  readonly name: Words;
  readonly standard: Words;
  readonly areas: readonly string[];
}

/** What is looked at in every unit of a site. A change is a new version; an inspection keeps the one it was opened with. */
export interface ItemList {
  readonly areas: readonly ListArea[];
  readonly parts: readonly ListPart[];
}

/** One item of an inspection: a part in an area of a unit. */
export interface Line {
  /** `<unit>/<area>/<part>`: the same in the inspection of the move-in and of the move-out. */
  readonly key: string;
  readonly unitId: string;
  readonly unit: string;
  readonly area: Words;
  readonly part: Words;
  readonly standard: Words;
}

/** The lines of `list` for these units, in the order in which one walks: unit by unit, area by area. */
export const linesOf = (list: ItemList, units: readonly { readonly id: string; readonly label: string }[]): Line[] =>
  units.flatMap((unit) =>
    list.areas.flatMap((area) =>
      list.parts
        .filter(({ areas }) => areas.includes(area.key))
        .map((part) => ({ key: `${unit.id}/${area.key}/${part.key}`, unitId: unit.id, unit: unit.label, area: area.name, part: part.name, standard: part.standard })),
    ),
  );

/** All that stands against a list as it is to be kept. */
export function whyNotList({ areas, parts }: ItemList): Problem[] {
  const known = new Set(areas.map(({ key }) => key));
  const twice = (keys: readonly string[]) => [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  return reasons(
    (areas.length === 0 || parts.length === 0) && handoverProblems.listEmpty(),
    [...twice(areas.map(({ key }) => key)), ...twice(parts.map(({ key }) => key))].map((key) => handoverProblems.listTwice({ key })),
    parts.filter((part) => part.areas.length === 0).map(({ name }) => handoverProblems.partNowhere({ part: name.zh })),
    parts.flatMap(({ name, areas: places }) => places.filter((area) => !known.has(area)).map((area) => handoverProblems.listUnknownArea({ part: name.zh, area }))),
  );
}

const area = (key: string, zh: string, en: string): ListArea => ({ key, name: words(zh, en) });
const part = (key: string, name: Words, standard: Words, ...areas: string[]): ListPart => ({ key, name, standard, areas });
const everywhere = ["entrance", "office", "meeting", "pantry"];

/** What a site starts with (F03). */
export const houseList: ItemList = {
  areas: [
    area("entrance", "入口及前台", "Entrance"),
    area("office", "办公区", "Office area"),
    area("meeting", "会议室", "Meeting room"),
    area("pantry", "茶水间及卫生间", "Pantry and washroom"),
  ],
  parts: [
    part("floor", words("地面", "Floor"), words("平整，无破损、起翘、污渍", "Level; not broken, lifted or stained"), ...everywhere),
    part("ceiling", words("天花", "Ceiling"), words("平整，无缺板、水渍、裂缝", "Level; no panel missing, no water marks or cracks"), ...everywhere),
    part("wall", words("墙面", "Walls"), words("无裂缝、脱落、钉孔、污渍", "No cracks, flaking, nail holes or stains"), ...everywhere),
    part("doors", words("门及门锁", "Doors and locks"), words("开闭灵活，锁具、闭门器有效", "Open and close freely; lock and closer work"), ...everywhere),
    part("windows", words("窗", "Windows"), words("开闭灵活，五金齐全，不渗水", "Open and close freely, fittings complete, watertight"), "office", "meeting"),
    part("glass", words("玻璃", "Glass"), words("无裂纹、划伤、松动", "No cracks, scratches or looseness"), "entrance", "office", "meeting"),
    part("lamps", words("灯具", "Lamps"), words("齐全，全部点亮", "Complete, all light up"), ...everywhere),
    part("sockets", words("开关插座", "Switches and sockets"), words("面板完好，通电，极性正确", "Plates whole, live, polarity right"), ...everywhere),
    part("power", words("配电箱", "Distribution board"), words("回路标识齐全，漏电保护动作正常", "Circuits labelled, residual-current device trips"), "entrance"),
    part("airOutlets", words("空调风口及温控", "A/C outlets and thermostats"), words("出风正常，温控有效，滤网清洁", "Air flows, thermostat works, filter clean"), ...everywhere),
    part("sprinkler", words("喷淋头", "Sprinklers"), words("齐全，无遮挡、漆污、渗漏", "Complete, not covered, painted or leaking"), ...everywhere),
    part("detector", words("烟温感探测器", "Detectors"), words("齐全，无防尘罩，指示灯正常", "Complete, dust cap off, lamp blinking"), ...everywhere),
    part("speaker", words("消防广播", "Speakers"), words("齐全，播音清晰", "Complete, heard clearly"), "entrance", "office", "meeting"),
    part(
      "signs",
      words("疏散指示及应急照明", "Exit signs and emergency lights"),
      words("点亮，方向正确，断电切换", "Lit, pointing right, switching over when power fails"),
      "entrance",
      "office",
    ),
    part(
      "extinguishers",
      words("灭火器及消火栓", "Extinguishers and hydrants"),
      words("压力正常，在检验期内，无遮挡", "Pressure right, within its test date, not blocked"),
      "entrance",
    ),
    part("sanitary", words("洁具及上下水", "Sanitary ware and plumbing"), words("完好，通水，不渗漏，排水通畅", "Whole, water runs, no leak, drains freely"), "pantry"),
    part("weak", words("弱电及网络点位", "Data outlets"), words("面板完好，点位通畅", "Plates whole, lines through"), "office", "meeting"),
  ],
};
