import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SiteContext } from "#platform/context.ts";
import { type DocumentView, documentsOf } from "#features/documents/server/index.ts";
import { type Annex, type AnnexState, defaultAnnexes } from "../../rules.ts";
import type { LeaseVersion } from "../../rules.ts";

/** The annexes of every lease of the site: its own list, or the one that every site begins with. `version` null: never changed. */
export async function annexesOf(ctx: SiteContext): Promise<{ readonly annexes: readonly Annex[]; readonly version: number | null }> {
  const row = await ctx.tx.selectFrom("leasing.annex_list").select(["annexes", "version"]).where("site_id", "=", ctx.siteId).executeTakeFirst();
  return row ? { annexes: row.annexes as unknown as Annex[], version: row.version } : { annexes: defaultAnnexes, version: null };
}

export const annexKind = (code: string): string => `leasing.annex_${code}`;

/** What the letters of terms are about, for the documents feature: the lease itself or one of its amendments. */
export const subjectOf = ({ id, leaseNo }: { readonly id: Id<"lease">; readonly leaseNo: string }, number: number) =>
  number === 1 ? { kind: "lease", id, label: leaseNo } : { kind: "leaseAmendment", id: `${id}.${number}`, label: `${leaseNo} (${number})` };

/** The other way: of which lease and version a subject is; null for another's. */
export function versionOfSubject({ kind, id }: { readonly kind: string; readonly id: string }): { readonly leaseId: Id<"lease">; readonly number: number } | null {
  if (kind === "lease") return { leaseId: id as Id<"lease">, number: 1 };
  const [leaseId, number] = id.split(".");
  return kind === "leaseAmendment" && leaseId && number ? { leaseId: leaseId as Id<"lease">, number: Number(number) } : null;
}

export interface LeaseAnnex extends Pick<Annex, "code" | "name" | "isCompulsory"> {
  readonly state: AnnexState;
  readonly documentId: Id<"document"> | null;
}

/** The annexes of a lease with how far each has come, and its letter. Manual 2.1.1-3. */
export async function annexesOfLease(ctx: SiteContext, leaseId: Id<"lease">): Promise<LeaseAnnex[]> {
  const { annexes } = await annexesOf(ctx);
  const documents = await documentsOf(ctx, { kind: "lease", id: leaseId });
  return annexes.map(({ code, name, isCompulsory }) => {
    const document = standing(documents, annexKind(code));
    return { code, name, isCompulsory, state: stateOf(document), documentId: document?.id ?? null };
  });
}

/** The compulsory annexes of many leases at once, each with how far it has come and when it was signed. Manual 2.1.1-3. */
export async function compulsoryAnnexesOf(
  ctx: SiteContext,
  leaseIds: readonly Id<"lease">[],
): Promise<Map<Id<"lease">, (Pick<Annex, "code" | "name"> & { readonly state: AnnexState; readonly signedAt: Temporal.Instant | null })[]>> {
  const compulsory = (await annexesOf(ctx)).annexes.filter(({ isCompulsory }) => isCompulsory);
  const rows = await ctx.tx
    .selectFrom("documents.document")
    .select(["subject_id", "kind", "state", "completed_at"])
    .where("site_id", "=", ctx.siteId)
    .where("subject_kind", "=", "lease")
    .where("subject_id", "=", sql<string>`any (${[...leaseIds]}::text[])`)
    .where("state", "in", ["issued", "signing", "completed"])
    .execute();
  const byLease = Map.groupBy(rows, ({ subject_id }) => subject_id);
  return new Map(
    leaseIds.map((leaseId) => {
      const own = byLease.get(leaseId) ?? [];
      return [
        leaseId,
        compulsory.map(({ code, name }) => {
          const letter = own.find(({ kind }) => kind === annexKind(code));
          return {
            code,
            name,
            state: !letter ? ("missing" as const) : letter.state === "completed" ? ("signed" as const) : ("unsigned" as const),
            signedAt: letter?.completed_at ?? null,
          };
        }),
      ];
    }),
  );
}

export async function letterOf(ctx: SiteContext, { leaseId, number, documentId }: Pick<LeaseVersion, "leaseId" | "number" | "documentId">): Promise<AnnexState> {
  if (!documentId) return "missing";
  const documents = await documentsOf(ctx, subjectOf({ id: leaseId, leaseNo: "" }, number));
  return stateOf(documents.find(({ id, state }) => id === documentId && state !== "withdrawn" && state !== "superseded"));
}

/** The newest of a kind that was neither withdrawn nor replaced. */
const standing = (documents: readonly DocumentView[], kind: string): DocumentView | undefined =>
  documents.find((document) => document.kind === kind && document.state !== "withdrawn" && document.state !== "superseded");

const stateOf = (document: DocumentView | undefined): AnnexState => (!document ? "missing" : document.state === "completed" ? "signed" : "unsigned");
