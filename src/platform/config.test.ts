import path from "node:path";
import { expect, test } from "vitest";
import { ConfigError, describeConfiguration, readConfig } from "./config.ts";

test("nothing set is a valid configuration: loopback, embedded database, files beside it", () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: "127.0.0.1", port: 3000, databaseUrl: undefined, zone: "Asia/Shanghai", demo: false, mail: undefined });
  expect(config.files).toEqual({ kind: "folder", folder: path.resolve("data/files") });
});

test("every wrong variable is named at once, in both languages", () => {
  const message = messageOf({ PORT: "90000", TOWERKEEP_TZ: "Asia/Nowhere", TOWERKEEP_DEMO: "yes" });
  expect(message).toContain("PORT=90000: 应为 0 到 65535 的整数 / must be a whole number from 0 to 65535");
  expect(message).toContain("TOWERKEEP_TZ=Asia/Nowhere");
  expect(message).toContain("TOWERKEEP_DEMO=yes: 应为 0 或 1 / must be 0 or 1");
});

test("a misspelt variable is refused and the right one proposed", () => {
  expect(messageOf({ TOWERKEEP_DMEO: "1" })).toContain("TOWERKEEP_DMEO: 没有这个变量，是否想写 TOWERKEEP_DEMO？ / no such variable; did you mean TOWERKEEP_DEMO?");
  expect(messageOf({ TOWERKEEP_SOMETHING_ELSE: "1" })).toContain("TOWERKEEP_SOMETHING_ELSE: 没有这个变量 / no such variable");
});

test("a secret is never repeated in the message", () => {
  expect(messageOf({ DATABASE_URL: "mysql://root:hunter2@db/x" })).not.toContain("hunter2");
});

test("what needs each other is asked for together", () => {
  expect(messageOf({ TOWERKEEP_MAIL_URL: "smtp://mail.example.com" })).toContain("TOWERKEEP_MAIL_FROM: 设了 TOWERKEEP_MAIL_URL 就必须设它");
  expect(messageOf({ TOWERKEEP_FILES: "https://s3.example.com/towerkeep" })).toMatch(/FILES_KEY_ID: .*\n.*FILES_KEY: /);
});

test("an S3 bucket and a mail server are taken as they are", () => {
  const config = readConfig({
    TOWERKEEP_FILES: "https://s3.example.com/towerkeep/",
    TOWERKEEP_FILES_KEY_ID: "id",
    TOWERKEEP_FILES_KEY: "key",
    TOWERKEEP_MAIL_URL: "smtps://u:p@mail.example.com",
    TOWERKEEP_MAIL_FROM: "楼诺 <service@example.com>",
  });
  expect(config.files).toEqual({ kind: "s3", bucketUrl: "https://s3.example.com/towerkeep", region: "us-east-1", keyId: "id", key: "key" });
  expect(config.mail?.from).toBe("楼诺 <service@example.com>");
});

test("LISTEN goes to the database itself unless told", () => {
  expect(readConfig({ DATABASE_URL: "postgres://db/towerkeep" }).listenUrl).toBe("postgres://db/towerkeep");
});

test("an empty variable counts as absent", () => {
  expect(readConfig({ PORT: "", TOWERKEEP_DATA: " " }).port).toBe(3000);
});

test("the documentation names every variable with its default", async () => {
  await expect(describeConfiguration()).toMatchFileSnapshot("../../docs/configuration.md");
});

function messageOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("The configuration was taken");
}
