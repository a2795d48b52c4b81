import PizZip from "pizzip";
import { expect, test } from "vitest";
import { docx, paragraph, row } from "./samples.ts";
import { fieldsOfWord, fillWord, WordError } from "./index.ts";

function textOf(bytes: Uint8Array): string {
  const zip = new PizZip(bytes) as PizZip & { file(name: string): { asText(): string } };
  return zip.file("word/document.xml").asText();
}

test("fields and the rows of a table are filled, from the item and from what is around it; what is missing stays empty", async () => {
  const template = docx(`${paragraph("承租方：{tenant.name}，{missing}法人 {tenant.representative}")}<w:tbl>${row("{#units}{place}", "{area} ㎡ {tenant.name}{/units}")}</w:tbl>`);
  const data = {
    tenant: { name: "𠮷野家 & <龑>", representative: "王堃" },
    units: [
      { place: "1座 1803", area: "286.45" },
      { place: "1座 1805", area: "90" },
    ],
  };
  const text = textOf(await fillWord(template, data)).replaceAll(/<[^>]*>/g, "");
  expect(text).toContain("承租方：𠮷野家 &amp; &lt;龑&gt;，法人 王堃");
  expect(text).toContain("1座 1803286.45 ㎡ 𠮷野家 &amp; &lt;龑&gt;1座 180590 ㎡");
  expect(await fieldsOfWord(template)).toEqual(["missing", "tenant.name", "tenant.representative", "units[].area", "units[].place", "units[].tenant.name"]);
});

test("nothing of an object that is not data is reached", async () => {
  const text = textOf(await fillWord(docx(paragraph("[{constructor.name}{tenant.__proto__.x}{toString}]")), { tenant: {} }));
  expect(text).toContain("[]");
});

test("what is wrong with a template is named", async () => {
  const faultsOf = async (template: Uint8Array) => {
    const error = await fillWord(template, {}).catch((caught: unknown) => caught);
    return error instanceof WordError ? error.faults.map(({ kind, tag }) => `${kind} ${tag}`) : String(error);
  };
  expect(await faultsOf(docx(paragraph("{tenant.name 租户")))).toEqual([expect.stringMatching(/^tag /)]);
  expect(await faultsOf(docx(paragraph("{#units}{place}")))).toEqual(["loop units"]);
  expect(await faultsOf(Buffer.from("no Word file"))).toEqual(["unreadable "]);
});
