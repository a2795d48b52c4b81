import type { Id } from "#kernel/id.ts";
import { words, type Words } from "#kernel/words.ts";
import type { Amendment } from "./amend.ts";
import type { Held } from "./history.ts";
import type { TermsVersion } from "./timeline.ts";

/** What a version of the terms does: the lease itself, or an amendment 补充协议 of it. */
export const versionKinds = {
  original: words("原合同", "The lease"),
  price: words("调整价格", "Price"),
  area: words("调整面积", "Area"),
  extension: words("展期", "Extension"),
  renewal: words("续租", "Renewal"),
  freePeriod: words("增加免租期", "Free period"),
  party: words("变更承租方", "Change of tenant"),
  expansion: words("扩租", "Expansion"),
  contraction: words("缩租", "Contraction"),
  holdover: words("不定期续用", "Holdover"),
  sublease: words("同意转租", "Sublease note"),
  termination: words("提前终止", "Early termination"),
  revival: words("撤回终止", "Termination taken back"),
  other: words("其他变更", "Other change"),
} as const satisfies Record<string, Words>;
export type VersionKind = keyof typeof versionKinds;
export type AmendmentKind = Exclude<VersionKind, "original">;
export const amendmentKinds = Object.keys(versionKinds).filter((kind) => kind !== "original") as [AmendmentKind, ...AmendmentKind[]];

export const terminationCauses = {
  agreed: words("协商一致", "By agreement"),
  tenantBreach: words("承租方违约", "Breach by the tenant"),
  ownerBreach: words("出租方违约", "Breach by the owner"),
  forceMajeure: words("不可抗力", "Force majeure"),
  statutory: words("征收等法定原因", "By law, as by expropriation"),
} as const satisfies Record<string, Words>;
export type TerminationCause = keyof typeof terminationCauses;

export const versionStatuses = {
  draft: words("草稿", "Draft"),
  submitted: words("待审批", "In approval"),
  approved: words("已批准，待签", "Approved, to be signed"),
  signed: words("已签", "Signed"),
  cancelled: words("已作废", "Cancelled"),
} as const satisfies Record<string, Words>;
export type VersionStatus = keyof typeof versionStatuses;

export const openStatuses: readonly VersionStatus[] = ["draft", "submitted", "approved"];

/** Terms of a lease as they are from a day on; number 1 is the lease itself. A later number is made later, whatever its day. */
export interface LeaseVersion extends TermsVersion {
  readonly leaseId: Id<"lease">;
  readonly number: number;
  /** Who is tenant from the day on. */
  readonly tenantId: Id<"tenant">;
  readonly kind: VersionKind;
  /** What it changes; null for the lease itself. `terms` are whole in either case. */
  readonly amendment: Amendment | null;
  readonly cause: TerminationCause | null;
  readonly status: VersionStatus;
  readonly reason: string;
  readonly draftedById: Id<"person"> | null;
  readonly draftedByName: string;
  readonly draftedAt: Temporal.Instant;
  readonly submittedById: Id<"person"> | null;
  readonly submittedByName: string | null;
  readonly submittedAt: Temporal.Instant | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Temporal.Instant | null;
  readonly refusedByName: string | null;
  readonly refusedAt: Temporal.Instant | null;
  readonly refusedReason: string | null;
  readonly documentId: Id<"document"> | null;
  readonly signedOn: Temporal.PlainDate | null;
  /** Signed on paper elsewhere is the weaker evidence. */
  readonly grade: "electronic" | "paper" | null;
  readonly version: number;
}

/** A signed lease with all that its terms have been: what bills are made from. */
export interface LeaseHistory {
  readonly leaseId: Id<"lease">;
  readonly leaseNo: string;
  readonly tenantId: Id<"tenant">;
  /** What holds from which day, by day: for `scheduleOfVersions`. */
  readonly versions: readonly Held[];
}

/** Who is tenant of a lease on a day, where that changed. */
export function tenantOn({ versions, tenantId }: Pick<LeaseHistory, "versions" | "tenantId">, day: Temporal.PlainDate): Id<"tenant"> {
  const holds = versions.findLast(({ effectiveFrom }, place) => place === 0 || Temporal.PlainDate.compare(effectiveFrom, day) <= 0);
  return holds?.tenantId ?? tenantId;
}
