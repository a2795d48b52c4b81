import { job } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";
import { z } from "zod";
import { on, route, work } from "#platform/feature.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Id } from "#kernel/id.ts";
import { documentCompleted } from "#features/documents/contract.ts";
import { inspectionSigned } from "#features/handover/contract.ts";
import { payoutReturned } from "#features/payments/contract.ts";
import * as contract from "../../contract/settlement.ts";
import { addItem, answerItem, decideItem, priceItem, removeItem } from "./change.ts";
import { hearOfDifferences } from "./differences.ts";
import { hearOfSheet, issueSheet, reopenSheet } from "./issue.ts";
import { postSettlement, postWhenAgreed } from "./post.ts";
import { importPrices, priceList, priceSheet, putPrice } from "./prices.ts";
import { hearOfReturn } from "./refund.ts";
import { ownSettlement, settlementSheet, settlementView } from "./view.ts";

type AtCase = { readonly caseId: Id<"moveOut"> };
const shown =
  <I extends AtCase>(deed: (ctx: SiteContext, input: I) => Promise<void>) =>
  async (ctx: SiteContext, input: I) => {
    await deed(ctx, input);
    return settlementView(ctx, input.caseId);
  };

export const postSettlementJob = job({ name: "moveout.post_settlement", payload: z.object({ siteId: idField("site"), caseId: idField("moveOut") }) });

export const settlementRoutes = [
  route(contract.getSettlement, (ctx, { params }) => settlementView(ctx, params.caseId)),
  route(contract.exportSettlement, (ctx, { params, query }) => settlementSheet(ctx, { ...params, ...query })),
  route(contract.addItem, (ctx, { params, body }) => shown(addItem)(ctx, { ...body, ...params })),
  route(contract.priceItem, (ctx, { params, body }) => shown(priceItem)(ctx, { ...body, ...params })),
  route(contract.removeItem, (ctx, { params, body }) => shown(removeItem)(ctx, { ...body, ...params })),
  route(contract.answerItem, (ctx, { params, body }) => shown(answerItem)(ctx, { ...body, ...params })),
  route(contract.decideItem, (ctx, { params, body }) => shown(decideItem)(ctx, { ...body, ...params })),
  route(contract.issueSheet, (ctx, { params, body }) => shown(issueSheet)(ctx, { ...body, ...params })),
  route(contract.reopenSheet, (ctx, { params, body }) => shown(reopenSheet)(ctx, { ...body, ...params })),
  route(contract.postSettlement, (ctx, { params }) => shown((house: SiteContext, { caseId }: AtCase) => postSettlement(house, caseId))(ctx, params)),

  route(contract.getOwnSettlement, (ctx, { params }) => ownSettlement(ctx, params.caseId)),
  route(contract.answerOwnItem, async (ctx, { params, body }) => {
    await answerItem(ctx, { ...body, ...params, byName: ctx.actor.name });
    return ownSettlement(ctx, params.caseId);
  }),

  route(contract.listPrices, (ctx) => priceList(ctx)),
  route(contract.putPrice, (ctx, { params, body }) => putPrice(ctx, { ...body, id: params.priceItemId })),
  route(contract.exportPrices, (ctx, { query }) => priceSheet(ctx, query.language)),
  route(contract.importPrices, (ctx, { body }) => importPrices(ctx, body)),
];
export const settlementJobs = [work(postSettlementJob, postWhenAgreed)];
export const settlementSubscribers = [on(inspectionSigned, hearOfDifferences), on(documentCompleted, hearOfSheet), on(payoutReturned, hearOfReturn)];

/** Has an agreed settlement posted, once the move-out is confirmed; in a transaction of its own, so that nothing of the books can undo a signature. */
export const queuePosting = (ctx: SiteContext, caseId: Id<"moveOut">) =>
  ctx.enqueue(postSettlementJob, { siteId: ctx.siteId, caseId }, { key: `moveout.post_settlement:${caseId}` });
