import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { contactsOf, tenantById } from "#features/tenants/server/index.ts";
import type { registrationField } from "../../contract.ts";
import { lackingOf, type RegistrationForm, type RegistrationPart } from "../../rules.ts";
import type { MoveInCase } from "./cases.ts";
import { letterKinds } from "./facts.ts";

export interface Registration {
  readonly form: RegistrationForm;
  /** The tenant says that it is complete. */
  readonly isSent: boolean;
  readonly fromPortal: boolean;
  readonly savedAt: Temporal.Instant;
  readonly savedByName: string;
  readonly version: number;
  readonly lacking: RegistrationPart[];
}

/** The registration of a case as it was last filled in; null before that. */
export async function registrationOf(ctx: SiteContext, caseId: Id<"moveIn">): Promise<Registration | null> {
  const row = await ctx.tx.selectFrom("movein.registration").selectAll().where("site_id", "=", ctx.siteId).where("case_id", "=", caseId).executeTakeFirst();
  if (!row) return null;
  const form = row.form as unknown as RegistrationForm;
  return { form, isSent: row.is_sent, fromPortal: row.from_portal, savedAt: row.saved_at, savedByName: row.saved_by_name, version: row.version, lacking: lackingOf(form) };
}

export type RegistrationView = ValueOf<typeof registrationField>;

/** The registration to fill in: as it was saved, or with what the records know of the tenant. */
export async function registrationView(ctx: SiteContext, one: MoveInCase): Promise<RegistrationView> {
  const saved = await registrationOf(ctx, one.id);
  const isSigned = await isRegistrationSigned(ctx, one.id);
  if (saved) return { ...saved, isSaved: true, isSigned };
  const form = await knownOf(ctx, one);
  return { form, isSaved: false, isSent: false, isSigned, savedAt: null, savedByName: "", version: 0, lacking: lackingOf(form) };
}

export async function isRegistrationSigned(ctx: SiteContext, caseId: Id<"moveIn">): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom("documents.document")
    .select("id")
    .where("site_id", "=", ctx.siteId)
    .where("subject_kind", "=", "moveIn")
    .where("subject_id", "=", caseId)
    .where("kind", "=", letterKinds.registration)
    .where("state", "=", "completed")
    .executeTakeFirst();
  return row !== undefined;
}

/** What nobody need be asked again. */
async function knownOf(ctx: SiteContext, { tenantId }: MoveInCase): Promise<RegistrationForm> {
  const tenant = await tenantById(ctx, tenantId);
  const contacts = (await contactsOf(ctx, tenantId)).filter(({ state }) => state === "active");
  const emergency = contacts.find(({ authorities }) => authorities.includes("emergency"));
  return {
    legalRepresentative: "",
    industry: tenant.industry,
    headcount: null,
    isRegisteredAddress: null,
    invoice: { title: tenant.name, taxNo: tenant.creditCode ?? "", bank: "", account: "", address: "", phone: "", email: "" },
    contacts: contacts.map(({ id, name, post, phone, email, authorities }) => ({ contactId: id, name, post, phone, email, authorities })),
    emergency: { name: emergency?.name ?? "", phone: emergency?.phone ?? "" },
    vehicles: [],
    specialEquipment: "",
    workingHours: "",
  };
}
