import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";

export const unitUses = {
  office: words("办公", "Office"),
  retail: words("商业", "Retail"),
  storage: words("仓储", "Storage"),
  parking: words("车位", "Parking"),
  plant: words("设备用房", "Plant room"),
  public: words("公共", "Common area"),
  other: words("其他", "Other"),
} as const satisfies Record<string, Words>;
export type UnitUse = keyof typeof unitUses;

export const unitStates = {
  lettable: words("可租", "Lettable"),
  ownUse: words("自用", "Own use"),
  works: words("施工中", "Under works"),
  withdrawn: words("停用", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type UnitState = keyof typeof unitStates;

export interface Site {
  readonly id: Id<"site">;
  readonly code: string;
  readonly name: string;
  readonly zone: string;
  readonly address: string;
  readonly state: "active" | "closed";
  readonly version: number;
}

export interface Building {
  readonly id: Id<"building">;
  readonly code: string;
  readonly name: string;
  readonly position: number;
  readonly version: number;
}

/** `level` 1 is the ground floor; basements count down from -1; 0 does not exist. */
export interface Floor {
  readonly id: Id<"floor">;
  readonly buildingId: Id<"building">;
  readonly name: string;
  readonly level: number;
  readonly version: number;
}

/** Areas are hundredths of a square metre: gross 建筑面积 (with shared area), net 套内面积, chargeable 计租面积. */
export interface Unit {
  readonly id: Id<"unit">;
  readonly buildingId: Id<"building">;
  readonly floorId: Id<"floor">;
  readonly unitNo: string;
  readonly grossCenti: number | null;
  readonly netCenti: number | null;
  readonly chargeableCenti: number | null;
  readonly use: UnitUse;
  readonly state: UnitState;
  readonly version: number;
}

/** 法人主体: who lets (owner 业主) and who serves (property company 物业公司). */
export const entityKinds = {
  owner: words("业主（出租方）", "Owner (landlord)"),
  property: words("物业服务企业", "Property company"),
} as const satisfies Record<string, Words>;
export type EntityKind = keyof typeof entityKinds;

export const taxpayers = {
  general: words("一般纳税人", "General taxpayer"),
  smallScale: words("小规模纳税人", "Small-scale taxpayer"),
} as const satisfies Record<string, Words>;
export type Taxpayer = keyof typeof taxpayers;

/** One of the two companies a tenant owes: rent to the owner, the property fee to the property company, each with an account of its own. */
export interface LegalEntity {
  readonly id: Id<"entity">;
  readonly kind: EntityKind;
  readonly name: string;
  readonly creditCode: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly address: string;
  readonly phone: string;
  readonly taxpayer: Taxpayer;
  /** 产权证书号, which the invoice of a letting names. */
  readonly propertyCertificateNo: string;
  readonly sealFileId: Id<"file"> | null;
  readonly version: number;
}

export const sitesProblems = problems("sites", {
  siteNotFound: { status: 404, words: words("没有这个项目。", "No such site.") },
  buildingNotFound: { status: 404, words: words("没有这栋楼。", "No such building.") },
  floorNotFound: { status: 404, words: words("没有这个楼层。", "No such floor.") },
  unitNotFound: { status: 404, words: words("没有这个单元。", "No such unit.") },
  entityMissing: {
    status: 409,
    words: words("请先在「项目设置 › 法人主体」登记{kind}。", "Register the legal entity first: site settings, legal entities ({kind})."),
  },
  sealMissing: { status: 404, words: words("还没有上传印章图样。", "No picture of the seal yet.") },
  sealNotPicture: { status: 422, words: words("印章须为 PNG 或 JPEG 图片。", "A seal is a PNG or JPEG picture.") },
  siteCodeTaken: { status: 409, words: words("项目编号 {code} 已被使用。", "Another site already has the code {code}.") },
  buildingCodeTaken: { status: 409, words: words("楼栋编号 {code} 在本项目已被使用。", "Another building of this site has the code {code}.") },
  floorNameTaken: { status: 409, words: words("本楼已有楼层 {name}。", "This building already has a floor {name}.") },
  unitNoTaken: { status: 409, words: words("本楼已有单元 {unitNo}。", "This building already has a unit {unitNo}.") },
  netAboveGross: { status: 422, words: words("套内面积不能大于建筑面积。", "The net area cannot exceed the gross area.") },
  noSuchZone: { status: 422, words: words("没有时区 {zone}。", "There is no time zone {zone}.") },
  levelZero: { status: 422, words: words("没有 0 层：首层为 1，地下一层为 -1。", "There is no level 0: the ground floor is 1, the first basement -1.") },
  notEmpty: { status: 409, words: words("{name} 下还有 {count} 项内容，请先移走。", "{name} still holds {count} items. Move them first.") },
  inUse: { status: 409, words: words("单元 {unitNo} 已有租约或个案，不能删除；可改为停用。", "Unit {unitNo} has leases or cases and cannot be removed; withdraw it instead.") },
  stale: { status: 409, words: words("内容已被他人修改，请刷新后重试。", "Somebody changed this in the meantime. Reload and try again.") },
});

/** All that stands against a unit with these areas. */
export function whyNotAreas({ grossCenti, netCenti }: Pick<Unit, "grossCenti" | "netCenti">): Problem[] {
  return reasons(grossCenti !== null && netCenti !== null && netCenti > grossCenti && sitesProblems.netAboveGross());
}

/** All that stands against a floor at this level. */
export const whyNotLevel = (level: number): Problem[] => reasons(level === 0 && sitesProblems.levelZero());

/** All that stands against a site in this zone. */
export const whyNotZone = (zone: string): Problem[] => reasons(!isZone(zone) && sitesProblems.noSuchZone({ zone }));

function isZone(zone: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, zone);
    return true;
  } catch {
    return false;
  }
}

/** How people name the place of a unit: `1座 18F 1803`. */
export const placeName = (place: { readonly building: string; readonly floor: string; readonly unitNo: string }): string => `${place.building} ${place.floor} ${place.unitNo}`;
