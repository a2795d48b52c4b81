import { expect } from "vitest";
import { z } from "zod";
import type { WireOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { getDocument, signAsContact, signHere } from "#features/documents/contract.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { factsOfSubject } from "#features/evidence/server/index.ts";
import { putEntity } from "#features/sites/contract.ts";
import { handInForTenant, reviewPaper } from "#features/tenants/contract/papers.ts";
import { createTenant } from "#features/tenants/contract.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";
import { scheduleOf } from "../../rules.ts";
import { someTerms } from "../../samples.ts";
import { recordSignedLease, schedulesAt, signIfReady, termsOf } from "../index.ts";

const ink =
  "iVBORw0KGgoAAAANSUhEUgAAADwAAAAUCAQAAAB7CpaiAAAAgUlEQVR42u3W3QqAIAwF4D1K7/+S60KCQFvnR5Qgdit86typOGJPxQ8vqWTgnES2CnL5LBaDr8UO3W0dRb3rHtwYwypnfmwSjip08TY4FqdfnyOHop0GpoBn6zPDg8eiNU3Mu8KOaDpiFLTvtJBsKhu3NJMSzUmkdDLc/rx97kfgBNeICptCJkoUAAAAAElFTkSuQmCC";
const file = { name: "scan.png", bytes: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };
const day = (text: string) => Temporal.PlainDate.from(text);
type Terms = ReturnType<typeof someTerms>;
const wire = (terms: Terms) => z.encode(contract.leaseTermsField, terms);

/** A tenant whose papers are in order, with a contact who may sign. */
async function tenantInOrder({ as, given }: World, name = "云帆科技有限公司"): Promise<{ tenantId: Id<"tenant">; contactId: Id<"contact"> }> {
  const tenantId = newId<"tenant">();
  await as.manager.send(createTenant, { body: { id: tenantId, name, creditCode: "91350100M000100Y43" } });
  for (const kind of ["businessLicence", "legalRepresentativeId", "authorisation", "agentId"] as const) {
    const paper = (await as.officer.send(handInForTenant, { params: { tenantId }, query: { id: newId(), kind } }, { file })).body;
    await as.manager.send(reviewPaper, { params: { paperId: paper.id }, body: { result: "accepted", validTo: null, version: paper.version } });
  }
  const { id: contactId } = await given.contact({ tenantId, name: "王敏", email: "wang@example.com", authorities: ["signing", "fees"] });
  return { tenantId, contactId };
}

async function entities({ as }: World): Promise<void> {
  for (const [kind, name] of [
    ["owner", "云河置业有限公司"],
    ["property", "楼诺物业服务有限公司"],
  ] as const)
    expect((await as.administrator.send(putEntity, { params: { kind }, body: { id: newId(), name, creditCode: "91350100M000100Y43" } })).status).toBe(200);
}

const leasing = ({ as }: World) => as.role("leasingOfficer");

async function drafted(world: World, tenantId: Id<"tenant">, terms: Terms, leaseNo = "2026-001") {
  const reply = await leasing(world).send(contract.draftLease, { body: { id: newId(), leaseNo, tenantId, terms: wire(terms), moveInOn: "2026-08-01" } });
  expect(reply.status).toBe(200);
  return reply.body;
}

type View = WireOf<typeof contract.leaseViewField>;
const at = ({ lease, versions }: View, number = versions.at(-1)!.number) => ({
  params: { leaseId: lease.id, number: String(number) },
  version: versions.find((each) => each.number === number)!.version,
});

async function approved(world: World, view: View, number?: number): Promise<View> {
  const { params, version } = at(view, number);
  expect((await leasing(world).send(contract.submitTerms, { params, body: { version } })).status).toBe(200);
  const reply = await world.as.manager.send(contract.approveTerms, { params, body: { version: version + 1 } });
  expect(reply.status).toBe(200);
  return reply.body;
}

const viewOf = async ({ as }: World, { lease }: View): Promise<View> => (await as.manager.send(contract.getLease, { params: { leaseId: lease.id } })).body;
const against = (view: View) => view.open?.whyNotSign.map(({ code }) => code) ?? [];

async function explain(world: World, view: View, contactId: Id<"contact">): Promise<void> {
  for (const { code, hash } of view.points)
    expect((await leasing(world).send(contract.confirmPoint, { params: { leaseId: view.lease.id, point: code }, body: { hash, contactId } })).status).toBe(200);
}

async function signAll(world: World, documentIds: readonly string[], who: { tenantId: Id<"tenant">; contactId: Id<"contact"> }): Promise<void> {
  const contact = world.as.contact(who);
  for (const documentId of documentIds) {
    const document = (await world.as.manager.send(getDocument, { params: { documentId } })).body;
    for (const { id: signerId, party } of document.signers) {
      const body = { signerId, image: ink, documentHash: document.hash };
      const reply =
        party === "tenant" ? await contact.send(signAsContact, { params: { documentId }, body }) : await world.as.manager.send(signHere, { params: { documentId }, body });
      expect(reply.status).toBe(200);
    }
  }
}

dbTest(
  "a lease goes from draft to signed: approved by another, annexed, explained, signed by both (2.1.1-3, 2.1.2-2)",
  async (world) => {
    const { as, given } = world;
    const { id: unitId } = await given.unit({ unitNo: "1803" });
    const who = await tenantInOrder(world);
    await entities(world);
    const draft = await drafted(world, who.tenantId, someTerms({}, unitId));
    expect(draft).toMatchObject({
      lease: { status: "draft", rentStart: "2026-08-01", moveInOn: "2026-08-01", place: "1座 18F 1803" },
      versions: [{ number: 1, kind: "original" }],
    });
    expect((await as.manager.send(contract.occupancy, { query: { on: "2026-09-01" } })).body.leases).toEqual([]);

    const view = await approved(world, draft);
    expect([...new Set(against(view))].sort()).toEqual(["leasing.annexMissing", "leasing.letterMissing", "leasing.notExplained"]);
    const { params } = at(view);
    expect(codes(await leasing(world).send(contract.signTerms, { params, body: { signedOn: "2026-03-09" } }))).toContain("leasing.letterMissing");

    const issued = await as.manager.send(contract.issueLetters, { params, body: { contactId: who.contactId } });
    expect(issued.status).toBe(200);
    expect([...new Set(against(issued.body))].sort()).toEqual(["leasing.annexUnsigned", "leasing.letterUnsigned", "leasing.notExplained"]);

    const portal = (await as.contact(who).send(contract.portalLeases, {})).body.leases;
    expect(portal).toMatchObject([{ lease: { leaseNo: "2026-001", status: "approved" }, mayConfirm: true }]);
    const [price] = portal[0]!.points;
    const stale = { params: { leaseId: view.lease.id, point: price!.code }, body: { hash: "0".repeat(64) } };
    expect(codes(await as.contact(who).send(contract.portalConfirmPoint, stale))).toEqual(["leasing.pointChanged"]);
    expect((await as.contact({ ...who, authorities: ["fees"] }).send(contract.portalConfirmPoint, stale)).status).toBe(403);
    expect((await as.contact(who).send(contract.portalConfirmPoint, { ...stale, body: { hash: price!.hash } })).status).toBe(200);
    await explain(world, { ...issued.body, points: issued.body.points.slice(1) }, who.contactId);

    const letters = [...issued.body.annexes.flatMap(({ documentId }) => documentId ?? []), issued.body.versions[0]!.documentId!];
    expect(letters).toHaveLength(3);
    await signAll(world, letters, who);
    await given.command((ctx) => signIfReady(ctx, { leaseId: view.lease.id as Id<"lease">, number: 1 }));
    const signed = await viewOf(world, view);
    expect(signed).toMatchObject({ lease: { status: "signed" }, open: null, versions: [{ status: "signed", signedOn: "2026-03-09", grade: "electronic" }] });
    expect((await as.manager.send(contract.occupancy, { query: { on: "2026-09-01" } })).body.leases).toHaveLength(1);

    const duties = await given.command((ctx) => dutiesOf(ctx, { kind: "lease", id: view.lease.id }));
    expect(duties.map(({ standard, outcome }) => [standard, outcome]).sort()).toEqual([
      ["annexesComplete", "kept"],
      ["papersBeforeLease", "kept"],
      ["termsExplained", "kept"],
    ]);
    const names = (await given.command((ctx) => factsOfSubject(ctx, { kind: "lease", id: view.lease.id }))).map(({ name }) => name);
    for (const name of ["leasing.terms_drafted", "leasing.terms_submitted", "leasing.terms_approved", "leasing.point_explained", "leasing.lease_signed"])
      expect(names).toContain(name);
  },
  60_000,
);

dbTest("whoever submits terms does not approve them; who approves may send them back with the reason (2.1.1-3)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const managed = await world.as.manager.send(contract.draftLease, { body: { id: newId(), leaseNo: "A-1", tenantId, terms: wire(someTerms({}, unitId)) } });
  const { params, version } = at(managed.body);
  expect(codes(await world.as.manager.send(contract.approveTerms, { params, body: { version } }))).toEqual(["leasing.notSubmitted"]);
  await world.as.manager.send(contract.submitTerms, { params, body: { version } });
  expect(codes(await world.as.manager.send(contract.approveTerms, { params, body: { version: version + 1 } }))).toEqual(["leasing.ownApproval"]);
  expect((await leasing(world).send(contract.approveTerms, { params, body: { version: version + 1 } })).status).toBe(403);
  const refused = await world.as.role("projectManager", { name: "another" }).send(contract.refuseTerms, { params, body: { version: version + 1, reason: "免租期过长" } });
  expect(refused.body).toMatchObject({ lease: { status: "draft" }, versions: [{ status: "draft", refusedReason: "免租期过长", submittedAt: null }] });
  expect(codes(await world.as.manager.send(contract.submitTerms, { params, body: { version: version + 1 } }))).toEqual(["leasing.stale"]);
});

dbTest("a draft may be wrong, but is not submitted so: everything against it is named (2.1.1-3; Civil Code 586, 705)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const terms = someTerms({ leaseEnd: day("2050-05-31"), earnestMoney: 70_000_000 }, unitId);
  const draft = await drafted(world, tenantId, terms);
  const { params, version } = at(draft);
  expect(codes(await leasing(world).send(contract.submitTerms, { params, body: { version } }))).toEqual(["leasing.termsTooLong"]);
  const change = (next: Terms, read: number) =>
    leasing(world).send(contract.changeDraft, { params: { leaseId: draft.lease.id }, body: { leaseNo: "2026-001", tenantId, terms: wire(next), version: read } });
  const changed = await change({ ...terms, leaseEnd: day("2029-05-31") }, version);
  expect(codes(await leasing(world).send(contract.submitTerms, { params, body: { version: at(changed.body).version } }))).toEqual(["leasing.earnestTooHigh"]);
  expect(codes(await change(terms, version))).toEqual(["leasing.stale"]);
  const backwards = await leasing(world).send(contract.draftLease, {
    body: { id: newId(), leaseNo: "B", tenantId, terms: wire(someTerms({ leaseEnd: day("2026-01-01") }, unitId)) },
  });
  expect(codes(backwards)).toEqual(["leasing.endsBeforeItStarts"]);
});

dbTest("a lease number is given once; a cancelled draft gives it back (2.1.1-3)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const draft = await drafted(world, tenantId, someTerms({}, unitId));
  const again = () => leasing(world).send(contract.draftLease, { body: { id: newId(), leaseNo: "2026-001", tenantId, terms: wire(someTerms({}, unitId)) } });
  expect(codes(await again())).toEqual(["leasing.leaseNoTaken"]);
  const { params, version } = at(draft);
  const cancelled = await leasing(world).send(contract.cancelTerms, { params, body: { version, reason: "客户改租他处" } });
  expect(cancelled.body.lease.status).toBe("cancelled");
  expect((await again()).status).toBe(200);
});

dbTest("the manager opens the gate with a reason, which counts against the standards passed over (2.1.1-3, 2.1.2-2)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const view = await approved(world, await drafted(world, tenantId, someTerms({}, unitId)));
  expect(against(view)).toEqual(expect.arrayContaining(["leasing.entityMissing", "tenants.paperMissing", "leasing.annexMissing", "leasing.notExplained"]));
  const { params } = at(view);
  expect((await leasing(world).send(contract.overrideSignature, { params, body: { signedOn: "2026-03-08", reason: "集团批示" } })).status).toBe(403);
  expect(codes(await world.as.manager.send(contract.overrideSignature, { params, body: { signedOn: "2026-03-10", reason: "集团批示" } }))).toEqual(["leasing.signedInFuture"]);
  const signed = await world.as.manager.send(contract.overrideSignature, { params, body: { signedOn: "2026-03-08", reason: "集团批示" } });
  expect(signed.body).toMatchObject({ lease: { status: "signed" }, versions: [{ grade: "paper", signedOn: "2026-03-08" }] });
  const duties = await world.given.command((ctx) => dutiesOf(ctx, { kind: "lease", id: view.lease.id }));
  expect(new Set(duties.map(({ outcome }) => outcome))).toEqual(new Set(["missed"]));
});

dbTest("of two leases of one unit signed at the same moment one wins and the other is told (2.1.1-3)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const views: View[] = [];
  for (const [place, leaseNo] of ["2026-001", "2026-002"].entries()) {
    const { id: tenantId } = await world.given.tenant({ name: `候选租户${place}有限公司` });
    views.push(await approved(world, await drafted(world, tenantId, someTerms({}, unitId), leaseNo)));
  }
  const replies = await Promise.all(
    views.map((view) => world.as.manager.send(contract.overrideSignature, { params: at(view).params, body: { signedOn: "2026-03-09", reason: "同时签署" } })),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(replies.find(({ status }) => status === 409)!)).toEqual(["leasing.overlapping"]);
});

dbTest("a lease signed on paper elsewhere is recorded with its terms, bills are made from it, and its terms are changed by amendment only (2.1.1-3)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const leaseId = newId<"lease">();
  const terms = someTerms({ leaseStart: day("2026-06-01") }, unitId);
  const body = { id: leaseId, leaseNo: "P-1", tenantId, terms: wire(terms), signedOn: "2026-03-01" };
  expect((await leasing(world).send(contract.recordSigned, { body })).body).toMatchObject({ lease: { status: "signed" }, versions: [{ grade: "paper", status: "signed" }] });
  expect(codes(await leasing(world).send(contract.recordSigned, { body: { ...body, id: newId(), leaseNo: "P-2" } }))).toEqual(["leasing.overlapping"]);

  const batch = await world.given.command((ctx) => schedulesAt(ctx, { from: day("2026-06-01"), to: day("2026-06-30"), limit: 10 }));
  expect(batch.map((each) => each.leaseId)).toEqual([leaseId]);
  expect(batch[0]!.versions).toEqual([{ number: 1, effectiveFrom: terms.leaseStart, terms, tenantId }]);
  expect(await world.given.command((ctx) => schedulesAt(ctx, { from: day("2026-06-01"), to: day("2026-06-30"), after: leaseId, limit: 10 }))).toEqual([]);
  expect((await world.given.command((ctx) => termsOf(ctx, leaseId))).map((version) => version.terms)).toEqual([terms]);

  expect(codes(await world.as.manager.send(contract.endLease, { params: { leaseId }, body: { how: "ended", on: "2027-01-01", reason: "退租", version: 1 } }))).toEqual([
    "leasing.writtenTerms",
  ]);
  const schedule = await world.as.manager.send(contract.getSchedule, { params: { leaseId } });
  expect(schedule.body.lines.length).toBe(scheduleOf(terms).length);
});

dbTest("many leases signed elsewhere are recorded in one go", async (world) => {
  const { id: tenantId } = await world.given.tenant();
  const units: Id<"unit">[] = [];
  for (let place = 0; place < 40; place++) units.push((await world.given.unit({ floor: "19F", level: 19 })).id);
  await world.given.command(async (ctx) => {
    for (const [place, unitId] of units.entries())
      await recordSignedLease(ctx, { id: newId(), leaseNo: `S-${place}`, tenantId, terms: someTerms({}, unitId), handoverOn: null, moveInOn: null, signedOn: day("2026-03-01") });
  });
  const { leases } = (await world.as.manager.send(contract.occupancy, { query: { on: someTerms().leaseStart.toString() } })).body;
  expect(new Set(leases.map(({ unitId }) => unitId))).toEqual(new Set(units));
});

dbTest(
  "letters that wait for signatures are withdrawn with the terms, and issued again as a new version (2.1.1-3)",
  async (world) => {
    const { id: unitId } = await world.given.unit();
    const who = await tenantInOrder(world);
    await entities(world);
    const view = await approved(world, await drafted(world, who.tenantId, someTerms({}, unitId)));
    const issue = (from: View) =>
      world.as.manager.send(contract.issueLetters, { params: at(from).params, body: { contactId: who.contactId, language: "both", letters: ["lease"] } });
    const issued = await issue(view);
    const documentId = issued.body.versions[0]!.documentId!;
    const { params, version } = at(issued.body);
    const back = await leasing(world).send(contract.withdrawTerms, { params, body: { version, reason: "价格有误" } });
    expect(back.body.versions[0]).toMatchObject({ status: "draft", documentId: null });
    expect((await world.as.manager.send(getDocument, { params: { documentId } })).body.state).toBe("withdrawn");
    const again = await issue(await approved(world, back.body));
    expect((await world.as.manager.send(getDocument, { params: { documentId: again.body.versions[0]!.documentId! } })).body).toMatchObject({ version: 2, state: "signing" });
  },
  60_000,
);

dbTest("which annexes a lease has is the site's to decide (2.1.1-3)", async (world) => {
  const list = (await world.as.manager.send(contract.getAnnexes, {})).body;
  expect(list.annexes.filter(({ isCompulsory }) => isCompulsory).map(({ code }) => code)).toEqual(["serviceAgreement", "fireLetter"]);
  const own = {
    code: "parking",
    name: { zh: "车位使用协议", en: "Parking agreement" },
    letter: "text",
    body: { zh: "按位停放。", en: "Park in your place." },
    isCompulsory: true,
  } as const;
  const put = (version: number | null) => world.as.manager.send(contract.putAnnexes, { body: { annexes: [...list.annexes, own], version } });
  expect((await put(null)).body).toMatchObject({ version: 1 });
  expect(codes(await put(null))).toEqual(["leasing.stale"]);
  expect((await put(1)).body).toMatchObject({ version: 2 });
  expect((await leasing(world).send(contract.putAnnexes, { body: { annexes: [], version: 2 } })).status).toBe(403);
});

dbTest("past every command, the database itself keeps a second live lease out of a unit, and signed terms from being changed (2.1.1-3)", async (world) => {
  const { id: unitId } = await world.given.unit();
  const { id: tenantId } = await world.given.tenant();
  const leaseId = newId<"lease">();
  const written = { id: leaseId, leaseNo: "D-1", tenantId, terms: someTerms({}, unitId), handoverOn: null, moveInOn: null };
  await world.given.command((ctx) => recordSignedLease(ctx, { ...written, signedOn: day("2026-03-01") }));
  await expect(world.given.lease({ tenantId, unitId, start: "2029-05-31", end: "2030-05-31" })).rejects.toThrow("one_tenant_at_a_time");
  const rewrite = world.given.command((ctx) => ctx.tx.updateTable("leasing.lease_terms").set({ reason: "改写" }).where("lease_id", "=", leaseId).execute());
  await expect(rewrite).rejects.toThrow("signed terms stay as they are");
});
