import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { asHouse } from "#platform/asHouse.ts";
import type { SiteContext } from "#platform/context.ts";
import type { documentCompleted } from "#features/documents/contract.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import { issueDocument, requestSignatures } from "#features/documents/server/index.ts";
import { calendarOf, judgeDuty, openDuty } from "#features/duties/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { contactById, tenantById } from "#features/tenants/server/index.ts";
import { confirmationIssued, confirmed } from "../../contract.ts";
import { moveOutProblems, refundDue } from "../../rules.ts";
import { lockedCase } from "../queries/cases.ts";
import { refundLimitAt } from "../queries/clocks.ts";
import { factsOfCase } from "../queries/facts.ts";
import { confirmationData } from "../letters.ts";
import { queuePosting } from "../settlement/routes.ts";
import { about, atStep, change, isUnopened, subjectOf } from "./act.ts";
import { refuseUnlessMay } from "./notice.ts";

export const confirmationKind = "moveout.confirmation";

interface Issue {
  readonly caseId: Id<"moveOut">;
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
}

/** Issues the confirmation F25 for both to sign. Issued again, it is a new version. Manual 2.1.3-6. Refusals: what stands against the step, contactCannot, otherContact, manual.parameterMissing. */
export async function issueConfirmation(ctx: SiteContext, { caseId, contactId, language }: Issue): Promise<void> {
  const { moveOut, facts } = await atStep(ctx, caseId, "confirmation");
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== moveOut.tenantId) throw new Refusal(moveOutProblems.otherContact());
  refuseUnlessMay(contact, "signing");
  // A figure of the site's that is still open is asked for now, not when the tenant has signed.
  await refundLimitAt(ctx, moveOut);
  const property = await entityOfKind(ctx, "property");
  const tenant = await tenantById(ctx, moveOut.tenantId);
  const { settlement } = facts;
  if (!settlement || settlement.net === null) throw new Refusal(moveOutProblems.settlementNotAgreed());
  const { documentId } = await issueDocument(ctx, {
    kind: confirmationKind,
    subject: subjectOf(moveOut),
    title: words("退租交接确认书", "Move-out confirmation"),
    tenantId: moveOut.tenantId,
    language,
    no: moveOut.no,
    template: { typst: new URL("../../documents/confirmation.typ", import.meta.url), data: await confirmationData(ctx, moveOut, facts) },
    signers: [
      { party: "tenant", partyName: tenant.name, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone },
      { party: "property", partyName: property.name, name: ctx.actor.name, ...(ctx.actor.personId ? { personId: ctx.actor.personId } : {}) },
    ],
    shown: [{ label: words("结算单", "Settlement"), value: `${settlement.no} ${yuanText(settlement.net)}` }],
    ...(moveOut.confirmationId ? { supersedes: moveOut.confirmationId } : {}),
  });
  if (contact.email) await requestSignatures(ctx, documentId);
  await change(ctx, moveOut, { confirmation_id: documentId });
  await ctx.record(confirmationIssued, { ...about(moveOut), byName: ctx.actor.name, documentId, settlementNo: settlement.no, net: settlement.net });
}

/** Hears that both signed the confirmation: the move-out is confirmed, and the clock of the refund starts. Manual 2.1.3-6, 2.1.4-2. */
export async function hearOfConfirmation(outside: SiteContext, { kind, of, documentId }: ValueOf<(typeof documentCompleted)["facts"]>): Promise<void> {
  if (kind !== confirmationKind || of.kind !== "moveOut") return;
  // Whoever signs last may be the tenant; what follows is the house's.
  const ctx = await asHouse(outside);
  const moveOut = await lockedCase(ctx, of.id as Id<"moveOut">);
  if (moveOut.confirmedAt || moveOut.confirmationId !== documentId) return;
  const found = await factsOfCase(ctx, moveOut);
  await change(ctx, moveOut, { confirmed_at: ctx.now });
  const net = found.facts.settlement?.net ?? fen(0);
  const limit = await refundLimitAt(ctx, moveOut);
  const due = net > 0 ? refundDue(ctx.now, limit, await calendarOf(ctx)) : null;
  const evidenceId = await ctx.record(confirmed, { ...about(moveOut), documentId, net, refundDueAt: due?.dueAt ?? null });
  const subject = subjectOf(moveOut);
  const kept = (["settlement", "clearance", "keysBack", "confirmation"] as const).every((step) => isUnopened(found, step));
  await queuePosting(ctx, moveOut.id);
  await judgeDuty(ctx, { standard: "moveOutConfirmed", subject, ownerRole: "serviceOfficer", kept, evidenceId });
  if (!due) return;
  const { name } = await tenantById(ctx, moveOut.tenantId);
  await openDuty(ctx, { standard: "refundInTime", subject, ownerRole: "finance", limit, owedTo: { tenantId: moveOut.tenantId, label: name } });
}
