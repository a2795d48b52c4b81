import type { Feature } from "#platform/feature.ts";
import { serviceClocks, serviceJobs, serviceSubscribers } from "./clocks.ts";
import { serviceRoutes } from "./routes.ts";

export { mergeCase, classifyCase, handOverCase, linkCases } from "./commands/arrange.ts";
export { recordAnalysis } from "./commands/analyse.ts";
export { recordCallback } from "./commands/callback.ts";
export { deliverCalls, recordTestCall, renewExchangeKey } from "./commands/calls.ts";
export { recordConductSample } from "./commands/conduct.ts";
export { closeCase, openGateOf, reopenCase, voidCase } from "./commands/end.ts";
export { reportCase } from "./commands/portal.ts";
export { takeCase } from "./commands/take.ts";
export { addNote, giveFeedback } from "./commands/tell.ts";
export { acceptCase, dispatchCase, promiseTime, resolveCase, transferCase, verifyCase } from "./commands/work.ts";

export const serviceFeature: Feature = { name: "service", routes: serviceRoutes, jobs: serviceJobs, clocks: serviceClocks, subscribers: serviceSubscribers };
