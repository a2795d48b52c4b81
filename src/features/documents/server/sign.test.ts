import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { words } from "#kernel/words.ts";
import { factsOfSubject } from "#features/evidence/server/index.ts";
import { someEntities } from "#features/billing/samples.ts";
import { putSeal } from "#features/sites/server/entities.ts";
import { changeContact } from "#features/tenants/contract.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { isAsSigned, whatSigned } from "#platform/pdf/index.ts";
import * as contract from "../contract.ts";
import { aFireLetter } from "../samples.ts";
import { finishDocument } from "./commands/finish.ts";
import { fireLetter, issueDocument, type Letter, requestSignatures, signaturesOf } from "./index.ts";

/** A picture of one stroke. */
const ink =
  "iVBORw0KGgoAAAANSUhEUgAAADwAAAAUCAQAAAB7CpaiAAAAgUlEQVR42u3W3QqAIAwF4D1K7/+S60KCQFvnR5Qgdit86typOGJPxQ8vqWTgnES2CnL5LBaDr8UO3W0dRb3rHtwYwypnfmwSjip08TY4FqdfnyOHop0GpoBn6zPDg8eiNU3Mu8KOaDpiFLTvtJBsKhu3NJMSzUmkdDLc/rx97kfgBNeICptCJkoUAAAAAElFTkSuQmCC";

const issue = (given: World["given"], over: Partial<Letter> = {}) =>
  given.command((ctx) =>
    issueDocument(ctx, {
      kind: "handover.fireLetter",
      subject: { kind: "handover", id: newId(), label: "2026-001" },
      title: words("消防安全责任书", "Fire-safety letter"),
      template: { typst: fireLetter, data: aFireLetter() },
      signers: [
        { party: "tenant", partyName: "云帆科技有限公司", name: "王堃", email: "wang@example.com" },
        { party: "property", partyName: "楼诺物业", name: "林涛" },
      ],
      ...over,
    }),
  );

const signersIn = (given: World["given"], documentId: Id<"document">) => given.command((ctx) => signaturesOf(ctx, documentId));
const secretIn = (path: string) => path.split("#")[1] ?? "";

async function ask(given: World["given"], documentId: Id<"document">): Promise<string> {
  return given.command(async (ctx) => secretIn((await requestSignatures(ctx, documentId))[0]?.path ?? ""));
}

/** The newest code mailed from the test's site. */
const codeMailed = ({ runtime, siteId }: Pick<World, "runtime" | "siteId">): Promise<string> =>
  sql<{
    text: string;
  }>`select payload->>'text' as text from graphile_worker._private_jobs where payload->>'siteId' = ${siteId} and payload->>'subject' ~ '验证码' order by id desc limit 1`
    .execute(runtime.db)
    .then(({ rows }) => /\d{6}/.exec(rows[0]?.text ?? "")?.[0] ?? "");

async function admit(world: World, secret: string): Promise<string> {
  await world.as.nobody.send(contract.sendSigningCode, { body: { secret } });
  const reply = await world.as.nobody.send(contract.enterSigningCode, { body: { secret, code: await codeMailed(world) } });
  expect(reply.status).toBe(200);
  return reply.body.pass;
}

dbTest("by a one-time link with a mailed code a tenant's contact reads and signs, the property company signs on screen, and the letter is complete (2.1.1-3)", async (world) => {
  const { given, as } = world;
  const { documentId, hash } = await issue(given);
  const secret = await ask(given, documentId);

  const look = await as.nobody.send(contract.lookAtSigningLink, { body: { secret } });
  expect(look.body).toMatchObject({ title: { zh: "消防安全责任书" }, signer: { name: "王堃" }, sentTo: "w***@example.com" });
  const pass = await admit(world, secret);
  const read = await as.nobody.send(contract.readByLink, { body: { secret, pass } });
  expect(read.body).toMatchObject({ hash, signers: [{ name: "王堃", signedAt: null }, { name: "林涛" }] });
  expect(read.body.pages[0]).toMatch(/^<svg /);
  const file = await as.nobody.send(contract.fileByLink, { body: { secret, pass } });
  expect((await extractText(await getDocumentProxy(new Uint8Array(file.bytes)), { mergePages: true })).text).toContain("消防安全责任书");
  expect((await as.nobody.send(contract.signByLink, { body: { secret, pass, image: ink, documentHash: hash } })).status).toBe(200);
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret } }))).toEqual(["documents.linkDead"]);

  const second = (await signersIn(given, documentId))[1]!;
  const done = await as.manager.send(contract.signHere, { params: { documentId }, body: { signerId: second.id, image: ink, documentHash: hash } });
  expect(done.body).toMatchObject({ state: "completed", grade: "electronic", signers: [{ signature: { means: "link" } }, { signature: { means: "account" } }] });

  const facts = await given.command((ctx) => factsOfSubject(ctx, { kind: "document", id: documentId }));
  const signed = facts.find(({ name }) => name === "documents.signed");
  expect(signed?.facts).toMatchObject({ name: "王堃", means: "link", sentTo: "w***@example.com", documentHash: hash });
  expect(signed?.facts["imageHash"]).toMatch(/^[0-9a-f]{64}$/);
  expect(facts.map(({ name }) => name)).toContain("documents.completed");
});

dbTest("the same link used twice at once signs once (2.1.1-3)", async (world) => {
  const { given, as } = world;
  const { documentId, hash } = await issue(given);
  const secret = await ask(given, documentId);
  const pass = await admit(world, secret);
  const replies = await Promise.all([0, 1].map(() => as.nobody.send(contract.signByLink, { body: { secret, pass, image: ink, documentHash: hash } })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 410]);
});

dbTest("two who sign at once both sign, and the letter is completed once (2.1.1-3)", async (world) => {
  const { given, as } = world;
  const { documentId, hash } = await issue(given);
  const secret = await ask(given, documentId);
  const pass = await admit(world, secret);
  const second = (await signersIn(given, documentId))[1]!;
  const replies = await Promise.all([
    as.nobody.send(contract.signByLink, { body: { secret, pass, image: ink, documentHash: hash } }),
    as.manager.send(contract.signHere, { params: { documentId }, body: { signerId: second.id, image: ink, documentHash: hash } }),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  const facts = await given.command((ctx) => factsOfSubject(ctx, { kind: "document", id: documentId }));
  expect(facts.filter(({ name }) => name === "documents.completed")).toHaveLength(1);
});

dbTest("wrong codes are counted, and too many end the link (2.1.1-3)", async (world) => {
  const { given, as } = world;
  const { documentId } = await issue(given);
  const secret = await ask(given, documentId);
  expect(codes(await as.nobody.send(contract.enterSigningCode, { body: { secret, code: "000000" } }))).toEqual(["documents.codeOld"]);
  await as.nobody.send(contract.sendSigningCode, { body: { secret } });
  expect(codes(await as.nobody.send(contract.sendSigningCode, { body: { secret } }))).toEqual(["documents.codeSoon"]);
  const wrong = String((Number(await codeMailed(world)) + 1) % 1_000_000).padStart(6, "0");
  const answers: string[] = [];
  for (let i = 0; i < 6; i++) answers.push(...codes(await as.nobody.send(contract.enterSigningCode, { body: { secret, code: wrong } })));
  expect(answers).toEqual([...Array<string>(5).fill("documents.codeWrong"), "documents.linkDead"]);
  expect(codes(await as.nobody.send(contract.enterSigningCode, { body: { secret, code: await codeMailed(world) } }))).toEqual(["documents.linkDead"]);
});

dbTest("a code works for ten minutes, a pass for half an hour, a link for two weeks, and a newer link ends it (2.1.1-3)", async (world) => {
  const { given, as, clock } = world;
  const { documentId, hash } = await issue(given);
  const first = await ask(given, documentId);
  const secret = await ask(given, documentId);
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret: first } }))).toEqual(["documents.linkDead"]);
  await as.nobody.send(contract.sendSigningCode, { body: { secret } });
  const code = await codeMailed(world);
  clock.advance({ minutes: 11 });
  expect(codes(await as.nobody.send(contract.enterSigningCode, { body: { secret, code } }))).toEqual(["documents.codeOld"]);
  const pass = await admit(world, secret);
  expect(codes(await as.nobody.send(contract.readByLink, { body: { secret, pass: "A".repeat(43) } }))).toEqual(["documents.passOld"]);
  clock.advance({ minutes: 31 });
  expect(codes(await as.nobody.send(contract.signByLink, { body: { secret, pass, image: ink, documentHash: hash } }))).toEqual(["documents.passOld"]);
  clock.advance({ hours: 24 * 14 });
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret } }))).toEqual(["documents.linkDead"]);
});

dbTest("only who is named signs: another person, another company's contact or one without the authority 签署 does not (2.1.1-3)", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const { id: contactId } = await given.contact({ tenantId });
  const { id: colleague } = await given.contact({ tenantId });
  const named = as.role("legal", { name: "法务陈" });
  const { documentId, hash } = await issue(given, {
    tenantId,
    signers: [
      { party: "tenant", name: "王敏", contactId },
      { party: "owner", name: "法务陈", personId: named.person.id },
    ],
  });
  const [tenant, owner] = await signersIn(given, documentId);
  const body = (signerId: Id<"signer">) => ({ signerId, image: ink, documentHash: hash });
  const params = { documentId };
  expect(codes(await as.manager.send(contract.signHere, { params, body: body(owner!.id) }))).toEqual(["documents.notYours"]);
  expect(codes(await as.manager.send(contract.signHere, { params, body: body(tenant!.id) }))).toEqual(["documents.notYours"]);
  expect(codes(await as.contact({ tenantId, contactId: colleague }).send(contract.signAsContact, { params, body: body(tenant!.id) }))).toEqual(["documents.notYours"]);
  expect((await as.contact({ tenantId, contactId, authorities: ["fees"] }).send(contract.signAsContact, { params, body: body(tenant!.id) })).status).toBe(403);
  const { id: stranger } = await given.tenant();
  expect((await as.contact({ tenantId: stranger, contactId }).send(contract.signAsContact, { params, body: body(tenant!.id) })).status).toBe(404);
  expect((await as.contact({ tenantId, contactId }).send(contract.signAsContact, { params, body: body(tenant!.id) })).status).toBe(200);
  expect(codes(await as.contact({ tenantId, contactId }).send(contract.signAsContact, { params, body: body(tenant!.id) }))).toEqual(["documents.alreadySigned"]);
  expect(codes(await named.send(contract.signHere, { params, body: { ...body(owner!.id), documentHash: "0".repeat(64) } }))).toEqual(["documents.changedMeanwhile"]);
  expect(codes(await named.send(contract.signHere, { params, body: { ...body(owner!.id), image: Buffer.from("no picture").toString("base64") } }))).toContain("files.typeRefused");
  expect((await named.send(contract.signHere, { params, body: body(owner!.id) })).body).toMatchObject({ state: "completed" });
});

dbTest("a scan of the paper stands for all who have not signed, at a lower grade; a witness takes a signature in presence (2.1.1-3)", async ({ given, as }) => {
  const { documentId, hash } = await issue(given);
  const [tenant] = await signersIn(given, documentId);
  const witnessed = { signerId: tenant!.id, identity: "核对身份证末四位", image: ink, documentHash: hash };
  expect((await as.manager.send(contract.signWitnessed, { params: { documentId }, body: witnessed })).body.signers[0]?.signature).toMatchObject({ means: "witnessed" });
  const file = { name: "scan.png", bytes: Buffer.from(ink, "base64") };
  const done = await as.manager.send(contract.uploadScan, { params: { documentId }, query: { signedOn: "2026-03-08" } }, { file });
  expect(done.body).toMatchObject({ state: "completed", grade: "paper", signers: [{ signature: { means: "witnessed" } }, { signature: { means: "paper" } }] });
  expect(codes(await as.manager.send(contract.uploadScan, { params: { documentId }, query: {} }, { file }))).toEqual(["documents.nobodyToSign"]);
  const other = await issue(given);
  expect(codes(await as.manager.send(contract.uploadScan, { params: { documentId: other.documentId }, query: {} }, { file: { name: "a.txt", bytes: Buffer.from("x") } }))).toEqual([
    "documents.scanWrong",
  ]);
});

dbTest("a withdrawn letter's links stop working, and a corrected mailbox asks for a new link", async ({ given, as }) => {
  const { documentId } = await issue(given);
  const secret = await ask(given, documentId);
  const [tenant] = await signersIn(given, documentId);
  await as.manager.send(contract.correctSigner, { params: { documentId, signerId: tenant!.id }, body: { email: "new@example.com", phone: null } });
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret } }))).toEqual(["documents.linkDead"]);
  const next = await ask(given, documentId);
  expect((await as.manager.send(contract.withdrawDocument, { params: { documentId }, body: { reason: "条款有误" } })).body).toMatchObject({ state: "withdrawn" });
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret: next } }))).toEqual(["documents.linkDead"]);
  expect(codes(await as.manager.send(contract.withdrawDocument, { params: { documentId }, body: { reason: "x" } }))).toEqual(["documents.closed"]);
});

dbTest("the seal of the site's company stands in its seal area once it has signed; a tenant's is on paper alone", async (world) => {
  const { given, as } = world;
  const images = async (hasSeal: boolean) => {
    if (hasSeal) await given.command((ctx) => putSeal(ctx, "property", { name: "章.png", bytes: Buffer.from(ink, "base64") }));
    const { documentId, hash } = await issue(given);
    const secret = await ask(given, documentId);
    await as.nobody.send(contract.signByLink, { body: { secret, pass: await admit(world, secret), image: ink, documentHash: hash } });
    const second = (await signersIn(given, documentId))[1]!;
    await as.manager.send(contract.signHere, { params: { documentId }, body: { signerId: second.id, image: ink, documentHash: hash } });
    await given.command((ctx) => finishDocument(ctx, { documentId }));
    const file = (await as.manager.send(contract.downloadDocument, { params: { documentId }, query: {} })).bytes;
    const pdf = await getDocumentProxy(new Uint8Array(file));
    const found = await Promise.all(
      Array.from({ length: pdf.numPages }, async (_, index) => (await (await pdf.getPage(index + 1)).getOperatorList()).fnArray.filter((code) => code === 85).length),
    );
    return found.reduce((sum, count) => sum + count, 0);
  };
  await given.command(someEntities);
  const without = await images(false);
  expect(await images(true)).toBe(without + 1);
});

dbTest("once all have signed, the file carries ink, times and a digital signature; what was issued is its beginning, and a changed copy shows (2.1.1-3)", async (world) => {
  const { given, as } = world;
  const { documentId, hash } = await issue(given);
  const secret = await ask(given, documentId);
  await as.nobody.send(contract.signByLink, { body: { secret, pass: await admit(world, secret), image: ink, documentHash: hash } });
  const second = (await signersIn(given, documentId))[1]!;
  await as.manager.send(contract.signHere, { params: { documentId }, body: { signerId: second.id, image: ink, documentHash: hash } });
  await given.command((ctx) => finishDocument(ctx, { documentId }));
  await given.command((ctx) => finishDocument(ctx, { documentId })); // a job may run twice

  const view = (await as.manager.send(contract.getDocument, { params: { documentId } })).body;
  const sealed = (await as.manager.send(contract.downloadDocument, { params: { documentId }, query: {} })).bytes;
  const issued = (await as.manager.send(contract.downloadDocument, { params: { documentId }, query: { as: "issued" } })).bytes;
  expect(sealed.subarray(0, issued.byteLength).equals(issued)).toBe(true);
  expect(isAsSigned(whatSigned(sealed))).toBe(true);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(sealed)), { mergePages: true });
  for (const part of ["2026-03-09 10:00:00 邮件验证码签署", "2026-03-09 10:00:00 账号签署", hash]) expect(text).toContain(part);

  const check = (bytes: Buffer) => as.manager.send(contract.checkFile, { body: undefined as never }, { file: { name: "a.pdf", bytes } });
  expect((await check(sealed)).body).toMatchObject({ isAsSigned: true, signatures: [{ isOurs: true }], document: { id: documentId, sealedHash: view.sealedHash } });
  const changed = Buffer.from(sealed);
  changed[2000]! ^= 1;
  expect((await check(changed)).body).toMatchObject({ isAsSigned: false, document: null });
});

dbTest("a site signs with a certificate of its own, a newer one, or one brought along; a wrong password is told", async ({ as, clock }) => {
  expect((await as.manager.send(contract.listCertificates, {})).body.items).toEqual([]);
  const made = await as.manager.send(contract.makeCertificate, {});
  expect(made.body).toMatchObject({ origin: "selfMade" });
  const pkcs12 = readFileSync(new URL("../../../platform/pdf/fixtures/aes.p12", import.meta.url)).toString("base64");
  expect(codes(await as.manager.send(contract.uploadCertificate, { body: { pkcs12, password: "no" } }))).toEqual(["documents.certificatePassword"]);
  expect(codes(await as.manager.send(contract.uploadCertificate, { body: { pkcs12: "AAAA", password: "" } }))).toEqual(["documents.certificateUnreadable"]);
  expect(codes(await as.manager.send(contract.uploadCertificate, { body: { pkcs12, password: "seal-2026" } }))).toEqual(["documents.certificateExpired"]); // before its first day
  clock.set("2027-01-04T02:00:00Z");
  expect((await as.manager.send(contract.uploadCertificate, { body: { pkcs12, password: "seal-2026" } })).body).toMatchObject({ origin: "uploaded", name: "Yunhe Seal" });
  expect((await as.manager.send(contract.listCertificates, {})).body.items.map(({ origin, endedAt }) => [origin, endedAt === null])).toEqual([
    ["uploaded", true],
    ["selfMade", false],
  ]);
  expect((await as.officer.send(contract.makeCertificate, {})).status).toBe(403);
});

dbTest("a contact whose authority to sign is taken, or who has left, loses the link they hold (2.1.1-3)", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const { id: contactId } = await given.contact({ tenantId, authorities: ["repair", "signing"] });
  const { documentId } = await issue(given, { tenantId, signers: [{ party: "tenant", name: "王敏", contactId, email: "wang@example.com" }] });
  const secret = await ask(given, documentId);
  expect((await as.nobody.send(contract.lookAtSigningLink, { body: { secret } })).status).toBe(200);
  const change = { name: "王敏", post: "", phone: "13800000000", email: "", authorities: ["repair" as const], state: "active" as const, version: 1 };
  expect((await as.manager.send(changeContact, { params: { tenantId, contactId }, body: change })).status).toBe(200);
  expect(codes(await as.nobody.send(contract.lookAtSigningLink, { body: { secret } }))).toEqual(["documents.linkDead"]);
});
