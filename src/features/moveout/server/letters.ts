import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { sumFen, yuanText } from "#kernel/money.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { qrCode, renderPdf } from "#platform/documents/index.ts";
import { sayCode } from "#features/evidence/rules.ts";
import { proofFor, recordPrint } from "#features/evidence/server/index.ts";
import { feeItems } from "#features/leasing/rules.ts";
import { siteById } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { checkNotice, type MoveOut, moveOutCauses, type MoveOutFacts, sayNotice, slipReasons, slipStates } from "../rules.ts";
import { caseById } from "./queries/cases.ts";
import { clocksOf } from "./queries/clocks.ts";
import { closingReadings } from "./queries/readings.ts";
import { namesOf } from "./queries/lists.ts";
import { slipById } from "./queries/slips.ts";

/** What F25 says: inspection, readings, cards, goods, settlement, the refund's clock, and that nothing else is open between the two. Manual 2.1.3-6. */
export async function confirmationData(ctx: SiteContext, moveOut: MoveOut, { settlement, inspection, goods, keys }: MoveOutFacts) {
  const names = await namesOf(ctx, moveOut);
  const clock = (await clocksOf(ctx, moveOut)).find(({ holds }) => holds)!;
  const net = settlement?.net ?? 0;
  return {
    ...names,
    cause: moveOutCauses[moveOut.cause],
    leavingOn: moveOut.leavingOn.toString(),
    inspectedAt: inspection?.signedAt ? moment(ctx, inspection.signedAt) : null,
    readings: await closingReadings(ctx, moveOut),
    keys: moveOut.keysBack ? moment(ctx, moveOut.keysBack.at) : null,
    keysOut: keys.out.join("、"),
    slips: String(goods.passed),
    clearedAt: moveOut.clearance ? moment(ctx, moveOut.clearance.at) : null,
    isRestored: moveOut.clearance?.isRestored ?? false,
    clearanceNote: moveOut.clearance?.note ?? "",
    addressMoved: moveOut.usesAddress ? (moveOut.clearance?.hasAddressMoved ?? false) : null,
    settlementNo: settlement?.no ?? "",
    settlementAgreedAt: settlement?.agreedAt ? moment(ctx, settlement.agreedAt) : null,
    net: yuanText(net as never),
    isRefund: net > 0,
    isDemand: net < 0,
    account: moveOut.account,
    limit: clock.limit,
  };
}
export type ConfirmationData = Awaited<ReturnType<typeof confirmationData>>;

interface Printing {
  readonly language: Language;
  readonly origin: string;
}

/** F24 退租申请 as PDF: what the tenant wrote, the lease held against it, what was decided. Manual 2.1.3-1. Refusal: notFound. */
export async function printNotice(ctx: SiteContext, { caseId, ...how }: Printing & { readonly caseId: Id<"moveOut"> }): Promise<FileContent> {
  const moveOut = await caseById(ctx, caseId);
  const names = await namesOf(ctx, moveOut);
  const tenant = await tenantById(ctx, moveOut.tenantId);
  const { language } = how;
  const { review, decision } = moveOut;
  const check = { ...checkNotice(moveOut), shortDays: moveOut.shortDays };
  const said = {
    language,
    ...names,
    creditCode: tenant.creditCode ?? "",
    no: moveOut.no,
    leaseEnd: moveOut.leaseEnd.toString(),
    noticedOn: moveOut.noticedOn.toString(),
    leavingOn: moveOut.leavingOn.toString(),
    cause: moveOutCauses[moveOut.cause][language],
    causeText: moveOut.causeText,
    contact: [moveOut.contactName, moveOut.contactPhone].filter(Boolean).join("　"),
    account: moveOut.account,
    isPayers: moveOut.account.name.trim() === tenant.name.trim(),
    address: moveOut.usesAddress
      ? (moveOut.addressMovesOn?.toString() ?? words("须迁出，日期待定", "to be moved, day open")[language])
      : words("未注册在此", "not registered here")[language],
    restoration: moveOut.restoration,
    notice: sayNotice(check, moveOut.shortCost)[language],
    costs: moveOut.shortCost.map(({ feeItem, from, to, amount }) => ({ fee: feeItems[feeItem].name[language], days: `${from} – ${to}`, amount: yuanText(amount) })),
    costTotal: yuanText(sumFen(moveOut.shortCost.map(({ amount }) => amount))),
    review: review && {
      by: review.byName,
      at: moment(ctx, review.at),
      note: review.note,
      contractText: review.contractText,
      amount: review.shortAmount === null ? "" : yuanText(review.shortAmount),
    },
    decision: decision && {
      by: decision.byName,
      at: moment(ctx, decision.at),
      note: decision.note,
      isApproved: decision.isApproved,
      short: decision.shortOutcome
        ? decision.shortOutcome === "charged"
          ? words("按上列金额列入结算", "Charged in the settlement")[language]
          : `${words("减免：", "Waived: ")[language]}${decision.waiverReason}`
        : "",
    },
    withdrawal: moveOut.withdrawal?.reason ?? "",
  };
  const shown = [
    { label: words("租户", "Tenant"), value: names.tenant },
    { label: words("退租日", "Leaving day"), value: said.leavingOn },
  ];
  return printed(ctx, how, {
    form: "notice",
    title: words("退租申请", "Move-out notice"),
    version: moveOut.version,
    subject: { kind: "moveOut", id: caseId, label: moveOut.no },
    shown,
    said,
    name: `F24-${moveOut.no}`,
  });
}

/** F17 物品放行条 as PDF, with the code that the gate scans. Manual 2.1.3-5. Refusal: slipNotFound. */
export async function printSlip(ctx: SiteContext, { slipId, ...how }: Printing & { readonly slipId: Id<"goodsSlip"> }): Promise<FileContent> {
  const slip = await slipById(ctx, slipId);
  const { language } = how;
  const gateUrl = `${how.origin}/sites/${ctx.siteId}/moveout/gate?code=${slip.code}`;
  const said = {
    language,
    no: slip.no,
    code: `${slip.code.slice(0, 4)}-${slip.code.slice(4)}`,
    gateQr: await qrCode(gateUrl),
    tenant: slip.tenant,
    place: slip.place,
    reason: slipReasons[slip.reason][language],
    state: slipStates[slip.state][language],
    passesOn: slip.passesOn.toString(),
    applicant: slip.appliedByName,
    appliedAt: moment(ctx, slip.appliedAt),
    carrier: [slip.carrierName, slip.carrierPhone].filter(Boolean).join("　"),
    idLast4: slip.idLast4,
    plate: slip.plate,
    remark: slip.remark,
    items: slip.items.map(({ position, name, quantity, note, seen }) => ({
      position: String(position),
      name,
      quantity: String(quantity),
      note,
      seen: seen === null ? "" : String(seen),
    })),
    overdue: yuanText(slip.overdue),
    decision: slip.decision && { isApproved: slip.decision.isApproved, by: slip.decision.byName, at: moment(ctx, slip.decision.at), note: slip.decision.note },
    gate: slip.gate && { isMatched: slip.gate.isMatched, by: slip.gate.guardName, at: moment(ctx, slip.gate.at), note: slip.gate.note, hasPhoto: slip.gate.photoId !== null },
  };
  const shown = [
    { label: words("租户", "Tenant"), value: slip.tenant },
    { label: words("放行日", "Day"), value: said.passesOn },
  ];
  const subject = { kind: "goodsSlip", id: slipId, label: slip.no };
  return printed(ctx, how, { form: "goodsSlip", title: words("物品放行条", "Goods release slip"), version: slip.version, subject, shown, said, name: `F17-${slip.no}` });
}

interface Printed {
  readonly form: "notice" | "goodsSlip";
  readonly title: Words;
  readonly version: number;
  readonly subject: { readonly kind: string; readonly id: string; readonly label: string };
  readonly shown: readonly { readonly label: Words; readonly value: string }[];
  readonly said: object;
  readonly name: string;
}

async function printed(ctx: SiteContext, { origin }: Printing, { form, title, version, subject, shown, said, name }: Printed): Promise<FileContent> {
  const site = (await siteById(ctx)).name;
  const proof = await proofFor(ctx, { document: `moveout.${form}`, title, version, subject, shown: [{ label: words("项目", "Site"), value: site }, ...shown], content: said });
  const url = `${origin}${proof.path}`;
  const data = { ...said, site, printedAt: moment(ctx, ctx.now), printedBy: ctx.actor.name, proofCode: sayCode(proof.code), proofUrl: url, proofQr: await qrCode(url) };
  const bytes = await renderPdf(new URL(`../documents/${form}.typ`, import.meta.url), data);
  await recordPrint(ctx, { documentId: proof.documentId, bytes });
  return { name: `${name}.pdf`, type: "application/pdf", bytes, inline: true };
}

const moment = ({ zone }: SiteContext, instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
