import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { lackingOf, type RegistrationForm, type RegistrationPart } from "../../rules.ts";

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
