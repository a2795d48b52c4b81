import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "#kernel/cell.ts";
import { parseCode, parseDay, parseName } from "#kernel/cellValue.ts";
import { sayProblem } from "#kernel/problem.ts";
import { crossCheck, findHeaderRow, fingerprintOf, guessMapping, isIdleRow, type Mapping, readRow, type RollRow, type SampleRow, whyNotMap } from "./rules.ts";
import { floorOfUnitNo, parseArea, parseFloor, parseState, parseUse } from "./rules/cells.ts";
import { sampleRoll, type SampleSheet, sampleTower, sampleTowerWithBrokenRows } from "./samples.ts";

const ascending = (one: number, other: number) => one - other;
const day = (text: string) => Temporal.PlainDate.from(text);
const dated = (text: string) => expect.objectContaining({ value: day(text) });

const sampleRows = ({ titles, rows }: SampleSheet): SampleRow[] => [titles, ...rows].map((cells, index) => ({ number: index + 1, cells }));

function readAll(sheet: SampleSheet) {
  const [header, ...rows] = sampleRows(sheet);
  const { mapping } = guessMapping(0, header!, rows.slice(0, 50), "site");
  return rows.map(({ number, cells }) => readRow(number, cells, mapping, header!.cells, "site"));
}
const isRow = (read: RollRow | readonly unknown[]): read is RollRow => !Array.isArray(read);

describe("the header row is found", () => {
  test("below a merged title and a line of remarks", () => {
    const title = Array.from({ length: 5 }, () => "楼诺大厦租控表");
    const rows: Cell[][] = [title, ["制表日期:", day("2026-03-01")], ["房号", "楼层", "租户", "起租日", "到期日"], ["1801", "18F", "甲公司", null, null]];
    expect(findHeaderRow(rows.map((cells, index) => ({ number: index + 1, cells })))).toBe(3);
  });

  test("as the lower of two lines of titles", () => {
    const rows: Cell[][] = [
      ["房号", "面积", "面积", "租期", "租期"],
      ["房号", "建筑面积", "套内面积", "起租日", "到期日"],
      ["1801", 100, 72, null, null],
    ];
    expect(findHeaderRow(rows.map((cells, index) => ({ number: index + 1, cells })))).toBe(2);
  });

  test("nowhere in a sheet of numbers", () => {
    expect(findHeaderRow([{ number: 1, cells: [1, 2, 3] }])).toBeUndefined();
  });
});

describe("columns are guessed", () => {
  const guess = (titles: Cell[], values: Cell[], scope: "site" | "company" = "site") => guessMapping(0, { number: 1, cells: titles }, [{ number: 2, cells: values }], scope);

  test("from Chinese titles with units, stars and spaces", () => {
    const { mapping, confidence } = guess(
      ["*楼 栋", "房间号", "建筑面积(平方米)", "客户名称", "联系电话", "租赁开始日期", "租赁结束日期"],
      ["1座", "1801", 100, "甲", "138", "2026-01-01", "2026-12-31"],
    );
    expect(mapping.fields).toEqual({
      building: { column: 0 },
      unitNo: { column: 1 },
      grossArea: { column: 2 },
      tenant: { column: 3 },
      phone: { column: 4 },
      leaseStart: { column: 5 },
      leaseEnd: { column: 6 },
    });
    expect(confidence.unitNo).toBe(1);
  });

  test("from English titles; one column serves several fields, and a column whose values do not fit is left alone", () => {
    const { mapping } = guess(
      ["Location Code", "Real Property Asset Name", "State", "Lease Number", "Lease Effective Date", "Lease Expiration Date"],
      ["PA0656", "THE GATEWAY BLDG", "PA", "LPA00132", day("2020-02-12"), day("2035-02-11")],
      "company",
    );
    expect(mapping.fields).toEqual({
      siteCode: { column: 0 },
      siteName: { column: 1 },
      building: { column: 0 },
      unitNo: { column: 3 },
      leaseNo: { column: 3 },
      leaseStart: { column: 4 },
      leaseEnd: { column: 5 },
    });
  });

  test("and remembered whatever their order", () => {
    expect(fingerprintOf(["房号", "租户 "])).toBe(fingerprintOf(["租户", null, "房号(必填)"]));
  });

  test("needing a building and a unit number", () => {
    const mapping: Mapping = {
      sheet: 0,
      headerRow: 1,
      fields: { tenant: { column: 9 } },
      dateOrder: "mdy",
      areaUnit: "sqm",
    };
    expect(whyNotMap(mapping, "site", 3).map(({ code, facts }) => [code, facts["field"]])).toEqual([
      ["rentroll.fieldNeeded", "building"],
      ["rentroll.fieldNeeded", "unitNo"],
      ["rentroll.noSuchColumn", "tenant"],
    ]);
  });
});

describe("cells are read as people write them", () => {
  test.each([
    ["2026-03-01"],
    ["2026/3/1"],
    ["2026.3.1"],
    ["2026年3月1日"],
    ["20260301"],
    [20_260_301],
    [46_082],
    ["46082"],
    ["3/1/2026"],
    [" 2026-03-01 "],
    ["2026-03-01 00:00:00"],
    ["1-Mar-2026"],
    ["Mar 1, 2026"],
    ["2026-03-01"],
  ])("the first of March 2026: %j", (cell) => expect(parseDay(cell)).toEqual(dated("2026-03-01")));

  test("3/1/2026 by the order declared", () => {
    expect(parseDay("3/1/2026", "dmy")).toEqual(dated("2026-01-03"));
  });

  test.each([["2026-02-30"], ["长期"], ["1/2"], ["13/13/2026"], [12], [true], ["0026-01-01"]])("no date: %j", (cell) => expect(parseDay(cell)).toEqual({ wrong: "notADate" }));

  test.each([
    [123.45, 12_345],
    ["1,234.56㎡", 123_456],
    ["1234.5平米", 123_450],
    ["123 平方米", 12_300],
    [1.005, 101],
    ["100 sqm", 10_000],
  ])("an area: %j", (cell, centi) => expect(parseArea(cell)).toEqual({ value: centi }));
  test.each([["12,34"], ["约100"], ["100~200"], [true]])("no area: %j", (cell) => expect(parseArea(cell)).toEqual({ wrong: "notAnArea" }));
  test("an area of nothing or less", () => {
    expect([0, -12, "-3"].map((cell) => parseArea(cell))).toEqual(Array.from({ length: 3 }, () => ({ wrong: "areaNotPositive" })));
  });
  test("square feet as square metres", () => expect(parseArea(1000, "sqft")).toEqual({ value: 9290 }));

  test.each([
    ["18F", 18, "18F"],
    ["18层", 18, "18F"],
    ["第18层", 18, "18F"],
    ["十八层", 18, "18F"],
    ["二十楼", 20, "20F"],
    [18, 18, "18F"],
    ["18", 18, "18F"],
    ["L18", 18, "18F"],
    ["13A", 13, "13A"],
    ["B1", -1, "B1"],
    ["B2F", -2, "B2"],
    [-1, -1, "B1"],
    ["负一层", -1, "B1"],
    ["地下二层", -2, "B2"],
    ["G", 1, "1F"],
    ["一百零一层", 101, "101F"],
  ])("floor %j", (cell, level, name) => expect(parseFloor(cell)).toEqual({ value: { level, name } }));
  test.each([["屋顶"], ["0"], ["F"], ["999"]])("no floor: %j", (cell) => expect(parseFloor(cell)).toEqual({ wrong: "unknownFloor" }));

  test.each([
    ["1803", 18],
    ["0305", 3],
    ["305", 3],
    ["A-1803", 18],
    ["A1803", 18],
    ["18-03", 18],
    ["18F-03", 18],
    ["B1-02", -1],
    ["B102", -1],
    ["1座-2501", 25],
    ["1803A", 18],
    ["12005", 120],
  ])("unit %s is on floor %i", (unit, level) => expect(floorOfUnitNo(unit)?.level).toBe(level));
  test("a unit number that tells no floor", () => expect(floorOfUnitNo("LPA00132X-东")).toBeUndefined());

  test("full-width digits, spaces of every kind, and the ways to say nothing", () => {
    expect(parseCode("  A-1803 ")).toEqual({ value: "A-1803" });
    expect(parseCode("0101")).toEqual({ value: "0101" });
    expect(parseName(" 上海(集团)  有限公司 ")).toEqual({ value: "上海(集团) 有限公司" });
    for (const nothing of ["NA", "-", "无", "N/A", "", " ", null, "/"]) expect(parseName(nothing)).toEqual({ value: null });
  });

  test("what Excel has spoilt is named", () => {
    expect(parseCode(91_310_000_123_456_780)).toEqual({ wrong: "digitsLost" });
    expect(parseCode(day("2026-01-02"))).toEqual({ wrong: "becameDate" });
    expect(parseDay({ error: "#REF!" })).toEqual({ wrong: "formulaError" });
  });

  test("uses and states", () => {
    expect(["办公", "商铺", "Storage", "车位"].map((cell) => parseUse(cell))).toEqual(["office", "retail", "storage", "parking"].map((value) => ({ value })));
    expect(["已租", "空置", "自用", "装修中", "停用", "vacant"].map((cell) => parseState(cell))).toEqual(
      ["lettable", "lettable", "ownUse", "works", "withdrawn", "lettable"].map((value) => ({
        value,
      })),
    );
    expect(parseState("PA")).toEqual({ wrong: "unknownState" });
  });

  test("property: no cell throws, whatever is in it", () => {
    const anyCell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant({ error: "#N/A" }),
      fc.constant(day("2026-01-01")),
    );
    const parsers = [parseArea, parseCode, parseDay, parseFloor, parseName, parseState, parseUse] as const;
    fc.assert(
      fc.property(anyCell, (cell) => {
        for (const parse of parsers) expect(parse(cell)).toSatisfy((parsed: object) => "value" in parsed || "wrong" in parsed);
      }),
    );
  });

  test("property: a day reads back however it is written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
        const any = day("1990-01-01").add({ days });
        const { year, month, day: dayOfMonth } = any;
        for (const text of [`${year}-${month}-${dayOfMonth}`, `${year}年${month}月${dayOfMonth}日`, `${month}/${dayOfMonth}/${year}`])
          expect(parseDay(text)).toEqual({ value: any });
        expect(parseDay(Temporal.PlainDate.from("1899-12-30").until(any).days)).toEqual({
          value: any,
        });
      }),
    );
  });
});

describe("rows are judged", () => {
  const titles = ["房号", "楼层", "面积", "租户", "合同", "起租日", "到期日"];
  const mapping: Mapping = {
    sheet: 0,
    headerRow: 1,
    dateOrder: "mdy",
    areaUnit: "sqm",
    fields: {
      building: { fixed: "1座" },
      unitNo: { column: 0 },
      floor: { column: 1 },
      grossArea: { column: 2 },
      tenant: { column: 3 },
      leaseNo: { column: 4 },
      leaseStart: { column: 5 },
      leaseEnd: { column: 6 },
    },
  };
  const read = (...cells: Cell[]) => readRow(7, cells, mapping, titles, "site");
  const wrongs = (...cells: Cell[]) => {
    const result = read(...cells);
    return Array.isArray(result) ? result.map((problem) => sayProblem(problem, "zh")) : [];
  };

  test("a let unit, its floor told by its number", () => {
    expect(read("1803", null, "100㎡", "甲公司", "HT-1", "2026-01-01", "2026-12-31")).toMatchObject({
      building: "1座",
      unitNo: "1803",
      floor: { level: 18 },
      gross: 10_000,
      lease: { no: "HT-1", tenant: "甲公司", start: "2026-01-01", end: "2026-12-31" },
    });
  });

  test("a vacant unit has no lease", () => expect(read("1803", null, 100, "-", null, null, null)).toMatchObject({ lease: null }));

  test("a lease without a number gets one that stays the same at the next import", () =>
    expect(read("1803", null, 100, "甲", null, "2026-01-01", "2026-12-31")).toMatchObject({
      lease: { no: "1座-1803-20260101" },
    }));

  test("each error names its column, its value and what to do", () => {
    expect(wrongs("1803", "顶楼", "大", "甲", "1", "很久以前", "2026-12-31")).toEqual([
      "楼层 (B)：看不懂楼层“顶楼”。请写成 18F 或 B1",
      "面积 (C)：“大”不是面积。请只填数字，如 123.45",
      "起租日 (F)：“很久以前”不是日期。请写成 2026-03-01",
    ]);
    expect(wrongs("1803", null, 100, "甲", "1", "2026-12-31", "2026-01-01")).toEqual(["到期日 2026-01-01 早于起租日 2026-12-31"]);
    expect(wrongs("1803", null, 100, null, "1", "2026-01-01", "2026-12-31")).toEqual(["有租期或合同编号，但没有租户。请填写租户，或清空租期"]);
    expect(wrongs("东厅", null, 100)).toEqual(["没有楼层，也无法从房号“东厅”看出。请填写楼层"]);
  });

  test("blank rows and lines of sums are no data", () => {
    expect(
      [
        [null, " ", "-"],
        ["合 计", null, 12_345],
      ].map(isIdleRow),
    ).toEqual([true, true]);
    expect(isIdleRow(["1801"])).toBe(false);
  });

  const row = (number: number, start?: string, end?: string, no = `L${number}`): RollRow => ({
    row: number,
    site: null,
    building: "1座",
    floor: { name: "18F", level: 18 },
    unitNo: "1803",
    gross: null,
    net: null,
    chargeable: null,
    use: null,
    state: null,
    lease:
      start && end
        ? {
            no,
            tenant: `租户${number}`,
            start,
            end,
            creditCode: null,
            industry: null,
            contact: null,
            phone: null,
            email: null,
          }
        : null,
  });

  test("two leases on one unit at one time are both kept out, each naming the other row", () => {
    const found = crossCheck([row(2, "2026-01-01", "2026-06-30"), row(3, "2026-06-30", "2026-12-31")]);
    expect([...found].map(([number, problems]) => [number, problems[0]?.code, problems[0]?.facts["other"]])).toEqual([
      [3, "rentroll.overlappingRow", 2],
      [2, "rentroll.overlappingRow", 3],
    ]);
  });

  test("one lease after another on one unit are both taken", () => expect(crossCheck([row(2, "2026-01-01", "2026-06-30"), row(3, "2026-07-01", "2026-12-31")]).size).toBe(0));

  test("the same vacant unit twice is kept out twice", () => expect([...crossCheck([row(2), row(3)]).keys()].toSorted(ascending)).toEqual([2, 3]));

  test("property: a row is kept out for overlapping exactly if it overlaps some other", () => {
    const term = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 15 }));
    fc.assert(
      fc.property(fc.array(term, { maxLength: 12 }), (terms) => {
        const rows = terms.map(([from, length], index) =>
          row(
            index,
            day("2026-01-01").add({ days: from }).toString(),
            day("2026-01-01")
              .add({ days: from + length })
              .toString(),
          ),
        );
        const overlapping = rows.filter((one) => rows.some((other) => one !== other && one.lease!.start <= other.lease!.end && other.lease!.start <= one.lease!.end));
        expect([...crossCheck(rows).keys()].toSorted(ascending)).toEqual(overlapping.map((one) => one.row).toSorted(ascending));
      }),
    );
  });
});

describe("the sample rent roll", () => {
  test("is a tower of at least 40 floors, 180 units and some 110 tenants, all of it readable", () => {
    const rows = readAll(sampleTower());
    expect(rows.every(isRow)).toBe(true);
    const good = rows.filter(isRow);
    expect(crossCheck(good).size).toBe(0);
    expect(new Set(good.map(({ floor }) => floor.name)).size).toBeGreaterThanOrEqual(40);
    expect(good.length).toBeGreaterThanOrEqual(180);
    expect(new Set(good.flatMap(({ lease }) => lease?.tenant ?? [])).size).toBeGreaterThanOrEqual(100);
    expect(sampleTower()).toEqual(sampleTower());
  });

  test("has a variant with three broken rows, all named", () => {
    const sheet = sampleTowerWithBrokenRows();
    const rows = readAll(sheet);
    const unreadable = rows.flatMap((read, index) => (isRow(read) ? [] : [index + 2]));
    expect([...unreadable, ...crossCheck(rows.filter(isRow)).keys()].toSorted((one, other) => one - other)).toEqual(sheet.broken.toSorted((one, other) => one - other));
  });

  test("has a variant of any size", () => {
    const rows = readAll(sampleRoll(5000));
    expect(rows.every(isRow) && crossCheck(rows.filter(isRow)).size === 0).toBe(true);
  });
});
