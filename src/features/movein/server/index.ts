import { documentCompleted } from "#features/documents/contract.ts";
import { inspectionSigned } from "#features/handover/contract.ts";
import { leaseAmended, leaseSigned } from "#features/leasing/contract.ts";
import { photoAttached } from "#features/meters/contract.ts";
import { paperReviewed } from "#features/tenants/contract.ts";
import { type Feature, on } from "#platform/feature.ts";
import { hearInspectionSigned } from "./commands/inspection.ts";
import { hearPaperReviewed, hearPhoto, hearSigned } from "./commands/look.ts";
import { hearLeaseAmended, hearLeaseSigned } from "./commands/open.ts";
import { moveinJobs, moveinRoutes } from "./routes.ts";

export { confirmMeters, giveHandbook, issueKeys } from "./commands/formalities.ts";
export { look as lookAtMoveIn } from "./commands/look.ts";
export { openMoveIn } from "./commands/open.ts";
export { issueRegistration, saveRegistration } from "./commands/registration.ts";
export { completeMoveIn, decideFitout, openMoveInGate } from "./commands/steps.ts";
export { arrangeInspection } from "./commands/inspection.ts";
export { withdrawMoveIn } from "./commands/withdraw.ts";
export { caseById as moveInById, caseOfLease as moveInOfLease, type MoveInCase } from "./queries/cases.ts";
export { type CaseFacts, factsOf } from "./queries/facts.ts";
export { moveInBoard, moveInPage } from "./queries/lists.ts";

export const moveinFeature: Feature = {
  name: "movein",
  routes: moveinRoutes,
  jobs: moveinJobs,
  subscribers: [
    on(leaseSigned, hearLeaseSigned),
    on(leaseAmended, hearLeaseAmended),
    on(paperReviewed, hearPaperReviewed),
    on(documentCompleted, hearSigned),
    on(inspectionSigned, hearInspectionSigned),
    on(photoAttached, hearPhoto),
  ],
};
