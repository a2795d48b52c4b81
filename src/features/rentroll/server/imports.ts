import { sql } from "kysely";
import type { Cell } from "#kernel/cell.ts";
import type { Id } from "#kernel/id.ts";
import { type Problem, Refusal } from "#kernel/problem.ts";
import type { Context, SiteContext } from "#platform/context.ts";
import { json } from "#platform/db/json.ts";
import { keysOf, pageFrom } from "#platform/db/keyset.ts";
import type { Counts } from "../contract.ts";
import { type ImportStatus, type Mapping, mayBecome, rentrollProblems } from "../rules.ts";

/** The site of the import at hand, or null for one of the company. */
export const placeOf = (ctx: Context | SiteContext): Id<"site"> | null => ("siteId" in ctx ? ctx.siteId : null);

export interface Import {
  readonly id: Id<"import">;
  readonly siteId: Id<"site"> | null;
  readonly fileName: string;
  readonly fileHash: string;
  readonly sheets: string[];
  readonly status: ImportStatus;
  readonly mapping: Mapping | null;
  readonly choice: "allOrNothing" | "goodRows" | null;
  readonly isDryRun: boolean;
  readonly counts: Counts | null;
  readonly problems: { code: string; facts: Record<string, unknown> }[] | null;
  readonly progress: { readonly done: number; readonly all: number };
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

/** The imports of this place: those of the site at hand, or of the company. */
function visibleImports(ctx: Context, place: Id<"site"> | null) {
  const all = ctx.tx.selectFrom("rentroll.import").selectAll();
  return place ? all.where("site_id", "=", place) : all.where("site_id", "is", null);
}

/** Refusal: notFound. */
export async function importById(ctx: Context, place: Id<"site"> | null, id: Id<"import">): Promise<Import> {
  const row = await visibleImports(ctx, place).where("id", "=", id).executeTakeFirst();
  if (!row) throw new Refusal(rentrollProblems.notFound());
  return toImport(row);
}

/** Newest first. */
export async function importPage(ctx: Context, place: Id<"site"> | null, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
  let query = visibleImports(ctx, place)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor) {
    const [at, id] = keysOf(cursor, ["moment", "id"]);
    query = query.where(sql<boolean>`(created_at, id::text) < (${at}::timestamptz, ${id})`);
  }
  const page = pageFrom(await query.execute(), limit, (row) => [row.created_at, row.id]);
  return { items: page.items.map(toImport), next: page.next };
}

/** The bytes as they were uploaded. The import has been found before. */
export async function sourceOf(ctx: Context, id: Id<"import">): Promise<Uint8Array> {
  const { bytes } = await ctx.tx.selectFrom("rentroll.source").select("bytes").where("import_id", "=", id).executeTakeFirstOrThrow();
  return bytes;
}

/** The mapping this place last used for a sheet with the same columns, with the titles it was made for. */
export async function rememberedMapping(
  ctx: Context,
  place: Id<"site"> | null,
  fingerprint: string,
): Promise<{ readonly mapping: Mapping; readonly titles: readonly Cell[] } | undefined> {
  const row = await visibleImports(ctx, place).where("fingerprint", "=", fingerprint).where("mapping", "is not", null).orderBy("created_at", "desc").limit(1).executeTakeFirst();
  return row && { mapping: row.mapping as unknown as Mapping, titles: (row.titles ?? []) as unknown as Cell[] };
}

interface Fields {
  readonly mapping?: Mapping;
  readonly titles?: readonly string[];
  readonly fingerprint?: string;
  readonly choice?: "allOrNothing" | "goodRows";
  readonly isDryRun?: boolean;
  readonly counts?: Counts | null;
  readonly problems?: readonly Problem[] | null;
  readonly finishedAt?: Temporal.Instant | null;
}

/** Moves an import on. Refusal: wrongStatus, also when somebody else moved it meanwhile. */
export async function become(ctx: Context, { id, status: from }: Pick<Import, "id" | "status">, to: ImportStatus, fields: Fields = {}): Promise<void> {
  const { mapping, titles, fingerprint, choice, isDryRun, counts, problems, finishedAt } = fields;
  const moved = mayBecome(from, to)
    ? await ctx.tx
        .updateTable("rentroll.import")
        .set({
          status: to,
          ...(mapping && { mapping: json(mapping) }),
          ...(titles && { titles: json(titles) }),
          ...(fingerprint !== undefined && { fingerprint }),
          ...(choice && { choice }),
          ...(isDryRun !== undefined && { is_dry_run: isDryRun }),
          ...(counts !== undefined && { counts: counts && json(counts) }),
          ...(problems !== undefined && { problems: problems && json(problems.map(({ code, facts }) => ({ code, facts }))) }),
          ...(finishedAt !== undefined && { finished_at: finishedAt }),
        } as never)
        .where("id", "=", id)
        .where("status", "=", from)
        .returning("id")
        .executeTakeFirst()
    : undefined;
  if (!moved) throw new Refusal(rentrollProblems.wrongStatus({ status: from }));
}

function toImport(row: {
  id: string;
  site_id: string | null;
  file_name: string;
  file_hash: string;
  sheets: string[];
  status: string;
  mapping: unknown;
  choice: string | null;
  is_dry_run: boolean;
  counts: unknown;
  problems: unknown;
  progress_done: number;
  progress_all: number;
  created_by_name: string;
  created_at: Temporal.Instant;
  finished_at: Temporal.Instant | null;
}): Import {
  return {
    id: row.id as Id<"import">,
    siteId: row.site_id as Id<"site"> | null,
    fileName: row.file_name,
    fileHash: row.file_hash,
    sheets: row.sheets,
    status: row.status as ImportStatus,
    mapping: row.mapping as Mapping | null,
    choice: row.choice as Import["choice"],
    isDryRun: row.is_dry_run,
    counts: row.counts as Counts | null,
    problems: row.problems as Import["problems"],
    progress: { done: row.progress_done, all: row.progress_all },
    createdBy: row.created_by_name,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
