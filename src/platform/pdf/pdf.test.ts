import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderPdf } from "../documents/index.ts";
import { certificateFacts, exportKey, importKey, isAsSigned, makeIdentity, Pkcs12Error, readPdf, readPkcs12, sealPdf, type SigningIdentity, whatSigned } from "./index.ts";

const at = Temporal.Instant.from("2026-03-09T02:00:00Z");
const folder = mkdtempSync(path.join(fileURLToPath(new URL("../documents", import.meta.url)), ".test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rendered = (text: string) => {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.typ`);
  writeFileSync(file, `#set text(font: "Noto Sans SC")\n${text}`);
  return renderPdf(pathToFileURL(file), {});
};
let identity: SigningIdentity;
let paper: Uint8Array;
const seal = (bytes: Uint8Array, overlay?: Uint8Array) => sealPdf(bytes, { identity, at, reason: "签署完成", place: "云河中心", ...(overlay ? { overlay } : {}) });

beforeAll(async () => {
  identity = await makeIdentity({ name: "云河中心 文书签章", organisation: "楼诺物业服务有限公司", from: at, years: 10 });
  paper = await rendered('= 协议 (Agreement) #link("https://tower.example")[核验]\n\n第一页 #pagebreak() 第二页');
});

test("a sealed file begins with the bytes that were issued, says who signed, and is as it was signed", () => {
  const sealed = seal(paper);
  expect(Buffer.from(sealed.subarray(0, paper.byteLength)).equals(Buffer.from(paper))).toBe(true);
  const findings = whatSigned(sealed);
  expect(findings).toMatchObject([
    { isIntact: true, coversAll: true, saidAt: "20260309020000", signer: { name: "云河中心 文书签章", organisation: "楼诺物业服务有限公司", isSelfMade: true } },
  ]);
  expect(isAsSigned(findings)).toBe(true);
  expect(whatSigned(paper)).toEqual([]);
  expect(isAsSigned([])).toBe(false);
});

test("a changed byte shows, in the pages, in what was added, in the certificate, at the end", () => {
  const sealed = seal(paper);
  const gap = /\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)/.exec(Buffer.from(sealed).toString("latin1"));
  const places = [10, Math.floor(paper.byteLength / 2), paper.byteLength + 20, Number(gap?.[1]) + 800, Number(gap?.[2]) + 5, sealed.byteLength - 3];
  for (const place of places) {
    const changed = Buffer.from(sealed);
    changed[place]! ^= 1;
    expect([place, isAsSigned(whatSigned(changed))]).toEqual([place, false]);
  }
  expect(isAsSigned(whatSigned(Buffer.concat([sealed, Buffer.from("\n% more\n")])))).toBe(false);
  expect(isAsSigned(whatSigned(sealed.subarray(0, sealed.byteLength - 1)))).toBe(false);
});

test("ink is laid over the pages, and a second seal leaves the first one true", async () => {
  const overlay = await rendered("#set page(fill: none)\n#pagebreak()\n王堃签");
  const sealed = seal(paper, overlay);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(sealed)), { mergePages: false });
  expect(text[0]).toContain("第一页");
  expect(text[1]).toMatch(/第二页.*王堃签/s);
  const again = seal(sealed);
  expect(whatSigned(again).map(({ isIntact, coversAll }) => [isIntact, coversAll])).toEqual([
    [true, false],
    [true, true],
  ]);
  expect(isAsSigned(whatSigned(again))).toBe(true);
  expect(readPdf(again).pages).toHaveLength(2);
});

test("another's signature does not pass for one over this file", () => {
  const [mine, other] = [Buffer.from(seal(paper)), Buffer.from(seal(seal(paper)))];
  const contents = (file: Buffer) => file.lastIndexOf("/Contents <");
  other.copy(mine, contents(mine), contents(other), contents(other) + 24_000);
  expect(isAsSigned(whatSigned(mine))).toBe(false);
});

test("a key survives being kept", () => {
  const kept: SigningIdentity = { key: importKey(exportKey(identity.key)), certificates: identity.certificates };
  expect(isAsSigned(whatSigned(sealPdf(paper, { identity: kept, at, reason: "", place: "" })))).toBe(true);
});

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

test("a PKCS#12 of today or of yesterday gives its key and certificate, RSA or elliptic, and they sign", () => {
  for (const name of ["aes.p12", "des.p12", "ec.p12"]) {
    const brought = readPkcs12(fixture(name), "seal-2026");
    expect(certificateFacts(brought.certificates[0]!).name).toMatch(/Seal$/);
    expect([name, isAsSigned(whatSigned(sealPdf(paper, { identity: brought, at, reason: "", place: "" })))]).toEqual([name, true]);
  }
});

test("a PKCS#12 that cannot be used says why", () => {
  const faultOf = (bytes: Uint8Array, password: string) => {
    try {
      readPkcs12(bytes, password);
    } catch (error) {
      return error instanceof Pkcs12Error ? error.fault : String(error);
    }
    return "none";
  };
  expect(faultOf(fixture("aes.p12"), "wrong")).toBe("wrongPassword");
  expect(faultOf(fixture("des.p12"), "wrong")).toBe("wrongPassword");
  expect(faultOf(fixture("rc2.p12"), "seal-2026")).toBe("oldCipher");
  expect(faultOf(Buffer.from("no certificate"), "")).toBe("unreadable");
});
