import type { FileContent, UploadedFile } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import { fileContent, storeFile } from "#platform/files/index.ts";
import { entityChanged, sealChanged } from "../contract.ts";
import { type EntityKind, entityKinds, type LegalEntity, sitesProblems, type Taxpayer } from "../rules.ts";

const entitiesHere = (ctx: SiteContext) => ctx.tx.selectFrom("sites.legal_entity").where("site_id", "=", ctx.siteId).selectAll();

/** The legal entities of the site: the owner first, then the property company, as far as they are registered. */
export async function entitiesOf(ctx: SiteContext): Promise<LegalEntity[]> {
  return (await entitiesHere(ctx).orderBy("kind").execute()).map(toEntity);
}

/** The legal entity of one kind. Refusal: entityMissing. */
export async function entityOfKind(ctx: SiteContext, kind: EntityKind): Promise<LegalEntity> {
  const row = await entitiesHere(ctx).where("kind", "=", kind).executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.entityMissing({ kind: entityKinds[kind].zh }));
  return toEntity(row);
}

type EntityInput = Omit<LegalEntity, "version" | "sealFileId"> & { readonly version: number | null };

/** Registers a legal entity of the site (`version` null) or changes it. Refusal: stale. */
export async function putEntity(ctx: SiteContext, { id, kind, version, ...input }: EntityInput): Promise<LegalEntity> {
  const columns = {
    name: input.name,
    credit_code: input.creditCode,
    bank_name: input.bankName,
    bank_account: input.bankAccount,
    address: input.address,
    phone: input.phone,
    taxpayer: input.taxpayer,
    property_certificate_no: input.propertyCertificateNo,
    version: (version ?? 0) + 1,
  };
  const row = await ctx.tx
    .insertInto("sites.legal_entity")
    .values({ site_id: ctx.siteId, id, kind, ...columns })
    .onConflict((conflict) =>
      conflict
        .columns(["site_id", "kind"])
        .doUpdateSet(columns)
        .where("sites.legal_entity.version", "=", version ?? 0),
    )
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal(sitesProblems.stale());
  const entity = toEntity(row);
  const { name, creditCode, bankName, bankAccount } = entity;
  await ctx.record(entityChanged, { entityId: entity.id, kind, name, creditCode, bankName, bankAccount });
  await ctx.tell(ctx.siteId, "sites.entity", entity.id);
  return entity;
}

/** Keeps the picture of a seal. Refusals: entityMissing, sealNotPicture. */
export async function putSeal(ctx: SiteContext, kind: EntityKind, file: UploadedFile): Promise<LegalEntity> {
  const { id } = await entityOfKind(ctx, kind);
  const stored = await storeFile(ctx, file);
  if (stored.type !== "image/png" && stored.type !== "image/jpeg") throw new Refusal(sitesProblems.sealNotPicture());
  const row = await ctx.tx
    .updateTable("sites.legal_entity")
    .set((eb) => ({ seal_file_id: stored.id, version: eb("version", "+", 1) }))
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await ctx.record(sealChanged, { entityId: id, kind, hash: stored.hash });
  await ctx.tell(ctx.siteId, "sites.entity", id);
  return toEntity(row);
}

/** Refusals: entityMissing, sealMissing. */
export async function sealOf(ctx: SiteContext, kind: EntityKind): Promise<FileContent> {
  const { sealFileId } = await entityOfKind(ctx, kind);
  if (!sealFileId) throw new Refusal(sitesProblems.sealMissing());
  return fileContent(ctx, sealFileId);
}

interface EntityRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly credit_code: string;
  readonly bank_name: string;
  readonly bank_account: string;
  readonly address: string;
  readonly phone: string;
  readonly taxpayer: string;
  readonly property_certificate_no: string;
  readonly seal_file_id: string | null;
  readonly version: number;
}

const toEntity = (row: EntityRow): LegalEntity => ({
  id: row.id as Id<"entity">,
  kind: row.kind as EntityKind,
  name: row.name,
  creditCode: row.credit_code,
  bankName: row.bank_name,
  bankAccount: row.bank_account,
  address: row.address,
  phone: row.phone,
  taxpayer: row.taxpayer as Taxpayer,
  propertyCertificateNo: row.property_certificate_no,
  sealFileId: row.seal_file_id as Id<"file"> | null,
  version: row.version,
});
