import { decimalText, over } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { refuseIf } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { type DocumentLanguage, type Signer } from "#features/documents/rules.ts";
import { documentView, issueDocument } from "#features/documents/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { contactsOf, leadById, tenantById } from "#features/tenants/server/index.ts";
import { priceUnits } from "../../rules.ts";
import { whyEnded } from "../../rules/letters.ts";
import { letterById, type PlacedLetter } from "../queries/letters.ts";
import { readLetter, updateLetter } from "./letterEnds.ts";

const template = new URL("../../letters/letterOfIntent.typ", import.meta.url);

/**
 * Issues a letter of intent as a document for both sides to sign; issued again, as a new version. Manual 2.1.1-2.
 * Refusals: letterNotFound, stale, letterEnded, sites.entityMissing.
 */
export async function issueLetter(
  ctx: SiteContext,
  { letterId, version, language }: { readonly letterId: Id<"letter">; readonly version: number; readonly language: DocumentLanguage },
): Promise<PlacedLetter> {
  const letter = await readLetter(ctx, { letterId, version });
  refuseIf(whyEnded(letter, dayAt(ctx, ctx.now)));
  const owner = await entityOfKind(ctx, "owner");
  const party = await partyOf(ctx, letter);
  const signers: Signer[] = [
    { party: "tenant", partyName: letter.partyName, ...party.signer },
    { party: "owner", partyName: owner.name, name: ctx.actor.name, ...(ctx.actor.personId ? { personId: ctx.actor.personId } : {}) },
  ];
  const say = (zh: string, en: string) => (language === "both" ? `${zh} ${en}` : language === "zh" ? zh : en);
  const unit = priceUnits[letter.priceUnit];
  const { documentId } = await issueDocument(ctx, {
    kind: "leasing.letterOfIntent",
    subject: { kind: "letter", id: letterId, label: letter.letterNo },
    title: words("租赁意向书", "Letter of intent"),
    no: letter.letterNo,
    language,
    ...(letter.tenantId ? { tenantId: letter.tenantId } : {}),
    ...(letter.documentId ? await superseding(ctx, letter.documentId) : {}),
    template: {
      typst: template,
      data: {
        owner: { name: owner.name, creditCode: owner.creditCode, address: owner.address, phone: owner.phone },
        party: { name: letter.partyName, ...party.paper },
        units: letter.units.map(({ place, areaCenti }) => ({ place, area: squareMetres(areaCenti) })),
        term: say(`${letter.leaseStart} 至 ${letter.leaseEnd}`, `${letter.leaseStart} to ${letter.leaseEnd}`),
        rent: say(`${letter.price} ${unit.zh}`, `${letter.price} ${unit.en}`),
        contractPrice: yuanText(letter.contractPrice),
        heldUntil: letter.heldUntil.toString(),
        earnestMoney: letter.earnestMoney === 0 ? null : yuanText(letter.earnestMoney),
        notes: letter.notes,
      },
    },
    signers,
    shown: [
      { label: words("意向承租方", "Prospective tenant"), value: letter.partyName },
      { label: words("保留至", "Held until"), value: letter.heldUntil.toString() },
    ],
  });
  await updateLetter(ctx, letter, { document_id: documentId });
  await ctx.tell(ctx.siteId, "leasing.letter", letterId);
  return letterById(ctx, letterId);
}

/** A document that was withdrawn or replaced elsewhere cannot be superseded again. */
async function superseding(ctx: SiteContext, documentId: Id<"document">): Promise<{ supersedes?: Id<"document"> }> {
  const { state } = await documentView(ctx, documentId);
  return state === "withdrawn" || state === "superseded" ? {} : { supersedes: documentId };
}

/** Who signs for the other side, and how they stand on the paper. */
async function partyOf(ctx: SiteContext, { tenantId, leadId }: PlacedLetter) {
  if (tenantId) {
    const [tenant, contacts] = [await tenantById(ctx, tenantId), (await contactsOf(ctx, tenantId)).filter(({ state }) => state === "active")];
    const contact = contacts.find(({ authorities }) => authorities.includes("signing")) ?? contacts[0];
    const signer = contact ? { name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone } : { name: tenant.name };
    return { signer, paper: { creditCode: tenant.creditCode ?? "", phone: contact?.phone ?? "" } };
  }
  const lead = await leadById(ctx, leadId!);
  return { signer: { name: lead.contactName, email: lead.email, phone: lead.phone }, paper: { creditCode: lead.creditCode ?? "", phone: lead.phone } };
}

/** Hundredths of a square metre as people write them: 286.45. */
const squareMetres = (centi: number): string => decimalText(over(centi, 100), 2);
