import { sql } from "kysely";
import type { ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { siteById } from "#features/sites/server/index.ts";
import type { linkedRatingField, portalCaseField } from "../../contract/portal.ts";
import { type CaseStatus, ratingFreezeHours, ratingState, serviceProblems } from "../../rules.ts";
import { latestLink, linkByToken, type StoredLink } from "../commands/ratingLink.ts";
import { caseById, toCase, visibleCases } from "../store.ts";
import { unitsLeasedBy } from "./customer.ts";
import { filesOf, timelineOf } from "./page.ts";
import { keyAfter, pageByMoment } from "./paging.ts";

type PortalCase = ValueOf<typeof portalCaseField>;

/** The company this contact speaks for. Staff have none: nothing here is theirs. */
export function companyHere(ctx: SiteContext): Id<"tenant"> {
  const tenantId = ctx.tenantId ?? ctx.grants.find(({ role }) => role === "tenantContact")?.tenantId;
  if (!tenantId) throw new Refusal(serviceProblems.notFound());
  return tenantId;
}

const ownCases = (ctx: SiteContext) =>
  visibleCases(ctx)
    .where("case.tenant_id", "=", companyHere(ctx))
    .innerJoin("people.person as owner", "owner.id", "case.owner_id")
    .leftJoin("service.callback as rated", (join) =>
      join.onRef("rated.site_id", "=", "case.site_id").onRef("rated.case_id", "=", "case.id").onRef("rated.round", "=", "case.round"),
    )
    .selectAll("case")
    .select(["owner.name as owner_name", "rated.result as rated_result"]);

type OwnRow = Parameters<typeof toCase>[0] & { readonly status: string; readonly owner_name: string; readonly rated_result: number | null };

/** A case of the reader's own company. Refusal: notFound. */
export async function ownCaseById(ctx: SiteContext, id: Id<"case">): Promise<PortalCase> {
  const row = await ownCases(ctx).where("case.id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(serviceProblems.notFound());
  return toPortalCase(row, ratingOf(row, await latestLink(ctx, id), ctx.now));
}

function ratingOf(row: OwnRow, link: StoredLink | null, now: Temporal.Instant): PortalCase["rating"] {
  if (!link) return { state: "none", result: null };
  const state = ratingState(link, now);
  return { state: state === "open" && (link.round !== row.round || !row.feedback_at) ? "spent" : state, result: row.rated_result };
}

/** Cases of the reader's own company, newest first. */
export async function ownCasePage(
  ctx: SiteContext,
  { isOpen, cursor, limit }: { readonly isOpen?: "true" | "false" | undefined; readonly cursor?: string | undefined; readonly limit: number },
) {
  let query = ownCases(ctx)
    .orderBy("case.received_at", "desc")
    .orderBy("case.id", "desc")
    .limit(limit + 1);
  const open = sql<boolean>`("case".archived_at is null and "case".voided_at is null and "case".merged_into_id is null)`;
  if (isOpen === "true") query = query.where(open);
  if (isOpen === "false") query = query.where(sql<boolean>`not ${open}`);
  if (cursor) {
    const { at, id } = keyAfter(cursor);
    query = query.where(sql<boolean>`("case".received_at, "case".id) < (${at}, ${id})`);
  }
  const page = pageByMoment(await query.execute(), limit, (row) => [row.received_at, row.id]);
  return { items: page.items.map((row) => toPortalCase(row, { state: "none" as const, result: row.rated_result })), next: page.next };
}

export async function ownUnits(ctx: SiteContext) {
  const units = await unitsLeasedBy(ctx, companyHere(ctx));
  return { items: units.map(({ id, place }) => ({ id, place })) };
}

/** A case of the reader's own company with what was said to them. Refusal: notFound. */
export async function ownCasePageById(ctx: SiteContext, caseId: Id<"case">) {
  const own = await ownCaseById(ctx, caseId);
  return { case: own, timeline: (await timelineOf(ctx, caseId, { forTenant: true })).map(withoutPeople), files: await filesOf(ctx, caseId, { forTenant: true }) };
}

/** A tenant learns names, not the house's own ids. */
const withoutPeople = <E extends { readonly actorId: Id<"person"> | null }>(entry: E): E => ({ ...entry, actorId: null });

const toPortalCase = (row: OwnRow, rating: PortalCase["rating"]): PortalCase => {
  const stored = toCase(row);
  return { ...stored, status: row.status as CaseStatus, ownerName: row.owner_name, rating };
};

/** What the holder of a rating link may see. Refusal: linkUnknown. */
export async function linkedRating(ctx: SiteContext, token: string): Promise<ValueOf<typeof linkedRatingField>> {
  const link = await linkByToken(ctx, token);
  if (!link) throw new Refusal(serviceProblems.linkUnknown());
  const stored = await caseById(ctx, link.caseId);
  const rated = link.callbackId
    ? await ctx.tx
        .selectFrom("service.callback")
        .select(["speed", "attitude", "quality", "result", "is_unresolved as isUnresolved", "opinion"])
        .where("site_id", "=", ctx.siteId)
        .where("id", "=", link.callbackId)
        .executeTakeFirst()
    : undefined;
  const { name } = await siteById(ctx);
  return {
    state: ratingState(link, ctx.now),
    site: name,
    caseNo: stored.caseNo,
    title: stored.title,
    feedbackAt: stored.feedbackAt ?? stored.receivedAt,
    expiresAt: link.expiresAt,
    frozenAt: link.ratedAt ? link.ratedAt.add({ hours: ratingFreezeHours }) : null,
    rating: rated ?? null,
  };
}
