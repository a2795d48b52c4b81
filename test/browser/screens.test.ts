import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword, tenantLogin } from "#apps/demo/cast.ts";
import { seedDemo } from "#apps/demo/seed.ts";
import { type RunningServer, serve } from "#apps/server/serve.ts";
import { newId } from "#kernel/id.ts";
import type { Language } from "#kernel/words.ts";
import { readConfig } from "#platform/config.ts";
import { currentInstant } from "#platform/runtime.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { barriers, launchBrowser, picture, scrollsSideways, settled, signIn, widths } from "./browser.ts";

// Every screen there is, as the apps list them, each at a desk and on a phone in Chinese, and at a desk in English.
// SCREENS names a folder where pictures are kept.

interface Listed {
  readonly scope: "site" | "company" | "public";
  readonly path: string;
}

const zone = "Asia/Shanghai";
const pictures = process.env["SCREENS"];

let folder: string;
let database: FreshDatabase;
let server: RunningServer;
let browser: Browser;
let siteId: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "towerkeep-screens-"));
  database = await freshDatabase();
  server = await serve(
    readConfig({ DATABASE_URL: database.url, HOST: "127.0.0.1", PORT: "0", TOWERKEEP_DATA: folder, TOWERKEEP_RATE_LIMIT: "1000000", TOWERKEEP_LOG_LEVEL: "silent" }),
  );
  ({ siteId } = await seedDemo(server.runtime, { now: currentInstant(), zone, weeks: 1, months: 2 }));
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

for (const language of ["zh", "en"] as const)
  test(`every screen of the staff is without grave barriers, sideways scroll and errors, and speaks one language (${language})`, { timeout: 900_000 }, async () => {
    const screens = await screensOf("staff");
    expect(screens.length).toBeGreaterThan(40);
    const visit = await arrive(language);
    for (const { path: screen } of screens.filter(isPublic)) await visit.look(`/${screen}`);
    await signIn(visit.page, server.address, "manager", demoPassword);
    const params = await recordsSeenBy(visit.page);
    for (const { scope, path: screen } of screens.filter((each) => !isPublic(each))) await visit.look(addressOf("", scope, screen, params));
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

for (const language of ["zh", "en"] as const)
  test(`every screen of the tenants' portal is without grave barriers, sideways scroll and errors, and speaks one language (${language})`, { timeout: 300_000 }, async () => {
    const screens = await screensOf("portal");
    const visit = await arrive(language);
    for (const { path: screen } of screens.filter(isPublic)) await visit.look(`/portal/${screen}`);
    await signIn(visit.page, server.address, tenantLogin, demoPassword, "/portal/");
    const caseId = await report(visit.page);
    for (const { scope, path: screen } of screens.filter((each) => !isPublic(each))) await visit.look(addressOf("/portal", scope, screen, { caseId }));
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

for (const login of ["desk", "technician"])
  test(`the first screen of ${login} is without grave barriers`, { timeout: 120_000 }, async () => {
    const visit = await arrive("zh");
    await signIn(visit.page, server.address, login, demoPassword);
    await visit.look(`/sites/${siteId}/home`);
    await visit.page.context().close();
    expect(visit.complaints).toEqual([]);
  });

test("the stacking plan prints on one A4 page", { timeout: 120_000 }, async () => {
  const { page } = await arrive("zh");
  await signIn(page, server.address, "manager", demoPassword);
  await page.goto(`${server.address}/sites/${siteId}/sites/plan`);
  await page.locator(".plan-unit").first().waitFor();
  await settled(page);
  const { numPages } = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
  await page.context().close();
  expect(numPages).toBe(1);
});

test("the desk finds who calls by the keyboard alone, with the button to register in sight (2.2.1-1)", { timeout: 120_000 }, async () => {
  const { page, complaints } = await arrive("zh");
  await signIn(page, server.address, "desk", demoPassword);
  await page.goto(`${server.address}/sites/${siteId}/service/take`);
  const save = page.getByRole("button", { name: "登记", exact: true });
  await save.waitFor();
  await settled(page);
  expect(await page.evaluate("document.documentElement.scrollHeight <= innerHeight")).toBe(true);
  await page.keyboard.type("shbd");
  await page.locator(".finder-item").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".take-chosen").waitFor();
  await page.keyboard.type("十八层茶水间漏水");
  expect(await page.getByRole("textbox", { name: "事项" }).inputValue()).toBe("十八层茶水间漏水");
  await page.context().close();
  expect(complaints).toEqual([]);
});

/** The screens an app is made of. What draws them belongs to the browser, so the list alone is taken, without its types. */
async function screensOf(app: "staff" | "portal"): Promise<Listed[]> {
  const list = path.resolve(import.meta.dirname, `../../src/apps/${app}/features.ts`);
  const { features } = (await import(list)) as { features: readonly { screens: readonly Listed[] }[] };
  return features.flatMap(({ screens }) => screens);
}

const isPublic = ({ scope }: Listed): boolean => scope === "public";

function addressOf(base: string, scope: Listed["scope"], screen: string, params: Readonly<Record<string, string | undefined>>): string {
  const filled = screen.replaceAll(/\$(\w+)/g, (_: string, name: string) => {
    const value = (scope === "company" ? params[`company.${name}`] : undefined) ?? params[name];
    if (!value) throw new Error(`No ${name} to open ${screen} with`);
    return value;
  });
  return scope === "site" ? `${base}/sites/${siteId}/${filled}` : `${base}/${filled}`;
}

/** A record of each kind to open the screens of single records with; an import is made for the purpose. */
async function recordsSeenBy(page: Page): Promise<Record<string, string | undefined>> {
  const first = async (where: string) => (await read<{ items: { id: string }[] }>(page, where)).items[0]?.id;
  const site = `/sites/${siteId}`;
  const lastMonth = Temporal.Now.plainDateISO(zone).subtract({ months: 1 }).toPlainYearMonth();
  return {
    caseId: await first(`${site}/service/cases`),
    factId: await first(`${site}/evidence/facts`),
    unitId: await first(`${site}/sites/units`),
    tenantId: await first(`${site}/tenants`),
    leadId: await first(`${site}/tenants/leads`),
    personId: await first("/people"),
    editionId: await first("/manual/editions"),
    importId: await upload(page, `${site}/rentroll/imports`),
    "company.importId": await upload(page, "/rentroll/imports"),
    meterId: await first(`${site}/meters/meters`),
    roundId: await first(`${site}/meters/rounds`),
    settlementId: await first(`${site}/meters/settlements`),
    clauseId: "2.2.2-3",
    month: lastMonth.toString(),
  };
}

async function read<T>(page: Page, where: string): Promise<T> {
  const reply = await page.request.get(`${server.address}/api${where}`);
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** The contact reports a matter, to have a case to open. */
async function report(page: Page): Promise<string> {
  const id = newId<"case">();
  const where = `/sites/${siteId}/service/portal/cases`;
  const reply = await page.request.post(`${server.address}/api${where}`, { data: { id, kind: "complaint", category: "other", matter: "茶水间灯不亮", place: "18F" } });
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return id;
}

async function upload(page: Page, where: string): Promise<string> {
  const rows = "楼栋,楼层,房号,面积,租户\n9座,18F,1801,120.5,云帆科技有限公司\n9座,18F,1802,,海川贸易有限公司\n";
  const file = { name: "租控表.csv", mimeType: "text/csv", buffer: Buffer.from(rows) };
  const reply = await page.request.post(`${server.address}/api${where}`, { multipart: { file } });
  if (!reply.ok()) throw new Error(`${where}: ${reply.status()} ${await reply.text()}`);
  return ((await reply.json()) as { id: string }).id;
}

interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  /** Opens an address at each width of the language and collects what is wrong with it. */
  look(address: string): Promise<void>;
}

/** A person who speaks `language` at a browser nobody is signed in at. */
async function arrive(language: Language): Promise<Visit> {
  const context = await browser.newContext({ viewport: widths.desk, locale: language === "zh" ? "zh-CN" : "en-GB" });
  await context.addInitScript(`localStorage.setItem("towerkeep.language", "${language}")`);
  const page = await context.newPage();
  const complaints: string[] = [];
  const data = new Set<string>();
  page.on("pageerror", (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/api/")) return;
    // being told that nobody is signed in yet is no error
    if (response.status() >= 400 && response.status() !== 401) complaints.push(`${page.url()} ${response.status()} ${pathname}`);
    if (language === "en")
      void response.json().then(
        (body) => collectHan(body, data),
        () => undefined,
      );
  });

  const look = async (address: string) => {
    for (const width of language === "zh" ? (["desk", "phone"] as const) : (["desk"] as const)) {
      await page.setViewportSize(widths[width]);
      if (width === "desk") await page.goto(server.address + address);
      await settled(page);
      const name = `${address} (${width})`;
      if (pictures) await picture(page, pictures, `${language}-${width}${address.replaceAll(/[0-9a-f-]{36}/g, "id").replaceAll("/", "-")}`);
      if ((await page.locator(".tk-failed, .ant-result-error").count()) > 0) complaints.push(`${name} failed`);
      if (await scrollsSideways(page)) complaints.push(`${name} scrolls sideways`);
      for (const { rule, where } of await barriers(page)) complaints.push(`${name} ${rule}: ${where.slice(0, 3).join(" | ")}`);
      if (language === "en") complaints.push(...(await chineseWords(page, data)).map((text) => `${name} is not in English: ${text}`));
    }
  };
  return { page, complaints, look };
}

const han = /\p{Script=Han}/u;

/** What the server gave as data: names, titles and texts as people wrote them. The Chinese of words that have an English is not among them. */
function collectHan(value: unknown, into: Set<string>): void {
  if (typeof value === "string") {
    if (han.test(value)) for (const line of [value, ...value.split(/\s+/)]) if (han.test(line)) into.add(line.trim());
  } else if (Array.isArray(value)) {
    for (const item of value) collectHan(item, into);
  } else if (value && typeof value === "object") {
    const isBilingual = "zh" in value && "en" in value;
    for (const [name, item] of Object.entries(value)) if (!(isBilingual && name === "zh")) collectHan(item, into);
  }
}

/** Chinese in what names and steers the English screen, after all that is data has been taken out. */
async function chineseWords(page: Page, data: ReadonlySet<string>): Promise<string[]> {
  const spoken = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll("h1, h2, h3, h4, nav a, nav summary, button, th, label, legend, dt, summary, [role=tab], [aria-label], [placeholder]")]
    .filter((element) => element.checkVisibility() && !element.closest("[lang=zh-CN], [lang=zh]")?.matches(":not(html)"))
    .flatMap((element) => [
      element.matches("h1, h2, h3, h4, nav a, nav summary, button, th, label, legend, dt, summary, [role=tab]") ? element.innerText : "",
      element.getAttribute("aria-label") ?? "",
      element.getAttribute("placeholder") ?? "",
    ])`);
  const known = [...data].sort((a, b) => b.length - a.length);
  const rest = new Set(spoken.flatMap((text) => text.split("\n")).filter((text) => han.test(text) && text.trim() !== "中文"));
  return [...rest].filter((text) => han.test(known.reduce((left, fact) => left.replaceAll(fact, ""), text)));
}
