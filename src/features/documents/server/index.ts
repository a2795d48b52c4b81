import type { Feature } from "#platform/feature.ts";
import { documentsJobs, documentsRoutes } from "./routes.ts";

export { requestSignatures, type SentLink } from "./commands/ask.ts";
export { closeDocument } from "./commands/close.ts";
export { endLinksOfContact } from "./commands/correct.ts";
export { attachScan } from "./commands/scan.ts";
export { issueDocument, type Issued, type Letter } from "./commands/issue.ts";
export { documentById, documentFile, documentsOf, documentView, signaturesOf, type DocumentView, type SignerView } from "./queries.ts";
export { fireLetter, type FireLetterData, type PartyOnPaper, serviceAgreement, type ServiceAgreementData, type UnitOnPaper } from "./templates.ts";
export { documentAsWord, wordTemplates } from "./wordTemplates.ts";

export const documentsFeature: Feature = { name: "documents", routes: documentsRoutes, jobs: documentsJobs };
