import { useQuery } from "@tanstack/react-query";
import { List } from "antd-mobile";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { getMyReceipt, listMySettlements } from "../../contract.ts";
import { meansNames } from "../../rules.ts";
import { text } from "../text.ts";

/** On the page of a bill: which of our payments settled which line, and its receipt. */
export function PortalSettlements({ siteId, billId }: { readonly siteId: string; readonly billId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const settlements = useQuery(query(listMySettlements, { params: { siteId, billId } })).data?.settlements ?? [];
  if (settlements.length === 0) return null;
  return (
    <>
      <h2>{t(text.settledBy)}</h2>
      <List>
        {settlements.map(({ id, feeItem, valueOn, means, paymentId, receiptNo, amount }) => (
          <List.Item
            key={id}
            extra={yuanText(amount)}
            description={
              <>
                {format.day(valueOn)} <Link href={href(`payments/received/${paymentId}`)}>{t(meansNames[means])}</Link>{" "}
                {receiptNo && (
                  <a href={linkTo(getMyReceipt, { params: { siteId, paymentId } })} target="_blank" rel="noreferrer">
                    {receiptNo}
                  </a>
                )}
              </>
            }
          >
            {t(feeItems[feeItem].name)}
          </List.Item>
        ))}
      </List>
    </>
  );
}
