import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Signer } from "#features/documents/rules.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import type { Contact } from "#features/tenants/rules.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { FitOut } from "../queries/cases.ts";
import { reviewsOf, type StoredApplication } from "../queries/records.ts";
import { settingOf } from "../queries/setting.ts";
import { issue } from "./letter.ts";

interface Signing {
  readonly contact: Contact;
  readonly contractorSigner: string;
  readonly contractorEmail: string;
}

/** 装修管理协议 and the fire letter of the works: tenant, contractor and property company sign both. Domain §1.14, step 4; §2.4. */
export async function issueAgreementAndFireLetter(
  ctx: SiteContext,
  found: FitOut,
  { details, version }: StoredApplication,
  { contact, contractorSigner, contractorEmail }: Signing,
): Promise<void> {
  const property = await entityOfKind(ctx, "property");
  const tenant = await tenantById(ctx, found.tenantId);
  const { hours } = await settingOf(ctx);
  const conditions = (await reviewsOf(ctx, found.id)).filter((review) => review.version === version && !review.withdrawn && review.conditions !== "");
  const signers: Signer[] = [
    { party: "tenant", partyName: tenant.name, name: contact.name, contactId: contact.id, email: contact.email, phone: contact.phone },
    { party: "contractor", partyName: details.contractor.name, name: contractorSigner, email: contractorEmail, phone: details.contractor.phone },
    { party: "property", partyName: property.name, name: property.name },
  ];
  const data = {
    property: property.name,
    contractor: details.contractor.name,
    manager: `${details.contractor.manager} ${details.contractor.phone}`,
    scope: details.scope,
    from: details.from.toString(),
    to: details.to.toString(),
    hours,
    loadKw: details.loadKw,
    conditions: conditions.map((review) => review.conditions),
    responsible: contact.name,
    responsiblePhone: contact.phone,
  };
  await issue(ctx, found, { kind: "agreement", title: words("装修管理协议", "Fit-out agreement"), data, signers, replaces: true });
  await issue(ctx, found, { kind: "fireLetter", title: words("装修消防安全责任书", "Fire letter for the works"), data, signers, replaces: true });
}
