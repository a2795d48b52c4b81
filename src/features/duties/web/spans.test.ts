import { expect, test } from "vitest";
import { readSpans, writeSpans } from "./spans.ts";

test("hours read as people write them, with full-width signs too, and write back the same", () => {
  const spans = [
    { opens: 540, closes: 720 },
    { opens: 810, closes: 1080 },
  ];
  for (const text of ["09:00-12:00, 13:30-18:00", "9:00–12:00；13:30—18:00", "09：00 至 12：00、13：30～18：00"]) expect(readSpans(text)).toEqual(spans);
  expect(writeSpans(spans)).toBe("09:00-12:00, 13:30-18:00");
  expect(readSpans("00:00-24:00")).toEqual([{ opens: 0, closes: 1440 }]);
  expect(readSpans(" ")).toEqual([]);
});

test("hours that overlap, run backwards or are none at all are not read", () => {
  for (const text of ["09:00", "18:00-09:00", "09:00-12:00, 11:00-13:00", "09:00-25:00", "上午"]) expect(readSpans(text)).toBeNull();
});
