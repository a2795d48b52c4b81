import type { UploadedFile } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { storeFile } from "#platform/files/index.ts";
import { judgeDuty } from "#features/duties/server/index.ts";
import type { NewItem } from "#features/handover/rules.ts";
import { grantAccess, issueItems } from "#features/handover/server/index.ts";
import { type Band, bandNames, type MeterKind, meterKinds } from "#features/meters/rules.ts";
import { whyNotStep } from "#features/manual/rules.ts";
import { formalityIssued, handbookPut, keysIssued } from "../../contract.ts";
import { moveInProblems, moveInProcedure, whyNotPaid } from "../../rules.ts";
import { deedOf, type MoveInCase, subjectOf } from "../queries/cases.ts";
import { letterKinds } from "../queries/facts.ts";
import { currentHandbook, type Handbook, houseHandbook } from "../queries/handbooks.ts";
import { metersOfCase, moveInView, type MoveInView } from "../queries/view.ts";
import { issueSheet, type SignedBy } from "./parties.ts";
import { changed, lockedFacts } from "./steps.ts";

type OfCase<T = unknown> = { readonly caseId: Id<"moveIn"> } & T;

const template = (name: string): URL => new URL(`../../documents/${name}.typ`, import.meta.url);

/** Hands over the handbook against a receipt that both sides sign. Manual 2.1.1-5. Refusals: notFound, noSigner, and what stands against the step. */
export async function giveHandbook(ctx: SiteContext, { caseId, ...by }: OfCase<SignedBy>): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  refuseIf(whyNotStep(moveInProcedure, "handbook", facts, marks));
  const handbook = await currentHandbook(ctx);
  const documentId = await issueSheet(ctx, one, by, {
    kind: letterKinds.handbook,
    title: words("用户手册签收单", "Receipt of the handbook"),
    template: template("handbookReceipt"),
    data: { tenant: one.tenant, leaseNo: one.leaseNo, handbook: handbook?.name ?? houseHandbook.zh, handbookEn: handbook?.name ?? houseHandbook.en, hash: handbook?.hash ?? "" },
  });
  await recordFormality(ctx, one, "handbook", documentId);
  return changed(ctx, caseId);
}

/** Issues the confirmation of the opening readings for both sides to sign. Manual 2.1.1-5. Refusals: notFound, noSigner, meterUnread, and what stands against the step. */
export async function confirmMeters(ctx: SiteContext, { caseId, ...by }: OfCase<SignedBy>): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  refuseIf(whyNotStep(moveInProcedure, "meters", facts, marks));
  const meters = await metersOfCase(ctx, one);
  const documentId = await issueSheet(ctx, one, by, {
    kind: letterKinds.meters,
    title: words("能源计量确认单", "Confirmation of the meters"),
    template: template("meterConfirmation"),
    data: {
      tenant: one.tenant,
      leaseNo: one.leaseNo,
      meters: meters.map(({ meterNo, kind, place, multiplier, reading }) => ({
        meterNo,
        kind: meterKinds[kind as MeterKind],
        place,
        multiplier,
        values: Object.entries(reading?.values ?? {}).map(([band, value]) => ({ band: bandNames[band as Band], value })),
        readAt: reading ? reading.readAt.toZonedDateTimeISO(ctx.zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ") : "",
        reader: reading?.readerName ?? "",
        hasPhoto: reading?.hasPhoto ?? false,
      })),
    },
  });
  await recordFormality(ctx, one, "meters", documentId);
  return changed(ctx, caseId);
}

interface NewKeys extends SignedBy {
  readonly batchId: Id<"accessBatch">;
  readonly items: readonly NewItem[];
}

/**
 * Hands over the first cards and keys. No keys before papers, annexes and the first payment. Manual 2.1.1-4, 2.1.1-5.
 * Refusals: notFound, every reason that shuts the gate, and what handover has against the items.
 */
export async function issueKeys(ctx: SiteContext, { caseId, batchId, ...batch }: OfCase<NewKeys>): Promise<MoveInView> {
  const { case: one, facts, marks } = await lockedFacts(ctx, caseId);
  if (await isKnownBatch(ctx, batchId)) return moveInView(ctx, caseId);
  refuseIf(whyNotStep(moveInProcedure, "keys", facts, marks));
  const grant = await grantAccess(ctx, { id: newId<"accessGrant">(), leaseId: one.leaseId, of: { caseId } });
  const { items } = await issueItems(ctx, { ...batch, grantId: grant.id, batchId });
  const count = (kind: "card" | "key") => items.filter((item) => item.kind === kind).length;
  const evidenceId = await ctx.record(keysIssued, { ...deedOf(one), grantId: grant.id, batchId, cards: count("card"), keys: count("key") });
  if (!facts.keys.issuedAt)
    await judgeDuty(ctx, { standard: "paidBeforeKeys", subject: subjectOf(one), ownerRole: "serviceOfficer", kept: whyNotPaid(facts.firstPayment).length === 0, evidenceId });
  return changed(ctx, caseId);
}

async function isKnownBatch(ctx: SiteContext, batchId: Id<"accessBatch">): Promise<boolean> {
  const row = await ctx.tx.selectFrom("handover.access_batch").select("id").where("site_id", "=", ctx.siteId).where("id", "=", batchId).executeTakeFirst();
  return row !== undefined;
}

/** Puts up another handbook, handed over from now on. Refusal: handbookNoPdf. */
export async function putHandbook(ctx: SiteContext, file: UploadedFile): Promise<Pick<Handbook, "name" | "hash" | "putAt"> & { readonly handbookId: Id<"handbook"> }> {
  const stored = await storeFile(ctx, file);
  if (stored.type !== "application/pdf") throw new Refusal(moveInProblems.handbookNoPdf());
  const handbookId = newId<"handbook">();
  const name = stored.name.replace(/\.pdf$/i, "");
  await ctx.tx.insertInto("movein.handbook").values({ site_id: ctx.siteId, id: handbookId, name, file_id: stored.id, put_at: ctx.now, put_by_name: ctx.actor.name }).execute();
  await ctx.record(handbookPut, { handbookId, name, hash: stored.hash });
  await ctx.tell(ctx.siteId, "movein.handbook", handbookId);
  return { handbookId, name, hash: stored.hash, putAt: ctx.now };
}

/** A sheet of the formalities was issued; it is done when both have signed it. */
export async function recordFormality(ctx: SiteContext, one: MoveInCase, step: string, documentId: Id<"document">): Promise<void> {
  await ctx.record(formalityIssued, { ...deedOf(one), step, documentId });
}
