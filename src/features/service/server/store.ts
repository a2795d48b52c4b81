import { sql } from "kysely";
import type { EventContract, ValueOf } from "#kernel/contract.ts";
import { asId, type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { Department } from "#kernel/role.ts";
import type { SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import type { entryFactsField, entryKinds } from "../contract/fields.ts";
import type { Attribution, CaseFacts, CaseKind, Category, Cause, Change, Channel, Severity } from "../rules.ts";
import { serviceProblems } from "../rules.ts";
import { entryFactsCodec } from "./entryFacts.ts";

/** A case as it is stored. */
export interface StoredCase extends CaseFacts {
  readonly caseNo: string;
  readonly channel: Channel;
  readonly title: string;
  readonly matter: string;
  readonly customerName: string;
  readonly contactId: Id<"contact"> | null;
  readonly contactName: string;
  readonly contactPhone: string | null;
  readonly contactEmail: string | null;
  readonly unitId: Id<"unit"> | null;
  readonly place: string;
  readonly registeredAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant | null;
  readonly escalatedAt: Temporal.Instant | null;
  readonly version: number;
}

/** The cases of the site at hand that this actor may see; a tenant's contact sees those of their company. */
export function visibleCases(ctx: SiteContext) {
  const cases = ctx.tx.selectFrom("service.case as case").where("case.site_id", "=", ctx.siteId);
  return ctx.tenantId ? cases.where("case.tenant_id", "=", ctx.tenantId) : cases;
}

/** Refusal: notFound. */
export async function caseById(ctx: SiteContext, id: Id<"case">): Promise<StoredCase> {
  return toCase(await visibleCases(ctx).where("case.id", "=", id).selectAll("case").executeTakeFirst());
}

/** The case for a command to judge and change; others wait until this transaction ends. Refusals: notFound; stale when `version` is not the one read. */
export async function lockCase(ctx: SiteContext, id: Id<"case">, version?: number): Promise<StoredCase> {
  const stored = toCase(await visibleCases(ctx).where("case.id", "=", id).selectAll("case").forUpdate("case").executeTakeFirst());
  if (version !== undefined && version !== stored.version) throw new Refusal(serviceProblems.stale({ version: stored.version }));
  return stored;
}

/** Several cases at once, always in the order of their ids, so that no two commands wait for each other. */
export async function lockCases(ctx: SiteContext, ids: readonly Id<"case">[]): Promise<Map<Id<"case">, StoredCase>> {
  const rows = await visibleCases(ctx)
    .where("case.id", "in", [...ids])
    .selectAll("case")
    .orderBy("case.id")
    .forUpdate("case")
    .execute();
  const found = new Map(rows.map((row) => [asId<"case">(row.id), toCase(row)]));
  if (ids.some((id) => !found.has(id))) throw new Refusal(serviceProblems.notFound());
  return found;
}

const columns = {
  kind: "kind",
  severity: "severity",
  attributable: "attributable",
  category: "category",
  cause: "cause",
  ownerId: "owner_id",
  promisedAt: "promised_at",
  round: "round",
  roundBegunAt: "round_begun_at",
  department: "department",
  handlerId: "handler_id",
  handlerIds: "handler_ids",
  verifiedAt: "verified_at",
  isValid: "is_valid",
  dispatchedAt: "dispatched_at",
  acceptedAt: "accepted_at",
  resolvedAt: "resolved_at",
  firstFeedbackAt: "first_feedback_at",
  feedbackAt: "feedback_at",
  revisitedAt: "revisited_at",
  archivedAt: "archived_at",
  mergedIntoId: "merged_into_id",
  voidedAt: "voided_at",
  overridden: "overridden",
} as const satisfies Record<keyof Change, string>;

/** Writes what a deed changed and counts the version on. */
export async function saveCase(ctx: SiteContext, stored: StoredCase, change: Change): Promise<StoredCase> {
  const set = Object.fromEntries(Object.entries(change).map(([name, value]) => [columns[name as keyof Change], value]));
  const version = stored.version + 1;
  await ctx.tx
    .updateTable("service.case")
    .set({ ...set, version })
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", stored.id)
    .execute();
  return { ...stored, ...change, version };
}

type EntryKind = (typeof entryKinds)[number];

export interface NewEntry {
  readonly kind: EntryKind;
  readonly audience?: "internal" | "tenant";
  readonly text?: string;
  readonly facts?: ValueOf<typeof entryFactsField>;
}

/** Adds to the history of a case. */
export async function addEntry(ctx: SiteContext, stored: StoredCase, entry: NewEntry, evidenceId: Id<"evidence"> | null): Promise<void> {
  const values = {
    site_id: ctx.siteId,
    id: newId<"entry">(),
    case_id: stored.id,
    tenant_id: stored.tenantId,
    at: ctx.now,
    kind: entry.kind,
    audience: entry.audience ?? "internal",
    round: stored.round,
    actor_id: ctx.actor.personId,
    actor_name: ctx.actor.name,
    text: entry.text ?? "",
    facts: json(entryFactsCodec.encode(entry.facts ?? {})),
    evidence_id: evidenceId,
  };
  await ctx.tx
    .insertInto("service.entry")
    .values(values as never)
    .execute();
}

/** The end of every command: write, record the evidence, add to the history, tell the screens. Returns the case as it is now, with the evidence. */
export async function done<E extends EventContract>(
  ctx: SiteContext,
  stored: StoredCase,
  deed: {
    readonly change?: Change;
    readonly event: E;
    readonly facts: Omit<ValueOf<E["facts"]>, "caseId" | "caseNo">;
    readonly entry: NewEntry;
    readonly happenedAt?: Temporal.Instant;
  },
): Promise<{ readonly stored: StoredCase; readonly evidenceId: Id<"evidence"> }> {
  const changed = deed.change ? await saveCase(ctx, stored, deed.change) : stored;
  const facts = { caseId: stored.id, caseNo: stored.caseNo, ...deed.facts } as ValueOf<E["facts"]>;
  const evidenceId = await ctx.record(deed.event, facts, deed.happenedAt ? { happenedAt: deed.happenedAt } : {});
  await addEntry(ctx, changed, deed.entry, evidenceId);
  await ctx.tell(ctx.siteId, "service.case", stored.id);
  return { stored: changed, evidenceId };
}

/** The next number of this site's year, `2026-00042`. Held until the transaction ends, so that numbers have no gaps and no twins. */
export async function nextCaseNo(ctx: SiteContext): Promise<string> {
  const { year } = ctx.now.toZonedDateTimeISO(ctx.zone);
  const { rows } = await sql<{ last: number }>`
    insert into service.case_counter as counter (site_id, year, last) values (${ctx.siteId}, ${year}, 1)
    on conflict (site_id, year) do update set last = counter.last + 1 returning last`.execute(ctx.tx);
  return `${year}-${String(rows[0]?.last ?? 1).padStart(5, "0")}`;
}

interface CaseRow {
  readonly id: string;
  readonly case_no: string;
  readonly kind: string;
  readonly channel: string;
  readonly severity: string;
  readonly attributable: string;
  readonly category: string;
  readonly cause: string | null;
  readonly title: string;
  readonly matter: string;
  readonly tenant_id: string | null;
  readonly customer_name: string;
  readonly contact_id: string | null;
  readonly contact_name: string;
  readonly contact_phone: string | null;
  readonly contact_email: string | null;
  readonly unit_id: string | null;
  readonly place: string;
  readonly received_at: Temporal.Instant;
  readonly registered_at: Temporal.Instant;
  readonly first_owner_id: string;
  readonly owner_id: string;
  readonly promised_at: Temporal.Instant | null;
  readonly round: number;
  readonly round_begun_at: Temporal.Instant;
  readonly department: string | null;
  readonly handler_id: string | null;
  readonly handler_ids: string[];
  readonly is_valid: boolean | null;
  readonly verified_at: Temporal.Instant | null;
  readonly dispatched_at: Temporal.Instant | null;
  readonly accepted_at: Temporal.Instant | null;
  readonly resolved_at: Temporal.Instant | null;
  readonly first_feedback_at: Temporal.Instant | null;
  readonly feedback_at: Temporal.Instant | null;
  readonly revisited_at: Temporal.Instant | null;
  readonly archived_at: Temporal.Instant | null;
  readonly voided_at: Temporal.Instant | null;
  readonly merged_into_id: string | null;
  readonly overridden: string[];
  readonly due_at: Temporal.Instant | null;
  readonly escalated_at: Temporal.Instant | null;
  readonly version: number;
}

/** Refusal: notFound, when there is no row. */
export function toCase(row: CaseRow | undefined): StoredCase {
  if (!row) throw new Refusal(serviceProblems.notFound());
  return {
    id: asId(row.id),
    caseNo: row.case_no,
    kind: row.kind as CaseKind,
    channel: row.channel as Channel,
    severity: row.severity as Severity,
    attributable: row.attributable as Attribution,
    category: row.category as Category,
    cause: row.cause as Cause | null,
    title: row.title,
    matter: row.matter,
    tenantId: row.tenant_id as Id<"tenant"> | null,
    customerName: row.customer_name,
    contactId: row.contact_id as Id<"contact"> | null,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    contactEmail: row.contact_email,
    unitId: row.unit_id as Id<"unit"> | null,
    place: row.place,
    receivedAt: row.received_at,
    registeredAt: row.registered_at,
    firstOwnerId: asId(row.first_owner_id),
    ownerId: asId(row.owner_id),
    promisedAt: row.promised_at,
    round: row.round,
    roundBegunAt: row.round_begun_at,
    department: row.department as Department | null,
    handlerId: row.handler_id as Id<"person"> | null,
    handlerIds: row.handler_ids.map((id) => asId<"person">(id)),
    isValid: row.is_valid,
    verifiedAt: row.verified_at,
    dispatchedAt: row.dispatched_at,
    acceptedAt: row.accepted_at,
    resolvedAt: row.resolved_at,
    firstFeedbackAt: row.first_feedback_at,
    feedbackAt: row.feedback_at,
    revisitedAt: row.revisited_at,
    archivedAt: row.archived_at,
    voidedAt: row.voided_at,
    mergedIntoId: row.merged_into_id as Id<"case"> | null,
    overridden: row.overridden,
    dueAt: row.due_at,
    escalatedAt: row.escalated_at,
    version: row.version,
  };
}
