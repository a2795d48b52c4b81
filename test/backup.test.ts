import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { newId } from "#kernel/id.ts";
import { callProduct, openSite, type Product, runCommand, startProduct } from "#test/harness/product.ts";

test("a backup made while people work is restored elsewhere, verifies, and goes on from there", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "towerkeep-restore-"));
  const [before, after] = [path.join(folder, "before"), path.join(folder, "after")];
  const [siteId, tenantId] = [newId<"site">(), newId<"tenant">()];
  const first = await startProduct(before);
  const cookie = await openSite(first, siteId, tenantId);
  for (let count = 0; count < 5; count++) await takeContact(first, cookie, siteId, tenantId);
  expect(await runCommand(["backup"], { TOWERKEEP_DATA: before })).toMatchObject({ code: 0 });
  await takeContact(first, cookie, siteId, tenantId);
  await first.stop();

  const [made = ""] = readdirSync(path.join(before, "backups"));
  const restored = await runCommand(["restore", path.join(before, "backups", made)], { TOWERKEEP_DATA: after });
  expect(restored).toMatchObject({ code: 0, said: expect.stringContaining("every table compares equal") });
  expect(await runCommand(["verify"], { TOWERKEEP_DATA: after })).toMatchObject({ code: 0, said: expect.stringMatching(/^✓ T1/) });

  const second = await startProduct(after);
  expect(second.setupToken).toBe(undefined);
  expect(await takeContact(second, cookie, siteId, tenantId)).toMatch(/-00006$/); // the session and the numbers go on
  await second.stop();
  expect(await runCommand(["verify", "--site", "T1"], { TOWERKEEP_DATA: after })).toMatchObject({ code: 0 });
  rmSync(folder, { recursive: true, force: true });
});

async function takeContact(product: Product, cookie: string, siteId: string, tenantId: string): Promise<string> {
  const body = { id: newId<"case">(), kind: "complaint", channel: "phone", matter: "18层空调不制冷", tenantId, contactName: "王敏", contactPhone: "13800000000" };
  const reply = await callProduct(product, cookie, "POST", `/sites/${siteId}/service/cases`, body);
  expect(reply?.status).toBe(200);
  return (JSON.parse(reply?.text ?? "{}") as { caseNo: string }).caseNo;
}
