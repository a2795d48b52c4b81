import type { DateOrder } from "#kernel/cellValue.ts";
import { words, type Words } from "#kernel/words.ts";

export type FieldKind = "text" | "code" | "area" | "day" | "floor" | "use" | "state";
export type FieldGroup = "site" | "unit" | "tenant" | "lease";

export interface FieldFacts {
  readonly name: Words;
  readonly group: FieldGroup;
  readonly kind: FieldKind;
  readonly longest?: number;
  /** Column titles that mean this field, without spaces and brackets, in lower case. */
  readonly titles: readonly string[];
}

/** What a column of a rent roll can mean. */
export const rollFields = {
  siteCode: {
    name: words("项目编号", "Site code"),
    group: "site",
    kind: "code",
    longest: 40,
    titles: ["项目编号", "项目编码", "项目代码", "项目", "sitecode", "projectcode", "locationcode", "propertycode", "assetcode"],
  },
  siteName: {
    name: words("项目名称", "Site name"),
    group: "site",
    kind: "text",
    longest: 120,
    titles: ["项目名称", "物业名称", "sitename", "projectname", "propertyname", "realpropertyassetname", "assetname"],
  },
  siteAddress: {
    name: words("项目地址", "Site address"),
    group: "site",
    kind: "text",
    longest: 300,
    titles: ["项目地址", "地址", "物业地址", "streetaddress", "address", "siteaddress"],
  },
  building: {
    name: words("楼栋", "Building"),
    group: "unit",
    kind: "code",
    longest: 40,
    titles: ["楼栋", "楼栋号", "栋号", "楼座", "座", "座号", "栋", "幢", "楼号", "大厦", "building", "tower", "block", "bldg"],
  },
  floor: {
    name: words("楼层", "Floor"),
    group: "unit",
    kind: "floor",
    longest: 20,
    titles: ["楼层", "层", "层数", "楼层号", "所在楼层", "floor", "level", "storey", "story"],
  },
  unitNo: {
    name: words("房号", "Unit number"),
    group: "unit",
    kind: "code",
    longest: 40,
    titles: [
      "房号",
      "房间号",
      "房源",
      "房源编号",
      "单元",
      "单元号",
      "室号",
      "铺位号",
      "铺位",
      "房间",
      "unit",
      "unitno",
      "unitnumber",
      "suite",
      "suiteno",
      "room",
      "roomno",
      "space",
    ],
  },
  grossArea: {
    name: words("建筑面积", "Gross area"),
    group: "unit",
    kind: "area",
    titles: ["建筑面积", "建面", "面积", "房屋面积", "grossarea", "gfa", "area", "grossfloorarea", "sqm"],
  },
  netArea: {
    name: words("套内面积", "Net area"),
    group: "unit",
    kind: "area",
    titles: ["套内面积", "套内建筑面积", "使用面积", "实用面积", "netarea", "nia", "usablearea", "netinternalarea"],
  },
  chargeableArea: {
    name: words("计租面积", "Chargeable area"),
    group: "unit",
    kind: "area",
    titles: ["计租面积", "租赁面积", "合同面积", "计费面积", "出租面积", "chargeablearea", "leasedarea", "rentablearea", "lettablearea", "nla"],
  },
  use: {
    name: words("用途", "Use"),
    group: "unit",
    kind: "use",
    titles: ["用途", "房屋用途", "使用性质", "物业类型", "房源类型", "use", "usage", "unittype", "type"],
  },
  state: {
    name: words("状态", "State"),
    group: "unit",
    kind: "state",
    titles: ["状态", "房态", "出租状态", "租赁状态", "房源状态", "state", "status", "occupancy", "vacancy"],
  },
  tenant: {
    name: words("租户", "Tenant"),
    group: "tenant",
    kind: "text",
    longest: 200,
    titles: [
      "租户",
      "租户名称",
      "客户名称",
      "客户",
      "承租方",
      "承租人",
      "承租单位",
      "租赁方",
      "公司名称",
      "企业名称",
      "入驻企业",
      "乙方",
      "tenant",
      "tenantname",
      "lessee",
      "customer",
      "company",
      "occupier",
    ],
  },
  creditCode: {
    name: words("统一社会信用代码", "Unified social credit code"),
    group: "tenant",
    kind: "code",
    longest: 18,
    titles: ["统一社会信用代码", "信用代码", "社会信用代码", "税号", "纳税人识别号", "creditcode", "taxid", "uscc", "unifiedsocialcreditcode"],
  },
  industry: {
    name: words("行业", "Industry"),
    group: "tenant",
    kind: "text",
    longest: 60,
    titles: ["行业", "所属行业", "业态", "industry", "sector", "business"],
  },
  contact: {
    name: words("联系人", "Contact"),
    group: "tenant",
    kind: "text",
    longest: 60,
    titles: ["联系人", "经办人", "联系人姓名", "租户联系人", "contact", "contactname", "contactperson"],
  },
  phone: {
    name: words("电话", "Phone"),
    group: "tenant",
    kind: "code",
    longest: 50,
    titles: ["电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "phone", "telephone", "mobile", "tel", "contactphone"],
  },
  email: {
    name: words("邮箱", "E-mail"),
    group: "tenant",
    kind: "code",
    longest: 200,
    titles: ["邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail", "mail"],
  },
  leaseNo: {
    name: words("合同编号", "Lease number"),
    group: "lease",
    kind: "code",
    longest: 60,
    titles: ["合同编号", "合同号", "租赁合同编号", "合同编码", "租约编号", "leaseno", "leasenumber", "contractno", "contractnumber", "leaseid"],
  },
  leaseStart: {
    name: words("起租日", "Lease start"),
    group: "lease",
    kind: "day",
    titles: [
      "起租日",
      "起租日期",
      "租赁开始日",
      "租赁开始日期",
      "合同开始日期",
      "合同开始日",
      "合同起始日",
      "起始日期",
      "开始日期",
      "开始日",
      "租期起",
      "租赁起始日",
      "leasestart",
      "leasestartdate",
      "leaseeffectivedate",
      "leasecommencementdate",
      "commencementdate",
      "startdate",
      "start",
      "from",
    ],
  },
  leaseEnd: {
    name: words("到期日", "Lease end"),
    group: "lease",
    kind: "day",
    titles: [
      "到期日",
      "到期日期",
      "租赁结束日",
      "租赁结束日期",
      "合同结束日期",
      "合同到期日",
      "合同终止日",
      "结束日期",
      "结束日",
      "终止日期",
      "租期止",
      "租赁到期日",
      "leaseend",
      "leaseenddate",
      "leaseexpirationdate",
      "leaseexpirydate",
      "expirationdate",
      "expirydate",
      "enddate",
      "end",
      "to",
    ],
  },
} as const satisfies Record<string, FieldFacts>;

export type RollField = keyof typeof rollFields;
export const rollFieldNames = Object.keys(rollFields) as RollField[];
export const factsOf = (field: RollField): FieldFacts => rollFields[field];

/** Where a field's value comes from: a column (from 0) of the sheet, or the same text for every row. */
export type Source = { readonly column: number } | { readonly fixed: string };

/** How a sheet is to be read. Several fields may share a column. */
export interface Mapping {
  /** From 0. */
  readonly sheet: number;
  /** The number of the header row, from 1; the rows after it are data. */
  readonly headerRow: number;
  readonly fields: Partial<Readonly<Record<RollField, Source>>>;
  readonly dateOrder: DateOrder;
  readonly areaUnit: "sqm" | "sqft";
}
