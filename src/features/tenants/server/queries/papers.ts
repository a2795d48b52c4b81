import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import { personNames } from "#features/people/server/index.ts";
import { type TenantKind, tenantKinds } from "../../rules/kinds.ts";
import {
  completeSince,
  expiringDays,
  type Paper,
  type PaperKind,
  paperProblems,
  type PaperStage,
  paperStages,
  papersWanted,
  type ReviewState,
  type Standing,
  standingOf,
  whyNotQualified as whyNotQualifiedBy,
} from "../../rules/papers.ts";
import type { Tenant } from "../../rules.ts";
import { tenantById } from "./tenants.ts";
import { leadById } from "./leads.ts";

/** The papers of the site at hand that this actor may see; a tenant's contact sees those of their company. */
function visiblePapers(ctx: SiteContext) {
  const papers = ctx.tx
    .selectFrom("tenants.paper as paper")
    .innerJoin("platform.file as file", (join) => join.onRef("file.site_id", "=", "paper.site_id").onRef("file.id", "=", "paper.file_id"))
    .where("paper.site_id", "=", ctx.siteId)
    .select([
      "paper.id",
      "paper.tenant_id",
      "paper.lead_id",
      "paper.kind",
      "paper.document_no",
      "paper.valid_from",
      "paper.valid_to",
      "paper.file_id",
      "paper.state",
      "paper.handed_in_at",
      "paper.handed_in_by",
      "paper.from_portal",
      "paper.reviewer_id",
      "paper.reviewed_at",
      "paper.refusal",
      "paper.version",
    ])
    .select(["file.name as file_name", "file.type as file_type", "file.size as file_size"]);
  return ctx.tenantId ? papers.where("paper.tenant_id", "=", ctx.tenantId) : papers;
}

export type FiledPaper = Paper & { readonly fileName: string; readonly fileType: string; readonly fileSize: number; readonly reviewerName: string };

type PaperRow = Awaited<ReturnType<ReturnType<typeof visiblePapers>["executeTakeFirstOrThrow"]>>;

async function filed(ctx: SiteContext, rows: readonly PaperRow[]): Promise<FiledPaper[]> {
  const names = await personNames(
    ctx,
    rows.map((row) => row.reviewer_id as Id<"person"> | null),
  );
  return rows.map((row) => ({
    id: row.id as Id<"paper">,
    tenantId: row.tenant_id as Id<"tenant"> | null,
    leadId: row.lead_id as Id<"lead"> | null,
    kind: row.kind as PaperKind,
    documentNo: row.document_no,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    fileId: row.file_id as Id<"file">,
    state: row.state as ReviewState,
    handedInAt: row.handed_in_at,
    handedInBy: row.handed_in_by,
    fromPortal: row.from_portal,
    reviewerId: row.reviewer_id as Id<"person"> | null,
    reviewedAt: row.reviewed_at,
    refusal: row.refusal,
    version: row.version,
    fileName: row.file_name,
    fileType: row.file_type,
    fileSize: row.file_size,
    reviewerName: names.get(row.reviewer_id as Id<"person">) ?? "",
  }));
}

/** Refusal: paperNotFound. */
export async function paperById(ctx: SiteContext, id: Id<"paper">): Promise<FiledPaper> {
  const row = await visiblePapers(ctx).where("paper.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(paperProblems.paperNotFound());
  return (await filed(ctx, [row]))[0]!;
}

export type Party = { readonly tenantId: Id<"tenant"> } | { readonly leadId: Id<"lead"> };

/** All papers of a tenant or a lead, newest first. */
export async function papersOf(ctx: SiteContext, party: Party): Promise<FiledPaper[]> {
  const mine = visiblePapers(ctx).$call((query) => ("tenantId" in party ? query.where("paper.tenant_id", "=", party.tenantId) : query.where("paper.lead_id", "=", party.leadId)));
  return filed(ctx, await mine.orderBy("paper.handed_in_at", "desc").orderBy("paper.id", "desc").limit(500).execute());
}

/** What is wanted of a tenant at its stage and how it stands. Refusal: notFound. */
export async function papersOfTenant(ctx: SiteContext, tenantId: Id<"tenant">) {
  const { kind, creditCode, paperStage } = await tenantById(ctx, tenantId);
  return papersView(ctx, { kind, creditCode }, paperStage, await papersOf(ctx, { tenantId }));
}

/** What is wanted of a lead: that of a letter of intent once one is in sight. Refusal: leadNotFound. */
export async function papersOfLead(ctx: SiteContext, leadId: Id<"lead">) {
  const { tenantKind: kind, creditCode, stage } = await leadById(ctx, leadId);
  return papersView(ctx, { kind, creditCode }, stage === "intent" || stage === "negotiating" ? "intent" : null, await papersOf(ctx, { leadId }));
}

function papersView(ctx: SiteContext, party: Pick<Tenant, "kind" | "creditCode">, stage: PaperStage | null, papers: readonly FiledPaper[]) {
  const today = dayAt(ctx, ctx.now);
  const wanted = stage ? papersWanted(party.kind, stage) : [];
  return {
    kind: party.kind,
    stage,
    wanted: wanted.map((kind) => {
      const ofKind = papers.filter((paper) => paper.kind === kind);
      return { kind, standing: standingOf(ofKind, today), validTo: lastDay(ofKind) };
    }),
    papers: [...papers],
    whyNotQualified: stage ? whyNotQualifiedBy(party, papers, stage, today).map(({ code, facts }) => ({ code, facts: { ...facts } })) : [],
  };
}

/** The day on which the last accepted paper runs out; null when none does. */
function lastDay(papers: readonly Paper[]): Temporal.PlainDate | null {
  const ends = papers.filter(({ state }) => state === "accepted").map(({ validTo }) => validTo);
  if (ends.length === 0 || ends.includes(null)) return null;
  return (
    ends
      .filter((day) => day !== null)
      .toSorted(Temporal.PlainDate.compare)
      .at(-1) ?? null
  );
}

/**
 * All that stands against a tenant's going on to `stage` for want of papers; empty if nothing does. Manual 2.1.1-2: a lease asks it before approval and signing.
 * Refusal: notFound.
 */
export async function whyNotQualified(ctx: SiteContext, tenantId: Id<"tenant">, stage: PaperStage = "lease") {
  return whyNotQualifiedBy(await tenantById(ctx, tenantId), await papersOf(ctx, { tenantId }), stage, dayAt(ctx, ctx.now));
}

export interface Qualification {
  /** As `whyNotQualified`. */
  readonly against: readonly Problem[];
  /** When the last wanted paper was found in order; null while something is wanted. */
  readonly completeAt: Temporal.Instant | null;
}

/** As `whyNotQualified`, of many tenants at once. Manual 2.1.1-2. */
export async function qualificationsOf(ctx: SiteContext, tenantIds: readonly Id<"tenant">[], stage: PaperStage): Promise<Map<Id<"tenant">, Qualification>> {
  const today = dayAt(ctx, ctx.now);
  const ids = sql<string>`any (${[...new Set(tenantIds)]}::uuid[])`;
  const tenants = await ctx.tx.selectFrom("tenants.tenant").select(["id", "kind", "credit_code"]).where("site_id", "=", ctx.siteId).where("id", "=", ids).execute();
  const papers = await ctx.tx
    .selectFrom("tenants.paper")
    .select(["tenant_id", "kind", "state", "valid_to", "reviewed_at"])
    .where("site_id", "=", ctx.siteId)
    .where("tenant_id", "=", ids)
    .execute();
  const byTenant = Map.groupBy(papers, ({ tenant_id }) => tenant_id);
  return new Map(
    tenants.map(({ id, kind, credit_code: creditCode }) => {
      const own = (byTenant.get(id) ?? []).map((row) => ({ kind: row.kind as PaperKind, state: row.state as ReviewState, validTo: row.valid_to, reviewedAt: row.reviewed_at }));
      const against = whyNotQualifiedBy({ kind: kind as TenantKind, creditCode }, own, stage, today);
      return [id as Id<"tenant">, { against, completeAt: against.length === 0 ? completeSince(kind as TenantKind, own, stage, today) : null }];
    }),
  );
}

export interface OwedFilter {
  readonly standing?: Standing | undefined;
  readonly stage?: PaperStage | undefined;
}

interface OwedRow {
  readonly tenant_id: string | null;
  readonly lead_id: string | null;
  readonly name: string;
  readonly tenant_kind: TenantKind;
  readonly stage: PaperStage;
  readonly paper: PaperKind;
  readonly standing: Standing;
  readonly valid_to: Temporal.PlainDate | null;
}

/** Wanted papers that are not in order, by name: of tenants at a stage and of leads with a letter of intent. The rule is `standingOf`, in SQL. */
export async function owedPapers(ctx: SiteContext, { standing, stage, cursor, limit }: OwedFilter & { readonly cursor?: string | undefined; readonly limit: number }) {
  const today = dayAt(ctx, ctx.now);
  const soon = today.add({ days: expiringDays });
  const wanted = (Object.keys(tenantKinds) as TenantKind[]).flatMap((kind) =>
    (Object.keys(paperStages) as PaperStage[]).flatMap((at) => papersWanted(kind, at).map((paper) => [kind, at, paper] as const)),
  );
  const column = (index: 0 | 1 | 2) => wanted.map((row) => row[index]);
  const [name = "", id = "", paper = ""] = cursor ? keysOf(cursor, ["text", "id", "text"]) : [];
  const after = cursor ? sql`and (name, id::text, paper) > (${name}, ${id}, ${paper})` : sql``;
  const { rows } = await sql<OwedRow & { id: string }>`
    with wanted as (
      select * from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[]) as wanted(kind, stage, paper)
    ), party as (
      select id, id as tenant_id, null::uuid as lead_id, name, kind, paper_stage as stage
      from tenants.tenant where site_id = ${ctx.siteId} and paper_stage is not null and state = 'active'
      union all
      select id, null, id, coalesce(nullif(company, ''), contact_name), tenant_kind, 'intent'
      from tenants.lead where site_id = ${ctx.siteId} and stage = 'intent' and ended_at is null
    ), found as (
      select party.id, party.tenant_id, party.lead_id, party.name, party.kind as tenant_kind, party.stage, wanted.paper, handed.valid_to,
        case when handed.lasting then 'good' when handed.valid then 'expiring' when handed.waiting then 'handedIn'
          when handed.accepted then 'expired' when handed.refused then 'refused' else 'missing' end as standing
      from party join wanted on wanted.kind = party.kind and wanted.stage = party.stage
      cross join lateral (
        select bool_or(state = 'accepted' and (valid_to is null or valid_to > ${soon})) as lasting,
          bool_or(state = 'accepted' and (valid_to is null or valid_to >= ${today})) as valid,
          bool_or(state = 'handedIn') as waiting, bool_or(state = 'accepted') as accepted, bool_or(state = 'refused') as refused,
          max(valid_to) filter (where state = 'accepted') as valid_to
        from (
          select state, valid_to from tenants.paper where site_id = ${ctx.siteId} and tenant_id = party.tenant_id and kind = wanted.paper
          union all
          select state, valid_to from tenants.paper where site_id = ${ctx.siteId} and party.tenant_id is null and lead_id = party.lead_id and kind = wanted.paper
        ) paper
      ) handed
    )
    select * from found
    where standing <> 'good' and (${standing ?? null}::text is null or standing = ${standing ?? null}) and (${stage ?? null}::text is null or stage = ${stage ?? null}) ${after}
    order by name, id::text, paper limit ${limit + 1}`.execute(ctx.tx);
  const page = pageFrom(rows, limit, (row) => [row.name, row.id, row.paper]);
  return { items: page.items.map(toOwed), next: page.next };
}

const toOwed = (row: OwedRow) => ({
  tenantId: row.tenant_id as Id<"tenant"> | null,
  leadId: row.lead_id as Id<"lead"> | null,
  name: row.name,
  tenantKind: row.tenant_kind,
  stage: row.stage,
  kind: row.paper,
  standing: row.standing,
  validTo: row.valid_to,
});

/** Papers that wait to be checked, the longest wait first, each with whose it is. */
export async function papersToReview(ctx: SiteContext, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = visiblePapers(ctx)
    .leftJoin("tenants.tenant as tenant", (join) => join.onRef("tenant.site_id", "=", "paper.site_id").onRef("tenant.id", "=", "paper.tenant_id"))
    .leftJoin("tenants.lead as lead", (join) => join.onRef("lead.site_id", "=", "paper.site_id").onRef("lead.id", "=", "paper.lead_id"))
    .where("paper.state", "=", "handedIn")
    .select(sql<string>`coalesce(tenant.name, nullif(lead.company, ''), lead.contact_name, '')`.as("name"))
    .orderBy("paper.handed_in_at")
    .orderBy("paper.id");
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(paper.handed_in_at, paper.id) > (${at}::timestamptz, ${id}::uuid)`);
  }
  const page = pageFrom(await query.limit(limit + 1).execute(), limit, (row) => [row.handed_in_at, row.id]);
  const papers = await filed(ctx, page.items);
  return { items: papers.map((paper, index) => ({ ...paper, name: page.items[index]!.name })), next: page.next };
}
