import { useQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { getDebtor } from "#features/arrears/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Section } from "#ui/Page.tsx";
import { booksRights, getLedger } from "../contract.ts";
import { text } from "./text.ts";

/** On the page of a tenant: what they were charged and paid this year, what is owed, what is done about it. */
export function TenantMoney({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  return useMay()(booksRights.read) ? <MoneyOf siteId={siteId} tenantId={tenantId} /> : null;
}

function MoneyOf({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const month = useToday().slice(0, 7);
  const year = `${month.slice(0, 4)}-01`;
  const ledger = useQuery(query(getLedger, { params: { siteId }, query: { by: "site", from: year, to: month, tenantId } })).data;
  const debtor = useQuery(query(getDebtor, { params: { siteId, tenantId } })).data;
  if (!ledger || !debtor) return null;
  const account = href(`books/tenants/${tenantId}`);
  return (
    <Section title={t(text.tenantMoney)}>
      <Stats>
        <Stat label={t(text.charged)} value={yuanText(ledger.total.charged)} hint={`${year.slice(0, 4)}`} href={account} />
        <Stat label={t(text.received)} value={yuanText(ledger.total.received)} hint={`${year.slice(0, 4)}`} href={account} />
        <Stat label={t(text.closing)} value={yuanText(ledger.total.closing)} href={account} />
        <Stat label={t(text.overdue)} value={yuanText(debtor.overdue)} href={href(`arrears/tenants/${tenantId}`)} {...(debtor.overdue > 0 ? { tone: "late" as const } : {})} />
      </Stats>
    </Section>
  );
}
