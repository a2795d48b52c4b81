import { generate } from "otplib";
import { expect, test } from "vitest";
import { hashPassword, isDated, isPassword } from "./password.ts";
import { hashOfSecret, newRecoveryCode, newSecret, plainCode } from "./secret.ts";
import { acceptedStep, newTotpSecret, totpEnrolment } from "./totp.ts";

test("a password is right as typed, to the last space, and in no other way", async () => {
  const hashed = await hashPassword("nine tall lanterns ");
  expect(hashed).toMatch(/^\$argon2id\$/);
  expect(await isPassword(hashed, "nine tall lanterns ")).toBe(true);
  expect(await isPassword(hashed, "nine tall lanterns")).toBe(false);
  expect(await isPassword(hashed, "Nine tall lanterns ")).toBe(false);
  expect(isDated(hashed)).toBe(false);
  expect(isDated("$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0$Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9v")).toBe(true);
});

test("no password opens an account that nobody has", async () => {
  expect(await isPassword(undefined, "the account that nobody has")).toBe(false);
});

test("secrets differ, are long and fit into addresses", () => {
  const secrets = new Set(Array.from({ length: 200 }, newSecret));
  expect(secrets.size).toBe(200);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  expect(hashOfSecret("a")).toHaveLength(64);
});

test("a recovery code is read however it is grouped", () => {
  const code = newRecoveryCode();
  expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
  expect(plainCode(` ${code.toUpperCase().replaceAll("-", " ")}`)).toBe(plainCode(code));
});

test("an authenticator's code is accepted once, in its time", async () => {
  const secret = newTotpSecret();
  const now = Temporal.Instant.from("2026-03-09T02:00:05Z");
  const code = await generate({ secret, epoch: now.epochMilliseconds / 1000 });
  const step = await acceptedStep(secret, code, now, 0);
  expect(step).toBe(Math.floor(now.epochMilliseconds / 30_000));
  expect(await acceptedStep(secret, code, now, step ?? 0)).toBeUndefined();
  expect(await acceptedStep(secret, code, now.add({ seconds: 35 }), 0)).toBe(step);
  expect(await acceptedStep(secret, code, now.add({ minutes: 2 }), 0)).toBeUndefined();
  expect(await acceptedStep(secret, code === "000000" ? "111111" : "000000", now, 0)).toBeUndefined();
});

test("the enrolment is an SVG picture that needs no other server", async () => {
  const { uri, qr } = await totpEnrolment(newTotpSecret(), "恒泰物业", "wang@example.com");
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  expect(Buffer.from(qr.replace("data:image/svg+xml;base64,", ""), "base64").toString()).toMatch(/^<svg/);
});
