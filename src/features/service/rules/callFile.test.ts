import { describe, expect, test } from "vitest";
import type { Cell } from "#kernel/cell.ts";
import { columnsOfCalls, readCallRow } from "./callFile.ts";

const heading = ["流水号", "呼入时间", "振铃时长(秒)", "主叫号码", "分机", "接听状态"];
const { columns } = columnsOfCalls(heading);
const read = (...cells: Cell[]) => readCallRow({ number: 7, cells }, columns, "Asia/Shanghai");

describe("call records of an exchange (2.2.2-1)", () => {
  test("columns are known by their headings in Chinese or English", () => {
    expect(columns).toEqual({ callId: 0, startedAt: 1, waited: 2, callerNumber: 3, extension: 4, isAnswered: 5 });
    expect(columnsOfCalls(["uniqueid", "calldate", "src", "dst", "ring seconds", "disposition"]).problems).toEqual([]);
  });

  test("every missing column is named", () => {
    expect(columnsOfCalls(["主叫号码"]).problems.map(({ facts }) => facts["column"])).toEqual(["呼入时间", "振铃时长", "是否接听"]);
  });

  test("times are read as the exchange writes them: wall clock, single digits, slashes, offsets; waits in seconds or minutes", () => {
    const expected = Temporal.Instant.from("2026-03-09T09:05:00+08:00");
    for (const time of ["2026-03-09 09:05:00", "2026/3/9 9:05", "2026-03-09T01:05:00Z", Temporal.PlainDateTime.from("2026-03-09T09:05")]) {
      expect(read("a", time, 12, "13800000000", "801", "已接")).toMatchObject({ startedAt: expected, waitedMs: 12_000, isAnswered: true });
    }
    expect(read("a", "2026-03-09 09:05", "00:12", "", "", "no answer")).toMatchObject({ waitedMs: 12_000, isAnswered: false });
    expect(read("a", "2026-03-09 09:05", "12.5秒", "", "", "是")).toMatchObject({ waitedMs: 12_500 });
  });

  test("every cell that cannot be read is named with its row and column", () => {
    const problems = read("a", "2026-02-30 09:05", "soon", "", "", "perhaps");
    expect((problems as { facts: object }[]).map(({ facts }) => facts)).toEqual([
      { row: 7, column: "呼入时间", value: "2026-02-30 09:05" },
      { row: 7, column: "振铃时长", value: "soon" },
      { row: 7, column: "是否接听", value: "perhaps" },
    ]);
  });

  test("a call without a number of its own is known by what it was", () => {
    const [one, again, other] = [
      read(null, "2026-03-09 09:05", 12, "138", "801", "1"),
      read("", "2026-03-09 09:05", 12, "138", "801", "1"),
      read(null, "2026-03-09 09:06", 12, "138", "801", "1"),
    ];
    expect((one as { externalId: string }).externalId).toBe((again as { externalId: string }).externalId);
    expect((one as { externalId: string }).externalId).not.toBe((other as { externalId: string }).externalId);
  });
});
