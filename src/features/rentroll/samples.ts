import type { Cell } from "#kernel/cell.ts";
import { unitStates, unitUses } from "#features/sites/rules.ts";
import { isCreditCode } from "#features/tenants/rules.ts";

/** A sheet as a property office would keep it: titles, then rows. */
export interface SampleSheet {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const sampleTitles = [
  "楼栋",
  "楼层",
  "房号",
  "建筑面积(㎡)",
  "套内面积(㎡)",
  "计租面积(㎡)",
  "用途",
  "状态",
  "租户名称",
  "统一社会信用代码",
  "行业",
  "联系人",
  "联系电话",
  "合同编号",
  "起租日",
  "到期日",
] as const;

const surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
const givenNames = ["伟", "芳", "静", "敏", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀英", "霞", "平", "思远", "雨桐", "嘉怡", "浩然"];
const towns = ["上海", "北京", "深圳", "杭州", "苏州", "广州", "宁波", "成都"];
const styles = ["远景", "恒信", "博达", "云帆", "明德", "星联", "瑞合", "启元", "天成", "华辰", "中凯", "嘉禾", "宏图", "安泰", "领航", "新沃"];
const trades = [
  ["信息技术", "信息技术"],
  ["贸易", "批发零售"],
  ["投资管理", "金融"],
  ["律师事务所", "法律"],
  ["广告传媒", "文化传媒"],
  ["供应链管理", "物流"],
  ["生物科技", "医药"],
  ["建筑设计", "设计"],
  ["人力资源服务", "商务服务"],
  ["融资租赁", "金融"],
] as const;

/** The same numbers for the same seed, so that a demonstration and a test always see the same tower. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface SampleTenant {
  readonly name: string;
  readonly code: string;
  readonly industry: string;
  readonly contact: string;
  readonly phone: string;
}

function sampleTenant(index: number, roll: (below: number) => number): SampleTenant {
  const [trade, industry] = trades[index % trades.length] ?? trades[0];
  const style = styles[Math.floor(index / trades.length) % styles.length] ?? "";
  const town = towns[Math.floor(index / (trades.length * styles.length)) % towns.length] ?? "";
  const number = Math.floor(index / (trades.length * styles.length * towns.length));
  const suffix = trade === "律师事务所" ? "" : "有限公司";
  return {
    name: `${town}${style}${trade}${suffix}${number > 0 ? `第${number}分公司` : ""}`,
    code: creditCodeFrom(`91310000MA1K${String(index).padStart(5, "0")}`),
    industry,
    contact: `${surnames[roll(surnames.length)]}${givenNames[roll(givenNames.length)]}`,
    phone: `13${roll(10)}${String(10_000_000 + roll(89_999_999))}`,
  };
}

/** Seventeen characters with the eighteenth that checks them. */
const creditCodeFrom = (start: string): string => [..."0123456789ABCDEFGHJKLMNPQRTUWXY"].map((last) => start + last).find(isCreditCode) ?? start;

/** 楼诺大厦: 42 floors above ground and one below, some 200 units, 110 tenants, about nine units in ten let; some tenants take a whole floor. `today` places the terms. */
export function sampleTower(today: Temporal.PlainDate = Temporal.PlainDate.from("2026-03-01")): SampleSheet {
  const roll = dice(20_260_301);
  const tenants = Array.from({ length: 110 }, (_, index) => sampleTenant(index, roll));
  const rows: Cell[][] = [];
  let nextTenant = 0;
  const add = (floor: string, unitNo: string, gross: number, use: string, tenant: SampleTenant | undefined, state: string) => {
    const start = today.subtract({ months: roll(30), days: roll(28) }).with({ day: 1 });
    const end = start.add({ years: 2 + roll(4) }).subtract({ days: 1 });
    const running = Temporal.PlainDate.compare(end, today) < 0 ? end.add({ years: 3 }) : end;
    const leaseCells = tenant
      ? [tenant.name, tenant.code, tenant.industry, tenant.contact, tenant.phone, `LN-${start.year}-${String(rows.length + 1).padStart(4, "0")}`, start, running]
      : Array.from({ length: 8 }, () => null);
    rows.push(["1座", floor, unitNo, gross, Math.round(gross * 72) / 100, gross, use, state, ...leaseCells]);
  };

  for (let unit = 1; unit <= 4; unit++) add("B1", `B1-0${unit}`, 40 + roll(60), unitUses.storage.zh, undefined, unit === 1 ? unitStates.ownUse.zh : "空置");
  for (let unit = 1; unit <= 3; unit++) add("1F", `010${unit}`, 120 + roll(120), unitUses.retail.zh, tenants[nextTenant++], "已租");
  for (let level = 2; level <= 42; level++) {
    const isPlantFloor = level === 15 || level === 29;
    const units = isPlantFloor ? 1 : 4 + roll(3);
    const wholeFloor = !isPlantFloor && roll(8) === 0 ? tenants[nextTenant++ % tenants.length] : undefined;
    for (let unit = 1; unit <= units; unit++) {
      const gross = isPlantFloor ? 1650 : Math.round((1650 / units) * (0.85 + roll(30) / 100) * 100) / 100;
      const isVacant = !wholeFloor && roll(10) === 0;
      const tenant = isPlantFloor || isVacant ? undefined : (wholeFloor ?? tenants[nextTenant++ % tenants.length]);
      add(
        `${level}F`,
        `${String(level).padStart(2, "0")}0${unit}`,
        gross,
        isPlantFloor ? unitUses.plant.zh : unitUses.office.zh,
        tenant,
        isPlantFloor ? unitStates.ownUse.zh : isVacant ? "空置" : "已租",
      );
    }
  }
  return { titles: sampleTitles, rows };
}

const column = (title: (typeof sampleTitles)[number]) => sampleTitles.indexOf(title);

/** The tower with three broken rows: an area of minus twelve, a term that ends before it starts, a start day nobody can read. `broken` holds their row numbers, the titles being row 1. */
export function sampleTowerWithBrokenRows(today?: Temporal.PlainDate): SampleSheet & { readonly broken: readonly number[] } {
  const { titles, rows } = sampleTower(today);
  const lets = rows.flatMap((row, index) => (row[column("租户名称")] === null ? [] : [index]));
  const [area = 0, term = 0, start = 0] = [lets[10], lets[25], lets[40]];
  const broken = rows.map((row, index) => {
    if (index === area) return row.with(column("建筑面积(㎡)"), -12);
    if (index === term) return row.with(column("起租日"), row[column("到期日")] ?? null).with(column("到期日"), row[column("起租日")] ?? null);
    return index === start ? row.with(column("起租日"), "待定") : row;
  });
  return { titles, rows: broken, broken: [area + 2, term + 2, start + 2] };
}

/** A roll of `count` let units in towers of 50 floors with 40 units each, for measuring. */
export function sampleRoll(count: number): SampleSheet {
  const roll = dice(7);
  const start = Temporal.PlainDate.from("2024-01-01");
  const tenants = Array.from({ length: Math.min(count, 20_000) }, (_, index) => sampleTenant(index, roll));
  const rows = Array.from({ length: count }, (_, index): Cell[] => {
    const tower = Math.floor(index / 2000) + 1;
    const level = Math.floor((index % 2000) / 40) + 1;
    const tenant = tenants[index % tenants.length] as SampleTenant;
    const begun = start.add({ days: roll(600) });
    const gross = 50 + roll(50_000) / 100;
    return [
      `${tower}座`,
      `${level}F`,
      `${String(level).padStart(2, "0")}${String((index % 40) + 1).padStart(2, "0")}`,
      gross,
      Math.round(gross * 72) / 100,
      gross,
      unitUses.office.zh,
      "已租",
      tenant.name,
      null,
      tenant.industry,
      tenant.contact,
      tenant.phone,
      `LN-${String(index + 1).padStart(7, "0")}`,
      begun,
      begun.add({ years: 3 }).subtract({ days: 1 }),
    ];
  });
  return { titles: sampleTitles, rows };
}
