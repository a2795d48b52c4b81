import { type Fen, yuanText } from "#kernel/money.ts";
import { words } from "#kernel/words.ts";
import type { Obstacle, Procedure } from "#features/manual/rules.ts";
import { feeItems, type FitOutFee, type ReviewKind, reviewKinds, type ReviewOutcome } from "./names.ts";
import { fitOutProblems } from "./problems.ts";

interface ReviewFact {
  readonly outcome: ReviewOutcome;
  readonly opinion: string;
  readonly at: Temporal.Instant;
}

interface LetterFact {
  readonly issuedAt: Temporal.Instant;
  /** When all had signed. */
  readonly signedAt: Temporal.Instant | null;
}

/** The records of one fit-out, those of billing, documents and handover among them. */
export interface FitOutFacts {
  readonly today: Temporal.PlainDate;
  readonly guideAt: Temporal.Instant | null;
  /** The newest version that was handed in. */
  readonly application: { readonly submittedAt: Temporal.Instant; readonly hasHiddenWorks: boolean } | null;
  /** Of the newest version, as far as they stand. */
  readonly reviews: Readonly<Record<ReviewKind, ReviewFact | null>>;
  readonly fireReview: { readonly isDue: boolean; readonly approvedAt: Temporal.Instant | null };
  readonly agreement: LetterFact | null;
  readonly fireLetter: LetterFact | null;
  readonly money: {
    readonly setAt: Temporal.Instant | null;
    readonly deposit: Fen;
    readonly open: readonly { readonly feeItem: FitOutFee; readonly amount: Fen }[];
    /** When the last of it came; null while something is open. */
    readonly clearedAt: Temporal.Instant | null;
  };
  readonly handover: { readonly isNeeded: boolean; readonly signedAt: Temporal.Instant | null };
  readonly permitAt: Temporal.Instant | null;
  readonly stop: { readonly orderNo: string; readonly violation: string } | null;
  readonly hiddenAt: Temporal.Instant | null;
  readonly completionAskedAt: Temporal.Instant | null;
  readonly passesOut: number;
  readonly openDefects: number;
  readonly firstAt: Temporal.Instant | null;
  /** Of the second acceptance; known once the first has passed and the site's interval with it. */
  readonly recheckOn: Temporal.PlainDate | null;
  readonly secondAt: Temporal.Instant | null;
  readonly deductionsToldAt: Temporal.Instant | null;
  readonly refundedAt: Temporal.Instant | null;
}

/** The week before its day is early enough for the second acceptance. */
const recheckFrom = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: 7 });

const when = (isSo: boolean, obstacle: () => Obstacle): Obstacle[] => (isSo ? [obstacle()] : []);
const chapter = "2.1.1-6";

const stopped = ({ stop }: FitOutFacts): Obstacle[] => (stop ? [{ reason: fitOutProblems.stopped({ ...stop }), clearedBy: null }] : []);
const defects = ({ openDefects }: FitOutFacts): Obstacle[] => when(openDefects > 0, () => ({ reason: fitOutProblems.defectsOpen({ count: openDefects }), clearedBy: null }));
const unpaid = ({ money }: FitOutFacts, clearedBy: string | null): Obstacle[] =>
  money.open.map(({ feeItem, amount }) => ({ reason: fitOutProblems.unpaid({ ...feeItems[feeItem], amount: yuanText(amount) }), clearedBy }));

const approvedAt = (review: ReviewFact | null): Temporal.Instant | null => (review?.outcome === "approved" ? review.at : null);
const isReturned = ({ reviews }: FitOutFacts): boolean => Object.values(reviews).some((review) => review?.outcome === "returned");

/**
 * Fit-out, from the guide to the refund. Reviews and the statutory fire review come before the permit whoever asks; agreement, money and the
 * signed handover shut its gate, which a manager may open with a reason. Manual 2.1.1-6; domain §1.14.
 */
export const fitOutProcedure: Procedure<FitOutFacts> = {
  id: "fitOut",
  clause: chapter,
  name: words("装修", "Fit-out"),
  steps: [
    {
      id: "guide",
      clause: chapter,
      name: words("讲解装修指南", "Guide explained"),
      role: "serviceOfficer",
      needs: [],
      done: ({ guideAt }) => guideAt,
      documents: [words("装修指南签收", "Receipt of the fit-out guide")],
      signatures: [words("租户", "Tenant")],
    },
    {
      id: "application",
      clause: chapter,
      name: words("装修申请", "Application"),
      role: "tenantContact",
      needs: ["guide"],
      done: (facts) => (facts.application && !isReturned(facts) ? facts.application.submittedAt : null),
      documents: [words("F04 装修申请审批表", "F04 fit-out application")],
      signatures: [words("租户", "Tenant")],
    },
    {
      id: "engineering",
      clause: chapter,
      name: words("工程审核", "Engineering review"),
      role: "engSupervisor",
      needs: ["application"],
      done: ({ reviews }) => approvedAt(reviews.engineering),
      signatures: [words("工程主管", "Engineering supervisor")],
      standard: "fitoutAnswered",
    },
    {
      id: "fireSafety",
      clause: chapter,
      name: words("消防审核", "Fire safety review"),
      role: "fireSafetyManager",
      needs: ["application"],
      done: ({ reviews }) => approvedAt(reviews.fireSafety),
      signatures: [words("消防安全管理人", "Fire-safety manager")],
      standard: "fitoutAnswered",
    },
    {
      id: "fireApproval",
      clause: chapter,
      name: words("消防设计审查", "Statutory fire design review"),
      role: "tenantContact",
      needs: ["fireSafety"],
      applies: ({ fireReview }) => fireReview.isDue,
      done: ({ fireReview }) => fireReview.approvedAt,
      documents: [words("消防设计审查意见书", "Approval of the fire design")],
    },
    {
      id: "agreement",
      clause: chapter,
      name: words("签装修管理协议与消防责任书", "Agreement and fire letter signed"),
      role: "serviceOfficer",
      needs: ["engineering", "fireSafety"],
      done: ({ agreement, fireLetter }) => latest(agreement?.signedAt, fireLetter?.signedAt),
      documents: [words("装修管理协议", "Fit-out agreement"), words("装修消防安全责任书", "Fire letter")],
      signatures: [words("租户", "Tenant"), words("施工单位", "Contractor"), words("物业", "Property company")],
    },
    {
      id: "money",
      clause: chapter,
      name: words("押金与费用到账", "Deposit and fees received"),
      role: "finance",
      needs: ["engineering", "fireSafety"],
      gate: (facts) => unpaid(facts, null),
      done: ({ money }) => money.clearedAt,
      documents: [words("收款收据", "Receipts")],
    },
    {
      id: "siteCheck",
      clause: "2.1.1-7",
      name: words("装修前现场确认", "Unit inspected before works"),
      role: "engSupervisor",
      needs: [],
      // Works that were let begin without it are not inspected "before works" any more; the opened gate stays on record.
      applies: ({ handover, permitAt }) => handover.isNeeded && (handover.signedAt !== null || permitAt === null),
      done: ({ handover }) => handover.signedAt,
      documents: [words("F03 验房交接单", "F03 unit handover")],
      signatures: [words("租户", "Tenant"), words("物业", "Property company")],
    },
    {
      id: "permit",
      clause: chapter,
      name: words("签发施工许可证", "Works permit issued"),
      role: "engSupervisor",
      needs: ["engineering", "fireSafety", "fireApproval"],
      gatedBy: ["agreement", "money", "siteCheck"],
      gate: (facts) => [
        ...when(!facts.agreement?.signedAt, () => ({ reason: fitOutProblems.agreementUnsigned(), clearedBy: "agreement" })),
        ...when(!facts.fireLetter?.signedAt, () => ({ reason: fitOutProblems.fireLetterUnsigned(), clearedBy: "agreement" })),
        ...when(!facts.money.setAt, () => ({ reason: fitOutProblems.feesNotSet(), clearedBy: "money" })),
        ...unpaid(facts, "money"),
        ...when(facts.handover.isNeeded && !facts.handover.signedAt, () => ({ reason: fitOutProblems.handoverUnsigned(), clearedBy: "siteCheck" })),
      ],
      done: ({ permitAt }) => permitAt,
      documents: [words("施工许可证", "Works permit"), words("施工人员出入证", "Workers' passes")],
      standard: "fitoutApproved",
    },
    {
      id: "works",
      clause: chapter,
      name: words("施工与巡查", "Works and patrols"),
      role: "guard",
      needs: ["permit"],
      gate: stopped,
      done: ({ completionAskedAt }) => completionAskedAt,
      documents: [words("装修巡查记录", "Patrol records"), words("停工令", "Stop order")],
    },
    {
      id: "hiddenWorks",
      clause: chapter,
      name: words("隐蔽工程验收", "Hidden works accepted"),
      role: "engSupervisor",
      needs: ["permit"],
      applies: ({ application }) => application?.hasHiddenWorks ?? false,
      gate: stopped,
      done: ({ hiddenAt }) => hiddenAt,
      documents: [words("隐蔽工程验收单", "Acceptance of hidden works")],
    },
    {
      id: "completion",
      clause: chapter,
      name: words("竣工验收", "Completion accepted"),
      role: "engSupervisor",
      needs: ["works", "hiddenWorks"],
      gate: (facts) => [
        ...stopped(facts),
        ...when(facts.passesOut > 0, () => ({ reason: fitOutProblems.passesOut({ count: facts.passesOut }), clearedBy: null })),
        ...defects(facts),
      ],
      done: ({ firstAt }) => firstAt,
      documents: [words("竣工验收单", "Acceptance sheet")],
      signatures: [words("租户", "Tenant"), words("物业", "Property company")],
    },
    {
      id: "recheck",
      clause: chapter,
      name: words("复验", "Second acceptance"),
      role: "engSupervisor",
      needs: ["completion"],
      gate: (facts) => [
        ...when(facts.recheckOn !== null && Temporal.PlainDate.compare(facts.today, recheckFrom(facts.recheckOn)) < 0, () => ({
          reason: fitOutProblems.recheckNotDue({ day: facts.recheckOn!.toString(), from: recheckFrom(facts.recheckOn!).toString() }),
          clearedBy: null,
        })),
        ...defects(facts),
      ],
      done: ({ secondAt }) => secondAt,
      documents: [words("复验记录", "Second acceptance sheet")],
      standard: "fitoutReaccepted",
    },
    {
      id: "refund",
      clause: chapter,
      name: words("退还押金", "Deposit refunded"),
      role: "finance",
      needs: ["recheck"],
      applies: ({ money }) => !money.setAt || money.deposit > 0,
      gate: ({ deductionsToldAt }) => when(!deductionsToldAt, () => ({ reason: fitOutProblems.deductionsUntold(), clearedBy: null })),
      done: ({ refundedAt }) => refundedAt,
      documents: [words("扣款清单", "List of deductions")],
      signatures: [words("财务", "Finance"), words("项目经理", "Site manager")],
      standard: "fitoutRefunded",
    },
  ],
};

/** Why an application came back, for whoever puts it right. */
export const returnsOf = ({ reviews }: FitOutFacts) =>
  (Object.keys(reviewKinds) as ReviewKind[]).flatMap((kind) => {
    const review = reviews[kind];
    return review?.outcome === "returned" ? [{ kind, opinion: review.opinion }] : [];
  });

function latest(one: Temporal.Instant | null | undefined, other: Temporal.Instant | null | undefined): Temporal.Instant | null {
  if (!one || !other) return null;
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}
