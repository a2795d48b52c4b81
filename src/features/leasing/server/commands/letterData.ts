import type { Id } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { type Words, words } from "#kernel/words.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import type { FireLetterData, PartyOnPaper, ServiceAgreementData } from "#features/documents/server/index.ts";
import type { LegalEntity } from "#features/sites/rules.ts";
import type { Contact, Tenant } from "#features/tenants/rules.ts";
import {
  type Annex,
  areaBases,
  areaText,
  cycleWords,
  type Difference,
  feeItems,
  type Lease,
  type LeaseTerms,
  pointsToExplain,
  priceUnits,
  type ScheduleLine,
  sayDeposit,
  sayLateFee,
} from "../../rules.ts";
import type { Schedule } from "../queries/schedules.ts";

// What the letters of a lease print.

export interface Parties {
  readonly owner: LegalEntity;
  readonly property: LegalEntity;
  readonly tenant: Tenant;
  readonly contact: Contact;
}

export interface LetterFacts {
  readonly lease: Lease;
  readonly terms: LeaseTerms;
  readonly parties: Parties;
  readonly places: ReadonlyMap<string, string>;
  readonly language: DocumentLanguage;
  readonly serviceHours: Words;
}

export const leaseData = ({ lease, terms, parties, places }: LetterFacts, { lines, byYear, total }: Schedule) => ({
  ...partiesOf(parties),
  units: unitsOf(terms, places),
  days: {
    leaseStart: text(terms.leaseStart),
    leaseEnd: text(terms.leaseEnd),
    rentStart: text(lease.rentStart),
    handoverOn: text(lease.handoverOn),
    moveInOn: text(lease.moveInOn),
    noticeDays: terms.noticeDays,
  },
  parts: pointsToExplain(terms).map(({ title, sentences }) => ({ title, sentences })),
  schedule: lines.map((line) => ({ due: text(line.dueOn), fee: feeItems[line.feeItem].name, period: periodOf(line), amount: yuanText(line.amount) })),
  years: byYear.map(({ year, total: ofYear }) => ({ year, total: yuanText(ofYear) })),
  total: yuanText(total),
});

export const amendmentData = (
  { lease, parties }: Pick<LetterFacts, "lease" | "parties">,
  { from, changes, reason, difference }: { readonly from: Temporal.PlainDate; readonly changes: readonly Words[]; readonly reason: string; readonly difference: Difference },
) => ({
  ...partiesOf(parties),
  leaseNo: lease.leaseNo,
  from: from.toString(),
  changes,
  reason,
  lines: difference.lines.map(({ before, after }) => ({
    fee: feeItems[(after ?? before)!.feeItem].name,
    period: periodOf((after ?? before)!),
    before: before ? yuanText(before.amount) : null,
    after: after ? yuanText(after.amount) : null,
  })),
  before: yuanText(difference.before),
  after: yuanText(difference.after),
});

export function serviceAgreementData({ terms, parties, places, language, serviceHours }: LetterFacts): ServiceAgreementData {
  const fees = terms.fees.filter(({ feeItem }) => feeItems[feeItem].payee === "property");
  const deposits = terms.deposits.filter(({ feeItem }) => feeItem === "propertyDeposit");
  const lateFee = fees.find(({ lateFee: agreed }) => agreed)?.lateFee;
  return {
    ...partiesOf(parties),
    units: unitsOf(terms, places),
    from: terms.leaseStart.toString(),
    to: terms.leaseEnd.toString(),
    serviceHours,
    fees: fees.map(({ feeItem, price, priceUnit, areaBasis, payCycleMonths }) => ({
      name: feeItems[feeItem].name,
      price: `${price} ${inLanguage(priceUnits[priceUnit], language)}`,
      basis: inLanguage(areaBases[areaBasis], language),
      cycle: inLanguage(cycleWords[`${payCycleMonths}`], language),
    })),
    ...(deposits[0] ? { deposit: sayDeposit(deposits[0], terms.fees) } : {}),
    ...(lateFee ? { lateFee: sayLateFee(lateFee) } : {}),
  };
}

export const fireLetterData = ({ terms, parties: { property, tenant, contact }, places }: LetterFacts): FireLetterData => ({
  property: { name: property.name },
  tenant: { name: tenant.name },
  units: unitsOf(terms, places),
  from: terms.leaseStart.toString(),
  to: terms.leaseEnd.toString(),
  responsible: { name: contact.name, ...(contact.phone ? { phone: contact.phone } : {}) },
});

/** Its lines, as they stand in both languages; a line missing in one is said in the other. */
export function annexData({ lease, terms, parties, places }: LetterFacts, { body }: Annex) {
  const [zh, en] = [linesOf(body.zh), linesOf(body.en)];
  const clauses = Array.from({ length: Math.max(zh.length, en.length) }, (_, place) => words(zh[place] ?? en[place] ?? "", en[place] ?? zh[place] ?? ""));
  return { leaseNo: lease.leaseNo, tenant: parties.tenant.name, units: unitsOf(terms, places).map(({ place }) => place), clauses };
}

const linesOf = (body: string): string[] =>
  body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const partiesOf = ({ owner, property, tenant, contact }: Parties) => ({
  owner: entityOnPaper(owner),
  property: entityOnPaper(property),
  tenant: { name: tenant.name, creditCode: tenant.creditCode ?? "", representative: "", phone: contact.phone } satisfies PartyOnPaper,
});

const entityOnPaper = ({ name, creditCode, address, phone, bankName, bankAccount }: LegalEntity): PartyOnPaper => ({ name, creditCode, address, phone, bankName, bankAccount });

const unitsOf = (terms: LeaseTerms, places: ReadonlyMap<string, string>) =>
  terms.units.map(({ unitId, areaCenti }: { readonly unitId: Id<"unit">; readonly areaCenti: number }) => ({ place: places.get(unitId) ?? "", area: areaText(areaCenti) }));

const periodOf = ({ kind, from, to }: ScheduleLine): string => (kind === "recurring" ? `${from.toString()} – ${to.toString()}` : from.toString());

const text = (day: Temporal.PlainDate | null): string => day?.toString() ?? "";

const inLanguage = (said: Words, language: DocumentLanguage): string => (language === "both" ? `${said.zh} ${said.en}` : said[language]);
