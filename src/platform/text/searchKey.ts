import { pinyin } from "pinyin-pro";

/** What a search by part of a word runs over: the words themselves, their full pinyin and its initials, in lower case. */
export function searchKey(...texts: readonly string[]): string {
  const text = texts.filter(Boolean).join(" ").normalize("NFKC").toLowerCase();
  if (!/\p{Script=Han}/u.test(text)) return text;
  const han = [...text].filter((character) => /\p{Script=Han}/u.test(character)).join("");
  return `${text} ${pinyin(han, { toneType: "none", type: "array" }).join("")} ${pinyin(han, { pattern: "first", toneType: "none", type: "array" }).join("")}`;
}

/** A pattern for `like` that finds `typed` anywhere, its own wildcards taken literally. */
export const containing = (typed: string): string =>
  `%${typed
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\\%_]/g, "\\$&")}%`;
