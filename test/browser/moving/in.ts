import type { Page } from "playwright-core";
import { expect } from "vitest";
import { listMoveIns } from "#features/movein/contract.ts";
import { listInspectors } from "#features/handover/contract.ts";
import { settled } from "../browser.ts";
import { button, call, choose, type House, submit } from "../money/house.ts";
import { onePixel } from "../money/lead.ts";
import type { Ground } from "./ground.ts";
import { signSheets } from "./sheets.ts";

const step = (page: Page, id: string) => page.locator(`#step-${id}`);

/** The case that began by itself with the signed lease. */
export async function findTheCase(house: House): Promise<string> {
  const page = await house.at("chenxue");
  await expect
    .poll(async () => (await call<{ items: unknown[] }>(page, listMoveIns, { params: { siteId: house.siteId } })).items.length, { timeout: 20_000, interval: 300 })
    .toBe(1);
  await house.go(page, "home");
  await page.getByText("入驻：轮到您的下一步").waitFor();
  await house.show(page, "30-home");
  await house.go(page, "movein/cases");
  await page
    .getByRole("link", { name: /云帆科技|MI-|YF-2026-001/ })
    .first()
    .click();
  await page.waitForURL(/movein\/cases\/[0-9a-f-]{36}/);
  await settled(page);
  await house.show(page, "31-case");
  return /cases\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
}

/** Handbook against a receipt; the tenant fills the registration in on the phone; both sign. Manual 2.1.1-5. */
export async function register(house: House, caseId: string): Promise<void> {
  const desk = await house.at("chenxue");
  await house.go(desk, `movein/cases/${caseId}`);
  await button(step(desk, "handbook"), "发放并请双方签收").click();
  await submit(desk, "发放并请双方签收");

  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/movein/cases`);
  await phone.getByRole("button", { name: "填写入驻登记表" }).click();
  await phone.getByLabel("法定代表人").fill("陈帆");
  await phone.getByLabel("行业").fill("软件和信息技术服务业");
  await phone.getByLabel("办公人数").fill("42");
  await phone.getByLabel("办公时间").fill("9:00–18:30");
  await phone.getByRole("radio", { name: "是", exact: true }).check();
  await phone.getByLabel("24 小时紧急联系人").fill("周航");
  await phone.getByLabel("紧急电话").fill("13900000001");
  await phone.getByLabel("抬头").fill("云帆科技有限公司");
  await phone.getByLabel("税号").fill("91350100M000100Y43");
  await house.show(phone, "32-registration");
  await phone.getByRole("button", { name: "提交登记表" }).click();
  await phone.getByText("登记表已提交").first().waitFor();

  await house.go(desk, `movein/cases/${caseId}`);
  await button(step(desk, "registration"), "出具登记表请双方签署").click();
  await submit(desk, "出具登记表请双方签署");
  await signSheets(house, { kind: "moveIn", id: caseId }, "chenxue");
  await house.go(desk, `movein/cases/${caseId}`);
  await expect.poll(() => step(desk, "registration").innerText()).toContain("完成");
}

const cards = [
  ["A1801-01", "王敏"],
  ["A1801-02", "陈帆"],
] as const;

/** Tries to hand out cards; what is refused names every reason. */
export async function tryForKeys(house: House, caseId: string): Promise<string> {
  const desk = await house.at("chenxue");
  await house.go(desk, `movein/cases/${caseId}`);
  await button(step(desk, "keys"), "发放门禁卡与钥匙").click();
  const form = desk.locator(".ant-drawer");
  for (const [row, [number, holder]] of cards.entries()) {
    if (row > 0) await button(form, "再加一张").click();
    await form.getByLabel("编号").nth(row).fill(number);
    await form.getByLabel("领用人").nth(row).fill(holder);
  }
  await button(form, "发放门禁卡与钥匙").click();
  const refusal = form.locator(".tk-problem, [role=alert]").first();
  await Promise.race([refusal.waitFor(), form.waitFor({ state: "detached" })]);
  const said = (await form.count()) > 0 ? await refusal.innerText() : "";
  if (said) {
    await house.show(desk, "33-refused");
    await desk.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  }
  await settled(desk);
  return said;
}

/** The tenant's papers are handed in at the desk and checked by the manager. Manual 2.1.1-2. */
export async function handInPapers(house: House, { tenantId }: Ground): Promise<void> {
  const page = await house.at("suqing");
  await house.go(page, `tenants/${tenantId}`);
  await choose(page, "阶段", "入驻");
  const wanted = ["营业执照", "法定代表人身份证明", "授权委托书", "经办人身份证明", "开票资料", "入驻登记表"];
  let handed = 0;
  for (const paper of wanted) {
    const row = page.locator(".papers-wanted").getByRole("button", { name: paper });
    if ((await row.count()) === 0) continue;
    await row.click();
    await page.getByLabel("扫描件或照片").setInputFiles({ name: `${paper}.png`, mimeType: "image/png", buffer: onePixel });
    await submit(page, "提交资料");
    handed += 1;
  }
  expect(handed).toBeGreaterThan(3);
  const manager = await house.at("lintao");
  await house.go(manager, `tenants/${tenantId}`);
  for (let left = handed; left > 0; left--) {
    await expect.poll(() => manager.getByRole("button", { name: "审核", exact: true }).count()).toBe(left);
    await manager.getByRole("button", { name: "审核", exact: true }).first().click();
    await submit(manager, /保存/);
  }
}

/** The manager lets one reason pass, and says why. */
export async function openTheGate(house: House, caseId: string, reason: string): Promise<void> {
  const manager = await house.at("lintao");
  await house.go(manager, `movein/cases/${caseId}`);
  await button(step(manager, "keys"), "放行").click();
  const dialog = manager.getByRole("dialog");
  await dialog.getByRole("textbox").fill(reason);
  await house.show(manager, "34-opening");
  await button(dialog, /放行|确定|确认/).click();
  await dialog.waitFor({ state: "hidden" });
  await step(manager, "keys").getByText(reason).waitFor();
}

/** The receipt of the cards is signed by both: the step is done by that record. F02. */
export async function signForKeys(house: House, caseId: string): Promise<void> {
  const manager = await house.at("lintao");
  const { batchIds } = await call<{ batchIds: string[] }>(manager, { method: "GET", path: `/sites/${house.siteId}/movein/cases/${caseId}` });
  for (const id of batchIds) await signSheets(house, { kind: "accessBatch", id }, "chenxue");
  const desk = await house.at("chenxue");
  await house.go(desk, `movein/cases/${caseId}`);
  await expect.poll(() => step(desk, "keys").innerText()).toContain("完成");
  await button(step(desk, "fitout"), "不装修").click();
  await expect.poll(() => step(desk, "fitout").innerText()).toContain("完成");
}

/** Engineering arranges the joint inspection with one of its people. */
export async function arrangeInspection(house: House, caseId: string): Promise<string> {
  const page = await house.at("dingli");
  await call(page, listInspectors, { params: { siteId: house.siteId } });
  await house.go(page, `movein/cases/${caseId}`);
  await button(step(page, "inspection"), "安排验房").click();
  await choose(page, "验房人", "马超");
  await submit(page, "安排验房");
  const link = step(page, "inspection").getByRole("link", { name: "查看验房" });
  await link.waitFor();
  return /inspections\/([0-9a-f-]{36})/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
}

/** Moved in: the case is complete, with what was let pass still standing on it. */
export async function moveIn(house: House, caseId: string): Promise<void> {
  const desk = await house.at("chenxue");
  await house.go(desk, `movein/cases/${caseId}`);
  await button(step(desk, "opened"), "确认入驻").click();
  await submit(desk, "确认入驻");
  await expect.poll(() => step(desk, "opened").innerText()).toContain("完成");
  await house.show(desk, "38-moved-in");
}
