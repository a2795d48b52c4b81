import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import { asHouse } from "#platform/asHouse.ts";
import { dayAt, may, type SiteContext } from "#platform/context.ts";
import { isLive, leasingProblems } from "#features/leasing/rules.ts";
import { leasesOfTenant, termsOf } from "#features/leasing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { moveOutRights, type portalCases, type slipField } from "../contract.ts";
import type { portalCaseField } from "../contract/portal.ts";
import { moveOutProblems, moveOutProcedure } from "../rules.ts";
import { agreeAppointment, proposeAppointment } from "./commands/appointment.ts";
import { rateMoveOut } from "./commands/finish.ts";
import { askForRelease, type NewSlip } from "./commands/goods.ts";
import { checkedNotice, giveNotice, type Notice } from "./commands/notice.ts";
import { withdraw } from "./commands/withdraw.ts";
import { printSlip } from "./letters.ts";
import { noticeReply } from "./queries/notice.ts";
import { caseById, visibleCases } from "./queries/cases.ts";
import { toMoveOut } from "./queries/rows.ts";
import { slipById, slipPage } from "./queries/slips.ts";
import { placesOfLeases } from "./queries/places.ts";
import { type CaseView, caseView } from "./queries/view.ts";

// A tenant's contact reads and does for their own company only: what they name is looked up as theirs first, then the house goes on.

type PortalCase = ValueOf<typeof portalCaseField>;

/** The move-outs of the contact's own company, the leases it could give notice of, and its release slips. */
export async function portalView(ctx: SiteContext): Promise<ValueOf<NonNullable<typeof portalCases.reply>>> {
  const tenantId = tenantHere(ctx);
  const tenant = await tenantById(ctx, tenantId);
  const rows = await visibleCases(ctx).selectAll("case").orderBy("case.noticed_at", "desc").limit(20).execute();
  const cases = rows.map(toMoveOut);
  const running = new Set(cases.filter(({ withdrawal, decision }) => !withdrawal && decision?.isApproved !== false).map(({ leaseId }) => leaseId));
  const today = dayAt(ctx, ctx.now);
  const leases = (await leasesOfTenant(ctx, tenantId)).filter((lease) => isLive(lease) && !running.has(lease.id) && Temporal.PlainDate.compare(lease.leaseEnd, today) >= 0);
  const places = await placesOfLeases(
    ctx,
    leases.map(({ id }) => id),
  );
  const maySign = may(ctx, moveOutRights.portalSign);
  const mayRelease = may(ctx, moveOutRights.portalGoods);
  const slips = await slipPage(ctx, { limit: 50 });
  const choices: ValueOf<NonNullable<typeof portalCases.reply>>["leases"][number][] = [];
  for (const { id, leaseNo, leaseEnd } of leases)
    choices.push({ id, leaseNo, leaseEnd, place: places.get(id) ?? "", noticeDays: (await termsOf(ctx, id)).at(-1)?.terms.noticeDays ?? 0 });
  const house = await asHouse(ctx);
  const shown: PortalCase[] = [];
  for (const each of cases) shown.push(toPortal(await caseView(house, each.id), maySign));
  return { cases: shown, leases: choices, payer: tenant.name, maySign, mayRelease, openSlips: slips.items.filter(({ caseId }) => caseId === null) };
}

export async function portalCheckNotice(ctx: SiteContext, asked: Parameters<typeof checkedNotice>[1] extends infer A ? Omit<A, "noticedOn"> : never) {
  const lease = await ownLease(ctx, asked.leaseId as Id<"lease">);
  return noticeReply(await checkedNotice(await asHouse(ctx), { ...asked, leaseId: lease.id, noticedOn: dayAt(ctx, ctx.now) }));
}

type PortalNotice = Omit<Notice, "noticedOn" | "contactId" | "channel">;

/** Gives notice (F24), by the contact who is signed in. Manual 2.1.3-1. Refusals: as `giveNotice`. */
export async function portalGiveNotice(ctx: SiteContext, notice: PortalNotice): Promise<PortalCase> {
  await ownLease(ctx, notice.leaseId);
  const contactId = contactHere(ctx);
  return asTheirs(ctx, notice.id, (house) => giveNotice(house, { ...notice, noticedOn: dayAt(ctx, ctx.now), contactId, channel: "portal" }), { isNew: true });
}

/** Takes the notice back while nobody has decided it. Manual 2.1.3-1. Refusals: notFound, decided. */
export async function portalWithdraw(ctx: SiteContext, { caseId, reason }: { readonly caseId: Id<"moveOut">; readonly reason: string }): Promise<PortalCase> {
  const { decision } = await caseById(ctx, caseId);
  if (decision) throw new Refusal(moveOutProblems.decided());
  return asTheirs(ctx, caseId, (house) => withdraw(house, { caseId, reason }));
}

export const portalPropose = (ctx: SiteContext, proposal: Parameters<typeof proposeAppointment>[1]): Promise<PortalCase> =>
  asTheirs(ctx, proposal.caseId, (house) => proposeAppointment(house, proposal, "tenant"));

export const portalAgree = (ctx: SiteContext, { caseId }: { readonly caseId: Id<"moveOut"> }): Promise<PortalCase> =>
  asTheirs(ctx, caseId, (house) => agreeAppointment(house, { caseId, onBehalf: null }, "tenant"));

export const portalRate = (ctx: SiteContext, rating: { readonly caseId: Id<"moveOut">; readonly score: number; readonly note: string }): Promise<PortalCase> =>
  asTheirs(ctx, rating.caseId, (house) => rateMoveOut(house, rating, "portal"));

type PortalSlip = Omit<NewSlip, "tenantId" | "contactId" | "channel" | "authorityText">;

/** Asks for a release slip (F17), by the contact who is signed in. Manual 2.1.3-5. Refusals: as `askForRelease`. */
export async function portalAskForRelease(ctx: SiteContext, slip: PortalSlip): Promise<ValueOf<typeof slipField>> {
  const tenantId = tenantHere(ctx);
  const contactId = contactHere(ctx);
  if (slip.caseId) await caseById(ctx, slip.caseId);
  return askForRelease(await asHouse(ctx), { ...slip, tenantId, contactId, channel: "portal", authorityText: "" });
}

export async function portalPrintSlip(ctx: SiteContext, printing: Parameters<typeof printSlip>[1]) {
  await slipById(ctx, printing.slipId);
  return printSlip(await asHouse(ctx), printing);
}

/** Does something for the house with a case of the contact's own, and shows it as they may see it. Refusal: notFound. */
async function asTheirs(
  ctx: SiteContext,
  caseId: Id<"moveOut">,
  act: (house: SiteContext) => Promise<void>,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<PortalCase> {
  if (!isNew) await caseById(ctx, caseId);
  const { tenantId } = ctx;
  const maySign = may(ctx, moveOutRights.portalSign);
  const house = await asHouse(ctx);
  await act(house);
  const view = await caseView(house, caseId);
  // An id that is another company's is no more theirs for being sent.
  if (view.case.tenantId !== tenantId) throw new Refusal(moveOutProblems.notFound());
  return toPortal(view, maySign);
}

function toPortal(view: CaseView, maySign: boolean): PortalCase {
  const { case: moveOut, standing } = view;
  const isStopped = moveOut.withdrawal !== null || moveOut.decision?.isApproved === false;
  const shown = standing.steps.filter(({ id, state }) => state !== "notApplicable" && tenantsSteps.has(id));
  return {
    id: moveOut.id,
    no: moveOut.no,
    leaseNo: view.leaseNo,
    place: view.place,
    cause: moveOut.cause,
    leavingOn: moveOut.leavingOn,
    noticedAt: moveOut.noticedAt,
    notice: view.notice,
    steps: shown.map(({ id, state, doneAt }) => ({
      id,
      name: moveOutProcedure.steps.find((step) => step.id === id)!.name,
      state: state === "done" ? ("done" as const) : state === "ready" || state === "shut" ? ("now" as const) : ("later" as const),
      doneAt,
    })),
    isStopped,
    refusedNote: moveOut.decision?.isApproved === false ? moveOut.decision.note : null,
    appointment: view.appointments.at(-1) ?? null,
    slips: view.slips,
    confirmationId: moveOut.confirmationId,
    net: view.settlement?.net ?? null,
    refund: moveOut.confirmedAt && (view.settlement?.net ?? 0) > 0 ? (view.clocks.find(({ holds }) => holds) ?? null) : null,
    paidOn: moveOut.payment?.on ?? null,
    canWithdraw: maySign && !isStopped && !moveOut.decision,
    canRate: moveOut.confirmedAt !== null && moveOut.rating === null,
    score: moveOut.rating?.score ?? null,
  };
}

/** What concerns the tenant; invoices and patrols are the house's own business. */
const tenantsSteps = new Set(["notice", "approval", "appointment", "inspection", "readings", "settlement", "clearance", "keysBack", "confirmation", "refund", "demand"]);

const tenantHere = ({ tenantId }: SiteContext): Id<"tenant"> => {
  if (!tenantId) throw new Refusal(moveOutProblems.notFound());
  return tenantId;
};

function contactHere(ctx: SiteContext): Id<"contact"> {
  const grant = ctx.grants.find(({ contactId, tenantId }) => contactId && tenantId === ctx.tenantId);
  if (!grant?.contactId) throw new Refusal(moveOutProblems.notFound());
  return grant.contactId;
}

async function ownLease(ctx: SiteContext, leaseId: Id<"lease">) {
  const lease = (await leasesOfTenant(ctx, tenantHere(ctx))).find(({ id }) => id === leaseId);
  if (!lease) throw new Refusal(leasingProblems.notFound());
  return lease;
}
