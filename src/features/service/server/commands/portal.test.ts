import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { aTaking } from "../../samples.ts";

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const telling = { isResult: true, words: "已修复。", toWhom: "王敏", means: "phone" } as const;
const good = { speed: 5, attitude: 5, quality: 5, result: 4 };

async function companyHere({ given, as }: World) {
  await given.command((ctx) => adoptProposedParameters(ctx));
  await as.officer.send(contract.listCases, { query: {} });
  const { id: tenantId } = await given.tenant({ name: "蓝海投资" });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  await given.lease({ tenantId, unitId });
  const { id: contactId } = await given.contact({ tenantId, name: "王敏", email: "wang@example.com" });
  return { tenantId, unitId, contactId, contact: as.contact({ tenantId, contactId }) };
}

/** The links in the mails that wait in the queue. */
async function ratingTokens({ runtime }: World): Promise<string[]> {
  const { rows } = await runtime.pool.query<{ text: string }>(
    "select payload ->> 'text' as text from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id where task.identifier = 'mail.send' order by job.id",
  );
  return rows.flatMap(({ text }) => /\/portal\/rate#[0-9a-f-]+\/([\w-]+)/.exec(text)?.[1] ?? []);
}

dbTest("a tenant's contact reports with a photo; somebody at the desk owns it at once, and the contact follows it (2.2.1-1, 2.2.2-3)", async (world) => {
  const { as } = world;
  const { contact, unitId } = await companyHere(world);
  const id = newId<"case">();
  const reported = await contact.send(contract.reportCase, { body: { id, matter: "卫生间漏水,请尽快处理。", category: "water", unitId } });
  expect(reported.body).toMatchObject({ status: "registered", ownerName: "serviceOfficer", contactName: "王敏", place: "1座 18F 1803" });
  expect((await contact.send(contract.reportCase, { body: { id, matter: "又一次" } })).body.caseNo).toBe(reported.body.caseNo);
  const attached = await contact.send(contract.attachOwn, { params: { caseId: id } } as never, { file: { name: "漏水.png", bytes: png } });
  expect(attached.status).toBe(200);
  expect((await contact.send(contract.getOwnFile, { params: { caseId: id, fileId: attached.body.id } })).bytes.equals(png)).toBe(true);
  await contact.send(contract.answerCase, { params: { caseId: id }, body: { text: "下午在公司" } });
  const seen = await as.officer.send(contract.getCase, { params: { caseId: id } });
  expect(seen.body.timeline.map(({ kind, actorName }) => [kind, actorName])).toEqual(
    expect.arrayContaining([
      ["taken", "contact"],
      ["attached", "contact"],
      ["noted", "contact"],
    ]),
  );
  expect((await contact.send(contract.listOwnCases, { query: { isOpen: "true" } })).body.items).toHaveLength(1);
});

dbTest("a contact reports only at units of their company, and with a matter", async (world) => {
  const { given } = world;
  const { contact } = await companyHere(world);
  const { id: foreign } = await given.unit({ unitNo: "1901", floor: "19F" });
  expect(codes(await contact.send(contract.reportCase, { body: { id: newId(), matter: "x", unitId: foreign } }))).toEqual(["service.unitNotFound"]);
  expect(codes(await contact.send(contract.reportCase, { body: { id: newId(), matter: " " } }))).toEqual(["service.matterMissing"]);
});

dbTest("a contact sees their own company only, and never what was written for staff", async (world) => {
  const { as, given, siteId, runtime } = world;
  const { contact, tenantId } = await companyHere(world);
  const { id: otherTenant } = await given.tenant();
  const [own, foreign] = await Promise.all([tenantId, otherTenant].map(async (id) => (await as.officer.send(contract.takeCase, { body: aTaking(id) })).body.id));
  const params = { caseId: own! };
  await as.officer.send(contract.note, { params, body: { text: "客户脾气大,小心应对", audience: "internal" } });
  await as.officer.send(contract.note, { params, body: { text: "师傅 15 点到", audience: "tenant" } });
  const secret = await as.officer.send(contract.attach, { params, query: { audience: "internal" } } as never, { file: { name: "内部.png", bytes: png } });
  await as.officer.send(contract.dispatch, { params, body: { department: "engineering", instructions: "内部指示" } });

  const seen = await contact.send(contract.getOwnCase, { params });
  expect(seen.body.timeline.map(({ text }) => text)).toEqual(["18层空调不制冷。会议室温度 29 度。", "师傅 15 点到"]);
  expect(seen.body.files).toEqual([]);
  expect(JSON.stringify(seen.body)).not.toMatch(/脾气|内部/);
  expect((await contact.send(contract.getOwnFile, { params: { caseId: own!, fileId: secret.body.id } })).status).toBe(404);
  expect((await contact.send(contract.getOwnCase, { params: { caseId: foreign! } })).status).toBe(404);
  expect((await contact.send(contract.answerCase, { params: { caseId: foreign! }, body: { text: "x" } })).status).toBe(404);
  expect((await contact.send(contract.getCase, { params })).status).toBe(403);
  expect((await contact.send(contract.listOwnCases, { query: {} })).body.items.map(({ id }) => id)).toEqual([own]);

  // Row-level security alone, without any query's own limit.
  const actor = { kind: "person" as const, personId: null, name: "x", isAdministrator: false, grants: [{ siteId, role: "tenantContact" as const, tenantId, authorities: [] }] };
  const texts = await runtime.at(siteId, { actor }, (ctx) => ctx.tx.selectFrom("service.entry").select(["text", "audience", "tenant_id"]).execute());
  expect(new Set(texts.map(({ audience, tenant_id }) => `${audience} ${tenant_id}`))).toEqual(new Set([`tenant ${tenantId}`]));
});

dbTest("the contact is told by mail at receipt, promise and feedback, in words meant for them (2.2.1-2, 2.2.1-3)", async (world) => {
  const { as, runtime } = world;
  const { tenantId, contactId } = await companyHere(world);
  const { body } = await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { contactId }) });
  const params = { caseId: body.id };
  await as.officer.send(contract.promise, { params, body: { promisedAt: "2026-03-10T02:00:00Z" } });
  await as.officer.send(contract.giveFeedback, { params, body: telling });
  const { rows } = await runtime.pool.query<{ mail: { to: string; subject: string; siteId: string } }>(
    "select payload as mail from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id where task.identifier = 'mail.send' and payload ->> 'siteId' = $1 order by job.id",
    [world.siteId],
  );
  expect(rows.map(({ mail }) => [mail.to, mail.subject])).toEqual([
    ["wang@example.com", "已受理：18层空调不制冷"],
    ["wang@example.com", "答复时间：18层空调不制冷"],
    ["wang@example.com", "答复：18层空调不制冷"],
  ]);
});

async function answered(world: World) {
  const { as } = world;
  const { tenantId, contactId, contact } = await companyHere(world);
  const { body } = await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { contactId }) });
  await as.officer.send(contract.giveFeedback, { params: { caseId: body.id }, body: telling });
  return { caseId: body.id as Id<"case">, token: (await ratingTokens(world)).at(-1)!, contact };
}

dbTest("a rating link works once without sign-in: the rating is the call-back, may be corrected for 12 hours, then it is frozen (2.2.1-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, token } = await answered(world);
  const params = { token };
  expect((await as.nobody.send(contract.getLinkedRating, { params })).body).toMatchObject({ state: "open", title: "18层空调不制冷", rating: null });
  const rated = await as.nobody.send(contract.rateByLink, { params, body: { ...good, opinion: "很好" } });
  expect(rated.body).toMatchObject({ state: "changeable", rating: { result: 4, opinion: "很好" } });
  expect((await as.officer.send(contract.getCase, { params: { caseId } })).body.case.status).toBe("revisited");
  clock.advance({ hours: 11 });
  expect((await as.nobody.send(contract.rateByLink, { params, body: { ...good, result: 3 } })).body).toMatchObject({ state: "changeable", rating: { result: 3 } });
  clock.advance({ hours: 1 });
  expect(codes(await as.nobody.send(contract.rateByLink, { params, body: good }))).toEqual(["service.ratingFrozen"]);
  expect((await as.nobody.send(contract.getLinkedRating, { params })).body.state).toBe("frozen");
  const kinds = (await as.officer.send(contract.getCase, { params: { caseId } })).body.timeline.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "rated")).toHaveLength(2);
});

dbTest("a rating link expires, a newer one replaces it, a call-back spends it, and an invented one is unknown (2.2.1-3)", async (world) => {
  const { as, clock } = world;
  const { caseId, token } = await answered(world);
  expect(codes(await as.nobody.send(contract.getLinkedRating, { params: { token: "x".repeat(32) } }))).toEqual(["service.linkUnknown"]);
  await as.officer.send(contract.sendRatingLink, { params: { caseId }, body: {} });
  const newer = (await ratingTokens(world)).at(-1)!;
  expect(codes(await as.nobody.send(contract.rateByLink, { params: { token }, body: good }))).toEqual(["service.linkSpent"]);
  clock.advance({ hours: 24 * 14 });
  expect(codes(await as.nobody.send(contract.rateByLink, { params: { token: newer }, body: good }))).toEqual(["service.linkExpired"]);
  await as.supervisor.send(contract.callBack, { params: { caseId }, body: { ...good, visited: "王敏", means: "phone" } });
  expect(codes(await as.nobody.send(contract.rateByLink, { params: { token: newer }, body: good }))).toEqual(["service.linkSpent"]);
  expect(codes(await as.officer.send(contract.sendRatingLink, { params: { caseId }, body: {} }))).toEqual(["service.alreadyCalledBack"]);
});

dbTest("two ratings sent at once through one link make one call-back (2.2.1-3)", async (world) => {
  const { as } = world;
  const { caseId, token } = await answered(world);
  const replies = await Promise.all([4, 5].map((result) => as.nobody.send(contract.rateByLink, { params: { token }, body: { ...good, result } })));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  const page = await as.officer.send(contract.getCase, { params: { caseId } });
  expect(page.body.case).toMatchObject({ status: "revisited", round: 1 });
});

dbTest("a poor rating opens the case anew; the portal shows what may still be rated (2.2.1-3)", async (world) => {
  const { as } = world;
  const { caseId, contact } = await answered(world);
  const params = { caseId };
  expect((await contact.send(contract.getOwnCase, { params })).body.case.rating).toEqual({ state: "open", result: null });
  const rated = await contact.send(contract.rateOwnCase, { params, body: { ...good, result: 1, opinion: "没修好" } });
  expect(rated.body).toMatchObject({ status: "reopened" });
  expect((await as.officer.send(contract.listCases, { query: { view: "unanswered" } })).body.items.map(({ id, round }) => [id, round])).toEqual([[caseId, 2]]);
  expect((await as.officer.send(contract.rateOwnCase, { params, body: good })).status).toBe(403);
});
