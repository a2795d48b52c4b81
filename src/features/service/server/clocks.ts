import { z } from "zod";
import { job } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";
import { asId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { daily, on, work } from "#platform/feature.ts";
import { dutyEscalated, dutyExcused, dutyMissed, dutyPaused, dutyPromisedAgain, dutyRecounted, dutyResumed } from "#features/duties/contract.ts";
import { oweLastMonthsAnalysis } from "./commands/analyse.ts";
import { forgetDeliveries } from "./commands/calls.ts";
import { refreshDue } from "./owed.ts";

const refreshCase = job({ name: "service.refresh_case", payload: z.object({ siteId: idField("site"), caseId: idField("case") }) });

/** What changes a duty elsewhere changes when its case is due; the duty itself is written after its event, so the case follows by a job. */
const refreshSoon = async (ctx: SiteContext, { subjectKind, subjectId }: { readonly subjectKind: string; readonly subjectId: string }): Promise<void> => {
  if (subjectKind === "case") await ctx.enqueue(refreshCase, { siteId: ctx.siteId, caseId: asId<"case">(subjectId) }, { key: `service.refresh_case:${subjectId}` });
};

export const serviceSubscribers = [dutyEscalated, dutyRecounted, dutyResumed, dutyPaused, dutyPromisedAgain, dutyExcused, dutyMissed].map((contract) =>
  on(contract as typeof dutyEscalated, (ctx, facts) => refreshSoon(ctx, facts)),
);

export const serviceJobs = [
  work(refreshCase, async (ctx, { siteId, caseId }) => {
    await refreshDue(ctx, caseId);
    await ctx.tell(siteId, "service.case", caseId);
  }),
];

export const serviceClocks = [daily("00:10", "service.owe_analysis", oweLastMonthsAnalysis), daily("03:20", "service.forget_deliveries", forgetDeliveries)];
