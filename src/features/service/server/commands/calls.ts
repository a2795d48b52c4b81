import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import type { UploadedFile, ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import type { Edge } from "#platform/feature.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import { standardOf } from "#features/manual/server/index.ts";
import type { deliveredCallField, recordTestCall as testCallContract } from "../../contract/calls.ts";
import { callsRecorded, exchangeKeyRenewed } from "../../contract/events.ts";
import {
  type CallFailure,
  type CallVerdict,
  columnsOfCalls,
  type FiledCall,
  inFuture,
  judgeCall,
  judgeTestCall,
  readCallRow,
  ringsHeard,
  serviceProblems,
  whyCallFailed,
} from "../../rules.ts";
import { callById } from "../queries/calls.ts";
import { colleagueById } from "../who.ts";

type Source = "csv" | "pbx" | "test";

/** What the telephone standard asks at this site. Refusal: manual.parameterMissing. */
async function telephoneHere(ctx: SiteContext) {
  const { rings = 3, parameters } = await standardOf(ctx, "telephone");
  const cadence = { on: parameters.ringOnSeconds ?? 1, off: parameters.ringOffSeconds ?? 4 };
  return { mostRings: rings, cadence };
}

interface NewCall {
  readonly id: Id<"call">;
  readonly externalId: string;
  readonly startedAt: Temporal.Instant;
  readonly waitedMs: number;
  readonly rings: number;
  readonly isAnswered: boolean;
  readonly verdict: CallVerdict;
  readonly failedFor: readonly CallFailure[];
  readonly callerNumber: string;
  readonly extension: string;
  readonly answeredById?: Id<"person"> | null;
  readonly hadGreeting?: boolean | null;
  readonly remark?: string;
}

/** Writes the calls not known yet and judges each that was an occasion. Returns how many were new. Manual 2.2.2-1. */
async function writeCalls(ctx: SiteContext, source: Source, calls: readonly NewCall[]): Promise<number> {
  const externalIds = calls.map(({ externalId }) => externalId);
  const known = await sql<{ external_id: string }>`select external_id from service.call where site_id = ${ctx.siteId} and external_id = any (${externalIds}::text[])`.execute(
    ctx.tx,
  );
  const knownIds = new Set(known.rows.map(({ external_id }) => external_id));
  const fresh = [...new Map(calls.filter(({ externalId }) => !knownIds.has(externalId)).map((call) => [call.externalId, call])).values()];
  if (fresh.length === 0) return 0;

  const facts = fresh.map(({ id, startedAt, waitedMs, isAnswered }) => ({ callId: id, startedAt, waitedMs, isAnswered }));
  const evidenceId = await ctx.record(callsRecorded, { callBatchId: newId<"callBatch">(), source, calls: facts });
  const written = await ctx.tx
    .insertInto("service.call")
    .values(fresh.map((call) => columnsOf(ctx, source, call, evidenceId)))
    .onConflict((conflict) => conflict.constraint("a_call_counts_once").doNothing())
    .returning("id")
    .execute();
  const writtenIds = new Set(written.map(({ id }) => id));
  for (const call of fresh) {
    if (!writtenIds.has(call.id) || call.verdict === "noOccasion") continue;
    const subject = { kind: "call", id: call.id, label: call.callerNumber ? `☎ ${call.callerNumber.slice(0, -4)}****` : "☎" };
    await judgeDuty(ctx, {
      standard: "telephone",
      subject,
      ownerRole: "serviceOfficer",
      ownerId: call.answeredById ?? null,
      kept: call.verdict === "kept",
      evidenceId,
      at: call.startedAt,
    });
  }
  await ctx.tell(ctx.siteId, "service.call");
  return written.length;
}

const columnsOf = (ctx: SiteContext, source: Source, call: NewCall, evidenceId: Id<"evidence">) => ({
  site_id: ctx.siteId,
  id: call.id,
  source,
  external_id: call.externalId,
  started_at: call.startedAt,
  waited_ms: call.waitedMs,
  rings: call.rings,
  is_answered: call.isAnswered,
  verdict: call.verdict,
  failed_for: [...call.failedFor],
  caller_number: call.callerNumber,
  extension: call.extension,
  answered_by_id: call.answeredById ?? null,
  had_greeting: call.hadGreeting ?? null,
  remark: call.remark ?? "",
  evidence_id: evidenceId,
  recorded_at: ctx.now,
});

function judged(call: FiledCall, { mostRings, cadence }: Awaited<ReturnType<typeof telephoneHere>>): NewCall {
  const rings = ringsHeard(call.waitedMs, cadence);
  const verdict = judgeCall({ rings, isAnswered: call.isAnswered }, mostRings);
  return { ...call, id: newId(), rings, verdict, failedFor: whyCallFailed({ rings, isAnswered: call.isAnswered, hadGreeting: null, verdict }, mostRings) };
}

const atOnce = 500;
const mostInAFile = 10_000;
const mostProblemsTold = 200;

/** Imports call records from a file; a row that cannot be read is named, the others come in. Manual 2.2.2-1. Refusals: columnMissing …, tooManyCalls, manual.parameterMissing, those of the spreadsheet. */
export async function importCalls(ctx: SiteContext, { file, dryRun }: { readonly file: UploadedFile; readonly dryRun: boolean }) {
  const telephone = await telephoneHere(ctx);
  const rows = (await readSheets(file.bytes, file.name)).rows(0);
  const heading = await rows.next();
  if (heading.done) throw new Refusal(serviceProblems.fileUnreadable());
  const { columns, problems } = columnsOfCalls(heading.value.cells);
  if (problems.length > 0) throw new Refusal(...problems);

  const result = { read: 0, added: 0, known: 0, refused: 0, problems: [] as Problem[] };
  let batch: NewCall[] = [];
  const flush = async () => {
    const added = dryRun ? 0 : await writeCalls(ctx, "csv", batch);
    result.added += added;
    result.known += dryRun ? 0 : batch.length - added;
    batch = [];
  };
  for await (const row of rows) {
    if (row.cells.every((cell) => cell === null || cell === "")) continue;
    result.read++;
    if (result.read > mostInAFile) throw new Refusal(serviceProblems.tooManyCalls({ most: mostInAFile }));
    const call = readCallRow(row, columns, ctx.zone);
    const against = Array.isArray(call)
      ? (call as Problem[])
      : isAfterNow(ctx, call as FiledCall)
        ? [serviceProblems.rowUnreadable({ row: row.number, column: "呼入时间", value: (call as FiledCall).startedAt.toString() })]
        : [];
    if (against.length > 0) {
      result.refused++;
      if (result.problems.length < mostProblemsTold) result.problems.push(...against);
    } else batch.push(judged(call as FiledCall, telephone));
    if (batch.length >= atOnce) await flush();
  }
  await flush();
  return result;
}

const isAfterNow = (ctx: SiteContext, { startedAt }: FiledCall): boolean => Temporal.Instant.compare(startedAt, ctx.now) > 0;

const mostSecondsOff = 300;
const signatureForm = /^[0-9a-f]{64}$/;

/** Calls sent by the exchange itself, signed with the site's key. Manual 2.2.2-1. Refusals: noPbx, deliveryLate, deliveryRepeated, inFuture, manual.parameterMissing. */
export async function deliverCalls(
  ctx: SiteContext,
  calls: readonly ValueOf<typeof deliveredCallField>[],
  edge: Pick<Edge, "headers" | "rawBody">,
): Promise<{ added: number; known: number }> {
  const timestamp = String(edge.headers["x-towerkeep-timestamp"] ?? "");
  const signature = String(edge.headers["x-towerkeep-signature"] ?? "").toLowerCase();
  const exchange = await ctx.tx.selectFrom("service.exchange").select("key").where("site_id", "=", ctx.siteId).executeTakeFirst();
  if (!exchange || !/^\d{1,12}$/.test(timestamp) || !isSignedWith(exchange.key, timestamp, edge.rawBody, signature)) throw new Refusal(serviceProblems.noPbx());
  if (Math.abs(ctx.now.epochMilliseconds / 1000 - Number(timestamp)) > mostSecondsOff) throw new Refusal(serviceProblems.deliveryLate());
  const { rows } =
    await sql`insert into service.delivery (site_id, signature, received_at) values (${ctx.siteId}, ${signature}, ${ctx.now}) on conflict do nothing returning 1`.execute(ctx.tx);
  if (rows.length === 0) throw new Refusal(serviceProblems.deliveryRepeated());

  const telephone = await telephoneHere(ctx);
  const filed = calls.map(({ callId, ...call }) => ({ ...call, externalId: callId }));
  if (filed.some((call) => Temporal.Instant.compare(call.startedAt, ctx.now.add({ seconds: mostSecondsOff })) > 0)) throw new Refusal(inFuture("calledAt"));
  const added = await writeCalls(
    ctx,
    "pbx",
    filed.map((call) => judged(call, telephone)),
  );
  await ctx.tx.updateTable("service.exchange").set({ last_delivery_at: ctx.now }).where("site_id", "=", ctx.siteId).execute();
  return { added, known: filed.length - added };
}

function isSignedWith(key: string, timestamp: string, body: Uint8Array, signature: string): boolean {
  if (!signatureForm.test(signature)) return false;
  const expected = createHmac("sha256", key).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex"));
}

/** Signatures older than a delivery may be cannot be sent again, and are forgotten. */
export async function forgetDeliveries(ctx: SiteContext): Promise<void> {
  await ctx.tx
    .deleteFrom("service.delivery")
    .where("site_id", "=", ctx.siteId)
    .where("received_at", "<", ctx.now.subtract({ seconds: 4 * mostSecondsOff }))
    .execute();
}

/** Makes a new key for the exchange. It is told this once. Manual 2.2.2-1. */
export async function renewExchangeKey(ctx: SiteContext): Promise<{ key: string }> {
  const key = randomBytes(32).toString("base64url");
  await ctx.tx
    .insertInto("service.exchange")
    .values({ site_id: ctx.siteId, key, connected_at: ctx.now })
    .onConflict((conflict) => conflict.column("site_id").doUpdateSet({ key, connected_at: ctx.now }))
    .execute();
  await ctx.record(exchangeKeyRenewed, { siteId: ctx.siteId });
  return { key };
}

export async function exchangeHere(ctx: SiteContext) {
  const row = await ctx.tx.selectFrom("service.exchange").select(["connected_at", "last_delivery_at"]).where("site_id", "=", ctx.siteId).executeTakeFirst();
  return { isConnected: row !== undefined, connectedAt: row?.connected_at ?? null, lastDeliveryAt: row?.last_delivery_at ?? null };
}

type TestCall = ValueOf<NonNullable<(typeof testCallContract)["body"]>>;

/** Records a sampled test call. Manual 2.2.2-1. Refusals: inFuture, personNotHere, manual.parameterMissing. */
export async function recordTestCall(ctx: SiteContext, { id, calledAt, ...sample }: TestCall) {
  if (Temporal.Instant.compare(calledAt, ctx.now) > 0) throw new Refusal(inFuture("calledAt"));
  if (sample.answeredById) await colleagueById(ctx, sample.answeredById);
  const { mostRings, cadence } = await telephoneHere(ctx);
  const verdict = judgeTestCall(sample, mostRings);
  const failedFor = whyCallFailed({ ...sample, verdict }, mostRings);
  const waitedMs = (sample.rings - 1) * (cadence.on + cadence.off) * 1000;
  await writeCalls(ctx, "test", [{ ...sample, id, externalId: `test ${id}`, startedAt: calledAt, waitedMs, verdict, failedFor, callerNumber: "", extension: "" }]);
  return callById(ctx, id);
}
