import { useQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { listDeposits } from "../contract/deposits.ts";
import { paymentsRights } from "../contract/rights.ts";
import "./payments.css";
import { text } from "./text.ts";

type Whose = { readonly tenantId: string; readonly leaseId?: string };

/** On the page of a tenant or a lease: the deposits held. Nothing is shown where none was ever asked for. */
export function HeldDeposits({ siteId, tenantId, leaseId }: { readonly siteId: string } & Whose) {
  return useMay()(paymentsRights.read) ? <Held siteId={siteId} whose={{ tenantId, ...(leaseId ? { leaseId } : {}) }} /> : null;
}

function Held({ siteId, whose }: { readonly siteId: string; readonly whose: Whose }) {
  const { t } = useLanguage();
  const href = useHref();
  const deposits = useQuery(query(listDeposits, { params: { siteId }, query: { ...whose, limit: 20 } })).data?.items ?? [];
  if (deposits.length === 0) return null;
  return (
    <Section title={t(text.deposits)} actions={<Link href={href("payments/deposits")}>{t(text.allDeposits)}</Link>}>
      <DataTable
        label={t(text.deposits)}
        rows={deposits}
        rowKey={({ id }) => id}
        href={({ id }) => href(`payments/deposits/${id}`)}
        empty={null}
        columns={[
          { key: "kind", title: t(text.kind), card: "heading", render: ({ feeItem }) => t(feeItems[feeItem].name) },
          { key: "holder", title: t(text.holder), render: ({ entity }) => entity },
          { key: "held", title: t(text.held), align: "end", render: ({ held }) => <span className="payments-money">{yuanText(held)}</span> },
          { key: "receivable", title: t(text.receivable), align: "end", render: ({ receivable }) => receivable > 0 && yuanText(receivable) },
        ]}
      />
    </Section>
  );
}
