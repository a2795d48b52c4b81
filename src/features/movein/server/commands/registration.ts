import { createHash } from "node:crypto";
import { decimalText, over } from "#kernel/decimal.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { authorities } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { namedLeaseById } from "#features/leasing/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { type PaperKind, paperKinds } from "#features/tenants/rules.ts";
import { changeContact, changeTenant, contactById, createContact, tenantById } from "#features/tenants/server/index.ts";
import { registrationSaved } from "../../contract.ts";
import { moveInProblems, moveInProcedure, type RegistrationForm, whyNotComplete } from "../../rules.ts";
import { deedOf, lockedCase, type MoveInCase } from "../queries/cases.ts";
import { letterKinds } from "../queries/facts.ts";
import { type PortalMoveIn, portalMoveIn } from "../queries/portal.ts";
import { isRegistrationSigned, registrationOf, type RegistrationView, registrationView } from "../queries/registrations.ts";
import type { MoveInView } from "../queries/view.ts";
import { recordFormality } from "./formalities.ts";
import { issueSheet, type SignedBy } from "./parties.ts";
import { changed, lockedFacts } from "./steps.ts";

interface Saved {
  readonly caseId: Id<"moveIn">;
  readonly form: RegistrationForm;
  readonly isSent: boolean;
  /** That was read; 0 before anybody saved it. */
  readonly version: number;
}

/** Fills in the registration, by the tenant's contact or at the desk. Manual 2.1.1-5. Refusals: notFound, manual.caseWithdrawn, registrationSigned, stale. */
export async function saveRegistration(ctx: SiteContext, { caseId, form, isSent, version }: Saved): Promise<RegistrationView> {
  const one = await lockedCase(ctx, caseId);
  if (one.withdrawnAt) throw new Refusal(moveInProblems.alreadyWithdrawn());
  if (await isRegistrationSigned(ctx, caseId)) throw new Refusal(moveInProblems.registrationSigned());
  const known = await registrationOf(ctx, caseId);
  if ((known?.version ?? 0) !== version) throw new Refusal(moveInProblems.stale());
  await refuseStrangers(ctx, one, form);
  const columns = {
    form: json(form),
    is_sent: isSent,
    from_portal: ctx.tenantId !== null,
    saved_at: ctx.now,
    saved_by_name: ctx.actor.name,
    version: version + 1,
  };
  await ctx.tx
    .insertInto("movein.registration")
    .values({ site_id: ctx.siteId, case_id: caseId, tenant_id: one.tenantId, ...columns })
    .onConflict((conflict) => conflict.columns(["site_id", "case_id"]).doUpdateSet(columns))
    .execute();
  await ctx.record(registrationSaved, { ...deedOf(one), isSent, fromPortal: ctx.tenantId !== null, hash: hashOf(form) });
  await ctx.tell(ctx.siteId, "movein.case", caseId);
  return registrationView(ctx, one);
}

/** The same for one's own company. */
export async function saveOwnRegistration(ctx: SiteContext, saved: Saved): Promise<PortalMoveIn> {
  await saveRegistration(ctx, saved);
  return portalMoveIn(ctx, saved.caseId);
}

/**
 * Issues F01 for both sides to sign, and takes over as it says who speaks for the tenant and in what. Manual 2.1.1-5.
 * Refusals: notFound, registrationMissing, registrationIncomplete, noSigner, and what stands against the step.
 */
export async function issueRegistration(ctx: SiteContext, { caseId, ...by }: { readonly caseId: Id<"moveIn"> } & SignedBy): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  const registration = await registrationOf(ctx, caseId);
  refuseIf([...whyNotStep(moveInProcedure, "registration", facts, marks), ...whyNotComplete(registration?.form ?? null)]);
  const form = await takeOver(ctx, one, registration!.form);
  const documentId = await issueSheet(ctx, one, by, {
    kind: letterKinds.registration,
    title: words("入驻登记表", "Move-in registration"),
    no: "F01",
    template: new URL("../../documents/registration.typ", import.meta.url),
    data: await sheetOf(ctx, one, form),
  });
  await recordFormality(ctx, one, "registration", documentId);
  return changed(ctx, caseId);
}

/** Contacts and trade go where they belong; the registration then names the contacts by their records. */
async function takeOver(ctx: SiteContext, { id, tenantId }: MoveInCase, form: RegistrationForm): Promise<RegistrationForm> {
  const tenant = await tenantById(ctx, tenantId);
  if (tenant.industry !== form.industry) await changeTenant(ctx, { ...tenant, industry: form.industry });
  const contacts = [];
  for (const contact of form.contacts) {
    const { contactId, ...said } = contact;
    if (contactId) {
      const known = await contactById(ctx, contactId);
      const isSame =
        known.name === said.name &&
        known.post === said.post &&
        known.phone === said.phone &&
        known.email === said.email &&
        known.authorities.toSorted().join() === said.authorities.toSorted().join();
      if (!isSame) await changeContact(ctx, { ...known, ...said });
      contacts.push(contact);
    } else {
      const created = await createContact(ctx, { id: newId<"contact">(), tenantId, ...said });
      contacts.push({ ...contact, contactId: created.id });
    }
  }
  const taken = { ...form, contacts };
  await ctx.tx
    .updateTable("movein.registration")
    .set({ form: json(taken) })
    .where("site_id", "=", ctx.siteId)
    .where("case_id", "=", id)
    .execute();
  return taken;
}

const hashOf = (form: RegistrationForm): string => createHash("sha256").update(JSON.stringify(form)).digest("hex");

/** Nobody names another company's contact. */
async function refuseStrangers(ctx: SiteContext, { tenantId }: MoveInCase, { contacts }: RegistrationForm): Promise<void> {
  for (const { contactId } of contacts) if (contactId && (await contactById(ctx, contactId)).tenantId !== tenantId) throw new Refusal(moveInProblems.notFound());
}

async function sheetOf(ctx: SiteContext, { tenantId, leaseId }: MoveInCase, form: RegistrationForm): Promise<object> {
  const tenant = await tenantById(ctx, tenantId);
  const lease = await namedLeaseById(ctx, leaseId);
  const papers = await ctx.tx
    .selectFrom("tenants.paper")
    .select(["kind", "valid_to"])
    .distinctOn("kind")
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", tenantId)
    .where("state", "=", "accepted")
    .orderBy("kind")
    .orderBy("valid_to", (order) => order.desc().nullsFirst())
    .execute();
  const areaCenti = lease.units.reduce((sum, unit) => sum + (unit.areaCenti ?? 0), 0);
  return {
    ...form,
    headcount: form.headcount === null ? "" : `${form.headcount}`,
    tenant: tenant.name,
    creditCode: tenant.creditCode ?? "",
    leaseNo: lease.leaseNo,
    place: lease.place,
    area: areaCenti > 0 ? decimalText(over(areaCenti, 100), 2) : "",
    handoverOn: lease.handoverOn?.toString() ?? "",
    leaseStart: lease.leaseStart.toString(),
    rentStart: lease.rentStart?.toString() ?? "",
    contacts: form.contacts.map(({ name, post, phone, email, authorities: held }) => ({ name, post, phone, email, authorities: held.map((each) => authorities[each]) })),
    papers: papers.map(({ kind, valid_to }) => ({ name: paperKinds[kind as PaperKind] ?? words(kind, kind), validTo: valid_to?.toString() ?? "" })),
  };
}
