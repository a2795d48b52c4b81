import type { Feature } from "#platform/feature.ts";
import { booksJobs, booksRoutes, booksSubscribers } from "./routes.ts";

export { makeBatch, prepareInvoices, recordNumber } from "./commands/invoices.ts";
export { closeMonth } from "./commands/periods.ts";
export { issueStatement } from "./commands/statements.ts";
export { accountOf, ledger } from "./queries/ledger.ts";

export const booksFeature: Feature = { name: "books", routes: booksRoutes, jobs: booksJobs, subscribers: booksSubscribers };
