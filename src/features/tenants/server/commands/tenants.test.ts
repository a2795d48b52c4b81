import { expect } from "vitest";
import { newId } from "#kernel/id.ts";
import type { Authority } from "#kernel/role.ts";
import { inviteToSite } from "#features/people/contract.ts";
import { codes, dbTest } from "#test/harness/index.ts";
import * as contract from "../../contract.ts";

const tenant = { name: "云帆科技有限公司", shortName: "云帆" };
const contact = { name: "王敏", phone: "13800000000" };

dbTest("two tenants of a site never share a name; at another site they may", async ({ given, as }) => {
  const otherSite = await given.site();
  const add = (siteId = given.siteId) => as.role("projectManager", { siteId }).send(contract.createTenant, { params: { siteId }, body: { id: newId(), ...tenant } });
  expect((await add()).status).toBe(200);
  const reply = await add();
  expect([reply.status, codes(reply)]).toEqual([409, ["tenants.nameTaken"]]);
  expect((await add(otherSite)).status).toBe(200);
});

dbTest("a credit code whose check character does not match is refused", async ({ as }) => {
  const add = (creditCode: string) => as.manager.send(contract.createTenant, { body: { id: newId(), ...tenant, creditCode } });
  const reply = await add("91350100M000100Y44");
  expect([reply.status, codes(reply)]).toEqual([422, ["tenants.creditCodeWrong"]]);
  expect((await add("91350100M000100Y43")).status).toBe(200);
});

dbTest("a change made from an old reading of a tenant is refused", async ({ given, as }) => {
  const { id: tenantId } = await given.tenant();
  const change = () => as.manager.send(contract.changeTenant, { params: { tenantId }, body: { ...tenant, state: "active", version: 1 } });
  expect((await change()).body).toMatchObject({ name: tenant.name, version: 2 });
  expect(codes(await change())).toEqual(["tenants.stale"]);
});

dbTest("a contact is changed only at the tenant they speak for, and only from a fresh reading", async ({ given, as }) => {
  const [{ id: tenantId }, { id: otherTenantId }] = [await given.tenant(), await given.tenant()];
  const { id: contactId } = await given.contact({ tenantId });
  const change = (of: typeof tenantId) => as.officer.send(contract.changeContact, { params: { tenantId: of, contactId }, body: { ...contact, state: "left", version: 1 } });
  const elsewhere = await change(otherTenantId);
  expect([elsewhere.status, codes(elsewhere)]).toEqual([404, ["tenants.contactNotFound"]]);
  expect((await change(tenantId)).body).toMatchObject({ state: "left", version: 2 });
  expect(codes(await change(tenantId))).toEqual(["tenants.stale"]);
});

dbTest("a contact who has left, or whose company has left, may no longer sign in for it", async ({ given, as, siteId }) => {
  const { id: tenantId } = await given.tenant();
  const [{ id: leaver }, { id: stayer }] = [await given.contact({ tenantId }), await given.contact({ tenantId, name: "李强" })];
  for (const contactId of [leaver, stayer]) given.actor("contact", [{ siteId, role: "tenantContact", tenantId, contactId, authorities: ["repair"] }]);
  const holders = () =>
    given.command(async (ctx) => {
      const grants = await ctx.tx.selectFrom("people.role_grant").select("contact_id").where("site_id", "=", siteId).where("tenant_id", "=", tenantId).execute();
      return grants.map(({ contact_id }) => contact_id).sort();
    });
  expect(await holders()).toEqual([leaver, stayer].sort());
  await as.officer.send(contract.changeContact, { params: { tenantId, contactId: leaver }, body: { ...contact, state: "left", version: 1 } });
  expect(await holders()).toEqual([stayer]);
  await as.officer.send(contract.changeTenant, { params: { tenantId }, body: { ...tenant, state: "left", version: 1 } });
  expect(await holders()).toEqual([]);
});

dbTest("what a contact may do is kept with the contact, and the grant they sign in with follows, whoever writes either", async ({ given, as, siteId }) => {
  const { id: tenantId } = await given.tenant();
  const { id: contactId } = await given.contact({ tenantId, authorities: ["repair"] });
  const invite = () =>
    as.supervisor.send(inviteToSite, { body: { name: "王敏", email: `wang.${newId()}@tenant.example.com`, language: "zh", role: "tenantContact", tenantId, contactId } });
  const kept = () =>
    given.command(async (ctx) => {
      const contacts = await ctx.tx.selectFrom("tenants.contact").select("authorities").where("site_id", "=", siteId).where("id", "=", contactId).execute();
      const grants = await ctx.tx.selectFrom("people.role_grant").select("authorities").where("site_id", "=", siteId).where("contact_id", "=", contactId).execute();
      return [...contacts, ...grants].map(({ authorities }) => authorities.toSorted().join());
    });
  const change = (authorities: Authority[], version: number) =>
    as.officer.send(contract.changeContact, { params: { tenantId, contactId }, body: { ...contact, authorities, state: "active", version } });

  expect((await invite()).status).toBe(200);
  expect(await kept()).toEqual(["repair", "repair"]);
  await change(["repair", "fees"], 1);
  expect(await kept()).toEqual(["fees,repair", "fees,repair"]);
  await given.command((ctx) =>
    ctx.tx
      .updateTable("people.role_grant")
      .set({ authorities: ["signing"] })
      .where("contact_id", "=", contactId)
      .execute(),
  );
  expect(await kept()).toEqual(["fees,repair", "fees,repair"]);

  for (let round = 0; round < 4; round++) {
    await Promise.all([invite(), change(round % 2 === 0 ? ["goods"] : ["fees"], round + 2), invite()]);
    expect(new Set(await kept()).size).toBe(1);
  }
  expect(await kept()).toHaveLength(10);
});

dbTest("an engineer reads tenants but changes none; another site's tenant is not found", async ({ given, as }) => {
  const otherSite = await given.site();
  const { id: tenantId } = await given.tenant({ siteId: otherSite });
  expect((await as.engineer.send(contract.listTenants, { query: {} })).status).toBe(200);
  expect((await as.engineer.send(contract.createTenant, { body: { id: newId(), ...tenant } })).status).toBe(403);
  expect(codes(await as.manager.send(contract.getTenant, { params: { tenantId } }))).toEqual(["tenants.notFound"]);
});
