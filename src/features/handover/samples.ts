import { createHash } from "node:crypto";
import { newId } from "#kernel/id.ts";
import type { Fact, FactHead, ItemChecked, Line } from "./rules.ts";

let count = 0;

/** The phone that records, one deed a minute from 10:00 on 2026-03-09 in Shanghai unless told. */
export function aPhone({ inspectionId, from = "2026-03-09T02:00:00.000Z" }: { readonly inspectionId: string; readonly from?: string }) {
  const deviceId = newId<"device">();
  let number = 0;
  const head = (at: string | undefined): FactHead => ({
    id: newId<"fact">(),
    inspectionId,
    deviceId,
    number: number++,
    happenedAt: at ?? Temporal.Instant.from(from).add({ minutes: number }).toString({ smallestUnit: "millisecond" }),
  });
  return {
    check: (line: string, said: Partial<ItemChecked> = {}, at?: string): Fact => ({
      ...head(at),
      kind: "itemChecked",
      data: { line, condition: "ok", text: "", photos: [], responsible: null, mendBy: null, ...said },
    }),
    fact: <K extends Fact["kind"]>(kind: K, data: (Fact & { readonly kind: K })["data"], at?: string): Fact => ({ ...head(at), kind, data }) as Fact,
    sign: (
      party: "tenant" | "property",
      contentHash: string,
      said: { readonly name?: string; readonly image?: string; readonly disagreement?: string; readonly at?: string } = {},
    ): Fact => ({
      ...head(said.at),
      kind: "signed",
      data: {
        party,
        name: said.name ?? (party === "tenant" ? "王敏" : "李工"),
        contactId: null,
        means: "onScreen",
        image: said.image ?? aHash(`${party} signature`),
        contentHash,
        disagreement: said.disagreement ?? "",
      },
    }),
  };
}

export const aHash = (of: string | Uint8Array = `sample ${count++}`): string => createHash("sha256").update(of).digest("hex");

/** A line for each part, in one area of one unit. */
export const someLines = (...parts: readonly string[]): Line[] =>
  parts.map((part) => ({
    key: `unit/office/${part}`,
    unitId: "unit",
    unit: "1座 18F 1803",
    area: { zh: "办公区", en: "Office area" },
    part: { zh: part, en: part },
    standard: { zh: "完好", en: "Whole" },
  }));

/** A picture of one pixel. */
export const onePixel: Uint8Array = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
