import type { Id } from "#kernel/id.ts";
import { type Fen, fen, sumFen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import { type FeeItemCode, feeItems, type ScheduleLine, type Working } from "#features/leasing/rules.ts";
import { feeItemOfItem, itemAmount, itemState, type ItemState, type SettlementItem } from "./settlementItems.ts";
import "./settlementWorkings.ts";

// The final account of a lease, domain §3.7. An amount is what it does to what the tenant gets back: negative where the tenant owes it.

/** The parts of the sheet, in the order of domain §3.7. */
export const sections = {
  deposit: words("保证金", "Deposits held"),
  prepaid: words("预付未用的租金和费用", "Rent and fees paid and not used"),
  advance: words("预收余额", "Paid in advance"),
  rest: words("截至退租日未出账的费用", "Not billed yet up to the leaving day"),
  open: words("未付账单", "Unpaid bills"),
  usage: words("末期水电", "Last use of water and power"),
  works: words("损坏、清洁、恢复、遗失", "Damage, cleaning, restoration, losses"),
  lateFee: words("违约金（滞纳金）", "Damages for delay"),
  notice: words("提前通知不足", "Short notice"),
  penalty: words("违约责任", "Penalty and forfeiture"),
} as const satisfies Record<string, Words>;
export type Section = keyof typeof sections;

export interface SettlementLine {
  /** Stable for the same record. */
  readonly key: string;
  readonly section: Section;
  readonly feeItem: FeeItemCode;
  readonly name: Words;
  /** Bill, meter or place. */
  readonly detail: string;
  readonly entityId: Id<"entity">;
  readonly from: Temporal.PlainDate | null;
  readonly to: Temporal.PlainDate | null;
  readonly quantity: string | null;
  readonly price: Fen | null;
  readonly amount: Fen;
  readonly working: Working;
  readonly itemId: Id<"settlementItem"> | null;
  readonly itemState: ItemState | null;
}

interface Owed {
  readonly entityId: Id<"entity">;
  readonly feeItem: FeeItemCode;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly amount: Fen;
  readonly working: Working;
}

export interface SettlementInputs {
  readonly leavingOn: Temporal.PlainDate;
  readonly settledOn: Temporal.PlainDate;
  readonly deposits: readonly { readonly id: Id<"deposit">; readonly feeItem: FeeItemCode; readonly entityId: Id<"entity">; readonly held: Fen }[];
  /** Billed for days after the leaving day, found by billing's `unusedOf`. */
  readonly unused: readonly (Owed & { readonly lineId: Id<"billLine">; readonly billNo: string })[];
  readonly advances: readonly { readonly paymentId: Id<"payment">; readonly entityId: Id<"entity">; readonly receivedOn: Temporal.PlainDate; readonly amount: Fen }[];
  /** Of the schedule up to the leaving day, on no bill. */
  readonly unbilled: readonly (Owed & Pick<ScheduleLine, "key">)[];
  /** Charges that wait for a bill. */
  readonly waiting: readonly (Owed & { readonly chargeId: Id<"charge">; readonly remark: string })[];
  readonly open: readonly (Omit<Owed, "working"> & { readonly lineId: Id<"billLine">; readonly billNo: string; readonly billed: Fen; readonly dueOn: Temporal.PlainDate })[];
  readonly usage: readonly (Owed & { readonly key: string; readonly meterNo: string; readonly quantity: string })[];
  readonly items: readonly (SettlementItem & { readonly entityId: Id<"entity"> })[];
  readonly lateFees: readonly (Owed & { readonly lineId: Id<"billLine">; readonly billNo: string })[];
  /** What the lease takes for a notice that came too late, as the manager decided. */
  readonly notice: (Omit<Owed, "working" | "feeItem"> & { readonly said: Words }) | null;
}

export interface Settlement {
  readonly lines: readonly SettlementLine[];
  /** What the tenant gets back; below nought: what the tenant owes. */
  readonly net: Fen;
}

/** The final account of a lease: every record once, in the order of domain §3.7, each with its working; the net is their sum. Vector V12. */
export function settlementOf(inputs: SettlementInputs): Settlement {
  const lines = [
    ...deposits(inputs),
    ...inputs.unused.map(({ lineId, billNo, ...owed }) => line("prepaid", `unused:${lineId}`, owed, { detail: billNo, amount: owed.amount })),
    ...inputs.advances.map(({ paymentId, entityId, receivedOn, amount }) => advance(paymentId, entityId, receivedOn, amount)),
    ...inputs.unbilled.map(({ key, ...owed }) => line("rest", `unbilled:${key}`, owed, {})),
    ...inputs.waiting.map(({ chargeId, remark, ...owed }) => line("rest", `charge:${chargeId}`, owed, { detail: remark })),
    ...inputs.open.map(openBill),
    ...inputs.usage.map(({ key, meterNo, quantity, ...owed }) => line("usage", key, owed, { detail: meterNo, quantity })),
    ...inputs.items.filter(({ kind }) => kind !== "penalty" && kind !== "forfeiture").map((item) => charged("works", item)),
    ...inputs.lateFees.map(({ lineId, billNo, ...owed }) => line("lateFee", `lateFee:${lineId}`, owed, { detail: billNo })),
    ...shortNotice(inputs),
    ...inputs.items.filter(({ kind }) => kind === "penalty").map((item) => charged("penalty", item)),
    ...forfeits(inputs),
  ];
  return { lines, net: sumFen(lines.map(({ amount }) => amount)) };
}

type More = Partial<Pick<SettlementLine, "detail" | "quantity" | "price" | "name" | "itemId" | "itemState" | "amount">>;

/** A line of something owed: against the tenant unless told. */
const line = (section: Section, key: string, { entityId, feeItem, from, to, amount, working }: Owed, more: More): SettlementLine => ({
  key,
  section,
  feeItem,
  name: feeItems[feeItem].name,
  detail: "",
  entityId,
  from,
  to,
  quantity: null,
  price: null,
  amount: against(amount),
  working,
  itemId: null,
  itemState: null,
  ...more,
});

const against = (amount: Fen): Fen => fen(amount === 0 ? 0 : -amount);

const deposits = ({ deposits: held }: SettlementInputs): SettlementLine[] =>
  held
    .filter((deposit) => deposit.held > 0)
    .map((deposit) => ({
      ...empty,
      key: `deposit:${deposit.id}`,
      section: "deposit",
      feeItem: deposit.feeItem,
      name: feeItems[deposit.feeItem].name,
      entityId: deposit.entityId,
      amount: deposit.held,
      working: said("settlement.held", { amount: deposit.held }),
    }));

const advance = (paymentId: Id<"payment">, entityId: Id<"entity">, receivedOn: Temporal.PlainDate, amount: Fen): SettlementLine => ({
  ...empty,
  key: `advance:${paymentId}`,
  section: "advance",
  feeItem: "rent",
  name: words("预收款", "Advance"),
  entityId,
  from: receivedOn,
  to: receivedOn,
  amount,
  working: said("settlement.advance", { on: receivedOn.toString(), amount }),
});

const openBill = ({ lineId, billNo, billed, dueOn, ...owed }: SettlementInputs["open"][number]): SettlementLine => {
  const working = said("settlement.open", { billNo, dueOn: dueOn.toString(), billed, paid: fen(billed - owed.amount), amount: owed.amount });
  return line("open", `open:${lineId}`, { ...owed, working }, { detail: billNo });
};

function charged(section: Section, item: SettlementInputs["items"][number]): SettlementLine {
  const { id, kind, title, place, quantity, unit, unitPrice, entityId, verdict } = item;
  const facts = { quantity: quantity ?? "", unit, price: unitPrice ?? 0, amount: itemAmount(item), reason: verdict?.reason ?? "", by: verdict?.byName ?? "" };
  const feeItem = kind === "forfeiture" ? "leaseDeposit" : feeItemOfItem[kind];
  return {
    ...empty,
    key: `item:${id}`,
    section,
    feeItem,
    name: words(title, title),
    detail: place,
    entityId,
    quantity,
    price: unitPrice,
    amount: against(itemAmount(item)),
    working: { ...said("settlement.item", facts, itemWorking(item)), rounding: itemWorking(item) === "priced" ? "line" : "none" },
    itemId: id,
    itemState: itemState(item),
  };
}

const itemWorking = ({ unitPrice, verdict }: SettlementItem): string =>
  verdict?.said === "waived" ? "waived" : unitPrice === null ? "unpriced" : unitPrice === 0 ? "free" : "priced";

function shortNotice({ notice }: SettlementInputs): SettlementLine[] {
  if (!notice || notice.amount === 0) return [];
  const { said: asSaid, ...owed } = notice;
  const working = said("settlement.notice", { zh: asSaid.zh, en: asSaid.en, amount: owed.amount });
  return [line("notice", "notice", { ...owed, feeItem: "damage", working }, { name: words("提前通知不足", "Short notice") })];
}

/** A deposit is forfeited for what is held of it at most, once. */
function forfeits({ items, deposits: held }: SettlementInputs): SettlementLine[] {
  const left = new Map(held.map((deposit) => [deposit.id, deposit.held as number]));
  return items
    .filter(({ kind }) => kind === "forfeiture")
    .map((item) => {
      const deposit = held.find(({ id }) => id === item.depositId);
      const amount = fen(Math.min(itemAmount(item), deposit ? (left.get(deposit.id) ?? 0) : 0));
      if (deposit) left.set(deposit.id, (left.get(deposit.id) ?? 0) - amount);
      const base = charged("penalty", item);
      const working = item.verdict?.said === "waived" ? base.working : said("settlement.forfeited", { held: deposit?.held ?? 0, amount, reason: item.note });
      return { ...base, feeItem: deposit?.feeItem ?? "leaseDeposit", entityId: deposit?.entityId ?? base.entityId, amount: against(amount), working };
    });
}

const empty = { detail: "", from: null, to: null, quantity: null, price: null, itemId: null, itemState: null } as const;

const said = (rule: string, inputs: Working["inputs"], kind = "said"): Working => ({
  rule,
  inputs,
  steps: [{ kind, ...("amount" in inputs ? { amount: inputs["amount"] } : {}) }],
  rounding: "none",
});

/** Lines that are not what they were, by name: what a new version of the sheet is for. Empty when nothing changed. */
export function changesBetween(
  then: readonly Pick<SettlementLine, "key" | "name" | "detail" | "amount">[],
  now: readonly Pick<SettlementLine, "key" | "name" | "detail" | "amount">[],
): { readonly name: Words; readonly detail: string; readonly was: Fen; readonly is: Fen }[] {
  const before = new Map(then.map((each) => [each.key, each]));
  const after = new Map(now.map((each) => [each.key, each]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if ((was?.amount ?? 0) === (is?.amount ?? 0)) return [];
    const { name, detail } = (is ?? was)!;
    return [{ name, detail, was: was?.amount ?? fen(0), is: is?.amount ?? fen(0) }];
  });
}
