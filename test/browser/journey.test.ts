import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type RunningServer, serve } from "#apps/server/serve.ts";
import type { Role } from "#kernel/role.ts";
import { asId, type Id } from "#kernel/id.ts";
import { createPerson, grantRole } from "#features/people/server/index.ts";
import { sampleTower, sampleTowerWithBrokenRows, type SampleSheet } from "#features/rentroll/samples.ts";
import { readConfig } from "#platform/config.ts";
import { systemActor } from "#platform/runtime.ts";
import { type SheetContent, writeSheet } from "#platform/spreadsheet/index.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { runCommand } from "#test/harness/product.ts";
import { launchBrowser, picture, settled, signIn, widths } from "./browser.ts";

// The first day of a property company with Towerkeep: from the set-up link to a score, and to a forgery that is found.

const password = "一座大厦从地基开始 2026";
const pictures = process.env["TOWERKEEP_PICTURES"];
let folder: string;
let database: FreshDatabase;
let server: RunningServer;
let browser: Browser;
let page: Page;
let siteId: Id<"site">;
/** Friday before a Saturday that is worked in exchange for the holidays (调休). */
let now = Temporal.Instant.from("2026-02-13T16:30:00+08:00");

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "towerkeep-journey-"));
  database = await freshDatabase();
  const config = readConfig({ DATABASE_URL: database.url, TOWERKEEP_DATA: folder, PORT: "0", TOWERKEEP_LOG_LEVEL: "error", TOWERKEEP_RATE_LIMIT: "100000" });
  server = await serve(config, { clock: () => now });
  browser = await launchBrowser();
  page = await newPage();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: widths.desk, locale: "zh-CN", timezoneId: "Asia/Shanghai", acceptDownloads: true });
  const opened = await context.newPage();
  opened.setDefaultTimeout(30_000);
  return opened;
}

const show = async (name: string) => {
  if (pictures) await picture(page, pictures, name);
};
const go = async (where: string, on: Page = page) => {
  await on.goto(`${server.address}/sites/${siteId}/${where}`);
  await settled(on);
};
const button = (name: string | RegExp, on: Page = page) => on.getByRole("button", { name }).first();

/** Chooses an option of one of the form's lists by what it shows, until the list shows it: a list that is still unfolding may miss a click. */
async function choose(label: string, option: string | RegExp, on: Page = page): Promise<void> {
  const box = on.getByRole("combobox", { name: label }).last();
  const shown = box.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')][1]");
  const wanted = on.locator(".ant-select-item-option", { hasText: option }).locator("visible=true").first();
  await expect
    .poll(
      async () => {
        if ((await box.getAttribute("aria-expanded")) !== "true") await box.click();
        await wanted.click({ timeout: 3_000 }).catch(() => {});
        return shown.innerText();
      },
      { timeout: 30_000 },
    )
    .toMatch(option);
}

async function hire(name: string, login: string, role: Role): Promise<void> {
  await server.runtime.at(siteId, { actor: systemActor, now }, async (ctx) => {
    const personId = await createPerson(ctx, { name, login, password });
    await grantRole(ctx, { personId, role });
  });
}

async function asPerson(login: string): Promise<Page> {
  const opened = await newPage();
  await signIn(opened, server.address, login, password);
  await settled(opened);
  return opened;
}

const dateTitles = ["起租日", "到期日"];
const sheetOf = async ({ titles, rows }: SampleSheet): Promise<Buffer> =>
  Buffer.from(
    await writeSheet({
      sheet: "租赁台账",
      columns: titles.map((title) => ({ title, ...(dateTitles.includes(title) ? { format: "date" as const } : {}) })),
      rows: rows as SheetContent["rows"],
    }),
  );

afterEach(async ({ task }) => {
  if (task.result?.state === "fail" && pictures) await picture(page, pictures, "failed");
});

test("from the set-up link to a verified score, and a forged row named", { timeout: 600_000 }, async () => {
  await beginWithTheSetupLink();
  await openTheSite();
  await importTheRentRoll();
  await seeTheStackingPlan();
  await hire("陈静", "chenjing", "serviceSupervisor");
  await hire("何佳", "hejia", "serviceOfficer");
  await hire("马超", "machao", "technician");
  const caseId = await takeTheComplaint();
  await transferTwice(caseId);
  await beRefusedToClose(caseId);
  await answerCallBackAndClose(caseId);
  await readTheScore();
  const code = await printTheForm(caseId);
  await verifyThePaper(code);
  await tamperAndBeFound();
});

async function beginWithTheSetupLink(): Promise<void> {
  await page.goto(`${server.address}${server.setupPath}`);
  await page.getByLabel("公司名称").fill("云峰物业服务有限公司");
  await page.getByLabel("您的姓名").fill("周启明");
  await page.getByLabel("账号", { exact: true }).fill("zhouqiming");
  await page.locator('input[type="password"]').first().fill(password);
  await show("01-setup");
  await button("开始使用").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
  await settled(page);
}

async function openTheSite(): Promise<void> {
  await page.goto(`${server.address}/sites`);
  await settled(page);
  await button("新建项目").click();
  await page.getByLabel("项目编号").fill("YF");
  await page.getByLabel("名称", { exact: true }).fill("云峰国际中心");
  await button("保存").click();
  await page.waitForURL(/\/sites\/[0-9a-f-]{36}\//);
  siteId = asId(/\/sites\/([0-9a-f-]{36})\//.exec(page.url())?.[1] ?? "");
  await settled(page);
  await go("home");
  await show("02-new-site");
  await button(/采用 \d+ 个建议值/).click();
  await button(/采用 \d+ 个建议值/).waitFor({ state: "detached" });
}

async function importTheRentRoll(): Promise<void> {
  const today = now.toZonedDateTimeISO("Asia/Shanghai").toPlainDate();
  const broken = sampleTowerWithBrokenRows(today);
  await go("rentroll/imports/new");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "租赁台账.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: await sheetOf(broken) });
  await button("预览").click();
  await page.getByText("不导入的行").waitFor();
  await show("03-preview");
  for (const row of broken.broken)
    await page
      .getByRole("cell", { name: String(row), exact: true })
      .first()
      .waitFor();

  await go("rentroll/imports/new");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "租赁台账-已改.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: await sheetOf(sampleTower(today)) });
  await button("预览").click();
  await page.getByText("每一行都可以导入。").waitFor();
  await page.getByRole("button", { name: /^导入/ }).last().click();
  await button("查看楼层图").waitFor();
  await show("04-imported");
}

async function seeTheStackingPlan(): Promise<void> {
  await go("sites/plan");
  await page.locator(".plan-floor").first().waitFor();
  expect(await page.locator(".plan-floor").count()).toBeGreaterThanOrEqual(40);
  expect(await page.locator(".plan-unit").count()).toBeGreaterThanOrEqual(180);
  expect(await page.locator(".plan-unit.plan-calm").count()).toBeGreaterThan(100);
  await show("05-plan");
}

async function takeTheComplaint(): Promise<string> {
  await go("service/take");
  await page
    .getByRole("combobox", { name: /查找租户/ })
    .last()
    .fill("1801");
  await page.locator(".finder-item", { hasText: "1801" }).first().click();
  await page.getByLabel("事项").fill("会议室空调不制冷，下午有重要客户来访。");
  const contact = page.getByLabel("联系人", { exact: true });
  if ((await contact.count()) > 0 && (await contact.first().getAttribute("role")) !== "combobox") await contact.first().fill("王敏");
  else await choose("联系人", /./);
  await show("06-take");
  await button("登记").click();
  await page.waitForURL(/service\/cases\/[0-9a-f-]{36}$/);
  await settled(page);
  const caseId = /cases\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? "";
  const duties = page.locator(".case-duty", { hasText: "2.2.2-3" });
  await duties.first().waitFor();
  // One working day from Friday afternoon ends on the Saturday that is worked instead.
  await expect.poll(() => duties.first().innerText()).toMatch(/2月14日|2 月 14 日/);
  expect(await duties.first().innerText()).toMatch(/补班/);
  await show("07-case");
  return caseId;
}

async function transferTwice(caseId: string): Promise<void> {
  const ownerOf = () => page.locator(".tk-facts", { hasText: "首问责任人" }).locator("dd").first().innerText();
  await go(`service/cases/${caseId}`);
  expect(await ownerOf()).toBe("周启明");
  await button("派单").click();
  await choose("部门", "工程部");
  await page.locator(".ant-drawer").getByRole("button", { name: "派单" }).click();
  await page.locator(".ant-drawer").waitFor({ state: "detached" });
  for (const department of ["环境部", "工程部"]) {
    await button("转派").click();
    await choose("部门", department);
    await page.getByLabel("原因").fill("不属本部门，转相关部门处理。");
    await page.locator(".ant-drawer").getByRole("button", { name: "转派" }).click();
    await page.locator(".ant-drawer").waitFor({ state: "detached" });
  }
  await expect.poll(() => page.locator(".tk-timeline li", { hasText: "转派" }).count()).toBe(2);
  expect(await ownerOf()).toBe("周启明");
}

async function beRefusedToClose(caseId: string): Promise<void> {
  await go(`service/cases/${caseId}`);
  const filing = button("归档");
  expect(await filing.getAttribute("aria-disabled")).toBe("true");
  await filing.focus();
  await filing.hover();
  const reasons = page.locator(".ant-popover", { hasText: "回访" });
  await reasons.first().waitFor();
  expect(await reasons.first().innerText()).toMatch(/反馈/);
  await show("08-refused");
  const refused = await page.evaluate(
    async ([site, id]) => {
      const reply = await fetch(`/api/sites/${site}/service/cases/${id}/closure`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ cause: "equipmentFault" }),
      });
      return { status: reply.status, codes: ((await reply.json()) as { reasons: { code: string }[] }).reasons.map(({ code }) => code) };
    },
    [siteId, caseId] as const,
  );
  expect(refused.status).toBe(409);
  expect(refused.codes.length).toBeGreaterThanOrEqual(2);
}

async function answerCallBackAndClose(caseId: string): Promise<void> {
  const technician = await asPerson("machao");
  now = now.add({ minutes: 30 });
  await go(`service/cases/${caseId}`, technician);
  await button("接单", technician).click();
  await technician.locator(".ant-drawer").getByRole("button", { name: "接单" }).click();
  await technician.locator(".ant-drawer").waitFor({ state: "detached" });
  await button("处理完成", technician).click();
  await technician.getByLabel("处理措施").fill("更换风机盘管电磁阀，出风 14 ℃。");
  await technician.locator(".ant-drawer").getByRole("button", { name: "处理完成" }).click();
  await technician.locator(".ant-drawer").waitFor({ state: "detached" });
  await technician.context().close();

  now = now.add({ minutes: 30 });
  await go(`service/cases/${caseId}`);
  await button("反馈结果").click();
  await page.getByLabel("告知内容").fill("阀门已更换，现在出风正常。");
  await page.locator(".ant-drawer").getByRole("button", { name: "反馈结果" }).click();
  await page.locator(".ant-drawer").waitFor({ state: "detached" });

  const caller = await asPerson("hejia");
  now = now.add({ hours: 17 });
  await go(`service/cases/${caseId}`, caller);
  await button("回访", caller).click();
  for (const score of ["速度", "态度", "质量", "结果"]) await caller.locator(".ant-form-item", { hasText: score }).locator(".ant-rate-star").nth(4).click();
  await caller.locator(".ant-drawer").getByRole("button", { name: "回访" }).click();
  await caller.locator(".ant-drawer").waitFor({ state: "detached" });
  await caller.context().close();

  // A night has passed: the session of the day before has ended.
  page = await asPerson("zhouqiming");
  await go(`service/cases/${caseId}`);
  await button("归档").click();
  await choose("原因", "设备故障");
  await choose("责任性质", /^责任性$/);
  await page.locator(".ant-drawer").getByRole("button", { name: "归档" }).click();
  await page.locator(".ant-drawer").waitFor({ state: "detached" });
  await expect.poll(() => page.locator("h1").innerText()).toMatch(/已归档/);
  await show("09-closed");
}

async function readTheScore(): Promise<void> {
  await go("appraisal?to=2026-02&months=1");
  const row = page.getByRole("row", { name: /2\.2\.2-3/ }).first();
  await row.waitFor();
  expect(await row.innerText()).toMatch(/1\s*\/\s*1/);
  await show("10-score");
}

async function printTheForm(caseId: string): Promise<string> {
  await go(`service/cases/${caseId}`);
  const [download] = await Promise.all([page.waitForEvent("download"), button(/F06/).click()]);
  const file = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  const pdf = Buffer.concat(chunks);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  expect(text).toContain("会议室空调不制冷");
  const code = /verify\/([0-9A-Za-z-]{12,})/.exec(text.replaceAll(/\s/g, ""))?.[1] ?? "";
  expect(code).not.toBe("");
  return code;
}

async function verifyThePaper(code: string): Promise<void> {
  const stranger = await newPage();
  await expect
    .poll(
      async () => {
        await stranger.goto(`${server.address}/verify/${code}`);
        return stranger.locator("body").innerText();
      },
      { timeout: 60_000, interval: 2_000 },
    )
    .toMatch(/F06|投诉记录表/);
  const said = await stranger.locator("body").innerText();
  expect(said).not.toContain("处理措施");
  if (pictures) await picture(stranger, pictures, "11-verify");
  await stranger.context().close();
}

async function tamperAndBeFound(): Promise<void> {
  const environment = { DATABASE_URL: database.url, TOWERKEEP_DATA: folder };
  expect(await runCommand(["verify"], environment)).toMatchObject({ code: 0 });
  const forger = new pg.Client({ connectionString: database.url });
  await forger.connect();
  const { rows } = await forger.query<{ id: string }>("select id from evidence.fact where name = 'service.case_closed' limit 1");
  await forger.query("alter table evidence.fact disable trigger all");
  await forger.query(`update evidence.fact set facts = jsonb_set(facts, '{remark}', '"改过"') where id = $1`, [rows[0]?.id]);
  await forger.end();
  const found = await runCommand(["verify"], environment);
  expect(found.code).not.toBe(0);
  expect(found.said).toContain(rows[0]?.id);
}
