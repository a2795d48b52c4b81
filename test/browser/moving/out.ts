import type { Page } from "playwright-core";
import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { listItems } from "#features/handover/contract.ts";
import { setParameter } from "#features/manual/contract.ts";
import * as moveout from "#features/moveout/contract.ts";
import * as settlement from "#features/moveout/contract/settlement.ts";
import { askDeposit, decideDeposit, listDeposits } from "#features/payments/contract/deposits.ts";
import { settled } from "../browser.ts";
import { button, call, choose, type House, submit } from "../money/house.ts";
import type { Ground } from "./ground.ts";
import { signSheets } from "./sheets.ts";

const step = (page: Page, id: string) => page.locator(`#step-${id}`);
const words = (page: Page) => page.locator("main, #app").first().innerText();

/** No works were done: the deposit for them goes back, asked for by one and decided by another. And the site says how many working days a refund may take. */
export async function returnFitoutDeposit(house: House): Promise<void> {
  const [finance, manager] = [await house.at("fangmin"), await house.at("lintao")];
  const params = { siteId: house.siteId };
  const { items } = await call<{ items: { id: string; feeItem: string }[] }>(finance, listDeposits, { params });
  const depositId = items.find(({ feeItem }) => feeItem === "fitoutDeposit")!.id;
  const id = newId();
  const payee = { name: "云帆科技有限公司", account: "6222000011112222", bank: "工商银行云峰支行" };
  await call(finance, askDeposit, { params: { ...params, depositId }, body: { id, kind: "refund", amount: 25_000_00, lines: [], payee, reason: "不装修，装修保证金全额退还" } });
  await call(manager, decideDeposit, { params: { ...params, requestId: id }, body: { isApproved: true, decision: "同意" } });
  await call(manager, setParameter, { params: { ...params, parameterId: "refundDays" }, body: { value: 10, effectiveFrom: "2026-06-05", note: "" } });
}

/** The tenant gives notice on the phone; it is short, which leasing explains and the manager waives with a reason. Manual 2.1.3-1. */
export async function giveNotice(house: House): Promise<string> {
  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/moveout`);
  const open = phone.getByRole("button", { name: "申请退租" });
  if ((await open.count()) > 0 && !(await phone.getByLabel("开户行").isVisible())) await open.first().click();
  await phone.getByLabel("原因").selectOption({ label: "协商一致" });
  await phone.getByLabel("退租日").fill("2026-09-30");
  await phone
    .getByText(/提前 90 天/)
    .first()
    .waitFor();
  await phone.getByLabel("户名", { exact: true }).fill("云帆科技有限公司");
  await phone.getByLabel("开户行").fill("工商银行云峰支行");
  await phone.getByLabel("账号", { exact: true }).fill("6222000011112222");
  await house.show(phone, "40-notice");
  await phone.getByRole("button", { name: "提交退租申请" }).click();
  await phone.getByText("正在办理").first().waitFor();
  await house.show(phone, "41-noticed");

  const leasing = await house.at("suqing");
  await house.go(leasing, "moveout/cases");
  await leasing
    .getByRole("row", { name: /云帆科技/ })
    .getByRole("link")
    .first()
    .click();
  await leasing.waitForURL(/moveout\/cases\/[0-9a-f-]{36}/);
  await settled(leasing);
  const caseId = /cases\/([0-9a-f-]{36})/.exec(leasing.url())?.[1] ?? "";
  await button(step(leasing, "notice"), "审核申请").click();
  const form = leasing.locator(".ant-drawer");
  await form.getByText(/提前期少 \d+ 天/).waitFor();
  await form.getByLabel("合同对提前期不足的约定").fill("提前期不足的，按不足天数计收租金，双方协商一致的除外。");
  await form.getByLabel("拟计收（元）").fill("10000.00");
  await house.show(leasing, "42-review");
  await button(form, /保存|确定|审核申请/).click();
  await form.waitFor({ state: "detached" });
  const manager = await house.at("lintao");
  await house.go(manager, `moveout/cases/${caseId}`);
  await button(step(manager, "approval"), "审批退租").click();
  const decision = manager.locator(".ant-drawer");
  await decision.getByRole("radio", { name: "减免" }).check();
  await decision.getByLabel("减免理由").fill("双方协商解除，新租户已签意向书。");
  await button(decision, /保存|确定|审批退租/).click();
  await decision.waitFor({ state: "detached" });
  await expect.poll(() => step(manager, "approval").innerText()).toContain("完成");
  return caseId;
}

/** A time for the inspection that both agreed to, and the inspection beside the move-in's. Manual 2.1.3-2, 2.1.3-3. */
export async function appoint(house: House, caseId: string): Promise<void> {
  const desk = await house.at("chenxue");
  await call(desk, moveout.proposeAppointment, { params: { siteId: house.siteId, caseId }, body: { id: newId(), meetsAt: "2026-09-29T02:00:00Z", note: "" } });
  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/moveout`);
  await phone.getByRole("button", { name: "同意这个时间" }).click();
  await phone.getByRole("button", { name: "同意这个时间" }).waitFor({ state: "detached" });
}

/** Who presses does it: the inspection is assigned to the technician who stands there. */
export async function openInspection(house: House, caseId: string): Promise<string> {
  const phone = await house.at("machao", "phone");
  await house.go(phone, `moveout/cases/${caseId}`);
  await button(step(phone, "inspection"), "安排对照验房").click();
  const link = step(phone, "inspection").getByRole("link", { name: "打开验房" });
  await link.waitFor();
  return /inspections\/([0-9a-f-]{36})/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
}

interface Settlement {
  readonly net: number;
  readonly items: readonly { readonly id: string; readonly version: number; readonly place: string; readonly title: unknown; readonly note: string }[];
}

/** Two differences become two lines; the tenant accepts one and disputes the other on the phone, the manager upholds it; the sheet is signed. Manual 2.1.3-4, vector V12. */
export async function settle(house: House, caseId: string, { contactId }: Ground, net: number): Promise<void> {
  const finance = await house.at("fangmin");
  const params = { siteId: house.siteId, caseId };
  const read = (page: Page) => call<Settlement>(page, settlement.getSettlement, { params });
  const { items } = await read(finance);
  expect(items).toHaveLength(2);
  for (const item of items) {
    const isFloor = JSON.stringify(item).includes("地面");
    const body = {
      version: item.version,
      priceItemId: null,
      quantity: "1",
      unit: "项",
      unitPrice: isFloor ? 3_600_00 : 800_00,
      payee: "owner",
      depositId: null,
      note: isFloor ? "地面修复" : "墙面保洁",
    };
    await call(finance, settlement.priceItem, { params: { ...params, itemId: item.id }, body });
  }
  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/moveout/${caseId}/settlement`);
  await house.show(phone, "43-own-lines");
  await phone.getByRole("button", { name: "认可" }).first().click();
  await phone.getByText("王敏：客户认可").waitFor();
  await phone.getByRole("button", { name: "提出异议" }).last().click();
  await phone.getByLabel("异议理由").fill("属于正常使用痕迹。");
  await phone.getByRole("button", { name: "提交" }).click();
  await phone.getByText(/王敏：.*属于正常使用痕迹。/).waitFor();
  await house.go(finance, `moveout/cases/${caseId}/settlement`);
  expect(await words(finance)).toContain("属于正常使用痕迹");
  const manager = await house.at("lintao");
  const disputed = (await read(manager)).items.find((item) => JSON.stringify(item).includes("正常使用痕迹"))!;
  await call(manager, settlement.decideItem, {
    params: { ...params, itemId: disputed.id },
    body: { version: disputed.version, said: "upheld", reason: "对照入驻照片，为新增损坏。" },
  });
  await house.go(finance, `moveout/cases/${caseId}/settlement`);
  const text = (await words(finance)).replaceAll(",", "");
  for (const amount of ["270125.01", "76041.67", "28000.00", "2127.95", "3600.00", "800.00", yuanText(net).replaceAll(",", "")]) expect(text).toContain(amount);
  await house.show(finance, "44-settlement");
  await call(finance, settlement.issueSheet, { params, body: { contactId, language: "both" } });
  await signSheets(house, { kind: "moveOut", id: caseId }, "chenxue");
  const desk = await house.at("chenxue");
  await house.go(desk, `moveout/cases/${caseId}`);
  await expect.poll(() => step(desk, "settlement").innerText(), { timeout: 20_000 }).toContain("完成");
}

/** Goods leave against a slip that the gate counts; the cards come back by number. Manual 2.1.3-5. */
export async function clearOut(house: House, caseId: string, { leaseId }: Ground): Promise<void> {
  const params = { siteId: house.siteId };
  const phone = await house.at("zuhu-wang", "phone");
  const slipId = newId();
  const slip = { id: slipId, reason: "movingOut", place: "1801", passesOn: "2026-09-29", carrierName: "李师傅", carrierPhone: "", idLast4: "", plate: "沪A66666", remark: "" };
  await call(phone, moveout.portalAskForRelease, { params, body: { ...slip, caseId, items: [{ name: "办公桌", quantity: 12, note: "" }] } });
  const manager = await house.at("lintao");
  await call(manager, moveout.decideSlip, { params: { ...params, slipId }, body: { isApproved: true, note: "", version: 1 } });
  const guard = await house.at("gaoqiang", "phone");
  await house.go(guard, "moveout/gate");
  await house.show(guard, "45-gate");
  await guard.getByRole("listitem").filter({ hasText: "云帆科技有限公司" }).getByRole("button").click();
  await guard.getByLabel(/办公桌/).fill("12");
  await button(guard, "相符，放行").click();
  await expect.poll(() => button(guard, "相符，放行").count()).toBe(0);
  const desk = await house.at("chenxue");
  await house.go(desk, `moveout/cases/${caseId}`);
  await button(step(desk, "clearance"), "登记清场").click();
  await desk.getByLabel("已恢复原状并验收").check();
  await submit(desk, /保存|登记清场/);
  const { items } = await call<{ items: { id: string; state: string }[] }>(desk, listItems, { params, query: { leaseId } });
  await call(desk, moveout.takeKeysBack, {
    params: { ...params, caseId },
    body: { itemIds: items.filter(({ state }) => state === "inUse").map(({ id }) => id), lostIds: [], note: "" },
  });
  await house.go(desk, `moveout/cases/${caseId}`);
  await expect.poll(() => step(desk, "keysBack").innerText()).toContain("完成");
}

/** The confirmation signed by both starts the refund's clock, shown with its arithmetic to staff and tenant. Manual 2.1.3-6, 2.1.4-2. */
export async function confirm(house: House, caseId: string, { contactId }: Ground): Promise<void> {
  const desk = await house.at("chenxue");
  await call(desk, moveout.issueConfirmation, { params: { siteId: house.siteId, caseId }, body: { contactId, language: "both" } });
  await signSheets(house, { kind: "moveOut", id: caseId }, "chenxue");
  await house.go(desk, `moveout/cases/${caseId}`);
  await expect.poll(() => step(desk, "confirmation").innerText(), { timeout: 20_000 }).toContain("完成");
  const text = await words(desk);
  for (const said of ["2026-10-20", "2026-10-15", "10 个工作日"]) expect(text).toContain(said);
  await house.show(desk, "46-clock");
  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/moveout`);
  const own = await words(phone);
  for (const said of ["退款倒计时", "还有 20 天"]) expect(own).toContain(said);
  await house.show(phone, "47-countdown");
}

/** Two people approve, the payment is recorded, the deposits stand at nought and the unit is vacant. Manual 2.1.4-2. */
export async function refund(house: House, caseId: string, net: number): Promise<void> {
  const params = { siteId: house.siteId, caseId };
  for (const login of ["fangmin", "lintao"] as const) {
    const page = await house.at(login);
    await house.go(page, `moveout/cases/${caseId}`);
    await button(step(page, "refund"), "审批退款").click();
    await expect.poll(() => step(page, "refund").innerText(), { timeout: 20_000 }).toMatch(login === "fangmin" ? /第 1 人/ : /第 2 人/);
  }
  const finance = await house.at("fangmin");
  await house.go(finance, `moveout/cases/${caseId}`);
  await button(step(finance, "refund"), "登记付款").click();
  await finance.getByLabel("银行流水号").fill("HK-20261012-01");
  await submit(finance, /保存|登记付款/);
  await expect.poll(() => step(finance, "refund").innerText()).toContain("完成");
  expect((await words(finance)).replaceAll(",", "")).toContain(yuanText(net).replaceAll(",", ""));
  await house.show(finance, "48-refunded");
  const { items } = await call<{ items: { held: number }[] }>(finance, listDeposits, { params: { siteId: house.siteId } });
  expect(items.map(({ held }) => held)).toEqual(items.map(() => 0));
  const desk = await house.at("chenxue");
  await call(desk, moveout.recordVacancy, { params, body: { note: "每周三由秩序维护员巡查门锁、水电。" } });
  await house.go(desk, "sites/plan");
  await expect.poll(() => desk.getByRole("link", { name: /1801/ }).innerText()).not.toContain("云帆科技");
  await house.show(desk, "49-vacant");
}
