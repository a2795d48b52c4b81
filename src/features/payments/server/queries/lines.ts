import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { lineViews } from "../../contract.ts";
import { isCertain, paymentsProblems } from "../../rules.ts";
import { toStatementLine } from "../rows.ts";
import { dayIn, paymentsOfLine } from "./payments.ts";
import { candidatesOf } from "./candidates.ts";
import { describeParts } from "./debts.ts";

const linesHere = (ctx: SiteContext) =>
  ctx.tx
    .selectFrom("payments.statement_line as line")
    .leftJoin("tenants.tenant as claimed", (join) => join.onRef("claimed.site_id", "=", "line.site_id").onRef("claimed.id", "=", "line.claimed_tenant_id"))
    .selectAll("line")
    .select("claimed.name as claimed_tenant")
    .where("line.site_id", "=", ctx.siteId);

const toNamedLine = (row: Parameters<typeof toStatementLine>[0] & { readonly claimed_tenant: string | null }) => {
  const line = toStatementLine(row);
  return { ...line, claim: line.claim && { ...line.claim, tenant: row.claimed_tenant ?? "" } };
};

/** A line with the name of who it is claimed for. Refusal: lineNotFound. */
export async function namedLine(ctx: SiteContext, id: Id<"statementLine">) {
  const row = await linesHere(ctx).where("line.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paymentsProblems.lineNotFound());
  return toNamedLine(row);
}

interface LineQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly view: (typeof lineViews)[number];
  readonly entityId?: Id<"entity"> | undefined;
  readonly month?: Temporal.PlainYearMonth | undefined;
  readonly search?: string | undefined;
}

/** Lines of statements in a view; those to be matched with who is most likely to have paid. */
export async function linePage(ctx: SiteContext, { cursor, limit, view, entityId, month, search }: LineQuery) {
  const waits = view === "open" || view === "unclaimed" || view === "setAside";
  let query = linesHere(ctx).where("line.direction", "=", view === "paid" ? "out" : "in");
  if (waits) query = query.where("line.status", "=", view).whereRef("line.allocated", "<", "line.amount");
  if (view === "matched") query = query.whereRef("line.allocated", "=", "line.amount");
  if (entityId) query = query.where("line.entity_id", "=", entityId);
  if (month) query = query.where("line.day", ">=", month.toPlainDate({ day: 1 })).where("line.day", "<", month.add({ months: 1 }).toPlainDate({ day: 1 }));
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(line.payer_name ilike ${pattern} or line.remark ilike ${pattern} or line.serial_no ilike ${pattern} or line.payer_account ilike ${pattern})`);
  }
  if (cursor) {
    const [day, id] = keysOf(cursor, ["text", "id"]);
    const after = sql`(${dayIn(day!)}::date, ${id}::uuid)`;
    query = query.where(waits ? sql<boolean>`(line.day, line.id) > ${after}` : sql<boolean>`(line.day, line.id) < ${after}`);
  }
  const direction = waits ? "asc" : "desc";
  const rows = await query
    .orderBy("line.day", direction)
    .orderBy("line.id", direction)
    .limit(limit + 1)
    .execute();
  const page = pageFrom(rows, limit, (row) => [row.day, row.id]);
  const items = page.items.map(toNamedLine);
  const candidates = waits && view !== "setAside" ? await candidatesOf(ctx, items) : new Map();
  return {
    items: items.map((line) => {
      const found = candidates.get(line.id) ?? [];
      const [best] = found;
      return { ...line, best: best ? { tenantId: best.tenantId, name: best.name, score: best.score, isCertain: isCertain(found) } : null };
    }),
    next: page.next,
  };
}

const mostCandidates = 12;

/** A line, who may have paid it, and the payments made of it. Refusal: lineNotFound. */
export async function lineDetail(ctx: SiteContext, id: Id<"statementLine">) {
  const line = await namedLine(ctx, id);
  const waits = line.direction === "in" && line.status !== "setAside" && line.allocated < line.amount;
  const candidates = waits ? ((await candidatesOf(ctx, [line])).get(id) ?? []).slice(0, mostCandidates) : [];
  const described = await describeParts(
    ctx,
    candidates.flatMap(({ parts }) => parts.map(({ lineId }) => lineId)),
  );
  return {
    line,
    candidates: candidates.map((candidate) => ({
      ...candidate,
      parts: candidate.parts.flatMap(({ lineId, amount }) => described.get(lineId)?.map((debt) => ({ ...debt, amount })) ?? []),
    })),
    payments: await paymentsOfLine(ctx, id),
  };
}
