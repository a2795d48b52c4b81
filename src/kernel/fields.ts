import { z } from "zod";
import type { Id } from "./id.ts";
import type { Fen } from "./money.ts";

/** An id of kind `K`: a UUID on the wire and here. */
export const idField = <K extends string>(_kind: K) => z.codec(z.uuid(), z.custom<Id<K>>(), { decode: (text) => text.toLowerCase() as Id<K>, encode: (id) => id });

/** A line of text: trimmed, not empty, at most `max` characters, nothing a database or a printer cannot hold. */
export const textField = (max = 200) => z.string().trim().min(1).max(max).refine(isStorable, "unstorable");

/** A longer text, lines kept; may be empty. */
export const longTextField = (max = 5000) => z.string().max(max).refine(isStorable, "unstorable");

/** What somebody typed into a search box: trimmed, may be empty. */
export const searchField = () => z.string().trim().max(200).refine(isStorable, "unstorable");

/** A day: `2026-03-01` on the wire, between 1900 and 2200. */
export const dateField = () =>
  z.codec(
    z.iso.date().refine((text) => text >= "1900-01-01" && text <= "2200-12-31", "outOfRange"),
    z.custom<Temporal.PlainDate>(),
    {
      decode: (text) => Temporal.PlainDate.from(text),
      encode: (day) => day.toString(),
    },
  );

/** A month: `2026-03` on the wire. */
export const monthField = () =>
  z.codec(z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/), z.custom<Temporal.PlainYearMonth>(), {
    decode: (text) => Temporal.PlainYearMonth.from(text),
    encode: (month) => month.toString(),
  });

/** A moment: ISO 8601 with offset on the wire, between 1970 and 2200. */
export const instantField = () =>
  z.codec(
    z.iso.datetime({ offset: true }).refine((text) => text >= "1970" && text < "2201", "outOfRange"),
    z.custom<Temporal.Instant>(),
    {
      decode: (text) => Temporal.Instant.from(text),
      encode: (instant) => instant.toString(),
    },
  );

/** An amount in 分: a whole number on the wire, up to ten billion yuan either way unless told. */
export const fenField = ({ min = -1_000_000_000_000, max = 1_000_000_000_000 }: { readonly min?: number; readonly max?: number } = {}) =>
  z.number().int().min(min).max(max) as z.ZodType<Fen, Fen>;

/** What many amounts come to, in 分: no less and no more than a number can say exactly. Of replies and events; what people send is a `fenField`. */
export const fenSumField = () => z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) as z.ZodType<Fen, Fen>;

/** An exact decimal number, not negative: plain digits on the wire and here, at most `places` of them after the point. */
export const decimalField = ({ digits = 9, places = 6 }: { readonly digits?: number; readonly places?: number } = {}) =>
  z.string().regex(new RegExp(`^\\d{1,${digits}}(\\.\\d{1,${places}})?$`));

/** The version of a thing that somebody read before changing it. */
export const versionField = () => z.number().int().min(1).max(2_000_000_000);

/** Both languages of a text. */
export const wordsField = () => z.object({ zh: z.string(), en: z.string() });

/** Where a list goes on: opaque to clients. */
export const cursorField = () => z.string().max(500).refine(isStorable, "unstorable");

/** The query of a list read page by page, newest or most urgent first. */
export const pageQuery = { cursor: cursorField().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

/** A page of a list; `next` is the cursor of the following page, absent on the last. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });

/** Whether `text` can be stored and printed: no NUL, no lone surrogate. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
