import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Download, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { type RunningServer, serve } from "#apps/server/serve.ts";
import type { Endpoint } from "#kernel/contract.ts";
import { asId, type Id, newId } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import { createPerson, grantRole } from "#features/people/server/index.ts";
import { readConfig } from "#platform/config.ts";
import { systemActor } from "#platform/runtime.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { launchBrowser, picture, scrollsSideways, settled, signIn, widths } from "../browser.ts";

// A house of its own for one journey: server, clock, people at their screens, and the mails that went out.

const password = "每一分钱都说得清楚 2026";
const pictures = process.env["TOWERKEEP_PICTURES"];
type At = keyof typeof widths;

export interface House {
  readonly siteId: Id<"site">;
  readonly server: RunningServer;
  /** Goes forward to ten o'clock of a day. */
  passTo(day: string, hour?: string): void;
  hire(name: string, login: string, role: Role, contact?: { readonly tenantId: string; readonly contactId: string }): Promise<void>;
  /** The screen of a person, signed in as of today. */
  at(login: string, width?: At): Promise<Page>;
  /** A page nobody signed in to, as behind a link in a mail. */
  stranger(width?: At): Promise<Page>;
  go(page: Page, where: string): Promise<void>;
  /** What a mail to an address says that was not read yet and holds `wanted`. */
  mail(wanted: RegExp): Promise<RegExpExecArray>;
  show(page: Page, name: string): Promise<void>;
  showFailure(): Promise<void>;
  close(): Promise<void>;
}

/** A company set up by its link, with a site; its first person is its manager. */
export async function openHouse(start: string): Promise<House> {
  let now = Temporal.Instant.from(start);
  const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-money-"));
  const database: FreshDatabase = await freshDatabase();
  const config = readConfig({ DATABASE_URL: database.url, TOWERKEEP_DATA: folder, HOST: "127.0.0.1", PORT: "0", TOWERKEEP_LOG_LEVEL: "error", TOWERKEEP_RATE_LIMIT: "100000" });
  const server = await serve(config, { clock: () => now });
  const browser: Browser = await launchBrowser();
  const seats = new Map<string, { page: Page; since: Temporal.Instant }>();
  const read = new Set<string>();
  let last: Page | undefined;

  async function open(width: At = "desk"): Promise<Page> {
    const context = await browser.newContext({ viewport: widths[width], locale: "zh-CN", timezoneId: "Asia/Shanghai", acceptDownloads: true, hasTouch: width === "phone" });
    await context.addInitScript(clockOf(now));
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    last = page;
    return page;
  }

  const founder = await open();
  await founder.goto(`${server.address}${server.setupPath}`);
  await founder.getByLabel("公司名称").fill("楼诺物业服务有限公司");
  await founder.getByLabel("您的姓名").fill("林涛");
  await founder.getByLabel("账号", { exact: true }).fill("lintao");
  await founder.locator('input[type="password"]').first().fill(password);
  await button(founder, "开始使用").click();
  await founder.waitForURL((url) => !url.pathname.startsWith("/setup"));
  const siteId = asId<"site">(newId());
  await call(founder, { method: "POST", path: "/sites" }, { body: { id: siteId, code: "YF", name: "云峰国际中心", zone: "Asia/Shanghai" } });
  await call(founder, { method: "POST", path: `/sites/${siteId}/manual/parameters/adoption` }, { body: {} });
  seats.set("lintao/desk", { page: founder, since: now });

  return {
    siteId,
    server,
    passTo(day, hour = "10:00") {
      now = Temporal.Instant.from(`${day}T${hour}:00+08:00`);
    },
    async hire(name, login, role, contact) {
      await server.runtime.at(siteId, { actor: systemActor, now }, async (ctx) => {
        const personId = await createPerson(ctx, { name, login, password });
        await grantRole(ctx, {
          personId,
          role,
          ...(contact ? { tenantId: asId<"tenant">(contact.tenantId), contactId: asId<"contact">(contact.contactId) } : {}),
        });
      });
    },
    async at(login, width = "desk") {
      const seat = seats.get(`${login}/${width}`);
      if (seat && now.since(seat.since).total("hours") < 8) return (last = seat.page);
      await seat?.page.context().close();
      const page = await open(width);
      await signIn(page, server.address, login, password, login.startsWith("zuhu") ? "/portal/" : "/");
      await settled(page);
      seats.set(`${login}/${width}`, { page, since: now });
      return page;
    },
    stranger: open,
    async go(page, where) {
      await page.goto(`${server.address}${where.startsWith("/") ? where : `/sites/${siteId}/${where}`}`);
      await settled(page);
      if ((page.viewportSize()?.width ?? 0) === widths.phone.width) expect(await scrollsSideways(page)).toBe(false);
    },
    async mail(wanted) {
      const mails = path.join(folder, "mail");
      for (let attempt = 0; attempt < 100; attempt++) {
        const names = (await readdir(mails).catch(() => [])).filter((name) => !read.has(name)).sort();
        for (const name of names.toReversed()) {
          const found = wanted.exec(readable(await readFile(path.join(mails, name), "utf8")));
          if (!found) continue;
          read.add(name);
          return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`No mail says ${wanted}`);
    },
    async show(page, name) {
      if (pictures) await picture(page, pictures, name);
    },
    async showFailure() {
      if (pictures && last && !last.isClosed()) await picture(last, pictures, "failed");
    },
    async close() {
      await browser.close();
      await server.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Sets a browser's clock: it stands still where the product reads it, and runs on from there for what moves on the screen. */
const clockOf = (now: Temporal.Instant): string => `{
  const Real = Date, ahead = ${now.epochMilliseconds} - Real.now();
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length > 0) super(...given); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  const at = Temporal.Instant.fromEpochMilliseconds(${now.epochMilliseconds});
  Temporal.Now.instant = () => at;
  Temporal.Now.zonedDateTimeISO = (zone = Temporal.Now.timeZoneId()) => at.toZonedDateTimeISO(zone);
  Temporal.Now.plainDateISO = (zone) => Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
}`;

/** A mail's parts as they were written. */
function readable(mail: string): string {
  const blocks = mail.split(/\r?\n\r?\n|\r?\n--/);
  return blocks.map((block) => (/^[\w+/=\s]+$/.test(block) ? Buffer.from(block, "base64").toString("utf8") : block)).join("\n");
}

export const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole("button", { name }).locator("visible=true").first();
export const drawer = (page: Page): Locator => page.locator(".ant-drawer-content:visible, .ant-drawer-section:visible").last();

/** Presses the button of the open drawer and waits until it is gone. */
export async function submit(page: Page, name: string | RegExp): Promise<void> {
  await button(page.locator(".ant-drawer"), name).click();
  await page.locator(".ant-drawer").waitFor({ state: "detached" });
  await settled(page);
}

/** Writes a day into one of the form's day fields. */
export async function writeDay(page: Page | Locator, label: string | RegExp, day: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true }).locator("visible=true").last();
  await field.click();
  await field.fill(day);
  await field.press("Enter");
  await expect.poll(() => field.inputValue()).toBe(day);
}

/** Chooses an option of one of the form's lists until the list shows it: a list that is still unfolding may miss a click. One that only adds does not show it. */
export async function choose(scope: Page | Locator, label: string | RegExp, option: string | RegExp, search?: string, shows = true): Promise<void> {
  const page = "page" in scope ? scope.page() : scope;
  const box = scope.getByRole("combobox", { name: label }).last();
  const shown = box.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')][1]");
  const wanted = page.locator(".ant-select-item-option", { hasText: option }).locator("visible=true").first();
  await expect
    .poll(
      async () => {
        if ((await box.getAttribute("aria-expanded")) !== "true") await box.click();
        if (search) await box.fill(search);
        const hasChosen = await wanted.click({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
        return shows ? shown.innerText() : `${hasChosen ? "" : "not "}chosen`;
      },
      { timeout: 30_000 },
    )
    .toMatch(shows ? option : /^chosen/);
}

/** Sends a request as the person of the page; for what is put in place before the story, or what only a program asks. */
// oxlint-disable-next-line typescript/no-explicit-any -- what came over the wire is looked into freely by tests
export async function call<T = any>(
  page: Page,
  contract: Pick<Endpoint, "method" | "path">,
  { params = {}, query = {}, body }: { readonly params?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
): Promise<T> {
  const where = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const reply = await page.evaluate(
    async ([method, address, content]) => {
      const answer = await fetch(address, { method, ...(content === null ? {} : { headers: { "content-type": "application/json" }, body: content }) });
      return { status: answer.status, text: await answer.text() };
    },
    [contract.method, `/api${where}?${new URLSearchParams(query)}`, body === undefined ? null : JSON.stringify(body)] as const,
  );
  if (reply.status >= 300) throw new Error(`${contract.method} ${where}: ${reply.status} ${reply.text}`);
  return (reply.text ? JSON.parse(reply.text) : undefined) as T;
}

/** The bytes of a file that a press brings. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()] as [Promise<Download>, Promise<void>]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
