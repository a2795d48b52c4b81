import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import { isAsSigned, whatSigned } from "#platform/pdf/index.ts";
import * as contract from "../contract.ts";
import { documentsOf, issueDocument, type Letter, requestSignatures, signaturesOf } from "./index.ts";

const folder = mkdtempSync(path.join(import.meta.dirname, ".test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const typst = pathToFileURL(path.join(folder, "letter.typ"));
writeFileSync(typst, '#import "/platform/documents/letter.typ": *\n#show: letter\n#both(data.text, "In English")\n#sign-areas()\n');

const textOf = async (bytes: Uint8Array) => (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text;
const subject = { kind: "handover", id: newId(), label: "2026-001" };
const aLetter = (over: Partial<Letter> = {}): Letter => ({
  kind: "handover.serviceAgreement",
  subject: { ...subject, id: newId() },
  title: words("物业服务协议", "Service agreement"),
  template: { typst, data: { text: "𠮷野家（䶮）餐饮有限公司" } },
  signers: [
    { party: "tenant", partyName: "云帆科技有限公司", name: "王敏", email: "wang@example.com" },
    { party: "property", name: "林涛" },
  ],
  ...over,
});

dbTest("a letter is issued with its version, proof code, places to sign and rare characters, and its file is kept by its hash (2.1.1-3)", async ({ given, as }) => {
  const issued = await given.command((ctx) => issueDocument(ctx, aLetter()));
  expect(issued.version).toBe(1);
  const view = (await as.manager.send(contract.getDocument, { params: { documentId: issued.documentId } })).body;
  expect(view).toMatchObject({ state: "issued", hash: issued.hash, signers: [{ name: "王敏", signature: null }, { name: "林涛" }] });
  const file = await as.manager.send(contract.downloadDocument, { params: { documentId: issued.documentId }, query: {} });
  const text = await textOf(file.bytes);
  for (const part of ["物业服务协议", "𠮷野家（䶮）餐饮有限公司", "第 1 版", "第 1 / 1 页", "云帆科技有限公司", "王敏", "盖章"]) expect(text).toContain(part);
});

dbTest("a new version supersedes the one before, and only the newest can be superseded (2.1.1-3)", async ({ given, as }) => {
  const letter = aLetter();
  const first = await given.command((ctx) => issueDocument(ctx, letter));
  const second = await given.command((ctx) => issueDocument(ctx, { ...letter, supersedes: first.documentId }));
  expect(second.version).toBe(2);
  expect((await given.command((ctx) => documentsOf(ctx, letter.subject))).map(({ version, state }) => [version, state])).toEqual([
    [2, "issued"],
    [1, "superseded"],
  ]);
  await expect(given.command((ctx) => issueDocument(ctx, { ...letter, supersedes: first.documentId }))).rejects.toThrow("newer version");
  await expect(given.command((ctx) => issueDocument(ctx, { ...letter, subject: { ...letter.subject, id: newId() }, supersedes: second.documentId }))).rejects.toThrow(
    "same subject",
  );
  expect(codes(await as.manager.send(contract.askForSignatures, { params: { documentId: first.documentId }, body: {} }))).toEqual(["documents.closed"]);
});

dbTest("outside signers are sent a link, who works here is not; without a mailbox the asking is refused (2.1.1-3)", async ({ given, as }) => {
  const { documentId } = await given.command((ctx) => issueDocument(ctx, aLetter()));
  const reply = await as.manager.send(contract.askForSignatures, { params: { documentId }, body: {} });
  expect(reply.body.links).toMatchObject([{ name: "王敏", sentTo: "wang@example.com" }]);
  expect((await given.command((ctx) => signaturesOf(ctx, documentId)))[0]?.link).toMatchObject({ sentTo: "wang@example.com", openedAt: null });
  const { documentId: other } = await given.command((ctx) => issueDocument(ctx, aLetter({ signers: [{ party: "tenant", name: "李雷" }] })));
  expect(codes(await as.manager.send(contract.askForSignatures, { params: { documentId: other }, body: {} }))).toEqual(["documents.noAddress"]);
  expect((await as.role("guard").send(contract.askForSignatures, { params: { documentId }, body: {} })).status).toBe(403);
});

dbTest("a receipt or bill is digitally signed as it is issued, by the site's own certificate", async ({ given, as }) => {
  const { documentId } = await given.command((ctx) => issueDocument(ctx, aLetter({ seal: true, signers: [] })));
  const { bytes } = await as.manager.send(contract.downloadDocument, { params: { documentId }, query: {} });
  expect(isAsSigned(whatSigned(bytes))).toBe(true);
  expect((await as.manager.send(contract.listCertificates, {})).body.items).toHaveLength(1);
});

dbTest("what was issued cannot be changed or removed, whoever asks the database (2.1.1-3)", async ({ given }) => {
  const { documentId } = await given.command((ctx) => issueDocument(ctx, aLetter()));
  const attempt = (change: (ctx: SiteContext) => Promise<unknown>) => given.command(change);
  await expect(
    attempt((ctx) =>
      ctx.tx
        .updateTable("documents.document")
        .set({ hash: "0".repeat(64) })
        .where("id", "=", documentId)
        .execute(),
    ),
  ).rejects.toThrow(/permission denied|never changed/);
  await expect(attempt((ctx) => ctx.tx.deleteFrom("documents.document").where("id", "=", documentId).execute())).rejects.toThrow(/permission denied/);
  await attempt((ctx) => requestSignatures(ctx, documentId));
  await expect(attempt((ctx) => ctx.tx.updateTable("documents.document").set({ state: "issued" }).where("id", "=", documentId).execute())).rejects.toThrow("does not go from");
});
