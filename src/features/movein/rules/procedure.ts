import type { Id } from "#kernel/id.ts";
import { type Fen, fen, yuanText } from "#kernel/money.ts";
import type { Problem } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";
import type { Obstacle, Procedure } from "#features/manual/rules.ts";
import { moveInProblems } from "./problems.ts";

/** All that the records say of one move-in; read anew each time. */
export interface MoveInFacts {
  /** Of the tenant, as a move-in wants them. Manual 2.1.1-2. */
  readonly papers: { readonly against: readonly Problem[]; readonly completeAt: Temporal.Instant | null };
  /** The compulsory annexes of the lease. Manual 2.1.1-3. */
  readonly annexes: { readonly lacking: readonly LackingAnnex[]; readonly signedAt: Temporal.Instant | null };
  /** What is paid before the keys. Manual 2.1.1-4, vector V4. */
  readonly firstPayment: FirstPayment;
  /** When both sides had signed the receipt of the handbook. */
  readonly handbookAt: Temporal.Instant | null;
  /** When both sides had signed F01. */
  readonly registrationAt: Temporal.Instant | null;
  /** Cards and keys that were handed out, and when both sides had signed F02. */
  readonly keys: { readonly issuedAt: Temporal.Instant | null; readonly receiptAt: Temporal.Instant | null };
  /** Meters of the units, those without an opening reading with its photo, and when both sides had confirmed the readings on a sheet of their own. */
  readonly meters: { readonly count: number; readonly unread: number; readonly confirmedAt: Temporal.Instant | null };
  /** Whether the tenant fits out; null until it is decided. */
  readonly fitout: { readonly isWanted: boolean | null; readonly decidedAt: Temporal.Instant | null };
  /** The joint inspection, once it is arranged. Manual 2.1.1-7. */
  readonly inspection: { readonly inspectionId: Id<"inspection">; readonly signedAt: Temporal.Instant | null; readonly questionsOpen: number } | null;
  readonly movedInAt: Temporal.Instant | null;
}

export interface LackingAnnex {
  readonly zh: string;
  readonly en: string;
  readonly state: "missing" | "unsigned";
}

export interface FirstPayment {
  /** By the signed terms; null where the lease has none. */
  readonly due: Fen | null;
  readonly billed: Fen;
  readonly settled: Fen;
  /** When the last of it came in; null while something is open. */
  readonly settledAt: Temporal.Instant | null;
}

const againstPapers = ({ papers }: MoveInFacts): Obstacle[] => papers.against.map((reason) => ({ reason, clearedBy: "papers" }));

const againstAnnexes = ({ annexes }: MoveInFacts): Obstacle[] =>
  annexes.lacking.map(({ zh, en, state }) => ({
    reason: moveInProblems[state === "missing" ? "annexMissing" : "annexUnsigned"]({ annexZh: zh, annexEn: en }),
    clearedBy: "annexes",
  }));

/** All that is not paid of what is due before the keys; empty when it has come in. Manual 2.1.1-4. */
export function whyNotPaid({ due, billed, settled }: FirstPayment): Problem[] {
  if (due === null) return [moveInProblems.dueUnknown()];
  if (settled >= due) return [];
  return billed < due
    ? [moveInProblems.firstPaymentNotBilled({ due: yuanText(fen(due - billed)) })]
    : [moveInProblems.firstPaymentOpen({ due: yuanText(due), open: yuanText(fen(due - settled)) })];
}

const againstPayment = ({ firstPayment }: MoveInFacts): Obstacle[] => whyNotPaid(firstPayment).map((reason) => ({ reason, clearedBy: "firstPayment" }));

const againstMeters = ({ meters }: MoveInFacts): Obstacle[] => (meters.unread > 0 ? [{ reason: moveInProblems.meterUnread({ count: meters.unread }), clearedBy: null }] : []);

/** Confirmed on a sheet of their own, or on the handover sheet with every meter read. */
const metersConfirmedAt = ({ meters, inspection }: MoveInFacts): Temporal.Instant | null => meters.confirmedAt ?? (meters.unread === 0 ? (inspection?.signedAt ?? null) : null);

const againstInspection = ({ inspection }: MoveInFacts): Obstacle[] => (inspection?.signedAt ? [] : [{ reason: moveInProblems.inspectionUnsigned(), clearedBy: "inspection" }]);

const tenant = words("租户", "Tenant");
const property = words("物业", "Property company");
const bothSides = [tenant, property] as const;

/** 入驻 2.1.1, from the signed lease to opened doors. No keys before papers, annexes and money: what shuts that gate only authority opens. */
export const moveInProcedure: Procedure<MoveInFacts> = {
  id: "moveIn",
  clause: "2.1.1",
  name: words("入驻", "Move-in"),
  steps: [
    { id: "papers", clause: "2.1.1-2", name: words("资料齐备", "Papers complete"), role: "leasingOfficer", needs: [], done: ({ papers }) => papers.completeAt },
    {
      id: "annexes",
      clause: "2.1.1-3",
      name: words("合同附件签妥", "Annexes signed"),
      role: "leasingOfficer",
      needs: [],
      documents: [words("物业服务协议", "Service agreement"), words("消防安全责任书（F26）", "Fire-safety letter (F26)")],
      signatures: bothSides,
      done: ({ annexes }) => (annexes.lacking.length === 0 ? annexes.signedAt : null),
    },
    {
      id: "firstPayment",
      clause: "2.1.1-4",
      name: words("首期款到账", "First payment received"),
      role: "cashier",
      needs: [],
      documents: [words("账单与收据", "Bill and receipt")],
      standard: "paidBeforeKeys",
      done: ({ firstPayment }) => firstPayment.settledAt,
    },
    {
      id: "handbook",
      clause: "2.1.1-5",
      name: words("发放用户手册", "Handbook handed over"),
      role: "serviceOfficer",
      needs: [],
      documents: [words("手册签收单", "Receipt of the handbook")],
      signatures: bothSides,
      standard: "sameDayFormalities",
      done: ({ handbookAt }) => handbookAt,
    },
    {
      id: "registration",
      clause: "2.1.1-5",
      name: words("入驻登记", "Registration"),
      role: "serviceOfficer",
      needs: [],
      documents: [words("入驻登记表（F01）", "Move-in registration (F01)")],
      signatures: bothSides,
      standard: "formalitiesRecorded",
      done: ({ registrationAt }) => registrationAt,
    },
    {
      id: "keys",
      clause: "2.1.1-5",
      name: words("发放门禁卡与钥匙", "Cards and keys issued"),
      role: "serviceOfficer",
      needs: ["handbook", "registration"],
      gatedBy: ["papers", "annexes", "firstPayment"],
      gate: (facts) => [...againstPapers(facts), ...againstAnnexes(facts), ...againstPayment(facts)],
      documents: [words("门禁卡领用表（F02）", "Issue of cards and keys (F02)")],
      signatures: bothSides,
      standard: "paidBeforeKeys",
      done: ({ keys }) => keys.receiptAt,
    },
    {
      id: "meters",
      clause: "2.1.1-5",
      name: words("能源计量确认", "Opening meter readings"),
      role: "technician",
      needs: ["registration"],
      applies: ({ meters }) => meters.count > 0,
      gate: againstMeters,
      documents: [words("能源计量确认单", "Confirmation of the meters")],
      signatures: bothSides,
      standard: "formalitiesRecorded",
      done: metersConfirmedAt,
    },
    {
      id: "fitout",
      clause: "2.1.1-6",
      name: words("装修对接", "Fit-out decided"),
      role: "serviceOfficer",
      needs: ["registration"],
      done: ({ fitout }) => fitout.decidedAt,
    },
    {
      id: "inspection",
      clause: "2.1.1-7",
      name: words("验房交接", "Joint inspection"),
      role: "technician",
      needs: ["keys"],
      documents: [words("验房交接单（F03）", "Unit handover (F03)")],
      signatures: bothSides,
      standard: "handoverSigned",
      done: ({ inspection }) => inspection?.signedAt ?? null,
    },
    {
      id: "opened",
      clause: "2.1.1-7",
      name: words("正式入驻", "Moved in"),
      role: "serviceOfficer",
      needs: ["keys", "meters", "fitout"],
      gatedBy: ["inspection"],
      gate: againstInspection,
      standard: "handoverSigned",
      done: ({ movedInAt }) => movedInAt,
    },
  ],
};

/** When the formalities ended: handbook, registration, cards and keys, and the meters where there are any; null while one is open. Manual 2.1.1-5, 2.1.2-3. */
export function formalitiesEndedAt(facts: MoveInFacts): Temporal.Instant | null {
  const ends = [facts.handbookAt, facts.registrationAt, facts.keys.receiptAt, ...(facts.meters.count > 0 ? [metersConfirmedAt(facts)] : [])];
  return ends.reduce((last, each) => (last && each ? (Temporal.Instant.compare(each, last) > 0 ? each : last) : null));
}
