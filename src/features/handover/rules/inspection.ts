import type { Line } from "./itemList.ts";
import type { Condition, InspectionParty, InspectionStage, Responsible, SignatureMeans } from "./names.ts";

// An inspection is what its facts say, whatever the order in which they arrive: facts are put into their own order first (device clock,
// then the phone's count, then id), and everything follows from that.

export type FactKind = Fact["kind"];

/** What a phone recorded. Wire form throughout: the same on the phone, over the wire and here, so that both sides hash the same content. */
export type Fact = FactHead &
  (
    | { readonly kind: "itemChecked"; readonly data: ItemChecked }
    | { readonly kind: "photoTaken"; readonly data: { readonly hash: string; readonly line: string | null; readonly text: string } }
    | { readonly kind: "meterRead"; readonly data: MeterRead }
    | { readonly kind: "keysCounted"; readonly data: { readonly place: string; readonly count: number } }
    | { readonly kind: "questionAsked"; readonly data: { readonly text: string } }
    | { readonly kind: "questionAnswered"; readonly data: { readonly questionId: string; readonly text: string } }
    | { readonly kind: "lineAgreed"; readonly data: { readonly line: string } }
    | { readonly kind: "lineDisputed"; readonly data: { readonly line: string; readonly text: string } }
    | { readonly kind: "finished"; readonly data: { readonly note: string } }
    | { readonly kind: "signed"; readonly data: Signed }
  );

export interface FactHead {
  /** UUIDv7, made by the phone. */
  readonly id: string;
  readonly inspectionId: string;
  readonly deviceId: string;
  /** The phone's own count of what it recorded. */
  readonly number: number;
  /** The phone's clock: `2026-03-09T01:30:00.123Z`, always in this form, so that texts compare as moments do. */
  readonly happenedAt: string;
}

export interface ItemChecked {
  readonly line: string;
  readonly condition: Condition;
  readonly text: string;
  /** SHA-256 of each. */
  readonly photos: readonly string[];
  readonly responsible: Responsible | null;
  /** A day. */
  readonly mendBy: string | null;
}

export interface MeterRead {
  readonly meterId: string;
  /** Plain digits by register. */
  readonly values: Readonly<Record<string, string>>;
  readonly photo: string | null;
  readonly remark: string;
}

export interface Signed {
  readonly party: InspectionParty;
  readonly name: string;
  /** The tenant's contact, where it is one that is known. */
  readonly contactId: string | null;
  readonly means: SignatureMeans;
  /** SHA-256 of the picture of the signature. */
  readonly image: string;
  /** SHA-256 of `signedContent` as it stood. */
  readonly contentHash: string;
  /** Signed, but not in agreement with all of it. */
  readonly disagreement: string;
}

export interface ItemState {
  readonly line: Line;
  readonly condition: Condition | null;
  readonly text: string;
  readonly photos: readonly string[];
  readonly responsible: Responsible | null;
  readonly mendBy: string | null;
  readonly checkedAt: string | null;
  /** What the tenant said to the item as it stands. */
  readonly tenantSays: { readonly agrees: boolean; readonly text: string; readonly at: string } | null;
}

export interface Question {
  /** The id of the fact that asked it. */
  readonly id: string;
  readonly text: string;
  readonly at: string;
  /** `isLater`: given after both had signed, so not part of what they signed. */
  readonly answer: { readonly text: string; readonly at: string; readonly isLater: boolean } | null;
  /** Asked after both had signed. */
  readonly isLater: boolean;
}

export interface Signature extends Signed {
  readonly factId: string;
  readonly at: string;
  /** False once something was recorded after it: whoever signed must see that and sign anew. */
  readonly holds: boolean;
}

export interface InspectionState {
  readonly stage: Exclude<InspectionStage, "withdrawn">;
  readonly items: readonly ItemState[];
  /** Photos that belong to no item. */
  readonly photos: readonly { readonly hash: string; readonly text: string; readonly at: string }[];
  readonly meters: readonly (MeterRead & { readonly factId: string; readonly at: string })[];
  readonly keys: readonly { readonly place: string; readonly count: number; readonly at: string }[];
  readonly questions: readonly Question[];
  /** The latest of each party. */
  readonly signatures: readonly Signature[];
  readonly finishedAt: string | null;
  /** When the second of two signatures under the same content was given; from then on the content stands. */
  readonly signedAt: string | null;
  readonly hasUnansweredQuestions: boolean;
  readonly hasDispute: boolean;
}

/** Before, after or the same, in the order in which facts count: device clock, the phone's count, id. */
export function inOrder(one: FactHead, other: FactHead): number {
  return compare(one.happenedAt, other.happenedAt) || one.number - other.number || compare(one.id, other.id);
}

/** What `facts` come to for an inspection of these lines. The same for the same facts in any order; a fact given twice counts once. */
export function inspectionOf(lines: readonly Line[], facts: readonly Fact[]): InspectionState {
  const ordered = [...new Map(facts.map((fact) => [fact.id, fact])).values()].toSorted(inOrder);
  const items = new Map<string, Draft>(lines.map((line) => [line.key, { checked: null, photos: [], says: null }]));
  const loose: { hash: string; text: string; at: string }[] = [];
  const meters = new Map<string, InspectionState["meters"][number]>();
  const keys = new Map<string, InspectionState["keys"][number]>();
  const questions = new Map<string, { text: string; at: string; isLater: boolean }>();
  const answers = new Map<string, { text: string; at: string; isLater: boolean }>();
  const signatures = new Map<InspectionParty, Signature>();
  let finishedAt: string | null = null;
  let signedAt: string | null = null;

  for (const fact of ordered) {
    const at = fact.happenedAt;
    const isLater = signedAt !== null;
    if (fact.kind === "questionAsked") questions.set(fact.id, { text: fact.data.text, at, isLater });
    else if (fact.kind === "questionAnswered") {
      // What was signed keeps the answer that was signed.
      const before = answers.get(fact.data.questionId);
      if (!(isLater && before && !before.isLater)) answers.set(fact.data.questionId, { text: fact.data.text, at, isLater });
    } else if (isLater) continue;
    switch (fact.kind) {
      case "itemChecked": {
        const item = items.get(fact.data.line);
        if (item) items.set(fact.data.line, { ...item, checked: { ...fact.data, at }, says: null });
        break;
      }
      case "photoTaken": {
        const item = fact.data.line === null ? undefined : items.get(fact.data.line);
        if (item) item.photos.push(fact.data.hash);
        else if (fact.data.line === null) loose.push({ hash: fact.data.hash, text: fact.data.text, at });
        break;
      }
      case "meterRead":
        meters.set(fact.data.meterId, { ...fact.data, factId: fact.id, at });
        break;
      case "keysCounted":
        keys.set(fact.data.place, { ...fact.data, at });
        break;
      case "lineAgreed":
      case "lineDisputed": {
        const item = items.get(fact.data.line);
        if (item) items.set(fact.data.line, { ...item, says: { agrees: fact.kind === "lineAgreed", text: fact.kind === "lineDisputed" ? fact.data.text : "", at } });
        break;
      }
      case "finished":
        finishedAt = at;
        break;
      case "signed": {
        signatures.set(fact.data.party, { ...fact.data, factId: fact.id, at, holds: true });
        const both = [...signatures.values()].filter(({ holds }) => holds);
        if (both.length === 2 && both[0]?.contentHash === both[1]?.contentHash) signedAt = at;
        break;
      }
    }
    if (!isLater && changesContent(fact.kind)) for (const [party, signature] of signatures) signatures.set(party, { ...signature, holds: false });
  }

  const asked = [...questions].map(([id, question]): Question => ({ id, ...question, answer: answers.get(id) ?? null }));
  const states = lines.map((line): ItemState => {
    const { checked, photos, says } = items.get(line.key) ?? nothing;
    return {
      line,
      condition: checked?.condition ?? null,
      text: checked?.text ?? "",
      photos: [...new Set([...(checked?.photos ?? []), ...photos])],
      responsible: checked?.responsible ?? null,
      mendBy: checked?.mendBy ?? null,
      checkedAt: checked?.at ?? null,
      tenantSays: says,
    };
  });
  const signed = [...signatures.values()].toSorted((one, other) => compare(one.at, other.at));
  const held = signed.filter(({ holds }) => holds);
  return {
    stage: signedAt !== null ? "signed" : held.length > 0 ? "oneSigned" : ordered.length > 0 ? "underWay" : "waiting",
    items: states,
    photos: loose,
    meters: [...meters.values()].toSorted((one, other) => compare(one.meterId, other.meterId)),
    keys: [...keys.values()].toSorted((one, other) => compare(one.place, other.place)),
    questions: asked,
    signatures: signed,
    finishedAt,
    signedAt,
    hasUnansweredQuestions: asked.some(({ answer }) => answer === null),
    hasDispute: states.some(({ tenantSays }) => tenantSays?.agrees === false) || held.some(({ disagreement }) => disagreement !== ""),
  };
}

/** Whether a fact of this kind changes what people sign; a signature and "finished" do not. */
export const changesContent = (kind: FactKind): boolean => kind !== "signed" && kind !== "finished";

/** Every photo that an inspection speaks of, signatures too. */
export const photosOf = (state: InspectionState): string[] => [
  ...new Set([
    ...state.items.flatMap(({ photos }) => photos),
    ...state.photos.map(({ hash }) => hash),
    ...state.meters.flatMap(({ photo }) => (photo ? [photo] : [])),
    ...state.signatures.map(({ image }) => image),
  ]),
];

/** The photos a single fact names. */
export function photosOfFact(fact: Fact): readonly string[] {
  switch (fact.kind) {
    case "itemChecked":
      return fact.data.photos;
    case "photoTaken":
      return [fact.data.hash];
    case "meterRead":
      return fact.data.photo ? [fact.data.photo] : [];
    case "signed":
      return [fact.data.image];
    default:
      return [];
  }
}

interface Draft {
  readonly checked: (ItemChecked & { readonly at: string }) | null;
  readonly photos: string[];
  readonly says: ItemState["tenantSays"];
}
const nothing: Draft = { checked: null, photos: [], says: null };

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
