import type { Page } from "playwright-core";
import { expect } from "vitest";
import { readYuan, sumFen, yuanText } from "#kernel/money.ts";
import { getLease } from "#features/leasing/contract.ts";
import { settled } from "../browser.ts";
import { button, call, choose, type House, submit, writeDay } from "./house.ts";

/** A letter of intent keeps the unit, and the stacking plan shows for whom. Manual 2.1.1-2. */
export async function holdTheUnit(house: House, leadId: string): Promise<void> {
  const page = await house.at("suqing");
  await house.go(page, `tenants/leads/${leadId}`);
  await button(page, "写意向书").click();
  await choose(page, "单元", /1801/, "1801");
  await page.keyboard.press("Escape");
  await writeDay(page, "起租日", "2026-06-01");
  await writeDay(page, "到期日", "2029-05-31");
  await writeDay(page, "保留至", "2026-06-30");
  await page.getByLabel("租金单价").fill("5.00");
  await submit(page, "写意向书");
  await page.waitForURL(/leasing\/letters\/[0-9a-f-]{36}$/);
  await house.go(page, "sites/plan?colour=holds");
  await expect.poll(() => page.getByRole("link", { name: /1801/ }).innerText()).toContain("云帆科技有限公司");
  expect(await page.getByRole("link", { name: /1802/ }).innerText()).not.toContain("云帆科技");
  await house.show(page, "03-hold");
}

/** The rows of a schedule on the screen: due day, fee, days, amount as written. */
export const scheduleRows = (page: Page): Promise<string[][]> =>
  page.locator(".tl-schedule table.tl-lines tbody tr:not(.tl-working)").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())));

export const sumOf = (rows: readonly string[][], fee: string): string =>
  yuanText(sumFen(rows.filter((row) => row[1] === fee).map((row) => readYuan(row[3]?.replace(/ .*/, "") ?? "") ?? Number.NaN)));

/** The lease of vectors V3 and V4 in the editor, its whole life beside it. */
export async function writeTheLease(house: House, tenantId: string): Promise<string> {
  const page = await house.at("suqing");
  await house.go(page, `leasing/drafts/new?tenantId=${tenantId}`);
  await page.getByLabel("合同编号").fill("YF-2026-001");
  await choose(page, "添加单元", /1801/, "1801", false);
  await page.getByLabel(/1801 · 约定面积/).fill("500");
  await writeDay(page, "起租日", "2026-06-01");
  await writeDay(page, "到期日", "2029-05-31");
  await writeDay(page, "首期付款日", "2026-05-25");
  await writeDay(page, "交付日", "2026-05-28");
  await writeDay(page, "入驻日", "2026-08-01");

  const rent = page.getByRole("article", { name: "租金", exact: true });
  await rent.getByLabel("单价", { exact: true }).fill("5.00");
  await button(rent, "添加免租期").click();
  const free = rent.locator("section", { hasText: "免租期" }).first();
  await writeDay(free, "至", "2026-07-31");
  await button(rent, "添加递增").click();
  const raise = rent.locator("section", { hasText: "递增" }).last();
  await writeDay(raise, "自", "2028-06-01");
  await raise.getByLabel("数值").fill("5");
  const fee = page.getByRole("article", { name: "物业管理费", exact: true });
  await fee.getByLabel("单价", { exact: true }).fill("28");
  for (const card of [rent, fee]) {
    await card.getByText("计算规则").click();
    await card.getByLabel("年化封顶").fill("");
  }
  await button(page, "押三付三").click();
  await button(page, "添加保证金").click();
  await page.getByRole("article", { name: "装修保证金" }).getByLabel("单价", { exact: true }).fill("50");
  await house.show(page, "05-editor");

  // V3 and V4, as they stand on the screen before anything is saved.
  await page
    .locator(".tl-totals", { hasText: "565,250.02" })
    .or(page.locator(".tl-totals", { hasText: "565250.02" }))
    .waitFor();
  const rows = await scheduleRows(page);
  expect(sumOf(rows, "租金")).toBe(yuanText(2_631_041_74));
  const first = rows.filter((row) => row[0] === "2026-05-25").map((row) => [row[1], row[2], row[3]]);
  expect(first).toEqual(
    expect.arrayContaining([
      ["租赁保证金", "—", yuanText(270_125_01)],
      ["租金", "2026-08-01 – 2026-10-31", yuanText(228_125_01)],
      ["物业管理费", "2026-06-01 – 2026-08-31", yuanText(42_000_00)],
      ["装修保证金", "—", yuanText(25_000_00)],
    ]),
  );
  await button(page, "保存草稿").click();
  await page.waitForURL(/leasing\/leases\/[0-9a-f-]{36}$/);
  await settled(page);
  return /leases\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? "";
}

/** The officer submits, the manager approves, the officer issues the lease and its annexes. Manual 2.1.1-3. */
export async function approveAndIssue(house: House, leaseId: string, number = 1): Promise<string[]> {
  const officer = await house.at("suqing");
  await house.go(officer, `leasing/leases/${leaseId}`);
  await button(officer, "提交审批").click();
  await button(officer, "提交审批").waitFor({ state: "detached" });
  const manager = await house.at("lintao");
  await house.go(manager, `leasing/leases/${leaseId}`);
  await button(manager, "批准").click();
  await button(manager, "出具并请签").waitFor();
  await house.go(officer, `leasing/leases/${leaseId}`);
  await button(officer, "出具并请签").click();
  const dialog = officer.getByRole("dialog");
  await dialog.getByText(/王敏/).first().waitFor();
  await button(dialog, "出具并请签").click();
  await dialog.waitFor({ state: "hidden", timeout: 60_000 });
  await button(officer, "重新出具").waitFor();
  await house.show(officer, "06-issued");
  const view = await call<{ versions: { number: number; documentId: string | null }[]; annexes: { documentId: string | null }[] }>(officer, getLease, {
    params: { siteId: house.siteId, leaseId },
  });
  const letter = view.versions.find((version) => version.number === number)?.documentId;
  return [letter, ...(number === 1 ? view.annexes.map(({ documentId }) => documentId) : [])].filter((id) => id !== null && id !== undefined);
}

/** The tenant's contact confirms on the phone, point by point, that the terms were explained. Manual 2.1.2-2. */
export async function confirmTheTerms(house: House, tenant: { readonly tenantId: string; readonly contactId: string }): Promise<void> {
  await house.hire("王敏", "zuhu-wang", "tenantContact", tenant);
  const phone = await house.at("zuhu-wang", "phone");
  await house.go(phone, `/portal/sites/${house.siteId}/leasing/leases`);
  await house.show(phone, "07-points");
  for (let left = 8; left > 0; left--) {
    await expect.poll(() => phone.getByRole("button", { name: "已讲清楚，确认" }).count()).toBe(left);
    await phone.getByRole("button", { name: "已讲清楚，确认" }).first().click();
  }
  await phone.getByText("全部条款已确认，谢谢").waitFor();
}

/** The contact signs behind the one-time link with the code from the mail; the house signs on screen. */
export async function signAll(house: House, documentIds: readonly string[]): Promise<void> {
  const officer = await house.at("suqing");
  for (const [place, documentId] of documentIds.entries()) {
    await house.go(officer, `documents/documents/${documentId}`);
    await signHere(house, officer);
    const phone = await house.stranger("phone");
    await phone.goto(`${house.server.address}${(await house.mail(/\/portal\/sign#[\w-]+/))[0]}`);
    await phone.getByRole("button", { name: "发送验证码" }).click();
    const code = phone.getByLabel("6 位验证码");
    await code.waitFor();
    await code.fill((await house.mail(/验证码：(\d{6})/))[1] ?? "");
    await phone.getByRole("button", { name: "阅读文书" }).click();
    await write(phone);
    if (place === 0) await house.show(phone, "08-signing");
    await phone.getByRole("button", { name: "确认签署", exact: true }).click();
    await phone.getByRole("heading", { name: "签署成功" }).waitFor();
    await phone.context().close();
  }
}

/** Who works here signs a document with their own account, for each company they sign for. */
export async function signHere(house: House, page: Page): Promise<void> {
  const unsigned = () => page.getByText("尚未签署").count();
  const mine = page.getByRole("button", { name: "在此签署" });
  await mine.waitFor();
  while ((await mine.count()) > 0) {
    const before = await unsigned();
    await mine.click();
    await write(page);
    await submit(page, "确认签署");
    await expect.poll(unsigned, { timeout: 20_000 }).toBe(before - 1);
  }
  await house.show(page, "08-signed-here");
}

/** Writes a name by hand and agrees. */
export async function write(page: Page): Promise<void> {
  const pad = page.locator(".ink canvas");
  await pad.waitFor({ timeout: 40_000 });
  await page.locator(".paper-pages img").first().waitFor();
  await pad.scrollIntoViewIfNeeded();
  const { x, y } = (await pad.boundingBox())!;
  await page.mouse.move(x + 30, y + 60);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) await page.mouse.move(x + 30 + step * 12, y + 60 + 30 * Math.sin(step));
  await page.mouse.up();
  await page.locator(".ink ~ * input[type=checkbox], input[type=checkbox]").last().check();
}

/** The lease counts as signed by itself once every letter is; the unit is let. */
export async function seeItSigned(house: House, leaseId: string): Promise<void> {
  const page = await house.at("suqing");
  await expect
    .poll(
      async () => {
        await house.go(page, `leasing/leases/${leaseId}`);
        return page.locator("h1").locator("xpath=..").innerText();
      },
      { timeout: 30_000, interval: 1_500 },
    )
    .toMatch(/已签/);
  await house.go(page, "sites/plan");
  await expect.poll(() => page.getByRole("link", { name: /1801/ }).innerText()).not.toContain("意向");
  await house.show(page, "09-signed");
}
