import { decimalText, plainText, over } from "#kernel/decimal.ts";
import type { Fen } from "#kernel/money.ts";

// The sheets of the tax platform's batch import for 数电票 as data: who has a newer template changes the titles here and nothing else.

export interface InvoiceOnSheet {
  /** Names the invoice across the sheets; at most 20 characters. */
  readonly serial: string;
  readonly isLeasing: boolean;
  readonly buyerName: string;
  readonly buyerCode: string;
  readonly buyerAddress: string;
  readonly buyerPhone: string;
  readonly buyerBank: string;
  readonly buyerAccount: string;
  readonly remark: string;
  readonly lines: readonly {
    readonly item: string;
    readonly goodsCode: string;
    readonly net: Fen;
    readonly taxRate: string;
    readonly from: Temporal.PlainDate;
    readonly to: Temporal.PlainDate;
    readonly areaCenti: number | null;
    readonly place: string;
  }[];
}

export interface SellerOnSheet {
  readonly bankName: string;
  readonly bankAccount: string;
  readonly certificateNo: string;
  readonly region: string;
  readonly address: string;
  readonly isCrossCity: boolean;
  readonly areaUnit: string;
}

interface Sheet {
  readonly sheet: string;
  readonly columns: readonly { readonly title: string; readonly width: number; readonly format: "text" }[];
  readonly rows: readonly (readonly string[])[];
}

/** Every cell is text: credit codes, accounts and codes keep their leading zeros and all their digits, amounts their two places. */
const columns = (titles: readonly string[]): Sheet["columns"] => titles.map((title) => ({ title, width: 20, format: "text" }));

const yuan = (amount: Fen): string => decimalText(over(amount, 100), 2);

/** The three sheets: the invoices, their lines, and the special business of letting real estate (不动产经营租赁服务). Domain §3.5. */
export function invoiceSheets(invoices: readonly InvoiceOnSheet[], seller: SellerOnSheet): Sheet[] {
  return [
    {
      sheet: "1-发票基本信息",
      columns: columns([
        "发票流水号",
        "发票类型",
        "特定业务类型",
        "是否含税",
        "购买方名称",
        "购买方纳税人识别号",
        "购买方地址",
        "购买方电话",
        "购买方开户银行",
        "购买方银行账号",
        "销售方开户行",
        "销售方银行账号",
        "是否展示销售方银行账号",
        "备注",
      ]),
      rows: invoices.map((invoice) => [
        ...[invoice.serial, "增值税专用发票", invoice.isLeasing ? "不动产经营租赁服务" : "", "否", invoice.buyerName, invoice.buyerCode],
        ...[invoice.buyerAddress, invoice.buyerPhone, invoice.buyerBank, invoice.buyerAccount, seller.bankName, seller.bankAccount, "是", invoice.remark],
      ]),
    },
    {
      sheet: "2-发票明细信息",
      columns: columns(["发票流水号", "项目名称", "商品和服务税收编码", "规格型号", "单位", "数量", "单价", "金额", "税率"]),
      rows: invoices.flatMap(({ serial, isLeasing, lines }) =>
        lines.map(({ item, goodsCode, net, taxRate, areaCenti }) => {
          const area = isLeasing && areaCenti ? plainText(over(areaCenti, 100), 2) : "";
          return [serial, item, goodsCode, "", area === "" ? "" : seller.areaUnit, area, area === "" ? "" : plainText(over(net, areaCenti!), 10), yuan(net), plainText(taxRate, 4)];
        }),
      ),
    },
    {
      sheet: "3-特定业务信息",
      columns: columns(["发票流水号", "不动产地址（省市区）", "详细地址", "租赁期起", "租赁期止", "跨地（市）标志", "产权证书/不动产权证号", "面积单位"]),
      rows: invoices
        .filter(({ isLeasing }) => isLeasing)
        .flatMap(({ serial, lines }) =>
          lines.map(({ from, to, place }) => [
            ...[serial, seller.region, `${seller.address}${place}`, from.toString(), to.toString()],
            ...[seller.isCrossCity ? "Y" : "N", seller.certificateNo, seller.areaUnit],
          ]),
        ),
    },
  ];
}
