import { expect } from "vitest";
import { features } from "#apps/features.ts";
import { dbTest, type Sender } from "#test/harness/index.ts";
import { hostile, isUpload } from "#test/harness/wireSamples.ts";

const contracts = features.flatMap(({ routes }) => routes.map(({ contract }) => contract));

dbTest(
  "whatever an endpoint is sent, it answers or refuses and never fails",
  async ({ given, as, siteId }) => {
    const { id: unitId } = await given.unit();
    const { id: tenantId } = await given.tenant();
    const { id: contactId } = await given.contact({ tenantId });
    const { id: leaseId } = await given.lease({ tenantId, unitId });
    const senders: readonly Sender[] = [as.administrator, as.supervisor, as.contact({ tenantId, contactId })];
    const params = { siteId, unitId, tenantId, contactId, leaseId };
    const failures: string[] = [];
    let sent = 0;
    for (const contract of contracts) {
      const names = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
      const path = Object.fromEntries(names.map((name) => [name, (params as Record<string, string>)[name] ?? "00000000-0000-7000-8000-000000000000"]));
      for (const sender of senders.filter((_, index) => index === 0 || typeof contract.permission === "object")) {
        for (const { what, query, body } of hostile(contract)) {
          const reply = await sender.send(contract, { params: path, query, body } as never);
          sent += 1;
          if (reply.status >= 500) failures.push(`${contract.method} ${contract.path}: ${what} → ${reply.status}`);
        }
        if (isUpload(contract.body)) {
          for (const bytes of [
            new Uint8Array(),
            new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
            new TextEncoder().encode("<script>alert(1)</script>"),
            new TextEncoder().encode("a,b\n\0,\ufffd"),
          ]) {
            const reply = await sender.send(contract, { params: path } as never, { file: { name: "../../名字\u202Egpj.exe", bytes } });
            sent += 1;
            if (reply.status >= 500) failures.push(`${contract.method} ${contract.path}: ${bytes.length} bytes of file → ${reply.status}`);
          }
        }
      }
    }
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(contracts.length);
  },
  600_000,
);

dbTest("a body that is no JSON, or claims to be what it is not, is refused", async ({ app, siteId }) => {
  for (const [type, payload] of [
    ["application/json", "{"],
    ["application/json", "\xff\xfe"],
    ["application/json", '{"__proto__":{"isAdministrator":true}}'],
    ["application/xml", "<a/>"],
    ["text/plain", "hello"],
  ] as const) {
    const reply = await app.inject({ method: "POST", url: `/api/sites/${siteId}/tenants`, headers: { "content-type": type }, payload });
    expect([401, 415, 422]).toContain(reply.statusCode);
    expect(reply.headers["content-type"]).toContain("application/problem+json");
  }
});
