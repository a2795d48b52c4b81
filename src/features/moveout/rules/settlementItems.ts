import { times } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Fen, roundFen } from "#kernel/money.ts";
import type { PayeeKind, FeeItemCode } from "#features/leasing/rules.ts";
import { words, type Words } from "#kernel/words.ts";

/** What staff put on a settlement beside what the books say. Domain §3.7-5, -7. */
export const itemKinds = {
  damage: words("损坏赔偿", "Damage"),
  cleaning: words("清洁", "Cleaning"),
  restoration: words("恢复原状", "Restoration"),
  lostCard: words("门禁卡、钥匙遗失", "Lost card or key"),
  penalty: words("违约金", "Penalty"),
  forfeiture: words("没收保证金", "Deposit forfeited"),
} as const satisfies Record<string, Words>;
export type ItemKind = keyof typeof itemKinds;
export const itemKindCodes = Object.keys(itemKinds) as [ItemKind, ...ItemKind[]];

/** What the last bill calls it; a forfeited deposit is no charge. */
export const feeItemOfItem = { damage: "damage", cleaning: "specialService", restoration: "damage", lostCard: "cardFee", penalty: "damage" } as const satisfies Record<
  Exclude<ItemKind, "forfeiture">,
  FeeItemCode
>;

/** Whom it is owed to unless staff say otherwise: cleaning and cards to the property company, what concerns the premises and the lease to the owner. */
export const payeeOfItem = {
  damage: "owner",
  cleaning: "property",
  restoration: "owner",
  lostCard: "property",
  penalty: "owner",
  forfeiture: "owner",
} as const satisfies Record<ItemKind, PayeeKind>;

export const answers = { accepted: words("客户认可", "Accepted"), disputed: words("客户有异议", "Disputed") } as const satisfies Record<string, Words>;
export type Answer = keyof typeof answers;
export const verdicts = { waived: words("已减免", "Waived"), upheld: words("维持", "Upheld") } as const satisfies Record<string, Words>;
export type Verdict = keyof typeof verdicts;

/** A line that staff price, the tenant answers and the manager decides. */
export interface SettlementItem {
  readonly id: Id<"settlementItem">;
  readonly kind: ItemKind;
  readonly title: string;
  readonly place: string;
  /** The difference of the inspection that it comes from. */
  readonly difference: { readonly inspectionId: Id<"inspection">; readonly lineKey: string } | null;
  readonly quantity: string | null;
  readonly unit: string;
  /** Null until somebody has priced it; nought where nothing is charged. */
  readonly unitPrice: Fen | null;
  readonly payee: PayeeKind;
  /** Of a forfeiture. */
  readonly depositId: Id<"deposit"> | null;
  readonly note: string;
  readonly pricedByName: string | null;
  readonly answer: { readonly said: Answer; readonly text: string; readonly byName: string; readonly at: Temporal.Instant } | null;
  readonly verdict: { readonly said: Verdict; readonly reason: string; readonly byName: string; readonly at: Temporal.Instant } | null;
  readonly version: number;
}

/** `open`: not priced · `priced` · `accepted` · `disputed`: nobody has decided yet · `upheld` · `waived`. */
export const itemStates = {
  open: words("待定价", "To be priced"),
  priced: words("待客户确认", "To be answered"),
  accepted: words("客户认可", "Accepted"),
  disputed: words("有异议，待裁定", "Disputed"),
  upheld: words("有异议，已维持", "Upheld"),
  waived: words("已减免", "Waived"),
} as const satisfies Record<string, Words>;
export type ItemState = keyof typeof itemStates;

export function itemState({ unitPrice, answer, verdict }: Pick<SettlementItem, "unitPrice" | "answer" | "verdict">): ItemState {
  if (verdict?.said === "waived") return "waived";
  if (unitPrice === null) return "open";
  if (answer?.said === "accepted") return "accepted";
  if (answer?.said === "disputed") return verdict ? "upheld" : "disputed";
  return "priced";
}

/** What it comes to, rounded once; nought while it is not priced, and when it is waived. */
export const itemAmount = ({ quantity, unitPrice, verdict }: Pick<SettlementItem, "quantity" | "unitPrice" | "verdict">): Fen =>
  unitPrice === null || quantity === null || verdict?.said === "waived" ? roundFen(0) : roundFen(times(quantity, unitPrice));
