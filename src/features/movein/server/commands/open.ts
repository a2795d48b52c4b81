import { type Id, newId } from "#kernel/id.ts";
import { sumFen } from "#kernel/money.ts";
import { Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { type DueBeforeKeys, dueBeforeKeys } from "#features/billing/server/index.ts";
import { leaseById } from "#features/leasing/server/index.ts";
import { askForPapers } from "#features/tenants/server/index.ts";
import { moveInOpened } from "../../contract.ts";
import { moveInProblems, opensByItself } from "../../rules.ts";
import { caseById, caseOfLease, deedOf, type MoveInCase } from "../queries/cases.ts";
import { factsOfCases } from "../queries/facts.ts";
import { look } from "./look.ts";

/** Begins the move-in of a signed lease. Manual 2.1.1. The same id again does nothing. Refusals: leasing.notFound, leaseNotSigned, alreadyOpen. */
export async function openMoveIn(ctx: SiteContext, { id, leaseId }: { readonly id: Id<"moveIn">; readonly leaseId: Id<"lease"> }): Promise<MoveInCase> {
  const lease = await leaseById(ctx, leaseId);
  if (lease.status !== "signed") throw new Refusal(moveInProblems.leaseNotSigned());
  const known = await caseOfLease(ctx, leaseId);
  if (known?.id === id) return known;
  if (known) throw new Refusal(moveInProblems.alreadyOpen());
  const due = await dueBeforeKeys(ctx, leaseId);
  const insert = ctx.tx.insertInto("movein.move_in").values({
    site_id: ctx.siteId,
    id,
    tenant_id: lease.tenantId,
    lease_id: leaseId,
    opened_at: ctx.now,
    opened_by_name: ctx.actor.name,
    due_before_keys: totalOf(due),
  });
  await refusing(insert.execute(), { one_move_in_of_a_lease: () => moveInProblems.alreadyOpen(), move_in_pkey: () => moveInProblems.alreadyOpen() });
  await putDueLines(ctx, { id, tenantId: lease.tenantId }, due ?? []);
  await askForPapers(ctx, { tenantId: lease.tenantId, stage: "moveIn" });
  const opened = await caseById(ctx, id);
  await ctx.record(moveInOpened, { ...deedOf(opened), dueBeforeKeys: opened.dueBeforeKeys });
  await look(ctx, id);
  await ctx.tell(ctx.siteId, "movein.case", id);
  return opened;
}

/** Hears that a lease was signed, and begins the move-in; a lease that has long run was brought into the system, and its tenant is in the house already. */
export async function hearLeaseSigned(
  ctx: SiteContext,
  { leaseId, leaseStart, leaseEnd }: { readonly leaseId: Id<"lease">; readonly leaseStart: Temporal.PlainDate; readonly leaseEnd: Temporal.PlainDate },
): Promise<void> {
  if (!opensByItself({ leaseStart, leaseEnd }, dayAt(ctx, ctx.now)) || (await caseOfLease(ctx, leaseId))) return;
  await openMoveIn(ctx, { id: newId<"moveIn">(), leaseId });
}

/** Hears that the terms of a lease changed: until the keys are handed over, what is due before them follows. */
export async function hearLeaseAmended(ctx: SiteContext, { leaseId }: { readonly leaseId: Id<"lease"> }): Promise<void> {
  const one = await caseOfLease(ctx, leaseId);
  if (!one || one.movedInAt) return;
  if ((await factsOfCases(ctx, [one])).get(one.id)!.facts.keys.issuedAt) return;
  const due = await dueBeforeKeys(ctx, leaseId);
  await ctx.tx.deleteFrom("movein.due_line").where("site_id", "=", ctx.siteId).where("case_id", "=", one.id).execute();
  await putDueLines(ctx, one, due ?? []);
  await ctx.tx
    .updateTable("movein.move_in")
    .set({ due_before_keys: totalOf(due) })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", one.id)
    .execute();
  await ctx.tell(ctx.siteId, "movein.case", one.id);
}

const totalOf = (due: readonly DueBeforeKeys[] | null) => due && sumFen(due.map(({ line }) => line.amount));

async function putDueLines(ctx: SiteContext, { id, tenantId }: Pick<MoveInCase, "id" | "tenantId">, due: readonly DueBeforeKeys[]): Promise<void> {
  if (due.length === 0) return;
  await ctx.tx
    .insertInto("movein.due_line")
    .values(
      due.map(({ line, sourceId }) => ({
        site_id: ctx.siteId,
        case_id: id,
        tenant_id: tenantId,
        source_id: sourceId,
        fee_item: line.feeItem,
        from_day: line.from,
        to_day: line.to,
        due_on: line.dueOn,
        amount: line.amount,
      })),
    )
    .execute();
}
