import type { ServiceSpan } from "#kernel/calendar.ts";
import { areSound } from "../rules.ts";

/** Hours as people write them: `09:00-12:00, 13:30-18:00`. */
export const writeSpans = (spans: readonly ServiceSpan[]): string => spans.map(({ opens, closes }) => `${clock(opens)}-${clock(closes)}`).join(", ");

/** Reads hours as people write them, also with full-width punctuation; null where they are not sound. Nothing at all is no hours. */
export function readSpans(text: string): ServiceSpan[] | null {
  const parts = text
    .normalize("NFKC")
    .replaceAll("、", ",")
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const spans = parts.map((part) => {
    const [, openHour, openMinute, closeHour, closeMinute] = /^(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})$/.exec(part) ?? [];
    return { opens: Number(openHour) * 60 + Number(openMinute), closes: Number(closeHour) * 60 + Number(closeMinute) };
  });
  return areSound(spans) ? spans : null;
}

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
