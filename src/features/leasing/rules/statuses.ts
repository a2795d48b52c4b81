import { words, type Words } from "#kernel/words.ts";

export const leaseStatuses = {
  draft: words("草稿", "Draft"),
  submitted: words("待审批", "In approval"),
  approved: words("已批准", "Approved"),
  signed: words("已签", "Signed"),
  ended: words("已终止", "Ended"),
  cancelled: words("已作废", "Cancelled"),
} as const satisfies Record<string, Words>;
export type LeaseStatus = keyof typeof leaseStatuses;
