import { expect } from "vitest";
import { type Id, newId } from "#kernel/id.ts";
import { writeCsv, writeSheet } from "#platform/spreadsheet/index.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import * as leasing from "#features/leasing/contract.ts";
import { someTerms } from "#features/leasing/samples.ts";
import { recordSignedLease } from "#features/leasing/server/index.ts";
import { makeLetter } from "#features/leasing/contract/letters.ts";
import * as sites from "#features/sites/contract.ts";
import { codes, dbTest, type Reply, type Sender, type World } from "#test/harness/index.ts";
import { companyImports, siteImports } from "../contract.ts";
import { sampleRoll, type SampleSheet, sampleTower, sampleTowerWithBrokenRows } from "../samples.ts";

const xlsx = ({ titles, rows }: SampleSheet) => writeSheet({ sheet: "租控表", columns: titles.map((title) => ({ title })), rows: rows as never });
const csv = (text: string) => new TextEncoder().encode(text);
const today = Temporal.PlainDate.from("2026-03-09");

type Imports = typeof siteImports;
interface Item {
  readonly id: string;
  readonly status: string;
  readonly counts: {
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly refusedBy: Record<string, number>;
    readonly written: Record<string, unknown>;
  } | null;
  readonly problems: { readonly code: string; readonly facts: Record<string, unknown> }[] | null;
}

const resting = new Set(["draft", "previewed", "done", "failed", "undone"]);

/** Somebody who imports, with a worker that does what is queued. */
async function importing(world: World, work: (steps: ReturnType<typeof stepsOf>) => Promise<void>, who: Sender = world.as.manager, imports: Imports = siteImports): Promise<void> {
  const worker = await startWorker({ runtime: world.runtime, url: world.url, log: { warn: () => {}, error: () => {} } });
  try {
    await work(stepsOf(who, imports));
  } finally {
    await worker.stop();
  }
}

function stepsOf(who: Sender, imports: Imports) {
  const settled = async (importId: string): Promise<Item> => {
    for (let tries = 0; tries < 600; tries++) {
      const item = (await who.send(imports.get, { params: { importId } })).body as Item;
      if (resting.has(item.status)) return item;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("The import does not come to rest");
  };
  const steps = {
    upload: (bytes: Uint8Array, name = "租控表.xlsx") => who.send(imports.upload, {} as never, { file: { name, bytes } }),
    async previewed(bytes: Uint8Array, name?: string, change: object = {}): Promise<Item> {
      const importId = ((await steps.upload(bytes, name)).body as Item).id;
      const { body: view } = await who.send(imports.sheet, { params: { importId }, query: {} });
      const mapping = { ...view.mapping, fields: { ...view.mapping.fields, ...change } };
      const reply = await who.send(imports.map, { params: { importId }, body: mapping });
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      return settled(importId);
    },
    async run(importId: string, choice: "goodRows" | "allOrNothing" = "goodRows", dryRun = false): Promise<Item> {
      const reply = await who.send(imports.run, { params: { importId }, body: { choice, dryRun } });
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      return settled(importId);
    },
    async undo(importId: string): Promise<Item> {
      await who.send(imports.undo, { params: { importId } });
      return settled(importId);
    },
    async imported(bytes: Uint8Array, name?: string, change?: object): Promise<Item> {
      return steps.run((await steps.previewed(bytes, name, change)).id);
    },
  };
  return steps;
}

const planOf = async (who: Sender) => (await who.send(sites.getPlan, {})).body;
const leasesOf = async (who: Sender) => (await who.send(leasing.listLeases, { query: { limit: 200 } })).body.items;

dbTest("a tower comes in from its rent roll: floors, units, tenants, leases", async (world) => {
  await importing(world, async (steps) => {
    const sheet = sampleTower(today);
    const done = await steps.imported(await xlsx(sheet));
    expect(done.status).toBe("done");
    expect(done.counts).toMatchObject({ created: sheet.rows.length, refused: 0, updated: 0 });
    const plan = await planOf(world.as.manager);
    expect(plan.units.length).toBe(sheet.rows.length);
    expect(plan.floors.length).toBeGreaterThan(40);
    expect(plan.units.find(({ unitNo }) => unitNo === "0101")?.grossCenti).toBeGreaterThan(0);
    const occupied = (await world.as.manager.send(leasing.occupancy, { query: { on: "2026-03-09" } })).body.leases;
    expect(occupied.length).toBe(sheet.rows.filter((row) => row[8] !== null).length);
  });
});

dbTest("three broken rows are named, handed back as Excel, mended and imported again without doubling the others", async (world) => {
  await importing(world, async (steps) => {
    const broken = sampleTowerWithBrokenRows(today);
    const first = await steps.previewed(await xlsx(broken));
    expect(first.counts?.refusedBy).toEqual({ "rentroll.areaNotPositive": 1, "rentroll.endBeforeStart": 1, "rentroll.notADate": 1 });
    const { body: refused } = await world.as.manager.send(siteImports.refused, { params: { importId: first.id }, query: {} });
    expect(refused.items.map(({ row }) => row)).toEqual(broken.broken);
    const file = await world.as.manager.send(siteImports.refusedFile, { params: { importId: first.id } });
    expect(file.bytes.subarray(0, 2).toString()).toBe("PK");

    expect(codes(await world.as.manager.send(siteImports.run, { params: { importId: first.id }, body: { choice: "allOrNothing" } }))).toEqual(["rentroll.someRefused"]);
    expect((await steps.run(first.id)).counts).toMatchObject({ created: broken.rows.length - 3, refused: 3 });
    const mended = await steps.imported(await xlsx(sampleTower(today)));
    expect(mended.counts).toMatchObject({ created: 3, updated: 0, unchanged: broken.rows.length - 3, refused: 0 });
  });
});

dbTest("a dry run writes nothing, and says what it would", async (world) => {
  await importing(world, async (steps) => {
    const { id } = await steps.previewed(await xlsx(sampleTower(today)));
    const tried = await steps.run(id, "allOrNothing", true);
    expect([tried.status, tried.counts?.refused]).toEqual(["previewed", 0]);
    expect((await planOf(world.as.manager)).units).toEqual([]);
    expect((await steps.run(id, "allOrNothing")).status).toBe("done");
  });
});

const titles = "楼栋,楼层,房号,建筑面积,租户,合同编号,起租日,到期日";

dbTest("a lease that a row cannot hold whole, of several units or with terms written here, is refused rather than overwritten", async (world) => {
  await importing(world, async (steps) => {
    const row = (unit: string, end: string) => `1座,18F,${unit},500,云帆科技有限公司,2026-001,2026-06-01,${end}`;
    await steps.imported(csv([titles, row("1801", "2029-05-31"), "1座,18F,1802,300,,,,"].join("\n")), "roll.csv");
    const { units } = await planOf(world.as.manager);
    const unit = units.find(({ unitNo }) => unitNo === "1801")!;
    const second = units.find(({ unitNo }) => unitNo === "1802")!.id as Id<"unit">;
    const [lease] = (await world.as.manager.send(leasing.listLeases, { query: {} })).body.items;
    await world.given.command((ctx) =>
      ctx.tx
        .insertInto("leasing.lease_unit")
        .values({
          site_id: ctx.siteId,
          lease_id: lease!.id,
          unit_id: second,
          tenant_id: lease!.tenantId,
          from_day: Temporal.PlainDate.from("2026-06-01"),
          to_day: Temporal.PlainDate.from("2029-05-31"),
          is_live: true,
        })
        .execute(),
    );
    expect((await steps.previewed(csv([titles, row("1801", "2030-05-31")].join("\n")), "roll.csv")).counts?.refusedBy).toEqual({ "rentroll.leaseOfSeveralUnits": 1 });
    expect((await steps.previewed(csv([titles, row("1801", "2029-05-31")].join("\n")), "roll.csv")).counts).toMatchObject({ refused: 0, unchanged: 1 });
    const terms = {
      ...someTerms({}, unit.id as Id<"unit">),
      leaseStart: Temporal.PlainDate.from("2030-06-01"),
      leaseEnd: Temporal.PlainDate.from("2033-05-31"),
      fees: [],
      deposits: [],
    };
    const written = { id: newId<"lease">(), leaseNo: "2030-001", tenantId: lease!.tenantId as Id<"tenant">, terms, handoverOn: null, moveInOn: null };
    await world.given.command((ctx) => recordSignedLease(ctx, { ...written, signedOn: Temporal.PlainDate.from("2026-03-01") }));
    const changed = `1座,18F,1801,500,云帆科技有限公司,2030-001,2030-06-01,2031-05-31`;
    expect((await steps.previewed(csv([titles, changed].join("\n")), "roll.csv")).counts?.refusedBy).toEqual({ "rentroll.leaseWithTerms": 1 });
  });
});

dbTest("two leases on one unit in one period are kept out, in the file and against what is there", async (world) => {
  await importing(world, async (steps) => {
    await steps.imported(csv(`${titles}\n1座,18F,1801,100,甲公司,A-1,2026-01-01,2026-12-31`), "a.csv");
    const item = await steps.previewed(
      csv(`${titles}\n1座,18F,1801,100,乙公司,B-1,2026-06-01,2027-05-31\n1座,18F,1802,100,丙,C-1,2026-01-01,2026-12-31\n1座,18F,1802,100,丁,D-1,2026-12-31,2027-12-31`),
      "b.csv",
    );
    expect(item.counts?.refusedBy).toEqual({ "rentroll.overlappingLease": 1, "rentroll.overlappingRow": 2 });
    const { body } = await world.as.manager.send(siteImports.refused, { params: { importId: item.id }, query: { code: "rentroll.overlappingLease" } });
    expect(body.items[0]?.reasons[0]?.facts).toMatchObject({ unit: "1801", lease: "A-1", start: "2026-01-01", end: "2026-12-31" });
    expect(codes(await world.as.manager.send(siteImports.run, { params: { importId: item.id }, body: { choice: "goodRows" } }))).toEqual(["rentroll.nothingToImport"]);
  });
});

dbTest("a lease of a unit that a letter of intent holds for somebody else is kept out, that of its own party comes in (2.1.1-2)", async (world) => {
  await importing(world, async (steps) => {
    await steps.imported(csv(`${titles}\n1座,18F,1801,100,,,,`), "a.csv");
    const { units } = await planOf(world.as.manager);
    const { id: tenantId } = await world.given.tenant({ name: "甲公司" });
    const now = world.clock.now().toZonedDateTimeISO("Asia/Shanghai").toPlainDate();
    const letter = {
      ...{ id: newId<"letter">(), tenantId, units: [{ unitId: units[0]!.id }], heldUntil: now.add({ days: 20 }).toString() },
      ...{ leaseStart: now.add({ days: 20 }).toString(), leaseEnd: now.add({ years: 1 }).toString(), price: "5.00", priceUnit: "sqmDay" as const, earnestMoney: 0 },
    };
    const written = await world.as.role("leasingOfficer").send(makeLetter, { body: letter });
    expect(written.status, JSON.stringify(written.body)).toBe(200);
    const row = (tenant: string) => csv(`${titles}\n1座,18F,1801,100,${tenant},A-1,${now.toString()},${now.add({ years: 1 }).toString()}`);
    expect((await steps.previewed(row("乙公司"), "b.csv")).counts?.refusedBy).toEqual({ "rentroll.heldByLetter": 1 });
    expect((await steps.previewed(row("甲公司"), "c.csv")).counts).toMatchObject({ refused: 0, updated: 1 });
  });
});

dbTest("importing again updates by unit and lease number, terms that move past each other included; undoing puts all back", async (world) => {
  await importing(world, async (steps) => {
    await steps.imported(csv(`${titles}\n1座,18F,1801,100,甲公司,A-1,2026-01-01,2026-06-30\n1座,18F,1801,100,乙公司,B-1,2026-07-01,2026-12-31`), "a.csv");
    const before = await leasesOf(world.as.manager);
    const again = await steps.imported(
      csv(`${titles}\n1座,18F,1801,120.5,甲公司,A-1,2026-07-01,2026-12-31\n1座,18F,1801,120.5,乙公司,B-1,2026-01-01,2026-06-30\n1座,19F,1901,50,,,,`),
      "b.csv",
    );
    expect(again.counts).toMatchObject({ created: 1, updated: 2, refused: 0 });
    expect(Object.fromEntries((await leasesOf(world.as.manager)).map(({ leaseNo, leaseStart }) => [leaseNo, leaseStart]))).toEqual({ "A-1": "2026-07-01", "B-1": "2026-01-01" });

    expect((await steps.undo(again.id)).status).toBe("undone");
    const plan = await planOf(world.as.manager);
    expect(plan.units.map(({ unitNo, grossCenti }) => [unitNo, grossCenti])).toEqual([["1801", 10_000]]);
    const terms = (leases: typeof before) => leases.map(({ leaseNo, leaseStart, leaseEnd }) => [leaseNo, leaseStart, leaseEnd]);
    expect(terms(await leasesOf(world.as.manager))).toEqual(terms(before));
  });
});

dbTest("an import that later work hangs on is not undone, and the work is named", async (world) => {
  await importing(world, async (steps) => {
    const { id } = await steps.imported(csv(`${titles}\n1座,18F,1801,100,,,,\n1座,18F,1802,100,,,,\n1座,18F,1803,100,,,,`), "a.csv");
    const { units } = await planOf(world.as.manager);
    const unitOf = (unitNo: string) => units.find((unit) => unit.unitNo === unitNo)!;
    const { id: tenantId } = await world.given.tenant();
    await world.given.lease({ tenantId, unitId: unitOf("1801").id as Id<"unit"> });
    const { id: unitId, buildingId: _, ...unit } = unitOf("1802");
    await world.as.manager.send(sites.changeUnit, { params: { unitId }, body: { ...unit, grossCenti: 9_900 } });
    const refused = await steps.undo(id);
    expect(refused.status).toBe("done");
    expect(refused.problems?.map(({ code, facts }) => [code, facts["what"]]).toSorted()).toEqual([
      ["rentroll.stillNeeded", "1801"],
      ["rentroll.stillNeeded", "1802"],
    ]);
    expect((await planOf(world.as.manager)).units.length).toBe(3);
  });
});

dbTest("the columns are taken as last time, wherever they have moved", async (world) => {
  await importing(world, async (steps) => {
    await steps.imported(csv("栋,编号,备注\n1座,1801,甲\n"), "a.csv", { building: { column: 0 }, unitNo: { column: 1 }, industry: { column: 2 } });
    const { body: item } = await steps.upload(csv("备注,栋,编号\n乙,1座,1802\n"), "b.csv");
    const { body: view } = await world.as.manager.send(siteImports.sheet, { params: { importId: item.id }, query: {} });
    expect([view.isRemembered, view.mapping.fields]).toEqual([true, { building: { column: 1 }, unitNo: { column: 2 }, industry: { column: 0 } }]);
  });
});

dbTest("a roll of the company opens its sites, finds them again, and takes one column for several fields", async (world) => {
  const tag = newId().slice(-6);
  const roll = (rows: string[]) => csv(["Location Code,Real Property Asset Name,Lease Number,Lease Effective Date,Lease Expiration Date", ...rows].join("\n"));
  const fixed = { floor: { fixed: "1F" }, tenant: { fixed: "General Services Administration" } };
  await importing(
    world,
    async (steps) => {
      const first = await steps.imported(
        roll([`PA${tag},THE GATEWAY BLDG,LPA1,2/12/2020,2/11/2035`, `PA${tag},THE GATEWAY BLDG,LPA2,2/12/2020,2/11/2035`, `AZ${tag},BLM,LAZ1,NA,NA`]),
        "gsa.csv",
        fixed,
      );
      expect(first.counts?.written).toMatchObject({ site: { new: 2 }, unit: { new: 3 }, lease: { new: 2 } });
      const second = await steps.imported(roll([`PA${tag},THE GATEWAY BLDG,LPA1,2/12/2020,2/11/2036`]), "gsa.csv", fixed);
      expect(second.counts).toMatchObject({ updated: 1, created: 0, written: { site: { new: 0, same: 1 }, lease: { changed: 1 } } });
      expect((await steps.undo(second.id)).status).toBe("undone");
      expect((await steps.undo(first.id)).status).toBe("undone");
    },
    world.as.administrator,
    companyImports as unknown as Imports,
  );
});

dbTest("who may import: managers and leasing officers at their site, administrators for the company", async (world) => {
  const upload = (who: Sender, imports: Imports = siteImports, siteId?: Id<"site">): Promise<Reply> =>
    who.send(imports.upload, (siteId ? { params: { siteId } } : {}) as never, { file: { name: "a.csv", bytes: csv("房号,楼栋\n1801,1座\n") } });
  expect((await upload(world.as.role("leasingOfficer"))).status).toBe(200);
  expect((await upload(world.as.officer)).status).toBe(403);
  expect((await upload(world.as.nobody)).status).toBe(401);
  expect((await upload(world.as.manager, siteImports, await world.given.site())).status).toBe(404);
  const company = companyImports as unknown as Imports;
  expect((await upload(world.as.manager, company)).status).toBe(403);
  const { body } = await upload(world.as.administrator, company);
  expect((await world.as.manager.send(siteImports.get, { params: { importId: (body as Item).id } })).status).toBe(404);
});

dbTest("a file that is no rent roll is refused with what to do", async ({ as }) => {
  const upload = (bytes: Uint8Array, name: string) => as.manager.send(siteImports.upload, {} as never, { file: { name, bytes } });
  expect(codes(await upload(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), "a.xls"))).toEqual(["spreadsheet.oldFormat"]);
  expect(codes(await upload(new TextEncoder().encode("<html>"), "a.csv"))).toEqual(["spreadsheet.notASpreadsheet"]);
  const { body } = await upload(csv("甲,乙\n1,2\n"), "a.csv");
  const mapping = { sheet: 0, headerRow: 1, fields: {}, dateOrder: "mdy", areaUnit: "sqm" } as const;
  const map = (change: object) => as.manager.send(siteImports.map, { params: { importId: body.id }, body: { ...mapping, ...change } });
  expect(codes(await map({}))).toEqual(["rentroll.fieldNeeded", "rentroll.fieldNeeded"]);
  expect(codes(await map({ sheet: 3 }))).toEqual(["rentroll.noSuchSheet"]);
  expect(codes(await map({ headerRow: 90 }))).toEqual(["rentroll.noHeader"]);
  expect((await map({ fields: { unitNo: { fixed: "\0" }, building: { column: 0 } } })).status).toBe(422);
});

dbTest(
  "five thousand rows pass through, half of them twice",
  async (world) => {
    await importing(world, async (steps) => {
      const sheet = sampleRoll(5_000);
      const columns = sheet.titles.map((title) => ({ title }));
      expect((await steps.imported(writeCsv({ columns, rows: sheet.rows as never }), "a.csv")).counts).toMatchObject({ created: 5_000, refused: 0 });
      expect((await steps.imported(writeCsv({ columns, rows: sheet.rows.slice(0, 2_500) as never }), "b.csv")).counts).toMatchObject({ unchanged: 2_500, refused: 0 });
    });
  },
  60_000,
);

dbTest("imports are listed newest first, page by page; a cursor that is none is refused or finds nothing", async ({ as }) => {
  for (const name of ["a.csv", "b.csv", "c.csv"]) await as.manager.send(siteImports.upload, {} as never, { file: { name, bytes: csv("房号,楼栋\n1801,1座\n") } });
  const first = await as.manager.send(siteImports.list, { query: { limit: 2 } });
  expect(first.body.items.map(({ fileName }) => fileName)).toEqual(["c.csv", "b.csv"]);
  const second = await as.manager.send(siteImports.list, { query: { limit: 2, cursor: first.body.next ?? "" } });
  expect([second.body.items.map(({ fileName }) => fileName), second.body.next]).toEqual([["a.csv"], null]);
  const words = Buffer.from(JSON.stringify(["no such"])).toString("base64url");
  for (const cursor of [words, "%%%", Buffer.from('["1e999"]').toString("base64url")]) {
    expect((await as.manager.send(siteImports.list, { query: { cursor } })).status).toBeLessThan(500);
    const importId = first.body.items[0]?.id ?? "";
    expect((await as.manager.send(siteImports.refused, { params: { importId }, query: { cursor } })).status).toBeLessThan(500);
  }
});
