import type { WireOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import type { takeLead } from "./contract/leads.ts";

type Taking = WireOf<NonNullable<(typeof takeLead)["body"]>>;

/** A company that telephones for 300 to 500 ㎡, unless told. */
export const aLead = (change: Partial<Taking> = {}): Taking => ({
  id: newId<"lead">(),
  company: "星河数据有限公司",
  contactName: "赵敏",
  phone: "13900000000",
  source: "phone",
  areaMinCenti: 30_000,
  areaMaxCenti: 50_000,
  budget: "5.50",
  wantedOn: "2026-06-01",
  ...change,
});
