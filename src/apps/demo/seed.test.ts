import { sql } from "kysely";
import { expect } from "vitest";
import { verifySite } from "#features/evidence/server/index.ts";
import { dbTest } from "#test/harness/index.ts";
import { seedDemo } from "./seed.ts";

const now = Temporal.Instant.from("2026-11-23T07:30:00Z"); // Monday 15:30 in Shanghai

dbTest(
  "the demo tower has its floors, its tenants, a year of bills and weeks of desk history with scores, lateness and exceptions to see",
  async ({ runtime, clock }) => {
    clock.set(now.toString());
    const { siteId, deeds } = await seedDemo(runtime, { now, zone: "Asia/Shanghai", weeks: 2 });
    const counted = await sql<{ floors: number; units: number; tenants: number; leases: number; cases: number; bills: number; months: number; outcomes: string[] }>`
      select (select count(*) from sites.floor where site_id = ${siteId}) as floors,
        (select count(*) from sites.unit where site_id = ${siteId}) as units,
        (select count(*) from tenants.tenant where site_id = ${siteId}) as tenants,
        (select count(*) from leasing.lease where site_id = ${siteId}) as leases,
        (select count(*) from service."case" where site_id = ${siteId}) as cases,
        (select count(*) from billing.bill where site_id = ${siteId}) as bills,
        (select count(distinct month) from billing.bill where site_id = ${siteId}) as months,
        (select array_agg(distinct outcome) from duties.duty where site_id = ${siteId} and outcome is not null) as outcomes`.execute(runtime.db);
    const [facts] = counted.rows;
    expect(facts).toMatchObject({ outcomes: expect.arrayContaining(["kept", "late"]) });
    expect(facts?.floors).toBeGreaterThanOrEqual(40);
    expect(facts?.units).toBeGreaterThanOrEqual(180);
    expect(facts?.tenants).toBeGreaterThanOrEqual(90);
    expect(facts?.leases).toBeGreaterThanOrEqual(150);
    expect(facts?.cases).toBeGreaterThanOrEqual(40);
    expect(facts?.bills).toBeGreaterThan(800);
    expect(facts?.months).toBe(13);
    expect(deeds).toBeGreaterThan(200);
    expect((await runtime.at(siteId, { actor: { kind: "system", personId: null, name: "test", grants: [], isAdministrator: true } }, (ctx) => verifySite(ctx))).findings).toEqual(
      [],
    );
  },
  300_000,
);
