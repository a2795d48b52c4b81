import { createHash } from "node:crypto";
import pg from "pg";
import { type Id, newId } from "#kernel/id.ts";
import type { Actor } from "#platform/context.ts";
import { createServer } from "#platform/http/server.ts";
import type { Runtime } from "#platform/runtime.ts";
import { mostFactsAtOnce } from "#features/handover/contract.ts";
import { type Fact, houseList, inspectionOf, type Line, linesOf, signedContent } from "#features/handover/rules.ts";

export interface Synced {
  readonly facts: number;
  readonly inspections: number;
  readonly productSeconds: number;
  readonly bareSeconds: number;
}

const factsOfInspection = 100;

/**
 * W12: what phones recorded offline, sent in requests of 500 facts through the HTTP edge: decoded, judged, kept, recorded as evidence, each inspection
 * signed by both where `signs`. Beside it the bare inserts of as many facts, as many to a statement, each committed.
 */
export async function syncFacts(runtime: Runtime, url: string, { facts, signs }: { readonly facts: number; readonly signs: boolean }): Promise<Synced> {
  const count = Math.ceil(facts / factsOfInspection);
  const [own, bare] = [await lay(runtime, count), await lay(runtime, count)];
  const app = await createServer({
    runtime,
    authenticate: async () => own.actor,
    secureCookies: false,
    logLevel: "silent",
    ratePerMinute: 1_000_000,
    leastRatePerMinute: 1_000_000,
    trustedProxies: [],
  });
  await app.ready();
  const requests = batches(own.inspections.flatMap((inspection) => recorded(inspection, signs))).map((batch) => JSON.stringify({ facts: batch }));
  const rows = batches(bare.inspections.flatMap((inspection) => recorded(inspection, signs)));

  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const bareSeconds = await timed(async () => {
    for (const batch of rows) await insertBare(client, bare, batch);
  });
  const productSeconds = await timed(async () => {
    for (const payload of requests) {
      const reply = await app.inject({ method: "POST", url: `/api/sites/${own.siteId}/handover/facts`, headers: { "content-type": "application/json" }, payload });
      const { answers } = reply.json() as { answers?: { outcome: string }[] };
      if (reply.statusCode !== 200 || answers?.some(({ outcome }) => outcome !== "accepted"))
        throw new Error(`The sync was answered ${reply.statusCode}: ${reply.body.slice(0, 400)}`);
    }
  });
  await client.end();
  await app.close();
  return { facts: count * factsOfInspection, inspections: count, productSeconds, bareSeconds };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

interface Laid {
  readonly siteId: Id<"site">;
  readonly tenantId: Id<"tenant">;
  readonly actor: Actor;
  readonly inspections: readonly Inspected[];
}

interface Inspected {
  readonly id: string;
  readonly type: "moveIn";
  readonly tenantId: string;
  readonly unitIds: readonly string[];
  readonly lines: readonly Line[];
}

/** A site with so many inspections of one unit each, assigned to one engineer. */
async function lay({ pool }: Runtime, count: number): Promise<Laid> {
  const [siteId, tenantId, personId] = [newId<"site">(), newId<"tenant">(), newId<"person">()];
  const inspections = Array.from({ length: count }, (): Inspected => {
    const unitId = newId<"unit">();
    return { id: newId(), type: "moveIn", tenantId, unitIds: [unitId], lines: linesOf(houseList, [{ id: unitId, label: "1座 18F 1803" }]) };
  });
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica"); // what refers to what is certain here
    const run = (text: string, values: readonly unknown[]) => client.query(text, [...values]);
    await run("insert into sites.site (id, code, name, zone, created_at) values ($1, $2, '验房', 'Asia/Shanghai', now())", [siteId, `Y${siteId.slice(-6)}`]);
    await run("insert into people.person (id, name, created_at) values ($1, '李工', now())", [personId]);
    await run("insert into tenants.tenant (site_id, id, name, search_key, created_at) values ($1, $2, '云帆科技有限公司', 'yunfan', now())", [siteId, tenantId]);
    await run(
      `insert into handover.inspection (site_id, id, inspection_no, type, tenant_id, place, list_version, lines, counts, assignee_id, inspector_ids, opened_at, opened_by)
       select $1, (one->>'id')::uuid, 'YF' || (one->>'id'), 'moveIn', $2, '1座 18F 1803', 0, one->'lines', '{}', $3::uuid, array[$3::uuid], now(), 'bench'
       from jsonb_array_elements($4::jsonb) as one`,
      [siteId, tenantId, personId, JSON.stringify(inspections)],
    );
    await run(
      `insert into handover.inspection_unit (site_id, inspection_id, unit_id, tenant_id)
       select $1, (one->>'id')::uuid, (one->'unitIds'->>0)::uuid, $2 from jsonb_array_elements($3::jsonb) as one`,
      [siteId, tenantId, JSON.stringify(inspections)],
    );
    await client.query("commit");
    await client.query("analyze handover.inspection, handover.inspection_fact");
  } finally {
    client.release();
  }
  const actor: Actor = { kind: "person", personId, name: "李工", grants: [{ siteId, role: "technician" }], isAdministrator: false };
  return { siteId, tenantId, actor, inspections };
}

/** What one phone recorded: every item looked at and looked at again, each fourth with a photo, keys, and both signatures where asked for. */
function recorded(inspection: Inspected, signs: boolean): Fact[] {
  const deviceId = newId<"device">();
  let number = 0;
  const head = () => ({
    id: newId<"fact">(),
    inspectionId: inspection.id,
    deviceId,
    number: ++number,
    happenedAt: Temporal.Instant.from("2026-03-09T02:00:00Z")
      .add({ seconds: 12 * number })
      .toString({ smallestUnit: "millisecond" }),
  });
  const facts = Array.from({ length: factsOfInspection - (signs ? 2 : 0) }, (_, index): Fact => {
    const line = inspection.lines[index % inspection.lines.length]!.key;
    if (index >= inspection.lines.length && index % 3 === 0) return { ...head(), kind: "keysCounted", data: { place: `门 ${index}`, count: index } };
    const isDefect = index % 11 === 0;
    const photos = index % 4 === 0 ? [createHash("sha256").update(`${deviceId}${index}`).digest("hex")] : [];
    return {
      ...head(),
      kind: "itemChecked",
      data: {
        line,
        condition: isDefect ? "defect" : "ok",
        text: isDefect ? "墙面有细裂缝约 30 cm" : "",
        photos,
        responsible: isDefect ? "operator" : null,
        mendBy: isDefect ? "2026-03-23" : null,
      },
    };
  });
  if (!signs) return facts;
  const contentHash = createHash("sha256")
    .update(signedContent(inspection, inspectionOf(inspection.lines, facts)))
    .digest("hex");
  const sign = (party: "tenant" | "property", name: string): Fact => ({
    ...head(),
    kind: "signed",
    data: { party, name, contactId: null, means: "onScreen", image: createHash("sha256").update(`${deviceId}${party}`).digest("hex"), contentHash, disagreement: "" },
  });
  return [...facts, sign("property", "李工"), sign("tenant", "王敏")];
}

const batches = (facts: readonly Fact[]): Fact[][] =>
  Array.from({ length: Math.ceil(facts.length / mostFactsAtOnce) }, (_, index) => facts.slice(index * mostFactsAtOnce, (index + 1) * mostFactsAtOnce));

async function insertBare(client: pg.Client, { siteId, tenantId, actor }: Laid, facts: readonly Fact[]): Promise<void> {
  await client.query({
    name: "bareFacts",
    text: `insert into handover.inspection_fact (site_id, id, inspection_id, tenant_id, device_id, number, kind, happened_at, received_at, by_person, by_name, data)
      select $1, id, "inspectionId", $2, "deviceId", number, kind, "happenedAt", now(), $3::uuid, '李工', data
      from jsonb_to_recordset($4::jsonb) as fact (id uuid, "inspectionId" uuid, "deviceId" uuid, number integer, kind text, "happenedAt" timestamptz, data jsonb)`,
    values: [siteId, tenantId, actor.personId, JSON.stringify(facts)],
  });
}
