import type { Id } from "#kernel/id.ts";
import { refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { leadEnded } from "../../contract/leads.ts";
import { leadLabel, whyNotBecomeTenant } from "../../rules/leads.ts";
import { createContact, createTenant } from "./tenants.ts";
import { keepNextStep } from "../owedToLeads.ts";
import type { NamedLead } from "../queries/leads.ts";
import { tenantById } from "../queries/tenants.ts";
import { adoptPapers, askForPapers } from "./papers.ts";
import { addRecord, readLead, told, update } from "./leads.ts";

/**
 * The lead becomes a tenant, or joins one that is here: its company, contact and papers go along. Manual 2.1.1-2.
 * Refusals: leadNotFound, stale, leadEnded, notAnswered, companyMissing, nameTaken, creditCodeWrong, notFound.
 */
export async function makeTenant(
  ctx: SiteContext,
  {
    leadId,
    version,
    tenantId,
    isNew,
    contactId,
  }: { readonly leadId: Id<"lead">; readonly version: number; readonly tenantId: Id<"tenant">; readonly isNew: boolean; readonly contactId: Id<"contact"> },
): Promise<NamedLead> {
  const lead = await readLead(ctx, { leadId, version });
  const { company, tenantKind, creditCode, industry, contactName, phone, email } = lead;
  refuseIf(whyNotBecomeTenant(isNew ? lead : { ...lead, company: lead.company || "—" }));
  if (isNew) await createTenant(ctx, { id: tenantId, name: company, shortName: "", kind: tenantKind, creditCode, industry });
  else await tenantById(ctx, tenantId);
  await createContact(ctx, { id: contactId, tenantId, name: contactName, post: "", phone, email, authorities: ["repair"] });
  await adoptPapers(ctx, { leadId, tenantId });
  await askForPapers(ctx, { tenantId, stage: "lease" });

  await update(ctx, lead, { stage: "won", ended_at: ctx.now, tenant_id: tenantId });
  await addRecord(ctx, lead, "won", { facts: { stage: "won" } });
  const evidenceId = await ctx.record(leadEnded, { leadId, lead: leadLabel(lead), how: "won", reason: "", tenantId });
  await keepNextStep(ctx, lead, ctx.now, evidenceId);
  return told(ctx, leadId);
}
