import { expect } from "vitest";
import { doorTest } from "#test/harness/browser.ts";
import * as contract from "../contract.ts";

doorTest(
  "over HTTPS a cookie is taken from this very host alone",
  async (world) => {
    const person = await world.person();
    const browser = world.browser();
    const reply = await browser.send(contract.signIn, { body: { login: person.login, password: person.password } });
    const cookies = [reply.headers["set-cookie"]].flat().map(String);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-towerkeep(-device)?=[\w-]{43};.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(reply.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
    expect((await browser.send(contract.getSession)).status).toBe(200);

    const planted = world.browser();
    planted.cookies.set("towerkeep", browser.cookies.get("__Host-towerkeep") ?? "");
    expect((await planted.send(contract.getSession)).status).toBe(401);

    await browser.send(contract.signOut);
    expect(browser.cookies.has("__Host-towerkeep")).toBe(false);
  },
  { secure: true },
);
