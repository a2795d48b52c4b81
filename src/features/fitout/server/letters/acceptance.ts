import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { type AcceptanceKind, acceptanceKinds, type AcceptanceOutcome, acceptanceOutcomes } from "../../rules.ts";
import type { FitOut } from "../queries/cases.ts";
import { applicationOf, passesOf } from "../queries/records.ts";
import { issue, momentText } from "./letter.ts";

interface Acceptance {
  readonly kind: AcceptanceKind;
  readonly outcome: AcceptanceOutcome;
  readonly note: string;
  readonly defects: readonly { readonly description: string; readonly mendBy: Temporal.PlainDate }[];
}

const titles = {
  hidden: words("隐蔽工程验收单", "Acceptance of hidden works"),
  first: words("竣工验收单", "Acceptance of the works"),
  second: words("装修复验单", "Second acceptance of the works"),
} as const;

/** 验收单: what was looked at, its outcome and its defects; tenant and property company sign. */
export async function issueAcceptance(ctx: SiteContext, found: FitOut, { kind, outcome, note, defects }: Acceptance): Promise<void> {
  const property = await entityOfKind(ctx, "property");
  const tenant = await tenantById(ctx, found.tenantId);
  const contractor = (await applicationOf(ctx, found.id))?.details.contractor;
  const passes = await passesOf(ctx, found.id);
  await issue(ctx, found, {
    kind: "acceptance",
    title: titles[kind],
    data: {
      acceptance: acceptanceKinds[kind],
      outcome: acceptanceOutcomes[outcome],
      hasPassed: outcome === "passed",
      note,
      contractor: contractor?.name ?? "",
      at: momentText(ctx, ctx.now),
      by: ctx.actor.name,
      passes: { issued: passes.length, returned: passes.filter(({ returnedAt }) => returnedAt).length },
      defects: defects.map(({ description, mendBy }) => ({ description, mendBy: mendBy.toString() })),
    },
    signers: [
      { party: "tenant", partyName: tenant.name, name: tenant.name },
      { party: "property", partyName: property.name, name: property.name },
    ],
  });
}
