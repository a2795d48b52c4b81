import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readConfig } from "#platform/config.ts";
import { openPool } from "#platform/db/database.ts";
import { freshDatabase, type FreshDatabase } from "#test/harness/database.ts";
import { userCommand } from "./user.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function user(positionals: readonly string[], values: Record<string, string | boolean> = {}): Promise<string> {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await userCommand.run({ config: readConfig({ DATABASE_URL: database.url, TOWERKEEP_URL: "https://tower.example.com" }), positionals, values });
    return printed.mock.calls.map(([line]) => String(line)).join("\n");
  } finally {
    printed.mockRestore();
  }
}

test("an administrator is added, listed and helped back in from the command line, never by a password on it", async () => {
  expect(await user(["add", "zhang.san"], { name: "张三", administrator: true })).toMatch(/https:\/\/tower\.example\.com\/invitation#[\w-]{43}$/);
  await expect(user(["add", "zhang.san"], { name: "张三" })).rejects.toThrow("taken");
  expect(await user(["list"])).toMatch(/^zhang\.san\t张三\t.*Administrator|^zhang\.san\t张三\t.*管理员/i);
  expect(await user(["reset", "zhang.san"])).toContain("/invitation#"); // no password was chosen yet

  const pool = openPool({ url: database.url });
  await pool.query("update people.person set state = 'active'");
  await pool.end();
  expect(await user(["reset", "zhang.san"])).toContain("/password-reset#");
  expect(await user(["unlock", "zhang.san"])).not.toBe("");
  await expect(user(["reset", "nobody"])).rejects.toThrow("No such person");
  await expect(user(["promote", "zhang.san"])).rejects.toThrow();
});
