import { expect } from "vitest";
import { asId, newId } from "#kernel/id.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import { makeTenant, takeLead } from "../../contract/leads.ts";
import * as contract from "../../contract/papers.ts";
import type { PaperKind, PaperStage } from "../../rules/papers.ts";
import { aLead } from "../../samples.ts";
import { createTenant } from "../../contract.ts";
import { judgePapers } from "./papers.ts";

const file = { name: "scan.png", bytes: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };

/** A company with its credit code from which papers are wanted up to `stage`. */
async function company(
  { as }: World,
  stage: PaperStage | null = "lease",
  change: { name?: string; kind?: "company" | "branch" | "foreignCompany"; creditCode?: string | null } = {},
) {
  const id = newId<"tenant">();
  await as.manager.send(createTenant, { body: { id, name: "云帆科技有限公司", creditCode: "91350100M000100Y43", ...change } });
  await as.manager.send(contract.setPaperStage, { params: { tenantId: id }, body: { stage } });
  return id;
}

async function handIn({ as }: World, tenantId: string, kind: PaperKind, validity: { validFrom?: string; validTo?: string } = {}) {
  const reply = await as.officer.send(contract.handInForTenant, { params: { tenantId }, query: { id: newId(), kind, ...validity } }, { file });
  expect(reply.status).toBe(200);
  return reply.body;
}

async function accept(world: World, tenantId: string, kind: PaperKind, validTo: string | null = null) {
  const { id, version } = await handIn(world, tenantId, kind);
  const reply = await world.as.manager.send(contract.reviewPaper, { params: { paperId: id }, body: { result: "accepted", validTo, version } });
  expect(reply.status).toBe(200);
  return reply.body;
}

const standing = async ({ as }: World, tenantId: string) =>
  Object.fromEntries((await as.manager.send(contract.getTenantPapers, { params: { tenantId } })).body.wanted.map((wanted) => [wanted.kind, wanted.standing]));

dbTest("which papers are wanted follows from the kind of tenant and how far it has come (2.1.1-2)", async (world) => {
  const plain = await company(world);
  expect(Object.keys(await standing(world, plain))).toEqual(["businessLicence", "legalRepresentativeId", "authorisation", "agentId"]);
  const branch = await company(world, "lease", { name: "甲公司上海分公司", kind: "branch" });
  expect(Object.keys(await standing(world, branch))).toContain("parentAuthorisation");
  const none = await company(world, null, { name: "老租户有限公司" });
  expect(await standing(world, none)).toEqual({});
});

dbTest("a lease waits until every paper was handed in, checked, and still runs: the gate names all that stands against it (2.1.1-2)", async (world) => {
  const tenantId = await company(world, "lease", { creditCode: null });
  const against = async () =>
    (await world.as.manager.send(contract.getTenantPapers, { params: { tenantId } })).body.whyNotQualified.map(({ code, facts }) => `${code} ${facts["paper"] ?? ""}`.trim());
  expect(await against()).toEqual([
    "tenants.creditCodeMissing",
    "tenants.paperMissing businessLicence",
    "tenants.paperMissing legalRepresentativeId",
    "tenants.paperMissing authorisation",
    "tenants.paperMissing agentId",
  ]);
  await accept(world, tenantId, "businessLicence");
  await accept(world, tenantId, "legalRepresentativeId", "2026-03-20");
  await handIn(world, tenantId, "authorisation");
  const refused = await handIn(world, tenantId, "agentId");
  await world.as.manager.send(contract.reviewPaper, { params: { paperId: refused.id }, body: { result: "refused", refusal: "照片不清", version: 1 } });
  expect(await against()).toEqual(["tenants.creditCodeMissing", "tenants.paperUnchecked authorisation", "tenants.paperRefused agentId"]);
  expect(await standing(world, tenantId)).toEqual({ businessLicence: "good", legalRepresentativeId: "expiring", authorisation: "handedIn", agentId: "refused" });
  world.clock.set("2026-03-21T02:00:00Z");
  expect(await against()).toContain("tenants.paperExpired legalRepresentativeId");
});

dbTest("a foreign company needs no credit code (2.1.1-2)", async (world) => {
  const tenantId = await company(world, "intent", { name: "Foreign Ltd", kind: "foreignCompany", creditCode: null });
  await accept(world, tenantId, "foreignRegistration");
  expect((await world.as.manager.send(contract.getTenantPapers, { params: { tenantId } })).body.whyNotQualified).toEqual([]);
});

dbTest("at the approval of a lease the papers are judged: kept when all are in order, missed when it went on without (2.1.1-2)", async (world) => {
  const { given } = world;
  await given.command((ctx) => adoptProposedParameters(ctx));
  const tenantId = asId<"tenant">(await company(world));
  const judge = async () => {
    const subject = { kind: "lease", id: newId(), label: "租约 1" };
    return given.command(async (ctx) => {
      await judgePapers(ctx, { tenantId, subject, evidenceId: newId<"evidence">() });
      return (await dutiesOf(ctx, subject)).map(({ standard, outcome }) => [standard, outcome]);
    });
  };
  expect(await judge()).toEqual([["papersBeforeLease", "missed"]]);
  for (const kind of ["businessLicence", "legalRepresentativeId", "authorisation", "agentId"] as const) await accept(world, tenantId, kind);
  expect(await judge()).toEqual([["papersBeforeLease", "kept"]]);
});

dbTest("a paper is checked once, refused with a reason, and not accepted after its day (2.1.1-2)", async (world) => {
  const tenantId = await company(world);
  const paper = await handIn(world, tenantId, "businessLicence", { validFrom: "2026-01-01", validTo: "2030-01-01" });
  const review = (body: object) => world.as.manager.send(contract.reviewPaper, { params: { paperId: paper.id }, body: { version: 1, ...body } as never });
  expect(codes(await review({ result: "refused" }))).toEqual(["tenants.refusalMissing"]);
  expect(codes(await review({ result: "accepted", validTo: "2026-03-01" }))).toEqual(["tenants.acceptedExpired"]);
  expect(codes(await review({ result: "accepted", validFrom: "2027-03-01", validTo: "2026-04-01" }))).toEqual(["tenants.validityOrder"]);
  expect(codes(await review({ result: "accepted", version: 2 }))).toEqual(["tenants.stale"]);
  const both = await Promise.all([review({ result: "accepted" }), review({ result: "refused", refusal: "过期" })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(codes(both.find(({ status }) => status === 409)!)).toEqual(["tenants.alreadyReviewed"]);
  expect((await world.as.engineer.send(contract.getTenantPapers, { params: { tenantId } })).status).toBe(403);
  expect(codes(await world.as.manager.send(contract.getPaperFile, { params: { paperId: newId() } }))).toEqual(["tenants.paperNotFound"]);
  expect((await world.as.manager.send(contract.getPaperFile, { params: { paperId: paper.id } })).bytes.equals(file.bytes)).toBe(true);
});

dbTest("the site's list names what is missing, expired or runs out within 30 days, and goes to Excel (2.1.1-2)", async (world) => {
  const { as } = world;
  const tenantId = await company(world, "intent", { name: "甲有限公司" });
  const other = await company(world, "intent", { name: "乙有限公司" });
  await company(world, "intent", { name: "丙有限公司" });
  await accept(world, tenantId, "businessLicence", "2026-04-08");
  const waiting = await handIn(world, other, "businessLicence");
  const list = async (query: object = {}) =>
    (await as.manager.send(contract.listOwedPapers, { query: query as never })).body.items.map(({ name, kind, standing: how }) => [name, kind, how]);
  expect((await list()).toSorted()).toEqual([
    ["丙有限公司", "businessLicence", "missing"],
    ["乙有限公司", "businessLicence", "handedIn"],
    ["甲有限公司", "businessLicence", "expiring"],
  ]);
  expect(await list({ standing: "missing" })).toEqual([["丙有限公司", "businessLicence", "missing"]]);
  expect(await list({ stage: "lease" })).toEqual([]);
  const first = await as.manager.send(contract.listOwedPapers, { query: { limit: 1 } });
  expect((await as.manager.send(contract.listOwedPapers, { query: { limit: 5, cursor: first.body.next! } })).body.items).toHaveLength(2);
  expect((await as.manager.send(contract.listPapersToReview, { query: {} })).body.items).toMatchObject([{ id: waiting.id, name: "乙有限公司" }]);
  world.clock.set("2026-04-09T02:00:00Z");
  expect(await list({ standing: "expired" })).toEqual([["甲有限公司", "businessLicence", "expired"]]);
  const sheet = await readSheets((await as.manager.send(contract.exportOwedPapers, { query: {} })).bytes, "papers.xlsx");
  expect(await Array.fromAsync(sheet.rows(0))).toHaveLength(4);
});

dbTest("a tenant's contact sees the papers their company owes and hands them in; nothing of another company's (2.1.1-2)", async (world) => {
  const { as, given } = world;
  const tenantId = asId<"tenant">(await company(world));
  const theirs = await company(world, "lease", { name: "别家有限公司" });
  const secret = await handIn(world, theirs, "businessLicence");
  const { id: contactId } = await given.contact({ tenantId });
  const contact = as.contact({ tenantId, contactId });
  const owed = await contact.send(contract.getOwnPapers, {});
  expect(owed.body.wanted.map(({ standing: how }) => how)).toEqual(["missing", "missing", "missing", "missing"]);
  const sent = await contact.send(contract.handInOwn, { query: { id: newId(), kind: "businessLicence", validTo: "2040-01-01" } }, { file });
  expect(sent.body).toMatchObject({ state: "handedIn", fromPortal: true });
  expect((await contact.send(contract.getOwnPapers, {})).body.wanted[0]).toMatchObject({ kind: "businessLicence", standing: "handedIn" });
  expect((await contact.send(contract.getOwnPaperFile, { params: { paperId: sent.body.id } })).status).toBe(200);
  expect((await contact.send(contract.getOwnPaperFile, { params: { paperId: secret.id } })).status).toBe(404);
  expect((await as.contact({ tenantId, contactId, authorities: ["repair"] }).send(contract.getOwnPapers, {})).status).toBe(403);
});

dbTest("the papers of a lead go along when it becomes a tenant (2.1.1-2)", async (world) => {
  const { as, given } = world;
  await given.command((ctx) => adoptProposedParameters(ctx));
  const lead = (await as.officer.send(takeLead, { body: aLead({ answer: { kind: "call", next: { what: "签意向书", on: "2026-03-12" } } }) })).body;
  const reply = await as.officer.send(contract.handInForLead, { params: { leadId: lead.id }, query: { id: newId(), kind: "businessLicence" } }, { file });
  expect(reply.body).toMatchObject({ leadId: lead.id, tenantId: null });
  const tenantId = newId<"tenant">();
  await as.officer.send(makeTenant, { params: { leadId: lead.id }, body: { tenantId, contactId: newId(), isNew: true, version: lead.version } });
  expect(await standing(world, tenantId)).toMatchObject({ businessLicence: "handedIn", authorisation: "missing" });
});
