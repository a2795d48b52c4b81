import { createHash, sign, verify, X509Certificate } from "node:crypto";
import { algorithms, type SigningIdentity, signatureAlgorithm } from "./certificate.ts";
import { type Der, der, dotted, integer, nothing, octets, oid, partsOf, readDer, sequence, setOf, tagged, tags } from "./der.ts";

// CMS SignedData without its content, with the attributes that PAdES B-B asks for (ETSI EN 319 142-1): no signing time, but which certificate signed.

const ids = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate: "1.2.840.113549.1.9.16.2.47",
} as const;

/** A detached signature over what has this SHA-256. */
export function signHash(hash: Uint8Array, { key, certificates }: SigningIdentity): Uint8Array {
  const [own = new Uint8Array()] = certificates;
  const { issuer, serial } = issuerAndSerial(own);
  const sha256 = sequence(oid(algorithms.sha256), nothing());
  const attributes = [
    attribute(ids.contentType, oid(ids.data)),
    attribute(ids.messageDigest, octets(hash)),
    attribute(ids.signingCertificate, sequence(sequence(sequence(octets(sha(own)))))),
  ];
  const signed = setOf(...attributes);
  const signer = sequence(
    integer(1),
    sequence(issuer.bytes, serial.bytes),
    sha256,
    Buffer.concat([Buffer.from([0xa0]), signed.subarray(1)]),
    signatureAlgorithm(key),
    octets(sign("sha256", signed, key)),
  );
  return sequence(oid(ids.signedData), tagged(0, sequence(integer(1), der(tags.set, sha256), sequence(oid(ids.data)), tagged(0, ...certificates), der(tags.set, signer))));
}

export interface CheckedSignature {
  /** The signature is true, over exactly this hash, and names the certificate that it carries. */
  readonly isTrue: boolean;
  readonly certificate: Uint8Array;
}

/** Checks a detached signature against the SHA-256 of what it is said to sign. Throws `RangeError` where it cannot be read at all. */
export function checkSignature(cms: Uint8Array, hash: Uint8Array): CheckedSignature {
  const [, wrapped] = partsOf(readDer(cms));
  const [inner] = wrapped ? partsOf(wrapped) : [];
  const fields = inner ? partsOf(inner) : [];
  const certificates = fields.find(({ tag }) => tag === 0xa0);
  const signerInfos = fields.findLast(({ tag }) => tag === tags.set);
  const [signer] = signerInfos ? partsOf(signerInfos) : [];
  const [, named, , attributes, algorithm, signature] = signer ? partsOf(signer) : [];
  if (!certificates || !named || !attributes || !algorithm || !signature) throw new RangeError("A signature lacks its parts");

  const own = partsOf(certificates).find(({ bytes }) => {
    const { issuer, serial } = issuerAndSerial(bytes);
    return Buffer.concat([issuer.bytes, serial.bytes]).equals(named.content);
  });
  if (!own) throw new RangeError("A signature does not carry the certificate it names");
  const signed = Buffer.concat([Buffer.from([tags.set]), attributes.bytes.subarray(1)]);
  const key = new X509Certificate(own.bytes).publicKey;
  const isTrue =
    equal(valueOf(attributes, ids.messageDigest)?.content, hash) &&
    equal(certificateNamed(valueOf(attributes, ids.signingCertificate)), sha(own.bytes)) &&
    verify("sha256", signed, key, signature.content);
  return { isTrue, certificate: own.bytes };
}

/** The hash in a signing-certificate-v2 attribute: the first octet string of its first entry, after the algorithm where that is told. */
const certificateNamed = (attribute: Der | undefined): Uint8Array | undefined => {
  const [list] = attribute ? partsOf(attribute) : [];
  const [first] = list ? partsOf(list) : [];
  return first ? partsOf(first).find(({ tag }) => tag === tags.octets)?.content : undefined;
};

function valueOf(attributes: Der, id: string): Der | undefined {
  for (const entry of partsOf(attributes)) {
    const [type, values] = partsOf(entry);
    if (type && values && dotted(type) === id) return partsOf(values)[0];
  }
  return undefined;
}

function issuerAndSerial(certificate: Uint8Array): { issuer: Der; serial: Der } {
  const [body] = partsOf(readDer(certificate));
  const fields = body ? partsOf(body).filter(({ tag }) => tag !== 0xa0) : [];
  const [serial, , issuer] = fields;
  if (!serial || !issuer) throw new RangeError("A certificate lacks its parts");
  return { issuer, serial };
}

const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), der(tags.set, value));
const sha = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const equal = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.from(a).equals(b);
