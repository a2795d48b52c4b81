import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { type Problem, Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import type { billCredited } from "#features/billing/contract.ts";
import { taxOfPart } from "#features/billing/rules.ts";
import { feeItemsOf } from "#features/billing/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { invoiceIssued, invoiceReturned, invoicesExported, redIssued, redRequested } from "../../contract.ts";
import { booksProblems, invoiceGroups, type LineToInvoice, whyNotExport } from "../../rules.ts";
import { type Invoice, invoiceById, invoicesWhere, linesOnInvoices } from "../queries/invoices.ts";
import { entityById, settingOf } from "../settings.ts";

/** Lines looked at in one go; what is left waits for the next. */
const linesAtOnce = 20_000;

/** Puts what was billed and stands on no invoice on the register, as far as it was not credited before. Deposits make none. Safe to repeat. */
export async function prepareInvoices(ctx: SiteContext, { billId }: { readonly billId?: Id<"bill"> } = {}): Promise<{ invoices: number }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`books.invoices:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<{
    id: string;
    bill_id: string;
    tenant_id: string;
    entity_id: string;
    tax_category: string;
    tax_rate: string;
    amount: number;
    net: number;
    tax: number;
    credited: number;
  }>`
    select id, bill_id, tenant_id, entity_id, tax_category, tax_rate, amount, net, tax, credited from billing.bill_line line
    where site_id = ${ctx.siteId} and source_kind <> 'credit' and tax_category <> 'none' and credited < amount ${billId ? sql`and bill_id = ${billId}` : sql``}
      and not exists (select from books.invoice_line on_invoice where on_invoice.site_id = line.site_id and on_invoice.bill_line_id = line.id)
    order by id limit ${linesAtOnce}`.execute(ctx.tx);
  const lines = rows.map((row): LineToInvoice => {
    const left = taxOfPart(fen(row.amount - row.credited), { amount: fen(row.amount), net: fen(row.net), tax: fen(row.tax) });
    return {
      lineId: row.id as Id<"billLine">,
      billId: row.bill_id as Id<"bill">,
      tenantId: row.tenant_id as Id<"tenant">,
      entityId: row.entity_id as Id<"entity">,
      taxCategory: row.tax_category,
      taxRate: row.tax_rate,
      ...left,
    };
  });
  const drafts = invoiceGroups(lines);
  for (const { lines: parts, billId: ofBill, tenantId, entityId, isLeasing, taxRate, amount, net, tax } of drafts) {
    const id = newId<"invoice">();
    const same = { site_id: ctx.siteId, id, kind: "blue" as const, entity_id: entityId, tenant_id: tenantId, bill_id: ofBill, is_leasing: isLeasing, tax_rate: taxRate };
    await ctx.tx
      .insertInto("books.invoice")
      .values({ ...same, amount, net, tax, state: "toIssue", created_at: ctx.now })
      .execute();
    await ctx.tx
      .insertInto("books.invoice_line")
      .values(parts.map((part) => ({ site_id: ctx.siteId, invoice_id: id, bill_line_id: part.lineId, amount: part.amount, net: part.net, tax: part.tax })))
      .execute();
  }
  if (drafts.length > 0) await ctx.tell(ctx.siteId, "books.invoice");
  return { invoices: drafts.length };
}

interface NewBatch {
  readonly id: Id<"invoiceBatch">;
  readonly entityId: Id<"entity">;
  readonly invoiceIds?: readonly Id<"invoice">[] | undefined;
}

/** Takes invoices of one seller out for the tax platform. The same id again returns the batch it made. Refusals: entityNotFound, nothingToExport, notToIssue, otherEntity, and all that an invoice lacks. */
export async function makeBatch(ctx: SiteContext, { id, entityId, invoiceIds }: NewBatch): Promise<{ batchId: Id<"invoiceBatch">; invoices: number; total: Fen }> {
  const seller = await entityById(ctx, entityId);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`books.invoices:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const made = await invoicesWhere(ctx, { batchId: id });
  if (made.length > 0) return { batchId: id, invoices: made.length, total: sumFen(made.map(({ amount }) => amount)) };
  const invoices = (await invoicesWhere(ctx, invoiceIds ? { ids: invoiceIds } : { toIssueOf: entityId })).slice(0, 500);
  if (invoices.length === 0) throw new Refusal(booksProblems.nothingToExport());
  if (invoices.some((invoice) => invoice.entityId !== entityId)) throw new Refusal(booksProblems.otherEntity());
  refuseIf(await whyNotBatch(ctx, invoices, seller));
  await sql`update books.invoice set state = 'exported', batch_id = ${id}, exported_at = ${ctx.now}, version = version + 1
    where site_id = ${ctx.siteId} and id = any (${invoices.map((invoice) => invoice.id)}::uuid[])`.execute(ctx.tx);
  const total = sumFen(invoices.map(({ amount }) => amount));
  await ctx.record(invoicesExported, { batchId: id, entityId, invoices: invoices.length, total });
  await ctx.tell(ctx.siteId, "books.invoice");
  return { batchId: id, invoices: invoices.length, total };
}

async function whyNotBatch(ctx: SiteContext, invoices: readonly Invoice[], seller: Awaited<ReturnType<typeof entityById>>): Promise<Problem[]> {
  const building = await settingOf(ctx);
  const items = new Map<string, { name: string; goodsCode: string }>((await feeItemsOf(ctx)).map(({ code, name, goodsCode }) => [code, { name: name.zh, goodsCode }]));
  const lines = await linesOnInvoices(
    ctx,
    invoices.map(({ id }) => id),
  );
  const found = new Map<string, Problem>();
  for (const invoice of invoices) {
    const { creditCode } = await tenantById(ctx, invoice.tenantId);
    const feeItems = [...new Set((lines.get(invoice.id) ?? []).map(({ feeItem }) => feeItem))].map((code) => items.get(code)!);
    for (const problem of whyNotExport({ ...invoice, creditCode, feeItems }, seller, building)) found.set(problem.title, problem);
  }
  return [...found.values()];
}

interface Numbered {
  readonly invoiceId: Id<"invoice">;
  readonly invoiceNo: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly version: number;
}

/** Records the number of an invoice the tax platform has issued. Refusals: invoiceNotFound, notExported, numberTaken, stale. */
export async function recordNumber(ctx: SiteContext, { invoiceId, invoiceNo, issuedOn, version }: Numbered): Promise<Invoice> {
  const invoice = await lockedInvoice(ctx, invoiceId, version);
  if (invoice.state !== "exported") throw new Refusal(booksProblems.notExported());
  await write(ctx, invoice, { state: "issued", invoice_no: invoiceNo, issued_on: issuedOn });
  await ctx.record(invoiceIssued, { ...factsOf(invoice), invoiceNo, issuedOn });
  return invoiceById(ctx, invoiceId);
}

/** Puts an exported invoice that was not issued back to be issued. Refusals: invoiceNotFound, notExported, stale. */
export async function returnInvoice(
  ctx: SiteContext,
  { invoiceId, reason, version }: { readonly invoiceId: Id<"invoice">; readonly reason: string; readonly version: number },
): Promise<Invoice> {
  const invoice = await lockedInvoice(ctx, invoiceId, version);
  if (invoice.state !== "exported") throw new Refusal(booksProblems.notExported());
  await write(ctx, invoice, { state: "toIssue", batch_id: null, exported_at: null, reason });
  await ctx.record(invoiceReturned, { ...factsOf(invoice), reason });
  return invoiceById(ctx, invoiceId);
}

/** Records the red invoice issued on a red-letter confirmation 红字确认单. Refusals: invoiceNotFound, notRedRequested, numberTaken, stale. */
export async function recordRed(ctx: SiteContext, { confirmationNo, invoiceId, invoiceNo, issuedOn, version }: Numbered & { readonly confirmationNo: string }): Promise<Invoice> {
  const invoice = await lockedInvoice(ctx, invoiceId, version);
  if (invoice.state !== "redRequested") throw new Refusal(booksProblems.notRedRequested());
  await write(ctx, invoice, { state: "red", confirmation_no: confirmationNo, invoice_no: invoiceNo, issued_on: issuedOn });
  await ctx.record(redIssued, { ...factsOf(invoice), confirmationNo, invoiceNo, issuedOn });
  return invoiceById(ctx, invoiceId);
}

/**
 * A bill was credited: an invoice that still waits shrinks by it, or is not needed any more; one that is out or issued asks for a red letter
 * over what was credited. Domain §3.5.
 */
export async function hearCredit(ctx: SiteContext, { billId, lines, reason }: ValueOf<typeof billCredited.facts>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`books.invoices:${ctx.siteId}`}, 0))`.execute(ctx.tx);
  const credited = new Map(lines.map(({ lineId, amount }) => [lineId as string, amount]));
  const { rows } = await sql<{ invoice_id: Id<"invoice">; bill_line_id: string; amount: number; net: number; tax: number }>`
    select part.* from books.invoice_line part join books.invoice on invoice.site_id = part.site_id and invoice.id = part.invoice_id
    where part.site_id = ${ctx.siteId} and invoice.bill_id = ${billId} and invoice.kind = 'blue' and invoice.state <> 'void' and part.bill_line_id = any (${[...credited.keys()]}::uuid[])`.execute(
    ctx.tx,
  );
  for (const [invoiceId, parts] of Map.groupBy(rows, (row) => row.invoice_id)) {
    const taken = parts.map((part) => ({
      part,
      off: taxOfPart(fen(Math.min(credited.get(part.bill_line_id) ?? 0, part.amount)), { amount: fen(part.amount), net: fen(part.net), tax: fen(part.tax) }),
    }));
    const invoice = await invoiceById(ctx, invoiceId);
    if (invoice.state === "toIssue") await shrink(ctx, invoice, taken);
    else await askRed(ctx, invoice, taken, reason);
  }
  await ctx.tell(ctx.siteId, "books.invoice");
}

type Taken = readonly {
  readonly part: { readonly bill_line_id: string; readonly amount: number; readonly net: number; readonly tax: number };
  readonly off: { readonly amount: Fen; readonly net: Fen; readonly tax: Fen };
}[];

const sumOf = (taken: Taken) => ({
  amount: sumFen(taken.map(({ off }) => off.amount)),
  net: sumFen(taken.map(({ off }) => off.net)),
  tax: sumFen(taken.map(({ off }) => off.tax)),
});

async function shrink(ctx: SiteContext, invoice: Invoice, taken: Taken): Promise<void> {
  for (const { part, off } of taken) {
    const left = { amount: part.amount - off.amount, net: part.net - off.net, tax: part.tax - off.tax };
    await ctx.tx
      .updateTable("books.invoice_line")
      .set(left)
      .where("site_id", "=", ctx.siteId)
      .where("invoice_id", "=", invoice.id)
      .where("bill_line_id", "=", part.bill_line_id)
      .execute();
  }
  const { amount, net, tax } = sumOf(taken);
  const left = { amount: invoice.amount - amount, net: invoice.net - net, tax: invoice.tax - tax };
  await write(ctx, invoice, { ...left, state: left.amount === 0 ? "void" : "toIssue" });
}

async function askRed(ctx: SiteContext, invoice: Invoice, taken: Taken, reason: string): Promise<void> {
  const id = newId<"invoice">();
  const { amount, net, tax } = sumOf(taken);
  const same = { site_id: ctx.siteId, id, kind: "red" as const, entity_id: invoice.entityId, tenant_id: invoice.tenantId, bill_id: invoice.billId, red_of_id: invoice.id };
  await ctx.tx
    .insertInto("books.invoice")
    .values({ ...same, is_leasing: invoice.isLeasing, tax_rate: invoice.taxRate, amount: -amount, net: -net, tax: -tax, state: "redRequested", reason, created_at: ctx.now })
    .execute();
  const parts = taken.map(({ part, off }) => ({ site_id: ctx.siteId, invoice_id: id, bill_line_id: part.bill_line_id, amount: -off.amount, net: -off.net, tax: -off.tax }));
  await ctx.tx.insertInto("books.invoice_line").values(parts).execute();
  await ctx.record(redRequested, { invoiceId: id, tenantId: invoice.tenantId, amount: fen(-amount), redOfId: invoice.id, reason });
}

const factsOf = ({ id, tenantId, amount }: Invoice) => ({ invoiceId: id, tenantId, amount });

async function lockedInvoice(ctx: SiteContext, id: Id<"invoice">, version: number): Promise<Invoice> {
  await ctx.tx.selectFrom("books.invoice").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  const invoice = await invoiceById(ctx, id);
  if (invoice.version !== version) throw new Refusal(booksProblems.stale());
  return invoice;
}

async function write(ctx: SiteContext, invoice: Invoice, set: Record<string, unknown> & { readonly invoice_no?: string }): Promise<void> {
  const update = ctx.tx
    .updateTable("books.invoice")
    .set({ ...set, version: invoice.version + 1 })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", invoice.id)
    .execute();
  await refusing(update, { invoice_number_once: () => booksProblems.numberTaken({ number: set.invoice_no }) });
  await ctx.tell(ctx.siteId, "books.invoice", invoice.id);
}
