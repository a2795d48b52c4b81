import type { ValueOf } from "#kernel/contract.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import type { recordConductSample as sampleContract } from "../../contract/calls.ts";
import { conductSampled } from "../../contract/events.ts";
import { inFuture } from "../../rules.ts";
import { conductSampleById } from "../queries/calls.ts";
import { caseById } from "../store.ts";
import { colleagueById, personHere } from "../who.ts";

type Sample = ValueOf<NonNullable<(typeof sampleContract)["body"]>>;

/** Records a sample of somebody's conduct; it passes when no check failed. The same id again changes nothing. Manual 2.2.2-2. Refusals: inFuture, personNotHere, notFound (the case). */
export async function recordConductSample(ctx: SiteContext, sample: Sample) {
  if (Temporal.Instant.compare(sample.sampledAt, ctx.now) > 0) throw new Refusal(inFuture("sampledAt"));
  const person = await colleagueById(ctx, sample.personId);
  if (sample.caseId) await caseById(ctx, sample.caseId);
  const failed = [...new Set(sample.failed)];
  const inserted = await ctx.tx
    .insertInto("service.conduct_sample")
    .values({
      site_id: ctx.siteId,
      id: sample.id,
      sampled_at: sample.sampledAt,
      person_id: sample.personId,
      case_id: sample.caseId,
      failed,
      remark: sample.remark,
      sampler_id: personHere(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(["site_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted) {
    const evidenceId = await ctx.record(conductSampled, { conductSampleId: sample.id, personId: sample.personId, failed, remark: sample.remark }, { happenedAt: sample.sampledAt });
    const subject = { kind: "conductSample", id: sample.id, label: person.name };
    await judgeDuty(ctx, { standard: "conduct", subject, ownerRole: "serviceOfficer", ownerId: sample.personId, kept: failed.length === 0, evidenceId, at: sample.sampledAt });
    await ctx.tell(ctx.siteId, "service.conductSample", sample.id);
  }
  return conductSampleById(ctx, sample.id);
}
