import { type Id, newId } from "#kernel/id.ts";
import { fen } from "#kernel/money.ts";
import { type Runtime, systemActor } from "#platform/runtime.ts";
import { candidatesOf } from "#features/payments/server/index.ts";
import { isCertain } from "#features/payments/rules.ts";

export interface Matching {
  readonly seconds: number;
  readonly linesPerSecond: number;
  /** Shares of the lines with somebody named at all, and beyond doubt. */
  readonly named: number;
  readonly certain: number;
}

const billsOfTenant = 10;
const linesAtOnce = 1_000;

/** W9: who may have paid each of `lines` lines of a statement, against `bills` open bills of three items each, read from the database as the desk reads them. */
export async function matchLines(runtime: Runtime, { lines, bills }: { readonly lines: number; readonly bills: number }): Promise<Matching> {
  const { siteId, entityId } = await layBills(runtime, bills);
  const money = statementOf(lines, bills, entityId);
  const began = performance.now();
  let [named, certain] = [0, 0];
  for (let from = 0; from < money.length; from += linesAtOnce) {
    const found = await runtime.at(siteId, { actor: systemActor }, (ctx) => candidatesOf(ctx, money.slice(from, from + linesAtOnce)));
    for (const candidates of found.values()) {
      if (candidates.length > 0) named++;
      if (isCertain(candidates)) certain++;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  return { seconds, linesPerSecond: lines / seconds, named: named / lines, certain: certain / lines };
}

const tenantName = (number: number): string => `第${number}号租户科技有限公司`;
/** What a bill comes to: mostly its own amount, now and then that of others. */
const rentOf = (bill: number): number => 1_000_000 + (bill % 40_000) * 137;
const extras = 250_000 + 33_333;

async function layBills({ pool }: Runtime, bills: number) {
  const [siteId, entityId] = [newId<"site">(), newId<"entity">()];
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica"); // what refers to what is certain here
    const run = (text: string, values: readonly unknown[]) => client.query(text, [...values]);
    await run("insert into sites.site (id, code, name, zone, created_at) values ($1, $2, '对账', 'Asia/Shanghai', now())", [siteId, `M${siteId.slice(-6)}`]);
    await run("insert into sites.legal_entity (site_id, id, kind, name) values ($1, $2, 'owner', '业主')", [siteId, entityId]);
    await run(
      `insert into tenants.tenant (site_id, id, name, search_key, created_at)
       select $1, md5('tenant' || n)::uuid, '第' || n || '号租户科技有限公司', n::text, now() from generate_series(0, $2::int) as n`,
      [siteId, Math.ceil(bills / billsOfTenant) - 1],
    );
    await run(
      `insert into billing.bill (site_id, id, bill_no, kind, tenant_id, month, issued_on, due_on, total, issued_by_name, created_at)
       select $1, md5('bill' || n)::uuid, 'ZD2026-' || lpad(n::text, 6, '0'), 'bill', md5('tenant' || n / ${billsOfTenant})::uuid, '2026-03-01', '2026-03-01', '2026-03-05',
         1000000 + (n % 40000) * 137 + ${extras}, 'bench', now() from generate_series(0, $2::int) as n`,
      [siteId, bills - 1],
    );
    await run(
      `insert into billing.bill_line (site_id, id, bill_id, tenant_id, position, fee_item, entity_id, unit_ids, from_day, to_day, due_on, amount, net, tax, tax_rate, tax_category, tax_mode,
         working, source_kind, source_id)
       select $1, md5('line' || n || item)::uuid, md5('bill' || n)::uuid, md5('tenant' || n / ${billsOfTenant})::uuid, item, case item when 1 then 'rent' when 2 then 'propertyFee' else 'electricity' end,
         $2, '{}', '2026-03-01', '2026-03-31', '2026-03-05', amount, amount, 0, 0, 'leasing', 'inclusive', '{}', 'schedule', n || ':' || item
       from generate_series(0, $3::int) as n
       cross join lateral (values (1, 1000000 + (n % 40000) * 137), (2, 250000), (3, 33333)) as part (item, amount)`,
      [siteId, entityId, bills - 1],
    );
    await client.query("commit");
    await client.query("analyze billing.bill, billing.bill_line, tenants.tenant");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  return { siteId, entityId };
}

/** Four lines of ten pay a bill to the 分, three name it in the remark, two pay in part, one is from somebody unknown. */
function statementOf(lines: number, bills: number, entityId: Id<"entity">) {
  return Array.from({ length: lines }, (_, number) => {
    const bill = (number * 7919) % bills;
    const kind = number % 10;
    const payerName = kind === 9 ? `个人${number}` : tenantName(Math.floor(bill / billsOfTenant));
    return {
      id: newId<"statementLine">(),
      entityId,
      amount: fen(kind >= 7 ? 123_400 + number : rentOf(bill) + extras),
      allocated: fen(0),
      payerName,
      payerAccount: `6222${String(number).padStart(12, "0")}`,
      remark: kind >= 4 && kind < 7 ? `ZD2026-${String(bill).padStart(6, "0")} 三月费用` : "转账",
      claim: null,
    };
  });
}
