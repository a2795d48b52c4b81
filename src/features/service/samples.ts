import type { WireOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import type { takeCase } from "./contract.ts";

type Taking = WireOf<NonNullable<(typeof takeCase)["body"]>>;

/** A contact as the desk sends it: an ordinary complaint by telephone, unless told. */
export const aTaking = (tenantId: Id<"tenant"> | null, change: Partial<Taking> = {}): Taking => ({
  id: newId<"case">(),
  kind: "complaint",
  channel: "phone",
  matter: "18层空调不制冷。会议室温度 29 度。",
  category: "airConditioning",
  tenantId,
  contactName: "王敏",
  contactPhone: "13800000000",
  ...change,
});
