import { useInfiniteQuery } from "@tanstack/react-query";
import { InfiniteScroll, List } from "antd-mobile";
import { yuanText } from "#kernel/money.ts";
import { infinite } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { listMyPayments } from "../../contract.ts";
import { meansNames } from "../../rules.ts";
import { text } from "../text.ts";

/** What our company has paid, newest first. */
export function PortalPaymentsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const payments = useInfiniteQuery(infinite(listMyPayments, { params: { siteId }, query: {} }));
  return (
    <MobilePage title={t(text.ownPayments)}>
      <ProblemNote error={payments.error} />
      {payments.data?.length === 0 && <EmptyTeaching title={t(text.noOwn)} />}
      <List>
        {payments.data?.map(({ id, amount, receivedOn, means, receiptNo, reversal }) => (
          <List.Item
            key={id}
            description={[format.day(receivedOn), t(meansNames[means]), receiptNo && `${t(text.receipt)} ${receiptNo}`, reversal && t(text.reversed)].filter(Boolean).join(" · ")}
          >
            <Link href={href(`payments/received/${id}`)}>{yuanText(amount)}</Link>
          </List.Item>
        ))}
      </List>
      {payments.hasNextPage && <InfiniteScroll loadMore={async () => void (await payments.fetchNextPage())} hasMore={payments.hasNextPage} />}
    </MobilePage>
  );
}
