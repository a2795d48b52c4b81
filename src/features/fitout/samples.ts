import type { ApplicationDetails, FitOutFacts } from "./rules.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);

const stages = ["guide", "application", "reviews", "agreement", "money", "siteCheck", "permit", "works", "completion", "recheck"] as const;
type Stage = (typeof stages)[number];

interface Wanted extends Omit<Partial<FitOutFacts>, "today" | "recheckOn"> {
  /** What is done already, in the order of the procedure. */
  readonly upTo?: Stage;
  readonly deposit?: number;
  readonly today?: string;
  readonly recheckOn?: string;
}

/** The facts of a fit-out that went up to a stage; a day from one stage to the next. */
export function aFitOut({ upTo, deposit = 25_000_00, today = "2026-06-15", recheckOn, ...facts }: Wanted = {}): FitOutFacts {
  const reached = upTo ? stages.indexOf(upTo) : -1;
  const done = (stage: Stage) => (stages.indexOf(stage) <= reached ? at("2026-03-09T02:00:00Z").add({ hours: 24 * stages.indexOf(stage) }) : null);
  const review = done("reviews") && { outcome: "approved" as const, opinion: "同意", at: done("reviews")! };
  const letter = done("agreement") && { issuedAt: done("agreement")!, signedAt: done("agreement") };
  return {
    today: day(today),
    guideAt: done("guide"),
    application: done("application") && { submittedAt: done("application")!, hasHiddenWorks: false },
    reviews: { engineering: review, fireSafety: review },
    fireReview: { isDue: false, approvedAt: null },
    agreement: letter,
    fireLetter: letter,
    money: { setAt: done("money"), deposit, open: [], clearedAt: done("money") },
    handover: { isNeeded: true, signedAt: done("siteCheck") },
    permitAt: done("permit"),
    stop: null,
    hiddenAt: null,
    completionAskedAt: done("works"),
    passesOut: 0,
    openDefects: 0,
    firstAt: done("completion"),
    recheckOn: done("completion") ? day(recheckOn ?? "2026-05-01") : null,
    secondAt: done("recheck"),
    deductionsToldAt: null,
    refundedAt: null,
    ...facts,
  };
}

/** F04 as it may be handed in: two months of works with insurance over them. */
export const anApplication = (): ApplicationDetails => ({
  contractor: { name: "申城建筑装饰工程有限公司", licenceNo: "D231012345", licenceUntil: day("2028-12-31"), manager: "赵工", phone: "13911112222", email: "zhao@example.cn" },
  scope: "隔墙、吊顶、地毯、强弱电",
  from: day("2026-03-16"),
  to: day("2026-05-15"),
  hours: "08:30–18:00",
  loadKw: "45",
  budget: 600_000_00,
  isStructural: false,
  changesFireSystem: false,
  changesAirConditioning: true,
  changesWater: false,
  hasHiddenWorks: false,
  insurance: { insurer: "平安财险", policyNo: "PA-2026-00881", from: day("2026-03-01"), to: day("2026-06-30") },
  workers: [
    { name: "钱建国", trade: "电工", certificateNo: "T310101198001011234" },
    { name: "孙立", trade: "木工", certificateNo: "" },
  ],
});
