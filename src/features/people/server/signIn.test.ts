import { generate } from "otplib";
import { expect, vi } from "vitest";
import { codes } from "#test/harness/index.ts";
import { type Browser, doorTest, type DoorWorld } from "#test/harness/browser.ts";
import * as contract from "../contract.ts";
import { accountGuard, addressGuard, lifetimes, mostSessions } from "../rules.ts";

const signsIn = (browser: Browser, { login, password }: { login: string; password: string }, code?: string) =>
  browser.send(contract.signIn, { body: { login, password, ...(code ? { code } : {}) } });
const statusesOf = (replies: readonly { status: number }[]) => replies.map(({ status }) => status).toSorted((a, b) => a - b);
const who = (browser: Browser) => browser.send(contract.getSession);

async function signedIn(world: DoorWorld, options: Parameters<DoorWorld["person"]>[0] = {}) {
  const person = await world.person(options);
  const browser = world.browser();
  expect((await signsIn(browser, person)).status).toBe(200);
  return { person, browser };
}

const soon = async (claim: () => Promise<boolean>) => vi.waitUntil(claim, { timeout: 2000, interval: 5 });
const tokenOf = (link: string) => link.split("#")[1] ?? "";

doorTest("the set-up link makes the company and its first administrator, once", async ({ browser, setupLink }) => {
  expect((await browser().send(contract.setupState)).body).toEqual({ isNeeded: true });
  const earlier = tokenOf((await setupLink()) ?? "");
  const link = (await setupLink()) ?? "";
  expect(link).toMatch(/^\/setup#[\w-]{43}$/);

  const first = browser();
  const body = { company: "恒泰物业", name: "陈静", login: "Chen.Jing", password: "楼下的桂花又开了一次", language: "zh" };
  expect(codes(await first.send(contract.setUp, { body: { ...body, token: "x".repeat(43) } }))).toEqual(["people.linkDead"]);
  expect(codes(await first.send(contract.setUp, { body: { ...body, token: earlier } }))).toEqual(["people.linkDead"]);
  expect(codes(await first.send(contract.setUp, { body: { ...body, token: tokenOf(link), password: "password123" } }))).toEqual(["people.passwordGuessable"]);
  expect((await first.send(contract.lookAtLink, { body: { token: tokenOf(link) } })).body).toMatchObject({ kind: "setup", name: null });

  const race = await Promise.all([first, browser()].map((each) => each.send(contract.setUp, { body: { ...body, token: tokenOf(link) } })));
  expect(statusesOf(race)).toEqual([200, 410]);
  const done = race.find(({ status }) => status === 200);
  expect(done?.body).toMatchObject({ person: { name: "陈静", login: "chen.jing", language: "zh" }, isAdministrator: true, company: { name: "恒泰物业" }, grants: [], sites: [] });

  expect(await setupLink()).toBeNull();
  expect((await browser().send(contract.setupState)).body).toEqual({ isNeeded: false });
  expect(codes(await browser().send(contract.setUp, { body: { ...body, login: "other", token: tokenOf(link) } }))).toEqual(["people.alreadySetUp"]);
});

doorTest("whoever signs in learns who they are, their roles and sites, in the shape that screens start from", async (world) => {
  const { person, browser } = await signedIn(world, { name: "李芳", roles: ["serviceOfficer", "cashier"] });
  const session = (await who(browser)).body;
  expect(session).toMatchObject({
    person: { id: person.id, name: "李芳", login: person.login, language: "zh" },
    isAdministrator: false,
    scopes: null,
    hasSecondFactor: false,
    sites: [{ id: world.siteId, zone: "Asia/Shanghai", roles: ["cashier", "serviceOfficer"] }],
  });
  expect((await browser.send(contract.setLanguage, { body: { language: "en" } })).status).toBe(204);
  expect((await who(browser)).body.person.language).toBe("en");
  expect((await browser.send(contract.signOut)).status).toBe(204);
  expect((await who(browser)).status).toBe(401);
});

doorTest("the cookie is for this site and no script, and its value is nowhere in the database", async (world) => {
  const person = await world.person();
  const reply = await signsIn(world.browser(), person);
  const cookie =
    [reply.headers["set-cookie"]]
      .flat()
      .map(String)
      .find((each) => each.startsWith("towerkeep=")) ?? "";
  expect(cookie).toMatch(/^towerkeep=[\w-]{43};/);
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).toContain("Path=/");
  const value = /towerkeep=([\w-]+)/.exec(cookie)?.[1] ?? "";
  expect(JSON.stringify(reply.body)).not.toContain(value);
  const { rows } = await world.runtime.pool.query("select token_hash from people.session where person_id = $1", [person.id]);
  expect(JSON.stringify(rows)).not.toContain(value);
});

doorTest("an unknown account, a wrong password, an invited and an inactive person are answered alike", async (world) => {
  const person = await world.person();
  const gone = await world.person();
  await world.runtime.pool.query("update people.person set state = 'inactive' where id = $1", [gone.id]);
  const replies = [
    await signsIn(world.browser(), { login: "nobody.at.all", password: "nine tall lanterns" }),
    await signsIn(world.browser(), { ...person, password: "nine tall lantern" }),
    await signsIn(world.browser(), gone),
  ];
  const told = replies.map(({ status, body }) => ({ status, type: body.type, title: body.title, reasons: body.reasons }));
  expect(told).toEqual([told[0], told[0], told[0]]);
  expect(told[0]).toMatchObject({ status: 401, type: "/problems/people.signInFailed" });
});

doorTest("an account waits after wrong passwords in a row, whether it exists or not, and longer each time", async (world) => {
  const person = await world.person();
  for (const login of [person.login, "somebody.else"]) {
    const guesser = world.browser();
    for (let guess = 0; guess < accountGuard.free; guess++) expect((await signsIn(guesser, { login, password: `wrong number ${guess}` })).status).toBe(401);
    const refused = await signsIn(guesser, { login, password: person.password });
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe(String(accountGuard.firstWaitSeconds));
    expect(refused.body.reasons[0].facts).toEqual({ seconds: accountGuard.firstWaitSeconds });
  }
  expect((await signsIn(world.browser(), person)).status).toBe(429);
  world.clock.advance({ seconds: accountGuard.firstWaitSeconds + 1 });
  expect((await signsIn(world.browser(), { ...person, password: "still wrong" })).status).toBe(401);
  expect((await signsIn(world.browser(), person)).body.reasons[0].facts.seconds).toBe(2 * accountGuard.firstWaitSeconds);
  world.clock.advance({ seconds: 2 * accountGuard.firstWaitSeconds + 1 });
  expect((await signsIn(world.browser(), person)).status).toBe(200);
  expect((await signsIn(world.browser(), { ...person, password: "wrong again" })).status).toBe(401);
});

doorTest("a stranger's guesses do not lock anybody out of the browser they work in", async (world) => {
  const { person, browser } = await signedIn(world);
  await browser.send(contract.signOut);
  const stranger = world.browser();
  for (let guess = 0; guess < accountGuard.free; guess++) await signsIn(stranger, { ...person, password: `a stranger's guess ${guess}` });
  expect((await signsIn(world.browser(), person)).status).toBe(429);
  expect((await signsIn(browser, person)).status).toBe(200);
  for (let guess = 0; guess < accountGuard.free; guess++) await signsIn(browser, { ...person, password: `a colleague's guess ${guess}` });
  expect((await signsIn(browser, person)).status).toBe(429);

  const another = await world.person();
  const forged = world.browser();
  forged.cookies.set("towerkeep-device", browser.cookies.get("towerkeep-device") ?? "");
  for (let guess = 0; guess < accountGuard.free; guess++) await signsIn(stranger, { ...another, password: `a stranger's guess ${guess}` });
  expect((await signsIn(forged, another)).status).toBe(429);
});

doorTest("guesses sent all at once do not slip under the count", async (world) => {
  const person = await world.person();
  const guesses = Array.from({ length: 30 }, (_, index) => signsIn(world.browser(), { login: person.login, password: `guess ${index} of thirty` }));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(accountGuard.free);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
});

doorTest(
  "one address that fails for many accounts waits too, and others do not wait with it",
  async (world) => {
    const person = await world.person();
    const crawler = world.browser();
    for (let guess = 0; guess < addressGuard.free; guess++) await signsIn(crawler, { login: `crawled.${guess}`, password: "nine tall lanterns" });
    expect((await signsIn(crawler, person)).status).toBe(429);
    expect((await signsIn(world.browser(), person)).status).toBe(200);
  },
  { timeoutMs: 60_000 },
);

doorTest("a session planted before sign-in is not taken over, and the one held before ends", async (world) => {
  const person = await world.person();
  const browser = world.browser();
  browser.cookies.set("towerkeep", "planted-by-somebody-else-0123456789abcdefghi");
  await signsIn(browser, person);
  const first = browser.cookies.get("towerkeep") ?? "";
  expect(first).not.toContain("planted");
  await signsIn(browser, person);
  expect(browser.cookies.get("towerkeep")).not.toBe(first);
  const thief = world.browser();
  thief.cookies.set("towerkeep", first);
  await soon(async () => (await who(thief)).status === 401);
});

doorTest("a session ends when nobody uses it, and after some days in any case", async (world) => {
  const { browser } = await signedIn(world);
  world.clock.advance({ hours: lifetimes.sessionIdleHours - 1 });
  await world.runtime.pool.query('select pg_notify(\'towerkeep\', \'{"siteId":"*","topic":"*"}\')');
  await soon(
    async () =>
      (await world.runtime.pool.query("select from people.session where seen_at >= $1", [world.clock.now().subtract({ minutes: 1 }).toString()])).rowCount !== 0 ||
      (await who(browser)).status !== 200,
  );
  expect((await who(browser)).status).toBe(200);

  const { browser: idle } = await signedIn(world);
  world.clock.advance({ hours: lifetimes.sessionIdleHours, minutes: 1 });
  await world.runtime.pool.query('select pg_notify(\'towerkeep\', \'{"siteId":"*","topic":"*"}\')');
  await soon(async () => (await who(idle)).status === 401);

  const { browser: old, person } = await signedIn(world);
  world.clock.advance({ hours: 24 * lifetimes.sessionDays, minutes: 1 });
  await world.runtime.pool.query("update people.session set seen_at = $2 where person_id = $1", [person.id, world.clock.now().toString()]);
  expect((await who(old)).status).toBe(401);
});

doorTest("sessions are listed with device and address, and one that is ended stops at once", async (world) => {
  const { person, browser } = await signedIn(world);
  const lost = world.browser({ device: "Lost phone", address: "203.0.113.9" });
  await signsIn(lost, person);
  expect((await who(lost)).status).toBe(200);
  const { items } = (await browser.send(contract.listMySessions)).body;
  expect(items).toHaveLength(2);
  const found = items.find(({ device }: { device: string }) => device === "Lost phone");
  expect(found).toMatchObject({ address: "203.0.113.9", isThis: false });
  expect(items.filter(({ isThis }: { isThis: boolean }) => isThis)).toHaveLength(1);

  expect((await browser.send(contract.endMySession, { params: { sessionId: found.id } })).status).toBe(204);
  await soon(async () => (await who(lost)).status === 401);
  expect(codes(await browser.send(contract.endMySession, { params: { sessionId: found.id } }))).toEqual(["people.sessionNotFound"]);

  const { browser: stranger } = await signedIn(world);
  const mine = items.find(({ isThis }: { isThis: boolean }) => isThis);
  expect((await stranger.send(contract.endMySession, { params: { sessionId: mine.id } })).status).toBe(404);
});

doorTest(
  "beyond the most sessions allowed the longest unseen one ends",
  async (world) => {
    const { person, browser: oldest } = await signedIn(world);
    for (let count = 0; count < mostSessions; count++) {
      world.clock.advance({ seconds: 1 });
      await signsIn(world.browser(), person);
    }
    await soon(async () => (await who(oldest)).status === 401);
  },
  { timeoutMs: 60_000 },
);

doorTest("a changed password ends every other session and gives this browser a new one", async (world) => {
  const { person, browser } = await signedIn(world);
  const other = world.browser();
  await signsIn(other, person);
  const before = browser.cookies.get("towerkeep");
  const next = "eleven paper boats";
  expect(codes(await browser.send(contract.changePassword, { body: { current: "not this one", password: next } }))).toEqual(["people.passwordWrong"]);
  expect(codes(await browser.send(contract.changePassword, { body: { current: person.password, password: "short" } }))).toEqual(["people.passwordTooShort"]);
  expect((await browser.send(contract.changePassword, { body: { current: person.password, password: next } })).status).toBe(204);
  expect(browser.cookies.get("towerkeep")).not.toBe(before);
  expect((await who(browser)).status).toBe(200);
  await soon(async () => (await who(other)).status === 401);
  expect((await signsIn(world.browser(), person)).status).toBe(401);
  expect((await signsIn(world.browser(), { ...person, password: next })).status).toBe(200);
});

doorTest("whoever guesses at the current password from an open desk has to wait as well", async (world) => {
  const { person, browser } = await signedIn(world);
  for (let guess = 0; guess < accountGuard.free; guess++) await browser.send(contract.changePassword, { body: { current: `guess ${guess}`, password: "eleven paper boats" } });
  expect((await browser.send(contract.changePassword, { body: { current: person.password, password: "eleven paper boats" } })).status).toBe(429);
});

doorTest("a second factor is asked for once it is on; no code works twice, and recovery codes work once each", async (world) => {
  const { person, browser } = await signedIn(world);
  expect(codes(await browser.send(contract.beginSecondFactor, { body: { password: "not this one" } }))).toEqual(["people.passwordWrong"]);
  const begun = (await browser.send(contract.beginSecondFactor, { body: { password: person.password } })).body;
  expect(begun.uri).toContain(begun.secret);
  expect(begun.qr).toMatch(/^data:image\/svg\+xml;base64,/);
  expect((await signsIn(world.browser(), person)).status).toBe(200); // begun is not yet on

  const code = () => generate({ secret: begun.secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) });
  expect(codes(await browser.send(contract.confirmSecondFactor, { body: { code: "000000" } }))).toEqual(["people.ownCodeWrong"]);
  const { recoveryCodes } = (await browser.send(contract.confirmSecondFactor, { body: { code: await code() } })).body;
  expect(recoveryCodes).toHaveLength(10);
  expect((await browser.send(contract.secondFactorState)).body).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });

  expect(codes(await signsIn(world.browser(), person))).toEqual(["people.codeNeeded"]);
  expect(codes(await signsIn(world.browser(), person, await code()))).toEqual(["people.codeWrong"]); // the code that turned it on
  world.clock.advance({ seconds: 30 });
  const fresh = await code();
  const race = await Promise.all([signsIn(world.browser(), person, fresh), signsIn(world.browser(), person, fresh)]);
  expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(codes(await signsIn(world.browser(), person, fresh))).toEqual(["people.codeWrong"]);

  const [recovery = ""] = recoveryCodes as string[];
  expect((await signsIn(world.browser(), person, recovery.toUpperCase())).status).toBe(200);
  expect(codes(await signsIn(world.browser(), person, recovery))).toEqual(["people.codeWrong"]);

  world.clock.advance({ seconds: 60 });
  expect(codes(await browser.send(contract.removeSecondFactor, { body: { password: person.password, code: "000000" } }))).toEqual(["people.ownCodeWrong"]);
  expect((await browser.send(contract.removeSecondFactor, { body: { password: person.password, code: await code() } })).status).toBe(204);
  expect((await signsIn(world.browser(), person)).status).toBe(200);
  expect(codes(await browser.send(contract.removeSecondFactor, { body: { password: person.password, code: "000000" } }))).toEqual(["people.secondFactorOff"]);
});

doorTest("a change asked for by another website is refused, by our own pages and by programs it is not", async (world) => {
  const { browser } = await signedIn(world);
  const change = (headers: Record<string, string>) => browser.send(contract.setLanguage, { body: { language: "en" } }, headers);
  expect(codes(await change({ "sec-fetch-site": "cross-site" }))).toEqual(["edge.crossSite"]);
  expect(codes(await change({ "sec-fetch-site": "same-site" }))).toEqual(["edge.crossSite"]);
  expect(codes(await change({ origin: "https://evil.example" }))).toEqual(["edge.crossSite"]);
  expect(codes(await change({ origin: "null" }))).toEqual(["edge.crossSite"]);
  const ours = { host: "tower.example.com", origin: "https://tower.example.com" };
  expect((await change({ ...ours, "sec-fetch-site": "same-origin" })).status).toBe(204);
  expect((await change(ours)).status).toBe(204);
  expect((await change({})).status).toBe(204);
  const signingIn = await world.browser().send(contract.signIn, { body: { login: "x.y", password: "nine tall lanterns" } }, { "sec-fetch-site": "cross-site" });
  expect(codes(signingIn)).toEqual(["edge.crossSite"]);
  const withHeader = await change({ "sec-fetch-site": "cross-site", authorization: "Bearer nothing" });
  expect(withHeader.status).toBe(401); // a header that proves nothing does not let the cookie in past the check
});

doorTest("an API token does what its scopes say, for its person, until it is taken back", async (world) => {
  const { person, browser } = await signedIn(world, { roles: ["projectManager"] });
  expect((await browser.send(contract.listMyTokens)).body.scopes).toEqual(expect.arrayContaining(["people.see", "people.grant"]));
  const make = (body: Record<string, unknown>) =>
    browser.send(contract.makeToken, { body: { name: "电话系统", scopes: ["people.see"], days: 30, password: person.password, ...body } });
  expect(codes(await make({ password: "not this one" }))).toEqual(["people.passwordWrong"]);
  expect(codes(await make({ scopes: ["people.see", "company.everything"] }))).toEqual(["people.scopeBeyondRights"]);
  const made = (await make({})).body;
  expect(made.token).toMatch(/^tkp_[\w-]{43}$/);
  expect(JSON.stringify((await browser.send(contract.listMyTokens)).body)).not.toContain(made.token);

  const program = world.browser();
  const asToken = { authorization: `Bearer ${made.token}` };
  expect((await program.send(contract.listMembers, {}, asToken)).status).toBe(200);
  expect((await program.send(contract.findPeople, { query: { q: "x" } }, asToken)).status).toBe(403);
  expect((await program.send(contract.getSession, {}, asToken)).body).toMatchObject({ scopes: ["people.see"], endsAt: null });
  for (const reply of [
    await program.send(contract.listMySessions, {}, asToken),
    await program.send(contract.makeToken, { body: { name: "x", scopes: ["people.see"], days: 1, password: person.password } }, asToken),
    await program.send(contract.changePassword, { body: { current: person.password, password: "eleven paper boats" } }, asToken),
    await program.send(contract.beginSecondFactor, { body: { password: person.password } }, asToken),
    await program.send(contract.signOut, {}, asToken),
  ]) {
    expect(codes(reply)).toEqual(["people.sessionNeeded"]);
  }
  expect((await program.send(contract.listMembers, {}, { authorization: `Bearer ${made.token}x` })).status).toBe(401);

  expect((await browser.send(contract.endMyToken, { params: { tokenId: made.facts.id } })).status).toBe(204);
  await soon(async () => (await program.send(contract.listMembers, {}, asToken)).status === 401);
  expect(codes(await browser.send(contract.endMyToken, { params: { tokenId: made.facts.id } }))).toEqual(["people.tokenNotFound"]);

  const short = (await make({ days: 1 })).body;
  world.clock.advance({ hours: 25 });
  expect((await program.send(contract.listMembers, {}, { authorization: `Bearer ${short.token}` })).status).toBe(401);
});

doorTest("an administrator's token administers nothing", async (world) => {
  const { person, browser } = await signedIn(world, { isAdministrator: true, roles: ["projectManager"] });
  const { token } = (await browser.send(contract.makeToken, { body: { name: "x", scopes: ["people.see"], days: 1, password: person.password } })).body;
  expect((await browser.send(contract.listPeople)).status).toBe(200);
  expect((await world.browser().send(contract.listPeople, {}, { authorization: `Bearer ${token}` })).status).toBe(403);
});

doorTest("rights given and taken show at once in sessions that are open", async (world) => {
  const { person, browser } = await signedIn(world);
  expect((await browser.send(contract.listMembers)).status).toBe(404);
  await world.grant(person.id, { role: "guard" });
  await soon(async () => (await browser.send(contract.listMembers)).status === 200);
  await world.runtime.pool.query("delete from people.role_grant where person_id = $1", [person.id]);
  await soon(async () => (await browser.send(contract.listMembers)).status === 404);
});
