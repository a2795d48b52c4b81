import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import { fieldsOfWord } from "#platform/word/index.ts";
import { docx, paragraph, row } from "#platform/word/samples.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { aServiceAgreement } from "../samples.ts";
import { issueDocument, serviceAgreement } from "./index.ts";

const kind = "handover.serviceAgreement";
const issue = (given: World["given"]) =>
  given.command((ctx) =>
    issueDocument(ctx, {
      kind,
      subject: { kind: "handover", id: newId(), label: "2026-001" },
      title: words("物业服务协议", "Service agreement"),
      template: { typst: serviceAgreement, data: aServiceAgreement() },
    }),
  );
const file = (body: string) => ({ name: "协议.docx", bytes: docx(body) });
const body = undefined as never;

dbTest("the company's own Word template is filled with what a letter was made from; its fields are listed with samples (2.1.1-3)", async ({ given, as }) => {
  const { documentId } = await issue(given);
  const good = file(
    `${paragraph("{letter.title} {letter.proof.code} {tenant.name}")}<w:tbl>${row("{#units}{place}", "{area}{/units}")}</w:tbl>${paragraph("{#fees}{name.zh} {price}{/fees}")}`,
  );
  const added = await as.manager.send(contract.uploadWordTemplate, { query: { kind, name: "集团版" }, body }, { file: good });
  expect(added.status).toBe(200);
  const { kinds, items } = (await as.manager.send(contract.listWordTemplates, {})).body;
  expect(kinds[0]?.fields).toContainEqual({ name: "units[].place", sample: "1座 18F 1803" });
  expect(items).toMatchObject([{ name: "集团版", kind }]);
  const filled = await as.manager.send(contract.fillWordTemplate, { params: { documentId, templateId: added.body.id } });
  expect(filled.status).toBe(200);
  expect(await fieldsOfWord(filled.bytes)).toEqual([]);

  expect(codes(await as.manager.send(contract.uploadWordTemplate, { query: { kind, name: "集团版" }, body }, { file: good }))).toEqual(["documents.wordNameTaken"]);
  expect((await as.manager.send(contract.retireWordTemplate, { params: { templateId: added.body.id } })).status).toBe(204);
  expect(codes(await as.manager.send(contract.fillWordTemplate, { params: { documentId, templateId: added.body.id } }))).toEqual(["documents.templateNotFound"]);
});

dbTest("a template with a fault is refused, and the fault is named", async ({ given, as }) => {
  await issue(given);
  const upload = (text: string) => as.manager.send(contract.uploadWordTemplate, { query: { kind, name: "x" }, body }, { file: file(paragraph(text)) });
  const wrong = await upload("{tenant.nam}{#units}{place}{storey}{/units}");
  expect((wrong.body as unknown as { reasons: { facts: { field: string } }[] }).reasons.map(({ facts }) => facts.field)).toEqual(["tenant.nam", "units.storey"]);
  expect(codes(await upload("{tenant.name 租户"))).toEqual(["documents.wordTagBroken"]);
  expect(codes(await upload("{#units}{place}"))).toEqual(["documents.wordLoopBroken"]);
  const picture = { name: "a.txt", bytes: Buffer.from("text") };
  expect(codes(await as.manager.send(contract.uploadWordTemplate, { query: { kind, name: "x" }, body }, { file: picture }))).toEqual(["documents.wordUnreadable"]);
  expect((await as.officer.send(contract.uploadWordTemplate, { query: { kind, name: "x" }, body }, { file: picture })).status).toBe(403);
});

dbTest("a letter issued as a Word file is signed on paper only (2.1.1-3)", async ({ given, as }) => {
  const { body: template } = await as.manager.send(contract.uploadWordTemplate, { query: { kind, name: "首份" }, body }, { file: file(paragraph("{tenant.name}")) });
  const { documentId } = await given.command((ctx) =>
    issueDocument(ctx, {
      kind,
      subject: { kind: "handover", id: newId(), label: "2026-001" },
      title: words("物业服务协议", "Service agreement"),
      template: { word: template.id as never, data: aServiceAgreement() },
      signers: [{ party: "tenant", name: "王敏", email: "wang@example.com" }],
    }),
  );
  expect((await as.manager.send(contract.getDocument, { params: { documentId } })).body).toMatchObject({ format: "docx" });
  expect(codes(await as.manager.send(contract.askForSignatures, { params: { documentId }, body: {} }))).toEqual(["documents.wordOnPaperOnly"]);
});
