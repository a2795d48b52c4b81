import { useQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { billingToday } from "../contract/bills.ts";
import { text } from "./text.ts";

/** What billing waits for today, each with its screen; nothing when nothing does. */
export function BillingDue({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const found = useQuery(query(billingToday, { params: { siteId } })).data;
  if (!found) return null;
  const items = [
    !found.isMonthRun && { to: "billing/runs", said: t(text.runMonth, { month: format.month(found.month) }) },
    found.waiversAsked > 0 && { to: "billing/waivers", said: t(text.decideWaivers, { count: found.waiversAsked }) },
    found.chargesWaiting > 0 && { to: "billing/charges", said: t(text.chargesWait, { count: found.chargesWaiting }) },
    found.overdueBills > 0 && { to: "billing/bills?state=overdue", said: t(text.overdueBills, { count: found.overdueBills, amount: yuanText(found.overdue) }) },
  ].filter((item) => item !== false);
  if (items.length === 0) return null;
  return (
    <Section title={t(text.todayTitle)}>
      <ul>
        {items.map(({ to, said }) => (
          <li key={to}>
            <Link href={href(to)}>{said}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
