import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asId, type Id } from "#kernel/id.ts";
import { type Problem, sayProblem } from "#kernel/problem.ts";
import { type CaseFacts, caseTransitions, type CaseStatus, statusOf } from "./case.ts";
import * as deed from "./deeds.ts";
import * as gate from "./gates.ts";

const at = (text: string) => Temporal.Instant.from(`2026-03-0${text}+08:00`);
const person = (name: string) => asId<"person">(name);
const monday = at("2T10:00:00");
const now = at("4T10:00:00");

function aCase(change: Partial<CaseFacts> = {}): CaseFacts {
  return {
    id: asId<"case">("case"),
    kind: "complaint",
    severity: "ordinary",
    attributable: "undecided",
    category: "lift",
    cause: null,
    tenantId: asId<"tenant">("tenant"),
    receivedAt: monday,
    firstOwnerId: person("ann"),
    ownerId: person("ann"),
    promisedAt: null,
    round: 1,
    roundBegunAt: monday,
    department: null,
    handlerId: null,
    handlerIds: [],
    verifiedAt: null,
    isValid: null,
    dispatchedAt: null,
    acceptedAt: null,
    resolvedAt: null,
    firstFeedbackAt: null,
    feedbackAt: null,
    revisitedAt: null,
    archivedAt: null,
    mergedIntoId: null,
    voidedAt: null,
    overridden: [],
    ...change,
  };
}

const codes = (against: readonly Problem[]) => against.map(({ code }) => code.replace("service.", ""));

describe("taking a contact", () => {
  const nothing: gate.Taking = {
    kind: "complaint",
    severity: "grave",
    receivedAt: null,
    matter: " ",
    tenantId: null,
    customerName: null,
    contactId: null,
    contactName: "",
    promisedAt: null,
    isAnswered: false,
  };

  test("every one of the four facts that is missing is named at once, with the promise a grave complaint needs (2.2.1-1, 2.2.1-2)", () => {
    expect(codes(gate.whyNotTake(nothing, now))).toEqual(["timeMissing", "matterMissing", "customerMissing", "contactMissing", "promiseMissing"]);
  });

  test("time, matter, customer and contact are enough for an ordinary complaint (2.2.1-1)", () => {
    const taking = {
      ...nothing,
      severity: "ordinary" as const,
      receivedAt: monday,
      matter: "电梯停运",
      customerName: "蓝海",
      contactName: "王",
    };
    expect(gate.whyNotTake(taking, now)).toEqual([]);
  });

  test("a complex complaint answered at once needs no promise; a promise must lie ahead (2.2.1-2)", () => {
    const taking = {
      ...nothing,
      severity: "complex" as const,
      receivedAt: monday,
      matter: "噪声",
      tenantId: asId<"tenant">("t"),
      contactName: "王",
      isAnswered: true,
    };
    expect(gate.whyNotTake(taking, now)).toEqual([]);
    expect(codes(gate.whyNotTake({ ...taking, promisedAt: monday }, now))).toEqual(["promiseInPast"]);
  });
});

describe("ending a case", () => {
  test("closing names feedback, call-back, cause and attribution, all that is missing (2.2.1-3, 2.2.1-4)", () => {
    expect(codes(gate.whyNotClose(aCase()))).toEqual(["noFeedback", "noCallback", "causeMissing", "attributionMissing"]);
  });

  test("a grave complaint also needs the supervisor's decision, and open work is named (1.4)", () => {
    expect(codes(gate.whyNotClose(aCase({ severity: "grave", dispatchedAt: monday, department: "engineering" })))).toEqual([
      "workOpen",
      "noFeedback",
      "noCallback",
      "causeMissing",
      "attributionMissing",
      "notVerified",
    ]);
  });

  test("an enquiry needs no attribution but the same feedback and call-back (2.2.1-3)", () => {
    expect(codes(gate.whyNotClose(aCase({ kind: "enquiry" })))).toEqual(["noFeedback", "noCallback", "causeMissing"]);
  });

  test("a gate opened by authority overrides what stood then, and nothing that came to stand later", () => {
    const facts = aCase();
    const opened = {
      ...facts,
      ...deed.openGate(
        facts,
        gate.standingAt(facts, "closure").map(({ code }) => code),
      ),
    };
    expect(gate.whyNotClose(opened)).toEqual([]);
    expect(codes(gate.whyNotClose({ ...opened, dispatchedAt: now }))).toEqual(["workOpen"]);
    expect(codes(gate.whyNotOpenGate(opened, "closure", ""))).toEqual(["nothingToOpen", "reasonMissing"]);
  });

  test("that a case has ended cannot be overridden", () => {
    expect(codes(gate.whyNotClose(aCase({ archivedAt: now, overridden: ["service.closed"] })))).toContain("noFeedback");
    expect(gate.overridable).not.toContain("service.closed");
    expect(codes(gate.whyNotOpenGate(aCase({ mergedIntoId: asId<"case">("x") }), "closure", "why"))).toEqual(["merged"]);
  });
});

describe("the call-back", () => {
  const answered = aCase({ feedbackAt: at("3T10:00:00"), handlerIds: [person("bob")] });

  test("comes after the feedback and from somebody who did not handle the case (2.2.1-3)", () => {
    expect(codes(gate.whyNotCallback(aCase(), { callerId: person("ann"), at: now }, now))).toEqual(["noFeedback"]);
    expect(codes(gate.whyNotCallback(answered, { callerId: person("bob"), at: now }, now))).toEqual(["callerIsHandler"]);
    expect(codes(gate.whyNotCallback(answered, { callerId: person("ann"), at: monday }, now))).toEqual(["beforeFeedback"]);
    expect(gate.whyNotCallback(answered, { callerId: person("ann"), at: now }, now)).toEqual([]);
  });

  test("may be made by the handler only through a gate opened with a reason", () => {
    const opened = {
      ...answered,
      ...deed.openGate(
        answered,
        gate.standingAt(answered, "callback").map(({ code }) => code),
      ),
    };
    expect(gate.whyNotCallback(opened, { callerId: person("bob"), at: now }, now)).toEqual([]);
  });
});

describe("work moves, the promise does not", () => {
  const target = { department: "engineering" as const, handlerId: null, departmentsOfHandler: [] };

  test("dispatching again is a transfer, and a transfer gives its reason (2.2.2-3)", () => {
    const sent = aCase({ dispatchedAt: monday, department: "security" });
    expect(codes(gate.whyNotDispatch(sent, target))).toEqual(["alreadyDispatched"]);
    expect(codes(gate.whyNotTransfer(sent, target, " "))).toEqual(["reasonMissing"]);
    expect(codes(gate.whyNotTransfer(aCase(), { ...target, department: null }, ""))).toEqual(["notDispatched", "departmentMissing", "reasonMissing"]);
    expect(codes(gate.whyNotTransfer({ ...sent, department: "engineering" }, target, "why"))).toEqual(["sameTarget"]);
  });

  test("work is accepted by its department, its handler or a supervisor only", () => {
    const sent = aCase({ dispatchedAt: monday, department: "engineering" });
    const worker = { id: person("bob"), departments: ["security" as const], isSupervisor: false };
    expect(codes(gate.whyNotAccept(sent, worker))).toEqual(["notYours"]);
    expect(gate.whyNotAccept(sent, { ...worker, isSupervisor: true })).toEqual([]);
    expect(gate.whyNotAccept({ ...sent, handlerId: person("bob") }, worker)).toEqual([]);
  });

  test("the result cannot be told while a department still works; progress can (2.2.1-3)", () => {
    const sent = aCase({ dispatchedAt: monday, department: "engineering" });
    const telling = { isResult: true, at: now, toWhom: "王", words: "已修好" };
    expect(codes(gate.whyNotFeedback(sent, telling, now))).toEqual(["workOpen"]);
    expect(gate.whyNotFeedback(sent, { ...telling, isResult: false }, now)).toEqual([]);
    expect(codes(gate.whyNotFeedback(aCase(), { ...telling, toWhom: "", words: "", at: at("1T10:00:00") }, now))).toEqual(["personMissing", "wordsMissing", "beforeReceipt"]);
  });

  test("what the tenant was told may be entered later, but not for a time before the round began or after now (2.2.2-3)", () => {
    const telling = { isResult: true, toWhom: "王", words: "已修好" };
    const again = aCase({ round: 2, roundBegunAt: at("3T10:00:00") });
    expect(codes(gate.whyNotFeedback(again, { ...telling, at: at("3T09:59:59") }, now))).toEqual(["beforeReopening"]);
    expect(gate.whyNotFeedback(again, { ...telling, at: at("3T10:00:00") }, now)).toEqual([]);
    const [problem] = gate.whyNotFeedback(again, { ...telling, at: at("4T10:00:01") }, now);
    expect(problem && [sayProblem(problem, "zh"), sayProblem(problem, "en")]).toEqual(["告知时间不能晚于现在。", "The time when the customer was told cannot lie ahead."]);
  });

  test("whether a complaint is founded is decided by a supervisor", () => {
    const found = { findings: "已到现场", isValid: true };
    expect(codes(gate.whyNotVerify(aCase(), found, { isSupervisor: false }))).toEqual(["onlySupervisorDecides"]);
    expect(gate.whyNotVerify(aCase(), { ...found, isValid: null }, { isSupervisor: false })).toEqual([]);
  });
});

test("an ordinary complaint becomes grave only with a promised time, until it is answered (2.2.2-3)", () => {
  const wanted = { kind: "complaint" as const, severity: "grave" as const, promisedAt: null, reason: "" };
  expect(codes(gate.whyNotClassify(aCase(), wanted, now))).toEqual(["promiseMissing", "reasonMissing"]);
  expect(gate.whyNotClassify(aCase(), { ...wanted, promisedAt: at("5T10:00:00"), reason: "涉及多户" }, now)).toEqual([]);
  expect(gate.whyNotClassify(aCase({ feedbackAt: now }), { ...wanted, reason: "复核" }, now)).toEqual([]);
});

describe("two records of one matter", () => {
  test("only cases of one customer are merged; others are linked, for each is owed an answer", () => {
    const other = aCase({ id: asId<"case">("other"), tenantId: asId<"tenant">("else") });
    expect(codes(gate.whyNotMerge(aCase(), other))).toEqual(["otherTenant"]);
    expect(codes(gate.whyNotMerge(aCase(), aCase()))).toEqual(["sameCase"]);
    expect(codes(gate.whyNotMerge(aCase({ feedbackAt: now }), aCase({ id: asId<"case">("other"), archivedAt: now })))).toEqual(["closed", "alreadyAnswered"]);
    expect(codes(gate.whyNotLink(aCase(), other, [other.id]))).toEqual(["alreadyLinked"]);
  });
});

type Step = (facts: CaseFacts, who: Id<"person">, when: Temporal.Instant) => { readonly against: readonly Problem[]; readonly change: deed.Change };

const steps: Record<string, Step> = {
  verify: (facts, _who, when) => ({
    against: gate.whyNotVerify(facts, { findings: "x", isValid: true }, { isSupervisor: true }),
    change: deed.verify(facts, true, when),
  }),
  dispatch: (facts, _who, when) => ({
    against: gate.whyNotDispatch(facts, {
      department: "engineering",
      handlerId: null,
      departmentsOfHandler: [],
    }),
    change: deed.dispatch(facts, { department: "engineering", handlerId: null }, when),
  }),
  transfer: (facts, who, when) => ({
    against: gate.whyNotTransfer(facts, { department: "security", handlerId: who, departmentsOfHandler: ["security"] }, "why"),
    change: deed.dispatch(facts, { department: "security", handlerId: who }, when),
  }),
  accept: (facts, who, when) => ({
    against: gate.whyNotAccept(facts, {
      id: who,
      departments: ["engineering"],
      isSupervisor: false,
    }),
    change: deed.accept(facts, who, when),
  }),
  resolve: (facts, who, when) => ({
    against: gate.whyNotResolve(facts, "x", {
      id: who,
      departments: ["engineering"],
      isSupervisor: false,
    }),
    change: deed.resolve(facts, who, when),
  }),
  progress: (facts, who, when) => telling(facts, who, when, false),
  feedback: (facts, who, when) => telling(facts, who, when, true),
  callback: (facts, who, when) => ({
    against: gate.whyNotCallback(facts, { callerId: who, at: when }, when),
    change: deed.callBack(when),
  }),
  classify: (facts) => ({
    against: gate.whyNotClassify(facts, { kind: facts.kind, severity: facts.severity, promisedAt: null, reason: "why" }, now),
    change: { cause: "equipmentFault", attributable: "yes" },
  }),
  close: (facts, _who, when) => ({ against: gate.whyNotClose(facts), change: deed.close(when) }),
  reopen: (facts) => ({ against: gate.whyNotReopen(facts, "why"), change: deed.reopen(facts, now) }),
  void: (facts, _who, when) => ({
    against: gate.whyNotVoid(facts, "why"),
    change: deed.declareVoid(when),
  }),
  merge: (facts) => ({
    against: gate.whyNotMerge(facts, aCase({ id: asId<"case">("other") })),
    change: deed.merge(asId<"case">("other")),
  }),
  openGate: (facts) => ({
    against: gate.whyNotOpenGate(facts, "closure", "why"),
    change: deed.openGate(
      facts,
      gate.standingAt(facts, "closure").map(({ code }) => code),
    ),
  }),
  openCallback: (facts) => ({
    against: gate.whyNotOpenGate(facts, "callback", "why"),
    change: deed.openGate(
      facts,
      gate.standingAt(facts, "callback").map(({ code }) => code),
    ),
  }),
};

function telling(facts: CaseFacts, who: Id<"person">, when: Temporal.Instant, isResult: boolean) {
  const told = { isResult, at: when, toWhom: "王", words: "x" };
  return {
    against: gate.whyNotFeedback(facts, told, when),
    change: deed.feedback(facts, told, who),
  };
}

const anyStory = fc.array(
  fc.record({
    step: fc.constantFrom(...Object.keys(steps)),
    who: fc.constantFrom("ann", "bob", "cat"),
  }),
  { maxLength: 40 },
);
const anyStoryWithoutGates = anyStory.map((story) => story.filter(({ step }) => step !== "openGate" && step !== "openCallback"));

/** Plays a story, leaving out what is refused; tells each deed that was done with the case before and after. */
function play(story: readonly { step: string; who: string }[], severity: CaseFacts["severity"] = "complex") {
  let facts = aCase({ severity });
  const done: { step: string; who: Id<"person">; before: CaseFacts; after: CaseFacts }[] = [];
  for (const [index, { step, who }] of story.entries()) {
    const { against, change } = steps[step]!(facts, person(who), now.add({ minutes: index }));
    if (against.length > 0) continue;
    const after = { ...facts, ...change };
    done.push({ step, who: person(who), before: facts, after });
    facts = after;
  }
  return { facts, done };
}

describe("properties over every order of deeds", () => {
  test("no order closes a case without feedback and then a call-back by another person (2.2.1-3)", () => {
    fc.assert(
      fc.property(anyStoryWithoutGates, (story) => {
        const { done } = play(story);
        for (const [index, { step }] of done.entries()) {
          if (step !== "close") continue;
          const round = done.slice(done.slice(0, index).findLastIndex((deedDone) => deedDone.step === "reopen") + 1, index);
          const told = round.findIndex((deedDone) => deedDone.step === "feedback");
          const called = round.findIndex((deedDone) => deedDone.step === "callback");
          expect(told).toBeGreaterThanOrEqual(0);
          expect(called).toBeGreaterThan(told);
          const handlers = round.filter((deedDone) => ["accept", "resolve"].includes(deedDone.step)).map(({ who }) => who);
          expect(handlers).not.toContain(round[called]!.who);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("with gates, a closed case without call-back has it among what was overridden", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { facts } = play(story);
        if (facts.archivedAt && !facts.revisitedAt) expect(facts.overridden).toContain("service.noCallback");
        if (facts.archivedAt && !facts.feedbackAt) expect(facts.overridden).toContain("service.noFeedback");
      }),
      { numRuns: 2000 },
    );
  });

  test("the owner stays the owner through every dispatch, transfer and reopening (2.2.2-3)", () => {
    fc.assert(fc.property(anyStory, (story) => play(story).done.every(({ after }) => after.ownerId === "ann" && after.firstOwnerId === "ann")));
  });

  test("every deed moves the status along the table or not at all", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        for (const { before, after } of play(story).done) {
          const [from, to] = [statusOf(before), statusOf(after)];
          if (from !== to) expect(caseTransitions[from] as readonly CaseStatus[]).toContain(to);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("what is merged or void stays so", () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        for (const { before } of play(story).done) expect(["merged", "invalid"]).not.toContain(statusOf(before));
      }),
    );
  });
});
