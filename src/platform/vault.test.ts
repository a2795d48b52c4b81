import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openVault, vaultOf } from "./vault.ts";

test("what is sealed is opened by the same secret for the same purpose, and by nothing else", () => {
  const vault = openVault("one");
  const sealed = vault.seal(Buffer.from("key"), "a");
  expect(Buffer.from(vault.open(sealed, "a") ?? []).toString()).toBe("key");
  expect(vault.open(sealed, "b")).toBeUndefined();
  expect(openVault("two").open(sealed, "a")).toBeUndefined();
  const changed = Buffer.from(sealed);
  changed[changed.length - 1]! ^= 1;
  expect(vault.open(changed, "a")).toBeUndefined();
  expect(vault.open(Buffer.from("x"), "a")).toBeUndefined();
});

test("an installation makes its secret once and keeps it to itself", () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "towerkeep-vault-"));
  const sealed = vaultOf({ secret: undefined, dataFolder }).seal(Buffer.from("key"), "a");
  expect(vaultOf({ secret: undefined, dataFolder }).open(sealed, "a")).toBeDefined();
  expect(statSync(path.join(dataFolder, "secret.key")).mode & 0o077).toBe(0);
  rmSync(dataFolder, { recursive: true });
});
