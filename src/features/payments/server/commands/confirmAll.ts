import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { dayAt, holds, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { confirmationUndone, type confirmationField, linesConfirmed } from "../../contract.ts";
import { paymentsRights } from "../../contract/rights.ts";
import { type Candidate, isCertain, paymentsProblems, type StatementLine, totalOf, whyNotUndoConfirmation } from "../../rules.ts";
import { candidatesOf } from "../queries/candidates.ts";
import { toStatementLine } from "../rows.ts";
import { matchLine } from "./match.ts";
import { reversePayment } from "./reverse.ts";

type Confirmation = ValueOf<typeof confirmationField>;

interface Chosen {
  readonly entityId?: Id<"entity"> | undefined;
  readonly month?: Temporal.PlainYearMonth | undefined;
}

/** Lines looked at in one go: beyond these one confirms again. */
const mostLines = 500;

/** Open lines beyond doubt: one tenant is certain, and what they owe takes the whole amount. Nothing is left as an advance without a look. */
export async function certainLines(ctx: SiteContext, chosen: Chosen) {
  const { lines, hasMore } = await openLines(ctx, chosen);
  const candidates = await candidatesOf(ctx, lines);
  const found = lines.flatMap((line) => {
    const sure = sureOf(line, candidates.get(line.id) ?? []);
    return sure ? [{ ...line, tenantId: sure.tenantId, tenant: sure.name, score: sure.score, bills: sure.parts.length }] : [];
  });
  return { lines: found, amount: sumFen(found.map(({ amount, allocated }) => fen(amount - allocated))), looked: lines.length, hasMore };
}

/**
 * Books the lines of `lineIds` that are still beyond doubt, one after the other: what an earlier one has paid no longer speaks for a later.
 * Those that are not any more, or that the books refuse, stay to be matched and are named. The same id again books nothing.
 * Refusals: nothingCertain.
 */
export async function confirmAll(ctx: SiteContext, { id, lineIds }: { readonly id: Id<"confirmation">; readonly lineIds: readonly Id<"statementLine">[] }) {
  const known = await ctx.tx.selectFrom("payments.confirmation").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  if (known) return { confirmation: await confirmationById(ctx, id), left: [] };
  const wanted = new Set(lineIds);
  const lines = (await linesByIds(ctx, lineIds)).filter((line) => wanted.has(line.id));
  const first = await candidatesOf(ctx, lines);
  const paid: { readonly paymentId: Id<"payment">; readonly amount: Fen }[] = [];
  const left: { lineId: Id<"statementLine">; payerName: string; amount: Fen; reasons: { code: string; facts: Record<string, unknown> }[] }[] = [];
  const touched = new Set<string>();
  for (const line of lines) {
    const amount = fen(line.amount - line.allocated);
    const guess = sureOf(line, first.get(line.id) ?? []);
    const sure = guess && touched.has(guess.tenantId) ? sureOf(line, (await candidatesOf(ctx, [line])).get(line.id) ?? []) : guess;
    const booked = sure ? await tryBook(ctx, line, sure) : new Refusal(paymentsProblems.notCertain());
    if (sure) touched.add(sure.tenantId);
    if (booked instanceof Refusal)
      left.push({ lineId: line.id, payerName: line.payerName, amount, reasons: booked.reasons.map(({ code, facts }) => ({ code, facts: { ...facts } })) });
    else paid.push({ paymentId: booked, amount });
  }
  if (paid.length === 0) throw new Refusal(paymentsProblems.nothingCertain());
  const amount = sumFen(paid.map((one) => one.amount));
  await ctx.tx
    .insertInto("payments.confirmation")
    .values({ site_id: ctx.siteId, id, lines: paid.length, amount, by_person: ctx.actor.personId, by_name: ctx.actor.name, made_at: ctx.now })
    .execute();
  await ctx.tx
    .insertInto("payments.confirmed_payment")
    .values(paid.map(({ paymentId }) => ({ site_id: ctx.siteId, confirmation_id: id, payment_id: paymentId })))
    .execute();
  await ctx.record(linesConfirmed, { confirmationId: id, lines: paid.length, amount, paymentIds: paid.map(({ paymentId }) => paymentId) });
  await ctx.tell(ctx.siteId, "payments.confirmation", id);
  return { confirmation: await confirmationById(ctx, id), left };
}

/** Takes a whole confirmation back: each payment of it that still stands is reversed, and its line is to be matched again. Refusals: confirmationNotFound, undoneAlready, notYoursToUndo, those of `reversePayment`. */
export async function undoConfirmation(ctx: SiteContext, id: Id<"confirmation">): Promise<Confirmation> {
  await ctx.tx.selectFrom("payments.confirmation").select("id").where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().execute();
  const confirmation = await confirmationById(ctx, id);
  refuseIf(
    whyNotUndoConfirmation(
      { ...confirmation, madeOn: dayAt(ctx, confirmation.madeAt) },
      { personId: ctx.actor.personId, mayReverse: holds(ctx.actor, paymentsRights.reverse, ctx.siteId) },
      dayAt(ctx, ctx.now),
    ),
  );
  const { rows } = await sql<{ id: Id<"payment"> }>`
    select payment.id from payments.confirmed_payment confirmed
    join payments.payment on payment.site_id = confirmed.site_id and payment.id = confirmed.payment_id
    where confirmed.site_id = ${ctx.siteId} and confirmed.confirmation_id = ${id} and payment.reversed_at is null order by payment.id`.execute(ctx.tx);
  for (const row of rows) await reversePayment(ctx, row.id, { why: "wrongMatch", reason: "整批撤销 Confirmation taken back" });
  await ctx.tx.updateTable("payments.confirmation").set({ undone_at: ctx.now, undone_by: ctx.actor.name }).where("site_id", "=", ctx.siteId).where("id", "=", id).execute();
  await ctx.record(confirmationUndone, { confirmationId: id, payments: rows.length });
  await ctx.tell(ctx.siteId, "payments.confirmation", id);
  return confirmationById(ctx, id);
}

/** What was confirmed all at once, newest first. */
export async function confirmationPage(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = confirmationsHere(ctx).orderBy("made_at", "desc").orderBy("id", "desc");
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(made_at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.made_at, row.id]);
  return { items: page.items.map(toConfirmation), next: page.next };
}

const confirmationsHere = (ctx: SiteContext) => ctx.tx.selectFrom("payments.confirmation").selectAll().where("site_id", "=", ctx.siteId);

async function confirmationById(ctx: SiteContext, id: Id<"confirmation">): Promise<Confirmation> {
  const row = await confirmationsHere(ctx).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.confirmationNotFound());
  return toConfirmation(row);
}

const toConfirmation = (row: Awaited<ReturnType<ReturnType<typeof confirmationsHere>["execute"]>>[number]): Confirmation => ({
  id: row.id as Id<"confirmation">,
  lines: row.lines,
  amount: fen(row.amount),
  byId: row.by_person as Id<"person"> | null,
  byName: row.by_name,
  madeAt: row.made_at,
  undone: row.undone_at && { at: row.undone_at, byName: row.undone_by ?? "" },
});

/** The tenant who certainly paid, where what they owe takes all of it. */
function sureOf(line: StatementLine, candidates: readonly Candidate[]): Candidate | null {
  const [best] = candidates;
  return best && isCertain(candidates) && totalOf(best.parts) === line.amount - line.allocated ? best : null;
}

/** Books one line; what the books refuse leaves nothing behind. */
async function tryBook(ctx: SiteContext, line: StatementLine, { tenantId, parts }: Candidate): Promise<Id<"payment"> | Refusal> {
  const id = newId<"payment">();
  await sql`savepoint one_line`.execute(ctx.tx);
  try {
    await matchLine(ctx, line.id, { payments: [{ id, tenantId, amount: fen(line.amount - line.allocated), lines: parts }] });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sql`rollback to savepoint one_line`.execute(ctx.tx);
    return error;
  }
  await sql`release savepoint one_line`.execute(ctx.tx);
  return id;
}

const openHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("payments.statement_line as line")
    .selectAll("line")
    .where("line.site_id", "=", ctx.siteId)
    .where("line.direction", "=", "in")
    .where("line.status", "=", "open")
    .whereRef("line.allocated", "<", "line.amount")
    .orderBy("line.day")
    .orderBy("line.id");

async function openLines(ctx: SiteContext, { entityId, month }: Chosen): Promise<{ readonly lines: StatementLine[]; readonly hasMore: boolean }> {
  let query = openHere(ctx).limit(mostLines + 1);
  if (entityId) query = query.where("line.entity_id", "=", entityId);
  if (month) query = query.where("line.day", ">=", month.toPlainDate({ day: 1 })).where("line.day", "<", month.add({ months: 1 }).toPlainDate({ day: 1 }));
  const rows = await query.execute();
  return { lines: rows.slice(0, mostLines).map(toStatementLine), hasMore: rows.length > mostLines };
}

/** The open lines among these, held until the transaction ends. */
async function linesByIds(ctx: SiteContext, ids: readonly Id<"statementLine">[]): Promise<StatementLine[]> {
  const rows = await openHere(ctx)
    .where("line.id", "=", sql<string>`any (${ids}::uuid[])`)
    .forUpdate()
    .execute();
  return rows.map(toStatementLine);
}
