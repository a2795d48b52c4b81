import { expect } from "vitest";
import { z } from "zod";
import type { WireOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { billById } from "#features/billing/server/index.ts";
import * as documents from "#features/documents/contract.ts";
import { dutiesOf } from "#features/duties/server/index.ts";
import { setParameter } from "#features/manual/contract.ts";
import { takePayment } from "#features/payments/server/index.ts";
import { codes, dbTest, type Reply, type World } from "#test/harness/index.ts";
import { entities } from "#test/harness/payments.ts";
import * as contract from "../contract.ts";
import { detailsField } from "../contract/fields.ts";
import { anApplication } from "../samples.ts";
import { standingOf } from "#features/manual/rules.ts";
import { fitOutProcedure } from "../rules.ts";
import { factsOf } from "./queries/facts.ts";

type Details = z.input<typeof detailsField>;
type View = Reply<NonNullable<WireOf<(typeof contract.getCase)["reply"]>>>;
const details = (change: Partial<Details> = {}): Details => ({ ...z.encode(detailsField, anApplication()), ...change });
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const file = (name: string) => ({ file: { name, bytes: png, type: "image/png" } });
const noFees = { fitoutDeposit: 0, passDeposit: 0, fitoutFee: 0, wasteFee: 0 };
const stateOf = ({ body }: View, step: string) => body.standing.steps.find(({ id }) => id === step)?.state;

/** A lease whose tenant wishes to fit out, and the people who carry it there. */
async function scene(world: World, { needsHandover = false } = {}) {
  const { given, as } = world;
  const { property } = await entities(world);
  const { id: unitId } = await given.unit();
  const { id: tenantId } = await given.tenant({ name: "云杉科技（上海）有限公司" });
  const contact = await given.contact({ tenantId, authorities: ["repair", "signing"], email: "wang@example.cn" });
  const { id: leaseId } = await given.lease({ tenantId, unitId });
  const fire = as.role("fireSafetyManager");
  const finance = as.role("finance");
  const guard = as.role("guard");
  const tenant = as.contact({ tenantId, contactId: contact.id });
  await as.manager.send(contract.putSetting, {
    body: { needsHandover, depositPerSqm: 50_00, feePerSqm: 5_00, wastePerSqm: 8_00, passDeposit: 50_00, hours: "08:30–18:00", version: 0 },
  });
  for (const parameterId of ["fitoutAnswerDays", "fitoutReacceptanceMonths", "fitoutRefundDays"] as const)
    await as.manager.send(setParameter, { params: { parameterId }, body: { value: parameterId === "fitoutReacceptanceMonths" ? 1 : 5 } });

  const caseId = newId<"fitOut">();
  const at = { params: { caseId } };
  const open = () => as.officer.send(contract.openCase, { body: { id: caseId, leaseId, cause: "moveIn", unitIds: [unitId] } });
  const view = () => as.manager.send(contract.getCase, at);
  const files = async () => {
    for (const kind of ["drawing", "licence", "insurance"] as const) await as.officer.send(contract.addFile, { ...at, query: { kind } }, file(`${kind}.png`));
  };
  const submit = (change: Partial<Details> = {}) => as.officer.send(contract.submitApplication, { ...at, body: { id: newId(), details: details(change) } });
  const applicationId = async () => (await view()).body.application!.id;
  const engineering = async (outcome: "approved" | "returned" = "approved") =>
    as.engineer.send(contract.reviewEngineering, {
      ...at,
      body: { id: newId(), applicationId: await applicationId(), outcome, opinion: "符合要求", conditions: "吊顶封闭前报验" },
    });
  const fireSafety = async ({ isDue = false } = {}) =>
    fire.send(contract.reviewFireSafety, { ...at, body: { id: newId(), applicationId: await applicationId(), outcome: "approved", opinion: "同意", isFireReviewDue: isDue } });
  const agree = () => as.officer.send(contract.issueAgreement, { ...at, body: { contactId: contact.id, contractorSigner: "赵工" } });
  const sign = async () => {
    const list = await as.manager.send(documents.listDocuments, { query: { subjectKind: "fitOut", subjectId: caseId } });
    for (const { id, kind, state } of list.body.items)
      if ((kind === "fitout.agreement" || kind === "fitout.fireLetter") && state === "issued")
        expect((await as.manager.send(documents.uploadScan, { params: { documentId: id }, query: {} }, file("扫描件.png"))).status).toBe(200);
  };
  const fees = (amounts: Partial<typeof noFees> = {}) => finance.send(contract.setFees, { ...at, body: { billId: newId(), fees: { ...noFees, ...amounts }, dueOn: "2026-03-20" } });
  const pay = async () => {
    const { billIds } = (await view()).body.money;
    for (const billId of billIds)
      await given.command(async (ctx) => {
        const { lines, total } = await billById(ctx, billId as Id<"bill">);
        const parts = lines.map(({ id, amount }) => ({ lineId: id, amount }));
        await takePayment(ctx, {
          id: newId(),
          tenantId,
          entityId: property.id,
          means: "transfer",
          receivedOn: Temporal.PlainDate.from("2026-03-09"),
          amount: total,
          remark: "",
          lines: parts,
        });
      });
  };
  const permit = () => as.engineer.send(contract.issuePermit, { ...at, body: { id: newId(), from: "2026-03-16", to: "2026-05-15" } });
  const toReviews = async () => {
    await open();
    await as.officer.send(contract.explainGuide, { ...at, body: { to: "王敏" } });
    await files();
    expect((await submit()).status).toBe(200);
    expect((await engineering()).status).toBe(200);
    expect((await fireSafety()).status).toBe(200);
  };
  const toPermit = async (amounts: Partial<typeof noFees> = {}) => {
    await toReviews();
    expect((await agree()).status).toBe(200);
    await sign();
    expect((await fees(amounts)).status).toBe(200);
    await pay();
    expect((await permit()).status).toBe(200);
  };
  const toSecond = async (amounts: Partial<typeof noFees> = {}) => {
    await toPermit(amounts);
    const { passes } = (await view()).body;
    await as.officer.send(contract.askCompletion, { ...at, body: { on: "2026-03-10" } });
    await guard.send(contract.returnPasses, { ...at, body: { passIds: passes.map(({ id }) => id) } });
    expect((await as.engineer.send(contract.acceptWorks, { ...at, body: { id: newId(), kind: "first", outcome: "passed" } })).status).toBe(200);
    world.clock.set("2026-04-09T02:00:00Z");
    expect((await as.engineer.send(contract.acceptWorks, { ...at, body: { id: newId(), kind: "second", outcome: "passed" } })).status).toBe(200);
  };
  const duties = () => given.command(async (ctx) => (await dutiesOf(ctx, { kind: "fitOut", id: caseId })).map(({ standard, outcome }) => [standard, outcome]));
  return {
    ...{ caseId, at, unitId, tenantId, leaseId, contact, fire, finance, guard, tenant, open, view, files, submit, applicationId },
    ...{ engineering, fireSafety, agree, sign, fees, pay, permit, toReviews, toPermit, toSecond, duties },
  };
}

dbTest("a fit-out goes from the guide to the permit, and is judged approved before works (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toPermit({ fitoutDeposit: 14_322_50, passDeposit: 100_00, fitoutFee: 1_432_25, wasteFee: 2_291_60 });
  const done = await s.view();
  expect(done.body.permit).toMatchObject({ from: "2026-03-16", to: "2026-05-15", state: "notYet" });
  expect(done.body.passes.map(({ name }) => name)).toEqual(["钱建国", "孙立"]);
  expect(["guide", "application", "engineering", "fireSafety", "agreement", "money", "siteCheck", "permit", "works"].map((step) => stateOf(done, step))).toEqual([
    ...["done", "done", "done", "done", "done", "done", "notApplicable", "done", "ready"],
  ]);
  expect(await s.duties()).toEqual(
    expect.arrayContaining([
      ["fitoutAnswered", "kept"],
      ["fitoutApproved", "kept"],
    ]),
  );
  const letters = await world.as.manager.send(documents.listDocuments, { query: { subjectKind: "fitOut", subjectId: s.caseId } });
  expect(letters.body.items.map(({ kind }) => kind).sort()).toEqual(["fitout.agreement", "fitout.application", "fitout.fireLetter", "fitout.guide", "fitout.permit"]);
});

dbTest("an incomplete application is refused with everything it lacks (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.open();
  expect(codes(await s.submit())).toEqual(["manual.stepFirst"]);
  await world.as.officer.send(contract.explainGuide, { ...s.at, body: { to: "王敏" } });
  expect(codes(await s.submit({ workers: [], to: "2026-08-01" }))).toEqual([
    "fitout.drawingMissing",
    "fitout.insuranceShort",
    "fitout.licenceMissing",
    "fitout.policyMissing",
    "fitout.workersMissing",
  ]);
});

dbTest("what is sent back is put right and reviewed anew; the answer was kept by sending it back (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.open();
  await world.as.officer.send(contract.explainGuide, { ...s.at, body: { to: "王敏" } });
  await s.files();
  await s.submit();
  expect(codes(await s.submit())).toEqual(["manual.stepDone"]);
  const back = await s.engineering("returned");
  expect([stateOf(back, "application"), stateOf(back, "fireSafety")]).toEqual(["ready", "waiting"]);
  expect((await s.submit()).body.application?.version).toBe(2);
  expect((await s.engineering()).status).toBe(200);
  expect(codes(await s.engineering())).toEqual(["manual.stepDone"]);
  expect((await s.duties()).filter(([standard]) => standard === "fitoutAnswered")).toEqual(expect.arrayContaining([["fitoutAnswered", "kept"]]));
});

dbTest("one person does not give both reviews (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.open();
  await world.as.officer.send(contract.explainGuide, { ...s.at, body: { to: "王敏" } });
  await s.files();
  await s.submit();
  const both = world.as.role("fireSafetyManager", { name: "兼任" });
  const body = { id: newId(), applicationId: await s.applicationId(), outcome: "approved" as const, opinion: "同意" };
  expect((await both.send(contract.reviewEngineering, { ...s.at, body })).status).toBe(403);
});

dbTest("the permit names every reason at once; opened by the manager it is issued, but not kept (2.1.1-6, 2.1.1-7)", async (world) => {
  const s = await scene(world, { needsHandover: true });
  await s.toReviews();
  expect(codes(await s.permit())).toEqual(["fitout.agreementUnsigned", "fitout.feesNotSet", "fitout.fireLetterUnsigned", "fitout.handoverUnsigned"]);
  const opened = await world.as.manager.send(contract.openStepGate, { params: { ...s.at.params, step: "permit" }, body: { reason: "业主要求先行进场" } });
  expect(opened.status).toBe(200);
  expect((await world.as.engineer.send(contract.openStepGate, { params: { ...s.at.params, step: "permit" }, body: { reason: "x" } })).status).toBe(403);
  expect((await s.permit()).status).toBe(200);
  expect(await s.duties()).toEqual(expect.arrayContaining([["fitoutApproved", "missed"]]));
});

dbTest("the signed inspection of the unit clears the gate of the permit (2.1.1-7)", async (world) => {
  const s = await scene(world, { needsHandover: true });
  await s.toReviews();
  const inspectionId = newId<"inspection">();
  expect((await world.as.engineer.send(contract.openSiteCheck, { ...s.at, body: { inspectionId } })).status).toBe(200);
  await world.given.command((ctx) =>
    ctx.tx
      .updateTable("handover.inspection")
      .set({ stage: "signed", signed_at: ctx.now, content_hash: "0".repeat(64) })
      .where("site_id", "=", ctx.siteId)
      .where("id", "=", inspectionId)
      .execute(),
  );
  expect(codes(await s.permit())).toEqual(["fitout.agreementUnsigned", "fitout.feesNotSet", "fitout.fireLetterUnsigned"]);
});

dbTest("the statutory fire review is a step where it is due, and no manager opens it (domain 1.14, step 3)", async (world) => {
  const s = await scene(world);
  await s.open();
  await world.as.officer.send(contract.explainGuide, { ...s.at, body: { to: "王敏" } });
  await s.files();
  await s.submit();
  await s.engineering();
  await s.fireSafety({ isDue: true });
  await world.as.manager.send(contract.openStepGate, { params: { ...s.at.params, step: "permit" }, body: { reason: "急" } });
  expect(codes(await s.permit())).toEqual(["manual.stepFirst"]);
  const approval = await world.as.officer.send(contract.addFile, { ...s.at, query: { kind: "fireApproval" } }, file("意见书.png"));
  const body = { no: "沪消审〔2026〕12 号", on: "2026-03-08", fileId: approval.body.id };
  expect((await world.as.officer.send(contract.recordFireApproval, { ...s.at, body })).status).toBe(200);
  expect((await s.permit()).status).toBe(200);
});

dbTest("of a permit and the withdrawal of a review at once, one is refused (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toReviews();
  await s.agree();
  await s.sign();
  await s.fees();
  const review = (await s.view()).body.reviews.find(({ kind }) => kind === "fireSafety")!;
  const [permit, withdrawal] = await Promise.all([
    s.permit(),
    s.fire.send(contract.withdrawReview, { params: { ...s.at.params, reviewId: review.id }, body: { reason: "图纸有误" } }),
  ]);
  expect([permit.status, withdrawal.status].sort()).toEqual([200, 409]);
  expect(permit.status === 200 ? codes(withdrawal) : codes(permit)).toEqual(permit.status === 200 ? ["fitout.permitIssued"] : ["manual.stepFirst"]);
});

dbTest("a permit does not outlast the insurance, and is extended within it (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toPermit();
  const extend = (to: string) => world.as.engineer.send(contract.extendPermit, { ...s.at, body: { id: newId(), to, reason: "工期顺延" } });
  expect(codes(await extend("2026-07-01"))).toEqual(["fitout.permitBeyondInsurance"]);
  expect(codes(await extend("2026-05-15"))).toEqual(["fitout.extensionNotLater"]);
  expect((await extend("2026-06-30")).body.permit).toMatchObject({ to: "2026-06-30", permitNo: (await s.view()).body.permit!.permitNo });
});

dbTest("what whoever scans the code on the door sees: worth, place and days, and nothing of tenant or workers (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toPermit();
  const { path, permitNo } = (await s.view()).body.permit!;
  const scan = async (language = "zh") => (await world.app.inject({ url: `${path}?lang=${language}` })).body;
  expect(await scan()).toContain("未到施工日期");
  world.clock.set("2026-03-17T02:00:00Z");
  const valid = await scan();
  expect(valid).toContain("有效，可以施工");
  expect(valid).toContain(permitNo);
  for (const hidden of ["云杉科技", "钱建国", "赵工", "13911112222", s.caseId, "ZX2026"]) expect(valid).not.toContain(hidden);
  const stop = await world.as.engineer.send(contract.stopWorks, { ...s.at, body: { id: newId(), violation: "擅自停用喷淋", demand: "恢复并测试" } });
  expect(stop.status).toBe(200);
  expect(await scan("en")).toContain("Stopped: no works");
  const stopOrderId = stop.body.stopOrders[0]!.id;
  const lift = () => world.as.engineer.send(contract.liftStop, { params: { ...s.at.params, stopOrderId }, body: { note: "已恢复" } });
  expect(codes(await lift())).toEqual(["fitout.notRectified"]);
  expect((await s.tenant.send(contract.rectifyOwnStop, { params: { ...s.at.params, stopOrderId }, body: { text: "已恢复喷淋" } })).status).toBe(200);
  expect((await lift()).status).toBe(200);
  expect(await scan()).toContain("有效，可以施工");
  world.clock.set("2026-05-16T02:00:00Z");
  expect(await scan()).toContain("已过期");
  expect((await world.app.inject({ url: "/works-permit/AAAAAAAAAAAAAAAA" })).statusCode).toBe(404);
});

dbTest("a patrol is recorded once, with its photos and both clocks; no works, no patrol (domain 1.14, step 8)", async (world) => {
  const s = await scene(world);
  await s.toReviews();
  const patrol = { id: newId(), happenedAt: "2026-03-09T01:30:00Z", result: "violation" as const, failed: ["fireFacilities" as const], findings: "烟感未拆封套" };
  expect(codes(await s.guard.send(contract.recordPatrol, { ...s.at, body: patrol }))).toEqual(["fitout.noPermit"]);
  await s.agree();
  await s.sign();
  await s.fees();
  await s.permit();
  const photo = await s.guard.send(contract.addFile, { ...s.at, query: { kind: "photo" } }, file("现场.png"));
  const body = { ...patrol, photoIds: [photo.body.id] };
  const [once, again] = await Promise.all([s.guard.send(contract.recordPatrol, { ...s.at, body }), s.guard.send(contract.recordPatrol, { ...s.at, body })]);
  expect([once.status, again.status]).toEqual([200, 200]);
  expect((await s.view()).body.patrols).toMatchObject([{ result: "violation", findings: "烟感未拆封套", photoIds: [photo.body.id] }]);
  expect(codes(await s.guard.send(contract.recordPatrol, { ...s.at, body: { ...patrol, id: newId(), findings: "" } }))).toEqual(["fitout.findingsMissing"]);
});

dbTest("completion waits for passes and mended defects; the second acceptance for its week (domain 1.14, steps 10 and 11)", async (world) => {
  const s = await scene(world);
  await s.toPermit();
  const accept = (kind: "first" | "second" | "hidden", outcome: "passed" | "defects" = "passed") => {
    const defects = outcome === "defects" ? [{ id: newId(), description: "门框磕碰", mendBy: "2026-05-20" }] : [];
    return world.as.engineer.send(contract.acceptWorks, { ...s.at, body: { id: newId(), kind, outcome, defects } });
  };
  expect(codes(await accept("hidden"))).toEqual(["manual.stepNotInCase"]);
  expect(codes(await accept("first"))).toContain("manual.stepFirst");
  expect(codes(await s.tenant.send(contract.askOwnCompletion, { ...s.at, body: { on: "2026-03-20" } }))).toEqual(["fitout.completionSoon"]);
  expect((await s.tenant.send(contract.askOwnCompletion, { ...s.at, body: { on: "2026-03-11" } })).status).toBe(200);
  const found = await accept("first", "defects");
  expect(found.status).toBe(200);
  expect(codes(await accept("first"))).toEqual(["fitout.defectsOpen", "fitout.passesOut"]);
  const [defect] = found.body.acceptances[0]!.defects;
  await world.as.engineer.send(contract.mendDefect, { params: { ...s.at.params, defectId: defect!.id } });
  await s.guard.send(contract.returnPasses, { ...s.at, body: { passIds: found.body.passes.map(({ id }) => id) } });
  expect((await accept("first")).body.recheckOn).toBe("2026-04-09");
  expect(codes(await accept("second"))).toEqual(["fitout.recheckNotDue"]);
  world.clock.set("2026-04-02T02:00:00Z");
  const second = await accept("second");
  expect(second.status).toBe(200);
  expect(second.body.state).toBe("done"); // without a deposit nothing is left to refund
  expect(await s.duties()).toEqual(expect.arrayContaining([["fitoutReaccepted", "kept"]]));
});

dbTest("the deposit is refunded less the deductions, the contractor's first, decided by another (domain 1.14, step 12)", async (world) => {
  const s = await scene(world);
  await s.toSecond({ fitoutDeposit: 14_322_50, passDeposit: 100_00 });
  const payee = { name: "云杉科技（上海）有限公司", bank: "招商银行", account: "6225" };
  const ask = () => s.finance.send(contract.askRefund, { ...s.at, body: { id: newId(), payee } });
  expect(codes(await ask())).toEqual(["fitout.deductionsUntold"]);
  const lines = [{ description: "电梯厅地面划伤", basis: "装修管理协议第三条", amount: 500_00 }];
  expect((await world.as.engineer.send(contract.listDeductions, { ...s.at, body: { id: newId(), lines } })).status).toBe(200);
  await world.as.officer.send(contract.tellDeductions, { ...s.at, body: { to: "王敏" } });
  const asked = await ask();
  expect(asked.body.refund).toMatchObject({ kept: 500_00, refunded: 13_922_50, claimed: 0, state: "asked" });
  const refundId = asked.body.refund!.id;
  const decide = (who = world.as.manager) => who.send(contract.decideRefund, { params: { ...s.at.params, refundId }, body: { isApproved: true, decision: "同意退还" } });
  const two = world.as.role("projectManager", { name: "副经理" });
  const decided = await Promise.all([decide(), decide(two)]);
  expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
  const done = await s.view();
  expect(done.body).toMatchObject({ state: "done", held: { contractor: 0, tenant: 0 }, refund: { state: "approved" } });
  expect(stateOf(done, "money")).toBe("done");
  expect(await s.duties()).toEqual(expect.arrayContaining([["fitoutRefunded", "kept"]]));
});

dbTest("a fit-out deposit that came with the lease's first bill is not asked for again (vector V4)", async (world) => {
  const s = await scene(world);
  await world.given.command(async (ctx) => {
    const { raiseDeposit } = await import("#features/payments/server/index.ts");
    await raiseDeposit(ctx, {
      chargeId: newId(),
      tenantId: s.tenantId,
      leaseId: s.leaseId,
      feeItem: "fitoutDeposit",
      amount: 25_000_00,
      dueOn: Temporal.PlainDate.from("2026-03-01"),
      reason: "首期",
    });
  });
  await s.toReviews();
  const set = await s.fees({ fitoutDeposit: 25_000_00, fitoutFee: 2_500_00 });
  expect(set.body.money.open).toEqual([
    { feeItem: "fitoutDeposit", amount: 25_000_00 },
    { feeItem: "fitoutFee", amount: 2_500_00 },
  ]);
  const bill = await world.given.command((ctx) => billById(ctx, set.body.money.billIds[0] as Id<"bill">));
  expect(bill.total).toBe(2_500_00);
});

dbTest("a withdrawn fit-out owes nothing, its permit is worth nothing, and another may begin (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toPermit();
  const { path } = (await s.view()).body.permit!;
  const withdrawn = await world.as.manager.send(contract.withdrawCase, { ...s.at, body: { reason: "租户取消装修" } });
  expect(withdrawn.body).toMatchObject({ state: "withdrawn", withdrawn: { why: "租户取消装修" } });
  expect((await world.app.inject({ url: `${path}?lang=en` })).body).toContain("Works have ended");
  expect(codes(await s.guard.send(contract.recordPatrol, { ...s.at, body: { id: newId(), happenedAt: "2026-03-09T01:30:00Z", result: "inOrder" } }))).toEqual(["fitout.ended"]);
  const next = await world.as.officer.send(contract.openCase, { body: { id: newId(), leaseId: s.leaseId, cause: "refit", unitIds: [s.unitId] } });
  expect(next.status).toBe(200);
  const third = await world.as.officer.send(contract.openCase, { body: { id: newId(), leaseId: s.leaseId, cause: "refit", unitIds: [s.unitId] } });
  expect(codes(third)).toEqual(["fitout.alreadyRunning"]);
});

dbTest("a tenant's contact asks, hands in from Excel and sees no other company's fit-out (2.1.1-6)", async (world) => {
  const s = await scene(world);
  const id = newId<"fitOut">();
  const opened = await s.tenant.send(contract.openOwnCase, { body: { id, leaseId: s.leaseId } });
  expect(opened.body).toMatchObject({ cause: "refit", state: "running" });
  await world.as.officer.send(contract.explainGuide, { params: { caseId: id }, body: { to: "王敏" } });
  const sheet = await writeSheet({
    sheet: "人员",
    columns: [{ title: "序号" }, { title: "姓名" }, { title: "工种" }],
    rows: [
      [1, "周师傅", "油漆工"],
      [2, "吴师傅", "电工"],
    ],
  });
  const read = await s.tenant.send(contract.readOwnWorkers, {}, { file: { name: "人员.xlsx", bytes: sheet } });
  expect(read.body.workers).toEqual([
    { name: "周师傅", trade: "油漆工", certificateNo: "" },
    { name: "吴师傅", trade: "电工", certificateNo: "" },
  ]);
  for (const kind of ["drawing", "licence", "insurance"] as const) await s.tenant.send(contract.addOwnFile, { params: { caseId: id }, query: { kind } }, file(`${kind}.png`));
  const handed = await s.tenant.send(contract.submitOwnApplication, { params: { caseId: id }, body: { id: newId(), details: details({ workers: read.body.workers }) } });
  expect(handed.body.application).toMatchObject({ version: 1, isFromPortal: true });
  expect((await s.tenant.send(contract.listOwnCases, {})).body).toMatchObject({ items: [{ id }], leases: [] });
  const stranger = world.as.contact({ tenantId: (await world.given.tenant()).id });
  expect((await stranger.send(contract.getOwnCase, { params: { caseId: id } })).status).toBe(404);
  expect((await stranger.send(contract.submitOwnApplication, { params: { caseId: id }, body: { id: newId(), details: details() } })).status).toBe(404);
});

dbTest("lists, board and next steps say where cases stand, by step and by role (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.toReviews();
  const list = await world.as.manager.send(contract.listCases, { query: { step: "agreement" } });
  expect(list.body.items.map(({ id }) => id)).toEqual([s.caseId]);
  expect((await world.as.manager.send(contract.listCases, { query: { step: "guide" } })).body.items).toEqual([]);
  const board = await world.as.manager.send(contract.getBoard, {});
  expect(board.body.counts.filter(({ ready, shut }) => ready + shut > 0).map(({ step }) => step)).toEqual(["agreement", "money", "permit"]);
  expect((await s.finance.send(contract.listNextSteps, {})).body.map(({ step }) => step)).toEqual(["money"]);
  expect((await world.as.manager.send(contract.exportCases, { query: {} })).status).toBe(200);
});

dbTest("W11: where 1 000 running cases stand is read in a handful of statements (2.1.1-6)", async (world) => {
  const s = await scene(world);
  await s.open();
  const ids = await world.given.command(async (ctx) => {
    const one = await ctx.tx.selectFrom("fitout.fit_out").selectAll().where("id", "=", s.caseId).executeTakeFirstOrThrow();
    const lease = await ctx.tx.selectFrom("leasing.lease").selectAll().where("id", "=", s.leaseId).executeTakeFirstOrThrow();
    const copies = Array.from({ length: 1000 }, (_, index) => ({ ...one, id: newId<"fitOut">(), lease_id: newId<"lease">(), case_no: `W${index}` }));
    await ctx.tx
      .insertInto("leasing.lease")
      .values(copies.map(({ lease_id, case_no }) => ({ ...lease, id: lease_id, lease_no: `L-${case_no}` })))
      .execute();
    await ctx.tx.insertInto("fitout.fit_out").values(copies).execute();
    return copies.map(({ id }) => id);
  });
  const facts = await world.given.command((ctx) => factsOf(ctx, ids));
  expect(facts.size).toBe(1000);
  expect([...facts.values()].every(({ facts: own, marks }) => standingOf(fitOutProcedure, own, marks).next.includes("guide"))).toBe(true);
});
