import type { BusinessCalendar } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { calendarOf } from "#features/duties/server/index.ts";
import type { DocumentLanguage, Signer } from "#features/documents/rules.ts";
import { documentsOf, fireLetter, issueDocument, requestSignatures, serviceAgreement } from "#features/documents/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { tenantsProblems } from "#features/tenants/rules.ts";
import { contactById, tenantById, whyNotQualified } from "#features/tenants/server/index.ts";
import { type Annex, type LeaseVersion, sayAmendment, signingProblems, versionKinds } from "../../rules.ts";

import { annexesOf, annexKind, subjectOf } from "../queries/annexes.ts";
import { leaseView, type LeaseView, placesOfUnits } from "../queries/leaseView.ts";
import { differenceBy, scheduleOfLease } from "../queries/schedules.ts";
import { amendmentData, annexData, fireLetterData, leaseData, type LetterFacts, serviceAgreementData } from "./letterData.ts";
import { type LockedVersion, lockedVersion } from "./locks.ts";

export interface LettersInput {
  readonly leaseId: Id<"lease">;
  readonly number: number;
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
  /** `lease`, `amendment` or codes of annexes; all that is compulsory unless told. */
  readonly letters?: readonly string[] | undefined;
  readonly ask: boolean;
}

/**
 * Issues what both sides sign: the lease with its annexes, or an amendment; for a lease that is signed, annexes that it lacks. Issued again, a letter becomes a new version. Manual 2.1.1-3.
 * Refusals: notFound, notApproved, entityMissing, signerMissing, contactNotFound, what is missing of the tenant's papers.
 */
export async function issueLetters(ctx: SiteContext, input: LettersInput): Promise<LeaseView> {
  const locked = await lockedVersion(ctx, input);
  const isApproved = locked.version.status === "approved";
  if (!isApproved && !isLateAnnexes(locked.version, input)) throw new Refusal(signingProblems.notApproved());
  if (isApproved && (locked.version.number === 1 || locked.version.kind === "party")) refuseIf(await whyNotQualified(ctx, locked.version.tenantId));
  const facts = await factsFor(ctx, locked, input);
  const issued: Id<"document">[] = [];
  for (const letter of await lettersWanted(ctx, locked.version, input)) issued.push(await issueOne(ctx, locked, facts, letter));
  if (input.ask && facts.parties.contact.email) for (const documentId of issued) await requestSignatures(ctx, documentId);
  await ctx.tell(ctx.siteId, "leasing.lease", input.leaseId);
  return leaseView(ctx, input.leaseId);
}

/** Annexes of a lease that was signed without them: on paper elsewhere, or past what was missing. */
const isLateAnnexes = ({ status, number }: LeaseVersion, { letters = ["lease"] }: LettersInput): boolean => status === "signed" && number === 1 && !letters.includes("lease");

async function factsFor(ctx: SiteContext, { lease, version }: LockedVersion, { contactId, language }: LettersInput): Promise<LetterFacts> {
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== version.tenantId) throw new Refusal(tenantsProblems.contactNotFound());
  if (!contact.authorities.includes("signing")) throw new Refusal(signingProblems.signerMissing());
  const parties = { owner: await entityOfKind(ctx, "owner"), property: await entityOfKind(ctx, "property"), tenant: await tenantById(ctx, version.tenantId), contact };
  const places = await placesOfUnits(
    ctx,
    version.terms.units.map(({ unitId }) => unitId),
  );
  return { lease, terms: version.terms, parties, places, language, serviceHours: sayHours(await calendarOf(ctx)) };
}

interface Wanted {
  readonly kind: string;
  readonly title: Words;
  /** Left out for the letter of the terms themselves. */
  readonly annex?: Annex;
}

async function lettersWanted(ctx: SiteContext, { number, kind }: LeaseVersion, { letters }: LettersInput): Promise<Wanted[]> {
  if (number > 1) return [{ kind: "leasing.amendment", title: words(`补充协议（${versionKinds[kind].zh}）`, `Amendment (${versionKinds[kind].en.toLowerCase()})`) }];
  const { annexes } = await annexesOf(ctx);
  return [{ kind: "leasing.lease", title: words("房屋租赁合同", "Lease") }, ...annexes.map((annex) => ({ kind: annexKind(annex.code), title: annex.name, annex }))].filter(
    (wanted: Wanted) => (letters ? letters.includes(wanted.annex?.code ?? "lease") : !wanted.annex || wanted.annex.isCompulsory),
  );
}

async function issueOne(ctx: SiteContext, { lease, version }: LockedVersion, facts: LetterFacts, { kind, title, annex }: Wanted): Promise<Id<"document">> {
  const subject = subjectOf(lease, version.number);
  const before = (await documentsOf(ctx, subject)).find((document) => document.kind === kind);
  const { documentId } = await issueDocument(ctx, {
    kind,
    subject,
    title,
    tenantId: version.tenantId,
    language: facts.language,
    no: lease.leaseNo,
    template: annex ? annexTemplate(facts, annex) : await termsTemplate(ctx, version, facts),
    signers: signersOf(ctx, facts, annex),
    ...(before && before.state !== "withdrawn" ? { supersedes: before.id } : {}),
  });
  if (!annex)
    await ctx.tx
      .updateTable("leasing.lease_terms")
      .set({ document_id: documentId })
      .where("site_id", "=", ctx.siteId)
      .where("lease_id", "=", lease.id)
      .where("number", "=", version.number)
      .execute();
  return documentId;
}

const letter = (name: string): URL => new URL(`../../letters/${name}.typ`, import.meta.url);

function annexTemplate(facts: LetterFacts, annex: Annex) {
  if (annex.letter === "serviceAgreement") return { typst: serviceAgreement, data: serviceAgreementData(facts) };
  if (annex.letter === "fireLetter") return { typst: fireLetter, data: fireLetterData(facts) };
  return { typst: letter("annex"), data: annexData(facts, annex) };
}

async function termsTemplate(ctx: SiteContext, version: LeaseVersion, facts: LetterFacts) {
  if (!version.amendment) return { typst: letter("lease"), data: leaseData(facts, await scheduleOfLease(ctx, version.leaseId)) };
  const difference = await differenceBy(ctx, version.leaseId, version.number);
  const nameOf = (id: string): string => facts.places.get(id) ?? (id === facts.parties.tenant.id ? facts.parties.tenant.name : id);
  const changes = sayAmendment(version.amendment, version.terms, nameOf);
  return { typst: letter("amendment"), data: amendmentData(facts, { from: version.effectiveFrom, changes, reason: version.reason, difference }) };
}

/** The lease is the owner's and the tenant's; the service agreement is all three parties'; other annexes are the property company's and the tenant's. */
function signersOf(ctx: SiteContext, { parties: { owner, property, tenant, contact } }: LetterFacts, annex: Annex | undefined): Signer[] {
  const byContact: Signer = { party: "tenant", partyName: tenant.name, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone };
  const here = { name: ctx.actor.name, ...(ctx.actor.personId ? { personId: ctx.actor.personId } : {}) };
  const byOwner: Signer = { party: "owner", partyName: owner.name, ...here };
  const byProperty: Signer = { party: "property", partyName: property.name, ...here };
  if (!annex) return [byOwner, byContact];
  return annex.letter === "serviceAgreement" ? [byOwner, byProperty, byContact] : [byProperty, byContact];
}

/** The service hours of an ordinary Monday, as letters say them. */
function sayHours({ serviceHours }: BusinessCalendar): Words {
  const spans = serviceHours
    .at(-1)!
    .spans[1].map(({ opens, closes }) => `${clock(opens)}–${clock(closes)}`)
    .join("、");
  return words(`工作日 ${spans}`, `working days ${spans.replaceAll("、", ", ")}`);
}

const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
