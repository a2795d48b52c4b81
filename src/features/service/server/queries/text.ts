import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { searchKey } from "#platform/text/searchKey.ts";
import { pieces, plain, wantedPieces } from "../../rules.ts";
import type { StoredCase } from "../store.ts";

const longestText = 600;

/** Cases of all sites share one index: the mark of the site keeps their pieces apart. */
const marked = (siteId: Id<"site">, found: readonly string[]) => found.map((piece) => `${siteId.slice(-6)}${piece}`);

type Found = Pick<StoredCase, "id" | "caseNo" | "title" | "matter" | "customerName" | "contactName" | "contactPhone" | "place" | "receivedAt">;

/** Lets a case be found by its number, matter, customer, contact, phone and place, and by pinyin and initials of customer, contact and title. */
export async function makeFindable(ctx: SiteContext, found: Found): Promise<void> {
  const { caseNo, title, matter, customerName, contactName, contactPhone, place } = found;
  const text = plain([caseNo, searchKey(title), matter.slice(0, longestText), searchKey(customerName), searchKey(contactName), contactPhone ?? "", place].join(" "));
  await ctx.tx
    .insertInto("service.case_search")
    .values({ site_id: ctx.siteId, case_id: found.id, received_at: found.receivedAt, words: text, pieces: marked(ctx.siteId, pieces(text)) })
    .execute();
}

/** The ids of cases that hold every word of `text`: of the `among` newest before `before`, or of all, by their pieces. A query to stand in `in (…)`. */
export function idsWith(
  ctx: SiteContext,
  text: string,
  scope: { readonly among: number | "all"; readonly before?: { readonly at: string; readonly id: string } },
): RawBuilder<string> {
  const patterns = plain(text)
    .split(" ")
    .map((word) => `%${word}%`);
  const newest = scope.among === "all" ? null : scope.among;
  return sql<string>`(select service.search_cases(${ctx.siteId}, ${marked(ctx.siteId, wantedPieces(text))}::text[], ${patterns}::text[], ${newest}::integer,
    ${scope.before?.at ?? null}::timestamptz, ${scope.before?.id ?? null}::uuid))`;
}
