import { createHash } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getInspection, getPhoto } from "#features/handover/contract.ts";
import type { Fact } from "#features/handover/rules.ts";
import type { Id } from "#kernel/id.ts";
import { launchBrowser, picture, scrollsSideways, settled, signIn, widths } from "./browser.ts";
import { openPhoneHouse, password, type PhoneHouse } from "./phone/house.ts";
import { type Network, openNetwork } from "./phone/network.ts";

// An inspection of sixty items with forty photos and two signatures, made where there is no signal, on a phone that is killed in the
// middle, sent over a network that comes, breaks and comes back. TOWERKEEP_PICTURES names a folder where pictures are kept.

const pictures = process.env["TOWERKEEP_PICTURES"];
const areaCount = 6;
const partCount = 10;
const photoCount = 40;

let house: PhoneHouse;
let browser: Browser;
let network: Network;
let inspectionId: Id<"inspection">;

beforeAll(async () => {
  house = await openPhoneHouse({ areas: areaCount, parts: partCount });
  inspectionId = await house.inspect("moveIn");
  network = await openNetwork(new URL(house.server.address));
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await network?.close();
  await house?.close();
});

test("an inspection made without a signal arrives exactly once, whole and in order, over a network that breaks (2.1.1-7)", { timeout: 600_000 }, async () => {
  const phone = await browser.newContext({ viewport: widths.phone, locale: "zh-CN", timezoneId: "Asia/Shanghai", hasTouch: true });
  let page = await openPage(phone);
  const photos = await drawPhotos(page);
  await signIn(page, network.address, "engineer", password, "/phone/");
  await page.getByText("已备好离线").waitFor();
  await page.evaluate("navigator.serviceWorker.ready");

  const cut = async () => {
    network.plan = () => "cut";
    await phone.setOffline(true);
  };
  const restore = async (plan: Network["plan"] = () => "pass") => {
    network.plan = plan;
    await phone.setOffline(false);
  };

  await cut();
  await page.getByRole("link", { name: /1座 18F 1803/ }).click();
  const half = (areaCount * partCount) / 2;
  for (let item = 0; item < half; item++) await check(page, item, photos);
  await expect.poll(() => inOutbox(page)).toMatchObject({ facts: half + photos.length / 2, photos: photos.length / 2 });
  await page.close({ runBeforeUnload: false });

  page = await openPage(phone);
  await page.goto(`${network.address}/phone/`);
  await page
    .getByText(`${half}/${half * 2}`)
    .first()
    .waitFor();
  await page.getByRole("link", { name: /1座 18F 1803/ }).click();
  await show(page, "inspection");
  for (let item = half; item < half * 2; item++) await check(page, item, photos);
  await show(page, "room");
  await page.getByRole("link", { name: "返回" }).click();
  await page.getByRole("button", { name: /汇总与签字/ }).click();
  await page.getByRole("group", { name: "租户对“部位 3”" }).first().getByRole("button", { name: "有异议" }).click();
  await page.getByLabel("异议内容").fill("交付前就有");
  await page.getByRole("button", { name: "记下异议" }).click();
  await show(page, "summary");
  await sign(page, "租户签字", "王敏");
  await sign(page, "物业签字", "郭建国");
  await page.getByText("双方已签字").first().waitFor();
  const recorded = await inOutbox(page);
  expect(recorded).toEqual({ facts: half * 2 + photos.length + 1 + 2, photos: photos.length + 2 });
  expect(await serverFacts()).toEqual([]);

  // the facts reach the server, its answer does not reach the phone
  const answerLost = once();
  await restore((method, url) => (method === "POST" && url.endsWith("/handover/facts") ? (answerLost.happen(), "loseAnswer") : answerLost.happened() ? "cut" : "pass"));
  await answerLost.wait;
  await cut();
  await expect.poll(async () => (await serverFacts()).length).toBe(recorded.facts);
  expect(await inOutbox(page)).toEqual(recorded);

  // the facts are answered for, and some of the photos; one piece arrives without its answer
  let pieces = 0;
  const broke = once();
  await restore((method, url) => {
    if (method !== "PUT" || !url.includes("/handover/photos/")) return broke.happened() ? "cut" : "pass";
    if (++pieces < 12) return "pass";
    broke.happen();
    return pieces === 12 ? "loseAnswer" : "cut";
  });
  await broke.wait;
  await cut();
  const left = await inOutbox(page);
  expect(left.facts).toBe(0);
  expect(left.photos).toBeGreaterThan(0);
  expect(left.photos).toBeLessThan(recorded.photos);

  await restore();
  await page.getByText("全部已送达").waitFor({ timeout: 120_000 });
  await show(page, "sent");
  await page.goto(`${network.address}/phone/`);
  await page.getByRole("link", { name: /1座 18F 1803.*双方已签字/ }).waitFor();

  const facts = await serverFacts();
  expect(facts).toHaveLength(recorded.facts);
  expect(new Set(facts.map(({ id }) => id)).size).toBe(recorded.facts);
  const inOrder = facts.toSorted((one, other) => one.number - other.number);
  expect(inOrder.map(({ number }) => number)).toEqual(facts.map((_, index) => index + 1));
  expect(inOrder.map(({ happenedAt }) => happenedAt)).toEqual(facts.map(({ happenedAt }) => happenedAt).toSorted());
  const checked = inOrder.flatMap((fact) => (fact.kind === "itemChecked" ? [fact.data.line] : []));
  expect(checked).toEqual((await inspectionPage()).lines.map(({ key }: { readonly key: string }) => key));
  expect(inOrder.slice(-2).map((fact) => fact.kind === "signed" && fact.data.party)).toEqual(["tenant", "property"]);
  const hashes = inOrder.flatMap((fact) => (fact.kind === "photoTaken" ? [fact.data.hash] : fact.kind === "signed" ? [fact.data.image] : []));
  expect(hashes).toHaveLength(photos.length + 2);
  for (const hash of hashes) expect(sha256(await photoBytes(hash))).toBe(hash);
  expect(await inspectionPage()).toMatchObject({ stage: "signed", counts: { items: 60, checked: 60, photosMissing: 0, disputes: 1 } });
  await phone.close();
});

/** The item in the order of the list: opens its room where it begins one, sets its condition, and takes a photo of two in three. */
async function check(page: Page, index: number, photos: readonly Buffer[]): Promise<void> {
  const [area, part] = [Math.floor(index / partCount), index % partCount];
  if (part === 0 && area === 0) await page.getByRole("link", { name: /区域 1/ }).click();
  else if (part === 0 && area !== areaCount / 2) await page.getByRole("button", { name: `下一间：区域 ${area + 1}` }).click();
  else if (part === 0) await page.getByRole("link", { name: new RegExp(`区域 ${area + 1}`) }).click();
  await page.getByRole("heading", { level: 1, name: `区域 ${area + 1}` }).waitFor();
  const item = page.getByRole("region", { name: `部位 ${part + 1}`, exact: true });
  const taken = index % 3 < 2 ? photos[Math.floor(index / 3) * 2 + (index % 3)] : undefined;
  if (taken) {
    await item.getByLabel(`拍照：部位 ${part + 1}`, { exact: true }).setInputFiles({ name: `IMG_${index}.png`, mimeType: "image/png", buffer: taken });
    await item.getByRole("img", { name: "照片 1" }).waitFor();
  }
  if (part !== 2) {
    await item.getByRole("button", { name: "完好" }).click();
    await item.getByRole("button", { name: "完好", pressed: true }).waitFor();
    return;
  }
  await item.getByRole("button", { name: "有缺损" }).click();
  await item.getByLabel("情况说明").fill(`区域 ${area + 1} 有划痕`);
  await item.getByLabel("由谁整改").selectOption({ label: "物业" });
  await item.getByRole("button", { name: "保存" }).click();
  await item.getByRole("button", { name: "修改" }).waitFor();
}

async function sign(page: Page, act: string, name: string): Promise<void> {
  await page.getByRole("button", { name: act }).click();
  const typed = page.getByLabel("签字人姓名");
  if (await typed.isVisible()) await typed.fill(name);
  const box = (await page.getByRole("img", { name: "请在此手写签名" }).boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 30 + name.length * 8); // each writes their own name
  await page.mouse.down();
  for (const [x, y] of [
    [80, 120],
    [140, 50],
    [200, 130],
  ] as const)
    await page.mouse.move(box.x + x, box.y + y);
  await page.mouse.up();
  await show(page, `signature-${name}`);
  await page.getByRole("button", { name: "确认签字" }).click();
  await page.getByText(new RegExp(`${name} 已签字`)).waitFor();
}

async function openPage(phone: BrowserContext): Promise<Page> {
  const page = await phone.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

async function show(page: Page, name: string): Promise<void> {
  expect(await scrollsSideways(page)).toBe(false);
  if (!pictures) return;
  await settled(page);
  await picture(page, pictures, `offline-${name}`);
}

/** What of it lies on the phone unanswered. */
const inOutbox = (page: Page) =>
  page.evaluate<{ facts: number; photos: number }>(`new Promise((resolve, reject) => {
    const opening = indexedDB.open("towerkeep.outbox");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const found = ["entry", "blob"].map((name) => opening.result.transaction(name).objectStore(name).getAll());
      let left = found.length;
      for (const one of found) one.onsuccess = () => {
        if (--left > 0) return;
        const [facts, photos] = found.map(({ result }) => result.filter(({ state }) => state !== "sent").length);
        opening.result.close();
        resolve({ facts, photos });
      };
    };
  })`);

/** Forty pictures that differ, as large as those of a phone's camera are after shrinking. */
async function drawPhotos(page: Page): Promise<readonly Buffer[]> {
  const drawn = await page.evaluate<string[]>(`Array.from({ length: ${photoCount} }, (_, number) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 600 });
    const pen = canvas.getContext("2d");
    for (let spot = 0; spot < 3000; spot++) {
      pen.fillStyle = "hsl(" + ((spot * 37 + number * 91) % 360) + " 60% 50%)";
      pen.fillRect((spot * 131 + number * 17) % 800, (spot * 71) % 600, 24, 18);
    }
    pen.fillStyle = "#fff";
    pen.font = "120px sans-serif";
    pen.fillText(String(number + 1), 300, 340);
    return canvas.toDataURL("image/png").split(",")[1];
  })`);
  return drawn.map((text) => Buffer.from(text, "base64"));
}

const inspectionPage = () => house.ask("manager", getInspection, { params: { inspectionId } });
const serverFacts = async (): Promise<Fact[]> => (await inspectionPage()).facts;
const photoBytes = async (hash: string): Promise<Uint8Array> => new Uint8Array(await (await house.send("manager", getPhoto, { params: { hash } })).arrayBuffer());
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Something that happens once, to be waited for. */
function once() {
  const { promise: wait, resolve } = Promise.withResolvers<void>();
  let did = false;
  return {
    wait,
    happened: () => did,
    happen() {
      did = true;
      resolve();
    },
  };
}
