import { type Fen, fen } from "#kernel/money.ts";
import { words, type Words } from "#kernel/words.ts";
import { type FeeItemCode, feeItems } from "#features/leasing/rules.ts";

/** What an account is for; each company says which account of its own that is. */
export const accountRoles = {
  bank: words("银行存款", "Bank"),
  cash: words("库存现金", "Cash"),
  receivable: words("应收账款", "Receivables"),
  advance: words("预收账款", "Advances received"),
  rentIncome: words("租金收入", "Rent income"),
  serviceIncome: words("物业服务收入", "Service income"),
  utilityIncome: words("代收水电收入", "Utilities income"),
  otherIncome: words("营业外收入", "Other income"),
  outputTax: words("应交增值税（销项税额）", "Output VAT"),
  deposits: words("存入保证金", "Deposits held"),
  between: words("关联往来", "Between the companies"),
} as const satisfies Record<string, Words>;
export type AccountRole = keyof typeof accountRoles;

export interface Account {
  readonly code: string;
  readonly name: string;
}
export type Accounts = Readonly<Record<AccountRole, Account>>;

/** The usual chart of the trade, where a company has not decided otherwise. */
export const defaultAccounts: Accounts = {
  bank: { code: "1002", name: "银行存款" },
  cash: { code: "1001", name: "库存现金" },
  receivable: { code: "1122", name: "应收账款" },
  advance: { code: "2203", name: "预收账款" },
  rentIncome: { code: "6001.01", name: "主营业务收入-租金" },
  serviceIncome: { code: "6001.02", name: "主营业务收入-物业服务" },
  utilityIncome: { code: "6001.03", name: "主营业务收入-水电能源" },
  otherIncome: { code: "6301", name: "营业外收入" },
  outputTax: { code: "2221.01.06", name: "应交税费-应交增值税-销项税额" },
  deposits: { code: "2241.01", name: "其他应付款-保证金" },
  between: { code: "2241.02", name: "其他应付款-关联往来" },
};

/** What happened to the accounts of one company: a line was billed or credited, money came in or went back, money was counted towards a line or released. */
export type Movement =
  | { readonly kind: "billed"; readonly feeItem: FeeItemCode; readonly net: Fen; readonly tax: Fen }
  /** Negative when a payment was taken back. `from` deposits: paid out of what is held. */
  | { readonly kind: "received"; readonly amount: Fen; readonly into: "bank" | "cash" | "deposits" }
  /** Negative when the bank sent it back. */
  | { readonly kind: "paidBack"; readonly amount: Fen; readonly outOf: "advance" | "deposits" }
  /** Negative when released. */
  | { readonly kind: "settled"; readonly amount: Fen; readonly as: "own" | "paidByOther" | "paidForOther" };

export interface Entry {
  readonly role: AccountRole;
  readonly debit: Fen;
  readonly credit: Fen;
}

export interface Voucher {
  readonly day: Temporal.PlainDate;
  readonly summary: string;
  readonly entries: readonly Entry[];
}

interface Booked {
  readonly day: Temporal.PlainDate;
  readonly summary: string;
  /** What belongs on one voucher. */
  readonly group: string;
  readonly movement: Movement;
}

/** The vouchers of movements, in order; each balances, and takes together what is for one account. What takes back is booked red: negative on its own side. */
export function vouchersOf(movements: readonly Booked[]): Voucher[] {
  const groups = Map.groupBy(movements, ({ group, day }) => `${day.toString()} ${group}`);
  return [...groups.values()].map((group) => {
    const sides = new Map<string, Entry>();
    for (const { movement } of group) {
      for (const { role, debit, credit } of entriesOf(movement)) {
        const key = `${role} ${debit === 0 ? "credit" : "debit"}`;
        const before = sides.get(key) ?? { role, debit: fen(0), credit: fen(0) };
        sides.set(key, { role, debit: fen(before.debit + debit), credit: fen(before.credit + credit) });
      }
    }
    const entries = [...sides.values()].filter(({ debit, credit }) => debit !== 0 || credit !== 0);
    return { day: group[0]!.day, summary: group[0]!.summary, entries };
  });
}

const debit = (role: AccountRole, amount: Fen): Entry => ({ role, debit: amount, credit: fen(0) });
const credit = (role: AccountRole, amount: Fen): Entry => ({ role, debit: fen(0), credit: amount });

function entriesOf(movement: Movement): Entry[] {
  switch (movement.kind) {
    case "billed":
      return [
        debit("receivable", fen(movement.net + movement.tax)),
        credit(incomeOf(movement.feeItem), movement.net),
        ...(movement.tax === 0 ? [] : [credit("outputTax", movement.tax)]),
      ];
    case "received":
      return [debit(movement.into, movement.amount), credit("advance", movement.amount)];
    case "paidBack":
      return [debit(movement.outOf, movement.amount), credit("bank", movement.amount)];
    case "settled":
      if (movement.as === "paidByOther") return [debit("between", movement.amount), credit("receivable", movement.amount)];
      return [debit("advance", movement.amount), credit(movement.as === "own" ? "receivable" : "between", movement.amount)];
  }
}

/** Where a fee is earned; a deposit is owed back. */
function incomeOf(feeItem: FeeItemCode): AccountRole {
  const { nature } = feeItems[feeItem];
  if (nature === "deposit") return "deposits";
  if (feeItem === "rent" || feeItem === "parking") return "rentIncome";
  if (feeItem === "lateFee" || feeItem === "damage") return "otherIncome";
  return nature === "metered" ? "utilityIncome" : "serviceIncome";
}
