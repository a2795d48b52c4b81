import { type Id, newId } from "#kernel/id.ts";
import { recordSignedLease } from "#features/leasing/server/index.ts";
import { sampleTower } from "#features/rentroll/samples.ts";
import { createBuilding, createFloor, createUnit, putEntity } from "#features/sites/server/index.ts";
import { createContact, createTenant } from "#features/tenants/server/index.ts";
import type { UnitState, UnitUse } from "#features/sites/rules.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { dice } from "./dice.ts";
import { agreedTerms } from "./terms.ts";

export interface DemoTenant {
  readonly tenantId: Id<"tenant">;
  readonly name: string;
  readonly contactId: Id<"contact">;
  readonly contactName: string;
  readonly phone: string;
  readonly units: readonly { readonly unitId: Id<"unit">; readonly place: string }[];
}

const uses: Readonly<Record<string, UnitUse>> = { 办公: "office", 商业: "retail", 仓储: "storage", 设备用房: "plant" };
const states: Readonly<Record<string, UnitState>> = { 自用: "ownUse" };

/** The owner of the tower and the company that runs it, each with the account that bills name. */
export async function registerEntities(ctx: SiteContext): Promise<void> {
  const common = { address: "上海市浦东新区云峰路 88 号", phone: "021-58880088", taxpayer: "general" as const, version: null };
  await putEntity(ctx, {
    ...common,
    id: newId(),
    kind: "owner",
    name: "上海云峰置业有限公司",
    creditCode: "91310115MA1K4B2C5X",
    bankName: "中国工商银行上海市云峰路支行",
    bankAccount: "1001 2345 0900 8888 888",
    propertyCertificateNo: "沪(2019)浦字不动产权第012345号",
  });
  await putEntity(ctx, {
    ...common,
    id: newId(),
    kind: "property",
    name: "云峰物业服务有限公司",
    creditCode: "91310115MA1K4B3D0R",
    bankName: "招商银行上海分行营业部",
    bankAccount: "1219 0088 8810 301",
    propertyCertificateNo: "",
  });
}

/** Builds the tower of the sample rent roll by hand: floors, units, tenants with a contact each, leases with their terms. Returns the tenants that lease something today. */
export async function buildHouse(ctx: SiteContext, today: Temporal.PlainDate): Promise<DemoTenant[]> {
  const { titles, rows } = sampleTower(today);
  const cell = (row: (typeof rows)[number], title: string) => row[(titles as readonly string[]).indexOf(title)];
  const text = (row: (typeof rows)[number], title: string) => String(cell(row, title) ?? "");
  const { id: buildingId } = await createBuilding(ctx, { id: newId(), code: "1", name: "1座", position: 0 });

  const chance = dice(2_026);
  const floors = new Map<string, Id<"floor">>();
  const tenants = new Map<
    string,
    { tenantId: Id<"tenant">; name: string; contactId: Id<"contact">; contactName: string; phone: string; units: { unitId: Id<"unit">; place: string }[] }
  >();
  for (const row of rows) {
    const floor = text(row, "楼层");
    const floorId = floors.get(floor) ?? (await createFloor(ctx, { id: newId(), buildingId, name: floor, level: levelOf(floor) })).id;
    floors.set(floor, floorId);
    const unitNo = text(row, "房号");
    const centi = (title: string) => Math.round(Number(cell(row, title)) * 100) || null;
    const unit = await createUnit(ctx, {
      id: newId(),
      floorId,
      unitNo,
      grossCenti: centi("建筑面积(㎡)"),
      netCenti: centi("套内面积(㎡)"),
      chargeableCenti: centi("计租面积(㎡)"),
      use: uses[text(row, "用途")] ?? "office",
      state: states[text(row, "状态")] ?? "lettable",
    });
    const name = text(row, "租户名称");
    if (!name) continue;
    const known =
      tenants.get(name) ?? (await settle(ctx, name, { industry: text(row, "行业"), contactName: text(row, "联系人"), phone: text(row, "联系电话"), index: tenants.size }));
    tenants.set(name, known);
    known.units.push({ unitId: unit.id, place: `1座 ${floor} ${unitNo}` });
    const leaseStart = cell(row, "起租日") as Temporal.PlainDate;
    const leaseEnd = cell(row, "到期日") as Temporal.PlainDate;
    const terms = agreedTerms({ unitId: unit.id, areaCenti: unit.chargeableCenti ?? 0, floor: levelOf(floor), leaseStart, leaseEnd }, chance);
    const signedOn = [leaseStart.subtract({ days: 20 }), dayAt(ctx, ctx.now)].sort(Temporal.PlainDate.compare)[0]!;
    await recordSignedLease(ctx, { id: newId(), leaseNo: text(row, "合同编号"), tenantId: known.tenantId, terms, signedOn, handoverOn: leaseStart, moveInOn: null });
  }
  return [...tenants.values()];
}

async function settle(
  ctx: SiteContext,
  name: string,
  { industry, contactName, phone, index }: { readonly industry: string; readonly contactName: string; readonly phone: string; readonly index: number },
) {
  const tenant = await createTenant(ctx, { id: newId(), name, shortName: name.replace(/有限公司$/, "").slice(0, 20), creditCode: null, industry });
  const contact = await createContact(ctx, {
    id: newId(),
    tenantId: tenant.id,
    name: contactName,
    post: index % 3 === 0 ? "行政经理" : "行政",
    phone,
    // A few can be reached by mail, so that the mail of the product can be seen without making hundreds of letters.
    email: index < 4 ? `contact${index + 1}@example.com` : "",
    authorities: index % 2 === 0 ? ["repair", "fees", "goods", "signing"] : ["repair"],
  });
  return { tenantId: tenant.id, name, contactId: contact.id, contactName, phone, units: [] as { unitId: Id<"unit">; place: string }[] };
}

const levelOf = (floor: string): number => (floor.startsWith("B") ? -Number(floor.slice(1)) : Number.parseInt(floor, 10));
