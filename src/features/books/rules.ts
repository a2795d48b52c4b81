import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { booksProblems } from "./rules/problems.ts";

export { closingChecks, type ClosingCheck, type ClosingFound, whyNotClose } from "./rules/closing.ts";
export { invoiceGroups, type InvoiceDraft, invoiceStates, type InvoiceState, type LineToInvoice, whyNotExport } from "./rules/invoices.ts";
export { type InvoiceOnSheet, invoiceSheets, type SellerOnSheet } from "./rules/invoiceSheet.ts";
export { booksProblems } from "./rules/problems.ts";
export { type Standing, standingOf } from "./rules/reports.ts";
export { type AccountRole, accountRoles, type Accounts, defaultAccounts, type Entry, type Movement, type Voucher, vouchersOf } from "./rules/vouchers.ts";

export const reopeningStates = { asked: words("待审批", "To be decided"), approved: words("已批准", "Approved"), refused: words("已驳回", "Refused") } as const satisfies Record<
  string,
  Words
>;
export type ReopeningState = keyof typeof reopeningStates;

/** All that stands against opening a month again; empty if nothing does. */
export const whyNotReopen = (asked: { readonly state: ReopeningState; readonly askedById: Id<"person"> }, personId: Id<"person"> | null): Problem[] =>
  reasons(asked.state !== "asked" && booksProblems.reopeningDecided(), (personId === null || asked.askedById === personId) && booksProblems.ownReopening());
