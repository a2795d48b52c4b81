import fc from "fast-check";
import { expect, test } from "vitest";
import { sayProblem } from "#kernel/problem.ts";
import { standingOf, whyNotStep } from "#features/manual/rules.ts";
import { fitOutProcedure, permitStateOn, proposedFees, ownSetting, splitDeductions, whyNotReview, whyNotSubmit, whyNotTerm, whyNotWish, returnsOf } from "./rules.ts";
import { aFitOut, anApplication } from "./samples.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);
const marks = { openings: [] };
const states = (facts: Parameters<typeof standingOf>[1] & ReturnType<typeof aFitOut>) =>
  Object.fromEntries(standingOf(fitOutProcedure, facts, marks).steps.map(({ id, state }) => [id, state]));
const codes = (problems: readonly { readonly code: string }[]) => problems.map(({ code }) => code);

test("a case begins with the guide; the unit may be inspected meanwhile (2.1.1-6)", () => {
  expect(standingOf(fitOutProcedure, aFitOut(), marks).next).toEqual(["guide", "siteCheck"]);
});

test("an application sent back by one review is open again, with what it lacks (2.1.1-6)", () => {
  const facts = aFitOut({ upTo: "application", reviews: { engineering: { outcome: "returned", opinion: "缺配电图", at: at("2026-03-10T02:00:00Z") }, fireSafety: null } });
  expect(states(facts)).toMatchObject({ application: "ready", engineering: "waiting", fireSafety: "waiting" });
  expect(returnsOf(facts)).toEqual([{ kind: "engineering", opinion: "缺配电图" }]);
});

test("the permit waits for every reason at once, each with the step that clears it (2.1.1-6, 2.1.1-7)", () => {
  const permit = standingOf(fitOutProcedure, aFitOut({ upTo: "reviews" }), marks).steps.find(({ id }) => id === "permit")!;
  expect(permit.state).toBe("shut");
  expect(permit.obstacles.map(({ reason, clearedBy }) => [reason.code, clearedBy])).toEqual([
    ["fitout.agreementUnsigned", "agreement"],
    ["fitout.fireLetterUnsigned", "agreement"],
    ["fitout.feesNotSet", "money"],
    ["fitout.handoverUnsigned", "siteCheck"],
  ]);
});

test("a manager may open the gate of money and signatures, never that of the reviews (2.1.1-6)", () => {
  const opening = {
    step: "permit",
    codes: ["fitout.agreementUnsigned", "fitout.fireLetterUnsigned", "fitout.feesNotSet", "fitout.handoverUnsigned"],
    reason: "…",
    byName: "经理",
    at: at("2026-03-11T02:00:00Z"),
  };
  expect(whyNotStep(fitOutProcedure, "permit", aFitOut({ upTo: "reviews" }), { openings: [opening] })).toEqual([]);
  expect(codes(whyNotStep(fitOutProcedure, "permit", aFitOut({ upTo: "application" }), { openings: [opening] }))).toEqual(["manual.stepFirst", "manual.stepFirst"]);
});

test("the statutory fire design review is a step only where it is due, and the permit waits for it (domain 1.14, step 3)", () => {
  expect(states(aFitOut({ upTo: "reviews" })).fireApproval).toBe("notApplicable");
  const due = aFitOut({ upTo: "siteCheck", fireReview: { isDue: true, approvedAt: null } });
  expect(states(due)).toMatchObject({ fireApproval: "ready", permit: "waiting" });
  expect(states(aFitOut({ upTo: "siteCheck", fireReview: { isDue: true, approvedAt: at("2026-03-12T02:00:00Z") } }))).toMatchObject({ permit: "ready" });
});

test("where the site asks for no handover before works, its step and its gate are gone (2.1.1-7)", () => {
  const facts = aFitOut({ upTo: "money", handover: { isNeeded: false, signedAt: null } });
  expect(states(facts)).toMatchObject({ siteCheck: "notApplicable", permit: "ready" });
});

test("a stop order shuts works, hidden works and completion until it is lifted (domain 1.14, step 8)", () => {
  const stop = { orderNo: "TG2026-000001", violation: "无证动火" };
  expect(states(aFitOut({ upTo: "permit", stop, application: { submittedAt: at("2026-03-09T02:00:00Z"), hasHiddenWorks: true } }))).toMatchObject({
    works: "shut",
    hiddenWorks: "shut",
  });
  expect(states(aFitOut({ upTo: "works", stop }))).toMatchObject({ completion: "shut" });
});

test("completion waits for passes and defects; the second acceptance for the week before its day (domain 1.14, steps 10 and 11)", () => {
  const completion = standingOf(fitOutProcedure, aFitOut({ upTo: "works", passesOut: 2, openDefects: 1 }), marks).steps.find(({ id }) => id === "completion")!;
  expect(completion.obstacles.map(({ reason }) => sayProblem(reason, "zh"))).toEqual(["还有 2 张施工证未交回。", "还有 1 条缺陷未整改。"]);
  expect(states(aFitOut({ upTo: "completion", today: "2026-04-23", recheckOn: "2026-05-01" })).recheck).toBe("shut");
  expect(states(aFitOut({ upTo: "completion", today: "2026-04-24", recheckOn: "2026-05-01" })).recheck).toBe("ready");
});

test("nothing is refunded before the deductions are told; without a deposit nothing is refunded at all (domain 1.14, step 12)", () => {
  expect(codes(whyNotStep(fitOutProcedure, "refund", aFitOut({ upTo: "recheck" }), marks))).toEqual(["fitout.deductionsUntold"]);
  const free = aFitOut({ upTo: "recheck", deposit: 0 });
  expect(states(free).refund).toBe("notApplicable");
  expect(standingOf(fitOutProcedure, free, marks).isComplete).toBe(true);
});

test("F04 is complete with drawings, licence, policy and workers, and its insurance covers the works (2.1.1-6)", () => {
  const kinds = ["drawing", "licence", "insurance"];
  const leaseEnd = day("2029-05-31");
  expect(whyNotSubmit(anApplication(), { kinds, leaseEnd })).toEqual([]);
  expect(codes(whyNotSubmit({ ...anApplication(), workers: [] }, { kinds: [], leaseEnd }))).toEqual([
    "fitout.drawingMissing",
    "fitout.licenceMissing",
    "fitout.policyMissing",
    "fitout.workersMissing",
  ]);
  const { insurance } = anApplication();
  expect(codes(whyNotSubmit({ ...anApplication(), insurance: { ...insurance, to: day("2026-04-01") } }, { kinds, leaseEnd }))).toEqual(["fitout.insuranceShort"]);
  expect(codes(whyNotSubmit(anApplication(), { kinds, leaseEnd: day("2026-04-01") }))).toEqual(["fitout.beyondLease"]);
});

test("engineering and fire safety are reviewed by two people (2.1.1-6)", () => {
  expect(codes(whyNotReview([{ kind: "engineering", byId: "a" }], { kind: "fireSafety", byId: "a" }))).toEqual(["fitout.sameReviewer"]);
  expect(codes(whyNotReview([{ kind: "engineering", byId: "a" }], { kind: "engineering", byId: "b" }))).toEqual(["fitout.alreadyReviewed"]);
  expect(whyNotReview([{ kind: "engineering", byId: "a" }], { kind: "fireSafety", byId: "b" })).toEqual([]);
});

test("the permit on the door says valid, not yet, stopped, expired or ended; a stop order counts on every day (2.1.1-6)", () => {
  const permit = { from: day("2026-03-16"), to: day("2026-05-15"), isStopped: false, hasEnded: false };
  expect(["2026-03-15", "2026-03-16", "2026-05-15", "2026-05-16"].map((on) => permitStateOn(permit, day(on)))).toEqual(["notYet", "valid", "valid", "expired"]);
  expect(permitStateOn({ ...permit, isStopped: true }, day("2026-05-16"))).toBe("stopped");
  expect(permitStateOn({ ...permit, isStopped: true, hasEnded: true }, day("2026-04-01"))).toBe("ended");
});

test("a permit never outlasts the insurance (2.1.1-6)", () => {
  const term = { from: day("2026-03-16"), to: day("2026-07-01"), insuredTo: day("2026-06-30"), today: day("2026-03-12") };
  expect(codes(whyNotTerm(term))).toEqual(["fitout.permitBeyondInsurance"]);
  expect(whyNotTerm({ ...term, to: day("2026-06-30") })).toEqual([]);
});

test("acceptance is asked for one to three days ahead (domain 1.14, step 10)", () => {
  const today = day("2026-05-11");
  expect(["2026-05-11", "2026-05-12", "2026-05-14", "2026-05-15"].map((on) => whyNotWish(day(on), today).length)).toEqual([1, 0, 0, 1]);
});

test("500 m² at 50 yuan are 25 000.00 of deposit (vector V4)", () => {
  expect(proposedFees(ownSetting, { grossCenti: 50_000, workers: 8 })).toEqual({ fitoutDeposit: 25_000_00, passDeposit: 400_00, fitoutFee: 2_500_00, wasteFee: 4_000_00 });
});

test("deductions take the contractor's deposit first, then the tenant's, then they are claimed (domain 1.14, step 12)", () => {
  const held = { contractor: 400_00, tenant: 25_000_00 };
  expect(splitDeductions(300_00, held)).toEqual({ kept: { contractor: 300_00, tenant: 0 }, refunded: { contractor: 100_00, tenant: 25_000_00 }, claimed: 0 });
  expect(splitDeductions(1_000_00, held)).toEqual({ kept: { contractor: 400_00, tenant: 600_00 }, refunded: { contractor: 0, tenant: 24_400_00 }, claimed: 0 });
  expect(splitDeductions(30_000_00, held)).toEqual({ kept: held, refunded: { contractor: 0, tenant: 0 }, claimed: 4_600_00 });
});

test("property: no 分 is lost between what is kept, refunded and claimed", () => {
  const sum = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(sum, sum, sum, (total, contractor, tenant) => {
      const { kept, refunded, claimed } = splitDeductions(total, { contractor, tenant });
      expect(kept.contractor + refunded.contractor).toBe(contractor);
      expect(kept.tenant + refunded.tenant).toBe(tenant);
      expect(kept.contractor + kept.tenant + claimed).toBe(total);
    }),
  );
});
