import fc from "fast-check";
import { expect, test } from "vitest";
import { roles } from "#kernel/role.ts";
import { accountGuard, companyRoles, rolesToGive, waitAfter, whyNotGrant, whyNotPassword } from "./rules.ts";

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code.slice("people.".length));

test("a password of any kind of characters will do if it is long and not easily guessed", () => {
  expect(whyNotPassword("楼下的桂花又开了一次", ["zhang.wei"])).toEqual([]);
  expect(whyNotPassword("nine tall lanterns", ["zhang.wei"])).toEqual([]);
  expect(codes(whyNotPassword("short", []))).toContain("passwordTooShort");
  expect(codes(whyNotPassword("x7 ".repeat(50), []))).toContain("passwordTooLong");
  expect(codes(whyNotPassword("password2026", []))).toEqual(["passwordGuessable"]);
});

test("a password that is little more than one's name is refused, one that merely holds it is not", () => {
  expect(codes(whyNotPassword("zhang.wei#81x", ["zhang.wei"]))).toEqual(["passwordNamesYou"]);
  expect(codes(whyNotPassword("Hengtai-81x7", ["a", "Hengtai Plaza"]))).toEqual(["passwordNamesYou"]);
  expect(whyNotPassword("hengtai has a crooked weathercock", ["Hengtai Plaza"])).toEqual([]);
});

test("a project manager gives the roles of the site, but appoints neither auditor nor counsel nor the person answerable for fire safety", () => {
  const given = rolesToGive(["projectManager"], false);
  expect(given).toContain("guard");
  expect(given).toContain("projectManager");
  expect(given.filter((role) => companyRoles.includes(role))).toEqual([]);
  expect(rolesToGive(["serviceSupervisor"], false)).toEqual(["tenantContact"]);
  expect(rolesToGive(["guard", "finance"], false)).toEqual([]);
  expect(rolesToGive([], true)).toEqual(roles);
});

test("a tenant contact names the tenant, and nobody is staff and tenant at one site", () => {
  expect(codes(whyNotGrant({ role: "tenantContact" }, [], roles))).toEqual(["tenantNeeded"]);
  expect(codes(whyNotGrant({ role: "guard", tenantId: "t" }, [], roles))).toEqual(["tenantNotNeeded"]);
  expect(codes(whyNotGrant({ role: "guard" }, [{ role: "tenantContact", tenantId: "t" }], roles))).toEqual(["staffAndTenant"]);
  expect(codes(whyNotGrant({ role: "guard" }, [{ role: "guard" }], ["tenantContact"]))).toEqual(["beyondOwnRights", "roleHeld"]);
  expect(whyNotGrant({ role: "tenantContact", tenantId: "u", contactId: "c", authorities: ["repair"] }, [], roles).map(({ code }) => code)).toEqual([
    "people.authoritiesOfContact",
  ]);
  expect(whyNotGrant({ role: "tenantContact", tenantId: "u", authorities: ["repair"] }, [{ role: "tenantContact", tenantId: "t" }], roles)).toEqual([]);
});

test("the wait doubles from a minute to a quarter of an hour", () => {
  expect([1, 4, 5, 6, 7, 8, 9, 10, 500].map((failures) => waitAfter(failures, accountGuard))).toEqual([0, 0, 60, 120, 240, 480, 900, 900, 900]);
});

test("property: one failure more never shortens the wait", () => {
  fc.assert(fc.property(fc.nat(1000), (failures) => waitAfter(failures, accountGuard) <= waitAfter(failures + 1, accountGuard)));
});
