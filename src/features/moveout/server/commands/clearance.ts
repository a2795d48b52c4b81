import type { Id } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { endGrant, grantsOfLease, itemsOutstanding, loseItem, returnItems } from "#features/handover/server/index.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { cleared, keysReturned } from "../../contract.ts";
import { type MoveOut, moveOutProblems, moveOutProcedure } from "../../rules.ts";
import { lockedCase } from "../queries/cases.ts";
import { factsOfCase } from "../queries/facts.ts";
import { about, change, isUnopened, runningCase, subjectOf } from "./act.ts";

interface Clearance {
  readonly caseId: Id<"moveOut">;
  readonly isRestored: boolean;
  readonly hasAddressMoved: boolean;
  readonly note: string;
}

/** Records that the goods are out, each slip checked at the gate. Said again, it is corrected until both have signed. Manual 2.1.3-5. Refusals: what stands against the step, confirmed. */
export async function recordClearance(ctx: SiteContext, { caseId, isRestored, hasAddressMoved, note }: Clearance): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  const found = await factsOfCase(ctx, moveOut);
  refuseIf(whyNotStep(moveOutProcedure, "clearance", found.facts, found.marks, { isOnce: false }));
  if (moveOut.confirmationId) throw new Refusal(moveOutProblems.confirmed());
  await change(ctx, moveOut, {
    cleared_at: ctx.now,
    cleared_by_name: ctx.actor.name,
    clearance_note: note,
    is_restored: isRestored,
    has_address_moved: hasAddressMoved,
  });
  const evidenceId = await ctx.record(cleared, { ...about(moveOut), byName: ctx.actor.name, isRestored, hasAddressMoved, slips: found.facts.goods.passed, note });
  if (!moveOut.clearance) await judgeReturned(ctx, caseId, evidenceId);
}

interface Keys {
  readonly caseId: Id<"moveOut">;
  readonly itemIds: readonly Id<"accessItem">[];
  readonly lostIds: readonly Id<"accessItem">[];
  readonly note: string;
}

/**
 * Takes cards and keys back by number, which ends them; what is missing is charged what it costs. With nothing left out the right of access
 * ends. Manual 2.1.3-5. Refusals: notFound, withdrawn, what comes before the step, handover.notInUse.
 */
export async function takeKeysBack(ctx: SiteContext, { caseId, itemIds, lostIds, note }: Keys): Promise<void> {
  const moveOut = await runningCase(ctx, caseId);
  const before = await factsOfCase(ctx, moveOut);
  refuseIf(whyNotStep(moveOutProcedure, "keysBack", { ...before.facts, keys: { ...before.facts.keys, out: [] } }, before.marks));
  const { leaseId, no } = moveOut;
  const held = (await itemsOutstanding(ctx, { leaseIds: [leaseId] })).get(leaseId) ?? [];
  const isHeld = (id: Id<"accessItem">) => held.some((item) => item.id === id);
  if (itemIds.length > 0) await returnItems(ctx, { itemIds, reason: no });
  for (const itemId of lostIds) if (isHeld(itemId)) await loseItem(ctx, { itemId, reason: [no, note].filter(Boolean).join(" "), fee: held.find(({ id }) => id === itemId)!.fee });
  const left = held.filter(({ id }) => !itemIds.includes(id) && !lostIds.includes(id));
  if (left.length > 0) return change(ctx, moveOut, { keys_note: note });
  for (const grant of await grantsOfLease(ctx, leaseId)) if (!grant.endedAt) await endGrant(ctx, { grantId: grant.id, reason: no });
  await change(ctx, moveOut, { keys_back_at: ctx.now, keys_back_by_name: ctx.actor.name, keys_note: note });
  const evidenceId = await ctx.record(keysReturned, { ...about(moveOut), byName: ctx.actor.name, returned: itemIds.length, lost: lostIds.length, note });
  await judgeReturned(ctx, caseId, evidenceId);
}

/** Once goods are out and cards and keys are back, that is judged: in full, with no gate opened for it. Manual 2.1.3-5. */
async function judgeReturned(ctx: SiteContext, caseId: Id<"moveOut">, evidenceId: Id<"evidence">): Promise<void> {
  const moveOut: MoveOut = await lockedCase(ctx, caseId);
  if (!moveOut.clearance || !moveOut.keysBack) return;
  const found = await factsOfCase(ctx, moveOut);
  const kept = isUnopened(found, "clearance") && isUnopened(found, "keysBack");
  await judgeDuty(ctx, { standard: "goodsAndKeysReturned", subject: subjectOf(moveOut), ownerRole: "serviceOfficer", kept, evidenceId });
}
