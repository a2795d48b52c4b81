import fc from "fast-check";
import { describe, expect } from "vitest";
import { asId, type Id, newId } from "#kernel/id.ts";
import { problems } from "#kernel/problem.ts";
import type { Role } from "#kernel/role.ts";
import { words } from "#kernel/words.ts";
import { json } from "#platform/db/json.ts";
import { readSheets } from "#platform/spreadsheet/index.ts";
import { systemActor } from "#platform/runtime.ts";
import { excuseDuty, openDuty, overrideDuty } from "#features/duties/server/index.ts";
import { getFact } from "#features/evidence/contract.ts";
import type { Procedure } from "#features/manual/rules.ts";
import { adoptProposedParameters, openGate } from "#features/manual/server/index.ts";
import * as service from "#features/service/contract.ts";
import { aTaking } from "#features/service/samples.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { noOccasions, verdicts } from "../rules.ts";
import { foldTally } from "./commands.ts";
import { recount, tallies } from "./tallies.ts";

describe("the matrix", () => {
  dbTest("a standard whose name no database can hold is refused, not failed on", async ({ as }) => {
    expect((await as.officer.send(contract.listCounted, { query: { from: "2026-03", clause: "2.2.2-3", standard: "first\0" } })).status).toBe(422);
  });

  dbTest("every clause has its row, every month its count: kept over owed (preface)", async (world) => {
    const { as } = world;
    await closed(world, { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z", outcome: "kept" });
    await closed(world, { dueAt: "2026-03-03T09:00Z", closedAt: "2026-03-04T08:00Z", outcome: "late" });
    await closed(world, { dueAt: "2026-02-03T09:00Z", closedAt: "2026-02-02T08:00Z", outcome: "kept" });
    const { body } = await as.officer.send(contract.getMatrix, { query: { months: "2" } });
    expect(body.months).toEqual(["2026-02", "2026-03"]);
    const row = rowOf(body, "2.2.2-3");
    expect(row.cells).toEqual([
      { ...noOccasions, kept: 1 },
      { ...noOccasions, kept: 1, late: 1 },
    ]);
    expect(row.standards.map(({ id, total }) => [id, total.kept])).toEqual([
      ["firstFeedback", 2],
      ["complexFeedback", 0],
    ]);
    expect(body.total).toEqual({ ...noOccasions, kept: 2, late: 1 });
  });

  dbTest("what has no occasions is unmeasured, and says why where it can have none (2.1, 1.3)", async ({ as }) => {
    const { body } = await as.officer.send(contract.getMatrix, { query: {} });
    expect(body.rows).toHaveLength(43);
    expect([rowOf(body, "2.2.2-3").unmeasured, rowOf(body, "3.1.1-1").unmeasured, rowOf(body, "1.3.1").unmeasured, rowOf(body, "2.2.1-3").unmeasured]).toEqual([
      "noOccasions",
      "notRunning",
      "noStandard",
      "parameterOpen",
    ]);
    for (const row of body.rows) expect([row.clause, row.unmeasured]).toEqual([row.clause, expect.any(String)]);
    expect(body.total).toEqual(noOccasions);
  });

  dbTest("an overdue duty counts before it is closed, until somebody pauses or excuses it", async (world) => {
    const { as } = world;
    const { id } = await opened(world, { dueAt: "2026-03-06T09:00Z" });
    await opened(world, { dueAt: "2026-03-20T09:00Z" });
    const now = async () => rowOf((await as.officer.send(contract.getMatrix, { query: {} })).body, "2.2.2-3").total;
    expect(await now()).toEqual({ ...noOccasions, overdue: 1 });
    await close(world, id, { closedAt: "2026-03-09T01:00Z", outcome: "excused" });
    expect(await now()).toEqual({ ...noOccasions, excused: 1 });
  });

  dbTest("a duty kept early counts when it was done, one not kept when it fell due (site's own zone)", async (world) => {
    const { as } = world;
    await closed(world, { dueAt: "2026-03-02T09:00Z", closedAt: "2026-02-27T08:00Z", outcome: "kept" });
    await closed(world, { dueAt: "2026-02-28T15:59Z", closedAt: "2026-03-02T08:00Z", outcome: "late" });
    await closed(world, { dueAt: "2026-02-28T16:01Z", closedAt: "2026-03-02T08:00Z", outcome: "late" });
    const { body } = await as.officer.send(contract.getMatrix, { query: { months: "2" } });
    expect(rowOf(body, "2.2.2-3").cells).toEqual([
      { ...noOccasions, kept: 1, late: 1 },
      { ...noOccasions, late: 1 },
    ]);
  });

  dbTest("another site's duties never count here", async (world) => {
    const { as, given } = world;
    const elsewhere = await given.site();
    await closed(world, { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z", outcome: "kept", siteId: elsewhere });
    expect((await as.officer.send(contract.getMatrix, { query: {} })).body.total).toEqual(noOccasions);
    expect((await as.officer.send(contract.getMatrix, { params: { siteId: elsewhere }, query: {} })).status).toBe(404);
  });

  dbTest("exports to Excel, the denominator beside each score", async (world) => {
    const { as } = world;
    await closed(world, { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z", outcome: "kept" });
    const reply = await as.officer.send(contract.exportMatrix, { query: { months: "1" } });
    const rows = await rowsOfSheet(reply.bytes);
    expect(rows[0]).toEqual(["条款", "内容", "标准", "目标", "2026-03 得分", "2026-03 按时", "2026-03 应办数"]);
    expect(rows.find((row) => row[2] === "一般投诉首次反馈")?.slice(4)).toEqual(["1", "1", "1"]);
    expect(rows.find((row) => row[2] === "复杂投诉按约反馈")?.slice(4)).toEqual(["未考核", "0", "0"]);
  });
});

describe("the kept tally", () => {
  dbTest(
    "property: always equals the count taken anew from the duties, folded or not, whatever happened in which order",
    async (world) => {
      const { runtime, clock } = world;
      const anyDeed = fc.record({
        site: fc.nat(1),
        standard: fc.constantFrom("firstFeedback", "callback"),
        owner: fc.option(fc.nat(2), { nil: null }),
        role: fc.constantFrom<Role>("serviceOfficer", "technician"),
        dueIn: fc.integer({ min: -60 * 24 * 40, max: 60 * 24 * 20 }),
        ending: fc.option(
          fc.record({
            outcome: fc.constantFrom("kept", "late", "missed", "excused"),
            overridden: fc.boolean(),
            after: fc.integer({ min: -5000, max: 5000 }),
            atOnce: fc.boolean(),
          }),
          { nil: null },
        ),
        fold: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(anyDeed, { minLength: 1, maxLength: 15 }), async (deeds) => {
          const sites = [await world.given.site(), await world.given.site()];
          const persons = await people(world, 3);
          for (const { site, standard, owner, role, dueIn, ending, fold } of deeds) {
            const siteId = sites[site]!;
            const dueAt = clock.now().add({ minutes: dueIn }).toString();
            const closing = ending && {
              closedAt: Temporal.Instant.from(dueAt).add({ minutes: ending.after }).toString(),
              outcome: ending.outcome as Outcome,
              overridden: ending.overridden,
            };
            const common = { siteId, standard, clause: standard === "callback" ? "2.2.1-3" : "2.2.2-3", ownerRole: role, ownerId: owner === null ? null : persons[owner]!, dueAt };
            if (closing && ending.atOnce) await closed(world, { ...common, ...closing });
            else {
              const { id } = await opened(world, common);
              if (closing) await close(world, id, { ...closing, siteId });
            }
            if (fold) await runtime.at(siteId, { actor: systemActor }, foldTally);
          }
          for (const by of [["site_id", "month", "clause", "standard", "owner_role", "owner_id"], ["clause"], ["owner_id", "month"]] as const) {
            const selection = { siteIds: sites, from: Temporal.PlainYearMonth.from("2025-12"), to: Temporal.PlainYearMonth.from("2026-04") };
            const [kept, anew] = await runtime.across(sites, { actor: systemActor, now: clock.now() }, async (ctx) => [
              await tallies(ctx, selection, by),
              await recount(ctx, selection, by),
            ]);
            expect(sorted(kept)).toEqual(sorted(anew));
          }
        }),
        { numRuns: 25 },
      );
    },
    120_000,
  );

  dbTest("two foldings at once count each duty once, and closings meanwhile are neither lost nor doubled", async (world) => {
    const { runtime, given, as } = world;
    const close20 = () => Promise.all(Array.from({ length: 20 }, () => closed(world, { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z", outcome: "kept" })));
    const fold = () => runtime.at(given.siteId, { actor: systemActor }, foldTally);
    await close20();
    await Promise.all([fold(), fold(), close20(), fold()]);
    expect((await as.officer.send(contract.getMatrix, { query: {} })).body.total.kept).toBe(40);
    await fold();
    expect((await as.officer.send(contract.getMatrix, { query: {} })).body.total.kept).toBe(40);
    const left = await given.command((ctx) => ctx.tx.selectFrom("appraisal.closing").where("site_id", "=", ctx.siteId).selectAll().execute());
    expect(left).toEqual([]);
  });

  dbTest("a tenant's contact who closes a duty is counted, and reads no tally", async (world) => {
    const { given, runtime, as } = world;
    const { id: tenantId } = await given.tenant();
    const { id } = await opened(world, { dueAt: "2026-03-10T09:00Z", tenantId });
    const actor = { ...systemActor, kind: "person", grants: [{ siteId: given.siteId, role: "tenantContact", tenantId, authorities: ["repair"] }] } as const;
    const seen = await runtime.at(given.siteId, { actor }, async (ctx) => {
      await ctx.tx.updateTable("duties.duty").set({ closed_at: world.clock.now(), outcome: "kept" }).where("id", "=", id).execute();
      return ctx.tx.selectFrom("appraisal.closing").selectAll().execute();
    });
    expect(seen).toEqual([]);
    expect((await as.officer.send(contract.getMatrix, { query: {} })).body.total.kept).toBe(1);
    expect((await as.contact({ tenantId }).send(contract.getMatrix, { query: {} })).status).toBe(403);
  });
});

describe("behind a cell", () => {
  dbTest("clause, month and verdict lead to exactly the duties that were counted, with record and evidence, page by page", async (world) => {
    const { as } = world;
    const evidenceId = newId<"evidence">();
    for (let day = 1; day <= 5; day++)
      await closed(world, { dueAt: `2026-03-0${day}T09:00Z`, closedAt: `2026-03-0${day}T08:00Z`, outcome: day === 5 ? "late" : "kept", evidenceId, label: `TS-${day}` });
    await opened(world, { dueAt: "2026-03-06T09:00Z", label: "TS-6" });
    const cell = { from: "2026-03", clause: "2.2.2-3" };
    const first = (await as.officer.send(contract.listCounted, { query: { ...cell, limit: "4" } })).body;
    expect(first.items.map(({ subject, verdict }) => [subject.label, verdict])).toEqual([
      ["TS-6", "overdue"],
      ["TS-5", "late"],
      ["TS-4", "kept"],
      ["TS-3", "kept"],
    ]);
    const second = (await as.officer.send(contract.listCounted, { query: { ...cell, limit: "4", cursor: first.next! } })).body;
    expect([second.items.map(({ subject }) => subject.label), second.next]).toEqual([["TS-2", "TS-1"], null]);
    expect(second.items[0]).toMatchObject({ evidenceId, subject: { kind: "case" }, name: { zh: "一般投诉首次反馈" } });
    const late = (await as.officer.send(contract.listCounted, { query: { ...cell, verdict: "late" } })).body.items;
    expect(late.map(({ subject }) => subject.label)).toEqual(["TS-5"]);
    const chapter = (await as.officer.send(contract.listCounted, { query: { from: "2026-03", chapter: "2.2" } })).body.items;
    expect(chapter).toHaveLength(6);
    expect((await as.officer.send(contract.listCounted, { query: { from: "2026-03", chapter: "2.1" } })).body.items).toEqual([]);
  });

  dbTest("a forged cursor is refused, not a fault", async ({ as }) => {
    for (const keys of [
      ["x", "y"],
      ["2026-99-99T00:00:00Z", newId()],
      ["2026-03-01T00:00:00Z", "1' or '1'='1"],
    ]) {
      const cursor = Buffer.from(JSON.stringify(keys)).toString("base64url");
      expect((await as.officer.send(contract.listCounted, { query: { from: "2026-03", cursor } })).status).toBe(422);
    }
  });
});

describe("by person and department", () => {
  dbTest("each person and each department has its own score; what lay with no one stands under its role", async (world) => {
    const { as } = world;
    const [li, wang] = await people(world, 2);
    const at = { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z" };
    await closed(world, { ...at, outcome: "kept", ownerId: li! });
    await closed(world, { ...at, outcome: "late", ownerId: li! });
    await closed(world, { ...at, outcome: "kept", ownerId: wang!, ownerRole: "technician" });
    await closed(world, { ...at, outcome: "missed", ownerId: null, ownerRole: "technician" });
    const { body } = await as.manager.send(contract.getPeople, { query: { months: "1" } });
    expect(body.departments.map(({ department, total }) => [department, total.kept, total.late + total.missed])).toEqual([
      ["service", 1, 1],
      ["engineering", 1, 1],
    ]);
    expect(body.people.map(({ personId, role, total }) => [personId, role, total.kept])).toEqual(
      expect.arrayContaining([
        [li, "serviceOfficer", 1],
        [wang, "technician", 1],
        [null, "technician", 0],
      ]),
    );
    const own = await as.manager.send(contract.getMatrix, { query: { personId: li! } });
    expect(own.body.total).toEqual({ ...noOccasions, kept: 1, late: 1 });
    const department = await as.manager.send(contract.getMatrix, { query: { department: "engineering" } });
    expect(department.body.total).toEqual({ ...noOccasions, kept: 1, missed: 1 });
  });

  dbTest("scores by name are for those who answer for people; everybody may see their own", async (world) => {
    const { as } = world;
    const [li] = await people(world, 1);
    expect((await as.officer.send(contract.getPeople, { query: {} })).status).toBe(403);
    expect((await as.officer.send(contract.getMatrix, { query: { personId: li! } })).status).toBe(403);
    expect((await as.officer.send(contract.getMatrix, { query: { personId: as.officer.person.id } })).status).toBe(200);
  });
});

describe("the group", () => {
  dbTest("sites by chapters, over the sites in reach and no others", async (world) => {
    const { as, given } = world;
    const elsewhere = await given.site();
    const at = { dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T08:00Z", outcome: "kept" } as const;
    await closed(world, at);
    await closed(world, { ...at, siteId: elsewhere });
    const { body } = await as.manager.send(contract.getGroup, { query: {} });
    expect(body.chapters.map(({ id, unmeasured }) => [id, unmeasured])).toEqual([
      ["2.1", null],
      ["2.2", null],
      ["3.1", "notRunning"],
    ]);
    expect(body.sites.map(({ siteId, total }) => [siteId, total.kept])).toEqual([[given.siteId, 1]]);
    expect((await as.manager.send(contract.exportGroup, { query: {} })).status).toBe(200);
  });
});

describe("the monthly sheet", () => {
  dbTest("each standard with its target, count and result; the running month says so", async (world) => {
    const { as } = world;
    await closed(world, { dueAt: "2026-02-03T09:00Z", closedAt: "2026-02-03T08:00Z", outcome: "kept" });
    await closed(world, { dueAt: "2026-02-03T09:00Z", closedAt: "2026-02-03T08:00Z", outcome: "kept", overridden: true });
    const { body } = await as.officer.send(contract.getMonthly, { params: { month: "2026-02" } });
    expect(body).toMatchObject({ isRunning: false, siteName: "测试大厦" });
    const line = body.lines.find(({ clause }) => clause === "2.2.2-3")!;
    expect(line.standards).toEqual([
      expect.objectContaining({ id: "firstFeedback", target: 100, isMet: false, tally: { ...noOccasions, kept: 1, overridden: 1 } }),
      expect.objectContaining({ id: "complexFeedback", isMet: null }),
    ]);
    expect((await as.officer.send(contract.getMonthly, { params: { month: "2026-03" } })).body.isRunning).toBe(true);
    const rows = await rowsOfSheet((await as.officer.send(contract.exportMonthly, { params: { month: "2026-02" }, query: {} })).bytes);
    expect(rows.find((row) => row[2] === "一般投诉首次反馈")?.slice(-2)).toEqual(["0.5", "未达标"]);
    expect(rows.find((row) => row[0] === "3.1.1-1")?.at(-1)).toBe("本章尚未在系统中运行，不计分");
  });
});

describe("one clause", () => {
  dbTest("shows its months and its standards (2.2.1-4)", async (world) => {
    const { as } = world;
    await closed(world, { clause: "2.2.1-4", standard: "noRepeat", dueAt: "2026-03-02T09:00Z", closedAt: "2026-03-02T09:00Z", outcome: "missed" });
    const { body } = await as.officer.send(contract.getClauseScore, { params: { clauseId: "2.2.1-4" }, query: {} });
    expect(body.row).toMatchObject({
      clause: "2.2.1-4",
      total: { missed: 1 },
      standards: [
        { id: "monthlyAnalysis", total: { missed: 0 } },
        { id: "noRepeat", total: { missed: 1 } },
      ],
    });
    const reply = await as.officer.send(contract.getClauseScore, { params: { clauseId: "9.9" }, query: {} });
    expect([reply.status, codes(reply)]).toEqual([404, ["edge.notFound"]]);
  });
});

describe("exceptions", () => {
  dbTest("an opened gate, a voided case and an excused duty stand in the month's list with who and why, each with its evidence (2.2.1-3)", async (world) => {
    const { as, given } = world;
    await given.command((ctx) => adoptProposedParameters(ctx));
    const { id: tenantId } = await given.tenant();
    const take = async () => (await as.officer.send(service.takeCase, { body: aTaking(tenantId, {}) })).body;
    const [first, second] = [await take(), await take()];
    expect((await as.manager.send(service.openGate, { params: { caseId: first.id }, body: { gate: "closure", reason: "租户已搬离，无法联系" } })).status).toBe(200);
    expect((await as.manager.send(service.voidCase, { params: { caseId: second.id }, body: { reason: "录入重复" } })).status).toBe(200);
    await given.command((ctx) => excuseDuty(ctx, { standard: "firstFeedback", subject: { kind: "case", id: first.id } }, { reason: "台风停工" }));

    const query = { month: "2026-03" };
    const { items } = (await as.manager.send(contract.listExceptions, { query })).body;
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: "gateOpened",
          clause: "2.2.1-3",
          reason: "租户已搬离，无法联系",
          byName: "projectManager",
          subject: expect.objectContaining({ kind: "case", id: first.id }),
        }),
        expect.objectContaining({ kind: "caseVoided", clause: "2.2.1-1", reason: "录入重复" }),
        expect.objectContaining({ kind: "dutyExcused", clause: "2.2.2-3", reason: "台风停工", dutyId: expect.any(String) }),
      ]),
    );
    const known = await given.command((ctx) => ctx.tx.selectFrom("evidence.fact").where("site_id", "=", ctx.siteId).select("id").execute());
    for (const { evidenceId } of items) expect(known.map(({ id }) => id)).toContain(evidenceId);

    const only = await as.manager.send(contract.listExceptions, { query: { ...query, kind: "caseVoided" } });
    expect(only.body.items.map(({ kind }) => kind)).toEqual(["caseVoided"]);
    const { exceptions } = (await as.manager.send(contract.getMonthly, { params: { month: "2026-03" } })).body;
    expect(exceptions.find(({ kind }) => kind === "gateOpened")?.count).toBe(1);
    const rows = await rowsOfSheet((await as.manager.send(contract.exportExceptions, { query: { ...query, kind: "gateOpened" } })).bytes);
    expect(rows[1]?.slice(1, 3)).toEqual(["越过关口", "2.2.1-3"]);
    expect((await as.officer.send(contract.listExceptions, { query })).status).toBe(403);
  });

  dbTest("a gate of a procedure opened by a manager stands in the month's list under the clause of its step, and opens the case (2.1.1-5)", async (world) => {
    const { as, given } = world;
    const unpaid = problems("gateTest", { unpaid: { status: 409, words: words("首期款未到账", "First payment not received") } }).unpaid;
    const keys = { id: "keys", clause: "2.1.1-5", name: words("发放钥匙", "Keys"), role: "serviceOfficer", needs: [] } as const;
    const gate = () => [{ reason: unpaid(), clearedBy: null }];
    const procedure: Procedure<null> = { id: "moveIn", clause: "2.1.1", name: words("入驻", "Move-in"), steps: [{ ...keys, gate, done: () => null }] };
    const caseId = newId();
    const at = { caseId, label: "RZ-2026-001", facts: null, marks: { openings: [] } };
    await given.command((ctx) => openGate(ctx, procedure, at, { step: "keys", reason: "总部已担保" }));

    const query = { month: "2026-03", kind: "gateOpened" } as const;
    const { items } = (await as.manager.send(contract.listExceptions, { query })).body;
    expect(items).toMatchObject([{ clause: "2.1.1-5", reason: "总部已担保", subject: { kind: "moveIn", id: caseId, label: "RZ-2026-001" } }]);
    const rows = await rowsOfSheet((await as.manager.send(contract.exportExceptions, { query })).bytes);
    expect(rows[1]?.slice(1, 4)).toEqual(["越过关口", "2.1.1-5", "RZ-2026-001"]);
    const fact = (await as.manager.send(getFact, { params: { factId: items[0]!.evidenceId } })).body;
    expect(fact).toMatchObject({ fact: { name: "manual.gate_opened", clauses: ["2.1.1-5"], subject: { kind: "moveIn", id: caseId } } });
  });

  dbTest("a feedback told for a time within its limit but entered after it keeps the duty, and stands among the exceptions (2.2.2-3)", async (world) => {
    const { as, given, clock } = world;
    await given.command((ctx) => adoptProposedParameters(ctx));
    const { id: tenantId } = await given.tenant();
    const { id: caseId, dueAt } = (await as.officer.send(service.takeCase, { body: aTaking(tenantId, {}) })).body;
    expect(dueAt).toBe("2026-03-10T10:00:00Z");
    clock.set("2026-03-10T12:30:00Z");
    const told = { isResult: true, words: "已修好", toWhom: "王敏", means: "phone" as const, saidAt: "2026-03-10T09:30:00Z" };
    expect((await as.officer.send(service.giveFeedback, { params: { caseId }, body: told })).status).toBe(200);

    const query = { month: "2026-03", kind: "dutyToldLater" as const };
    const { items } = (await as.manager.send(contract.listExceptions, { query })).body;
    expect(items).toMatchObject([{ kind: "dutyToldLater", clause: "2.2.2-3", reason: "toldLater", reasonFacts: { minutes: 180 }, happenedAt: "2026-03-10T12:30:00Z" }]);
    const exported = await rowsOfSheet((await as.manager.send(contract.exportExceptions, { query })).bytes);
    expect(exported[1]?.slice(1, 5)).toEqual(["补记后按时", "2.2.2-3", expect.any(String), "补记：晚 3 小时录入，按录入时间已逾期"]);

    const cell = { from: "2026-03", clause: "2.2.2-3", standard: "firstFeedback" };
    const counted = (await as.officer.send(contract.listCounted, { query: cell })).body.items;
    expect(counted).toMatchObject([{ verdict: "kept", closedAt: "2026-03-10T09:30:00Z", enteredAt: "2026-03-10T12:30:00Z", isToldLater: true }]);
    const sheet = await rowsOfSheet((await as.officer.send(contract.exportCounted, { query: cell })).bytes);
    expect([sheet[0]?.[10], sheet[1]?.[10]]).toEqual(["补记后按时", "是"]);
  });

  dbTest("a feedback entered late but within its limit is no exception, nor one that was late by either time (2.2.2-3)", async (world) => {
    const { as, given, clock } = world;
    await given.command((ctx) => adoptProposedParameters(ctx));
    const { id: tenantId } = await given.tenant();
    const [early, late] = [
      (await as.officer.send(service.takeCase, { body: aTaking(tenantId, {}) })).body,
      (await as.officer.send(service.takeCase, { body: aTaking(tenantId, {}) })).body,
    ];
    const tell = (caseId: string, saidAt: string) =>
      as.officer.send(service.giveFeedback, { params: { caseId }, body: { isResult: true, words: "已修好", toWhom: "王敏", means: "phone", saidAt } });
    clock.set("2026-03-10T09:00:00Z");
    await tell(early.id, "2026-03-09T03:00:00Z");
    clock.set("2026-03-10T12:00:00Z");
    await tell(late.id, "2026-03-10T11:00:00Z");
    expect((await as.manager.send(contract.listExceptions, { query: { month: "2026-03" } })).body.items).toEqual([]);
    const counted = (await as.officer.send(contract.listCounted, { query: { from: "2026-03", standard: "firstFeedback" } })).body.items;
    expect(counted.map(({ verdict, isToldLater }) => [verdict, isToldLater])).toEqual([
      ["late", false],
      ["kept", false],
    ]);
  });

  dbTest("an overridden duty counts as owed and not kept, however it is called elsewhere (preface)", async (world) => {
    const { as, given } = world;
    await given.command(async (ctx) => {
      await adoptProposedParameters(ctx);
      const subject = { kind: "case", id: newId(), label: "TS-9" };
      await openDuty(ctx, { standard: "firstFeedback", subject, ownerRole: "serviceOfficer" });
      await overrideDuty(ctx, { standard: "firstFeedback", subject }, { reason: "经理放行" });
    });
    expect(rowOf((await as.officer.send(contract.getMatrix, { query: {} })).body, "2.2.2-3").total).toEqual({ ...noOccasions, overridden: 1 });
    expect((await as.manager.send(contract.listExceptions, { query: { month: "2026-03" } })).body.items).toMatchObject([
      { kind: "dutyOverridden", reason: "经理放行", subject: { label: "TS-9" } },
    ]);
  });

  dbTest("from a complaint to the score: feedback in time is kept, and the cell leads to its evidence (2.2.2-3)", async (world) => {
    const { as, given } = world;
    await given.command((ctx) => adoptProposedParameters(ctx));
    const { id: tenantId } = await given.tenant();
    const { id: caseId } = (await as.officer.send(service.takeCase, { body: aTaking(tenantId, {}) })).body;
    await as.officer.send(service.giveFeedback, { params: { caseId }, body: { isResult: false, words: "已派工程部", toWhom: "王敏", means: "phone" } });
    const row = rowOf((await as.officer.send(contract.getMatrix, { query: {} })).body, "2.2.2-3");
    expect(row.standards.find(({ id }) => id === "firstFeedback")?.total).toEqual({ ...noOccasions, kept: 1 });
    const [duty] = (await as.officer.send(contract.listCounted, { query: { from: "2026-03", clause: "2.2.2-3" } })).body.items;
    expect(duty).toMatchObject({ verdict: "kept", subject: { kind: "case", id: caseId } });
    const fact = await as.manager.send(getFact, { params: { factId: duty!.evidenceId! } });
    expect(fact.body).toMatchObject({ isHashTrue: true, fact: { name: "service.feedback_given", subject: { kind: "case", id: caseId } } });
  });
});

type Outcome = "kept" | "late" | "missed" | "excused";

interface DutyOptions {
  readonly dueAt: string;
  readonly siteId?: Id<"site">;
  readonly clause?: string;
  readonly standard?: string;
  readonly ownerRole?: Role;
  readonly ownerId?: Id<"person"> | null;
  readonly tenantId?: Id<"tenant">;
  readonly label?: string;
  readonly evidenceId?: Id<"evidence">;
}

interface Closing {
  readonly closedAt: string;
  readonly outcome: Outcome;
  readonly overridden?: boolean;
}

/** A duty as the duties feature leaves it, in whatever state. */
async function opened(world: World, options: DutyOptions, closing?: Closing): Promise<{ id: Id<"duty"> }> {
  const {
    dueAt,
    siteId = world.given.siteId,
    clause = "2.2.2-3",
    standard = "firstFeedback",
    ownerRole = "serviceOfficer",
    ownerId = null,
    tenantId = null,
    label = "TS-1",
    evidenceId = null,
  } = options;
  const id = newId<"duty">();
  const openedAt = Temporal.Instant.from(dueAt).subtract({ hours: 24 });
  await world.runtime.at(siteId, { actor: systemActor, now: world.clock.now() }, (ctx) =>
    ctx.tx
      .insertInto("duties.duty")
      .values({
        site_id: siteId,
        id,
        standard,
        manual_version: 1,
        clause,
        wording: json({ name: { zh: "一般投诉首次反馈", en: "First feedback" }, measure: { zh: "一", en: "a" } }),
        subject_kind: "case",
        subject_id: newId(),
        subject_label: label,
        tenant_id: tenantId,
        owner_role: ownerRole,
        owner_id: ownerId,
        opened_at: openedAt,
        counted_from: openedAt,
        counted_by: "received",
        due_at: Temporal.Instant.from(dueAt),
        explanation: json({}),
        evidence_id: evidenceId,
        ...(closing ? endingOf(closing) : {}),
      })
      .execute(),
  );
  return { id };
}

const closed = (world: World, options: DutyOptions & Closing) => opened(world, options, options);

async function close(world: World, id: Id<"duty">, closing: Closing & { readonly siteId?: Id<"site"> }): Promise<void> {
  await world.runtime.at(closing.siteId ?? world.given.siteId, { actor: systemActor }, (ctx) =>
    ctx.tx.updateTable("duties.duty").set(endingOf(closing)).where("id", "=", id).execute(),
  );
}

const endingOf = ({ closedAt, outcome, overridden = false }: Closing) => ({
  closed_at: Temporal.Instant.from(closedAt),
  outcome,
  overridden,
  ...(outcome === "excused" || overridden ? { excuse: "测试" } : {}),
});

async function people(world: World, count: number): Promise<Id<"person">[]> {
  const ids = Array.from({ length: count }, () => newId<"person">());
  await world.given.command((ctx) =>
    ctx.tx
      .insertInto("people.person")
      .values(ids.map((id, index) => ({ id, name: `员工${index}`, created_at: ctx.now })))
      .execute(),
  );
  return ids.map((id) => asId<"person">(id));
}

const rowOf = <R extends { readonly clause: string }>({ rows }: { readonly rows: readonly R[] }, clause: string): R => rows.find((row) => row.clause === clause)!;

const sorted = (rows: readonly object[]) =>
  rows
    .map((row) => JSON.stringify(row, Object.keys(row).toSorted()))
    .filter((row) => verdicts.some((verdict) => !row.includes(`"${verdict}":0`)))
    .toSorted();

async function rowsOfSheet(bytes: Uint8Array): Promise<string[][]> {
  const file = await readSheets(bytes, "考核.xlsx");
  const rows: string[][] = [];
  for await (const row of file.rows(0)) rows.push(row.cells.map((cell) => (cell === null || cell === undefined ? "" : String(cell))));
  return rows;
}
