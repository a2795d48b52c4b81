import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Actor, SiteContext } from "#platform/context.ts";
import type { ErrandContext } from "#platform/feature.ts";
import type { LeaseHistory } from "#features/leasing/rules.ts";
import { schedulesAt } from "#features/leasing/server/index.ts";
import { type goOnWithRun, mailBills, runFinished } from "../../contract.ts";
import { type BilledLine, billingProblems, type Charge } from "../../rules.ts";
import { lockedCharges } from "../commands/charges.ts";
import { firstDay } from "../periods.ts";
import { billedLines, lineOfCharge, lockBilling } from "../store.ts";
import { draft, nothingYet, noteOf, type Outcome, totalOf, workOut, writeOutcome } from "./batch.ts";
import { differencesOfLease, heldPieces } from "./compare.ts";
import { type Run, runById } from "./rows.ts";
import { type Standing, standingOf } from "./standing.ts";

type Payload = ValueOf<typeof goOnWithRun.payload>;

/** Leases of one transaction: few enough for flat memory and short locks, many enough for speed. */
export const leasesAtOnce = 500;

/**
 * Takes a run to its end, batch by batch, each in a transaction that also moves the run on: killed anywhere, it goes on after the last
 * batch that was written, and nothing is billed twice. Two workers on one run take turns.
 */
export async function goOn({ transact }: Pick<ErrandContext, "transact">, { siteId, runId }: Payload): Promise<void> {
  const at = <T>(work: (ctx: SiteContext, run: LockedRun) => Promise<T>): Promise<T> =>
    transact(async (ctx) => {
      const run = await lockedRun(await ctx.atSite(siteId), runId);
      return work(await ctx.atSite(siteId, actorOf(run)), run);
    });
  await at(begin);
  let refusals = 0;
  for (let isMore = true; isMore;) {
    try {
      isMore = await at(nextBatch);
      refusals = 0;
    } catch (error) {
      // Somebody billed or closed a month in between: the batch is worked out anew.
      if (error instanceof Refusal && ++refusals < mostRefusals) continue;
      await at((ctx, run) => fail(ctx, run, error));
      if (!(error instanceof Refusal)) throw error;
      return;
    }
  }
}

const mostRefusals = 3;

interface LockedRun extends Run {
  readonly phase: "leases" | "tenants" | "over";
  readonly afterId: string | null;
  readonly createdBy: Id<"person"> | null;
}

async function lockedRun(ctx: SiteContext, id: Id<"run">): Promise<LockedRun> {
  const { rows } = await sql<{ phase: LockedRun["phase"]; after_id: string | null; created_by: Id<"person"> | null }>`
    select phase, after_id, created_by from billing.run where site_id = ${ctx.siteId} and id = ${id} for update`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new Refusal(billingProblems.runNotFound());
  return { ...(await runById(ctx, id)), phase: row.phase, afterId: row.after_id, createdBy: row.created_by };
}

const actorOf = ({ createdBy, createdByName }: LockedRun): Actor => ({ kind: "person", personId: createdBy, name: createdByName, grants: [], isAdministrator: false });

const isUnderWay = ({ status }: Run): boolean => status === "queued" || status === "running";

/** Counts what there is to do, and names the leases that have no terms to bill by. */
async function begin(ctx: SiteContext, run: LockedRun): Promise<void> {
  if (run.status !== "queued" || run.progress.all > 0) return setStatus(ctx, run, "running");
  const until = run.month.toPlainDate({ day: run.month.daysInMonth });
  const inTerm = sql`lease.site_id = ${ctx.siteId} and lease.status = 'signed' and lease.lease_start <= ${until} and lease.lease_end >= ${firstDay(run.month)}`;
  const hasTerms = sql`exists (select from leasing.lease_terms terms where terms.site_id = lease.site_id and terms.lease_id = lease.id and terms.status = 'signed')`;
  const { numAffectedRows: skipped = 0n } = await sql`
    insert into billing.run_note (site_id, run_id, id, kind, lease_id, tenant_id, label, reasons)
    select site_id, ${run.id}, gen_random_uuid(), 'skipped', id, tenant_id, lease_no, ${JSON.stringify([{ code: "billing.noTerms", facts: {} }])}::jsonb
    from leasing.lease where ${inTerm} and not ${hasTerms}`.execute(ctx.tx);
  await sql`
    update billing.run set status = 'running', skipped = ${skipped}, worked_at = ${ctx.now},
      leases_all = (select count(*) from leasing.lease where ${inTerm} and ${hasTerms}),
      last_month = (select coalesce(sum(total), 0) from billing.bill where site_id = ${ctx.siteId} and month = ${firstDay(run.month.subtract({ months: 1 }))} and kind = 'bill')
    where site_id = ${ctx.siteId} and id = ${run.id}`.execute(ctx.tx);
  await ctx.tell(ctx.siteId, "billing.run", run.id);
}

/** Bills the next leases, or the next tenants' other charges; false when nothing is left. */
async function nextBatch(ctx: SiteContext, run: LockedRun): Promise<boolean> {
  if (!isUnderWay(run) || run.phase === "over") return false;
  // The connection's plans may be from when the tables were small: by them the checks of a new house's first run would read it whole for every bill.
  await sql`discard plans`.execute(ctx.tx);
  await lockBilling(ctx);
  const standing = await standingOf(ctx, run);
  return run.phase === "leases" ? leaseBatch(ctx, run, standing) : tenantBatch(ctx, run, standing);
}

async function leaseBatch(ctx: SiteContext, run: LockedRun, standing: Standing): Promise<boolean> {
  const from = standing.startsOn ?? firstDay(run.month);
  const leases = await schedulesAt(ctx, { from, to: standing.until, after: (run.afterId as Id<"lease"> | null) ?? undefined, limit: leasesAtOnce });
  const outcome = nothingYet();
  if (leases.length > 0) {
    const ids = leases.map(({ leaseId }) => leaseId);
    const progress = await progressOf(ctx, leases);
    const billed = await billedLines(
      ctx,
      ids.filter((id) => !progress.has(id)),
    );
    const charges = await waitingCharges(ctx, standing, ids);
    const held = run.isDryRun ? await heldPieces(ctx, ids, run.month) : null;
    for (const lease of leases) {
      const before = outcome.drafts.length;
      const { leaseId } = lease;
      const work = { lease, through: progress.get(leaseId) ?? null, billed: billed.get(leaseId) ?? noLines, charges: charges.get(leaseId) ?? noCharges };
      await workOut(ctx, standing, work, outcome);
      if (held) outcome.notes.push(...differencesOfLease(lease, outcome.drafts.slice(before), held).map((difference) => noteOf(lease, difference)));
    }
    await writeOutcome(ctx, standing, outcome);
  }
  const isLast = leases.length < leasesAtOnce;
  await moveOn(ctx, run, outcome, { leases: leases.length, phase: isLast ? "tenants" : "leases", afterId: isLast ? null : leases.at(-1)!.leaseId });
  return true;
}

const noLines: readonly BilledLine[] = [];
const noCharges: readonly Charge[] = [];

/** Through which day leases are billed whole, where their terms are those of then. */
async function progressOf(ctx: SiteContext, leases: readonly LeaseHistory[]): Promise<Map<Id<"lease">, Temporal.PlainDate>> {
  const { rows } = await sql<{ lease_id: Id<"lease">; through: Temporal.PlainDate; versions: number }>`
    select lease_id, through, versions from billing.lease_progress
    where site_id = ${ctx.siteId} and lease_id = any (${leases.map(({ leaseId }) => leaseId)}::uuid[])`.execute(ctx.tx);
  const versions = new Map(leases.map((lease) => [lease.leaseId, lease.versions.length]));
  return new Map(rows.filter((row) => versions.get(row.lease_id) === row.versions).map((row) => [row.lease_id, row.through]));
}

async function waitingCharges(ctx: SiteContext, { until }: Standing, leaseIds: readonly Id<"lease">[]): Promise<Map<Id<"lease"> | null, Charge[]>> {
  const { rows } = await sql<{ id: Id<"charge"> }>`
    select id from billing.charge where site_id = ${ctx.siteId} and status = 'waiting' and lease_id = any (${leaseIds}::uuid[]) and due_on <= ${until}`.execute(ctx.tx);
  if (rows.length === 0) return new Map();
  return Map.groupBy(
    await lockedCharges(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ leaseId }) => leaseId,
  );
}

/** Charges that no lease of the run took up: of tenants without a lease, or of a lease without terms. */
async function tenantBatch(ctx: SiteContext, run: LockedRun, standing: Standing): Promise<boolean> {
  const { rows } = await sql<{ tenant_id: Id<"tenant"> }>`
    select distinct tenant_id from billing.charge
    where site_id = ${ctx.siteId} and status = 'waiting' and due_on <= ${standing.until} ${run.afterId ? sql`and tenant_id > ${run.afterId}` : sql``}
    ${
      run.isDryRun
        ? sql`and (lease_id is null or not exists (
      select from leasing.lease_terms terms where terms.site_id = charge.site_id and terms.lease_id = charge.lease_id and terms.status = 'signed'))`
        : sql``
    }
    order by tenant_id limit ${leasesAtOnce}`.execute(ctx.tx);
  const outcome = nothingYet();
  for (const { tenant_id: tenantId } of rows) await workOutTenant(ctx, standing, tenantId, outcome);
  await writeOutcome(ctx, standing, outcome);
  const isLast = rows.length < leasesAtOnce;
  await moveOn(ctx, run, outcome, { leases: 0, phase: isLast ? "over" : "tenants", afterId: isLast ? null : rows.at(-1)!.tenant_id });
  if (isLast) await finish(ctx, run);
  return !isLast;
}

async function workOutTenant(ctx: SiteContext, standing: Standing, tenantId: Id<"tenant">, outcome: Outcome): Promise<void> {
  const { rows } = await sql<{ id: Id<"charge"> }>`
    select id from billing.charge where site_id = ${ctx.siteId} and status = 'waiting' and tenant_id = ${tenantId} and due_on <= ${standing.until}`.execute(ctx.tx);
  const charges = await lockedCharges(
    ctx,
    rows.map(({ id }) => id),
  );
  for (const [leaseId, ofLease] of Map.groupBy(charges, (charge) => charge.leaseId)) {
    try {
      const lines = ofLease.map((charge) => lineOfCharge(standing.pricing, charge));
      if (lines.some(({ entityId }) => standing.closed.has(entityId))) throw new Refusal(billingProblems.monthClosed({ month: standing.today.toPlainYearMonth().toString() }));
      outcome.drafts.push(draft(standing, tenantId, leaseId, lines));
      outcome.chargeIds.push(...ofLease.map(({ id }) => id));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcome.errors += 1;
      const reasons = error.reasons.map(({ code, facts }) => ({ code, facts }));
      outcome.notes.push({ kind: "error", leaseId, tenantId, label: "", feeItem: null, was: null, will: null, reasons });
    }
  }
}

async function moveOn(
  ctx: SiteContext,
  run: LockedRun,
  outcome: Outcome,
  to: { readonly leases: number; readonly phase: LockedRun["phase"]; readonly afterId: string | null },
): Promise<void> {
  const lines = outcome.drafts.reduce((count, one) => count + one.lines.length, 0);
  await sql`
    update billing.run set phase = ${to.phase}, after_id = ${to.afterId}, leases_done = leases_done + ${to.leases}, bills = bills + ${outcome.drafts.length}, lines = lines + ${lines},
      credits = credits + ${outcome.credits}, total = total + ${totalOf(outcome.drafts)}, credited = credited + ${outcome.credited}, errors = errors + ${outcome.errors}, worked_at = ${ctx.now}
    where site_id = ${ctx.siteId} and id = ${run.id}`.execute(ctx.tx);
  await ctx.tell(ctx.siteId, "billing.run", run.id);
}

async function finish(ctx: SiteContext, { id }: LockedRun): Promise<void> {
  await sql`
    update billing.run set status = 'done', finished_at = ${ctx.now}, leases_all = leases_done where site_id = ${ctx.siteId} and id = ${id}`.execute(ctx.tx);
  const { month, isDryRun, bills, lines, total, credited, errors, skipped, sendsMail } = await runById(ctx, id);
  await ctx.record(runFinished, { runId: id, month, isDryRun, bills, lines, total, credited, errors, skipped });
  if (sendsMail) await ctx.enqueue(mailBills, { siteId: ctx.siteId, runId: id, after: null }, { key: `billing.mail:${id}` });
  await ctx.tell(ctx.siteId, "billing.bill");
}

async function fail(ctx: SiteContext, run: LockedRun, error: unknown): Promise<void> {
  if (!isUnderWay(run)) return;
  const { code, facts } = (error instanceof Refusal ? error.reasons[0] : undefined) ?? billingProblems.failedUnexpectedly();
  await sql`
    update billing.run set status = 'failed', failure = ${JSON.stringify({ code, facts })}::jsonb where site_id = ${ctx.siteId} and id = ${run.id}`.execute(ctx.tx);
  await ctx.tell(ctx.siteId, "billing.run", run.id);
}

async function setStatus(ctx: SiteContext, run: LockedRun, status: "running"): Promise<void> {
  if (!isUnderWay(run)) return;
  await ctx.tx.updateTable("billing.run").set({ status, worked_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", run.id).execute();
}
