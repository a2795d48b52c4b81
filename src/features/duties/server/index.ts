import type { Feature } from "#platform/feature.ts";
import { dutiesClocks, dutiesJobs, dutiesRoutes } from "./routes.ts";

export { calendarOf } from "./calendars.ts";
export { lookAtDuties } from "./clock.ts";
export { type DutyInput, type DutyKey, excuseDuty, handOnDuty, judgeDuty, keepDuty, openDuty, overrideDuty, pauseDuty, promiseAgain, resumeDuty } from "./commands.ts";
export { dutiesOf, explanationOf } from "./queries.ts";

export const dutiesFeature: Feature = { name: "duties", routes: dutiesRoutes, jobs: dutiesJobs, clocks: dutiesClocks };
