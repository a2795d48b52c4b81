import { createDecipheriv, createHash, createPrivateKey, type KeyObject, pbkdf2Sync } from "node:crypto";
import { belongTogether, type SigningIdentity } from "./certificate.ts";
import { type Der, dotted, partsOf, readDer, tags } from "./der.ts";

const ids = {
  data: "1.2.840.113549.1.7.1",
  encryptedData: "1.2.840.113549.1.7.6",
  keyBag: "1.2.840.113549.1.12.10.1.1",
  shroudedKeyBag: "1.2.840.113549.1.12.10.1.2",
  certificateBag: "1.2.840.113549.1.12.10.1.3",
  pbes2: "1.2.840.113549.1.5.13",
  tripleDes: "1.2.840.113549.1.12.1.3",
} as const;

/** Why a .p12 cannot be used: its password is wrong, it is locked in an old way, or it holds no key with its certificate. */
export type Pkcs12Fault = "unreadable" | "wrongPassword" | "oldCipher" | "noKey";

export class Pkcs12Error extends Error {
  readonly fault: Pkcs12Fault;
  constructor(fault: Pkcs12Fault) {
    super(fault);
    this.name = "Pkcs12Error";
    this.fault = fault;
  }
}

/** The key and its certificates out of a PKCS#12 file (.p12, .pfx). Throws `Pkcs12Error`. */
export function readPkcs12(bytes: Uint8Array, password: string): SigningIdentity {
  const bags = bagsIn(bytes, password);
  const keys = bags.flatMap((bag) => keyIn(bag, password));
  const certificates = bags.flatMap(certificateIn);
  for (const key of keys) {
    const own = certificates.find((certificate) => belongTogether({ key, certificates: [certificate] }));
    if (own) return { key, certificates: [own, ...certificates.filter((other) => other !== own)] };
  }
  throw new Pkcs12Error("noKey");
}

interface Bag {
  readonly kind: string;
  readonly value: Der;
}

function bagsIn(bytes: Uint8Array, password: string): Bag[] {
  let safes: Der[];
  try {
    const [, authSafe] = partsOf(readDer(bytes));
    safes = partsOf(readDer(octetsOf(contentOf(part(authSafe)))));
  } catch {
    throw new Pkcs12Error("unreadable");
  }
  return safes.flatMap((safe) => {
    const [kind] = partsOf(safe);
    const content = contentOf(safe);
    const plain = dotted(part(kind)) === ids.encryptedData ? decrypted(content, password) : octetsOf(content);
    try {
      return partsOf(readDer(plain)).map((bag) => {
        const [id, value] = partsOf(bag);
        return { kind: dotted(part(id)), value: part(partsOf(part(value))[0]) };
      });
    } catch {
      // With a wrong password what comes out can look whole and is not.
      throw new Pkcs12Error("wrongPassword");
    }
  });
}

function keyIn({ kind, value }: Bag, password: string): KeyObject[] {
  if (kind !== ids.keyBag && kind !== ids.shroudedKeyBag) return [];
  try {
    return [createPrivateKey({ key: Buffer.from(value.bytes), format: "der", type: "pkcs8", ...(kind === ids.shroudedKeyBag ? { passphrase: password } : {}) })];
  } catch {
    throw new Pkcs12Error("wrongPassword");
  }
}

function certificateIn({ kind, value }: Bag): Uint8Array[] {
  if (kind !== ids.certificateBag) return [];
  const [, wrapped] = partsOf(value);
  return [octetsOf(part(partsOf(part(wrapped))[0]))];
}

/** The content of an EncryptedData: AES by PBES2 as everybody writes today, or triple DES as they did before. */
function decrypted(encryptedData: Der, password: string): Uint8Array {
  const [, info] = partsOf(encryptedData);
  const [, algorithm, content] = partsOf(part(info));
  const [id, parameters] = partsOf(part(algorithm));
  const cipherText = part(content).tag === 0xa0 ? Buffer.concat(partsOf(part(content)).map(octetsOf)) : part(content).content;
  const scheme = dotted(part(id));
  if (scheme !== ids.pbes2 && scheme !== ids.tripleDes) throw new Pkcs12Error("oldCipher");
  const decipher = scheme === ids.pbes2 ? pbes2(part(parameters), password) : tripleDes(part(parameters), password);
  try {
    return Buffer.concat([decipher.update(cipherText), decipher.final()]);
  } catch {
    throw new Pkcs12Error("wrongPassword");
  }
}

const digests: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};
const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyBytes: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyBytes: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyBytes: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyBytes: 24 },
};

function pbes2(parameters: Der, password: string) {
  const [derivation, encryption] = partsOf(parameters);
  const [, derivedBy] = partsOf(part(derivation));
  const [salt, rounds, ...rest] = partsOf(part(derivedBy));
  const prf = rest.find(({ tag }) => tag === tags.sequence);
  const digest = prf ? digests[dotted(part(partsOf(prf)[0]))] : "sha1";
  const [cipherId, iv] = partsOf(part(encryption));
  const cipher = ciphers[dotted(part(cipherId))];
  if (!cipher || !digest) throw new Pkcs12Error("oldCipher");
  return createDecipheriv(cipher.name, pbkdf2Sync(password, part(salt).content, wholeNumber(part(rounds)), cipher.keyBytes, digest), part(iv).content);
}

function tripleDes(parameters: Der, password: string) {
  const [salt, rounds] = partsOf(parameters);
  const derive = (purpose: number, length: number) => derived(password, part(salt).content, wholeNumber(part(rounds)), purpose, length);
  return createDecipheriv("des-ede3-cbc", derive(1, 24), derive(2, 8));
}

/** How PKCS#12 makes keys of passwords (RFC 7292, appendix B.2), with SHA-1. */
function derived(password: string, salt: Uint8Array, rounds: number, purpose: number, length: number): Buffer {
  const block = 64;
  const filled = (bytes: Uint8Array) => (bytes.byteLength === 0 ? Buffer.alloc(0) : Buffer.alloc(block * Math.ceil(bytes.byteLength / block), bytes));
  const secret = Buffer.from(`${password}\0`, "utf16le").swap16();
  const material = Buffer.concat([filled(salt), filled(secret)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length; made += 20) {
    let hash = createHash("sha1").update(Buffer.alloc(block, purpose)).update(material).digest();
    for (let i = 1; i < rounds; i++) hash = createHash("sha1").update(hash).digest();
    parts.push(hash);
    const adder = BigInt(`0x${Buffer.alloc(block, hash).toString("hex")}`) + 1n;
    for (let at = 0; at < material.byteLength; at += block) {
      const sum = (BigInt(`0x${material.subarray(at, at + block).toString("hex")}`) + adder) % (1n << BigInt(8 * block));
      material.write(sum.toString(16).padStart(2 * block, "0"), at, "hex");
    }
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** The value in the `[0]` of a ContentInfo. */
const contentOf = (info: Der): Der => part(partsOf(part(partsOf(info).find(({ tag }) => tag === 0xa0)))[0]);
/** The bytes of an octet string, also of one in pieces. */
const octetsOf = (value: Der): Uint8Array => ((value.tag & 0x20) === 0 ? value.content : Buffer.concat(partsOf(value).map(octetsOf)));
const wholeNumber = ({ content }: Der): number =>
  Math.min(
    5_000_000,
    content.reduce((sum, byte) => sum * 256 + byte, 0),
  );

function part(found: Der | undefined): Der {
  if (!found) throw new Pkcs12Error("unreadable");
  return found;
}
