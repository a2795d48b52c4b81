import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { hasCreditCode, type TenantKind } from "./kinds.ts";

export const paperKinds = {
  businessLicence: words("营业执照", "Business licence"),
  publicBodyCertificate: words("事业单位法人证书或社会组织登记证", "Certificate of the public body or association"),
  foreignRegistration: words("境外公司注册证明（公证认证件）", "Certificate of incorporation, notarised and legalised"),
  parentLicence: words("总公司营业执照", "Licence of the parent company"),
  parentAuthorisation: words("总公司授权书", "Authorisation by the parent company"),
  legalRepresentativeId: words("法定代表人身份证明", "Identity of the legal representative"),
  operatorId: words("经营者身份证", "Identity card of the proprietor"),
  authorisation: words("授权委托书", "Letter of authorisation"),
  agentId: words("经办人身份证明", "Identity of the agent"),
  invoiceData: words("开票资料", "Invoice data"),
  moveInRegistration: words("入驻登记表", "Move-in registration"),
  industryPermit: words("行业许可证", "Permit of the trade"),
  other: words("其他资料", "Other paper"),
} as const satisfies Record<string, Words>;
export type PaperKind = keyof typeof paperKinds;

/** How far a tenant has come, as far as papers go; each stage also wants what the ones before it want. */
export const paperStages = {
  intent: words("签意向书", "Letter of intent"),
  lease: words("签租赁合同", "Lease"),
  moveIn: words("入驻", "Move-in"),
} as const satisfies Record<string, Words>;
export type PaperStage = keyof typeof paperStages;
const stageOrder = Object.keys(paperStages) as PaperStage[];

/** 执照、法定代表人身份证明、授权书 by what the tenant is before the law. Manual 2.1.1-2. */
const wanted: Readonly<Record<TenantKind, Readonly<Record<PaperStage, readonly PaperKind[]>>>> = {
  company: {
    intent: ["businessLicence"],
    lease: ["legalRepresentativeId", "authorisation", "agentId"],
    moveIn: ["invoiceData"],
  },
  branch: {
    intent: ["businessLicence"],
    lease: ["parentLicence", "parentAuthorisation", "legalRepresentativeId", "authorisation", "agentId"],
    moveIn: ["invoiceData"],
  },
  individualBusiness: { intent: ["businessLicence"], lease: ["operatorId"], moveIn: ["invoiceData"] },
  foreignCompany: {
    intent: ["foreignRegistration"],
    lease: ["legalRepresentativeId", "authorisation", "agentId"],
    moveIn: ["invoiceData"],
  },
  institution: {
    intent: ["publicBodyCertificate"],
    lease: ["legalRepresentativeId", "authorisation", "agentId"],
    moveIn: ["invoiceData"],
  },
};

/** The papers a tenant of this kind must have handed in by this stage. Manual 2.1.1-2. */
export const papersWanted = (kind: TenantKind, stage: PaperStage): readonly PaperKind[] => stageOrder.slice(0, stageOrder.indexOf(stage) + 1).flatMap((each) => wanted[kind][each]);

export const furthest = (one: PaperStage | null, other: PaperStage): PaperStage => (one !== null && stageOrder.indexOf(one) > stageOrder.indexOf(other) ? one : other);

export const reviewStates = {
  handedIn: words("待审核", "To be checked"),
  accepted: words("审核通过", "Accepted"),
  refused: words("退回", "Refused"),
} as const satisfies Record<string, Words>;
export type ReviewState = keyof typeof reviewStates;

/** A paper somebody handed in, and what became of it. */
export interface Paper {
  readonly id: Id<"paper">;
  readonly tenantId: Id<"tenant"> | null;
  readonly leadId: Id<"lead"> | null;
  readonly kind: PaperKind;
  readonly documentNo: string;
  readonly validFrom: Temporal.PlainDate | null;
  /** Included; null for a paper that does not run out. */
  readonly validTo: Temporal.PlainDate | null;
  readonly fileId: Id<"file">;
  readonly state: ReviewState;
  readonly handedInAt: Temporal.Instant;
  readonly handedInBy: string;
  readonly fromPortal: boolean;
  readonly reviewerId: Id<"person"> | null;
  readonly reviewedAt: Temporal.Instant | null;
  readonly refusal: string;
  readonly version: number;
}

/** How a wanted paper stands: the best that was handed in counts. */
export const standings = {
  missing: words("缺", "Missing"),
  refused: words("已退回，待重交", "Refused, to be handed in again"),
  expired: words("已过期", "Expired"),
  handedIn: words("待审核", "To be checked"),
  expiring: words("即将到期", "Expires soon"),
  good: words("有效", "In order"),
} as const satisfies Record<string, Words>;
export type Standing = keyof typeof standings;

export const expiringDays = 30;

/** How the papers of one kind stand on a day. An accepted one outlasts a newer one that waits or was refused. */
export function standingOf(papers: readonly Pick<Paper, "state" | "validTo">[], today: Temporal.PlainDate): Standing {
  const accepted = papers.filter(({ state }) => state === "accepted");
  const valid = accepted.filter(({ validTo }) => validTo === null || Temporal.PlainDate.compare(validTo, today) >= 0);
  const lasting = valid.some(({ validTo }) => validTo === null || Temporal.PlainDate.compare(validTo, today.add({ days: expiringDays })) > 0);
  if (lasting) return "good";
  if (valid.length > 0) return "expiring";
  if (papers.some(({ state }) => state === "handedIn")) return "handedIn";
  if (accepted.length > 0) return "expired";
  return papers.some(({ state }) => state === "refused") ? "refused" : "missing";
}

/** Standings in which the tenant still owes the paper. */
export const isOwed = (standing: Standing): boolean => standing === "missing" || standing === "refused" || standing === "expired";

export const paperProblems = problems("tenants", {
  paperNotFound: { status: 404, words: words("没有这份资料。", "No such paper.") },
  paperMissing: { status: 409, words: words("缺少{paperZh}（2.1.1-2）。", "{paperEn} is missing (2.1.1-2).") },
  paperUnchecked: { status: 409, words: words("{paperZh}尚未审核（2.1.1-2）。", "{paperEn} has not been checked (2.1.1-2).") },
  paperRefused: { status: 409, words: words("{paperZh}未通过审核，需重新提交（2.1.1-2）。", "{paperEn} was refused and must be handed in again (2.1.1-2).") },
  paperExpired: { status: 409, words: words("{paperZh}已过期（2.1.1-2）。", "{paperEn} has expired (2.1.1-2).") },
  creditCodeMissing: { status: 409, words: words("租户尚未登记统一社会信用代码。", "The tenant's unified social credit code is not on record.") },
  validityOrder: { status: 422, words: words("有效期起日晚于止日。", "The paper ends before it begins.") },
  alreadyReviewed: { status: 409, words: words("这份资料已经审核过；如需更正，请重新提交。", "This paper has been checked. Hand in another to correct it.") },
  refusalMissing: { status: 422, words: words("退回须写明原因。", "Say why it is refused.") },
  acceptedExpired: { status: 422, words: words("资料已于 {validTo} 到期，不能通过。", "The paper ran out on {validTo} and cannot be accepted.") },
});

const named = (kind: PaperKind) => ({ paper: kind, paperZh: paperKinds[kind].zh, paperEn: paperKinds[kind].en });

/** All that stands against going on to `stage` with these papers: the gate before a lease. Manual 2.1.1-2. */
export function whyNotQualified(
  tenant: { readonly kind: TenantKind; readonly creditCode: string | null },
  papers: readonly Pick<Paper, "kind" | "state" | "validTo">[],
  stage: PaperStage,
  today: Temporal.PlainDate,
): Problem[] {
  const against: Partial<Record<Standing, (typeof paperProblems)["paperMissing"]>> = {
    missing: paperProblems.paperMissing,
    refused: paperProblems.paperRefused,
    expired: paperProblems.paperExpired,
    handedIn: paperProblems.paperUnchecked,
  };
  return reasons(
    hasCreditCode(tenant.kind) && tenant.creditCode === null && paperProblems.creditCodeMissing(),
    papersWanted(tenant.kind, stage).flatMap((kind) => {
      const problem =
        against[
          standingOf(
            papers.filter((paper) => paper.kind === kind),
            today,
          )
        ];
      return problem ? [problem(named(kind))] : [];
    }),
  );
}

/** Since when nothing is wanted any more of what is handed in: when the last of the wanted kinds was first accepted; null while one is not in order. */
export function completeSince(
  kind: TenantKind,
  papers: readonly Pick<Paper, "kind" | "state" | "validTo" | "reviewedAt">[],
  stage: PaperStage,
  today: Temporal.PlainDate,
): Temporal.Instant | null {
  const accepted = papers.filter(({ state, validTo }) => state === "accepted" && (validTo === null || Temporal.PlainDate.compare(validTo, today) >= 0));
  const since = papersWanted(kind, stage).map(
    (wanted) => accepted.flatMap((paper) => (paper.kind === wanted && paper.reviewedAt ? [paper.reviewedAt] : [])).toSorted(Temporal.Instant.compare)[0] ?? null,
  );
  return since.reduce((last, each) => (last && each ? (Temporal.Instant.compare(each, last) > 0 ? each : last) : null));
}

interface Validity {
  readonly validFrom: Temporal.PlainDate | null;
  readonly validTo: Temporal.PlainDate | null;
}

/** All that stands against handing in a paper with this validity. */
export const whyNotValidity = ({ validFrom, validTo }: Validity): Problem[] =>
  reasons(validFrom !== null && validTo !== null && Temporal.PlainDate.compare(validFrom, validTo) > 0 && paperProblems.validityOrder());

/** All that stands against this outcome of checking `paper`. */
export function whyNotReview(
  paper: Pick<Paper, "state">,
  review: Validity & { readonly result: "accepted" | "refused"; readonly refusal: string },
  today: Temporal.PlainDate,
): Problem[] {
  const { validTo } = review;
  return reasons(
    paper.state !== "handedIn" && paperProblems.alreadyReviewed(),
    review.result === "refused" && review.refusal === "" && paperProblems.refusalMissing(),
    review.result === "accepted" && validTo !== null && Temporal.PlainDate.compare(validTo, today) < 0 && paperProblems.acceptedExpired({ validTo: validTo.toString() }),
    whyNotValidity(review),
  );
}
