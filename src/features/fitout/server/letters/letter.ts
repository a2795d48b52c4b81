import type { Id } from "#kernel/id.ts";
import { type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import type { ShownFact } from "#features/evidence/rules.ts";
import type { Signer } from "#features/documents/rules.ts";
import { type Issued, issueDocument } from "#features/documents/server/index.ts";
import { tenantById } from "#features/tenants/server/index.ts";
import { type FitOut, labelOf } from "../queries/cases.ts";

interface Letter {
  /** Of the letters of this feature; its template has this name. */
  readonly kind: "guide" | "application" | "agreement" | "fireLetter" | "permit" | "stopOrder" | "acceptance" | "deductions";
  readonly title: Words;
  readonly no?: string;
  readonly data: object;
  readonly signers?: readonly Signer[];
  /** The one before is void with this one; others stand beside each other. */
  readonly replaces?: boolean;
  readonly shown?: readonly ShownFact[];
}

/** Issues a letter about a case in both languages, with tenant and place on its proof page. */
export async function issue(ctx: SiteContext, found: FitOut, { kind, title, no, data, signers = [], replaces = false, shown = [] }: Letter): Promise<Issued> {
  const tenant = await tenantById(ctx, found.tenantId);
  const before = replaces ? await currentOf(ctx, found, kind) : null;
  return issueDocument(ctx, {
    kind: `fitout.${kind}`,
    subject: { kind: "fitOut", id: found.id, label: labelOf(found) },
    title,
    language: "both",
    tenantId: found.tenantId,
    template: { typst: new URL(`../../documents/${kind}.typ`, import.meta.url), data: { caseNo: found.caseNo, tenant: tenant.name, place: found.place, ...data } },
    no: no ?? found.caseNo,
    signers,
    ...(before ? { supersedes: before } : {}),
    shown: [{ label: words("租户", "Tenant"), value: tenant.name }, ...shown],
  });
}

async function currentOf(ctx: SiteContext, { id }: FitOut, kind: string): Promise<Id<"document"> | null> {
  const row = await ctx.tx
    .selectFrom("documents.document")
    .select(["id", "state"])
    .where("site_id", "=", ctx.siteId)
    .where("kind", "=", `fitout.${kind}`)
    .where("subject_kind", "=", "fitOut")
    .where("subject_id", "=", id)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && row.state !== "withdrawn" ? (row.id as Id<"document">) : null;
}

/** A moment as papers say it, on the site's clock. */
export const momentText = ({ zone }: SiteContext, at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
