import type { Id } from "#kernel/id.ts";
import { type Fen, sumFen } from "#kernel/money.ts";
import { type Problem, reasons } from "#kernel/problem.ts";
import { words, type Words } from "#kernel/words.ts";
import { booksProblems } from "./problems.ts";

/** How an invoice stands; whether it is paid is another matter (先票后款 and 先款后票 both occur). */
export const invoiceStates = {
  toIssue: words("待开", "To issue"),
  exported: words("已导出", "Exported"),
  issued: words("已开", "Issued"),
  void: words("不再开具", "Not needed"),
  redRequested: words("待红冲", "Red letter requested"),
  red: words("已红冲", "Red"),
} as const satisfies Record<string, Words>;
export type InvoiceState = keyof typeof invoiceStates;

export interface LineToInvoice {
  readonly lineId: Id<"billLine">;
  readonly billId: Id<"bill">;
  readonly tenantId: Id<"tenant">;
  readonly entityId: Id<"entity">;
  readonly taxCategory: string;
  readonly taxRate: string;
  readonly amount: Fen;
  readonly net: Fen;
  readonly tax: Fen;
}

export interface InvoiceDraft {
  readonly billId: Id<"bill">;
  readonly tenantId: Id<"tenant">;
  readonly entityId: Id<"entity">;
  readonly isLeasing: boolean;
  readonly taxRate: string;
  readonly amount: Fen;
  readonly net: Fen;
  readonly tax: Fen;
  readonly lines: readonly LineToInvoice[];
}

/** Letting of real estate is a special business with fields of its own and stands on an invoice of its own. */
const isLeasing = (category: string): boolean => category === "leasing";

/** The invoices that bill lines make: one for each bill, seller, kind of business and rate. What is outside VAT (deposits: they have a receipt) makes none. Domain §3.5. */
export function invoiceGroups(lines: readonly LineToInvoice[]): InvoiceDraft[] {
  const taxed = lines.filter(({ taxCategory, amount }) => taxCategory !== "none" && amount > 0);
  const groups = Map.groupBy(taxed, (line) => `${line.billId} ${line.entityId} ${isLeasing(line.taxCategory)} ${line.taxRate}`);
  return [...groups.values()].map((group) => {
    const { billId, tenantId, entityId, taxCategory, taxRate } = group[0]!;
    const sums = { amount: sumFen(group.map(({ amount }) => amount)), net: sumFen(group.map(({ net }) => net)), tax: sumFen(group.map(({ tax }) => tax)) };
    return { billId, tenantId, entityId, isLeasing: isLeasing(taxCategory), taxRate, ...sums, lines: group };
  });
}

/** All that stands against putting an invoice on the sheet for the tax platform; empty if nothing does. */
export function whyNotExport(
  invoice: {
    readonly state: InvoiceState;
    readonly isLeasing: boolean;
    readonly tenantId: Id<"tenant">;
    readonly tenant: string;
    readonly creditCode: string | null;
    readonly feeItems: readonly { readonly name: string; readonly goodsCode: string }[];
  },
  seller: { readonly name: string; readonly creditCode: string; readonly propertyCertificateNo: string },
  building: { readonly region: string; readonly address: string },
): Problem[] {
  return reasons(
    invoice.state !== "toIssue" && booksProblems.notToIssue(),
    seller.creditCode === "" && booksProblems.sellerCodeMissing({ entity: seller.name }),
    !invoice.creditCode && booksProblems.buyerCodeMissing({ tenant: invoice.tenant, tenantId: invoice.tenantId }),
    invoice.feeItems.filter(({ goodsCode }) => goodsCode === "").map(({ name }) => booksProblems.goodsCodeMissing({ feeItem: name })),
    invoice.isLeasing && (building.region === "" || building.address === "") && booksProblems.addressMissing(),
    invoice.isLeasing && seller.propertyCertificateNo === "" && booksProblems.certificateMissing({ entity: seller.name }),
  );
}
