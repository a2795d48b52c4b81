import { asId, type Id, newId } from "#kernel/id.ts";
import { addRoute, installMeter } from "#features/meters/contract/ledger.ts";
import { addTariff } from "#features/meters/contract/charges.ts";
import { aMeter } from "#features/meters/samples.ts";
import { recordSignedLease } from "#features/leasing/server/index.ts";
import { someTerms } from "#features/leasing/samples.ts";
import { createContact, createTenant } from "#features/tenants/server/index.ts";
import type { SiteContext } from "#platform/context.ts";
import { systemActor } from "#platform/runtime.ts";
import { call, type House } from "../money/house.ts";
import { furnish } from "../money/lead.ts";

export interface Ground {
  readonly unitId: Id<"unit">;
  readonly tenantId: Id<"tenant">;
  readonly contactId: Id<"contact">;
  readonly leaseId: Id<"lease">;
}

/** The tenant of vector V4 with its lease signed on paper: neither paid, nor its annexes nor its papers there. One meter of its own, read 1 234.56. */
export async function lease(house: House): Promise<Ground> {
  const { unitId } = await furnish(house);
  await house.hire("陈雪", "chenxue", "serviceOfficer");
  await house.hire("高强", "gaoqiang", "guard");
  const ground: Ground = { unitId: asId(unitId), tenantId: newId(), contactId: newId(), leaseId: newId() };
  const signedOn = Temporal.PlainDate.from("2026-05-12");
  await house.server.runtime.at(house.siteId, { actor: systemActor, now: Temporal.Instant.from("2026-05-12T02:00:00Z") }, async (ctx: SiteContext) => {
    await createTenant(ctx, { id: ground.tenantId, name: "云帆科技有限公司", kind: "company", creditCode: "91350100M000100Y43", industry: "软件", remark: "" } as never);
    const authorities = ["fees", "signing", "goods", "repair"] as const;
    await createContact(ctx, { id: ground.contactId, tenantId: ground.tenantId, name: "王敏", post: "行政经理", phone: "13800000000", email: "wang@example.com", authorities });
    const terms = someTerms({}, ground.unitId);
    const days = { handoverOn: Temporal.PlainDate.from("2026-05-28"), moveInOn: Temporal.PlainDate.from("2026-06-01") };
    await recordSignedLease(ctx, { id: ground.leaseId, leaseNo: "YF-2026-001", tenantId: ground.tenantId, terms, ...days, signedOn });
  });
  await house.hire("王敏", "zuhu-wang", "tenantContact", ground);
  await installMeter1801(house, ground.unitId);
  return ground;
}

async function installMeter1801(house: House, unitId: Id<"unit">): Promise<void> {
  const [finance, engineer] = [await house.at("fangmin"), await house.at("dingli")];
  const params = { siteId: house.siteId };
  await call(finance, addTariff, {
    params,
    body: { id: newId(), name: "商业电价", kind: "electricity", isDefault: true, fromDay: "2026-01-01", form: { form: "flat", price: "0.7983" } },
  });
  const routeId = newId<"route">();
  await call(engineer, addRoute, { params, body: { id: routeId, name: "18F 电表" } });
  const body = aMeter({ meterNo: "E-1801", role: "tenant", unitIds: [unitId], multiplier: "40", opening: { total: "1234.56" }, routeId, installedOn: "2026-05-12" });
  await call(engineer, installMeter, { params, body });
}
