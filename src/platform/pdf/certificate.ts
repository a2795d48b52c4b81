import { createHash, createPrivateKey, generateKeyPair, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { bits, der, integer, nothing, octets, oid, sequence, setOf, tagged, tags, time, utf8, yes } from "./der.ts";

/** What signs: a key, its certificate, and those that vouch for it. */
export interface SigningIdentity {
  readonly key: KeyObject;
  /** DER; the signer's first. */
  readonly certificates: readonly Uint8Array[];
}

/** What people are told of a certificate. */
export interface CertificateFacts {
  readonly name: string;
  readonly organisation: string;
  readonly issuer: string;
  readonly serial: string;
  /** SHA-256, 64 hex digits. */
  readonly fingerprint: string;
  readonly validFrom: Temporal.Instant;
  readonly validTo: Temporal.Instant;
  readonly isSelfMade: boolean;
}

export const algorithms = {
  sha256: "2.16.840.1.101.3.4.2.1",
  rsa: "1.2.840.113549.1.1.1",
  sha256WithRsa: "1.2.840.113549.1.1.11",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
} as const;

export const signatureAlgorithm = (key: KeyObject): Uint8Array =>
  key.asymmetricKeyType === "ec" ? sequence(oid(algorithms.ecdsaWithSha256)) : sequence(oid(algorithms.sha256WithRsa), nothing());

/** A key and a certificate that vouches for itself, for signing documents. */
export async function makeIdentity({ name, organisation, from, years }: { name: string; organisation: string; from: Temporal.Instant; years: number }): Promise<SigningIdentity> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 3072 });
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  const who = sequence(attribute("2.5.4.10", organisation), attribute("2.5.4.3", name));
  const to = from.toZonedDateTimeISO("UTC").add({ years }).toInstant();
  const body = sequence(
    tagged(0, integer(2)),
    integer(serialNumber()),
    signatureAlgorithm(privateKey),
    who,
    sequence(time(from), time(to)),
    who,
    publicInfo,
    tagged(
      3,
      sequence(
        extension("2.5.29.19", sequence(), true), // no authority over others
        extension("2.5.29.15", bits(Buffer.from([0xc0]), 6), true), // signs, and cannot deny it
        extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.36"))), // documents
        extension("2.5.29.14", octets(createHash("sha1").update(publicInfo).digest())),
      ),
    ),
  );
  const certificate = sequence(body, signatureAlgorithm(privateKey), bits(sign("sha256", body, privateKey)));
  return { key: privateKey, certificates: [certificate] };
}

export function certificateFacts(certificate: Uint8Array): CertificateFacts {
  const read = new X509Certificate(certificate);
  const subject = fieldsOf(read.subject);
  return {
    name: subject.get("CN") ?? subject.get("O") ?? read.subject,
    organisation: subject.get("O") ?? "",
    issuer: fieldsOf(read.issuer).get("CN") ?? read.issuer,
    serial: read.serialNumber,
    fingerprint: createHash("sha256").update(certificate).digest("hex"),
    validFrom: Temporal.Instant.fromEpochMilliseconds(read.validFromDate.getTime()),
    validTo: Temporal.Instant.fromEpochMilliseconds(read.validToDate.getTime()),
    isSelfMade: read.subject === read.issuer,
  };
}

/** Whether `key` is the one `certificate` speaks of. */
export const belongTogether = ({ key, certificates: [certificate] }: SigningIdentity): boolean =>
  certificate !== undefined && new X509Certificate(certificate).checkPrivateKey(key);

/** A key as bytes to be kept sealed, and back. */
export const exportKey = (key: KeyObject): Uint8Array => key.export({ type: "pkcs8", format: "der" });
export const importKey = (bytes: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.from(bytes), format: "der", type: "pkcs8" });

const attribute = (type: string, value: string): Uint8Array => setOf(sequence(oid(type), utf8(value)));

const extension = (id: string, value: Uint8Array, isCritical = false): Uint8Array => sequence(oid(id), ...(isCritical ? [yes()] : []), der(tags.octets, value));

/** Sixteen random bytes that are not read as a negative number and do not begin with nought. */
const serialNumber = (): Uint8Array => Buffer.concat([Buffer.from([0x40 | ((randomBytes(1)[0] ?? 0) % 0x40)]), randomBytes(15)]);

const fieldsOf = (name: string): Map<string, string> =>
  new Map(
    name.split("\n").map((line): [string, string] => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
