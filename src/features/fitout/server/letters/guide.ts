import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { FitOut } from "../queries/cases.ts";
import { settingOf } from "../queries/setting.ts";
import { issue } from "./letter.ts";

/** 装修指南 with its receipt, for the tenant to sign. The law has the property company tell what is forbidden (Property Management Regulations art. 52). */
export async function issueGuide(ctx: SiteContext, found: FitOut, { to }: { readonly to: string }): Promise<void> {
  const { hours } = await settingOf(ctx);
  const { name } = await tenantById(ctx, found.tenantId);
  await issue(ctx, found, {
    kind: "guide",
    title: words("装修指南签收单", "Fit-out guide, with receipt"),
    data: { hours, to },
    signers: [{ party: "tenant", partyName: name, name: to }],
  });
}
