import canonicalize from "canonicalize";
import { type Problem, reasons } from "#kernel/problem.ts";
import type { Fact, InspectionState } from "./inspection.ts";
import { type InspectionParty, inspectionParties, type InspectionType } from "./names.ts";
import { handoverProblems as problem } from "./problems.ts";

/** What an inspection is about: named in what people sign. */
export interface InspectionSubject {
  readonly id: string;
  readonly type: InspectionType;
  readonly tenantId: string;
  readonly unitIds: readonly string[];
}

/**
 * What both parties sign, as canonical JSON (RFC 8785): every item with what the tenant said to it, meters, keys, photos by hash, questions
 * with their answers. A signature names the SHA-256 of this text; what came after both had signed is not in it.
 */
export function signedContent({ id, type, tenantId, unitIds }: InspectionSubject, state: InspectionState): string {
  return canonicalize({
    inspection: { id, type, tenantId, unitIds: unitIds.toSorted() },
    items: state.items.map(({ line, condition, text, photos, responsible, mendBy, tenantSays }) => ({
      key: line.key,
      place: line.unit,
      area: line.area.zh,
      part: line.part.zh,
      standard: line.standard.zh,
      condition,
      text,
      photos,
      responsible,
      mendBy,
      tenantSays: tenantSays && { agrees: tenantSays.agrees, text: tenantSays.text },
    })),
    photos: state.photos.map(({ hash, text }) => ({ hash, text })),
    meters: state.meters.map(({ meterId, values, photo, remark }) => ({ meterId, values, photo, remark })),
    keys: state.keys.map(({ place, count }) => ({ place, count })),
    questions: state.questions.filter(({ isLater }) => !isLater).map(({ text, answer }) => ({ text, answer: answer && !answer.isLater ? answer.text : null })),
  })!;
}

/** All that stands against `party` signing what is recorded now. Manual 2.1.1-7. An open question does not: it counts against 2.1.2-4. */
export function whyNotSign(state: InspectionState, party: InspectionParty): Problem[] {
  const unchecked = state.items.filter(({ condition }) => condition === null);
  const named = ({ line }: InspectionState["items"][number]) => ({ place: `${line.unit} ${line.area.zh}`, part: line.part.zh });
  return reasons(
    state.stage === "signed" && problem.isSigned(),
    state.stage !== "signed" &&
      state.signatures.some((signature) => signature.party === party && signature.holds) &&
      problem.partyHasSigned({ party: inspectionParties[party].zh }),
    unchecked[0] && problem.unchecked({ count: unchecked.length, ...named(unchecked[0]) }),
    state.items.filter(({ condition, text }) => condition !== null && condition !== "ok" && text.trim() === "").map((item) => problem.defectWithoutWords(named(item))),
  );
}

/** Who recorded a fact, and what is known of its inspection when it arrives. */
export interface Arrival {
  readonly isWithdrawn: boolean;
  /** Whether the person is, or once was, the one the inspection was assigned to; always so while nobody is. */
  readonly isAssigned: boolean;
  readonly assignee: string;
  readonly hasLine: (key: string) => boolean;
  readonly hasMeter: (id: string) => boolean;
  /** The facts that count before this one come to this. Asked for signatures only. */
  readonly before: () => InspectionState;
  /** SHA-256 of what stood to be signed before this one. Asked for signatures only. */
  readonly contentHash: () => string;
  readonly isSigned: boolean;
}

/**
 * All that stands against taking a fact. After both have signed, only questions and answers are taken, and stand beside what was signed.
 * A signature is taken if it names exactly what was recorded before it: whoever signed offline sends those records first.
 */
export function whyNotRecord(fact: Fact, arrival: Arrival): Problem[] {
  const line = fact.kind === "itemChecked" || fact.kind === "photoTaken" || fact.kind === "lineAgreed" || fact.kind === "lineDisputed" ? fact.data.line : null;
  const isAddition = fact.kind === "questionAsked" || fact.kind === "questionAnswered";
  const stands = reasons(
    arrival.isWithdrawn && problem.isWithdrawn(),
    !arrival.isAssigned && problem.notYours({ name: arrival.assignee }),
    arrival.isSigned && !isAddition && problem.isSigned(),
    line !== null && !arrival.hasLine(line) && problem.lineNotFound(),
    fact.kind === "meterRead" && !arrival.hasMeter(fact.data.meterId) && problem.otherMeter(),
  );
  if (fact.kind !== "signed" || stands.length > 0) return stands;
  return reasons(whyNotSign(arrival.before(), fact.data.party), arrival.contentHash() !== fact.data.contentHash && problem.otherContent());
}
