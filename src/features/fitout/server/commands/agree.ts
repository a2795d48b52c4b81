import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { openInspection } from "#features/handover/server/index.ts";
import { contactById } from "#features/tenants/server/index.ts";
import { fitOutProblems } from "../../rules.ts";
import { issueAgreementAndFireLetter } from "../letters/agreement.ts";
import { applicationOf } from "../queries/records.ts";
import type { CaseView } from "../queries/view.ts";
import { finish, hold, refuseStep } from "./hold.ts";

interface Agreement {
  readonly caseId: Id<"fitOut">;
  readonly contactId: Id<"contact">;
  readonly contractorSigner: string;
  readonly contractorEmail: string;
}

/** Issues agreement and fire letter for all three to sign; those issued before are superseded. Domain §1.14, step 4. Refusals: notFound, ended, stepFirst, stepDone, tenants.contactNotFound. */
export async function issueAgreement(ctx: SiteContext, { caseId, contactId, contractorSigner, contractorEmail }: Agreement): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "agreement");
  const contact = await contactById(ctx, contactId);
  const application = await applicationOf(ctx, caseId);
  if (!application || contact.tenantId !== at.case.tenantId) throw new Refusal(fitOutProblems.stale());
  await issueAgreementAndFireLetter(ctx, at.case, application, { contact, contractorSigner, contractorEmail });
  return finish(ctx, at.case);
}

interface SiteCheck {
  readonly caseId: Id<"fitOut">;
  readonly inspectionId: Id<"inspection">;
  readonly assigneeId: Id<"person"> | null;
}

/** Opens the joint inspection that stands before the works. Manual 2.1.1-7. Refusals: notFound, ended, stepDone, stepNotInCase, and those of handover. */
export async function openSiteCheck(ctx: SiteContext, { caseId, inspectionId, assigneeId }: SiteCheck): Promise<CaseView> {
  const at = await hold(ctx, caseId);
  refuseStep(at, "siteCheck");
  const { unitIds, tenantId, leaseId } = at.case;
  await openInspection(ctx, { id: inspectionId, type: "fitOut", unitIds, tenantId, leaseId, caseId, assigneeId });
  return finish(ctx, at.case);
}
