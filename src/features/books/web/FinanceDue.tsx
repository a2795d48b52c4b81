import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Section } from "#ui/Page.tsx";
import { getToday } from "../contract.ts";
import { text } from "./text.ts";

/** What must be done today, each figure opening its rows; `isBesideOthers`: without what billing and payments show there themselves. */
export function FinanceDue({ siteId, isBesideOthers = false }: { readonly siteId: string; readonly isBesideOthers?: boolean }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = useQuery(query(getToday, { params: { siteId } })).data;
  if (!today) return null;
  const figures = [
    { label: text.linesToMatch, count: isBesideOthers ? 0 : today.linesToMatch, to: "payments/desk" },
    { label: text.chargesToBill, count: isBesideOthers ? 0 : today.chargesToBill, to: "billing/charges" },
    { label: text.stepsDue, count: today.stepsDue, to: "arrears/board" },
    { label: text.promisesDue, count: today.promisesDue, to: "arrears/board" },
    { label: text.waiversAsked, count: today.waiversAsked, to: "arrears/board" },
    { label: text.invoicesToIssue, count: today.invoicesToIssue, to: "books/invoices?state=toIssue" },
    { label: text.redsToIssue, count: today.redsToIssue, to: "books/invoices?state=redRequested" },
    { label: text.papersExpiring, count: today.papersExpiring, to: "tenants/papers?standing=expiring" },
  ].filter(({ count }) => count > 0);
  const isDone = figures.length === 0 && today.monthsToClose.length === 0;
  if (isDone && isBesideOthers) return null;
  return (
    <Section title={t(text.todayTitle)}>
      {isDone && <p className="tk-quiet">{t(text.allDone)}</p>}
      <Stats>
        {figures.map(({ label, count, to }) => (
          <Stat key={label.en} label={t(label)} value={count} href={href(to)} />
        ))}
        {today.monthsToClose.map(({ entityId, entity, month }) => (
          <Stat key={entityId} label={t(text.monthToClose)} value={format.month(month)} hint={entity} href={href(`books/periods?month=${month}`)} />
        ))}
      </Stats>
    </Section>
  );
}
