import type { Id } from "#kernel/id.ts";
import { refuseIf, reasons } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent } from "#platform/files/index.ts";
import { documentsOf, issueDocument } from "#features/documents/server/index.ts";
import { handoverProblems, inspectionTypes, photosOf } from "../../rules.ts";
import { recordData, type RecordLanguage } from "../../rules/record.ts";
import { lockedInspection } from "../queries/inspections.ts";
import { type InspectionPage, inspectionPageById, stateOf } from "../queries/pages.ts";

const template = new URL("../../documents/unitInspection.typ", import.meta.url);
const kind = "handover.unitInspection";

/** Issues F03 by itself once both have signed and every photo is here; until then, and if it is issued already, does nothing. */
export async function issueWhenComplete(ctx: SiteContext, { inspectionId }: { readonly inspectionId: Id<"inspection"> }): Promise<void> {
  await lockedInspection(ctx, inspectionId);
  const page = await inspectionPageById(ctx, inspectionId);
  const issued = await recordOf(ctx, inspectionId);
  if (page.stage === "signed" && page.counts.photosMissing === 0 && !issued) await issue(ctx, page, "zh");
}

/** Form F03 验房交接单 of a signed inspection. Manual 2.1.1-7. Refusals: notFound, notSigned, photosMissing. */
export async function issueRecord(
  ctx: SiteContext,
  { inspectionId, language }: { readonly inspectionId: Id<"inspection">; readonly language: RecordLanguage },
): Promise<{ documentId: Id<"document"> }> {
  await lockedInspection(ctx, inspectionId);
  const page = await inspectionPageById(ctx, inspectionId);
  refuseIf(
    reasons(
      page.stage !== "signed" && handoverProblems.notSigned(),
      page.stage === "signed" && page.counts.photosMissing > 0 && handoverProblems.photosMissing({ count: page.counts.photosMissing }),
    ),
  );
  const issued = await recordOf(ctx, inspectionId);
  if (issued?.language === language) return { documentId: issued.id };
  return { documentId: await issue(ctx, page, language, issued?.id) };
}

const recordOf = async (ctx: SiteContext, inspectionId: Id<"inspection">) =>
  (await documentsOf(ctx, { kind: "inspection", id: inspectionId })).find(
    (document) => document.kind === kind && document.state !== "superseded" && document.state !== "withdrawn",
  );

async function issue(ctx: SiteContext, page: InspectionPage, language: RecordLanguage, supersedes?: Id<"document">): Promise<Id<"document">> {
  const state = stateOf(page);
  const pictures = await picturesOf(ctx, photosOf(state));
  const { documentId } = await issueDocument(ctx, {
    kind,
    subject: { kind: "inspection", id: page.id, label: `${page.place} ${page.inspectionNo}` },
    title: words("验房交接单", "Unit handover record"),
    no: "F03",
    language,
    tenantId: page.tenantId,
    seal: true,
    ...(supersedes ? { supersedes } : {}),
    template: {
      typst: template,
      data: recordData(page, state, {
        zone: ctx.zone,
        language,
        areas: await areasOf(ctx, page.unitIds),
        pictures: new Map([...pictures].map(([hash, { name }]) => [hash, name])),
      }),
      files: Object.fromEntries([...pictures.values()].map(({ name, bytes }) => [name, bytes])),
    },
    shown: [
      { label: words("租户", "Tenant"), value: page.tenant },
      { label: words("类型", "Type"), value: inspectionTypes[page.type].zh },
      { label: words("签字内容指纹", "Hash of what was signed"), value: state.signatures.find(({ holds }) => holds)?.contentHash ?? "" },
    ],
  });
  await ctx.tx.updateTable("handover.inspection").set({ document_id: documentId }).where("site_id", "=", ctx.siteId).where("id", "=", page.id).execute();
  await ctx.tell(ctx.siteId, "handover.inspection", page.id);
  return documentId;
}

/** The pictures by their hash, each with the name under which the template finds it. */
async function picturesOf(ctx: SiteContext, hashes: readonly string[]): Promise<Map<string, { name: string; bytes: Uint8Array }>> {
  if (hashes.length === 0) return new Map();
  const rows = await ctx.tx.selectFrom("handover.photo").select(["hash", "file_id", "type"]).where("site_id", "=", ctx.siteId).where("hash", "in", hashes).execute();
  const found = new Map<string, { name: string; bytes: Uint8Array }>();
  for (const { hash, file_id, type } of rows) {
    const { bytes } = await fileContent(ctx, file_id as Id<"file">);
    found.set(hash, { name: `${hash}.${type === "image/jpeg" ? "jpg" : type.slice("image/".length)}`, bytes });
  }
  return found;
}

/** Gross areas of the units, in m² as they are printed. */
async function areasOf(ctx: SiteContext, unitIds: readonly string[]): Promise<string> {
  const rows = await ctx.tx.selectFrom("sites.unit").select(["gross_centi"]).where("site_id", "=", ctx.siteId).where("id", "in", unitIds).execute();
  const centi = rows.reduce((sum, row) => sum + (row.gross_centi ?? 0), 0);
  return centi === 0 ? "" : `${Math.floor(centi / 100)}.${String(centi % 100).padStart(2, "0")}`;
}
