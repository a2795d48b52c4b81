import { daily, everySeconds, route, work } from "#platform/feature.ts";
import * as contract from "../contract.ts";
import { keepVerification, sealSite } from "./commands.ts";
import { factsAsSheet } from "./export.ts";
import { checkedProof } from "./proofs.ts";
import { factInItsSeal, factPage, verifications } from "./queries.ts";

export const evidenceRoutes = [
  route(contract.listFacts, (ctx, { query }) => factPage(ctx, query)),
  route(contract.exportFacts, (ctx, { query }) => factsAsSheet(ctx, query)),
  route(contract.getFact, (ctx, { params }) => factInItsSeal(ctx, params.factId)),
  route(contract.listVerifications, async (ctx) => ({ items: await verifications(ctx) })),
  route(contract.startVerification, (ctx) => ctx.enqueue(contract.verifyNow, { siteId: ctx.siteId }, { key: `evidence.verify_now:${ctx.siteId}` })),
  route(contract.checkProof, (ctx, { params }) => checkedProof(ctx, params.code)),
];

export const evidenceJobs = [work(contract.sealSoon, sealSite), work(contract.verifyNow, keepVerification)];

export const evidenceClocks = [everySeconds(30, "evidence.seal", sealSite), daily("02:40", "evidence.verify", keepVerification)];
