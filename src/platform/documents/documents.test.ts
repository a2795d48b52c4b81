import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, expect, test } from "vitest";
import { DocumentError, qrCode, renderPdf } from "./index.ts";

// Templates are read from below `src` only.
const folder = mkdtempSync(path.join(import.meta.dirname, ".test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function template(text: string) {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.typ`);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

const textOf = async (bytes: Uint8Array) => (await extractText(await getDocumentProxy(bytes.slice()), { mergePages: false })).text;

const record = `
#import "/platform/documents/base.typ": *
#show: record.with(site: data.site, title: "测试表", printed: "打印", proof: (code: "ABCD-1234", url: "https://towerkeep.example/verify/ABCD1234", qr: data.qr))
#facts((say("客户", "Customer"), data.customer), (say("事由", "Matter"), data.matter))
#listed(columns: (1fr, 1fr), heads: ("序号", "内容"), rows: data.rows)
#signatures(("处理人",))
`;

test("a record is set in Chinese with rare characters, page numbers, proof code and room to sign; its text can be read back", async () => {
  const data = {
    site: "云河中心",
    customer: "龘㸚䶮𠮷堃喆有限公司 é ㎡ ②",
    matter: "空调不冷\n第二行",
    qr: await qrCode("https://towerkeep.example/verify/ABCD1234"),
    rows: Array.from({ length: 60 }, (_, i) => [String(i + 1), `第 ${i + 1} 条`]),
  };
  const bytes = await renderPdf(template(record), data);
  const pages = await textOf(bytes);
  expect(pages).toHaveLength(2);
  expect(pages[0]).toContain("龘㸚䶮𠮷堃喆有限公司 é ㎡ ②");
  expect(pages[0]).toContain("第 1 / 2 页");
  expect(pages[1]).toContain("盖章处");
  expect(pages[1]?.indexOf("序号")).toBeGreaterThanOrEqual(0); // column heads again
  expect(await renderPdf(template(record), data)).toEqual(bytes); // same data, same file
});

test("what people typed is never read as markup", async () => {
  const evil = '#panic("x") *b* $x^2$ @ref <label> \\u{41} #read("/etc/passwd") = heading // comment /* */ ~ ---';
  const [page] = await textOf(await renderPdf(template(record), { site: evil, customer: evil, matter: "", qr: await qrCode("x"), rows: [] }));
  expect(page).toContain('#panic("x") *b* $x^2$');
  expect(page).toContain("\\u{41}");
});

test("a template's fault is named, and a file outside is out of its reach", async () => {
  await expect(renderPdf(template("#missing(1)"), {})).rejects.toThrow(/unknown variable: missing/);
  await expect(renderPdf(template('#read("/../package.json")'), {})).rejects.toThrow(DocumentError);
  await expect(renderPdf(template('#import "@preview/cetz:0.3.0"'), {})).rejects.toThrow(DocumentError);
});

test("a template that never ends is stopped, and the next one is set", async () => {
  await expect(renderPdf(template("#let i = 0\n#while true { i = calc.rem(i + 1, 7); if i > 9 { break } }"), {}, { seconds: 1 })).rejects.toThrow(/not set within 1 s|infinite/);
  expect((await renderPdf(template("ok"), {})).length).toBeGreaterThan(100);
});
