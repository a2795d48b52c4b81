import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import type { FitOut } from "../queries/cases.ts";
import { applicationOf } from "../queries/records.ts";
import { issue, momentText } from "./letter.ts";

/** 停工令: what was violated and what must be put right before works go on. */
export async function issueStopOrder(ctx: SiteContext, found: FitOut, order: { readonly orderNo: string; readonly violation: string; readonly demand: string }): Promise<void> {
  const contractor = (await applicationOf(ctx, found.id))?.details.contractor;
  const { name } = await tenantById(ctx, found.tenantId);
  await issue(ctx, found, {
    kind: "stopOrder",
    title: words("停工令", "Stop order"),
    no: order.orderNo,
    data: { ...order, contractor: contractor?.name ?? "", orderedAt: momentText(ctx, ctx.now), orderedBy: ctx.actor.name },
    ...(contractor
      ? {
          signers: [
            { party: "tenant" as const, partyName: name, name },
            { party: "contractor" as const, partyName: contractor.name, name: contractor.manager, phone: contractor.phone },
          ],
        }
      : {}),
  });
}
