import { sql } from "kysely";
import { describe, expect } from "vitest";
import { asId } from "#kernel/id.ts";
import type { Actor } from "#platform/context.ts";
import { systemActor } from "#platform/runtime.ts";
import { codes, dbTest, type World } from "#test/harness/index.ts";
import * as contract from "../contract.ts";
import { parameterIds } from "../rules.ts";
import { announce } from "./commands.ts";
import { clauseById, parameterOf, standardOf } from "./index.ts";

describe("the book", () => {
  dbTest("a new company reads the first edition at once, whole (preface)", async ({ as }) => {
    const { status, body } = await as.officer.send(contract.getBook, {});
    expect(status).toBe(200);
    expect(body.edition).toMatchObject({ number: 1, state: "published", effectiveTo: null });
    expect(body.book.clauses).toHaveLength(43);
    expect(body.book.clauses.find(({ id }) => id === "2.2.2-3")?.title.zh).toBe("首问负责与反馈时限");
  });

  dbTest("is the operator's own: a tenant's contact does not read it", async ({ as, given }) => {
    const { id: tenantId } = await given.tenant();
    const contact = as.contact({ tenantId });
    for (const reply of [
      await contact.send(contract.getBook, {}),
      await contact.send(contract.listEditions, {}),
      await contact.send(contract.searchManual, { query: { text: "回访" } }),
      await contact.send(contract.getParameters, {}),
    ])
      expect(reply.status).toBe(403);
    expect((await as.nobody.send(contract.getBook, {})).status).toBe(401);
  });

  dbTest("is searched in Chinese and in English (2.2.1-3)", async ({ as }) => {
    for (const text of ["回访", "call-back"]) {
      const { body } = await as.officer.send(contract.searchManual, { query: { text } });
      expect(body.hits[0]).toMatchObject({ clause: "2.2.1-3" });
    }
    expect((await as.officer.send(contract.searchManual, { query: { text: "" } })).body.hits).toEqual([]);
  });

  dbTest("had no edition before the first day", async ({ as }) => {
    const reply = await as.officer.send(contract.getBook, { query: { on: "1999-12-31" } });
    expect([reply.status, codes(reply)]).toEqual([404, ["manual.noEdition"]]);
  });

  dbTest("a clause's page has its standards, the site's figures, its procedure and its neighbours (2.2.1-3)", async ({ as }) => {
    const { body } = await as.officer.send(contract.getClause, { params: { clauseId: "2.2.1-3" } });
    expect(body).toMatchObject({ clause: { id: "2.2.1-3", gate: { zh: "未反馈、未回访不得关闭" } }, previous: "2.2.1-2", next: "2.2.1-4" });
    expect(body.path.map(({ id }) => id)).toEqual(["2", "2.2", "2.2.1"]);
    expect(body.standards.map(({ id }) => id)).toEqual(["callback"]);
    expect(body.parameters).toEqual([expect.objectContaining({ definition: expect.objectContaining({ id: "callbackDays", proposed: 3 }), setting: null })]);
    expect(body.procedure.map(({ id }) => id)).toEqual(["2.2.1-1", "2.2.1-2", "2.2.1-3", "2.2.1-4"]);
  });

  dbTest("a clause that is not there is not found", async ({ as }) => {
    const reply = await as.officer.send(contract.getClause, { params: { clauseId: "9.9.9-9" } });
    expect([reply.status, codes(reply)]).toEqual([404, ["manual.clauseNotFound"]]);
  });
});

describe("a site's parameters", () => {
  dbTest("a standard with an open figure is refused, naming the figure and the proposal, until the site has set it (2.2.1-3)", async ({ as, given }) => {
    await expect(given.command((ctx) => standardOf(ctx, "callback"))).rejects.toMatchObject({
      reasons: [{ code: "manual.parameterMissing", facts: { parameter: "callbackDays", proposed: 3, confidence: "inferred" } }],
    });
    const set = await as.manager.send(contract.setParameter, { params: { parameterId: "callbackDays" }, body: { value: 2, reason: "集团要求" } });
    expect(set.body).toMatchObject({ setting: { value: 2, isAdopted: false, reason: "集团要求", setBy: "projectManager" } });
    expect(await given.command((ctx) => standardOf(ctx, "callback"))).toMatchObject({ limit: { kind: "workingDays", days: 2 }, version: 1 });
    expect(await given.command((ctx) => parameterOf(ctx, "callbackDays"))).toBe(2);
    expect(await given.command((ctx) => clauseById(ctx, "2.2.1-3"))).toMatchObject({ kind: "procedure" });
  });

  dbTest("a standard whose figure the manual gives needs nothing (2.2.2-3)", async ({ given }) => {
    expect(await given.command((ctx) => standardOf(ctx, "firstFeedback"))).toMatchObject({ limit: { kind: "workingDays", days: 1 } });
  });

  dbTest("one step makes a new site usable: every proposal without money or law in it is adopted, the rest stays open", async ({ as, given }) => {
    const { body } = await as.manager.send(contract.adoptProposals, {});
    expect(body.adopted).toEqual(expect.arrayContaining(["callbackDays", "analysisDay", "ringOnSeconds", "repeatDays", "enquiryAtOnceMinutes"]));
    expect(body.stillOpen).toEqual(["fitoutRefundDays", "refundDays", "functionalTestMonths", "fullTestMonths", "facilityCheckMonths", "drillMonths"]);
    for (const id of [
      "firstFeedback",
      "complexFeedback",
      "promiseKept",
      "callback",
      "fourFacts",
      "telephone",
      "conduct",
      "monthlyAnalysis",
      "enquiryAnswered",
      "noRepeat",
    ] as const)
      expect(await given.command((ctx) => standardOf(ctx, id))).toMatchObject({ id });
    await expect(given.command((ctx) => parameterOf(ctx, "refundDays"))).rejects.toThrow();
    expect((await as.manager.send(contract.adoptProposals, {})).body.adopted).toEqual([]);
  });

  dbTest("each figure set is evidence, with what it was before and where the proposal came from", async ({ as, given }) => {
    await as.manager.send(contract.adoptProposals, {});
    await as.manager.send(contract.setParameter, { params: { parameterId: "callbackDays" }, body: { value: 5 } });
    const facts = await evidenceOf(given, "manual.parameter_set");
    expect(facts).toHaveLength(14);
    expect(facts.at(-1)).toMatchObject({ parameter: "callbackDays", clause: "2.2.1-3", value: 5, before: 3, isAdopted: false, confidence: "inferred" });
  });

  dbTest("a figure set for a later day holds from that day, and the history keeps both", async ({ as, given }) => {
    const params = { parameterId: "callbackDays" } as const;
    await as.manager.send(contract.setParameter, { params, body: { value: 3 } });
    await as.manager.send(contract.setParameter, { params, body: { value: 1, effectiveFrom: "2026-04-01" } });
    const at = (day: string) => given.command((ctx) => parameterOf(ctx, "callbackDays", Temporal.PlainDate.from(day)));
    expect([await at("2026-03-31"), await at("2026-04-01")]).toEqual([3, 1]);
    const { items } = (await as.manager.send(contract.getParameters, {})).body;
    expect(items.find(({ definition }) => definition.id === "callbackDays")).toMatchObject({ setting: { value: 3 }, coming: [{ value: 1, effectiveFrom: "2026-04-01" }] });
    expect((await as.officer.send(contract.getParameterHistory, { params })).body.items.map(({ value }) => value)).toEqual([1, 3]);
  });

  dbTest("what the manual or the law does not allow is refused (2.2.3-1, 3.1.2-3), and so is a day gone by", async ({ as }) => {
    const put = async (parameterId: (typeof parameterIds)[number], body: { value: number; effectiveFrom?: string }) => {
      const reply = await as.manager.send(contract.setParameter, { params: { parameterId }, body });
      return [reply.status, ...codes(reply)];
    };
    expect(await put("surveyMonths", { value: 4 })).toEqual([422, "manual.notAChoice"]);
    expect(await put("drillMonths", { value: 12 })).toEqual([422, "manual.outOfBounds"]);
    expect(await put("callbackDays", { value: 2, effectiveFrom: "2026-03-08" })).toEqual([409, "manual.backdated"]);
  });

  dbTest("only who answers for the site sets them; others read", async ({ as }) => {
    const set = (sender: World["as"]["officer"]) => sender.send(contract.setParameter, { params: { parameterId: "callbackDays" }, body: { value: 2 } });
    expect((await set(as.officer)).status).toBe(403);
    expect((await as.officer.send(contract.adoptProposals, {})).status).toBe(403);
    expect((await set(as.role("qualityOfficer"))).status).toBe(200);
    expect((await as.officer.send(contract.getParameters, {})).body.maySet).toBe(false);
  });

  dbTest("another site's figures are out of sight, by the query and by the database alone", async ({ as, given, runtime }) => {
    await as.manager.send(contract.setParameter, { params: { parameterId: "callbackDays" }, body: { value: 2 } });
    const elsewhere = await given.site();
    const actor: Actor = { kind: "system", personId: null, name: "", grants: [], isAdministrator: false };
    await expect(runtime.at(elsewhere, { actor }, (ctx) => parameterOf(ctx, "callbackDays"))).rejects.toThrow();
    const seen = await runtime.at(elsewhere, { actor }, (ctx) => ctx.tx.selectFrom("manual.site_parameter").selectAll().execute());
    expect(seen.filter(({ site_id }) => site_id === given.siteId)).toEqual([]);
  });

  dbTest("the database itself keeps what was set", async ({ as, given, runtime }) => {
    await as.manager.send(contract.setParameter, { params: { parameterId: "callbackDays" }, body: { value: 2 } });
    for (const statement of ["update manual.site_parameter set value = 9", "delete from manual.site_parameter", "truncate manual.site_parameter"])
      await expect(runtime.pool.query(statement)).rejects.toThrow(/never changed/);
    await expect(given.command((ctx) => sql`update manual.site_parameter set value = 9`.execute(ctx.tx))).rejects.toThrow(/permission denied/);
  });
});

describe("the next edition", () => {
  dbTest("from draft to publication: a tightened limit holds from its day, and the difference is readable (1.3.4, 2.2.2-3)", async (world) => {
    const { as, given } = world;
    await discardAnyDraft(world);
    const started = (await as.administrator.send(contract.startDraft, {})).body;
    const { name, measure } = started.book.standards.find(({ id }) => id === "firstFeedback")!;
    const changed = await as.administrator.send(contract.putDraftStandard, {
      params: { standardId: "firstFeedback" },
      body: { version: started.edition.version, name, measure, limit: { kind: "workingHours", hours: 4 }, target: 98 },
    });
    const clause = started.book.clauses.find(({ id }) => id === "2.2.2-1")!;
    const rewritten = await as.administrator.send(contract.putDraftClause, {
      params: { clauseId: clause.id },
      body: {
        version: changed.body.version,
        ...clause,
        text: { zh: clause.text.zh.replace("三声", "两声"), en: clause.text.en.replace("three", "two") },
        record: clause.record ?? null,
        gate: null,
        after: null,
      },
    });
    expect(rewritten.status).toBe(200);

    const { draft } = (await as.administrator.send(contract.getDraft, {})).body;
    expect(draft).toMatchObject({
      against: [],
      changes: [
        { part: "clause", id: "2.2.2-1" },
        { part: "standard", id: "firstFeedback" },
      ],
    });
    expect(draft!.changes[0]!.texts[0]!.pieces.zh).toEqual(
      expect.arrayContaining([
        { kind: "removed", text: "三" },
        { kind: "added", text: "两" },
      ]),
    );

    const from = draft!.earliest;
    const published = await as.administrator.send(contract.publishDraft, { body: { version: rewritten.body.version, effectiveFrom: from, note: "一季度改进" } });
    expect(published.body).toMatchObject({ state: "published", effectiveFrom: from, publishedBy: "administrator" });
    const limitOn = (day: string) => given.command(async (ctx) => (await standardOf(ctx, "firstFeedback", Temporal.PlainDate.from(day))).limit);
    expect(await limitOn(Temporal.PlainDate.from(from).subtract({ days: 1 }).toString())).toEqual({ kind: "workingDays", days: 1 });
    expect(await limitOn(from)).toEqual({ kind: "workingTime", minutes: 240 });

    const { body: difference } = await as.officer.send(contract.getDifference, { params: { editionId: published.body.id } });
    expect(difference.from.effectiveTo).toBe(Temporal.PlainDate.from(from).subtract({ days: 1 }).toString());
    expect(difference.changes[1]?.values).toMatchObject([
      { field: "limit", before: { zh: "1 个工作日内" }, after: { zh: "4 个工作小时内" } },
      { field: "target", after: { zh: "98 %" } },
    ]);
  });

  dbTest("is written once into the evidence of every site, however often it is told (1.3.4)", async ({ as, given, runtime }) => {
    const { items } = (await as.administrator.send(contract.listEditions, {})).body;
    const editionId = asId<"edition">(items.find(({ state }) => state === "published")!.id);
    const sites = [given.siteId, await given.site()];
    const tell = () => runtime.across(sites, { actor: systemActor }, (ctx) => announce(ctx, { editionId }));
    await tell();
    await tell();
    for (const siteId of sites) {
      const told = await runtime.at(siteId, { actor: systemActor }, (ctx) => ctx.tx.selectFrom("manual.announcement").where("edition_id", "=", editionId).selectAll().execute());
      expect(told).toHaveLength(1);
    }
  });

  dbTest("a published edition is never changed, not even by the database's owner", async ({ runtime }) => {
    await expect(runtime.pool.query("update manual.edition set note = 'x' where number = 1")).rejects.toThrow(/never changed/);
    await expect(runtime.pool.query("delete from manual.edition where number = 1")).rejects.toThrow(/never changed/);
  });

  dbTest("a draft is refused while it changes nothing, and names every day it cannot take", async (world) => {
    const { as } = world;
    await discardAnyDraft(world);
    const { edition } = (await as.administrator.send(contract.startDraft, {})).body;
    const reply = await as.administrator.send(contract.publishDraft, { body: { version: edition.version, effectiveFrom: "1999-01-01", note: "" } });
    expect([reply.status, codes(reply)]).toEqual([409, ["manual.backdated", "manual.notAfterLast", "manual.nothingChanged"]]);
  });

  dbTest("a clause that a standard stands on cannot be dropped; one without can, and a new one added (1.3.4)", async (world) => {
    const { as } = world;
    await discardAnyDraft(world);
    const { edition } = (await as.administrator.send(contract.startDraft, {})).body;
    const version = String(edition.version);
    const refused = await as.administrator.send(contract.dropDraftClause, { params: { clauseId: "2.2.2-3" }, query: { version } });
    expect([refused.status, codes(refused)]).toEqual([409, ["manual.standardWithoutClause", "manual.standardWithoutClause"]]);
    const dropped = await as.administrator.send(contract.dropDraftClause, { params: { clauseId: "1.2" }, query: { version } });
    const added = await as.administrator.send(contract.putDraftClause, {
      params: { clauseId: "2.2.2-4" },
      body: {
        version: dropped.body.version,
        chapter: "2.2.2",
        kind: "standard",
        title: { zh: "微信回复", en: "WeChat" },
        text: { zh: "微信留言当日回复。", en: "A message is answered the same day." },
        who: ["serviceOfficer"],
        record: null,
        gate: null,
        after: null,
      },
    });
    expect(added.status).toBe(200);
    const { draft } = (await as.administrator.send(contract.getDraft, {})).body;
    expect(draft!.changes.map(({ id, kind }) => [id, kind])).toEqual([
      ["2.2.2-4", "added"],
      ["1.2", "removed"],
    ]);
  });

  dbTest("two drafts at once are refused, and so is a save over somebody else's", async (world) => {
    const { as } = world;
    await discardAnyDraft(world);
    const starts = await Promise.all([as.administrator.send(contract.startDraft, {}), as.administrator.send(contract.startDraft, {})]);
    expect(starts.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const drop = (clauseId: string) => as.administrator.send(contract.dropDraftClause, { params: { clauseId }, query: { version: "1" } });
    const replies = await Promise.all([drop("1.1"), drop("1.2")]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  dbTest("is the administrator's: a manager neither sees nor writes it", async (world) => {
    const { as } = world;
    await discardAnyDraft(world);
    const { edition } = (await as.administrator.send(contract.startDraft, {})).body;
    expect((await as.manager.send(contract.getDraft, {})).status).toBe(403);
    expect((await as.manager.send(contract.startDraft, {})).status).toBe(403);
    expect((await as.manager.send(contract.getEdition, { params: { editionId: edition.id } })).status).toBe(404);
  });
});

/** Editions belong to the company, which these tests share. */
async function discardAnyDraft({ as }: World): Promise<void> {
  const { draft } = (await as.administrator.send(contract.getDraft, {})).body;
  if (draft) await as.administrator.send(contract.discardDraft, { query: { version: String(draft.edition.version) } });
}

async function evidenceOf(given: World["given"], name: string): Promise<Record<string, unknown>[]> {
  const { rows } = await given.command((ctx) =>
    sql<{ facts: Record<string, unknown> }>`select facts from evidence.fact where site_id = ${ctx.siteId} and name = ${name} order by received_at, id`.execute(ctx.tx),
  );
  return rows.map(({ facts }) => facts);
}
