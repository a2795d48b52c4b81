import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type RunningServer, serve } from "#apps/server/serve.ts";
import { openInspection, saveItemList } from "#features/handover/contract.ts";
import { installMeter } from "#features/meters/contract.ts";
import { aMeter } from "#features/meters/samples.ts";
import { createPerson, grantRole } from "#features/people/server/index.ts";
import type { Endpoint } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import type { Role } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import { readConfig } from "#platform/config.ts";
import { currentInstant, systemActor } from "#platform/runtime.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { givenAt } from "#test/harness/given.ts";

export const password = "每一间都看得清楚 2026";

/** A house with a leased unit, its meter, an engineer who inspects it, and the server it is recorded on. */
export interface PhoneHouse {
  readonly server: RunningServer;
  readonly siteId: Id<"site">;
  /** Opens an inspection of the unit, assigned to the engineer. */
  inspect(type: "moveIn" | "moveOut"): Promise<Id<"inspection">>;
  readonly meterId: string;
  /** Asks the server itself, past the phone's network, as somebody who is signed in elsewhere. */
  send(login: string, contract: Pick<Endpoint, "method" | "path">, input?: { params?: Record<string, string>; body?: unknown }): Promise<Response>;
  // oxlint-disable-next-line typescript/no-explicit-any -- what came over the wire is looked into freely by tests
  ask(login: string, contract: Pick<Endpoint, "method" | "path">, input?: { params?: Record<string, string>; body?: unknown }): Promise<any>;
  close(): Promise<void>;
}

export async function openPhoneHouse({ areas: areaCount, parts: partCount }: { readonly areas: number; readonly parts: number }): Promise<PhoneHouse> {
  const folder = await mkdtemp(path.join(tmpdir(), "towerkeep-phone-"));
  const database = await freshDatabase();
  const server = await serve(
    readConfig({ DATABASE_URL: database.url, HOST: "127.0.0.1", PORT: "0", TOWERKEEP_DATA: folder, TOWERKEEP_RATE_LIMIT: "1000000", TOWERKEEP_LOG_LEVEL: "error" }),
  );
  const given = await givenAt(server.runtime, { now: currentInstant, set: () => {}, advance: () => {} });
  const { siteId } = given;
  const { id: unitId } = await given.unit({ unitNo: "1803" });
  const { id: tenantId } = await given.tenant({ name: "云帆科技有限公司" });
  await given.contact({ tenantId, name: "王敏", authorities: ["signing"] });
  const { id: leaseId } = await given.lease({ tenantId, unitId });
  const hire = (name: string, login: string, role: Role) =>
    server.runtime.at(siteId, { actor: systemActor }, async (ctx) => {
      const personId = await createPerson(ctx, { name, login, password });
      await grantRole(ctx, { personId, role });
      return personId;
    });
  await hire("周启明", "manager", "projectManager");
  await hire("林晓", "desk", "serviceOfficer");
  const engineer = await hire("郭建国", "engineer", "engSupervisor");

  const cookies = new Map<string, string>();
  const request = (login: string, where: string, method: string, content: unknown) =>
    fetch(`${server.address}/api${where}`, {
      method,
      headers: { cookie: cookies.get(login) ?? "", ...(content === undefined ? {} : { "content-type": "application/json" }) },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  const house: Omit<PhoneHouse, "meterId"> = {
    server,
    siteId,
    async send(login, contract, { params = {}, body } = {}) {
      if (!cookies.has(login)) {
        const entered = await request(login, "/session", "POST", { login, password });
        const given = entered.headers.getSetCookie().map((line) => line.split(";")[0]);
        cookies.set(login, given.join("; "));
      }
      const where = contract.path.replaceAll(/\{(\w+)\}/g, (_: string, name: string) => params[name] ?? (name === "siteId" ? siteId : ""));
      const reply = await request(login, where, contract.method, body);
      if (!reply.ok) throw new Error(`${contract.method} ${where}: ${reply.status} ${await reply.text()}`);
      return reply;
    },
    ask: async (...asked) => (await house.send(...asked)).json(),
    async inspect(type) {
      const id = newId<"inspection">();
      await house.ask("manager", openInspection, { body: { id, type, tenantId, leaseId, unitIds: [unitId], assigneeId: engineer } });
      return id;
    },
    async close() {
      await server.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };

  const areas = Array.from({ length: areaCount }, (_, index) => ({ key: `area${index + 1}`, name: words(`区域 ${index + 1}`, `Area ${index + 1}`) }));
  const parts = Array.from({ length: partCount }, (_, index) => ({
    key: `part${index + 1}`,
    name: words(`部位 ${index + 1}`, `Part ${index + 1}`),
    standard: words("完好，无破损", "Whole"),
    areas: areas.map(({ key }) => key),
  }));
  await house.ask("manager", saveItemList, { body: { version: 0, areas, parts } });
  const meter = await house.ask("engineer", installMeter, { body: aMeter({ role: "tenant", unitIds: [unitId], opening: { total: "1000" } }) });
  return { ...house, meterId: meter.id };
}
