import { hash } from "node:crypto";
import type { Sha256 } from "../rules.ts";

/** SHA-256 by Node's own library. */
export const sha256 = {
  text: (text) => hash("sha256", text, "hex"),
  pair(prefix, left, right) {
    const bytes = Buffer.allocUnsafe(65);
    bytes[0] = prefix;
    bytes.write(left, 1, "hex");
    bytes.write(right, 33, "hex");
    return hash("sha256", bytes, "hex");
  },
  bytes: (bytes: Uint8Array) => hash("sha256", bytes, "hex"),
} satisfies Sha256 & { bytes: (bytes: Uint8Array) => string };
