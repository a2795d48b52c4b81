import { fileTypeFromBuffer } from "file-type";
import { Refusal } from "#kernel/problem.ts";
import { fileProblems } from "./problems.ts";
import { inventoryOf } from "./zip.ts";

interface Kind {
  readonly type: string;
  readonly extensions: readonly string[];
  /** Pictures are often misnamed by the phones and messengers that they come from: their name is put right instead of refused. */
  readonly isPicture?: true;
}

const picture = (type: string, ...extensions: string[]): Kind => ({ type, extensions, isPicture: true });
const other = (type: string, ...extensions: string[]): Kind => ({ type, extensions });

/** What is accepted, by the type that the content itself shows. Nothing here can carry a script that a browser would run. */
const kinds: readonly Kind[] = [
  picture("image/png", "png"),
  picture("image/jpeg", "jpg", "jpeg"),
  picture("image/webp", "webp"),
  picture("image/gif", "gif"),
  picture("image/heic", "heic"),
  picture("image/heif", "heif"),
  picture("image/avif", "avif"),
  picture("image/bmp", "bmp"),
  picture("image/tiff", "tif", "tiff"),
  other("application/pdf", "pdf"),
  other("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  other("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  other("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
  other("application/x-cfb", "doc", "xls", "ppt", "wps", "et", "dps"),
  other("image/vnd.dwg", "dwg"),
  other("audio/mpeg", "mp3"),
  other("audio/x-m4a", "m4a"),
  other("audio/mp4", "m4a", "mp4"),
  other("audio/wav", "wav"),
  other("audio/amr", "amr"),
  other("audio/ogg", "ogg", "oga"),
  other("video/mp4", "mp4"),
  other("video/quicktime", "mov"),
  other("text/csv", "csv"),
  other("text/plain", "txt", "log", "md"),
];

/** Types that browsers show without running anything; all others are saved. */
export const inlineTypes: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);

/** The type of a file by its content, and a name that goes with it. Refuses what is not accepted, whatever it is called. */
export async function judge(name: string, bytes: Uint8Array): Promise<{ type: string; name: string }> {
  const clean = cleanName(name);
  const extension = /\.(\w+)$/.exec(clean)?.[1]?.toLowerCase() ?? "";
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? typeOfText(extension, bytes);
  const kind = kinds.find((known) => known.type === type);
  if (!kind) throw new Refusal(fileProblems.typeRefused({ name: clean }));
  if (!kind.extensions.includes(extension) && !(kind.isPicture && isPictureName(extension))) throw new Refusal(fileProblems.nameMisleads({ name: clean }));
  if (kind.type.includes("openxmlformats")) refuseHarmfulArchive(clean, bytes);
  return { type: kind.type, name: kind.extensions.includes(extension) ? clean : `${clean.replace(/\.\w*$/, "")}.${kind.extensions[0]}` };
}

const isPictureName = (extension: string): boolean => extension === "" || kinds.some((kind) => kind.isPicture && kind.extensions.includes(extension));

const textTypes: Readonly<Record<string, string>> = { csv: "text/csv", txt: "text/plain", log: "text/plain", md: "text/plain" };
const looksLikeMarkup = /<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)/i;

/** Text has no mark of its own: it is what its name says if it decodes, holds no control characters, and is no markup. */
function typeOfText(extension: string, bytes: Uint8Array): string | undefined {
  const type = textTypes[extension];
  if (!type) return undefined;
  const text = decode(bytes, "utf-8") ?? decode(bytes, "gb18030");
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (text === undefined || /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || looksLikeMarkup.test(text)) return undefined;
  return type;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const mostEntries = 10_000;
const mostUnpackedBytes = 1 << 29;

function refuseHarmfulArchive(name: string, bytes: Uint8Array): void {
  const inventory = inventoryOf(bytes);
  if (!inventory || inventory.count > mostEntries || inventory.unpackedBytes > mostUnpackedBytes) throw new Refusal(fileProblems.swells({ name }));
  if (inventory.names.some((entry) => /vbaProject\.bin$|\/activeX\//i.test(entry))) throw new Refusal(fileProblems.hasMacros({ name }));
}

/** A name that cannot lead out of a folder, reverse its own reading order or break a header. */
export function cleanName(name: string): string {
  const last = name.normalize("NFC").toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const printable = last
    // oxlint-disable-next-line no-control-regex -- these are what is to go
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069"<>:|?*]/g, "")
    .replace(/^[.\s]+/, "")
    .trim();
  if (!printable) return "file";
  const characters = [...printable];
  if (characters.length <= 150) return printable;
  const extension = /\.\w{1,10}$/.exec(printable)?.[0] ?? "";
  return characters.slice(0, 150 - extension.length).join("") + extension;
}
