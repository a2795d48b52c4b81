import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { qrCode, renderMarked } from "#platform/documents/index.ts";
import { aFireLetter, aServiceAgreement } from "../samples.ts";
import { fireLetter, serviceAgreement } from "./templates.ts";

const textOf = async (bytes: Uint8Array) => (await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true })).text;
const head = async () => ({
  site: "云河中心",
  title: "物业服务协议",
  no: "2026-001",
  version: 2,
  state: null,
  issued: "出具 2026-03-09 10:00 王敏",
  proof: { code: "ABCD-1234-EFGH-5678", url: "https://tower.example/verify/ABCD1234EFGH5678", qr: await qrCode("https://tower.example/verify/ABCD1234EFGH5678") },
  signers: [
    { party: "property", partyLabel: "物业服务方", partyName: "楼诺物业服务有限公司", name: "林涛" },
    { party: "tenant", partyLabel: "承租方", partyName: "𠮷野家（䶮）餐饮管理有限公司", name: "王堃" },
  ],
});

const letters = [
  {
    name: "service agreement 物业服务协议",
    template: serviceAgreement,
    data: aServiceAgreement(),
    says: ["2029 年 3 月 31 日", "28.00 元/㎡·月", "不得以停止供水、供电等方式催交费用"],
  },
  { name: "fire-safety letter 消防安全责任书, F26", template: fireLetter, data: aFireLetter(), says: ["李䶮", "电动自行车及其蓄电池不得进入楼内", "119"] },
];

for (const { name, template, data, says } of letters) {
  test(`the ${name} is set in Chinese with rare names, version, page and places to sign (2.1.1-3)`, async () => {
    const letter = await head();
    const { bytes, marks } = await renderMarked(template, { ...data, language: "zh", letter });
    const text = await textOf(bytes);
    for (const part of [...says, "𠮷野家（䶮）餐饮管理有限公司", "第 2 版", "第 1 / ", "ABCD-1234-EFGH-5678", "签署人：林涛"]) expect(text).toContain(part);
    expect(marks.map((mark) => (mark as { what: string; position: number }).what)).toEqual(["signature", "date", "seal", "signature", "date", "seal"]);
  });

  test(`the ${name} in both languages says each clause twice, in English only once (2.1.1-3)`, async () => {
    const letter = await head();
    const both = await textOf((await renderMarked(template, { ...data, language: "both", letter })).bytes);
    expect(both).toMatch(/第一条.*Article 1/s);
    expect(both).toContain("Page 1 of");
    const english = await textOf((await renderMarked(template, { ...data, language: "en", letter: { ...letter, title: "Letter" } })).bytes);
    expect(english).toContain("Article 1");
    expect(english).not.toContain("第一条");
  });
}

test("rare characters of names are drawn by fonts of the product itself, whatever the machine has", async () => {
  const { bytes } = await renderMarked(fireLetter, { ...aFireLetter(), language: "zh", letter: await head() });
  const fonts = new Set(
    Buffer.from(bytes)
      .toString("latin1")
      .match(/(?<=\/BaseFont \/[A-Z]{6}\+)[\w-]+/g)
      ?.map((name) => name.replace(/-.*/, "")),
  );
  expect([...fonts].sort()).toEqual(["NotoSansJP", "NotoSansSC"]);
});
