import type { Language, Words } from "#kernel/words.ts";
import type { ReplyOf } from "#platform/web/client.ts";
import type { listMeters, listReadings } from "../contract.ts";
import { type Band, bandNames, registerSets, type RegisterSet, type Values } from "../rules.ts";
import type { Tone } from "#ui/StatusTag.tsx";

export type ListedMeter = ReplyOf<typeof listMeters>["items"][number];
export type Reading = ReplyOf<typeof listReadings>["items"][number];

/** Values as people read them: one register alone, several with their names. */
export function sayValues(values: Values | null, language: Language): string {
  const bands = Object.keys(bandNames) as Band[];
  return bands.flatMap((band) => (values?.[band] === undefined ? [] : [band === "total" ? values[band] : `${bandNames[band][language]} ${values[band]}`])).join(" / ");
}

export const standingTones: Readonly<Record<Reading["standing"], Tone>> = { accepted: "good", confirmed: "good", waiting: "warn", sentBack: "late", superseded: "quiet" };

/** Options for a select, from names by code. */
export const optionsOf = <K extends string>(names: Readonly<Record<K, Words>>, t: (words: Words) => string): { value: K; label: string }[] =>
  (Object.keys(names) as K[]).map((value) => ({ value, label: t(names[value]) }));

export const bandsOf = (registers: RegisterSet): readonly Band[] => registerSets[registers];
