import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword, tenantLogin } from "#apps/demo/cast.ts";
import { type Product, startProduct } from "#test/harness/product.ts";
import { barriers, launchBrowser, picture, scrollsSideways, settled, signIn, widths } from "./browser.ts";

// Every screen that the navigation leads to, and the first record of each list, as each kind of person sees them, at a desk and on a phone.
// Pictures are kept where SCREENS names a folder.

let product: Product;
let browser: Browser;
let dataFolder: string;
const pictures = process.env["SCREENS"];

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), "towerkeep-screens-"));
  product = await startProduct(dataFolder, { TOWERKEEP_DEMO: "1" });
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

test("every screen the project manager's navigation leads to is free of grave barriers and never scrolls sideways, at a desk and on a phone", { timeout: 420_000 }, async () => {
  const { page, complaints } = await enter("manager");
  const addresses = await page.locator(".shell-side a[href]").evaluateAll((links) => links.map((link) => (link as unknown as { pathname: string }).pathname));
  expect(addresses.length).toBeGreaterThan(20);
  for (const address of new Set(addresses)) {
    await look(page, address, complaints, "manager");
    const first = page.locator(".tk-table .tk-row-link[href]").first();
    if ((await first.count()) > 0) await look(page, new URL((await first.getAttribute("href")) ?? "", product.address).pathname, complaints, "manager");
  }
  await page.context().close();
  expect(complaints).toEqual([]);
});

for (const login of ["desk", "technician"])
  test(`the first screen of ${login} is free of grave barriers, in both languages`, { timeout: 120_000 }, async () => {
    const { page, complaints } = await enter(login);
    const { pathname } = new URL(page.url());
    await look(page, pathname, complaints, login);
    await page.getByRole("button", { name: "English" }).click(); // on the phone's screen, which was looked at last
    await look(page, pathname, complaints, `${login}-en`);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

for (const language of ["zh", "en"])
  test(`the tenants' portal on a phone is free of grave barriers (${language})`, { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ viewport: widths.phone, locale: "zh-CN" });
    const page = await context.newPage();
    await page.addInitScript((chosen) => localStorage.setItem("towerkeep.language", chosen), language);
    const complaints = listen(page);
    await page.goto(`${product.address}/portal/sign-in`);
    await look(page, "/portal/sign-in", complaints, `portal-${language}`, ["phone"]);
    await page.getByRole("textbox", { name: /账号或邮箱|Account or e-mail/ }).fill(tenantLogin);
    await page.locator("input[type=password]").fill(demoPassword);
    await page.getByRole("button", { name: /登录|Sign in/ }).click();
    await page.waitForURL((url) => url.pathname.includes("/sites/"));
    await settled(page);
    const tabs = await page.locator(".portal-tabs a").evaluateAll((links) => links.map((link) => (link as unknown as { pathname: string }).pathname));
    expect(tabs.length).toBe(3);
    for (const address of tabs) await look(page, address, complaints, `portal-${language}`, ["phone"]);
    expect(complaints).toEqual([]);
    await context.close();
  });

test("what needs no sign-in is free of grave barriers, in both languages", { timeout: 120_000 }, async () => {
  for (const language of ["zh", "en"]) {
    const context = await browser.newContext({ viewport: widths.phone, locale: "zh-CN" });
    const page = await context.newPage();
    await page.addInitScript((chosen) => localStorage.setItem("towerkeep.language", chosen), language);
    const complaints = listen(page);
    for (const address of ["/sign-in", "/forgotten-password", "/invitation", "/nowhere"]) await look(page, address, complaints, `public-${language}`, ["phone"]);
    expect(complaints).toEqual([]);
    await context.close();
  }
});

async function enter(login: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: widths.desk, locale: "zh-CN" });
  const page = await context.newPage();
  const complaints = listen(page);
  await signIn(page, product.address, login, demoPassword);
  await page.waitForURL((url) => url.pathname.endsWith("/home"));
  await settled(page);
  return { page, complaints };
}

/** Opens an address and looks at it at each width. */
async function look(page: Page, address: string, complaints: string[], as: string, at: readonly (keyof typeof widths)[] = ["desk", "phone"]): Promise<void> {
  await page.setViewportSize(widths[at[0] ?? "desk"]);
  await page.goto(product.address + address);
  await settled(page);
  for (const width of at) {
    await page.setViewportSize(widths[width]);
    await page.waitForTimeout(100);
    if (pictures) await picture(page, pictures, `${as}-${width}${address.replaceAll(/[0-9a-f-]{36}/g, "id").replaceAll("/", "-")}`);
    if (await scrollsSideways(page)) complaints.push(`${address} scrolls sideways (${width})`);
    for (const { rule, where } of await barriers(page)) complaints.push(`${address} (${width}) ${rule}: ${where.slice(0, 3).join(" | ")}`);
  }
}

/** Collects what goes wrong in the page; being told that nobody is signed in yet is no error. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && response.status() !== 401) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}
