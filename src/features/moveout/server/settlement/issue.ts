import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import { asHouse } from "#platform/asHouse.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { documentCompleted } from "#features/documents/contract.ts";
import type { DocumentLanguage } from "#features/documents/rules.ts";
import { issueDocument, requestSignatures } from "#features/documents/server/index.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { openingsOf } from "#features/manual/server/index.ts";
import { contactById, tenantById } from "#features/tenants/server/index.ts";
import { sheetAgreed, sheetIssued } from "../../contract/settlementEvents.ts";
import { moveOutProblems, moveOutProcedure } from "../../rules.ts";
import { settlementOf } from "../../rules/settlement.ts";
import { settlementProblems, whyNotIssue } from "../../rules/settlementGates.ts";
import { itemState } from "../../rules/settlementItems.ts";
import { factsOfCase } from "../queries/facts.ts";
import { lockedCase } from "../queries/cases.ts";
import { about, heldCase, subjectOf, supersede, tell } from "./act.ts";
import { gather } from "./inputs.ts";
import { itemsOf } from "./items.ts";
import { sheetData } from "./letter.ts";
import { sheetOfDocument, sheetsOf } from "./sheets.ts";

export const sheetKind = "moveout.settlement";

interface NewSheet {
  readonly caseId: Id<"moveOut">;
  readonly contactId: Id<"contact">;
  readonly language: DocumentLanguage;
  /** 保留意见: what the tenant keeps contesting while agreeing to the rest; disputed lines stand as charged. */
  readonly reservation: string;
}

/**
 * Issues the settlement sheet F27 as it stands today for the tenant to sign; one that waits already is superseded. Manual 2.1.3-4.
 * Refusals: notFound, withdrawn, what stands against the step, sheetAgreed, sheetPosted, itemUnpriced, itemDisputed, usageNotFinal, otherContact.
 */
export async function issueSheet(ctx: SiteContext, { caseId, contactId, language, reservation }: NewSheet): Promise<void> {
  const { moveOut, sheet } = await heldCase(ctx, caseId);
  if (sheet?.posted) throw new Refusal(settlementProblems.sheetPosted());
  if (sheet?.state === "agreed") throw new Refusal(settlementProblems.sheetAgreed({ version: sheet.version }));
  const contact = await contactById(ctx, contactId);
  if (contact.tenantId !== moveOut.tenantId) throw new Refusal(moveOutProblems.otherContact());
  const { inputs, usage } = await gather(ctx, moveOut);
  const found = await factsOfCase(ctx, moveOut);
  const opened = new Set(found.marks.openings.filter(({ step }) => step === "settlement").flatMap(({ codes }) => codes));
  // What shuts the step's gate is asked below, where a reservation counts as well.
  refuseIf([
    ...whyNotStep(moveOutProcedure, "settlement", { ...found.facts, settlement: null }, found.marks),
    ...whyNotIssue({ items: inputs.items, reservation, usage: usage.problems }).filter(({ code }) => !opened.has(code)),
  ]);
  if (sheet) await supersede(ctx, moveOut, sheet, words("出具新版", "A new version").zh);

  const { lines, net } = settlementOf(inputs);
  const version = ((await sheetsOf(ctx, [caseId])).get(caseId)?.[0]?.version ?? 0) + 1;
  const tenant = await tenantById(ctx, moveOut.tenantId);
  const no = `${moveOut.no}-${version}`;
  const { documentId } = await issueDocument(ctx, {
    kind: sheetKind,
    subject: subjectOf(moveOut),
    title: words("退租结算单", "Settlement at move-out"),
    tenantId: moveOut.tenantId,
    language,
    no,
    template: {
      typst: new URL("../../documents/settlement.typ", import.meta.url),
      data: await sheetData(ctx, moveOut, { lines, net, settledOn: inputs.settledOn, reservation, no }),
    },
    signers: [{ party: "tenant", partyName: tenant.name, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone }],
    shown: [
      { label: words("租户", "Tenant"), value: tenant.name },
      { label: net < 0 ? words("应补缴", "To be paid") : words("应退", "To be paid back"), value: yuanText(net) },
    ],
  });
  if (contact.email) await requestSignatures(ctx, documentId);
  const id = newId<"settlementSheet">();
  await ctx.tx
    .insertInto("moveout.settlement_sheet")
    .values({
      site_id: ctx.siteId,
      id,
      move_out_id: caseId,
      tenant_id: moveOut.tenantId,
      version,
      settled_on: inputs.settledOn,
      lines: json(lines),
      net,
      reservation: reservation.trim(),
      reservation_by: reservation.trim() === "" ? "" : contact.name,
      document_id: documentId,
      issued_by_name: ctx.actor.name,
      issued_at: ctx.now,
    })
    .execute();
  await ctx.record(sheetIssued, { ...about(moveOut), sheetId: id, version, documentId, settledOn: inputs.settledOn, net, lines: lines.length, reservation });
  await tell(ctx, moveOut);
}

/** Hears that the tenant signed a sheet: it is agreed to, and nothing on it changes any more unless it is opened again. Manual 2.1.3-4, 2.1.4-2. */
export async function hearOfSheet(outside: SiteContext, { kind, documentId }: ValueOf<(typeof documentCompleted)["facts"]>): Promise<void> {
  if (kind !== sheetKind) return;
  const ctx = await asHouse(outside);
  const found = await sheetOfDocument(ctx, documentId);
  if (!found) return;
  const moveOut = await lockedCase(ctx, found.moveOutId);
  const sheet = await sheetOfDocument(ctx, documentId);
  if (sheet?.state !== "issued") return;
  await ctx.tx.updateTable("moveout.settlement_sheet").set({ state: "agreed", agreed_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", sheet.id).execute();
  const evidenceId = await ctx.record(sheetAgreed, { ...about(moveOut), sheetId: sheet.id, version: sheet.version, net: sheet.net, reservation: sheet.reservation });
  const subject = subjectOf(moveOut);
  const openings = (await openingsOf(ctx, "moveOut", [moveOut.id])).get(moveOut.id) ?? [];
  await judgeDuty(ctx, { standard: "settlementAgreed", subject, ownerRole: "finance", kept: !openings.some(({ step }) => step === "settlement"), evidenceId });
  const items = (await itemsOf(ctx, [moveOut.id])).get(moveOut.id) ?? [];
  await judgeDuty(ctx, { standard: "settlementExplained", subject, ownerRole: "finance", kept: items.every((item) => itemState(item) !== "priced"), evidenceId });
  await tell(ctx, moveOut);
}

/** Opens an agreed settlement again because something changed: a new version is issued and agreed to anew. Refusals: sheetNotAgreed, sheetPosted. */
export async function reopenSheet(ctx: SiteContext, { caseId, reason }: { readonly caseId: Id<"moveOut">; readonly reason: string }): Promise<void> {
  const { moveOut, sheet } = await heldCase(ctx, caseId);
  if (sheet?.posted) throw new Refusal(settlementProblems.sheetPosted());
  if (sheet?.state !== "agreed") throw new Refusal(settlementProblems.sheetNotAgreed());
  await supersede(ctx, moveOut, sheet, reason);
  await tell(ctx, moveOut);
}
