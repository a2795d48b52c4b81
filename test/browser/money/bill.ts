import type { Page } from "playwright-core";
import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { yuanText } from "#kernel/money.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { settled } from "../browser.ts";
import { button, choose, drawer, type House, submit, writeDay } from "./house.ts";

/** Bills a month in the run console; the one bill it makes. */
export async function runMonth(house: House, month: string, total: number): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "billing/runs");
  await writeDay(page, "账单月份", month);
  await button(page, "开始出账").click();
  await button(page.getByRole("dialog"), "开始出账").click();
  await page.waitForURL(/billing\/runs\/[0-9a-f-]{36}$/);
  await expect.poll(() => page.locator("main, #app").first().innerText(), { timeout: 30_000 }).toMatch(/已完成|完成/);
  await settled(page);
  await expect.poll(() => page.locator("main, #app").first().innerText()).toContain(yuanText(total));
  await house.show(page, `10-run-${month}`);
}

/** The bill of a month with its lines, each with how it was reckoned. */
export async function readTheBill(house: House, total: number, said: readonly string[]): Promise<string> {
  const page = await house.at("fangmin");
  await house.go(page, "billing/bills");
  await page
    .getByRole("row", { name: new RegExp(yuanText(total).replaceAll(".", String.raw`\.`)) })
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL(/billing\/bills\/[0-9a-f-]{36}$/);
  await settled(page);
  const folded = page.locator(".billing-lines details:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  const text = await page.locator("main, #app").first().innerText();
  for (const words of said) expect(text).toContain(words);
  await house.show(page, "11-bill");
  return (await page.locator("h1").innerText()).trim();
}

/** A statement of the bank as it comes: two transfers that together pay the first bill, and one from nobody we know. */
const statement = async (): Promise<Buffer> =>
  Buffer.from(
    await writeSheet({
      sheet: "账户明细",
      columns: ["交易日期", "收入金额", "支出金额", "对方户名", "对方账号", "摘要", "流水号"].map((title) => ({ title })),
      rows: [
        ["2026-05-20", "400000.00", "", "云帆科技有限公司", "6222000011112222", "首期租金及押金", "S0001"],
        ["2026-05-21", "165250.02", "", "云帆科技有限公司", "6222000011112222", "首期余款", "S0002"],
        ["2026-05-21", "8888.00", "", "上海某某贸易商行", "6222999988887777", "货款", "S0003"],
      ],
    }),
  );

/** The statement is imported, the columns checked, the transfers matched on the desk; who is unknown stays among the unclaimed. */
export async function importAndMatch(house: House): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "payments/statements");
  await button(page, "上传流水").click();
  await page.getByRole("radio", { name: /云河置业/ }).check();
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  await page.locator('input[type="file"]').setInputFiles({ name: "工行 5 月流水.xlsx", mimeType: type, buffer: await statement() });
  await page.waitForURL(/payments\/statements\/[0-9a-f-]{36}$/);
  await button(page, "读一遍").click();
  await page.getByText("可导入 3 行").waitFor();
  await house.show(page, "12-statement");
  await button(page, "全部导入").click();
  await page.getByRole("link", { name: "去认款" }).click();
  await settled(page);
  await match(page, "400000.00");
  await house.show(page, "13-desk");
  await match(page, "165250.02");
  await page.locator(".payments-line", { hasText: "上海某某贸易商行" }).click();
  await button(page, "放入待认领").click();
  await page.getByRole("dialog").getByLabel("说明").fill("无合同往来，待对方来电。");
  await button(page.getByRole("dialog"), /保存|确定/).click();
  await page.getByText("没有待认的款项").waitFor();
  await choose(page, "范围", "待认领");
  await page.locator(".payments-line", { hasText: "上海某某贸易商行" }).waitFor();
  await house.show(page, "14-unclaimed");
}

async function match(page: Page, amount: string): Promise<void> {
  const line = page.locator(".payments-line", { hasText: amount.replace(/\B(?=(\d{3})+\.)/g, ",") }).or(page.locator(".payments-line", { hasText: amount }));
  await line.first().click();
  await page.locator(".payments-candidate", { hasText: "云帆科技有限公司" }).getByRole("button", { name: "确认" }).click();
  await line.first().waitFor({ state: "detached" });
}

/** The receipt as PDF, and the deposit in its ledger. */
export async function receiptAndDeposit(house: House): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "payments/received");
  await page
    .getByRole("row", { name: /400,?000\.00/ })
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL(/payments\/received\/[0-9a-f-]{36}$/);
  await settled(page);
  if ((await page.getByRole("link", { name: "查看收据" }).count()) === 0) await button(page, "开收据").click();
  const link = page.getByRole("link", { name: "查看收据" });
  await link.waitFor();
  const text = await pdfText(page, (await link.getAttribute("href")) ?? "");
  expect(text.replaceAll(/[\s,]/g, "")).toContain("400000.00");
  expect(text).toContain("云帆科技有限公司");
  await house.go(page, "payments/deposits");
  const row = page.getByRole("row", { name: /租赁保证金/ });
  await row.waitFor();
  expect((await row.innerText()).replaceAll(",", "")).toContain("270125.01");
  expect((await page.getByRole("row", { name: /装修保证金/ }).innerText()).replaceAll(",", "")).toContain("25000.00");
  await house.show(page, "15-deposits");
}

/** What a PDF says, fetched as the person of the page. */
export async function pdfText(page: Page, href: string): Promise<string> {
  const bytes = await page.evaluate(async (address) => [...new Uint8Array(await (await fetch(address)).arrayBuffer())], href);
  return (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text;
}

/** A charge entered by hand, with the reason on it. */
export async function chargeByHand(house: House, { fee, amount, dueOn, remark }: { fee: string; amount: string; dueOn: string; remark: string }): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "billing/charges");
  await button(page, "登记费用").click();
  await choose(page, "租户", "云帆科技有限公司", "云帆");
  await choose(page, "费用", fee, fee);
  await writeDay(drawer(page), "应付日", dueOn);
  await page.getByLabel("金额（元）").fill(amount);
  await page.getByLabel("备注").fill(remark);
  await submit(page, /保存|登记/);
}
