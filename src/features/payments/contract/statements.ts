import { z } from "zod";
import { endpoint, fileUpload, job } from "#kernel/contract.ts";
import { dateField, fenField, fenSumField, idField, longTextField, monthField, pageOf, pageQuery, searchField } from "#kernel/fields.ts";
import {
  amountField,
  candidateField,
  confirmationField,
  debtField,
  lineWithGuessField,
  mappingField,
  partBody,
  paymentField,
  refusedRowField,
  sheetField,
  statementField,
  statementLineField,
} from "./fields.ts";
import { paymentsRights } from "./rights.ts";

const site = { siteId: idField("site") };
const one = z.object({ ...site, statementId: idField("statement") });
const line = z.object({ ...site, statementLineId: idField("statementLine") });

export const uploadStatement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/entities/{entityId}/statements",
  summary: "Upload a statement (.xlsx or CSV) of a legal entity's bank account",
  permission: paymentsRights.take,
  params: z.object({ ...site, entityId: idField("entity") }),
  body: fileUpload(30 * 1024 * 1024),
  reply: statementField,
  ratePerMinute: 30,
});
export const listStatements = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statements",
  summary: "Bank statements, newest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(statementField),
});
export const getStatement = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statements/{statementId}",
  summary: "A bank statement",
  permission: paymentsRights.read,
  params: one,
  reply: statementField,
});
export const getStatementSheet = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statements/{statementId}/sheet",
  summary: "The top of a sheet, its header row found or chosen, and what each column is taken for",
  permission: paymentsRights.take,
  params: one,
  query: z.object({ sheet: z.coerce.number().int().min(0).max(1000).default(0), headerRow: z.coerce.number().int().min(1).max(200_000).optional() }),
  reply: sheetField,
});
export const mapStatement = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/statements/{statementId}/mapping",
  summary: "Say which column means what; the statement is read through at once",
  permission: paymentsRights.take,
  params: one,
  body: mappingField,
  reply: statementField,
});
export const listRefusedRows = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statements/{statementId}/refused-rows",
  summary: "Rows that are kept out, each with every reason",
  permission: paymentsRights.read,
  params: one,
  query: z.object(pageQuery),
  reply: pageOf(refusedRowField),
});
export const runStatement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/statements/{statementId}/run",
  summary: "Take the lines in: all rows or nothing, or the good rows alone",
  permission: paymentsRights.take,
  params: one,
  body: z.object({ choice: z.enum(["allOrNothing", "goodRows"]) }),
  reply: statementField,
});
export const undoStatement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/statements/{statementId}/undoing",
  summary: "Take a whole statement back, while no line of it is booked",
  permission: paymentsRights.take,
  params: one,
  reply: statementField,
});

export const lineViews = ["open", "unclaimed", "setAside", "matched", "paid"] as const;
export const listStatementLines = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statement-lines",
  summary: "Lines of statements: to be matched, unclaimed or set aside (oldest first), matched, or money paid out (newest first)",
  permission: paymentsRights.claim,
  params: z.object(site),
  query: z.object({
    ...pageQuery,
    view: z.enum(lineViews).default("open"),
    entityId: idField("entity").optional(),
    month: monthField().optional(),
    search: searchField().optional(),
  }),
  reply: pageOf(lineWithGuessField),
});
export const getStatementLine = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/statement-lines/{statementLineId}",
  summary: "A line, who may have paid it with scores and reasons, and the payments made of it",
  permission: paymentsRights.claim,
  params: line,
  reply: z.object({ line: statementLineField, candidates: z.array(candidateField), payments: z.array(paymentField) }),
});
export const matchLine = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/statement-lines/{statementLineId}/match",
  summary: "Book a line as payments of one tenant or several; what settles no bill is an advance, what is left stays to be matched",
  permission: paymentsRights.take,
  params: line,
  body: z.object({
    payments: z
      .array(z.object({ id: idField("payment"), tenantId: idField("tenant"), amount: amountField(), lines: z.array(partBody).max(500) }))
      .min(1)
      .max(50),
    /** The day it counts for the books; the day of the line unless told. */
    bookedOn: dateField().optional(),
  }),
  reply: z.object({ line: statementLineField, payments: z.array(paymentField) }),
});
export const listCertain = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/certain-lines",
  summary: "Lines beyond doubt: one tenant is certain and owes the whole amount; at most 500 are looked at, the oldest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object({ entityId: idField("entity").optional(), month: monthField().optional() }),
  reply: z.object({
    lines: z.array(statementLineField.omit({ claim: true }).extend({ tenantId: idField("tenant"), tenant: z.string(), score: z.number().int(), bills: z.number().int() })),
    amount: fenSumField(),
    looked: z.number().int(),
    hasMore: z.boolean(),
  }),
});
export const confirmAll = endpoint({
  method: "POST",
  path: "/sites/{siteId}/payments/confirmations",
  summary: "Book all these lines as far as they are beyond doubt; those that are not stay to be matched and are named",
  permission: paymentsRights.take,
  params: z.object(site),
  body: z.object({ id: idField("confirmation"), lineIds: z.array(idField("statementLine")).min(1).max(500) }),
  reply: z.object({
    confirmation: confirmationField,
    left: z.array(
      z.object({
        lineId: idField("statementLine"),
        payerName: z.string(),
        amount: fenField(),
        reasons: z.array(z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) })),
      }),
    ),
  }),
});
export const listConfirmations = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/confirmations",
  summary: "What was confirmed all at once, newest first",
  permission: paymentsRights.read,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(confirmationField),
});
export const undoConfirmation = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/confirmations/{confirmationId}/undoing",
  summary: "Take a whole confirmation back: by who made it on the same day, else by finance",
  permission: paymentsRights.take,
  params: z.object({ ...site, confirmationId: idField("confirmation") }),
  reply: confirmationField,
});
export const placeLine = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/statement-lines/{statementLineId}/standing",
  summary: "Put a line among the unclaimed, set it aside as no tenant's money, or put it back",
  permission: paymentsRights.take,
  params: line,
  body: z.object({ status: z.enum(["open", "unclaimed", "setAside"]), note: longTextField(500) }),
  reply: statementLineField,
});
export const claimLine = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/payments/statement-lines/{statementLineId}/claim",
  summary: "Say whose unclaimed money it is; finance then books it",
  permission: paymentsRights.claim,
  params: line,
  body: z.object({ tenantId: idField("tenant").nullable(), note: longTextField(500) }),
  reply: statementLineField,
});
export const listDebts = endpoint({
  method: "GET",
  path: "/sites/{siteId}/payments/tenants/{tenantId}/debts",
  summary: "What a tenant owes, in the order in which money pays it",
  permission: paymentsRights.read,
  params: z.object({ ...site, tenantId: idField("tenant") }),
  reply: z.array(debtField),
});

/** What is done to a statement in the background, on behalf of `personId`. */
export const workOnStatement = job({
  name: "payments.work_on_statement",
  payload: z.object({ siteId: idField("site"), statementId: idField("statement"), personId: idField("person"), personName: z.string(), deed: z.enum(["preview", "run"]) }),
});
