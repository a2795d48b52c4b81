import { useSuspenseQuery } from "@tanstack/react-query";
import { List } from "antd-mobile";
import { fen, yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { MobilePage } from "#ui/mobile/index.ts";
import { feeItems } from "#features/leasing/rules.ts";
import { getMyPayment, getMyReceipt } from "../../contract.ts";
import { meansNames } from "../../rules.ts";
import { text } from "../text.ts";

/** A payment of our company: what it settled, and its receipt. */
export function PortalPaymentScreen({ siteId, paymentId }: { readonly siteId: string; readonly paymentId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { payment, allocations, receipt } = useSuspenseQuery(query(getMyPayment, { params: { siteId, paymentId } })).data;
  return (
    <MobilePage title={yuanText(payment.amount)} back={href("payments/received")}>
      <p>
        {format.day(payment.receivedOn)} · {t(meansNames[payment.means])} · {payment.entity}
        {payment.reversal && ` · ${t(text.reversed)}`}
      </p>
      <h2>{t(text.allocations)}</h2>
      <List>
        {allocations
          .filter(({ released }) => released === null)
          .map(({ id, feeItem, billNo, amount }) => (
            <List.Item key={id} description={billNo} extra={yuanText(amount)}>
              {t(feeItems[feeItem].name)}
            </List.Item>
          ))}
        {payment.advance > 0 && <List.Item extra={yuanText(fen(payment.advance))}>{t(text.advance)}</List.Item>}
      </List>
      {receipt && (
        <p>
          <a href={linkTo(getMyReceipt, { params: { siteId, paymentId } })} target="_blank" rel="noreferrer">
            {t(text.showReceipt)} {receipt.receiptNo}
          </a>
        </p>
      )}
    </MobilePage>
  );
}
