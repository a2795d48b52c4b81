import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { type Amendment, leasingProblems, type LeaseTerms } from "../../rules.ts";
import { heldBy, type Written } from "../../rules/history.ts";
import type { LeaseHistory, LeaseVersion, TerminationCause, VersionKind, VersionStatus } from "../../rules/versions.ts";

const visibleTerms = (ctx: SiteContext) => {
  const terms = ctx.tx.selectFrom("leasing.lease_terms as terms").where("terms.site_id", "=", ctx.siteId);
  return ctx.tenantId ? terms.where("terms.tenant_id", "=", ctx.tenantId) : terms;
};

/** Every version of a lease's terms, drafts and cancelled ones too, as they were made; none for a lease that was recorded without its terms. */
export async function versionsOf(ctx: SiteContext, leaseId: Id<"lease">): Promise<LeaseVersion[]> {
  const rows = await visibleTerms(ctx).selectAll("terms").where("terms.lease_id", "=", leaseId).orderBy("terms.number").execute();
  // A tenant that took a lease over does not see what was agreed before.
  return rows[0]?.number === 1 ? rows.map((row) => toVersion(row, termsIn(row.number, rows))) : [];
}

/** The signed versions of a lease's terms, as they were made. */
export const termsOf = async (ctx: SiteContext, leaseId: Id<"lease">): Promise<LeaseVersion[]> => (await versionsOf(ctx, leaseId)).filter(({ status }) => status === "signed");

/** Refusal: versionNotFound. */
export async function versionByNumber(ctx: SiteContext, leaseId: Id<"lease">, number: number): Promise<LeaseVersion> {
  const version = (await versionsOf(ctx, leaseId)).find((each) => each.number === number);
  if (!version) throw new Refusal(leasingProblems.versionNotFound());
  return version;
}

/** What of a lease's versions is signed; null while the lease itself is not, unless `isDraftToo`. */
export function writtenIn(versions: readonly LeaseVersion[], { isDraftToo = false } = {}): Written | null {
  const [first, ...later] = versions;
  if (!first || (first.status !== "signed" && !isDraftToo)) return null;
  const amendments = later.flatMap(({ number, amendment, status }) => (amendment && status === "signed" ? [{ number, amendment }] : []));
  return { tenantId: first.tenantId, terms: first.terms, amendments };
}

/** The whole terms as version `number` makes them, standing on what was signed before it. */
function termsIn(number: number, rows: readonly Pick<VersionRow, "number" | "status" | "terms" | "amendment" | "tenant_id">[]): LeaseTerms {
  const [first] = rows;
  const amendments = rows
    .filter((row) => row.amendment !== null && (row.number === number || (row.number < number && row.status === "signed")))
    .map((row) => ({ number: row.number, amendment: readAmendment(row.amendment) }));
  const held = heldBy({ tenantId: first!.tenant_id as Id<"tenant">, terms: readTerms(first!.terms), amendments });
  return held.find((version) => version.number === number)!.terms;
}

/** What no due day lies farther than from the days it is for, either way. */
const farthestDueDays = 400;

/**
 * Signed leases with their signed terms for which something may be due from `from` to `to`, by id, at most `limit` after `after`: one query.
 * The lines that are due are for the caller to find, by `scheduleOfVersions`. A lease without terms is not among them.
 */
export async function schedulesAt(
  ctx: SiteContext,
  { from, to, after, limit }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate; readonly after?: Id<"lease"> | undefined; readonly limit: number },
): Promise<LeaseHistory[]> {
  const { rows } = await sql<{ id: string; lease_no: string; tenant_id: string; versions: WrittenVersion[] }>`
    select lease.id, lease.lease_no, lease.tenant_id, history.versions
    from leasing.lease
    cross join lateral (
      select json_agg(json_build_object('number', number, 'tenantId', terms.tenant_id, 'terms', terms.terms, 'amendment', amendment) order by number) as versions
      from leasing.lease_terms terms
      where terms.site_id = lease.site_id and terms.lease_id = lease.id and terms.status = 'signed'
    ) history
    where lease.site_id = ${ctx.siteId} and lease.status = 'signed' and history.versions is not null
      and lease.lease_start <= ${to.add({ days: farthestDueDays })} and lease.lease_end >= ${from.subtract({ days: farthestDueDays })}
      ${after ? sql`and lease.id > ${after}` : sql``}
      ${ctx.tenantId ? sql`and lease.tenant_id = ${ctx.tenantId}` : sql``}
    order by lease.id
    limit ${limit}`.execute(ctx.tx);
  return rows.map((row) => ({
    leaseId: row.id as Id<"lease">,
    leaseNo: row.lease_no,
    tenantId: row.tenant_id as Id<"tenant">,
    versions: heldBy({
      tenantId: row.versions[0]!.tenantId as Id<"tenant">,
      terms: readTerms(row.versions[0]!.terms),
      amendments: row.versions.slice(1).map(({ number, amendment }) => ({ number, amendment: readAmendment(amendment) })),
    }),
  }));
}

interface WrittenVersion {
  readonly number: number;
  readonly tenantId: string;
  readonly terms: unknown;
  readonly amendment: unknown;
}

/** The days in terms and amendments, by their names. */
const days = new Set(["leaseStart", "leaseEnd", "from", "to", "firstPaymentOn", "dueOn", "periodsFrom", "priceSince", "on", "until", "leavingDay"]);

/** Terms as the database keeps them: what `leaseTermsField` let in, so its days are all there is to bring back. A run reads a hundred thousand. */
export const readTerms = (written: unknown): LeaseTerms => revived(written) as LeaseTerms;

const readAmendment = (written: unknown): Amendment => revived(written) as Amendment;

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) made[key] = typeof part === "string" && days.has(key) ? Temporal.PlainDate.from(part) : revived(part);
  return made;
}

interface VersionRow {
  readonly lease_id: string;
  readonly number: number;
  readonly tenant_id: string;
  readonly kind: string;
  readonly cause: string | null;
  readonly effective_from: Temporal.PlainDate;
  readonly terms: unknown;
  readonly amendment: unknown;
  readonly reason: string;
  readonly status: string;
  readonly drafted_by: string | null;
  readonly drafted_by_name: string;
  readonly drafted_at: Temporal.Instant;
  readonly submitted_by: string | null;
  readonly submitted_by_name: string | null;
  readonly submitted_at: Temporal.Instant | null;
  readonly approved_by_name: string | null;
  readonly approved_at: Temporal.Instant | null;
  readonly refused_by_name: string | null;
  readonly refused_at: Temporal.Instant | null;
  readonly refused_reason: string | null;
  readonly document_id: string | null;
  readonly signed_on: Temporal.PlainDate | null;
  readonly grade: string | null;
  readonly version: number;
}

const toVersion = (row: VersionRow, terms: LeaseTerms): LeaseVersion => ({
  leaseId: row.lease_id as Id<"lease">,
  number: row.number,
  tenantId: row.tenant_id as Id<"tenant">,
  kind: row.kind as VersionKind,
  cause: row.cause as TerminationCause | null,
  effectiveFrom: row.effective_from,
  terms,
  amendment: row.amendment === null ? null : readAmendment(row.amendment),
  reason: row.reason,
  status: row.status as VersionStatus,
  draftedById: row.drafted_by as Id<"person"> | null,
  draftedByName: row.drafted_by_name,
  draftedAt: row.drafted_at,
  submittedById: row.submitted_by as Id<"person"> | null,
  submittedByName: row.submitted_by_name,
  submittedAt: row.submitted_at,
  approvedByName: row.approved_by_name,
  approvedAt: row.approved_at,
  refusedByName: row.refused_by_name,
  refusedAt: row.refused_at,
  refusedReason: row.refused_reason,
  documentId: row.document_id as Id<"document"> | null,
  signedOn: row.signed_on,
  grade: row.grade as LeaseVersion["grade"],
  version: row.version,
});
