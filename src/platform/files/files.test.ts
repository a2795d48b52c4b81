import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { openDatabase, openPool } from "../db/database.ts";
import { createRuntime, type Runtime, systemActor } from "../runtime.ts";
import { fileContent, openFileStore, storeFile, type FileStore } from "./index.ts";
import { cleanName, judge } from "./kind.ts";

const text = (content: string) => new TextEncoder().encode(content);
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const pdf = text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "accepted",
    (error: unknown) => (error instanceof Refusal ? (error.reasons[0]?.code ?? "") : String(error)),
  );

/** An archive that only lists: enough for what reads the list and nothing else. */
function archive(entries: readonly { name: string; unpacked?: number; content?: string }[]): Uint8Array {
  const locals: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const { name, unpacked, content = "" } of entries) {
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(unpacked ?? content.length, 22);
    local.writeUInt16LE(label.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(unpacked ?? content.length, 24);
    central.writeUInt16LE(label.length, 28);
    central.writeUInt32LE(at, 42);
    const whole = Buffer.concat([local, label, Buffer.from(content)]);
    locals.push(whole);
    listed.push(Buffer.concat([central, label]));
    at += whole.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

const workbook = (...more: { name: string; unpacked?: number; content?: string }[]) =>
  archive([
    {
      name: "[Content_Types].xml",
      content: '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    },
    { name: "xl/workbook.xml", content: "<workbook/>" },
    ...more,
  ]);

test.each([
  ["photo.png", png, "image/png", "photo.png"],
  ["微信图片_20260309.jpg", png, "image/png", "微信图片_20260309.png"],
  ["照片", png, "image/png", "照片.png"],
  ["合同 终稿.pdf", pdf, "application/pdf", "合同 终稿.pdf"],
  ["台账.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "台账.xlsx"],
  ["电话.csv", text("号码,时间\n021,9:00\n"), "text/csv", "电话.csv"],
  ["老系统.csv", Buffer.from([0xba, 0xc5, 0xc2, 0xeb, 0x2c, 0x31, 0x0a]), "text/csv", "老系统.csv"],
])("%s is accepted for what it is", async (name, bytes, type, kept) => {
  expect(await judge(name, bytes)).toEqual({ type, name: kept });
});

test.each([
  ["page.html", text("<!doctype html><script>alert(1)</script>"), "files.typeRefused"],
  ["drawing.svg", text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "files.typeRefused"],
  ["notes.txt", text("hello <script>alert(1)</script>"), "files.typeRefused"],
  ["photo.png", text("<svg onload=alert(1)>"), "files.typeRefused"],
  ["run.exe", Buffer.concat([text("MZ"), Buffer.alloc(200)]), "files.typeRefused"],
  ["invoice.pdf", png, "files.nameMisleads"],
  ["invoice.pdf.html", pdf, "files.nameMisleads"],
  ["data.csv", Buffer.from([0x61, 0x00, 0x62]), "files.typeRefused"],
  ["bundle.zip", archive([{ name: "a.txt", content: "a" }]), "files.typeRefused"],
  ["macro.xlsx", workbook({ name: "xl/vbaProject.bin", content: "x" }), "files.hasMacros"],
  ["bomb.xlsx", workbook({ name: "xl/sheet.xml", unpacked: 0xf000_0000 }), "files.swells"],
])("%s is refused", async (name, bytes, code) => {
  expect(await codeOf(judge(name, bytes))).toBe(code);
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\temp\\a.txt", "a.txt"],
  ["a\r\nset-cookie: x.png", "aset-cookie x.png"],
  ["\u202Egnp.exe", "gnp.exe"],
  ["...", "file"],
  [`${"长".repeat(300)}.pdf`, `${"长".repeat(146)}.pdf`],
])("the name %j becomes harmless", (name, kept) => {
  expect(cleanName(name)).toBe(kept);
});

const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-files-"));
let database: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let runtime: Runtime;
const siteId = newId<"site">();
const otherSite = newId<"site">();

beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool({ url: database.url });
  runtime = createRuntime({ db: openDatabase(pool), pool, features: [], record: async () => newId<"evidence">(), files: openFileStore({ kind: "folder", folder }) });
  await pool.query("insert into sites.site (id, code, name, zone, created_at) values ($1, 'A', 'A', 'Asia/Shanghai', now()), ($2, 'B', 'B', 'Asia/Shanghai', now())", [
    siteId,
    otherSite,
  ]);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const at = <T>(site: Id<"site">, work: Parameters<typeof runtime.at<T>>[2]) => runtime.at(site, { actor: systemActor }, work);

test("a file comes back as it was, pictures to be shown and all else to be saved", async () => {
  const photo = await at(siteId, (ctx) => storeFile(ctx, { name: "漏水.png", bytes: png }));
  const letter = await at(siteId, (ctx) => storeFile(ctx, { name: "函.pdf", bytes: pdf }));
  expect(photo).toMatchObject({ name: "漏水.png", type: "image/png", size: png.length, hash: createHash("sha256").update(png).digest("hex") });
  const shown = await at(siteId, (ctx) => fileContent(ctx, photo.id));
  expect({ ...shown, bytes: Buffer.from(shown.bytes) }).toEqual({ name: "漏水.png", type: "image/png", bytes: png, inline: true });
  expect((await at(siteId, (ctx) => fileContent(ctx, letter.id))).inline).toBe(false);
});

test("the same bytes are kept once, readable by their owner alone", async () => {
  const store = openFileStore({ kind: "folder", folder });
  const bytes = text("once");
  const hash = createHash("sha256").update(bytes).digest("hex");
  await Promise.all([store.put(hash, bytes), store.put(hash, bytes), store.put(hash, bytes)]);
  const parent = path.join(folder, hash.slice(0, 2));
  expect(readdirSync(parent).filter((name) => name.startsWith(hash))).toEqual([hash]);
  expect(statSync(path.join(parent, hash)).mode & 0o777).toBe(0o600);
  await expect(store.get("../../../etc/passwd")).rejects.toThrow("SHA-256");
});

test("a file of another site is not found", async () => {
  const photo = await at(siteId, (ctx) => storeFile(ctx, { name: "a.png", bytes: png }));
  expect(await codeOf(at(otherSite, (ctx) => fileContent(ctx, photo.id)))).toBe("files.notFound");
});

test("a file that was changed behind our back is not served", async () => {
  const letter = await at(siteId, (ctx) => storeFile(ctx, { name: "函.txt", bytes: text("as signed") }));
  writeFileSync(path.join(folder, letter.hash.slice(0, 2), letter.hash), "as forged");
  await expect(at(siteId, (ctx) => fileContent(ctx, letter.id))).rejects.toThrow("hash differs");
});

test("an empty file and one that is too large are refused", async () => {
  expect(await codeOf(at(siteId, (ctx) => storeFile(ctx, { name: "a.png", bytes: new Uint8Array() })))).toBe("files.empty");
  expect(await codeOf(at(siteId, (ctx) => storeFile(ctx, { name: "a.png", bytes: png }, { mostBytes: 10 })))).toBe("files.tooLarge");
});

let bucketServer: Server | undefined;
afterEach(() => bucketServer?.close());

async function bucket(): Promise<FileStore & { requests: string[] }> {
  const kept = new Map<string, Buffer>();
  const requests: string[] = [];
  bucketServer = createServer(async (request, reply) => {
    const isSigned = String(request.headers.authorization).startsWith("AWS4-HMAC-SHA256 Credential=key-id/");
    const body = Buffer.concat(await request.toArray());
    requests.push(`${request.method} ${request.url} ${isSigned ? "signed" : "unsigned"}`);
    if (request.method === "PUT") kept.set(request.url ?? "", body);
    const found = kept.get(request.url ?? "");
    reply.writeHead(found ? 200 : 404).end(found);
  });
  await new Promise<void>((resolve) => bucketServer?.listen(0, "127.0.0.1", resolve));
  const { port } = bucketServer.address() as AddressInfo;
  return { requests, ...openFileStore({ kind: "s3", bucketUrl: `http://127.0.0.1:${port}/towerkeep`, region: "cn-east-1", keyId: "key-id", key: "secret" }) };
}

test("a bucket is asked with signed requests, and a missing file is missing there too", async () => {
  const store = await bucket();
  const hash = createHash("sha256").update(png).digest("hex");
  expect(await store.get(hash)).toBeUndefined();
  await store.put(hash, png);
  expect(Buffer.from((await store.get(hash)) ?? [])).toEqual(png);
  expect(store.requests).toEqual([
    `GET /towerkeep/${hash.slice(0, 2)}/${hash} signed`,
    `PUT /towerkeep/${hash.slice(0, 2)}/${hash} signed`,
    `GET /towerkeep/${hash.slice(0, 2)}/${hash} signed`,
  ]);
});
