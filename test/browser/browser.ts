import { mkdir } from "node:fs/promises";
import path from "node:path";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

/** A browser of the machine, quiet: it asks nobody for updates or translations. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-domain-reliability",
      "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
      "--disable-sync",
      "--metrics-recording-only",
      "--no-first-run",
      "--no-pings",
    ],
  });
}

export const widths = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Signs in as a person does: opens the app's bare address and fills in the page that it leads to. */
export async function signIn(page: Page, address: string, login: string, password: string, app = "/"): Promise<void> {
  await page.goto(address + app);
  await page.getByRole("textbox", { name: /账号或邮箱|Account or e-mail/ }).fill(login);
  await page.locator("input[type=password]").fill(password);
  await page.getByRole("button", { name: /登录|Sign in/ }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}

/** Waits until nothing of the screen is still loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("domcontentloaded");
  await page.locator("#app > *").first().waitFor();
  await page.waitForTimeout(100); // what is lazy has begun to load
  await page.locator(".tk-pending, .ant-skeleton, .ant-spin-spinning").first().waitFor({ state: "detached" });
  await page.waitForTimeout(250); // what fades in has faded in
}

export interface Barrier {
  readonly rule: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/** What axe finds grave on the page: serious and critical violations of WCAG 2.2 A and AA. */
export async function barriers(page: Page): Promise<Barrier[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<Barrier[]>(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) => ({ rule: id, impact, where: nodes.map(({ target }) => String(target[0])) })))`);
  return found.filter(({ impact }) => impact === "serious" || impact === "critical");
}

/** Whether the page can be pushed sideways, which it never should. */
export const scrollsSideways = (page: Page): Promise<boolean> => page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");

/** Keeps a picture of the whole page under `folder`. */
export async function picture(page: Page, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
