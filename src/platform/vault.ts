import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Keeps secrets that must be read again, such as keys, sealed for whoever reads the database or a backup alone. `purpose` is part of the seal. */
export interface Vault {
  seal(secret: Uint8Array, purpose: string): Uint8Array;
  /** Undefined when it was sealed by another installation, for another purpose, or was changed. */
  open(sealed: Uint8Array, purpose: string): Uint8Array | undefined;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** A vault that `secret` opens, any text or bytes of enough chance. */
export function openVault(secret: string | Uint8Array): Vault {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "towerkeep.vault", 32));
  return {
    seal(bytes, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, purpose) {
      if (sealed[0] !== version || sealed.byteLength < 1 + nonceBytes + tagBytes) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + nonceBytes)).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)), decipher.final()]);
      } catch {
        // A seal that does not hold is an answer here, not a fault.
        return undefined;
      }
    },
  };
}

/** The secret of this installation: as configured, or kept beside its data, made at the first start. Not part of a backup. */
export function vaultOf({ secret, dataFolder }: { readonly secret: string | undefined; readonly dataFolder: string }): Vault {
  if (secret !== undefined) return openVault(secret);
  const file = path.join(dataFolder, "secret.key");
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
  }
  return openVault(readFileSync(file));
}
