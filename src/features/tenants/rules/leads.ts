import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import type { TenantKind } from "./kinds.ts";

/** How far a prospect has come: the columns of the board, left to right, then its two ends. */
export const leadStages = {
  new: words("新接洽", "New"),
  contacted: words("已答复", "Answered"),
  viewed: words("已带看", "Viewed"),
  negotiating: words("洽谈中", "Negotiating"),
  intent: words("意向书", "Letter of intent"),
  won: words("成为租户", "Became a tenant"),
  lost: words("未成交", "Lost"),
} as const satisfies Record<string, Words>;
export type LeadStage = keyof typeof leadStages;

export const openStages = ["new", "contacted", "viewed", "negotiating", "intent"] as const;
export type OpenStage = (typeof openStages)[number];

export const leadSources = {
  walkIn: words("上门", "Walk-in"),
  phone: words("来电", "Telephone"),
  agent: words("中介", "Agent"),
  referral: words("租户推荐", "Referred by a tenant"),
  website: words("官网", "Website"),
  advert: words("广告", "Advertisement"),
  expansion: words("在租扩租", "Tenant expanding"),
  other: words("其他", "Other"),
} as const satisfies Record<string, Words>;
export type LeadSource = keyof typeof leadSources;

/** What one does with a prospect; all but a note and a move is contact with them, and the first contact answers the enquiry. */
export const stepKinds = {
  call: words("电话", "Call"),
  message: words("信息", "Message"),
  meeting: words("面谈", "Meeting"),
  viewing: words("带看", "Viewing"),
  offer: words("报价", "Offer"),
  note: words("备注", "Note"),
} as const satisfies Record<string, Words>;
export type StepKind = keyof typeof stepKinds;

/** What the history holds besides: written by the house itself. */
export const recordKinds = {
  received: words("接洽登记", "Received"),
  moved: words("调整阶段", "Moved"),
  nextStep: words("改期下一步", "Next step put off"),
  handedOn: words("转交", "Handed on"),
  changed: words("修改资料", "Changed"),
  won: words("成为租户", "Became a tenant"),
  lost: words("结束接洽", "Ended"),
  reopened: words("重新跟进", "Taken up again"),
} as const satisfies Record<string, Words>;
export type RecordKind = keyof typeof recordKinds;

export const isContact = (kind: StepKind): boolean => kind !== "note";

/** Why it came to nothing. The last two were no prospects at all: they may end unanswered. */
export const lostReasons = {
  price: words("价格", "Price"),
  area: words("面积或楼层不合", "Area or floor"),
  timing: words("时间不合", "Timing"),
  competitor: words("选择其他楼宇", "Chose another building"),
  stays: words("留在原址", "Stays where they are"),
  noReply: words("联系不上", "No longer answers"),
  unqualified: words("资格不符", "Not qualified"),
  other: words("其他", "Other"),
  duplicate: words("重复登记", "Entered twice"),
  noProspect: words("并非求租", "No prospect"),
} as const satisfies Record<string, Words>;
export type LostReason = keyof typeof lostReasons;

export const wasNoProspect = (reason: LostReason): boolean => reason === "duplicate" || reason === "noProspect";

export const budgetUnits = {
  day: words("元/㎡·天", "yuan/㎡ a day"),
  month: words("元/㎡·月", "yuan/㎡ a month"),
} as const satisfies Record<string, Words>;
export type BudgetUnit = keyof typeof budgetUnits;

/** What a prospect looks for. Areas in hundredths of a square metre; `budget` a decimal text, yuan per square metre. */
export interface Need {
  readonly areaMinCenti: number | null;
  readonly areaMaxCenti: number | null;
  readonly budget: string | null;
  readonly budgetUnit: BudgetUnit;
  readonly wantedOn: Temporal.PlainDate | null;
  readonly headcount: number | null;
  readonly notes: string;
}

/** 潜在客户: a company that may become a tenant. */
export interface Lead extends Need {
  readonly id: Id<"lead">;
  readonly company: string;
  readonly tenantKind: TenantKind;
  readonly creditCode: string | null;
  readonly industry: string;
  readonly contactName: string;
  readonly phone: string;
  readonly email: string;
  readonly source: LeadSource;
  readonly stage: LeadStage;
  readonly ownerId: Id<"person"> | null;
  readonly receivedAt: Temporal.Instant;
  /** When they had their first answer. Manual 2.1.2-1. */
  readonly answeredAt: Temporal.Instant | null;
  readonly nextStep: string;
  readonly nextOn: Temporal.PlainDate | null;
  readonly endedAt: Temporal.Instant | null;
  readonly endReason: LostReason | null;
  readonly tenantId: Id<"tenant"> | null;
  readonly version: number;
}

export interface NextStep {
  readonly what: string;
  readonly on: Temporal.PlainDate;
}

export const leadProblems = problems("tenants", {
  leadNotFound: { status: 404, words: words("没有这条接洽。", "No such lead.") },
  leadEnded: { status: 409, words: words("这条接洽已经结束；要继续跟进，请先重新打开。", "This lead has ended. Take it up again first.") },
  leadOpen: { status: 409, words: words("这条接洽还在跟进中。", "This lead is still open.") },
  leadWon: { status: 409, words: words("已成为租户，不能重新打开。", "It became a tenant and cannot be taken up again.") },
  unreachable: { status: 422, words: words("请填写电话或邮箱，否则无法答复。", "Give a phone number or an e-mail address, or nobody can answer.") },
  areaOrder: { status: 422, words: words("最小面积不能大于最大面积。", "The smallest area cannot exceed the largest.") },
  nextStepMissing: {
    status: 422,
    words: words("请写明下一步和日期：每条接洽都要有下一步或结论（2.1.1-1）。", "Say the next step and its day: every lead has a next step or an end (2.1.1-1)."),
  },
  nextStepPast: { status: 422, words: words("下一步的日期 {on} 已经过去。", "The day of the next step, {on}, has passed.") },
  notAnswered: { status: 409, words: words("尚未答复客户：请先登记第一次联系（2.1.2-1）。", "Nobody has answered yet: record the first contact (2.1.2-1).") },
  unitsMissing: { status: 422, words: words("带看须写明看了哪些单元。", "A viewing names the units that were shown.") },
  unitsNeedViewing: { status: 422, words: words("只有带看和报价可以附单元。", "Only a viewing or an offer names units.") },
  stepInFuture: { status: 422, words: words("时间晚于现在。", "That time has not come yet.") },
  stepTooEarly: { status: 422, words: words("时间早于接洽登记。", "That time is before the lead was received.") },
  companyMissing: { status: 422, words: words("请填写公司名称。", "Give the name of the company.") },
  ownerNotHere: { status: 422, words: words("此人在本项目没有招商或客服岗位。", "That person has no leasing or service role at this site.") },
});

export const isEnded = ({ stage }: Pick<Lead, "stage">): boolean => stage === "won" || stage === "lost";

/** All that stands against such an entry in the log. Manual 2.1.1-1. */
export function whyNotLead(lead: Pick<Lead, "phone" | "email" | "areaMinCenti" | "areaMaxCenti">): Problem[] {
  return reasons(
    lead.phone === "" && lead.email === "" && leadProblems.unreachable(),
    lead.areaMinCenti !== null && lead.areaMaxCenti !== null && lead.areaMinCenti > lead.areaMaxCenti && leadProblems.areaOrder(),
  );
}

/** All that stands against `next` as the next step of a lead that stays open; `today` still counts. Manual 2.1.1-1. */
export function whyNotNextStep(next: NextStep | null, today: Temporal.PlainDate): Problem[] {
  return reasons(
    next === null && leadProblems.nextStepMissing(),
    next !== null && Temporal.PlainDate.compare(next.on, today) < 0 && leadProblems.nextStepPast({ on: next.on.toString() }),
  );
}

/** All that stands against recording a step. A note leaves the next step as it is; any contact asks for one. */
export function whyNotStep(
  lead: Pick<Lead, "stage" | "receivedAt" | "nextOn">,
  step: { readonly kind: StepKind; readonly at: Temporal.Instant; readonly units: number; readonly next: NextStep | null },
  { now, today }: { readonly now: Temporal.Instant; readonly today: Temporal.PlainDate },
): Problem[] {
  return reasons(
    isEnded(lead) && leadProblems.leadEnded(),
    Temporal.Instant.compare(step.at, now) > 0 && leadProblems.stepInFuture(),
    Temporal.Instant.compare(step.at, lead.receivedAt) < 0 && leadProblems.stepTooEarly(),
    step.kind === "viewing" && step.units === 0 && leadProblems.unitsMissing(),
    step.units > 0 && step.kind !== "viewing" && step.kind !== "offer" && leadProblems.unitsNeedViewing(),
    (isContact(step.kind) || step.next !== null) && whyNotNextStep(step.next, today),
  );
}

/** All that stands against moving an open lead to another column. */
export function whyNotMove(lead: Pick<Lead, "stage" | "answeredAt">, to: OpenStage): Problem[] {
  return reasons(isEnded(lead) && leadProblems.leadEnded(), to !== "new" && lead.answeredAt === null && leadProblems.notAnswered());
}

/** All that stands against ending a lead. One that was a prospect has had an answer first. Manual 2.1.2-1. */
export function whyNotEnd(lead: Pick<Lead, "stage" | "answeredAt">, reason: LostReason): Problem[] {
  return reasons(isEnded(lead) && leadProblems.leadEnded(), lead.answeredAt === null && !wasNoProspect(reason) && leadProblems.notAnswered());
}

/** All that stands against making a tenant of a lead. */
export function whyNotBecomeTenant(lead: Pick<Lead, "stage" | "answeredAt" | "company">): Problem[] {
  return reasons(isEnded(lead) && leadProblems.leadEnded(), lead.answeredAt === null && leadProblems.notAnswered(), lead.company === "" && leadProblems.companyMissing());
}

/** Whether the log says what the clause asks to be learnt: who, how to reach them, and what they need. Manual 2.1.1-1. */
export const isLogged = (lead: Pick<Lead, "contactName" | "phone" | "email" | "areaMinCenti" | "areaMaxCenti">): boolean =>
  lead.contactName !== "" && (lead.phone !== "" || lead.email !== "") && (lead.areaMinCenti !== null || lead.areaMaxCenti !== null);

const order = Object.keys(leadStages) as LeadStage[];

/** The column after a step: a first contact answers, a viewing shows, an offer begins to negotiate; nothing goes back by itself. */
export function stageAfter(stage: LeadStage, kind: StepKind): LeadStage {
  const reached: LeadStage | undefined = { call: "contacted", message: "contacted", meeting: "contacted", viewing: "viewed", offer: "negotiating", note: undefined }[kind] as
    | LeadStage
    | undefined;
  return reached && order.indexOf(reached) > order.indexOf(stage) ? reached : stage;
}

/** How a lead is named in lists, duties and evidence. */
export const leadLabel = ({ company, contactName }: Pick<Lead, "company" | "contactName">): string => (company === "" ? contactName : `${company} ${contactName}`);
