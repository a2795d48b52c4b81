import { createHash, randomBytes, randomInt } from "node:crypto";

/** A secret of 256 random bits, safe in addresses and headers. Only its hash is ever stored. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is stored of a secret. A plain hash is enough: there is nothing to guess in 120 random bits and more. */
export const hashOfSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** No letter or digit that is taken for another one. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A code of some 119 random bits that people can copy by hand: six groups of four. */
export function newRecoveryCode(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 6 }, group).join("-");
}

/** A code as typed, without what people put between its groups. */
export const plainCode = (typed: string): string => typed.toLowerCase().replaceAll(/[\s-]/g, "");
