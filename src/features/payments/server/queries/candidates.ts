import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import type { SiteContext } from "#platform/context.ts";
import type { FeeItemCode } from "#features/leasing/rules.ts";
import { accountKey, type Candidate, candidatesFor, type Debtor, type DebtLine, payerKey, remarkFacts, type StatementLine } from "../../rules.ts";
import { natureOf } from "../settling.ts";
import { settingsOf } from "../settings.ts";

type Wanted = Pick<StatementLine, "id" | "entityId" | "amount" | "allocated" | "payerName" | "payerAccount" | "remark" | "claim">;

/**
 * Who may have paid each of `lines`, best first. Tenants are found by name, by who paid for them before, by account, by a bill or room the
 * remark names, and by a claim; where none of these speaks, by an untouched bill of that amount. A few statements however many lines and tenants there are.
 */
export async function candidatesOf(ctx: SiteContext, lines: readonly Wanted[]): Promise<Map<Id<"statementLine">, Candidate[]>> {
  if (lines.length === 0) return new Map();
  const told = lines.map((line) => ({
    line,
    left: fen(line.amount - line.allocated),
    key: payerKey(line.payerName),
    account: accountKey(line.payerAccount),
    ...remarkFacts(line.remark),
  }));
  const clues = await findTenants(ctx, told);
  const known = new Set(clues.map(({ clue }) => clue));
  clues.push(
    ...(await findByAmount(
      ctx,
      told.filter((one) => !cluesOf(one).some((clue) => known.has(clue))),
    )),
  );
  const debtors = await debtorsOf(ctx, [...new Set(clues.map(({ tenant_id }) => tenant_id))]);
  const settings = await settingsOf(ctx);
  const options = { order: settings.allocationOrder, mayCollectOnBehalf: settings.wrongEntity === "onBehalf" };
  const byClue = new Map<string, Set<string>>();
  for (const { clue, tenant_id } of clues) byClue.set(clue, (byClue.get(clue) ?? new Set()).add(tenant_id));

  return new Map(
    told.map((one) => {
      const { line, left } = one;
      const found = [...cluesOf(one), `m:${left}`];
      const tenants = new Set(found.flatMap((clue) => [...(byClue.get(clue) ?? [])]));
      const likely = [...tenants].flatMap((id) => debtors.get(id) ?? []);
      const { entityId, payerName, payerAccount, remark } = line;
      return [line.id, candidatesFor({ entityId, amount: left, payerName, payerAccount, remark, claimedFor: line.claim?.tenantId ?? null }, likely, options)] as const;
    }),
  );
}

interface Clue {
  readonly clue: string;
  readonly tenant_id: string;
}

interface Told {
  readonly line: Wanted;
  readonly left: number;
  readonly key: string;
  readonly account: string;
  readonly bills: readonly string[];
  readonly rooms: readonly string[];
}

const cluesOf = ({ line, key, account, bills, rooms }: Told): string[] => [
  `n:${key}`,
  `a:${account}`,
  `c:${line.claim?.tenantId ?? ""}`,
  ...bills.map((bill) => `b:${bill}`),
  ...rooms.map((room) => `r:${room}`),
];

/** Many tenants may owe the same round amount: beyond these an amount says nothing. */
const mostOfAnAmount = 20;

async function findTenants(ctx: SiteContext, told: readonly Told[]): Promise<Clue[]> {
  const unique = (texts: readonly string[]) => [...new Set(texts.filter((text) => text !== ""))];
  const keys = unique(told.map(({ key }) => key));
  const accounts = unique(told.map(({ account }) => account));
  const bills = unique(told.flatMap((one) => one.bills));
  const rooms = unique(told.flatMap((one) => one.rooms));
  const claims = unique(told.map(({ line }) => line.claim?.tenantId ?? ""));
  const { rows } = await sql<Clue>`
    select 'n:' || name_key as clue, id as tenant_id from tenants.tenant where site_id = ${ctx.siteId} and name_key = any (${keys}::text[])
    union select 'n:' || payer_key, tenant_id from payments.payer where site_id = ${ctx.siteId} and payer_key = any (${keys}::text[])
    union select 'a:' || account, tenant_id from payments.payer where site_id = ${ctx.siteId} and account = any (${accounts}::text[]) and account <> ''
    union select 'b:' || bill_no, tenant_id from billing.bill where site_id = ${ctx.siteId} and bill_no = any (${bills}::text[])
    union select 'r:' || unit.unit_no, held.tenant_id from sites.unit as unit
      join leasing.lease_unit as held on held.site_id = unit.site_id and held.unit_id = unit.id and held.is_live
      where unit.site_id = ${ctx.siteId} and unit.unit_no = any (${rooms}::text[])
    union select 'c:' || id, id from tenants.tenant where site_id = ${ctx.siteId} and id = any (${claims}::uuid[])`.execute(ctx.tx);
  return rows;
}

/** Who owes exactly that much on a bill nobody has paid anything of: asked only where nothing else speaks for anybody. */
async function findByAmount(ctx: SiteContext, told: readonly Told[]): Promise<Clue[]> {
  if (told.length === 0) return [];
  const amounts = [...new Set(told.map(({ left }) => left))];
  const { rows } = await sql<Clue>`
    select 'm:' || owed.amount as clue, owed.tenant_id from unnest(${amounts}::bigint[]) as given (amount)
      cross join lateral (
        select bill.total as amount, bill.tenant_id from billing.bill
        where bill.site_id = ${ctx.siteId} and bill.kind = 'bill' and bill.settled = 0 and bill.credited = 0 and bill.total = given.amount limit ${mostOfAnAmount}) as owed`.execute(
    ctx.tx,
  );
  return rows;
}

async function debtorsOf(ctx: SiteContext, tenantIds: readonly string[]): Promise<Map<string, Debtor>> {
  if (tenantIds.length === 0) return new Map();
  const here = sql`site_id = ${ctx.siteId}`;
  const wanted = sql`any (${tenantIds}::uuid[])`;
  const { rows: tenants } = await sql<{ id: string; name: string }>`select id, name from tenants.tenant where ${here} and id = ${wanted}`.execute(ctx.tx);
  const { rows: payers } = await sql<{ tenant_id: string; payer_key: string; account: string }>`
    select tenant_id, payer_key, account from payments.payer where ${here} and tenant_id = ${wanted}`.execute(ctx.tx);
  const { rows: rooms } = await sql<{ tenant_id: string; unit_no: string }>`
    select distinct held.tenant_id, unit.unit_no from leasing.lease_unit as held join sites.unit as unit on unit.site_id = held.site_id and unit.id = held.unit_id
    where held.site_id = ${ctx.siteId} and held.is_live and held.tenant_id = ${wanted}`.execute(ctx.tx);
  const { rows: lines } = await sql<DebtRow>`
    select line.id, line.tenant_id, line.bill_id, bill.bill_no, bill.month, line.fee_item, line.entity_id, line.due_on, line.amount - line.settled - line.credited as open
    from billing.bill_line as line join billing.bill as bill on bill.site_id = line.site_id and bill.id = line.bill_id
    where line.site_id = ${ctx.siteId} and line.tenant_id = ${wanted} and line.source_kind <> 'credit' and line.settled + line.credited < line.amount
    order by line.due_on, line.id`.execute(ctx.tx);
  const [payersOf, roomsOf, linesOf] = [Map.groupBy(payers, byTenant), Map.groupBy(rooms, byTenant), Map.groupBy(lines, byTenant)];
  return new Map(
    tenants.map(({ id, name }) => [
      id,
      {
        tenantId: id as Id<"tenant">,
        name,
        payers: (payersOf.get(id) ?? []).map(({ payer_key, account }) => ({ key: payer_key, account })),
        rooms: (roomsOf.get(id) ?? []).map(({ unit_no }) => unit_no),
        debts: (linesOf.get(id) ?? []).map(toDebt),
      },
    ]),
  );
}

const byTenant = ({ tenant_id }: { readonly tenant_id: string }) => tenant_id;

interface DebtRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly bill_id: string;
  readonly bill_no: string;
  readonly month: Temporal.PlainDate;
  readonly fee_item: string;
  readonly entity_id: string;
  readonly due_on: Temporal.PlainDate;
  readonly open: number;
}

const toDebt = (row: DebtRow): DebtLine => ({
  lineId: row.id as Id<"billLine">,
  billId: row.bill_id as Id<"bill">,
  billNo: row.bill_no,
  month: row.month.toPlainYearMonth(),
  entityId: row.entity_id as Id<"entity">,
  dueOn: row.due_on,
  open: fen(row.open),
  nature: natureOf(row.fee_item as FeeItemCode),
});
