import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type Id, newId } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { insertRows } from "#platform/db/bulk.ts";
import type { LeaseHistory, ScheduleLine } from "#features/leasing/rules.ts";
import { scheduleOfVersions, tenantOn } from "#features/leasing/rules.ts";
import { type BilledLine, billingProblems, type Charge, type Difference, planBilling } from "../../rules.ts";
import { billsIssued } from "../../contract.ts";
import { setCharges } from "../commands/charges.ts";
import { creditBill } from "../commands/credit.ts";
import { earliestDue } from "../commands/issue.ts";
import { type BillDraft, lineOfCharge, lineOfSchedule, type WrittenBill, writeBills } from "../store.ts";
import type { RunNote } from "./rows.ts";
import type { Standing } from "./standing.ts";

/** What became of the leases of a batch. */
export interface Outcome {
  readonly drafts: BillDraft[];
  readonly chargeIds: Id<"charge">[];
  readonly notes: Omit<RunNote, "id">[];
  /** Leases billed whole through the month and no farther, with the number of their versions. */
  readonly whole: { readonly leaseId: Id<"lease">; readonly versions: number }[];
  credits: number;
  credited: number;
  errors: number;
}

export const nothingYet = (): Outcome => ({ drafts: [], chargeIds: [], notes: [], whole: [], credits: 0, credited: 0, errors: 0 });

export interface Work {
  readonly lease: LeaseHistory;
  /** The day through which it is billed whole, its terms unchanged since: only what falls due later is looked at. */
  readonly through: Temporal.PlainDate | null;
  /** What was billed and stands; read only where `through` is not known. */
  readonly billed: readonly BilledLine[];
  readonly charges: readonly Charge[];
}

/** Finds what a lease is to be billed, and credited where an amendment changed what was billed; a lease that cannot be is named with its reasons and left out. */
export async function workOut(ctx: SiteContext, standing: Standing, { lease, through, billed, charges }: Work, outcome: Outcome): Promise<void> {
  try {
    const schedule = scheduleOfVersions(lease.versions, { calendar: standing.calendar, due: { after: through, by: billed.length > 0 ? null : standing.until } });
    const { bill, credit, isAhead } = planBilling(schedule, billed, { until: standing.until, since: standing.startsOn });
    const lines = bill.filter((line) => isNewSince(line, through));
    const drafts = draftsOf(standing, lease, lines, charges);
    await correct(ctx, standing, lease, credit, outcome);
    outcome.drafts.push(...drafts);
    outcome.chargeIds.push(...charges.map(({ id }) => id));
    if (!isAhead) outcome.whole.push({ leaseId: lease.leaseId, versions: lease.versions.length });
  } catch (error) {
    const reasons = reasonsOf(error);
    outcome.errors += 1;
    outcome.notes.push({ kind: "error", leaseId: lease.leaseId, tenantId: lease.tenantId, label: lease.leaseNo, feeItem: null, was: null, will: null, reasons });
  }
}

/** Sums paid once come with every schedule; those due before were billed before. */
const isNewSince = ({ dueOn }: ScheduleLine, through: Temporal.PlainDate | null): boolean => through === null || Temporal.PlainDate.compare(dueOn, through) > 0;

/** One bill for each tenant of the lease: the tenant may have changed on a day. Refusals: entityMissing, monthClosed. */
function draftsOf(standing: Standing, lease: LeaseHistory, lines: readonly ScheduleLine[], charges: readonly Charge[]): BillDraft[] {
  const byTenant = new Map<Id<"tenant">, BillDraft["lines"][number][]>();
  const put = (tenantId: Id<"tenant">, line: BillDraft["lines"][number]) => {
    if (standing.closed.has(line.entityId)) throw new Refusal(billingProblems.monthClosed({ month: standing.today.toPlainYearMonth().toString() }));
    const known = byTenant.get(tenantId);
    if (known) known.push(line);
    else byTenant.set(tenantId, [line]);
  };
  for (const line of lines) put(tenantOn(lease, line.from), lineOfSchedule(standing.pricing, lease.leaseId, line));
  for (const charge of charges) put(charge.tenantId, lineOfCharge(standing.pricing, charge));
  return [...byTenant].map(([tenantId, ofTenant]) => draft(standing, tenantId, lease.leaseId, ofTenant));
}

export const draft = (standing: Standing, tenantId: Id<"tenant">, leaseId: Id<"lease"> | null, lines: BillDraft["lines"]): BillDraft => ({
  id: newId(),
  kind: "bill",
  tenantId,
  leaseId,
  month: standing.month,
  dueOn: earliestDue(lines),
  creditsBillId: null,
  reason: "",
  runId: standing.runId,
  lines,
});

/** Credits what an amendment changed, bill by bill; a credit that is refused undoes those of this lease alone. */
async function correct(ctx: SiteContext, standing: Standing, lease: LeaseHistory, credit: readonly BilledLine[], outcome: Outcome): Promise<void> {
  if (credit.length === 0) return;
  const amount = fen(-sumFen(credit.map((line) => fen(line.amount - line.credited))));
  if (!standing.isDryRun) {
    await sql`savepoint correction`.execute(ctx.tx);
    try {
      for (const [billId, lines] of Map.groupBy(credit, (line) => line.billId)) await creditLines(ctx, standing, billId, lines);
    } catch (error) {
      await sql`rollback to savepoint correction`.execute(ctx.tx);
      throw error;
    }
    await sql`release savepoint correction`.execute(ctx.tx);
  }
  outcome.credits += credit.length;
  outcome.credited -= amount;
  const reasons = [{ code: "amended", facts: { lines: credit.length } }];
  outcome.notes.push({ kind: "corrected", leaseId: lease.leaseId, tenantId: lease.tenantId, label: lease.leaseNo, feeItem: null, was: -amount, will: amount, reasons });
}

const creditLines = (ctx: SiteContext, { runId }: Standing, billId: Id<"bill">, lines: readonly BilledLine[]) =>
  creditBill(ctx, {
    id: newId(),
    billId,
    parts: lines.map(({ id, amount, credited }) => ({ lineId: id, amount: fen(amount - credited) })),
    reason: "合同变更 / terms amended",
    again: true,
    runId,
  });

const reasonsOf = (error: unknown): RunNote["reasons"] => {
  const problems: readonly Problem[] =
    error instanceof Refusal ? error.reasons : error instanceof RangeError || error instanceof TypeError ? [billingProblems.termsUnusable({ reason: error.message })] : [];
  if (problems.length === 0) throw error;
  return problems.map(({ code, facts }) => ({ code, facts }));
};

/** Writes what was worked out. */
export async function writeOutcome(ctx: SiteContext, standing: Standing, outcome: Outcome): Promise<void> {
  if (!standing.isDryRun) {
    const written = await writeBills(ctx, outcome.drafts);
    await setCharges(ctx, outcome.chargeIds, "billed");
    await putProgress(ctx, standing, outcome);
    await recordBills(ctx, standing, written);
  }
  await putNotes(ctx, standing, outcome.notes);
}

export async function putNotes(ctx: SiteContext, { runId }: Standing, notes: readonly Omit<RunNote, "id">[]): Promise<void> {
  const columns = {
    site_id: "uuid",
    run_id: "uuid",
    id: "uuid",
    kind: "text",
    lease_id: "uuid",
    tenant_id: "uuid",
    label: "text",
    fee_item: "text",
    was: "bigint",
    will: "bigint",
    reasons: "jsonb",
  };
  await insertRows(ctx.tx, "billing.run_note", columns, notes, ({ kind, leaseId, tenantId, label, feeItem, was, will, reasons }) => [
    ctx.siteId,
    runId,
    newId(),
    kind,
    leaseId,
    tenantId,
    label,
    feeItem,
    was,
    will,
    JSON.stringify(reasons),
  ]);
}

async function putProgress(ctx: SiteContext, { until }: Standing, { whole }: Outcome): Promise<void> {
  if (whole.length === 0) return;
  await sql`
    insert into billing.lease_progress as progress (site_id, lease_id, through, versions)
    select ${ctx.siteId}, lease_id, ${until}::date, versions from unnest(${whole.map(({ leaseId }) => leaseId)}::uuid[], ${whole.map(({ versions }) => versions)}::int[]) as given (lease_id, versions)
    on conflict (site_id, lease_id) do update set through = greatest(progress.through, excluded.through), versions = excluded.versions`.execute(ctx.tx);
}

async function recordBills(ctx: SiteContext, { runId, month }: Standing, written: readonly WrittenBill[]): Promise<void> {
  if (written.length === 0) return;
  const digest = createHash("sha256");
  for (const { billNo, total } of written) digest.update(`${billNo} ${total}\n`);
  await ctx.record(billsIssued, {
    runId,
    month,
    bills: written.length,
    firstNo: written[0]!.billNo,
    lastNo: written.at(-1)!.billNo,
    total: sumFen(written.map(({ total }) => total)),
    digest: digest.digest("hex"),
  });
}

/** The differences of one lease, as notes. */
export const noteOf = (lease: Pick<LeaseHistory, "leaseId" | "tenantId" | "leaseNo">, { kind, feeItem, was, will, reasons }: Difference): Omit<RunNote, "id"> => ({
  kind,
  leaseId: lease.leaseId,
  tenantId: lease.tenantId,
  label: lease.leaseNo,
  feeItem,
  was,
  will,
  reasons: reasons.map(({ code, facts }) => ({ code, facts: { ...facts } })),
});

export const totalOf = (drafts: readonly BillDraft[]): Fen => sumFen(drafts.map(({ lines }) => sumFen(lines.map(({ amount }) => amount))));
