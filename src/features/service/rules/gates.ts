import type { Id } from "#kernel/id.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { Department } from "#kernel/role.ts";
import { type CaseFacts, statusOf, unansweredStatuses } from "./case.ts";
import type { CaseKind, Severity } from "./lists.ts";
import { inFuture, serviceProblems as problem } from "./problems.ts";

type Instant = Temporal.Instant;
const isAfter = (a: Instant, b: Instant) => Temporal.Instant.compare(a, b) > 0;
const isBlank = (text: string | null | undefined) => !text || text.trim() === "";

/** What is wanted to register a contact; `null` where it is not known yet. */
export interface Taking {
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly receivedAt: Instant | null;
  readonly matter: string;
  readonly tenantId: Id<"tenant"> | null;
  readonly customerName: string | null;
  readonly contactId: Id<"contact"> | null;
  readonly contactName: string | null;
  readonly promisedAt: Instant | null;
  readonly isAnswered: boolean;
}

/** All that stands against registering a contact: the four facts of 2.2.1-1, and an answer or a promise where 2.2.1-2 asks for one. */
export function whyNotTake(taking: Taking, now: Instant): Problem[] {
  return reasons(
    !taking.receivedAt && problem.timeMissing(),
    taking.receivedAt && isAfter(taking.receivedAt, now) && inFuture("receivedAt"),
    isBlank(taking.matter) && problem.matterMissing(),
    !taking.tenantId && isBlank(taking.customerName) && problem.customerMissing(),
    !taking.contactId && isBlank(taking.contactName) && problem.contactMissing(),
    taking.kind === "complaint" && taking.severity !== "ordinary" && !taking.isAnswered && !taking.promisedAt && problem.promiseMissing(),
    taking.promisedAt && !isAfter(taking.promisedAt, now) && problem.promiseInPast(),
  );
}

/** Why nothing more can be done to a case: filed, merged or void. */
export function whyEnded(facts: CaseFacts): Problem[] {
  const status = statusOf(facts);
  return reasons(status === "archived" && problem.closed(), status === "merged" && problem.merged({ intoId: facts.mergedIntoId }), status === "invalid" && problem.voided());
}

/** Against promising a time, or another time than before; a change needs a reason. Manual 2.2.1-2. */
export function whyNotPromise(facts: CaseFacts, promise: { readonly promisedAt: Instant; readonly reason: string }, now: Instant): Problem[] {
  return reasons(
    whyEnded(facts),
    facts.feedbackAt && problem.alreadyAnswered(),
    !isAfter(promise.promisedAt, now) && problem.promiseInPast(),
    facts.promisedAt && isBlank(promise.reason) && problem.reasonMissing(),
  );
}

/** Where work is sent: a department, and perhaps a person in it. */
export interface Target {
  readonly department: Department | null;
  readonly handlerId: Id<"person"> | null;
  /** Departments in which the handler serves on this site. */
  readonly departmentsOfHandler: readonly Department[];
}

const whyNotTarget = (target: Target): Problem[] =>
  reasons(
    !target.department && problem.departmentMissing(),
    target.department && target.handlerId && !target.departmentsOfHandler.includes(target.department) && problem.notInDepartment(),
  );

const whyNotSend = (facts: CaseFacts, target: Target): Problem[] =>
  reasons(
    whyEnded(facts),
    facts.feedbackAt && problem.alreadyAnswered(),
    facts.dispatchedAt && !facts.resolvedAt && target.department === facts.department && target.handlerId === facts.handlerId && problem.sameTarget(),
    whyNotTarget(target),
  );

/** Against the first sending of work to a department. The owner stays whoever it is. Manual 2.2.1-2. */
export function whyNotDispatch(facts: CaseFacts, target: Target): Problem[] {
  return reasons(facts.dispatchedAt && problem.alreadyDispatched(), whyNotSend(facts, target));
}

/** Against sending work on, or back: it moves with a reason, the promise does not. Manual 2.2.2-3. */
export function whyNotTransfer(facts: CaseFacts, target: Target, reason: string): Problem[] {
  return reasons(!facts.dispatchedAt && problem.notDispatched(), whyNotSend(facts, target), isBlank(reason) && problem.reasonMissing());
}

/** Who acts, as far as handling work asks. */
export interface Worker {
  readonly id: Id<"person">;
  readonly departments: readonly Department[];
  readonly isSupervisor: boolean;
}

const whyNotTheirs = (facts: CaseFacts, worker: Worker): Problem[] =>
  reasons(
    facts.handlerId !== worker.id &&
      !worker.isSupervisor &&
      (facts.department === null || !worker.departments.includes(facts.department)) &&
      problem.notYours({ department: facts.department }),
  );

export function whyNotAccept(facts: CaseFacts, worker: Worker): Problem[] {
  return reasons(
    whyEnded(facts),
    !facts.dispatchedAt && problem.notDispatched(),
    facts.acceptedAt && problem.alreadyAccepted(),
    facts.resolvedAt && problem.alreadyResolved(),
    facts.dispatchedAt && whyNotTheirs(facts, worker),
  );
}

/** Against recording what was found on the spot; the decision founded or not is the supervisor's. */
export function whyNotVerify(facts: CaseFacts, found: { readonly findings: string; readonly isValid: boolean | null }, worker: Pick<Worker, "isSupervisor">): Problem[] {
  return reasons(whyEnded(facts), isBlank(found.findings) && problem.findingsMissing(), found.isValid !== null && !worker.isSupervisor && problem.onlySupervisorDecides());
}

/** Against reporting the work done. Who resolves without accepting first accepts thereby. */
export function whyNotResolve(facts: CaseFacts, measures: string, worker: Worker): Problem[] {
  return reasons(
    whyEnded(facts),
    !facts.dispatchedAt && problem.notDispatched(),
    facts.resolvedAt && problem.alreadyResolved(),
    facts.dispatchedAt && whyNotTheirs(facts, worker),
    isBlank(measures) && problem.measuresMissing(),
  );
}

export interface Telling {
  readonly isResult: boolean;
  readonly at: Instant;
  readonly toWhom: string;
  readonly words: string;
}

/** Against recording that the tenant was told: progress at any time of this round, the result once the work is done. It may be entered later than it was said. Manual 2.2.1-3. */
export function whyNotFeedback(facts: CaseFacts, telling: Telling, now: Instant): Problem[] {
  return reasons(
    whyEnded(facts),
    facts.feedbackAt && problem.alreadyAnswered(),
    telling.isResult && facts.dispatchedAt && !facts.resolvedAt && problem.workOpen({ department: facts.department }),
    isBlank(telling.toWhom) && problem.personMissing(),
    isBlank(telling.words) && problem.wordsMissing(),
    isAfter(telling.at, now) && inFuture("saidAt"),
    isAfter(facts.roundBegunAt, telling.at) && (facts.round === 1 ? problem.beforeReceipt() : problem.beforeReopening()),
  );
}

/** Against a call-back: the feedback comes first, and another person calls. `callerId` null: the tenant rated without being called. Manual 2.2.1-3. */
export function whyNotCallback(facts: CaseFacts, call: { readonly callerId: Id<"person"> | null; readonly at: Instant }, now: Instant): Problem[] {
  const isByHandler = call.callerId !== null && facts.handlerIds.includes(call.callerId) && !facts.overridden.includes(problem.callerIsHandler.code);
  return reasons(
    whyEnded(facts),
    !facts.feedbackAt && problem.noFeedback(),
    facts.feedbackAt && isAfter(facts.feedbackAt, call.at) && problem.beforeFeedback(),
    facts.revisitedAt && problem.alreadyCalledBack(),
    isByHandler && problem.callerIsHandler(),
    isAfter(call.at, now) && inFuture("calledBackAt"),
  );
}

/** All that stands against filing a case. Manual 2.2.1-3, 2.2.1-4. */
export function whyNotClose(facts: CaseFacts): Problem[] {
  const isHeavy = facts.kind === "complaint" && facts.severity !== "ordinary";
  return unlessOverridden(
    facts,
    reasons(
      whyEnded(facts),
      facts.dispatchedAt && !facts.resolvedAt && problem.workOpen({ department: facts.department }),
      !facts.feedbackAt && problem.noFeedback(),
      !facts.revisitedAt && problem.noCallback(),
      !facts.cause && problem.causeMissing(),
      facts.kind === "complaint" && facts.attributable === "undecided" && problem.attributionMissing(),
      isHeavy && facts.isValid === null && problem.notVerified(),
    ),
  );
}

/** What a manager's reason may override; that a case has ended it cannot. */
export const overridable: readonly string[] = [
  problem.workOpen,
  problem.noFeedback,
  problem.noCallback,
  problem.callerIsHandler,
  problem.causeMissing,
  problem.attributionMissing,
  problem.notVerified,
].map(({ code }) => code);

const unlessOverridden = (facts: CaseFacts, against: Problem[]): Problem[] => against.filter(({ code }) => !facts.overridden.includes(code));

/** Gates a manager may open with a reason: filing a case, or letting a handler make the call-back. */
export type Gate = "closure" | "callback";

/** The problems that opening `gate` would override now. */
export function standingAt(facts: CaseFacts, gate: Gate): Problem[] {
  if (gate === "closure") return whyNotClose(facts).filter(({ code }) => overridable.includes(code));
  return facts.overridden.includes(problem.callerIsHandler.code) || facts.revisitedAt ? [] : [problem.callerIsHandler()];
}

export function whyNotOpenGate(facts: CaseFacts, gate: Gate, reason: string): Problem[] {
  return reasons(whyEnded(facts), standingAt(facts, gate).length === 0 && problem.nothingToOpen(), isBlank(reason) && problem.reasonMissing());
}

/** Against beginning anew: only what was answered can be reopened. Manual 2.2.1-3. */
export function whyNotReopen(facts: CaseFacts, reason: string): Problem[] {
  const status = statusOf(facts);
  return reasons(
    status === "merged" && problem.merged({ intoId: facts.mergedIntoId }),
    status === "invalid" && problem.voided(),
    (unansweredStatuses as readonly string[]).includes(status) && problem.nothingToReopen(),
    isBlank(reason) && problem.reasonMissing(),
  );
}

/** Against folding `facts` into `into`, two records of one matter of one customer. */
export function whyNotMerge(facts: CaseFacts, into: CaseFacts): Problem[] {
  return reasons(
    whyEnded(facts),
    facts.id === into.id && problem.sameCase(),
    facts.id !== into.id && whyEnded(into),
    facts.feedbackAt && problem.alreadyAnswered(),
    (facts.tenantId === null || facts.tenantId !== into.tenantId) && problem.otherTenant(),
  );
}

export function whyNotLink(facts: CaseFacts, other: CaseFacts, linkedIds: readonly Id<"case">[]): Problem[] {
  return reasons(facts.id === other.id && problem.sameCase(), linkedIds.includes(other.id) && problem.alreadyLinked());
}

/** Against declaring a record void: only a mistaken entry that nobody has answered. */
export function whyNotVoid(facts: CaseFacts, reason: string): Problem[] {
  return reasons(whyEnded(facts), facts.feedbackAt && problem.alreadyAnswered(), isBlank(reason) && problem.reasonMissing());
}

/** How a case is to be classified; `promisedAt` where a time is promised with it. */
export interface Classification {
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly promisedAt: Instant | null;
  readonly reason: string;
}

/** Against classifying anew; what becomes complex or grave before its answer needs a promised time. Manual 2.2.2-3. */
export function whyNotClassify(facts: CaseFacts, wanted: Classification, now: Instant): Problem[] {
  const becomesHeavy = wanted.kind === "complaint" && wanted.severity !== "ordinary" && !(facts.kind === "complaint" && facts.severity !== "ordinary");
  return reasons(
    whyEnded(facts),
    becomesHeavy && !facts.feedbackAt && !facts.promisedAt && !wanted.promisedAt && problem.promiseMissing(),
    wanted.promisedAt && !isAfter(wanted.promisedAt, now) && problem.promiseInPast(),
    isBlank(wanted.reason) && problem.reasonMissing(),
  );
}

/** Against handing the promise itself to another person: an exception, never a part of dispatching. Manual 2.2.2-3. */
export function whyNotHandOver(facts: CaseFacts, toId: Id<"person">, reason: string): Problem[] {
  return reasons(whyEnded(facts), facts.ownerId === toId && problem.sameOwner(), isBlank(reason) && problem.reasonMissing());
}

/** Against a note or an attachment. */
export const whyNotAdd = (facts: CaseFacts): Problem[] => {
  const status = statusOf(facts);
  return reasons(status === "merged" && problem.merged({ intoId: facts.mergedIntoId }), status === "invalid" && problem.voided());
};
