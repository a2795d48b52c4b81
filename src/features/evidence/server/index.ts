import { sql } from "kysely";
import type { Context } from "#platform/context.ts";
import type { Feature } from "#platform/feature.ts";
import { proofPages } from "../page/proofPage.ts";
import { evidenceClocks, evidenceJobs, evidenceRoutes } from "./routes.ts";

export { keepVerification, recordEvidence, sealSite } from "./commands.ts";
export { proofFor, recordPrint, type Issue, type Proof } from "./proofs.ts";
export { factById, factsOfSubject, sealHeads } from "./queries.ts";
export { verifySite } from "./verify.ts";

export const evidenceFeature: Feature = {
  name: "evidence",
  routes: evidenceRoutes,
  jobs: evidenceJobs,
  clocks: evidenceClocks,
  pages: proofPages,
  // A restored copy must go on counting above what it brought along before anything is recorded.
  start: async (ctx: Context) => void (await sql`select evidence.settle()`.execute(ctx.tx)),
};
