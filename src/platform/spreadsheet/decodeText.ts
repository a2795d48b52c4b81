import { Refusal } from "#kernel/problem.ts";
import { spreadsheetProblems } from "./problems.ts";

/** Reads bytes as text in the encoding they are in: UTF-8, UTF-16 or GB 18030 (what Chinese Excel writes). Refuses what is not text. */
export function decodeText(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.trim() === "") throw new Refusal(spreadsheetProblems.empty());
  if (looksBinary(text) || /^\s*<(!doctype|html|table|\?xml)/i.test(text)) throw new Refusal(spreadsheetProblems.notASpreadsheet());
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const zeroAt = bytes.subarray(0, 4000).indexOf(0);
  if (zeroAt >= 0 && zeroAt < 4) return zeroAt % 2 === 1 ? "utf-16le" : "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "gb18030";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Control characters and characters no encoding could make sense of: a few may slip into a text, many mean it is none. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 20_000);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  return sample.includes("\0") || strange > sample.length / 50;
}
