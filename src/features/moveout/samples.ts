import { type Id, newId } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { someTerms } from "#features/leasing/samples.ts";
import { recordSignedLease } from "#features/leasing/server/index.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

/** The lease of vectors V3, V4 and V12, signed, of a unit: 500 ㎡ from 2026-06-01 for three years, 90 days' notice. */
export async function aWrittenLease(
  ctx: SiteContext,
  { tenantId, unitId, leaseNo = "L-V12" }: { readonly tenantId: Id<"tenant">; readonly unitId: Id<"unit">; readonly leaseNo?: string },
) {
  const id = newId<"lease">();
  return recordSignedLease(ctx, { id, leaseNo, tenantId, terms: someTerms({}, unitId), handoverOn: null, moveInOn: null, signedOn: day("2026-05-20") });
}

/** What a notice says, as the desk takes it. */
export const aNotice = (part: { readonly leaseId: Id<"lease">; readonly contactId: Id<"contact">; readonly payer: string }) => ({
  id: newId<"moveOut">(),
  leaseId: part.leaseId,
  contactId: part.contactId,
  cause: "agreed" as const,
  causeText: "搬往新址",
  noticedOn: "2026-08-01",
  leavingOn: "2026-09-30",
  accountName: part.payer,
  accountBank: "工商银行深圳分行",
  accountNo: "4000 0230 0920 0012345",
  accountNote: "",
  usesAddress: false,
  addressMovesOn: null,
  restoration: "拆除隔断，恢复交付标准",
});
