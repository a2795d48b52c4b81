import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Fen } from "#kernel/money.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { lineClaimed, linePlaced } from "../../contract.ts";
import { type Part, paymentsProblems, type StatementLine, totalOf, whyNotConfirm } from "../../rules.ts";
import { namedPaymentsById } from "../queries/payments.ts";
import { namedLine } from "../queries/lines.ts";
import { toStatementLine } from "../rows.ts";
import { book, rememberPayer } from "./book.ts";

interface Split {
  readonly id: Id<"payment">;
  readonly tenantId: Id<"tenant">;
  readonly amount: Fen;
  readonly lines: readonly Part[];
}

/**
 * Books a line of a statement as payments of one tenant or several. Of two people who confirm the same line one is told. Refusals:
 * lineNotFound, notIncoming, lineSetAside, matchedAlready, moreThanReceived, those of `book`.
 */
export async function matchLine(
  ctx: SiteContext,
  lineId: Id<"statementLine">,
  { payments, bookedOn }: { readonly payments: readonly Split[]; readonly bookedOn?: Temporal.PlainDate | undefined },
) {
  const line = await lockedLine(ctx, lineId);
  refuseIf(whyNotConfirm(line, totalOf(payments)));
  const { payerName, payerAccount, remark, day, entityId } = line;
  for (const { id, tenantId, amount, lines } of payments) {
    const facts = { means: "transfer", receivedOn: day, bookedOn: bookedOn ?? day, statementLineId: lineId, payerName, voucherNo: line.serialNo, remark } as const;
    await book(ctx, { id, tenantId, entityId, amount, lines, ...facts });
    await rememberPayer(ctx, { tenantId, name: payerName, account: payerAccount, on: day });
  }
  await ctx.tx
    .updateTable("payments.statement_line")
    .set({ allocated: sql`allocated + ${totalOf(payments)}` })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", lineId)
    .execute();
  await ctx.tell(ctx.siteId, "payments.statement_line", lineId);
  return {
    line: await namedLine(ctx, lineId),
    payments: await namedPaymentsById(
      ctx,
      payments.map(({ id }) => id),
    ),
  };
}

/** Puts a line among the unclaimed, sets it aside, or puts it back. Refusals: lineNotFound, notIncoming, matchedAlready. */
export async function placeLine(ctx: SiteContext, lineId: Id<"statementLine">, { status, note }: { readonly status: StatementLine["status"]; readonly note: string }) {
  const line = await lockedLine(ctx, lineId);
  if (line.direction === "out") throw new Refusal(paymentsProblems.notIncoming());
  if (line.allocated === line.amount) throw new Refusal(paymentsProblems.matchedAlready());
  const noClaim = status === "open" ? {} : { claimed_tenant_id: null, claimed_by_name: null, claimed_at: null };
  await ctx.tx
    .updateTable("payments.statement_line")
    .set({ status, note, ...noClaim })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", lineId)
    .execute();
  await ctx.record(linePlaced, { statementLineId: lineId, status, note });
  await ctx.tell(ctx.siteId, "payments.statement_line", lineId);
  return namedLine(ctx, lineId);
}

/** Says whose money it is, or takes that back. Refusals: lineNotFound, notIncoming, matchedAlready, tenants.notFound. */
export async function claimLine(ctx: SiteContext, lineId: Id<"statementLine">, { tenantId, note }: { readonly tenantId: Id<"tenant"> | null; readonly note: string }) {
  const line = await lockedLine(ctx, lineId);
  if (line.direction === "out") throw new Refusal(paymentsProblems.notIncoming());
  if (line.allocated === line.amount) throw new Refusal(paymentsProblems.matchedAlready());
  if (tenantId) await tenantById(ctx, tenantId);
  const claim = tenantId
    ? { claimed_tenant_id: tenantId, claimed_by_name: ctx.actor.name, claimed_at: ctx.now }
    : { claimed_tenant_id: null, claimed_by_name: null, claimed_at: null };
  await ctx.tx
    .updateTable("payments.statement_line")
    .set({ ...claim, note })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", lineId)
    .execute();
  await ctx.record(lineClaimed, { statementLineId: lineId, tenantId, amount: line.amount, note });
  await ctx.tell(ctx.siteId, "payments.statement_line", lineId);
  return namedLine(ctx, lineId);
}

async function lockedLine(ctx: SiteContext, id: Id<"statementLine">): Promise<StatementLine> {
  const row = await ctx.tx.selectFrom("payments.statement_line").selectAll().where("site_id", "=", ctx.siteId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.lineNotFound());
  return toStatementLine(row);
}
