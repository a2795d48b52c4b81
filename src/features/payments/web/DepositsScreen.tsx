import { useInfiniteQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, type ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { exportDeposits, listDepositRequests, listDeposits } from "../contract.ts";
import { depositRequestNames } from "../rules.ts";
import "./payments.css";
import { text } from "./text.ts";

type Row = ReplyOf<typeof listDeposits>["items"][number];

/** What is held for tenants, and what waits to be decided about it. */
export function DepositsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const [{ search }, setFilters] = useFilters({ search: "" });
  const filter = search ? { search } : {};
  const deposits = useInfiniteQuery(infinite(listDeposits, { params: { siteId }, query: filter }));
  const waiting = useInfiniteQuery(infinite(listDepositRequests, { params: { siteId }, query: {} })).data ?? [];
  const columns: readonly Column<Row>[] = [
    { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant, card: "heading" },
    { key: "lease", title: t(text.lease), render: ({ leaseNo }) => leaseNo },
    { key: "kind", title: t(text.kind), render: ({ feeItem }) => t(feeItems[feeItem].name) },
    { key: "holder", title: t(text.holder), render: ({ entity }) => entity, from: "wide" },
    { key: "held", title: t(text.held), render: ({ held }) => <span className="payments-money">{yuanText(held)}</span>, align: "end" },
    { key: "receivable", title: t(text.receivable), render: ({ receivable }) => receivable > 0 && yuanText(receivable), align: "end", from: "medium" },
  ];
  return (
    <Page title={t(text.deposits)} lead={t(text.depositsLead)} actions={<Link href={href("payments/payouts")}>{t(text.payouts)}</Link>}>
      {waiting.length > 0 && (
        <Section title={t(text.toDecide)}>
          <ul className="payments-parts">
            {waiting.map(({ id, depositId, tenant, feeItem, kind, amount, reason, askedByName }) => (
              <li key={id}>
                <Link href={href(`payments/deposits/${depositId}`)}>
                  {tenant} · {t(feeItems[feeItem].name)} · {t(depositRequestNames[kind])}
                </Link>
                <span>
                  {reason} · {askedByName} <span className="payments-money">{yuanText(amount)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <DataTable
        label={t(text.deposits)}
        columns={columns}
        rows={deposits}
        rowKey={({ id }) => id}
        href={({ id }) => href(`payments/deposits/${id}`)}
        exportHref={linkTo(exportDeposits, { params: { siteId }, query: filter })}
        filters={<SearchInput label={t(text.tenant)} value={search} onChange={(typed) => setFilters({ search: typed })} />}
        empty={<EmptyTeaching title={t(text.noDeposits)}>{t(text.noDepositsHint)}</EmptyTeaching>}
      />
    </Page>
  );
}
