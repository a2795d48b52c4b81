import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import type { Cell } from "#kernel/cell.ts";
import { Refusal } from "#kernel/problem.ts";
import { readSheets, writeCsv, writeSheet, type SheetRow } from "./index.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

async function rowsOf(bytes: Uint8Array, name = "rent roll.xlsx", sheet = 0): Promise<SheetRow[]> {
  const file = await readSheets(bytes, name);
  const rows: SheetRow[] = [];
  for await (const row of file.rows(sheet)) rows.push(row);
  return rows;
}

const cellsOf = async (bytes: Uint8Array, name?: string): Promise<(readonly Cell[])[]> => (await rowsOf(bytes, name)).map(({ cells }) => cells);

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "accepted",
    (error: unknown) => (error instanceof Refusal ? error.reasons[0]?.code : String(error)),
  );

const csv = (text: string) => new TextEncoder().encode(text);

describe("an .xlsx is read", () => {
  test("with the cells it was written with: text, numbers, truths, days and moments", async () => {
    const bytes = await writeSheet({
      sheet: "租控表",
      columns: [{ title: "房号" }, { title: "面积", format: "area" }, { title: "空置" }, { title: "起租日", format: "date" }, { title: "登记", format: "moment" }],
      rows: [["0101", 12_345, true, day("2026-03-01"), Temporal.PlainDateTime.from("2026-03-01T09:30")]],
    });
    const file = await readSheets(bytes, "a.xlsx");
    expect(file.sheets).toEqual(["租控表"]);
    expect(await cellsOf(bytes)).toEqual([
      ["房号", "面积", "空置", "起租日", "登记"],
      ["0101", 123.45, true, day("2026-03-01"), Temporal.PlainDateTime.from("2026-03-01T09:30")],
    ]);
  });

  test("with long digits and leading zeros still text", async () => {
    const code = "91310000MA1FL0001X";
    const bytes = await writeSheet({
      sheet: "a",
      columns: [{ title: "码" }],
      rows: [["000123"], ["123456789012345678"], [code], ["=1+1"]],
    });
    expect((await cellsOf(bytes)).slice(1)).toEqual([["000123"], ["123456789012345678"], [code], ["=1+1"]]);
  });

  test("with each merged range filled, down and across", async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: "a",
          rows: [
            ["楼层", "房号", "面积"],
            ["18F", "1801", 1],
            [null, "1802", 2],
            ["17F", "1701", null],
          ],
          merges: [
            { startRow: 1, startCol: 0, endRow: 2, endCol: 0 },
            { startRow: 3, startCol: 1, endRow: 3, endCol: 2 },
          ],
        },
      ],
    });
    expect((await cellsOf(bytes)).slice(1)).toEqual([
      ["18F", "1801", 1],
      ["18F", "1802", 2],
      ["17F", "1701", "1701"],
    ]);
  });

  test("with days right in both of Excel's calendars", async () => {
    for (const dateSystem of ["1900", "1904"] as const) {
      const bytes = await writeXlsx({
        dateSystem,
        sheets: [{ name: "a", rows: [["d"], [new Date(Date.UTC(2026, 2, 1))]] }],
      });
      expect(await cellsOf(bytes)).toEqual([["d"], [day("2026-03-01")]]);
    }
  });

  test("with an error kept an error", async () => {
    const bytes = await writeXlsx({ sheets: [{ name: "a", rows: [["a"], ["#N/A"]] }] });
    expect(await cellsOf(bytes)).toEqual([["a"], [{ error: "#N/A" }]]);
  });

  test("property: any text survives the way out and back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (texts) => {
          const kept = texts.filter((text) => text.trim() !== "" && !/[\u0000-\u001f\u007f-\u009f]|_x[\da-f]{4}_/i.test(text));
          const bytes = await writeSheet({
            sheet: "a",
            columns: [{ title: "t" }],
            rows: kept.map((text) => [text]),
          });
          expect((await cellsOf(bytes)).slice(1)).toEqual(kept.map((text) => [text]));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("in reasonable memory and time for 100 000 rows", { timeout: 60_000 }, async () => {
    const bytes = await writeSheet({
      sheet: "a",
      columns: [{ title: "房号" }, { title: "面积", format: "area" }, { title: "租户" }, { title: "起租日", format: "date" }],
      rows: Array.from({ length: 100_000 }, (_, index) => [`${index}`, 10_000 + index, `租户${index % 5000}`, day("2026-01-01").add({ days: index % 900 })]),
    });
    const file = await readSheets(bytes, "a.xlsx");
    let count = 0;
    for await (const { cells } of file.rows(0)) count += cells.length > 0 ? 1 : 0;
    expect(count).toBe(100_001);
  });
});

describe("a CSV is read", () => {
  const expected = [
    ["房号", "租户"],
    ["0101", "上海,贸易"],
    ["0102", null],
  ];

  test.each([",", ";", "\t", "|"])("with its delimiter found: %j", async (delimiter) => {
    const text = [
      ["房号", "租户"],
      ["0101", '"上海,贸易"'],
      ["0102", ""],
    ]
      .map((line) => line.join(delimiter))
      .join("\r\n");
    expect(await cellsOf(csv(text), "a.csv")).toEqual(expected);
  });

  const text = '房号,租户\n0101,"上海,贸易"\n0102,\n';
  const gbk = Uint8Array.from([0xb7, 0xbf, 0xba, 0xc5, 0x2c, 0xd7, 0xe2, 0xbb, 0xa7, 0x0a, 0x31, 0x30, 0x31, 0x2c, 0xc9, 0xcf, 0xba, 0xa3, 0x0a]);
  const utf16 = (bigEndian: boolean, mark: boolean) => {
    const bytes = Buffer.from(mark ? `\ufeff${text}` : text, "utf16le");
    return bigEndian ? bytes.swap16() : bytes;
  };

  test("in UTF-8 with or without a mark", async () => {
    expect(await cellsOf(csv(text), "a.csv")).toEqual(expected);
    expect(await cellsOf(csv(`\ufeff${text}`), "a.csv")).toEqual(expected);
  });

  test("in GBK, as Chinese Excel saves it", async () => {
    expect(await cellsOf(gbk, "a.csv")).toEqual([
      ["房号", "租户"],
      ["101", "上海"],
    ]);
  });

  test("in UTF-16 of either order", async () => {
    for (const bigEndian of [false, true]) expect(await cellsOf(utf16(bigEndian, true), "a.csv")).toEqual(expected);
  });
});

describe("a file that cannot be read is refused, saying why:", () => {
  test("empty", async () => {
    expect(await refusalOf(readSheets(new Uint8Array(), "a.xlsx"))).toBe("spreadsheet.empty");
  });

  test("an old .xls", async () => {
    expect(await refusalOf(readSheets(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "a.xls"))).toBe("spreadsheet.oldFormat");
  });

  test("encrypted", async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: "a", rows: [["a"]] }],
      encryption: { password: "x", spinCount: 1000 },
    });
    expect(await refusalOf(readSheets(bytes, "a.xlsx"))).toBe("spreadsheet.encrypted");
  });

  test("cut off or altered", async () => {
    const bytes = await writeSheet({
      sheet: "a",
      columns: [{ title: "a" }],
      rows: Array.from({ length: 500 }, (_, index) => [`${index} ${Math.sin(index)}`]),
    });
    expect(await refusalOf(rowsOf(bytes.slice(0, bytes.length / 2)))).toBe("spreadsheet.broken");
    const altered = bytes.map((byte, index) => (index > 200 && index < bytes.length - 1500 ? byte ^ 0x5a : byte));
    expect(await refusalOf(rowsOf(altered))).toBe("spreadsheet.broken");
  });

  test("another kind of file under this name", async () => {
    expect(
      await refusalOf(
        readSheets(
          Uint8Array.from({ length: 400 }, (_, index) => (index * 7) % 32),
          "a.csv",
        ),
      ),
    ).toBe("spreadsheet.notASpreadsheet");
    expect(await refusalOf(readSheets(csv("<html><table><tr><td>1"), "a.xls"))).toBe("spreadsheet.notASpreadsheet");
  });

  test("a zip bomb, whatever size it claims to have", async () => {
    const cells = "<c/>".repeat(4_000_000);
    expect(await refusalOf(rowsOf(workbookWith(`<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`)))).toBe("spreadsheet.broken");
  });

  test("property: no bytes whatsoever lead to anything but a refusal or rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom([], [0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0]), async (bytes, magic) => {
        const outcome = await refusalOf(rowsOf(Uint8Array.from([...magic, ...bytes]), "a.csv"));
        expect(outcome).toMatch(/^(accepted|spreadsheet\.\w+)$/);
      }),
    );
  });
});

test("a CSV export is no way to smuggle a formula into Excel", () => {
  const text = new TextDecoder().decode(
    writeCsv({
      columns: [{ title: "a" }],
      rows: [["=cmd|'/c calc'!A1"], ["+86"], ["@x"], ["安全"]],
    }),
  );
  expect(text).toContain("'=cmd");
  expect(text.split("\r\n").slice(1, 5)).toEqual(["'=cmd|'/c calc'!A1", "'+86", "'@x", "安全"]);
});

/** A workbook of one hand-made sheet, deflated. */
function workbookWith(sheet: string): Uint8Array {
  const namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relation = (id: string, type: string, target: string) => `<Relationships><Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/></Relationships>`;
  return zipOf({
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relation("r", "officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `<workbook ${namespace} xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("rId1", "worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": sheet,
  });
}

function zipOf(parts: Record<string, string>): Uint8Array {
  const heads: Buffer[] = [];
  const bodies: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(Buffer.from(content));
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(packed.length, 20);
    head.writeUInt32LE(100, 24);
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    head.writeUInt32LE(at, 42);
    heads.push(head, Buffer.from(name));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    bodies.push(local, Buffer.from(name), packed);
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(heads.length / 2, 8);
  end.writeUInt16LE(heads.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}
