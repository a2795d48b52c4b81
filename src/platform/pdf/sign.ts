import { createHash } from "node:crypto";
import { certificateFacts, type CertificateFacts, type SigningIdentity } from "./certificate.ts";
import { checkSignature, signHash } from "./cms.ts";
import { Addition, readPdf, reference, textString, writeDictionary } from "./file.ts";
import { stamp } from "./stamp.ts";

export interface SealOptions {
  readonly identity: SigningIdentity;
  readonly at: Temporal.Instant;
  /** Shown by PDF readers beside the signature. */
  readonly reason: string;
  readonly place: string;
  /** Pages to lay over those of the file first, as `renderPdf` made them. */
  readonly overlay?: Uint8Array;
}

/** Room for a signature with its certificates, in bytes. */
const room = 12_288;
const width = 10;

/**
 * Signs a PDF of ours digitally (PAdES B-B): what is added stands behind the bytes that were there, so that the file as it was issued is
 * still the beginning of this one.
 */
export function sealPdf(bytes: Uint8Array, { identity, at, reason, place, overlay }: SealOptions): Uint8Array {
  const addition = new Addition(readPdf(bytes));
  if (overlay) stamp(addition, overlay);
  const { file } = addition;
  const [firstPage] = file.pages;
  if (firstPage === undefined) throw new RangeError("A PDF without pages");

  const signature = addition.put(
    addition.reserve(),
    writeDictionary(
      new Map([
        ["Type", "/Sig"],
        ["Filter", "/Adobe.PPKLite"],
        ["SubFilter", "/ETSI.CAdES.detached"],
        ["ByteRange", `[0 ${"*".repeat(width)} ${"*".repeat(width)} ${"*".repeat(width)}]`],
        ["Contents", `<${"0".repeat(2 * room)}>`],
        ["M", `(D:${at.toString({ smallestUnit: "second" }).replaceAll(/[-:TZ]/g, "")}Z)`],
        ["Name", textString(certificateFacts(identity.certificates[0] ?? new Uint8Array()).name)],
        ["Reason", textString(reason)],
        ["Location", textString(place)],
      ]),
    ),
  );
  const catalogue = addition.entriesOf(reference(file.trailer.get("Root")));
  const fields = references(addition, catalogue.get("AcroForm"));
  const widget = addition.put(
    addition.reserve(),
    writeDictionary(
      new Map([
        ["Type", "/Annot"],
        ["Subtype", "/Widget"],
        ["FT", "/Sig"],
        ["T", textString(`Signature${fields.length + 1}`)],
        ["V", `${signature} 0 R`],
        ["P", `${firstPage} 0 R`],
        ["Rect", "[0 0 0 0]"],
        ["F", "132"],
      ]),
    ),
  );
  const page = addition.entriesOf(firstPage);
  page.set("Annots", `[${[...references(addition, page.get("Annots")), `${widget} 0 R`].join(" ")}]`);
  addition.put(firstPage, writeDictionary(page));
  catalogue.set("AcroForm", `<< /Fields [${[...fields, `${widget} 0 R`].join(" ")}] /SigFlags 3 >>`);
  addition.put(reference(file.trailer.get("Root")), writeDictionary(catalogue));

  return signInPlace(Buffer.from(addition.write()), bytes.byteLength, identity);
}

/** The references in an array, which may itself be an object of its own. */
function references(addition: Addition, value = ""): string[] {
  const written = /^\d+ 0 R$/.test(value) ? addition.file.object(reference(value)).text : value;
  return written.match(/\d+ 0 R/g) ?? [];
}

function signInPlace(file: Buffer, from: number, identity: SigningIdentity): Uint8Array {
  const holder = file.indexOf(`/Contents <${"0".repeat(64)}`, from, "latin1");
  const start = holder + "/Contents ".length;
  const end = start + 2 * room + 2;
  const stars = file.indexOf("*".repeat(width), from, "latin1");
  const range = [start, end, file.byteLength - end].map((number) => String(number).padStart(width, " ")).join(" ");
  file.write(range, stars, "latin1");
  const signature = Buffer.from(signHash(hashAround(file, start, end), identity)).toString("hex");
  if (signature.length > 2 * room) throw new RangeError("The certificates are too many for a signature");
  file.write(signature, start + 1, "latin1");
  return file;
}

const hashAround = (file: Uint8Array, start: number, end: number): Buffer => createHash("sha256").update(file.subarray(0, start)).update(file.subarray(end)).digest();

/** One digital signature in a file, checked now. */
export interface SignatureFinding {
  /** What it signs is as it was signed. */
  readonly isIntact: boolean;
  /** Nothing was added after it. */
  readonly coversAll: boolean;
  readonly signer: CertificateFacts | null;
  /** By the signer's own clock. */
  readonly saidAt: string | null;
}

/** The digital signatures in a PDF, first to last. A file is as it was signed when there is one, all are intact and the last covers all. */
export function whatSigned(bytes: Uint8Array): SignatureFinding[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return Array.from(text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g), (found) => {
    const [from = 1, first = 0, second = 0, rest = 0] = found.slice(1).map(Number);
    const until = second + rest;
    const saidAt = /\/M\s*\(D:(\d{14})Z?\)/.exec(text.slice(found.index, until))?.[1] ?? null;
    const gap = text.slice(first, second);
    const broken = { isIntact: false, coversAll: until === bytes.byteLength, signer: null, saidAt };
    // What lies between the ranges is the signature and nothing else.
    if (from !== 0 || until > bytes.byteLength || !/^<[0-9a-fA-F]+>$/.test(gap)) return broken;
    try {
      const hash = createHash("sha256").update(bytes.subarray(0, first)).update(bytes.subarray(second, until)).digest();
      const { isTrue, certificate } = checkSignature(Buffer.from(gap.slice(1, -1), "hex"), hash);
      return { ...broken, isIntact: isTrue, signer: certificateFacts(certificate) };
    } catch {
      // Bytes that no longer read as a signature are a finding, not a fault of ours.
      return broken;
    }
  });
}

/** Whether the file is exactly what was signed last. */
export const isAsSigned = (findings: readonly SignatureFinding[]): boolean =>
  findings.length > 0 && findings.every(({ isIntact }) => isIntact) && findings.at(-1)?.coversAll === true;
