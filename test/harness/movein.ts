import { sql } from "kysely";
import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { putTerms, someEntities, someTerms } from "#features/billing/samples.ts";
import { issueFirstBill, openLines } from "#features/billing/server/index.ts";
import { getDocument, listDocuments, signAsContact, signHere } from "#features/documents/contract.ts";
import { issueLetters } from "#features/leasing/contract.ts";
import { adoptProposedParameters } from "#features/manual/server/index.ts";
import * as contract from "#features/movein/contract.ts";
import { takePayment } from "#features/payments/server/index.ts";
import { handInForTenant, reviewPaper } from "#features/tenants/contract/papers.ts";
import { papersWanted } from "#features/tenants/rules.ts";
import type { World } from "./index.ts";

// A tenant moving in, record by record, each by the command that makes it. Manual 2.1.1.

const ink =
  "iVBORw0KGgoAAAANSUhEUgAAADwAAAAUCAQAAAB7CpaiAAAAgUlEQVR42u3W3QqAIAwF4D1K7/+S60KCQFvnR5Qgdit86typOGJPxQ8vqWTgnES2CnL5LBaDr8UO3W0dRb3rHtwYwypnfmwSjip08TY4FqdfnyOHop0GpoBn6zPDg8eiNU3Mu8KOaDpiFLTvtJBsKhu3NJMSzUmkdDLc/rx97kfgBNeICptCJkoUAAAAAElFTkSuQmCC";
const file = { name: "scan.png", bytes: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };

/** V4's tenant with its signed lease, recorded from paper without its annexes: 500 ㎡ from June 2026, 押三付三, a contact who signs. `number`: which of several at one site. */
export async function begun(world: World, number = 1) {
  world.clock.set("2026-05-28T01:00:00Z");
  const { id: unitId } = await world.given.unit({ unitNo: `${1802 + number}` });
  const { id: tenantId } = await world.given.tenant({ name: `启明科技有限公司${number > 1 ? number : ""}` });
  await world.given.command((ctx) => sql`update tenants.tenant set credit_code = '91350100M000100Y43' where id = ${tenantId}`.execute(ctx.tx));
  const { id: leaseId } = await world.given.lease({ tenantId, unitId, start: "2026-06-01", end: "2029-05-31", leaseNo: `YF-2026-${String(30 + number).padStart(3, "0")}` });
  const { id: contactId } = await world.given.contact({ tenantId, name: "林静", authorities: ["signing", "fees"] });
  await world.given.command(async (ctx) => {
    if (number === 1) {
      await adoptProposedParameters(ctx);
      await someEntities(ctx);
    }
    await putTerms(ctx, { leaseId, tenantId, terms: someTerms(unitId) });
  });
  const caseId = newId<"moveIn">();
  const reply = await world.as.role("leasingOfficer").send(contract.openMoveIn, { body: { id: caseId, leaseId } });
  expect(reply.status).toBe(200);
  return { unitId, tenantId, leaseId, contactId, caseId, view: reply.body };
}
export type Begun = Awaited<ReturnType<typeof begun>>;

export async function handInPapers({ as }: World, { tenantId }: Begun): Promise<void> {
  for (const kind of papersWanted("company", "moveIn")) {
    const paper = (await as.officer.send(handInForTenant, { params: { tenantId }, query: { id: newId(), kind } }, { file })).body;
    await as.manager.send(reviewPaper, { params: { paperId: paper.id }, body: { result: "accepted", validTo: null, version: paper.version } });
  }
}

/** Everything about a subject that waits for signatures is signed, by the contact and then by us. */
export async function signAll(world: World, subject: { kind: string; id: string }, { tenantId, contactId }: Begun): Promise<void> {
  const contact = world.as.contact({ tenantId, contactId });
  const { items } = (await world.as.manager.send(listDocuments, { query: { subjectKind: subject.kind, subjectId: subject.id } })).body;
  for (const { id: documentId } of items.filter(({ state }) => state === "issued" || state === "signing")) {
    const document = (await world.as.manager.send(getDocument, { params: { documentId } })).body;
    for (const { id: signerId, party, signature, personId } of document.signers.toSorted((one) => (one.party === "tenant" ? -1 : 1))) {
      if (signature) continue;
      const body = { signerId, image: ink, documentHash: document.hash };
      const params = { documentId };
      // Who issued a sheet is named on it.
      const issuer = [world.as.officer, world.as.manager, world.as.role("technician")].find(({ person }) => person.id === personId) ?? world.as.manager;
      expect((party === "tenant" ? await contact.send(signAsContact, { params, body }) : await issuer.send(signHere, { params, body })).status).toBe(200);
    }
  }
}

export async function signAnnexes(world: World, own: Begun): Promise<void> {
  const reply = await world.as.manager.send(issueLetters, {
    params: { leaseId: own.leaseId, number: "1" },
    body: { contactId: own.contactId, letters: ["serviceAgreement", "fireLetter"], ask: false },
  });
  expect(reply.status).toBe(200);
  await signAll(world, { kind: "lease", id: own.leaseId }, own);
}

export async function bill({ given }: World, { leaseId }: Begun): Promise<void> {
  await given.command((ctx) => issueFirstBill(ctx, { id: newId(), leaseId }));
}

/** Pays all that is open, to whom each line is owed. */
export async function pay({ given }: World, { tenantId, leaseId }: Begun): Promise<void> {
  await given.command(async (ctx) => {
    for (const [entityId, lines] of Map.groupBy(await openLines(ctx, { leaseId }), (line) => line.entityId)) {
      const amount = lines.reduce((sum, { open }) => sum + open, 0);
      await takePayment(ctx, {
        id: newId(),
        tenantId,
        entityId,
        means: "transfer",
        receivedOn: Temporal.PlainDate.from("2026-05-28"),
        amount,
        lines: lines.map(({ id, open }) => ({ lineId: id, amount: open })),
      });
    }
  });
}

export const form = {
  legalRepresentative: "陈启明",
  industry: "软件和信息技术服务业",
  headcount: 42,
  isRegisteredAddress: true,
  invoice: { title: "启明科技有限公司", taxNo: "91350100M000100Y43", bank: "招商银行上海分行", account: "1219 0000", address: "", phone: "", email: "fp@qiming.example" },
  emergency: { name: "周航", phone: "13900000001" },
  vehicles: ["沪A12345"],
  specialEquipment: "",
  workingHours: "9:00–18:30",
};
const contacts = (contactId: string) => [
  { contactId, name: "林静", post: "行政经理", phone: "13800000000", email: "", authorities: ["signing" as const, "fees" as const, "goods" as const] },
  { contactId: null, name: "周航", post: "IT", phone: "13900000001", email: "", authorities: ["repair" as const, "emergency" as const] },
];

export const by = ({ contactId }: Begun) => ({ contactId, language: "zh" as const });
export const atCase = ({ caseId }: Begun) => ({ params: { caseId } });

/** Handbook and registration, signed by both. */
export async function register(world: World, own: Begun): Promise<void> {
  expect((await world.as.officer.send(contract.giveHandbook, { ...atCase(own), body: by(own) })).status).toBe(200);
  const saved = await world.as
    .contact(own)
    .send(contract.portalSaveRegistration, { ...atCase(own), body: { form: { ...form, contacts: contacts(own.contactId) }, isSent: true, version: 0 } });
  expect(saved.status).toBe(200);
  expect((await world.as.officer.send(contract.issueRegistration, { ...atCase(own), body: by(own) })).status).toBe(200);
  await signAll(world, { kind: "moveIn", id: own.caseId }, own);
}

export const aCard = (number: string) => ({ kind: "card" as const, number, holder: "林静", post: "", phone: "", zones: "18F", validTo: null, fee: 50_00 });
export const keysBody = (own: Begun, ...numbers: string[]) => ({ batchId: newId<"accessBatch">(), items: numbers.map(aCard), ...by(own) });
