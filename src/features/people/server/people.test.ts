import { expect, vi } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { startWorker } from "#platform/jobs/index.ts";
import { systemActor } from "#platform/runtime.ts";
import { codes } from "#test/harness/index.ts";
import { type Browser, doorTest, type DoorWorld } from "#test/harness/browser.ts";
import * as sites from "#features/sites/contract.ts";
import * as contract from "../contract.ts";
import { membersOf, personById, personNames } from "./index.ts";

const signsIn = (browser: Browser, { login, password }: { login: string; password: string }) => browser.send(contract.signIn, { body: { login, password } });
const statusesOf = (replies: readonly { status: number }[]) => replies.map(({ status }) => status).toSorted((a, b) => a - b);
const who = (browser: Browser) => browser.send(contract.getSession);
const soon = async (claim: () => Promise<boolean>) => vi.waitUntil(claim, { timeout: 3000, interval: 5 });
const tokenOf = (link: string | null) => link?.split("#")[1] ?? "";

async function signedIn(world: DoorWorld, options: Parameters<DoorWorld["person"]>[0] = {}) {
  const person = await world.person(options);
  const browser = world.browser();
  expect((await signsIn(browser, person)).status).toBe(200);
  return { person, browser };
}

const administrator = (world: DoorWorld) => signedIn(world, { isAdministrator: true });
const manager = (world: DoorWorld) => signedIn(world, { roles: ["projectManager"] });

const newcomer = (login: string) => ({ name: "赵强", login, email: `${login}@example.com`, language: "zh" });

doorTest("of two uses of one invitation one succeeds, and the new person is signed in", async (world) => {
  const { browser: admin } = await administrator(world);
  const invited = (await admin.send(contract.invitePerson, { body: newcomer("zhao.qiang") })).body;
  expect(invited.link).toMatch(/^\/invitation#/); // handed back, for no mail server is configured here
  const token = tokenOf(invited.link);
  expect((await world.browser().send(contract.lookAtLink, { body: { token } })).body).toMatchObject({ kind: "invitation", name: "赵强", login: "zhao.qiang" });
  expect(codes(await world.browser().send(contract.acceptInvitation, { body: { token, password: "zhao.qiang-1" } }))).toEqual(["people.passwordNamesYou"]);
  expect((await signsIn(world.browser(), { login: "zhao.qiang", password: "any password at all" })).status).toBe(401);

  const browsers = [world.browser(), world.browser()];
  const race = await Promise.all(browsers.map((browser) => browser.send(contract.acceptInvitation, { body: { token, password: "eleven paper boats", language: "en" } })));
  expect(statusesOf(race)).toEqual([200, 410]);
  const winner = browsers[race.findIndex(({ status }) => status === 200)];
  expect((await who(winner ?? world.browser())).body.person).toMatchObject({ name: "赵强", language: "en" });
  expect(codes(await world.browser().send(contract.lookAtLink, { body: { token } }))).toEqual(["people.linkDead"]);
  expect(codes(await admin.send(contract.inviteAgain, { params: { personId: invited.personId } }))).toEqual(["people.isActive"]);
});

doorTest("a newer invitation ends the older one, and one that is too old is dead", async (world) => {
  const { browser: admin } = await administrator(world);
  const first = (await admin.send(contract.invitePerson, { body: newcomer("qian.wei") })).body;
  const second = (await admin.send(contract.inviteAgain, { params: { personId: first.personId } })).body;
  expect(codes(await world.browser().send(contract.acceptInvitation, { body: { token: tokenOf(first.link), password: "eleven paper boats" } }))).toEqual(["people.linkDead"]);
  expect(codes(await world.browser().send(contract.finishReset, { body: { token: tokenOf(second.link), password: "eleven paper boats" } }))).toEqual(["people.linkDead"]);
  world.clock.advance({ hours: 24 * 7 + 1 });
  expect(codes(await world.browser().send(contract.acceptInvitation, { body: { token: tokenOf(second.link), password: "eleven paper boats" } }))).toEqual(["people.linkDead"]);
});

doorTest("an account name is given once, and an invitation needs somewhere to go", async (world) => {
  const { browser: admin } = await administrator(world);
  const taken = await world.person();
  expect(codes(await admin.send(contract.invitePerson, { body: newcomer(taken.login.toUpperCase()) }))).toEqual(["people.loginTaken"]);
  expect(codes(await admin.send(contract.invitePerson, { body: { name: "无名", language: "zh" } }))).toEqual(["people.emailNeeded"]);
});

doorTest("a forgotten password is chosen anew by mail; the answer tells nothing, every session ends, and the link signs nobody in", async (world) => {
  const { person, browser } = await signedIn(world);
  const asked = await world.browser().send(contract.askForReset, { body: { login: person.login } });
  const unknown = await world.browser().send(contract.askForReset, { body: { login: "nobody.at.all" } });
  expect([asked.status, unknown.status]).toEqual([204, 204]);

  const jobs = async (name: string) =>
    (
      await world.runtime.pool.query<{ payload: { text: string; to: string } }>(
        "select payload from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = task_id where identifier = $1",
        [name],
      )
    ).rows;
  expect(await jobs("people.mail_reset")).toHaveLength(2);
  const worker = await startWorker({ runtime: world.runtime, url: world.runtime.pool.options.connectionString ?? "", log: { warn: () => {}, error: () => {} } });
  await soon(async () => (await jobs("people.mail_reset")).length === 0);
  await worker.stop();
  const mails = (await jobs("mail.send")).filter(({ payload }) => payload.to === `${person.login}@example.com`);
  expect(mails).toHaveLength(1);
  const token = tokenOf(/\/password-reset#[\w-]+/.exec(mails[0]?.payload.text ?? "")?.[0] ?? "");

  const page = world.browser();
  expect(codes(await page.send(contract.finishReset, { body: { token, password: "password99" } }))).toContain("people.passwordGuessable");
  const race = await Promise.all([0, 1].map(() => page.send(contract.finishReset, { body: { token, password: "eleven paper boats" } })));
  expect(statusesOf(race)).toEqual([204, 410]);
  expect(page.cookies.size).toBe(0);
  await soon(async () => (await who(browser)).status === 401);
  expect((await signsIn(world.browser(), person)).status).toBe(401);
  expect((await signsIn(world.browser(), { ...person, password: "eleven paper boats" })).status).toBe(200);
});

doorTest("an administrator hands over a reset link where mail cannot go, and it ends after an hour", async (world) => {
  const { browser: admin } = await administrator(world);
  const person = await world.person({ email: null });
  const { link } = (await admin.send(contract.sendReset, { params: { personId: person.id } })).body;
  world.clock.advance({ minutes: 61 });
  expect(codes(await world.browser().send(contract.finishReset, { body: { token: tokenOf(link), password: "eleven paper boats" } }))).toEqual(["people.linkDead"]);
});

doorTest("whoever is deactivated is out at once, with sessions, tokens and links, and comes back with the password they had", async (world) => {
  const { browser: admin, person: adminPerson } = await administrator(world);
  const { person, browser } = await signedIn(world, { roles: ["projectManager"] });
  const { token } = (await browser.send(contract.makeToken, { body: { name: "x", scopes: ["people.see"], days: 3, password: person.password } })).body;
  const reset = (await admin.send(contract.sendReset, { params: { personId: person.id } })).body;

  expect((await admin.send(contract.deactivatePerson, { params: { personId: person.id }, body: { reason: "离职" } })).status).toBe(204);
  await soon(async () => (await who(browser)).status === 401);
  expect((await world.browser().send(contract.listMembers, {}, { authorization: `Bearer ${token}` })).status).toBe(401);
  expect((await world.browser().send(contract.finishReset, { body: { token: tokenOf(reset.link), password: "eleven paper boats" } })).status).toBe(410);
  expect((await signsIn(world.browser(), person)).status).toBe(401);
  expect(codes(await admin.send(contract.deactivatePerson, { params: { personId: adminPerson.id }, body: { reason: "" } }))).toEqual(["people.ownAccount"]);
  expect(codes(await admin.send(contract.sendReset, { params: { personId: person.id } }))).toEqual(["people.isInactive"]);

  expect((await admin.send(contract.reactivatePerson, { params: { personId: person.id } })).status).toBe(204);
  expect((await signsIn(world.browser(), person)).status).toBe(200);
  expect((await world.browser().send(contract.listMembers, {}, { authorization: `Bearer ${token}` })).status).toBe(401);
});

doorTest("the last administrator stays one, even when two are taken away at once", async (world) => {
  await world.runtime.pool.query("update people.person set is_administrator = false");
  const a = await administrator(world);
  const b = await administrator(world);
  const demote = async (browser: Browser, id: string) => {
    const { version } = (await browser.send(contract.getPerson, { params: { personId: id } })).body;
    return () => browser.send(contract.changePerson, { params: { personId: id }, body: { version, isAdministrator: false } });
  };
  const demotions = [await demote(a.browser, b.person.id), await demote(b.browser, a.person.id)];
  const replies = await Promise.all(demotions.map((each) => each()));
  expect(statusesOf(replies)).toEqual([200, 409]);
  const left = await world.runtime.pool.query("select id from people.person where is_administrator");
  expect(left.rowCount).toBe(1);
});

doorTest("after a leak an administrator ends every session but their own", async (world) => {
  const { browser: admin } = await administrator(world);
  const { browser: one } = await signedIn(world);
  const { browser: other } = await signedIn(world);
  expect((await admin.send(contract.endEverySession)).status).toBe(204);
  await soon(async () => (await who(one)).status === 401 && (await who(other)).status === 401);
  expect((await who(admin)).status).toBe(200);
});

doorTest("a stale change is refused", async (world) => {
  const { browser: admin } = await administrator(world);
  const person = await world.person();
  const { version } = (await admin.send(contract.getPerson, { params: { personId: person.id } })).body;
  const change = (name: string) => admin.send(contract.changePerson, { params: { personId: person.id }, body: { version, name } });
  expect((await change("王一")).body).toMatchObject({ name: "王一", version: version + 1 });
  expect(codes(await change("王二"))).toEqual(["edge.stale"]);
  expect(codes(await admin.send(contract.getPerson, { params: { personId: newId() } }))).toEqual(["people.personNotFound"]);
});

doorTest("a locked account is shown and unlocked by an administrator", async (world) => {
  const { browser: admin } = await administrator(world);
  const person = await world.person();
  for (let guess = 0; guess < 5; guess++) await signsIn(world.browser(), { ...person, password: `guess number ${guess}` });
  expect((await admin.send(contract.getPerson, { params: { personId: person.id } })).body.isLocked).toBe(true);
  expect((await admin.send(contract.unlockPerson, { params: { personId: person.id } })).status).toBe(204);
  expect((await signsIn(world.browser(), person)).status).toBe(200);
});

doorTest("only administrators administer people", async (world) => {
  const { browser } = await manager(world);
  const personId = (await world.person()).id;
  for (const endpoint of [
    contract.listPeople,
    contract.exportPeople,
    contract.getPerson,
    contract.listAudit,
    contract.mailState,
    contract.endEverySession,
    contract.endSessionsOf,
    contract.removeSecondFactorOf,
    contract.unlockPerson,
    contract.inviteAgain,
    contract.sendReset,
    contract.reactivatePerson,
  ]) {
    expect((await browser.send(endpoint, { params: { personId } })).status, endpoint.path).toBe(403);
    expect((await world.browser().send(endpoint, { params: { personId } })).status, endpoint.path).toBe(401);
  }
  expect((await browser.send(contract.deactivatePerson, { params: { personId }, body: { reason: "" } })).status).toBe(403);
  expect((await browser.send(contract.changePerson, { params: { personId }, body: { version: 1, isAdministrator: true } })).status).toBe(403);
  expect((await browser.send(contract.invitePerson, { body: newcomer("a.b") })).status).toBe(403);
});

doorTest("a project manager gives and takes the roles of the site, and no more than they have", async (world) => {
  const { browser, person: self } = await manager(world);
  const person = await world.person({ name: "孙丽" });
  const grant = (body: Record<string, unknown>, by = browser) => by.send(contract.grantRole, { body: { personId: person.id, ...body } });

  const granted = await grant({ role: "serviceOfficer" });
  expect(granted.status).toBe(200);
  expect(codes(await grant({ role: "serviceOfficer" }))).toEqual(["people.roleHeld"]);
  expect(codes(await grant({ role: "qualityOfficer" }))).toEqual(["people.beyondOwnRights"]);
  expect(codes(await grant({ role: "guard", personId: newId() }))).toEqual(["people.personNotFound"]);
  expect((await grant({ role: "emperor" })).status).toBe(422);

  const { browser: supervisor } = await signedIn(world, { roles: ["serviceSupervisor"] });
  expect(codes(await grant({ role: "guard" }, supervisor))).toEqual(["people.beyondOwnRights"]);
  const { browser: guard } = await signedIn(world, { roles: ["guard"] });
  expect((await grant({ role: "guard" }, guard)).status).toBe(403);

  const members = (await browser.send(contract.listMembers)).body;
  expect(members.rolesToGive).toContain("guard");
  expect(members.rolesToGive).not.toContain("qualityOfficer");
  expect(members.items.map(({ personId }: { personId: string }) => personId)).toContain(person.id);

  expect(codes(await supervisor.send(contract.revokeRole, { params: { grantId: granted.body.grantId } }))).toEqual(["people.beyondOwnRights"]);
  expect((await browser.send(contract.revokeRole, { params: { grantId: granted.body.grantId } })).status).toBe(204);
  expect(codes(await browser.send(contract.revokeRole, { params: { grantId: granted.body.grantId } }))).toEqual(["people.grantNotFound"]);
  expect(self.id).toBeTruthy();
});

doorTest("a site out of sight is not found, and a manager's power ends at its border", async (world) => {
  const elsewhere = await world.site();
  await world.site();
  const { browser } = await manager(world);
  const person = await world.person();
  expect((await browser.send(contract.grantRole, { params: { siteId: elsewhere }, body: { personId: person.id, role: "guard" } })).status).toBe(404);
  expect((await browser.send(contract.listMembers, { params: { siteId: elsewhere } })).status).toBe(404);
});

doorTest("an administrator gives any role at any site, without having one there", async (world) => {
  const { browser } = await administrator(world);
  const person = await world.person();
  expect((await browser.send(contract.grantRole, { body: { personId: person.id, role: "qualityOfficer" } })).status).toBe(200);
  const { grants } = (await browser.send(contract.getPerson, { params: { personId: person.id } })).body;
  expect(grants).toMatchObject([{ siteId: world.siteId, role: "qualityOfficer" }]);
});

doorTest("a tenant's contact is a person who names company and authorities, and is confined to them", async (world) => {
  const { browser } = await signedIn(world, { roles: ["serviceSupervisor"] });
  const { tenantId, contactId } = await world.tenant();
  const other = await world.tenant();
  const invite = (body: Record<string, unknown>) =>
    browser.send(contract.inviteToSite, { body: { name: "李雷", email: `li.lei.${newId()}@tenant.example.com`, language: "zh", role: "tenantContact", ...body } });
  expect(codes(await invite({}))).toEqual(["people.tenantNeeded"]);
  expect(codes(await invite({ tenantId: newId() }))).toEqual(["people.tenantNotHere"]);
  expect(codes(await invite({ tenantId: other.tenantId, contactId }))).toEqual(["people.tenantNotHere"]);
  expect(codes(await invite({ role: "guard", tenantId }))).toEqual(["people.beyondOwnRights", "people.tenantNotNeeded"]);

  expect(codes(await invite({ tenantId, contactId, authorities: ["repair", "goods"] }))).toEqual(["people.authoritiesOfContact"]);
  const { personId, link } = (await invite({ tenantId, contactId })).body;
  const contact = world.browser();
  const session = (await contact.send(contract.acceptInvitation, { body: { token: tokenOf(link), password: "eleven paper boats" } })).body;
  expect(session.grants).toEqual([{ siteId: world.siteId, role: "tenantContact", tenantId, contactId, authorities: ["repair"] }]);
  expect((await contact.send(contract.listMembers)).status).toBe(403);
  expect((await contact.send(contract.grantRole, { body: { personId, role: "guard" } })).status).toBe(403);

  const { browser: chief } = await manager(world);
  expect(codes(await chief.send(contract.grantRole, { body: { personId, role: "guard" } }))).toEqual(["people.staffAndTenant"]);
});

doorTest("whoever opens a site manages it", async (world) => {
  const { browser, person } = await administrator(world);
  const id = newId<"site">();
  const opened = await browser.send(sites.createSite, { body: { id, code: `N${id}`, name: "新楼", zone: "Asia/Shanghai" } });
  expect(opened.status).toBeLessThan(300);
  await soon(async () => (await who(browser)).body.grants.length === 1);
  expect((await who(browser)).body.grants).toMatchObject([{ siteId: id, role: "projectManager" }]);
  expect(person.id).toBeTruthy();
});

doorTest("what is done to accounts is written down, without secrets, and cannot be changed", async (world) => {
  const { browser: admin } = await administrator(world);
  const { person, browser } = await signedIn(world);
  await signsIn(world.browser(), { ...person, password: "wrong as can be" });
  await browser.send(contract.changePassword, { body: { current: person.password, password: "eleven paper boats" } });
  const { items } = (await admin.send(contract.listAudit, { query: { personId: person.id } })).body;
  expect(items.map(({ deed }: { deed: string }) => deed)).toEqual(expect.arrayContaining(["signedIn", "signInFailed", "passwordChanged", "sessionsEnded"]));
  expect(JSON.stringify(items)).not.toMatch(/lanterns|paper boats|wrong as can be|argon2/);
  for (const change of ["update people.audit set deed = 'x'", "delete from people.audit", "truncate people.audit"])
    await expect(world.runtime.pool.query(change)).rejects.toThrow("never changed");
});

doorTest("lists go on page by page, find by part of a name, and come as Excel", async (world) => {
  const { browser: admin } = await administrator(world);
  const { browser: chief } = await manager(world);
  for (let index = 0; index < 5; index++) await world.person({ name: `页${index}号`, roles: ["guard"] });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = (await chief.send(contract.listMembers, { query: { q: "页", limit: 2, ...(cursor ? { cursor } : {}) } })).body;
    names.push(...page.items.map(({ name }: { name: string }) => name));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(names).toEqual(["页0号", "页1号", "页2号", "页3号", "页4号"]);
  expect((await admin.send(contract.listPeople, { query: { q: "页3", role: "guard", siteId: world.siteId } })).body.items).toMatchObject([
    { name: "页3号", grants: [{ role: "guard" }] },
  ]);
  expect((await chief.send(contract.findPeople, { query: { q: "页4" } })).body.items).toHaveLength(1);
  expect(codes(await admin.send(contract.listPeople, { query: { cursor: Buffer.from('["x","y"]').toString("base64url") } }))).toEqual(["edge.invalid"]);
  expect(codes(await admin.send(contract.listAudit, { query: { cursor: Buffer.from('["x","y"]').toString("base64url") } }))).toEqual(["edge.invalid"]);
  const sheet = await admin.send(contract.exportPeople, { query: { language: "en" } });
  expect(sheet.status).toBe(200);
  expect(sheet.bytes.subarray(0, 2).toString()).toBe("PK");
  expect((await admin.send(contract.mailState)).body).toMatchObject({ isConfigured: false, kept: 0, failed: 0, items: [] });
});

doorTest("later features find people by id, and members by role and department", async (world) => {
  const officer = await world.person({ name: "甲", roles: ["serviceOfficer"] });
  const technician = await world.person({ name: "乙", roles: ["technician", "guard"] });
  await world.runtime.at(world.siteId, { actor: systemActor }, async (ctx) => {
    expect(await personById(ctx, officer.id)).toMatchObject({ name: "甲", login: officer.login });
    expect(await personNames(ctx, [officer.id, technician.id, null, newId<"person">()])).toEqual(
      new Map<Id<"person">, string>([
        [officer.id, "甲"],
        [technician.id, "乙"],
      ]),
    );
    expect((await membersOf(ctx, { department: "engineering" })).map(({ name, roles }) => [name, roles])).toEqual([["乙", ["technician"]]]);
    expect((await membersOf(ctx, { role: "serviceOfficer" })).map(({ name }) => name)).toEqual(["甲"]);
    expect(await membersOf(ctx)).toHaveLength(2);
  });
});
