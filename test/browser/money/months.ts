import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { addTariff } from "#features/meters/contract/charges.ts";
import { addRoute, installMeter } from "#features/meters/contract/ledger.ts";
import { aMeter } from "#features/meters/samples.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { settled } from "../browser.ts";
import { button, call, choose, downloaded, drawer, type House, submit, writeDay } from "./house.ts";
import { onePixel } from "./lead.ts";
import { approveAndIssue, scheduleRows, signAll, sumOf } from "./lease.ts";

/** A month free in the middle of the lease, by amendment: the schedule changes from its day on and nowhere before. Manual 2.1.1-3. */
export async function giveAMonthFree(house: House, leaseId: string): Promise<void> {
  const page = await house.at("suqing");
  await house.go(page, `leasing/leases/${leaseId}`);
  const before = await scheduleRows(page);
  await button(page, "新建补充协议").click();
  const form = drawer(page);
  await choose(form, "变更类型", "免租期");
  await writeDay(form, "生效日", "2027-02-01");
  await writeDay(form, "自", "2027-02-01");
  await writeDay(form, "至", "2027-02-28");
  await form.getByLabel("原因").fill("电梯大修补偿一个月。");
  await form.getByText(yuanText(228_125_01)).first().waitFor();
  await house.show(page, "16-amendment");
  await submit(page, "保存草稿");
  const [letter] = await approveAndIssue(house, leaseId, 2);
  await signAll(house, [letter ?? ""]);
  const signed = await house.at("suqing");
  await expect
    .poll(
      async () => {
        await house.go(signed, `leasing/leases/${leaseId}`);
        return (await scheduleRows(signed)).length === before.length && JSON.stringify(await scheduleRows(signed)) === JSON.stringify(before);
      },
      { timeout: 40_000, interval: 1_000 },
    )
    .toBe(false);
  const after = await scheduleRows(signed);
  const until = (rows: readonly string[][]) => rows.filter((row) => (row[0] ?? "") < "2027-02-01");
  expect(until(after)).toEqual(until(before));
  expect(sumOf(before, "租金")).toBe(yuanText(2_631_041_74));
  expect(sumOf(after, "租金")).toBe(yuanText(fen(2_631_041_74 - 76_041_67)));
  expect(after.filter((row) => row[1] !== "租金")).toEqual(before.filter((row) => row[1] !== "租金"));
}

/** Price and meters, put in place: the tenant's meter of vector V6, and one of five digits that is about to roll over (V7). */
export async function installMeters(house: House, unitId: string): Promise<void> {
  const [finance, engineer] = [await house.at("fangmin"), await house.at("dingli")];
  const params = { siteId: house.siteId };
  const form = { form: "flat", price: "0.7983" };
  await call(finance, addTariff, { params, body: { id: newId(), name: "商业电价", kind: "electricity", isDefault: true, fromDay: "2026-01-01", form } });
  const routeId = newId<"route">();
  await call(engineer, addRoute, { params, body: { id: routeId, name: "18F 电表" } });
  const on = { routeId, installedOn: "2026-06-01" };
  await call(engineer, installMeter, {
    params,
    body: aMeter({ meterNo: "E-1801", role: "tenant", unitIds: [unitId as never], multiplier: "40", opening: { total: "1234.56" }, ...on }),
  });
  await call(engineer, installMeter, { params, body: aMeter({ meterNo: "E-HALL", digits: 5, multiplier: "30", opening: { total: "99950" }, ...on }) });
}

/** A round on the phone: one reading, one rollover that another person confirms. */
export async function readTheMeters(house: House): Promise<void> {
  const engineer = await house.at("dingli");
  await house.go(engineer, "meters/rounds");
  await button(engineer, "开始抄表").click();
  await choose(engineer, "路线", /18F 电表/);
  await submit(engineer, /保存|开始/);
  await engineer
    .getByRole("row", { name: /18F 电表/ })
    .getByRole("link")
    .first()
    .click();
  await engineer.waitForURL(/meters\/rounds\/[0-9a-f-]{36}$/);
  const roundId = /rounds\/([0-9a-f-]{36})$/.exec(engineer.url())?.[1] ?? "";

  const phone = await house.at("machao", "phone");
  await house.go(phone, `meters/rounds/${roundId}/reading`);
  for (const read of [
    { meterNo: "E-1801", value: "1301.20", use: "2665.6" },
    { meterNo: "E-HALL", value: "30", use: "2400", isRollover: true },
  ]) {
    await choose(phone, "选择表", new RegExp(read.meterNo));
    await phone.getByRole("heading", { name: read.meterNo }).waitFor();
    await phone.getByLabel("本次", { exact: true }).fill(read.value);
    if (read.isRollover) {
      await phone.getByRole("radiogroup", { name: "如何读得" }).getByText("回零").click();
      await phone.getByLabel("原因（必填）").fill("五位表走满归零。");
    }
    await phone.getByText(new RegExp(`本次用量 ${read.use.replace(".", String.raw`\.`)}`)).waitFor();
    await phone.locator('input[type="file"]').setInputFiles({ name: "表.png", mimeType: "image/png", buffer: onePixel });
    await house.show(phone, `17-${read.meterNo}`);
    await button(phone, /保存读数|已重看，确认保存/).click();
    await phone
      .getByText(/还剩 1 只|本路线已全部抄完/)
      .first()
      .waitFor();
  }
  await phone.getByText("本路线已全部抄完").first().waitFor();

  await house.go(engineer, "meters/review");
  const card = engineer.locator(".review-card", { hasText: "E-HALL" });
  await card.getByText("(10^5 − 99950 + 30) × 30 = 2400").waitFor();
  await house.show(engineer, "18-review");
  await button(card, "确认").click();
  await engineer.getByText("没有待复核的读数").waitFor();
  await house.go(engineer, `meters/rounds/${roundId}`);
  await button(engineer, "完成抄表").click();
  await button(engineer, "重开").waitFor();
}

/** What the month's use comes to is published; a week later it goes up for billing. */
export async function publishTheUse(house: House, month: string): Promise<string> {
  const page = await house.at("fangmin");
  await house.go(page, `meters/charges?kind=electricity&month=${month}`);
  await page.getByText(yuanText(2_127_95)).first().waitFor();
  await house.show(page, "19-use");
  await button(page, "公示").click();
  await submit(page, "公示");
  await page.waitForURL(/meters\/charges\/[0-9a-f-]{36}$/);
  return /charges\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? "";
}

export async function billTheUse(house: House, settlementId: string): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, `meters/charges/${settlementId}`);
  await button(page, "出账").click();
  await page.getByText("已出账").first().waitFor();
}

/** Money taken at the counter for the oldest debt. */
export async function takeMoney(house: House, amount: string): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "payments/received");
  await button(page, "登记收款").click();
  await choose(page, "租户", "云帆科技有限公司", "云帆");
  await choose(page, "收款单位", "楼诺物业");
  await choose(page, "方式", "银行转账");
  await page.getByLabel("金额（元）", { exact: true }).first().fill(amount);
  await button(page.locator(".ant-drawer"), "登记收款").click();
  await page.waitForURL(/payments\/received\/[0-9a-f-]{36}$/);
  await settled(page);
}

/** Where a lease agrees nothing the house's own rate holds: 0.05 % a day, without a cap. */
export async function agreeDamages(house: House): Promise<void> {
  const page = await house.at("lintao");
  await house.go(page, "arrears/setting");
  await page.getByLabel("计收违约金").check();
  await page.getByLabel("每日 %").fill("0.05");
  await page.getByLabel("年化上限").fill("");
  await button(page, "保存").click();
  await page.getByText("已保存").first().waitFor();
}

/** Vector V9 on the screen with its arithmetic, and charged. */
export async function chargeDamages(house: House, tenantId: string): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, `arrears/tenants/${tenantId}`);
  await page.getByText(yuanText(1_346_08)).first().waitFor();
  await page.locator("summary", { hasText: "怎么算的" }).first().click();
  await house.show(page, "20-damages");
  await button(page, "计收违约金").click();
  await page.getByText(new RegExp(`已计收 ${yuanText(1_346_08)} 元`)).waitFor();
}

/** What a leasing invoice says of the building, and the code of the tax platform for rent. */
export async function arrangeInvoices(house: House): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, "books/settings");
  await page.getByLabel("省市区").fill("上海市浦东新区");
  await page.getByLabel("详细地址").fill("云峰路 1 号");
  await button(page, "保存").click();
  await page.getByText("已保存").first().waitFor();
  await house.go(page, "billing/settings");
  await page.getByRole("row", { name: /租金/ }).getByRole("button", { name: "修改" }).first().click();
  await page.getByLabel("税收分类编码").fill("0304050202020000000");
  await submit(page, /保存/);
}

/** The statement of account and the e-invoice sheet, each opened by the project's own reader and, as it lies in the file, by another program. */
export async function exportTheBooks(house: House, tenantId: string): Promise<void> {
  const page = await house.at("fangmin");
  await house.go(page, `books/tenants/${tenantId}`);
  await page
    .getByText(yuanText(565_250_02))
    .first()
    .or(page.getByText(yuanText(270_125_01)).first())
    .first()
    .waitFor();
  await house.show(page, "21-account");
  const account = await downloaded(page, () => page.getByRole("link", { name: /导出/ }).click());
  const rows = await cells(account.bytes);
  expect(rows.flat().join(" ")).toContain("270125.01");
  await button(page, "出具对账单").click();
  await page
    .getByText(/已出具对账单/)
    .first()
    .waitFor();

  await house.go(page, "books/invoices");
  await expect
    .poll(
      async () => {
        await house.go(page, "books/invoices");
        return page.getByRole("row", { name: /云帆科技有限公司/ }).count();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBeGreaterThan(0);
  const sheet = await downloaded(page, () => button(page, /导出待开.*云河置业/).click());
  await house.show(page, "22-invoices");
  const read = (await cells(sheet.bytes)).flat();
  const texts = ["91350100M000100Y43", "0110010001000100001", "0304050202020000000"];
  for (const text of texts) expect(read).toContain(text);
  expect(read).toContain("209289.00");
  for (const text of texts) expect(writtenAsText(sheet.bytes, text)).toBe(true);
}

async function cells(bytes: Buffer): Promise<string[][]> {
  const found: string[][] = [];
  const file = await readSheets(new Uint8Array(bytes), "out.xlsx");
  for (const [index] of file.sheets.entries()) for await (const row of file.rows(index)) found.push(row.cells.map(String));
  return found;
}

/** Whether Debian's unzip finds the words among the workbook's shared or inline strings: a spreadsheet program shows those as they are, zeros first. */
function writtenAsText(bytes: Buffer, text: string): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-sheet-"));
  try {
    const file = path.join(folder, "sheet.xlsx");
    writeFileSync(file, bytes);
    const xml = execFileSync("unzip", ["-p", file, "xl/sharedStrings.xml", "xl/worksheets/*.xml"], { encoding: "utf8" });
    return new RegExp(`<t[^>]*>${text}</t>`).test(xml) && !new RegExp(`<v>${text}</v>`).test(xml);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
