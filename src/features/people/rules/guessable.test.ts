import fc from "fast-check";
import { expect, test } from "vitest";
import { isGuessable } from "./guessable.ts";

test.each([
  "password12",
  "Password123!",
  "P@ssw0rd2026",
  "1234567890",
  "0987654321",
  "qwertyuiop",
  "1qaz2wsx3edc",
  "1q2w3e4r5t",
  "aaaaaaaaaa",
  "abcabcabcabc",
  "abcdefghij",
  "iloveyou123",
  "woaini1314",
  "woaini5201314",
  "admin12345",
  "Welcome2026!",
  "letmein1234",
  "20260101",
  "2026202620",
  "qwerty123456",
  "asdfghjkl;",
  "zxcvbnm123",
  "Admin@123456",
  "Shanghai2026",
  "wang123456",
  "1111111111",
  "12121212121",
  "147258369",
  "88888888",
  "changeme123",
])("%s is tried first, so it is refused", (password) => {
  expect(isGuessable(password)).toBe(true);
});

test.each([
  "correct horse battery staple",
  "楼下的桂花又开了一次",
  "vK7#tRmw2q",
  "the lift on floor nine hums",
  "maple-orbit-sketch",
  "门口那棵树有三只鸟",
  "Zr8!uQx4Lp",
  "kettle unites vortex 41",
])("%s passes", (password) => {
  expect(isGuessable(password)).toBe(false);
});

test("property: judging never fails and case makes no difference", () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => isGuessable(text) === isGuessable(text.toLowerCase())));
});
