import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { InfiniteScroll, List } from "antd-mobile";
import { yuanText } from "#kernel/money.ts";
import { infinite, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { listOwnBills, whatWeOwe } from "../../contract/portal.ts";
import { billStates } from "../../rules.ts";
import { PartsBar } from "../PartsBar.tsx";
import { text } from "../text.ts";

/** What our company owes and why, and every bill it had. */
export function PortalBillsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const owed = useSuspenseQuery(query(whatWeOwe, { params: { siteId } })).data;
  const bills = useInfiniteQuery(infinite(listOwnBills, { params: { siteId }, query: {} }));
  return (
    <MobilePage title={t(text.ownBills)}>
      {owed.total === 0 ? (
        <p>{t(text.nothingOwed)}</p>
      ) : (
        <section aria-label={t(text.weOwe)}>
          <div>{t(text.weOwe)}</div>
          <p className="billing-owed">{t(text.yuan, { amount: yuanText(owed.total) })}</p>
          <p>{owed.overdue > 0 ? t(text.overdueOf, { amount: yuanText(owed.overdue) }) : owed.nextDue ? t(text.nextDue, { day: format.day(owed.nextDue) }) : ""}</p>
          <PartsBar label={t(text.parts)} parts={owed.byFee.map(({ feeItem, name, amount }) => ({ key: feeItem, name, amount }))} />
        </section>
      )}
      <ProblemNote error={bills.error} />
      {bills.data?.length === 0 && <EmptyTeaching title={t(text.noOwnBills)} />}
      <List>
        {bills.data?.map((bill) => (
          <List.Item key={bill.id} description={`${bill.billNo} · ${t(text.due)} ${format.day(bill.dueOn)} · ${t(billStates[bill.state])}`}>
            <Link href={href(`billing/bills/${bill.id}`)}>
              {format.month(bill.month)} <span className="billing-money">{yuanText(bill.total)}</span>
            </Link>
          </List.Item>
        ))}
      </List>
      {bills.hasNextPage && <InfiniteScroll loadMore={async () => void (await bills.fetchNextPage())} hasMore={bills.hasNextPage} />}
    </MobilePage>
  );
}
