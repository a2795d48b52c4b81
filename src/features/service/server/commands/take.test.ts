import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { aTaking } from "../../samples.ts";

dbTest("a contact taken by telephone has its number, its owner and its due time (2.2.1-1, 2.2.2-3)", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const body = aTaking(tenantId, { unitId });
  const reply = await as.officer.send(contract.takeCase, { body });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({
    caseNo: "2026-00001",
    status: "registered",
    title: "18层空调不制冷",
    customerName: "云帆科技有限公司",
    place: "1座 18F 1803",
    ownerId: as.officer.person.id,
    firstOwnerId: as.officer.person.id,
    dueAt: "2026-03-10T10:00:00Z",
    isOverdue: false,
  });
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "case", id: body.id }));
  expect(duties.map(({ standard, outcome }) => [standard, outcome]).sort()).toEqual([
    ["firstFeedback", null],
    ["fourFacts", "kept"],
  ]);
});

dbTest("taking a contact without the four facts names all that are missing (2.2.1-1)", async ({ as }) => {
  const reply = await as.officer.send(contract.takeCase, { body: aTaking(null, { matter: "", contactName: "", severity: "grave" }) });
  expect(reply.status).toBe(422);
  expect(codes(reply)).toEqual(["service.contactMissing", "service.customerMissing", "service.matterMissing", "service.promiseMissing"]);
});

dbTest("the same form sent twice, even at once, is one contact with one number (2.2.1-1)", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const body = aTaking(tenantId);
  const replies = await Promise.all([1, 2, 3].map(() => as.officer.send(contract.takeCase, { body })));
  expect(replies.map(({ status, body: taken }) => [status, taken.caseNo])).toEqual([
    [200, "2026-00001"],
    [200, "2026-00001"],
    [200, "2026-00001"],
  ]);
  const next = await as.officer.send(contract.takeCase, { body: aTaking(tenantId) });
  expect(next.body.caseNo).toBe("2026-00002");
});

dbTest("an enquiry answered at once owes nothing but the call-back (2.1.2-1, 2.2.1-3)", async ({ given, as }) => {
  await given.command((ctx) => adoptProposedParameters(ctx));
  const { id: tenantId } = await given.tenant();
  const body = aTaking(tenantId, { kind: "enquiry", matter: "停车月卡怎么办理?", category: "parking", answer: { words: "带行驶证到前台办理。", means: "phone" } });
  const reply = await as.officer.send(contract.takeCase, { body });
  expect(reply.body).toMatchObject({ status: "feedbackGiven", handlerIds: [as.officer.person.id] });
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "case", id: body.id }));
  expect(duties.map(({ standard, outcome }) => [standard, outcome]).sort()).toEqual([
    ["callback", null],
    ["enquiryAnswered", "kept"],
    ["fourFacts", "kept"],
  ]);
});

dbTest("an unknown tenant, another tenant's contact and another site's unit are refused", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const { id: other } = await given.tenant();
  const { id: contactId } = await given.contact({ tenantId: other });
  const { id: unitId } = await given.unit({ siteId: await given.site() });
  expect(codes(await as.officer.send(contract.takeCase, { body: aTaking(newId()) }))).toEqual(["service.tenantNotFound"]);
  expect(codes(await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { contactId }) }))).toEqual(["service.contactNotFound"]);
  expect(codes(await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { unitId }) }))).toEqual(["service.unitNotFound"]);
});

dbTest("a complex complaint is owed an answer by the time promised at its receipt (2.2.1-2, 2.2.2-3)", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const body = aTaking(tenantId, { severity: "complex", promisedAt: "2026-03-12T02:00:00Z" });
  const reply = await as.officer.send(contract.takeCase, { body });
  expect(reply.body.dueAt).toBe("2026-03-12T02:00:00Z");
  const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "case", id: body.id }));
  expect(
    duties
      .filter(({ closedAt }) => closedAt === null)
      .map(({ standard }) => standard)
      .sort(),
  ).toEqual(["complexFeedback", "promiseKept"]);
});

dbTest("the one box finds tenant, contact, unit, lease and case by part of a word, in Chinese, pinyin initials and numbers", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant({ name: "蓝海投资" });
  await given.contact({ tenantId, name: "陈立", phone: "13912345678" });
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  await given.lease({ tenantId, unitId, leaseNo: "HT-2026-017" });
  await as.officer.send(contract.takeCase, { body: aTaking(tenantId, { matter: "电梯异响", unitId }) });
  const kinds = async (text: string) => (await as.officer.send(contract.search, { query: { text } })).body.items.map(({ kind }) => kind);
  expect(await kinds("蓝海")).toEqual(["tenant", "case"]);
  expect(await kinds("345678")).toEqual(["contact"]);
  expect(await kinds("1803")).toEqual(["unit", "case"]);
  expect(await kinds("2026-017")).toEqual(["lease"]);
  expect(await kinds("电梯")).toEqual(["case"]);
  expect(await kinds("dtyx")).toEqual(["case"]);
  expect(await kinds("2026-00001")).toEqual(["case"]);
  expect(await kinds("%")).toEqual([]);
});
