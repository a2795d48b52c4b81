import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { FileContent, ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal } from "#kernel/problem.ts";
import type { SiteContext } from "#platform/context.ts";
import {
  certificateFacts,
  exportKey,
  importKey,
  isAsSigned,
  makeIdentity,
  Pkcs12Error,
  type Pkcs12Fault,
  readPkcs12,
  type SigningIdentity,
  whatSigned,
} from "#platform/pdf/index.ts";
import { nameOfCompany } from "#features/people/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { certificateChanged, type certificateField } from "../contract.ts";
import { documentsProblems } from "../rules.ts";
import { documentByHash } from "./queries.ts";

type Certificate = ValueOf<typeof certificateField>;

const lifeYears = 10;

/** What this site signs with now; made when there is none yet, or when its own has run out or cannot be opened here. Refusal: keyLost, for one that was uploaded. */
export async function identityOf(ctx: SiteContext): Promise<SigningIdentity> {
  await lockCertificates(ctx);
  const row = await ctx.tx.selectFrom("documents.certificate").selectAll().where("site_id", "=", ctx.siteId).where("ended_at", "is", null).executeTakeFirst();
  const key = row ? ctx.vault.open(row.sealed_key, purposeOf(ctx)) : undefined;
  if (row && key && Temporal.Instant.compare(row.valid_to, ctx.now) > 0) return { key: importKey(key), certificates: row.chain };
  if (row?.origin === "uploaded" && !key) throw new Refusal(documentsProblems.keyLost());
  const made = await selfMade(ctx);
  await keep(ctx, made, "selfMade");
  return made;
}

/** Makes the site a new certificate of its own. */
export async function makeCertificate(ctx: SiteContext): Promise<Certificate> {
  await lockCertificates(ctx);
  return keep(ctx, await selfMade(ctx), "selfMade");
}

/** From now on the site signs with a certificate brought along. Refusals: certificateUnreadable, certificatePassword, certificateOldCipher, certificateNoKey, certificateExpired, certificateUnusable. */
export async function uploadCertificate(ctx: SiteContext, { pkcs12, password }: { readonly pkcs12: string; readonly password: string }): Promise<Certificate> {
  await lockCertificates(ctx);
  const identity = identityIn(Buffer.from(pkcs12, "base64"), password);
  const { validFrom, validTo } = certificateFacts(own(identity));
  if (Temporal.Instant.compare(validFrom, ctx.now) > 0 || Temporal.Instant.compare(validTo, ctx.now) <= 0) throw new Refusal(documentsProblems.certificateExpired());
  const { asymmetricKeyType, asymmetricKeyDetails } = identity.key;
  if (asymmetricKeyType !== "rsa" && !(asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1")) throw new Refusal(documentsProblems.certificateUnusable());
  return keep(ctx, identity, "uploaded");
}

const faults: Readonly<Record<Pkcs12Fault, keyof typeof documentsProblems>> = {
  unreadable: "certificateUnreadable",
  wrongPassword: "certificatePassword",
  oldCipher: "certificateOldCipher",
  noKey: "certificateNoKey",
};

function identityIn(bytes: Uint8Array, password: string): SigningIdentity {
  try {
    return readPkcs12(bytes, password);
  } catch (error) {
    if (error instanceof Pkcs12Error) throw new Refusal(documentsProblems[faults[error.fault]]());
    if (error instanceof RangeError) throw new Refusal(documentsProblems.certificateUnreadable());
    throw error;
  }
}

/** The certificates of the site, the one in use first. */
export async function certificatesOf(ctx: SiteContext): Promise<Certificate[]> {
  const rows = await ctx.tx.selectFrom("documents.certificate").selectAll().where("site_id", "=", ctx.siteId).orderBy("made_at", "desc").limit(50).execute();
  return rows.map((row) => ({
    id: row.id as Id<"certificate">,
    origin: row.origin,
    ...factsOf(row.chain[0] ?? new Uint8Array()),
    madeByName: row.made_by_name,
    madeAt: row.made_at,
    endedAt: row.ended_at,
  }));
}

/** The public part of a certificate. Refusal: notFound. */
export async function certificateFile(ctx: SiteContext, id: Id<"certificate">): Promise<FileContent> {
  const row = await ctx.tx.selectFrom("documents.certificate").select("chain").where("site_id", "=", ctx.siteId).where("id", "=", id).executeTakeFirst();
  const [bytes] = row?.chain ?? [];
  if (!bytes) throw new Refusal(documentsProblems.notFound());
  return { name: "certificate.cer", type: "application/pkix-cert", bytes };
}

/** What signed a PDF, whether it still does, and which of our documents it is. */
export async function checkFile(ctx: SiteContext, bytes: Uint8Array) {
  const findings = whatSigned(bytes);
  const ours = new Set((await certificatesOf(ctx)).map(({ fingerprint }) => fingerprint));
  return {
    isAsSigned: isAsSigned(findings),
    signatures: findings.map(({ isIntact, coversAll, signer, saidAt }) => ({
      isIntact,
      coversAll,
      name: signer?.name ?? null,
      fingerprint: signer?.fingerprint ?? null,
      isOurs: signer !== null && ours.has(signer.fingerprint),
      saidAt,
    })),
    document: await documentByHash(ctx, createHash("sha256").update(bytes).digest("hex")),
  };
}

const factsOf = (certificate: Uint8Array) => {
  const { name, organisation, issuer, serial, fingerprint, validFrom, validTo } = certificateFacts(certificate);
  return { name, organisation, issuer, serial, fingerprint, validFrom, validTo };
};

async function selfMade(ctx: SiteContext): Promise<SigningIdentity> {
  const site = await siteById(ctx);
  return makeIdentity({ name: `${site.name} 文书签章`, organisation: (await nameOfCompany(ctx)) ?? site.name, from: ctx.now, years: lifeYears });
}

async function keep(ctx: SiteContext, identity: SigningIdentity, origin: "selfMade" | "uploaded"): Promise<Certificate> {
  const facts = factsOf(own(identity));
  await ctx.tx.updateTable("documents.certificate").set({ ended_at: ctx.now }).where("site_id", "=", ctx.siteId).where("ended_at", "is", null).execute();
  const id = newId<"certificate">();
  await ctx.tx
    .insertInto("documents.certificate")
    .values({
      site_id: ctx.siteId,
      id,
      origin,
      chain: identity.certificates.slice(0, 8).map((certificate) => Buffer.from(certificate)),
      sealed_key: Buffer.from(ctx.vault.seal(exportKey(identity.key), purposeOf(ctx))),
      fingerprint: facts.fingerprint,
      valid_from: facts.validFrom,
      valid_to: facts.validTo,
      made_by_name: ctx.actor.name,
      made_at: ctx.now,
    })
    .execute();
  await ctx.record(certificateChanged, { certificateId: id, origin, name: facts.name, fingerprint: facts.fingerprint });
  await ctx.tell(ctx.siteId, "documents.certificate", id);
  return { id, origin, ...facts, madeByName: ctx.actor.name, madeAt: ctx.now, endedAt: null };
}

const own = ({ certificates: [certificate = new Uint8Array()] }: SigningIdentity): Uint8Array => certificate;

/** A sealed key opens at its own site only. */
const purposeOf = ({ siteId }: SiteContext): string => `documents.certificate:${siteId}`;

const lockCertificates = (ctx: SiteContext) => sql`select pg_advisory_xact_lock(hashtextextended(${`documents.certificate:${ctx.siteId}`}, 0))`.execute(ctx.tx);
