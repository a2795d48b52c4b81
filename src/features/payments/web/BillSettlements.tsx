import { useQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { getReceipt, listSettlements } from "../contract/payments.ts";
import { paymentsRights } from "../contract/rights.ts";
import { meansNames } from "../rules.ts";
import "./payments.css";
import { text } from "./text.ts";

/** On the page of a bill: which payment settled which line, and its receipt. Nothing is shown while nothing is paid. */
export function BillSettlements({ siteId, billId }: { readonly siteId: string; readonly billId: string }) {
  return useMay()(paymentsRights.read) ? <Settlements siteId={siteId} billId={billId} /> : null;
}

function Settlements({ siteId, billId }: { readonly siteId: string; readonly billId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const settlements = useQuery(query(listSettlements, { params: { siteId, billId } })).data?.settlements ?? [];
  if (settlements.length === 0) return null;
  return (
    <Section title={t(text.settledBy)}>
      <DataTable
        label={t(text.settledBy)}
        rows={settlements}
        rowKey={({ id }) => id}
        columns={[
          { key: "fee", title: t(text.fee), card: "heading", render: ({ feeItem }) => t(feeItems[feeItem].name) },
          { key: "days", title: t(text.period), width: "220px", from: "medium", render: ({ from, to }) => `${format.day(from)} — ${format.day(to)}` },
          { key: "on", title: t(text.receivedOn), width: "130px", render: ({ valueOn }) => format.day(valueOn) },
          {
            key: "payment",
            title: t(text.payment),
            width: "180px",
            render: ({ paymentId, means, entity }) => (
              <Link href={href(`payments/received/${paymentId}`)}>
                {t(meansNames[means])} · {entity}
              </Link>
            ),
          },
          {
            key: "receipt",
            title: t(text.receipt),
            width: "150px",
            render: ({ paymentId, receiptNo }) =>
              receiptNo ? (
                <a href={linkTo(getReceipt, { params: { siteId, paymentId } })} target="_blank" rel="noreferrer">
                  {receiptNo}
                </a>
              ) : (
                "—"
              ),
          },
          { key: "amount", title: t(text.amount), width: "140px", align: "end", card: "mark", render: ({ amount }) => <span className="payments-money">{yuanText(amount)}</span> },
        ]}
      />
    </Section>
  );
}
