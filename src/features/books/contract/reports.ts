import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, instantField, monthField, pageOf, pageQuery, textField, wordsField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { feeItemCodes } from "#features/leasing/rules.ts";
import { type AccountRole, accountRoles, closingChecks, type ClosingCheck, reopeningStates, type ReopeningState } from "../rules.ts";
import { booksRights } from "./rights.ts";

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => Object.keys(table) as [K, ...K[]];
const site = { siteId: idField("site") };
const language = { language: z.enum(languages).optional() };
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const pdf = "application/pdf";

// The ledger

export const standingField = z.object({
  opening: fenSumField(),
  charged: fenSumField(),
  credited: fenSumField(),
  received: fenSumField(),
  closing: fenSumField(),
  overdue: fenSumField(),
});
const ledgerQuery = {
  by: z.enum(["tenant", "feeItem", "entity", "month", "site"]).default("tenant"),
  from: monthField(),
  to: monthField(),
  entityId: idField("entity").optional(),
  tenantId: idField("tenant").optional(),
  feeItem: z.enum(feeItemCodes).optional(),
};
export const getLedger = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/ledger",
  summary: "Receivable, received and owed over some months by tenant, fee item, company or month; advances beside it",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object(ledgerQuery),
  reply: z.object({ rows: z.array(standingField.extend({ key: z.string(), label: wordsField() })), total: standingField, advance: fenSumField() }),
});
export const exportLedger = endpoint({
  ...getLedger,
  path: "/sites/{siteId}/books/ledger/sheet",
  summary: "The ledger as an Excel file",
  query: z.object({ ...ledgerQuery, ...language }),
  reply: fileReply(xlsx),
});

export const collectionField = z.object({ due: fenSumField(), paid: fenSumField(), old: fenSumField(), oldPaid: fenSumField() });
export const getCollection = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/collection",
  summary: "收缴率 of a month: of what fell due in it (credits off, deposits out), what is paid; old arrears and what was paid of them beside it",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ month: monthField() }),
  reply: collectionField,
});

// Leases

const rollRowField = z.object({
  leaseId: idField("lease"),
  leaseNo: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  units: z.string(),
  areaCenti: z.number().int(),
  leaseStart: dateField(),
  leaseEnd: dateField(),
  /** Null for a lease recorded without its terms. */
  rent: fenSumField().nullable(),
  propertyFee: fenSumField().nullable(),
  deposits: fenSumField(),
  overdue: fenSumField(),
});
export const getRentRoll = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/rent-roll",
  summary: "租金台账: the leases in force on a day with their rent of a month, deposits held and arrears",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ on: dateField().optional() }),
  reply: z.object({ rows: z.array(rollRowField), areaCenti: z.number().int(), rent: fenSumField(), propertyFee: fenSumField(), deposits: fenSumField(), overdue: fenSumField() }),
});
export const exportRentRoll = endpoint({
  ...getRentRoll,
  path: "/sites/{siteId}/books/rent-roll/sheet",
  summary: "The rent roll as an Excel file",
  query: z.object({ on: dateField().optional(), ...language }),
  reply: fileReply(xlsx),
});
export const expiryField = z.object({ month: monthField(), leases: z.number().int(), areaCenti: z.number().int(), rent: fenSumField(), share: z.number() });
export const getExpiry = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/expiry",
  summary: "When the leases in force end, by month: how many, which area and rent, and their share of the let area",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ months: z.coerce.number().int().min(1).max(120).default(36) }),
  reply: z.array(expiryField),
});
export const exportExpiry = endpoint({
  ...getExpiry,
  path: "/sites/{siteId}/books/expiry/sheet",
  summary: "The expiry profile as an Excel file",
  query: z.object({ months: z.coerce.number().int().min(1).max(120).default(36), ...language }),
  reply: fileReply(xlsx),
});

// Statements of account

const statementQuery = { from: dateField(), to: dateField() };
export const accountField = z.object({
  tenantId: idField("tenant"),
  tenant: z.string(),
  from: dateField(),
  to: dateField(),
  opening: fenSumField(),
  lines: z.array(
    z.object({
      day: dateField(),
      kind: z.enum(["bill", "credit", "payment", "release"]),
      no: z.string(),
      feeItem: z.enum(feeItemCodes),
      name: wordsField(),
      amount: fenField(),
      balance: fenSumField(),
    }),
  ),
  closing: fenSumField(),
  advance: fenSumField(),
});
export const getAccount = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/tenants/{tenantId}/account",
  summary: "对账: a tenant's account over some days: opening balance, every bill, credit and payment, closing balance",
  permission: booksRights.read,
  params: z.object({ ...site, tenantId: idField("tenant") }),
  query: z.object(statementQuery),
  reply: accountField,
});
export const exportAccount = endpoint({
  ...getAccount,
  path: "/sites/{siteId}/books/tenants/{tenantId}/account/sheet",
  summary: "A tenant's account as an Excel file",
  query: z.object({ ...statementQuery, ...language }),
  reply: fileReply(xlsx),
});
export const statementField = z.object({
  id: idField("statement"),
  statementNo: z.string(),
  tenantId: idField("tenant"),
  tenant: z.string(),
  from: dateField(),
  to: dateField(),
  opening: fenSumField(),
  closing: fenSumField(),
  documentId: idField("document"),
  issuedAt: instantField(),
  issuedByName: z.string(),
});
export const issueStatement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/books/tenants/{tenantId}/statements",
  summary: "Issue a statement of account as a letter with a proof code",
  permission: booksRights.keep,
  params: z.object({ ...site, tenantId: idField("tenant") }),
  body: z.object({ id: idField("statement"), ...statementQuery }),
  reply: statementField,
});
export const listStatements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/statements",
  summary: "Statements of account, newest first",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, tenantId: idField("tenant").optional() }),
  reply: pageOf(statementField),
});
export const portalStatements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/portal/statements",
  summary: "A tenant's own statements of account",
  permission: booksRights.portal,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(statementField),
});
export const portalStatementFile = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/portal/statements/{statementId}/file",
  summary: "The letter of a tenant's own statement of account",
  permission: booksRights.portal,
  params: z.object({ ...site, statementId: idField("statement") }),
  reply: fileReply(pdf),
});

// Vouchers and accounts

export const accountsField = z.array(z.object({ role: z.enum(keysOf<AccountRole>(accountRoles)), code: textField(30), name: textField(80) }));
export const getAccounts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/entities/{entityId}/accounts",
  summary: "Which account of a company stands for what",
  permission: booksRights.read,
  params: z.object({ ...site, entityId: idField("entity") }),
  reply: accountsField,
});
export const putAccounts = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/entities/{entityId}/accounts",
  summary: "Change which account of a company stands for what",
  permission: booksRights.settings,
  params: z.object({ ...site, entityId: idField("entity") }),
  body: z.object({ accounts: accountsField.max(30) }),
  reply: accountsField,
});
export const exportVouchers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/entities/{entityId}/vouchers",
  summary: "The vouchers of a month for a company's own books, as an Excel file; each balances",
  permission: booksRights.keep,
  params: z.object({ ...site, entityId: idField("entity") }),
  query: z.object({ month: monthField() }),
  reply: fileReply(xlsx),
});

// Closing

const problemField = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
export const reopeningField = z.object({
  id: idField("reopening"),
  entityId: idField("entity"),
  entity: z.string(),
  month: monthField(),
  reason: z.string(),
  state: z.enum(keysOf<ReopeningState>(reopeningStates)),
  askedById: idField("person"),
  askedByName: z.string(),
  askedAt: instantField(),
  decidedByName: z.string().nullable(),
  decision: z.string(),
});
export const periodField = z.object({
  entityId: idField("entity"),
  entity: z.string(),
  month: monthField(),
  closed: z.object({ at: instantField(), byName: z.string() }).nullable(),
  found: z.record(z.enum(keysOf<ClosingCheck>(closingChecks)), z.number().int()),
  whyNotClose: z.array(problemField),
});
export const getPeriods = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/periods",
  summary: "A month of each company: closed or not, and what stands against closing it",
  permission: booksRights.read,
  params: z.object(site),
  query: z.object({ month: monthField() }),
  reply: z.object({ periods: z.array(periodField), reopenings: z.array(reopeningField) }),
});
const ofMonth = z.object({ ...site, entityId: idField("entity"), month: monthField() });
export const listUnbilled = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/entities/{entityId}/periods/{month}/unbilled",
  summary: "Schedule lines of a company's fees that fall due in a month and stand on no bill: what is in the way of closing it",
  permission: booksRights.read,
  params: ofMonth,
  query: z.object(pageQuery),
  reply: pageOf(
    z.object({
      key: z.string(),
      leaseId: idField("lease"),
      leaseNo: z.string(),
      tenantId: idField("tenant"),
      tenant: z.string(),
      feeItem: z.enum(feeItemCodes),
      name: wordsField(),
      from: dateField(),
      to: dateField(),
      dueOn: dateField(),
      amount: fenField(),
    }),
  ),
});
export const exportUnbilled = endpoint({
  ...listUnbilled,
  path: "/sites/{siteId}/books/entities/{entityId}/periods/{month}/unbilled/sheet",
  summary: "The same rows as an Excel file",
  query: z.object(language),
  reply: fileReply(xlsx),
});
export const closeMonth = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/entities/{entityId}/periods/{month}/closure",
  summary: "Close a month: nothing in it changes any more",
  permission: booksRights.close,
  params: ofMonth,
  reply: periodField,
});
export const askReopening = endpoint({
  method: "POST",
  path: "/sites/{siteId}/books/entities/{entityId}/periods/{month}/reopenings",
  summary: "Ask for a closed month to be opened again",
  permission: booksRights.close,
  params: ofMonth,
  body: z.object({ id: idField("reopening"), reason: textField(500) }),
  reply: reopeningField,
});
export const decideReopening = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/books/reopenings/{reopeningId}/decision",
  summary: "Open a month again, or not: somebody else than who asked",
  permission: booksRights.reopen,
  params: z.object({ ...site, reopeningId: idField("reopening") }),
  body: z.object({ isApproved: z.boolean(), decision: textField(500) }),
  reply: reopeningField,
});

// What finance and the manager open first

export const getToday = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/today",
  summary: "What finance must do today, counted",
  permission: booksRights.read,
  params: z.object(site),
  reply: z.object({
    linesToMatch: z.number().int(),
    chargesToBill: z.number().int(),
    stepsDue: z.number().int(),
    promisesDue: z.number().int(),
    waiversAsked: z.number().int(),
    invoicesToIssue: z.number().int(),
    redsToIssue: z.number().int(),
    monthsToClose: z.array(z.object({ entityId: idField("entity"), entity: z.string(), month: monthField() })),
    papersExpiring: z.number().int(),
  }),
});
const unitsField = z.object({ units: z.number().int(), areaCenti: z.number().int() });
/** As leasing lists them; `priced` are the offices and shops among them, whose rent at the mean is lost. */
export const vacancyField = unitsField.extend({ priced: unitsField, monthlyCost: fenSumField().nullable() });
export const moneyField = z.object({
  month: monthField(),
  collection: collectionField,
  aged: z.object({ notDue: fenSumField(), to30: fenSumField(), to60: fenSumField(), to90: fenSumField(), over90: fenSumField() }),
  overdue: fenSumField(),
  expiry: z.array(expiryField),
  vacancy: vacancyField,
  debtors: z.array(z.object({ tenantId: idField("tenant"), tenant: z.string(), overdue: fenSumField(), daysLate: z.number().int() })),
});
export const getMoney = endpoint({
  method: "GET",
  path: "/sites/{siteId}/books/money",
  summary: "The manager's money page: collected of what fell due, ageing, expiry profile, cost of vacancy, largest debtors",
  permission: booksRights.read,
  params: z.object(site),
  reply: moneyField,
});
const siteMoneyField = z.object({
  due: fenSumField(),
  paid: fenSumField(),
  old: fenSumField(),
  oldPaid: fenSumField(),
  overdue: fenSumField(),
  over90: fenSumField(),
  advance: fenSumField(),
  letCenti: z.number().int(),
  lettableCenti: z.number().int(),
});
const groupQuery = { month: monthField().optional() };
export const getGroup = endpoint({
  method: "GET",
  path: "/books/group",
  summary: "Sites side by side for a month: due, paid, arrears of before, overdue, advances, let area; and all of them together",
  permission: booksRights.read,
  query: z.object(groupQuery),
  reply: z.object({ month: monthField(), sites: z.array(siteMoneyField.extend({ siteId: idField("site"), name: z.string() })), total: siteMoneyField }),
});
export const exportGroup = endpoint({
  ...getGroup,
  path: "/books/group/sheet",
  summary: "The sites side by side as an Excel file",
  query: z.object({ ...groupQuery, ...language }),
  reply: fileReply(xlsx),
});
