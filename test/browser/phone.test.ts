import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getInspection, sendFacts, withdrawInspection } from "#features/handover/contract.ts";
import { type Fact, inspectionOf, signedContent } from "#features/handover/rules.ts";
import { aHash, aPhone, onePixel } from "#features/handover/samples.ts";
import { barriers, launchBrowser, picture, scrollsSideways, settled, signIn } from "./browser.ts";
import { openPhoneHouse, password, type PhoneHouse } from "./phone/house.ts";
import { type Network, openNetwork } from "./phone/network.ts";
import { chineseWords, collectHan } from "./speech.ts";

// The phone's app on the narrowest phone: every screen in both languages and both lights, and what happens to what is unsent.
// SCREENS names a folder where pictures are kept.

const narrow = { width: 360, height: 740 };
const pictures = process.env["SCREENS"];

let house: PhoneHouse;
let browser: Browser;
let network: Network;
/** A move-out with a baseline and something of everything recorded. */
let inspectionId: string;

beforeAll(async () => {
  house = await openPhoneHouse({ areas: 2, parts: 3 });
  network = await openNetwork(new URL(house.server.address));
  browser = await launchBrowser();
  await record(await house.inspect("moveIn"), "signed");
  inspectionId = await house.inspect("moveOut");
  await record(inspectionId, "open");
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await network?.close();
  await house?.close();
});

for (const [language, theme] of [
  ["zh", "light"],
  ["zh", "dark"],
  ["en", "light"],
  ["en", "dark"],
] as const)
  test(`every screen of the phone's app is without grave barriers, small targets and errors, and speaks one language (${language}, ${theme})`, { timeout: 300_000 }, async () => {
    const phone = await browser.newContext({ viewport: narrow, locale: language === "zh" ? "zh-CN" : "en-GB", colorScheme: theme, hasTouch: true });
    await phone.addInitScript(`localStorage.setItem("towerkeep.language", "${language}")`);
    const { page, complaints, data } = await arrive(phone);
    const look = async (address: string) => {
      await page.goto(network.address + address);
      await settled(page);
      const say = (what: string) => complaints.push(`${address} ${what}`);
      if (pictures) await picture(page, pictures, `phone-${language}-${theme}${address.replaceAll(/[0-9a-f-]{36}/g, "id").replaceAll("/", "-")}`);
      if (await scrollsSideways(page)) say("scrolls sideways");
      for (const { rule, where } of await barriers(page)) say(`${rule}: ${where.slice(0, 3).join(" | ")}`);
      for (const small of await smallTargets(page)) say(`small target: ${small}`);
      if (language === "en") for (const text of await chineseWords(page, data)) say(`is not in English: ${text}`);
    };
    await look("/phone/sign-in");
    await signIn(page, network.address, "engineer", password, "/phone/");
    await page
      .getByText(language === "zh" ? "已备好离线" : "Ready for offline")
      .first()
      .waitFor();
    for (const { scope, path: screen } of (await screens()).filter(({ scope }) => scope !== "public")) {
      const filled = screen.replace("$inspectionId", inspectionId).replace("$room", "0").replace("$party", "tenant");
      await look(scope === "site" ? `/phone/sites/${house.siteId}/${filled}` : `/phone/${filled}`);
    }
    await phone.close();
    expect(complaints).toEqual([]);
  });

test("a record that the server refuses stays on the phone with its reason, for its author to see", { timeout: 120_000 }, async () => {
  const withdrawn = await house.inspect("moveIn");
  const { phone, page } = await engineerAt(withdrawn);
  await phone.setOffline(true);
  await page.getByRole("region", { name: "部位 1" }).getByRole("button", { name: "完好" }).click();
  await page.getByText("待发送：记录 1").waitFor();
  await house.ask("manager", withdrawInspection, { params: { inspectionId: withdrawn }, body: { reason: "租户改期" } });
  await phone.setOffline(false);
  await page.getByRole("link", { name: "1 条被退回，请查看" }).click();
  await page.getByText("这次验房已撤销，不再接受记录。").waitFor();
  if (pictures) await picture(page, pictures, "phone-refused");
  expect(await barriers(page)).toEqual([]);
  await page.reload();
  await page.getByText("这次验房已撤销，不再接受记录。").waitFor();
  await phone.close();
});

test("when the session ends nothing is lost: sign in, and it goes on", { timeout: 120_000 }, async () => {
  const id = await house.inspect("moveIn");
  const { phone, page } = await engineerAt(id);
  await phone.clearCookies();
  await page.getByRole("region", { name: "部位 2" }).getByRole("button", { name: "完好" }).click();
  await page.getByRole("link", { name: "登录已过期，登录后继续发送" }).click();
  await page.getByLabel("账号或邮箱").fill("engineer");
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("region", { name: "部位 2" }).getByRole("button", { name: "完好", pressed: true }).waitFor();
  await page.getByText("全部已送达").waitFor();
  expect(await factsOf(id)).toHaveLength(1);
  await phone.close();
});

test("what one person recorded is not sent under the name of who signs in next, and goes when its author is back", { timeout: 120_000 }, async () => {
  const id = await house.inspect("moveIn");
  const { phone, page } = await engineerAt(id);
  network.plan = (method, url) => (method === "POST" && url.endsWith("/handover/facts") ? "cut" : "pass");
  await page.getByRole("region", { name: "部位 1" }).getByRole("button", { name: "完好" }).click();
  await page.getByText("待发送：记录 1").waitFor();
  await leave(page);
  network.plan = () => "pass";
  await signIn(page, network.address, "desk", password, "/phone/");
  await page.getByText("另有 1 条属于其他人，由本人登录后发送").waitFor();
  await page.getByText("全部已送达").waitFor();
  expect(await factsOf(id)).toEqual([]);
  await leave(page);
  await signIn(page, network.address, "engineer", password, "/phone/");
  await expect.poll(async () => (await factsOf(id)).length).toBe(1);
  expect((await factsOf(id))[0]).toMatchObject({ byName: "郭建国" });
  await phone.close();
});

test("a new version waits until the person lets it in", { timeout: 120_000 }, async () => {
  const { phone, page } = await engineerAt(inspectionId);
  await page.evaluate("navigator.serviceWorker.ready");
  network.addition = (url) => (url === "/phone/service-worker.js" ? "\n// the next version" : "");
  await page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())");
  await page.getByText("新版本已就绪").waitFor();
  const restarted = page.waitForEvent("framenavigated");
  await page.getByRole("button", { name: "更新" }).click();
  await restarted;
  await page.getByRole("region", { name: "部位 1" }).waitFor();
  expect(await page.getByText("新版本已就绪").count()).toBe(0);
  network.addition = () => "";
  await phone.close();
});

test("the app can be installed: its manifest, its pictures and its start are there", async () => {
  const page = await browser.newPage();
  await page.goto(`${network.address}/phone/`);
  const link = await page.locator("link[rel=manifest]").getAttribute("href");
  const reply = await page.request.get(network.address + link);
  expect(reply.headers()["content-type"]).toContain("application/manifest+json");
  const manifest = (await reply.json()) as { start_url: string; scope: string; display: string; lang: string; icons: { src: string; sizes: string }[] };
  expect(manifest).toMatchObject({ start_url: "/phone/", scope: "/phone/", display: "standalone", lang: "zh-CN" });
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  for (const { src } of manifest.icons) expect((await page.request.get(network.address + src)).headers()["content-type"]).toBe("image/png");
  await page.close();
});

/** The engineer's phone in the first room of an inspection. */
async function engineerAt(id: string): Promise<{ phone: BrowserContext; page: Page }> {
  const phone = await browser.newContext({ viewport: narrow, locale: "zh-CN", timezoneId: "Asia/Shanghai", hasTouch: true });
  const page = await phone.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, network.address, "engineer", password, "/phone/");
  await page.getByText("已备好离线").first().waitFor();
  await page.goto(`${network.address}/phone/sites/${house.siteId}/handover/${id}/rooms/0`);
  await page.getByRole("region", { name: "部位 1" }).waitFor();
  return { phone, page };
}

async function leave(page: Page): Promise<void> {
  await page.getByRole("link", { name: "我的" }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.waitForURL(/sign-in/);
}

async function arrive(phone: BrowserContext) {
  const page = await phone.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const data = new Set<string>();
  page.on("pageerror", (error) => complaints.push(`${page.url()} ${error.message}`));
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/api/")) return;
    if (response.status() >= 400 && response.status() !== 401) complaints.push(`${page.url()} ${response.status()} ${pathname}`);
    void response.json().then(
      (body) => collectHan(body, data),
      () => undefined,
    );
  });
  return { page, complaints, data };
}

/** What a thumb would miss: controls lower than 44 px. A row's own words count with the row. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll("button, a[href], input:not([type=file]), select, textarea")]
    .filter((element) => element.checkVisibility() && !element.closest("p") && !element.matches("label.ph-check input"))
    .filter((element) => element.getBoundingClientRect().height < 43.5)
    .map((element) => element.outerHTML.slice(0, 120))`);

async function screens(): Promise<readonly { readonly scope: string; readonly path: string }[]> {
  const list = path.resolve(import.meta.dirname, "../../src/apps/phone/features.ts");
  const { features } = (await import(list)) as { features: readonly { screens: readonly { scope: string; path: string }[] }[] };
  return features.flatMap((feature) => feature.screens);
}

const pageOf = (id: string) => house.ask("manager", getInspection, { params: { inspectionId: id } });
const factsOf = async (id: string): Promise<Fact[]> => (await pageOf(id)).facts;

/** Something of everything: a defect with its photo, the meter, keys, a question, what the tenant says; signed by both or left open. */
async function record(id: string, until: "signed" | "open"): Promise<void> {
  const opened = await pageOf(id);
  const device = aPhone({ inspectionId: id, from: until === "signed" ? "2026-03-09T02:00:00.000Z" : "2026-09-09T02:00:00.000Z" });
  const photo = aHash(onePixel);
  await sendPhoto(photo, onePixel);
  const [first, second, ...others] = opened.lines as { readonly key: string }[];
  const question = device.fact("questionAsked", { text: "空调几点开？" });
  const facts: Fact[] = [
    device.check(first!.key, until === "signed" ? { photos: [photo] } : { condition: "defect", text: "地砖空鼓", photos: [photo], responsible: "tenant", mendBy: "2026-09-30" }),
    device.check(second!.key, { condition: "missing", text: "缺面板", responsible: "operator" }),
    ...others.map(({ key }) => device.check(key)),
    device.fact("meterRead", { meterId: house.meterId, values: { total: until === "signed" ? "1010" : "2020" }, photo, remark: "" }),
    device.fact("keysCounted", { place: "大门", count: 4 }),
    question,
    ...(until === "signed"
      ? [device.fact("questionAnswered", { questionId: question.id, text: "工作日 08:00–18:00" })]
      : [device.fact("lineDisputed", { line: first!.key, text: "入驻前就有" })]),
  ];
  if (until === "signed") {
    const contentHash = aHash(signedContent(opened, inspectionOf(opened.lines, facts)));
    facts.push(device.sign("tenant", contentHash, { image: photo }), device.sign("property", contentHash, { image: photo }));
  }
  const { answers } = await house.ask("engineer", sendFacts, { body: { facts } });
  expect((answers as { outcome: string }[]).filter(({ outcome }) => outcome !== "accepted")).toEqual([]);
}

async function sendPhoto(hash: string, bytes: Uint8Array): Promise<void> {
  const page = await browser.newPage();
  await signIn(page, network.address, "engineer", password, "/phone/");
  const reply = await page.request.put(`${network.address}/api/sites/${house.siteId}/handover/photos/${hash}?offset=0&size=${bytes.length}`, {
    multipart: { file: { name: hash, mimeType: "image/png", buffer: Buffer.from(bytes) } },
  });
  expect(await reply.json()).toMatchObject({ isComplete: true });
  await page.close();
}
