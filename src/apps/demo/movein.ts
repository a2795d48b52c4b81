import { type Id, newId } from "#kernel/id.ts";
import { fen, sumFen } from "#kernel/money.ts";
import * as billing from "#features/billing/contract.ts";
import { openLines } from "#features/billing/server/index.ts";
import * as documents from "#features/documents/contract.ts";
import { documentsOf } from "#features/documents/server/index.ts";
import { takeOver } from "#features/handover/server/index.ts";
import { issueLetters } from "#features/leasing/contract.ts";
import { leasesOfTenant, recordSignedLease } from "#features/leasing/server/index.ts";
import * as movein from "#features/movein/contract.ts";
import type { RegistrationForm } from "#features/movein/rules.ts";
import { moveInById, moveInOfLease, withdrawMoveIn } from "#features/movein/server/index.ts";
import { takePayment } from "#features/payments/contract.ts";
import { isCreditCode, papersWanted } from "#features/tenants/rules.ts";
import { handInPaper, reviewPaper } from "#features/tenants/server/commands/papers.ts";
import { createContact, createTenant } from "#features/tenants/server/index.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import type { CastLogin } from "./cast.ts";
import { dice } from "./dice.ts";
import type { DemoTenant } from "./house.ts";
import type { Perform } from "./perform.ts";
import { pictureOfSignature } from "./pictures.ts";
import { agreedTerms } from "./terms.ts";

export interface MoveInWorld {
  readonly runtime: Runtime;
  readonly siteId: Id<"site">;
  readonly zone: string;
  readonly perform: Perform;
  readonly people: ReadonlyMap<CastLogin, Actor>;
}

/** Whoever was in the house when the system began is taken over with the cards they hold; their move-in lies behind them. */
export async function takeOverTenants({ runtime, siteId }: MoveInWorld, tenants: readonly DemoTenant[], now: Temporal.Instant): Promise<void> {
  const reason = "系统上线前已入驻";
  let number = 1_000;
  await runtime.at(siteId, { actor: systemActor, now }, async (ctx) => {
    for (const [index, tenant] of tenants.entries()) {
      for (const lease of await leasesOfTenant(ctx, tenant.tenantId)) {
        const open = await moveInOfLease(ctx, lease.id);
        if (open) await withdrawMoveIn(ctx, { caseId: open.id, reason });
        if (index >= mostWithCards) continue;
        const numbers = Array.from({ length: 2 + (index % 3) }, () => `A${++number}`);
        const items = numbers.map((number, place) => ({
          kind: place === 0 ? ("key" as const) : ("card" as const),
          number,
          holder: tenant.contactName,
          post: "行政",
          phone: tenant.phone,
          zones: tenant.units[0]?.place ?? "",
          validTo: null,
          fee: fen(place === 0 ? 80_00 : 50_00),
        }));
        await takeOver(ctx, { leaseId: lease.id, grantId: newId(), reason, items });
      }
    }
  });
}

const mostWithCards = 40;

/** A credit code with the check character that belongs to it. */
const codeOf = (stem: string): string => [..."0123456789ABCDEFGHJKLMNPQRTUWXY"].map((last) => `${stem}${last}`).find(isCreditCode) ?? stem;

/** How far a tenant of the demo has come; each does what those before it do. */
const stages = ["begun", "billed", "registered", "paid", "annexed", "issued", "received"] as const;
type Stage = (typeof stages)[number];

const newcomers: readonly { readonly name: string; readonly creditCode: string; readonly industry: string; readonly contact: string; readonly stage: Stage }[] = [
  { name: "澄海量化投资有限公司", creditCode: codeOf("91310115MA1K4CHL0"), industry: "投资管理", contact: "谢澄", stage: "begun" },
  { name: "拾光影像科技有限公司", creditCode: codeOf("91310115MA1K4PGY1"), industry: "文化传媒", contact: "陆拾", stage: "billed" },
  { name: "北辰医疗器械有限公司", creditCode: codeOf("91310115MA1K4BCY2"), industry: "医疗器械", contact: "顾北", stage: "registered" },
  { name: "远岫建筑设计有限公司", creditCode: codeOf("91310115MA1K4YXJ3"), industry: "工程设计", contact: "苏岫", stage: "paid" },
  { name: "禾木供应链有限公司", creditCode: codeOf("91310115MA1K4HMG4"), industry: "供应链管理", contact: "秦禾", stage: "annexed" },
  { name: "星野软件有限公司", creditCode: codeOf("91310115MA1K4XYR5"), industry: "软件开发", contact: "叶星", stage: "issued" },
  { name: "一苇法律咨询有限公司", creditCode: codeOf("91310115MA1K4YWF6"), industry: "法律服务", contact: "许苇", stage: "received" },
];

/** New tenants who are moving in, one at every step up to the inspection, within the last days. */
export async function playMoveIns(world: MoveInWorld, vacant: readonly Id<"unit">[], now: Temporal.Instant): Promise<void> {
  const luck = dice(5_113);
  for (const [index, newcomer] of newcomers.entries()) {
    const unitId = vacant[index];
    if (unitId) await playMoveIn(world, { ...newcomer, unitId, seed: index, from: now.subtract({ hours: 26 * (index + 1) }), luck });
  }
}

interface Newcomer {
  readonly name: string;
  readonly creditCode: string;
  readonly industry: string;
  readonly contact: string;
  readonly stage: Stage;
  readonly unitId: Id<"unit">;
  readonly seed: number;
  readonly from: Temporal.Instant;
  readonly luck: ReturnType<typeof dice>;
}

async function playMoveIn(world: MoveInWorld, who: Newcomer): Promise<void> {
  const { perform, people, runtime, siteId, zone } = world;
  const [desk, manager, finance, cashier, leasing] = (["desk", "manager", "finance", "cashier", "leasing"] as const).map((login) => people.get(login)!) as [
    Actor,
    Actor,
    Actor,
    Actor,
    Actor,
  ];
  let at = who.from;
  const later = (minutes = 20) => (at = at.add({ minutes }));
  const as = <T>(actor: Actor, work: (ctx: SiteContext) => Promise<T>) => runtime.at(siteId, { actor, now: at }, work);
  const isPast = (stage: Stage) => stages.indexOf(who.stage) >= stages.indexOf(stage);

  const today = at.toZonedDateTimeISO(zone).toPlainDate();
  const leaseStart = today.with({ day: 1 }).add({ months: 1 });
  const [tenantId, contactId, leaseId] = [newId<"tenant">(), newId<"contact">(), newId<"lease">()];
  await as(leasing, async (ctx) => {
    await createTenant(ctx, { id: tenantId, name: who.name, shortName: who.name.replace(/有限公司$/, ""), creditCode: who.creditCode, industry: who.industry, kind: "company" });
    await createContact(ctx, {
      id: contactId,
      tenantId,
      name: who.contact,
      post: "行政经理",
      phone: `1391234${5670 + who.seed}`,
      email: "",
      authorities: ["signing", "fees", "repair"],
    });
    const terms = agreedTerms(
      { unitId: who.unitId, areaCenti: 320_00 + who.seed * 1_500, floor: 12, leaseStart, leaseEnd: leaseStart.add({ years: 3 }).subtract({ days: 1 }) },
      who.luck,
    );
    await recordSignedLease(ctx, { id: leaseId, leaseNo: `YF-NEW-${String(who.seed + 1).padStart(3, "0")}`, tenantId, terms, signedOn: today, handoverOn: null, moveInOn: null });
  });
  const caseId = (await as(leasing, (ctx) => moveInOfLease(ctx, leaseId)))!.id;
  const params = { caseId };
  const by = { contactId, language: "zh" as const };
  const sign = (kind: string, id: string) => signAll(world, { kind, id }, { desk, manager, at: later(), seed: who.seed });

  if (!isPast("billed")) return;
  later();
  await perform(finance, at, billing.issueFirstBill, { params: { leaseId }, body: { id: newId() } });
  if (!isPast("registered")) return;
  await perform(desk, later(), movein.giveHandbook, { params, body: by });
  const form = registrationOf(who, contactId);
  await perform(desk, later(), movein.saveRegistration, { params, body: { form, isSent: true, version: 0 } });
  await perform(desk, later(), movein.issueRegistration, { params, body: by });
  await sign("moveIn", caseId);
  if (!isPast("paid")) return;
  later();
  const open = await as(cashier, (ctx) => openLines(ctx, { leaseId }));
  for (const [entityId, lines] of Map.groupBy(open, (line) => line.entityId)) {
    const amount = sumFen(lines.map((line) => line.open));
    const body = { id: newId(), tenantId, entityId, means: "pos" as const, receivedOn: at.toZonedDateTimeISO(zone).toPlainDate().toString(), amount };
    await perform(cashier, at, takePayment, { body: { ...body, lines: lines.map((line) => ({ lineId: line.id, amount: line.open })) } });
  }
  if (!isPast("annexed")) return;
  await perform(leasing, later(), issueLetters, { params: { leaseId, number: "1" }, body: { contactId, letters: ["serviceAgreement", "fireLetter"], ask: false } });
  await sign("lease", leaseId);
  if (!isPast("issued")) return;
  await handInPapers(world, tenantId, later());
  const batchId = newId<"accessBatch">();
  const items = [1, 2, 3].map((place) => ({
    kind: place === 1 ? ("key" as const) : ("card" as const),
    number: `N${who.seed}0${place}`,
    holder: who.contact,
    zones: "12F",
    fee: fen(50_00),
  }));
  await perform(desk, later(), movein.issueKeys, { params, body: { batchId, items, ...by } });
  if (!isPast("received")) return;
  await sign("accessBatch", batchId);
  await perform(desk, later(), movein.decideFitout, { params, body: { isWanted: false } });
  const one = await as(desk, (ctx) => moveInById(ctx, caseId));
  const appointmentAt = one.openedAt.add({ hours: 24 * 9 }).toString();
  await perform(desk, later(), movein.arrangeInspection, {
    params,
    body: { inspectionId: newId(), assigneeId: people.get("technician")!.personId!, appointmentAt, note: "租户要求下午" },
  });
}

const registrationOf = (who: Newcomer, contactId: Id<"contact">): RegistrationForm => ({
  legalRepresentative: who.contact,
  industry: who.industry,
  headcount: 24 + who.seed * 7,
  isRegisteredAddress: who.seed % 2 === 0,
  invoice: { title: who.name, taxNo: who.creditCode, bank: "招商银行上海分行", account: `1219 0877 ${6600 + who.seed}`, address: "", phone: "", email: "" },
  contacts: [{ contactId, name: who.contact, post: "行政经理", phone: `1391234${5670 + who.seed}`, email: "", authorities: ["signing", "fees", "repair"] }],
  emergency: { name: who.contact, phone: `1391234${5670 + who.seed}` },
  vehicles: [`沪A${80_001 + who.seed}`],
  specialEquipment: "",
  workingHours: "9:00–18:30",
});

/** Every paper that is wanted, handed in at the desk and accepted. */
async function handInPapers({ runtime, siteId, people }: MoveInWorld, tenantId: Id<"tenant">, now: Temporal.Instant): Promise<void> {
  const file = { name: "资料.png", bytes: pictureOfSignature(99) };
  await runtime.at(siteId, { actor: people.get("leasing")!, now }, async (ctx) => {
    for (const kind of papersWanted("company", "moveIn")) {
      const paper = await handInPaper(ctx, { id: newId(), tenantId, kind, file });
      await reviewPaper(ctx, { paperId: paper.id, version: paper.version, result: "accepted", refusal: "", documentNo: "", validFrom: null, validTo: null });
    }
  });
}

interface Signing {
  readonly desk: Actor;
  readonly manager: Actor;
  readonly at: Temporal.Instant;
  readonly seed: number;
}

/** All that waits for a signature: the tenant on our screen, then who issued it. */
async function signAll({ perform, runtime, siteId, people }: MoveInWorld, subject: { readonly kind: string; readonly id: string }, { manager, at, seed }: Signing): Promise<void> {
  const open = (await runtime.at(siteId, { actor: manager, now: at }, (ctx) => documentsOf(ctx, subject))).filter(({ state }) => state === "issued" || state === "signing");
  for (const { id: documentId, hash: documentHash, signers } of open) {
    for (const { id: signerId, party, personId, signature } of signers.toSorted((one) => (one.party === "tenant" ? -1 : 1))) {
      if (signature) continue;
      const ink = { signerId, documentHash, image: Buffer.from(pictureOfSignature(seed * 2 + (party === "tenant" ? 1 : 0))).toString("base64") };
      const issuer = [...people.values()].find((person) => person.personId === personId) ?? manager;
      if (party === "tenant") await perform(manager, at, documents.signWitnessed, { params: { documentId }, body: { ...ink, identity: "核对身份证" } });
      else await perform(issuer, at, documents.signHere, { params: { documentId }, body: ink });
    }
  }
}
