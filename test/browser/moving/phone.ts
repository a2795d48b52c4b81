import type { Page } from "playwright-core";
import { expect } from "vitest";
import { getInspection, saveItemList } from "#features/handover/contract.ts";
import { words } from "#kernel/words.ts";
import { settled } from "../browser.ts";
import { call, type House } from "../money/house.ts";
import { onePixel } from "../money/lead.ts";

const areas = ["大厅", "会议室"] as const;
const parts = ["地面", "墙面", "门窗"] as const;

/** A short list of what is looked at in a unit: three parts in each of two rooms. */
export async function writeItemList(house: House): Promise<void> {
  const page = await house.at("lintao");
  const areaList = areas.map((name, index) => ({ key: `area${index + 1}`, name: words(name, `Area ${index + 1}`) }));
  const partList = parts.map((name, index) => ({
    key: `part${index + 1}`,
    name: words(name, `Part ${index + 1}`),
    standard: words("完好，无破损", "Whole"),
    areas: areaList.map(({ key }) => key),
  }));
  await call(page, saveItemList, { params: { siteId: house.siteId }, body: { version: 0, areas: areaList, parts: partList } });
}

export interface Found {
  readonly area: (typeof areas)[number];
  readonly part: (typeof parts)[number];
  readonly text: string;
}

/** What is said at an inspection, from the first room to both signatures, on a phone without a signal. */
export async function inspectWithoutSignal(
  house: House,
  inspectionId: string,
  { worse = [], reading, question, name }: { readonly worse?: readonly Found[]; readonly reading: string; readonly question?: string; readonly name: string },
): Promise<void> {
  const phone = await house.at("machao", "phone");
  await phone.goto(`${house.server.address}/phone/`);
  await phone.getByText("已备好离线").waitFor();
  await phone.evaluate("navigator.serviceWorker.ready");
  await phone.context().setOffline(true);
  await phone.getByRole("link", { name: /1801/ }).first().click();
  for (const area of areas) {
    await phone.getByRole("link", { name: new RegExp(area) }).click();
    await phone.getByRole("heading", { level: 1, name: area }).waitFor();
    for (const part of parts)
      await look(
        phone,
        part,
        worse.find((found) => found.area === area && found.part === part),
      );
    await house.show(phone, `${name}-${area}`);
    await phone.getByRole("link", { name: "返回" }).click();
  }
  await phone.getByRole("link", { name: /表计读数/ }).click();
  const meter = phone.getByRole("region", { name: "E-1801" });
  await meter.getByLabel("读数").fill(reading);
  await meter.locator('input[type="file"]').setInputFiles({ name: "表.png", mimeType: "image/png", buffer: onePixel });
  await meter.getByRole("button", { name: "保存" }).click();
  await meter.getByText(`已记录 ${reading}`).waitFor();
  await phone.getByRole("link", { name: "返回" }).click();
  if (question) {
    await phone.getByRole("link", { name: /租户提问/ }).click();
    await phone.getByLabel("租户问什么").fill(question);
    await phone.getByRole("button", { name: "记下提问" }).click();
    await phone.getByLabel("答复").fill("工程部今日复位，明早前可用。");
    await phone.getByRole("button", { name: "记下答复" }).click();
    await phone.getByRole("link", { name: "返回" }).click();
  }
  await phone.getByRole("button", { name: /汇总与签字/ }).click();
  await house.show(phone, `${name}-summary`);
  await sign(phone, "租户签字", "王敏");
  await sign(phone, "物业签字", "马超");
  await phone.getByText("双方已签字").first().waitFor();
  const desk = await house.at("dingli");
  const stage = async () => (await call<{ stage: string }>(desk, getInspection, { params: { siteId: house.siteId, inspectionId } })).stage;
  expect(await stage()).not.toBe("signed");
  await phone.context().setOffline(false);
  await phone.getByText("全部已送达").waitFor({ timeout: 60_000 });
  await house.show(phone, `${name}-sent`);
  expect(await stage()).toBe("signed");
  await settled(phone);
}

async function look(phone: Page, part: string, found: Found | undefined): Promise<void> {
  const item = phone.getByRole("region", { name: part, exact: true });
  await item.getByLabel(`拍照：${part}`, { exact: true }).setInputFiles({ name: `${part}.png`, mimeType: "image/png", buffer: onePixel });
  await item
    .getByRole("img", { name: /照片 1/ })
    .first()
    .waitFor();
  if (!found) {
    await item.getByRole("button", { name: "完好" }).click();
    await item.getByRole("button", { name: "完好", pressed: true }).waitFor();
    return;
  }
  await item.getByRole("button", { name: "有缺损" }).click();
  await item.getByLabel("情况说明").fill(found.text);
  await item.getByLabel("由谁整改").selectOption({ label: "租户" });
  await item.getByRole("button", { name: "保存" }).click();
  await item.getByRole("button", { name: "修改" }).waitFor();
}

async function sign(phone: Page, act: string, name: string): Promise<void> {
  await phone.getByRole("button", { name: act }).click();
  const typed = phone.getByLabel("签字人姓名");
  if (await typed.isVisible()) await typed.fill(name);
  const box = (await phone.getByRole("img", { name: "请在此手写签名" }).boundingBox())!;
  await phone.mouse.move(box.x + 30, box.y + 30 + name.length * 8);
  await phone.mouse.down();
  for (const [x, y] of [
    [80, 120],
    [140, 50],
    [200, 130],
  ] as const)
    await phone.mouse.move(box.x + x, box.y + y);
  await phone.mouse.up();
  await phone.getByRole("button", { name: "确认签字" }).click();
  await phone.getByText(new RegExp(`${name} 已签字`)).waitFor();
}
