import { sql } from "kysely";
import type { FileContent, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { nextNumber } from "#features/billing/server/index.ts";
import { documentFile, issueDocument } from "#features/documents/server/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import { type statementField, statementIssued } from "../../contract.ts";
import { booksProblems } from "../../rules.ts";
import { accountOf } from "../queries/ledger.ts";

type Statement = ValueOf<typeof statementField>;

const template = new URL("../../documents/statement.typ", import.meta.url);
const kinds = { bill: words("出账", "Bill"), credit: words("冲减", "Credit"), payment: words("收款", "Payment"), release: words("撤销收款", "Payment taken back") } as const;

interface NewStatement {
  readonly id: Id<"statement">;
  readonly tenantId: Id<"tenant">;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Issues a statement of account 对账单 as a letter; the tenant finds it in the portal. The same id again returns it. Refusals: tenants.notFound, periodBackwards, sites.entityMissing. */
export async function issueStatement(ctx: SiteContext, { id, tenantId, from, to }: NewStatement): Promise<Statement> {
  const known = await statementsHere(ctx).where("statement.id", "=", id).executeTakeFirst();
  if (known) return toStatement(known);
  const account = await accountOf(ctx, { tenantId, from, to });
  const sender = await entityOfKind(ctx, "property");
  const no = await nextNumber(ctx, "statement");
  const { documentId } = await issueDocument(ctx, {
    kind: "books.statement",
    subject: { kind: "statement", id, label: `${account.tenant} ${no}` },
    title: words("对账单", "Statement of account"),
    tenantId,
    no,
    template: {
      typst: template,
      data: {
        sender: { name: sender.name, phone: sender.phone },
        tenant: account.tenant,
        from: from.toString(),
        to: to.toString(),
        opening: yuanText(account.opening),
        closing: yuanText(account.closing),
        advance: yuanText(account.advance),
        lines: account.lines.map((line) => ({
          day: line.day.toString(),
          kind: kinds[line.kind],
          no: line.no,
          fee: line.name,
          charged: line.amount > 0 ? yuanText(line.amount) : "",
          paid: line.amount < 0 ? yuanText(fen(-line.amount)) : "",
          balance: yuanText(line.balance),
        })),
      },
    },
    shown: [
      { label: words("租户", "Tenant"), value: account.tenant },
      { label: words("期间", "Period"), value: `${from.toString()} – ${to.toString()}` },
      { label: words("期末余额", "Closing balance"), value: yuanText(account.closing) },
    ],
  });
  const row = { site_id: ctx.siteId, id, statement_no: no, tenant_id: tenantId, from_day: from, to_day: to, opening: account.opening, closing: account.closing };
  await ctx.tx
    .insertInto("books.statement")
    .values({ ...row, document_id: documentId, issued_at: ctx.now, issued_by_name: ctx.actor.name })
    .execute();
  await ctx.record(statementIssued, { tenantId, statementId: id, statementNo: no, from, to, opening: account.opening, closing: account.closing });
  await ctx.tell(ctx.siteId, "books.statement", id);
  return toStatement(await statementsHere(ctx).where("statement.id", "=", id).executeTakeFirstOrThrow());
}

/** Statements this actor may see, newest first; a tenant's contact sees their company's. */
export async function statementPage(
  ctx: SiteContext,
  { tenantId, cursor, limit }: { readonly tenantId?: Id<"tenant"> | undefined; readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = statementsHere(ctx)
    .orderBy("statement.issued_at", "desc")
    .orderBy("statement.id", "desc")
    .limit(limit + 1);
  if (tenantId) query = query.where("statement.tenant_id", "=", tenantId);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(statement.issued_at, statement.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.issued_at, row.id]);
  return { items: page.items.map(toStatement), next: page.next };
}

/** The letter of a statement this actor may see. Refusal: statementNotFound. */
export async function statementFile(ctx: SiteContext, id: Id<"statement">): Promise<FileContent> {
  const row = await statementsHere(ctx).where("statement.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(booksProblems.statementNotFound());
  return documentFile(ctx, row.document_id as Id<"document">);
}

function statementsHere(ctx: SiteContext) {
  const found = ctx.tx
    .selectFrom("books.statement as statement")
    .innerJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "statement.site_id").onRef("tenant.id", "=", "statement.tenant_id"))
    .selectAll("statement")
    .select("tenant.name as tenant")
    .where("statement.site_id", "=", ctx.siteId);
  return ctx.tenantId ? found.where("statement.tenant_id", "=", ctx.tenantId) : found;
}

const toStatement = (row: Awaited<ReturnType<ReturnType<typeof statementsHere>["execute"]>>[number]): Statement => ({
  id: row.id as Id<"statement">,
  statementNo: row.statement_no,
  tenantId: row.tenant_id as Id<"tenant">,
  tenant: row.tenant,
  from: row.from_day,
  to: row.to_day,
  opening: fen(row.opening),
  closing: fen(row.closing),
  documentId: row.document_id as Id<"document">,
  issuedAt: row.issued_at,
  issuedByName: row.issued_by_name,
});
