import { expect } from "vitest";
import { putEntity } from "#features/sites/contract.ts";
import { newId } from "#kernel/id.ts";
import { button, call, choose, type House, submit } from "./house.ts";

/** The house before the first prospect: one floor with two offices, the two legal entities, and who works there. */
export async function furnish(house: House): Promise<{ unitId: string; otherUnitId: string }> {
  const page = await house.at("lintao");
  const site = `/sites/${house.siteId}`;
  const [buildingId, floorId, unitId, otherUnitId] = [newId(), newId(), newId(), newId()];
  await call(page, { method: "POST", path: `${site}/sites/buildings` }, { body: { id: buildingId, code: "1", name: "1座" } });
  await call(page, { method: "POST", path: `${site}/sites/buildings/${buildingId}/floors` }, { body: { id: floorId, name: "18F", level: 18 } });
  for (const [id, unitNo] of [
    [unitId, "1801"],
    [otherUnitId, "1802"],
  ] as const) {
    const body = { id, unitNo, floorId, grossCenti: 500_00, netCenti: null, chargeableCenti: 500_00, use: "office", state: "lettable" };
    await call(page, { method: "POST", path: `${site}/sites/units` }, { body });
  }
  for (const [kind, name, bankAccount] of [
    ["owner", "云河置业有限公司", "0110010001000100001"],
    ["property", "楼诺物业服务有限公司", "0220020002000200002"],
  ] as const) {
    const body = {
      id: newId(),
      name,
      creditCode: "91350100M000100Y43",
      bankName: "工商银行云峰支行",
      bankAccount,
      propertyCertificateNo: "沪（2020）浦字第001号",
      address: "云峰路 1 号",
    };
    await call(page, putEntity, { params: { siteId: house.siteId, kind }, body });
  }
  await house.hire("苏晴", "suqing", "leasingOfficer");
  await house.hire("方敏", "fangmin", "finance");
  await house.hire("丁力", "dingli", "engSupervisor");
  await house.hire("马超", "machao", "technician");
  return { unitId, otherUnitId };
}

/** A call comes in, is answered on the spot, and leads to a viewing. Manual 2.1.1-1, 2.1.2-1. */
export async function takeTheLead(house: House): Promise<string> {
  const page = await house.at("suqing");
  await house.go(page, "tenants/leads");
  await button(page, "登记咨询").click();
  await page.getByLabel("联系人", { exact: true }).fill("王敏");
  await page.getByLabel("电话", { exact: true }).fill("13800000000");
  await page.getByLabel("邮箱").fill("wang@example.com");
  await page.getByLabel("公司名称").fill("云帆科技有限公司");
  await page.getByLabel("统一社会信用代码").fill("91350100M000100Y43");
  await page.getByLabel("最小面积").fill("450");
  await page.getByLabel("最大面积").fill("550");
  await page.getByLabel("已当场答复").check();
  await page.getByLabel("下一步做什么").fill("带看 1801");
  await house.show(page, "01-lead");
  await submit(page, /保存|登记/);
  if (!/leads\/[0-9a-f-]{36}/.test(page.url())) {
    await page.getByText("云帆科技有限公司").first().click();
    await page.waitForURL(/leads\/[0-9a-f-]{36}/);
  }
  const leadId = /leads\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  await button(page, "登记跟进").click();
  await choose(page, "做了什么", "带看");
  await choose(page, "看了哪些单元", /1801/, "1801");
  await page.keyboard.press("Escape");
  await page.getByLabel("内容").fill("看房满意，谈意向书。");
  await page.getByLabel("下一步做什么").fill("出意向书");
  await submit(page, /保存|确定/);
  await page.getByText("看房满意").waitFor();
  await house.show(page, "02-viewing");
  return leadId;
}

/** The prospect becomes a tenant with a contact who may sign, and hands in the papers, which another checks. Manual 2.1.1-2. */
export async function qualify(house: House, leadId: string): Promise<{ tenantId: string; contactId: string }> {
  const page = await house.at("suqing");
  await house.go(page, `tenants/leads/${leadId}`);
  await button(page, "成为租户").click();
  await submit(page, "成为租户");
  await page.getByRole("link", { name: "打开租户" }).click();
  await page.waitForURL(/\/tenants\/[0-9a-f-]{36}$/);
  const tenantId = /tenants\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? "";
  await page.getByRole("cell", { name: "王敏" }).first().click();
  for (const authority of ["费用", "签署"]) await page.getByRole("checkbox", { name: authority }).check();
  await submit(page, /保存/);
  await choose(page, "阶段", "签租赁合同");
  for (const paper of ["营业执照", "法定代表人身份证明", "授权委托书", "经办人身份证明"]) {
    await page.locator(".papers-wanted").getByRole("button", { name: paper }).click();
    await page.getByLabel("扫描件或照片").setInputFiles({ name: `${paper}.png`, mimeType: "image/png", buffer: onePixel });
    await submit(page, "提交资料");
  }
  const manager = await house.at("lintao");
  await house.go(manager, `tenants/${tenantId}`);
  for (let left = 4; left > 0; left--) {
    await expect.poll(() => manager.getByRole("button", { name: "审核", exact: true }).count()).toBe(left);
    await manager.getByRole("button", { name: "审核", exact: true }).first().click();
    await submit(manager, /保存/);
  }
  await manager.getByText("资料齐全，可以签约").waitFor();
  await house.show(manager, "04-papers");
  const { contacts } = await call<{ contacts: { id: string }[] }>(manager, { method: "GET", path: `/sites/${house.siteId}/tenants/${tenantId}` });
  return { tenantId, contactId: contacts[0]?.id ?? "" };
}

export const onePixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
