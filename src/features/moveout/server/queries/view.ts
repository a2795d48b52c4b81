import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { documentView } from "#features/documents/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import type { caseViewField } from "../../contract/fields.ts";
import { checkNotice, sayNotice } from "../../rules.ts";
import { appointmentsOf } from "./appointments.ts";
import { approvalsOf } from "./approvals.ts";
import { aroundCases } from "./around.ts";
import { caseById } from "./cases.ts";
import { clocksOf } from "./clocks.ts";
import { factsOfCase, standingOfCase } from "./facts.ts";
import { namesOf } from "./lists.ts";
import { slipsOf } from "./slips.ts";

export type CaseView = ValueOf<typeof caseViewField>;

/** A move-out with all its records and where it stands. Refusal: notFound. */
export async function caseView(ctx: SiteContext, caseId: Id<"moveOut">): Promise<CaseView> {
  const moveOut = await caseById(ctx, caseId);
  const found = await factsOfCase(ctx, moveOut);
  const around = (await aroundCases(ctx, [moveOut])).get(caseId)!;
  const { units } = await leaseById(ctx, moveOut.leaseId);
  const { facts } = found;
  const check = checkNotice({ ...moveOut });
  return {
    case: moveOut,
    ...(await namesOf(ctx, moveOut)),
    unitIds: [...new Set(units.map(({ unitId }) => unitId))],
    standing: standingOfCase(found),
    notice: sayNotice({ ...check, shortDays: moveOut.shortDays }, moveOut.shortCost),
    appointments: await appointmentsOf(ctx, caseId),
    inspection: around.inspectionId && facts.inspection ? { id: around.inspectionId, ...facts.inspection } : null,
    settlement: facts.settlement && { no: facts.settlement.no, net: facts.settlement.net, agreedAt: facts.settlement.agreedAt, owed: facts.settlement.owed },
    slips: await slipsOf(ctx, caseId),
    itemsOut: around.itemsOut,
    confirmation: moveOut.confirmationId && (await confirmationOf(ctx, moveOut.confirmationId)),
    clocks: await clocksOf(ctx, moveOut),
    approvals: await approvalsOf(ctx, caseId),
    openInvoices: facts.invoices.open,
  };
}

async function confirmationOf(ctx: SiteContext, documentId: Id<"document">): Promise<CaseView["confirmation"]> {
  const { issuedAt, completedAt, signers } = await documentView(ctx, documentId);
  return {
    documentId,
    issuedAt,
    signedAt: completedAt,
    signers: signers.map(({ party, name, signature }) => ({ party, name, signedAt: signature?.signedAt ?? null })),
  };
}
