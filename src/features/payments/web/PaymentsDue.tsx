import { useQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { getToday } from "../contract/payments.ts";
import { text } from "./text.ts";

/** What money waits for today, each with its screen; nothing when nothing does. */
export function PaymentsDue({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const found = useQuery(query(getToday, { params: { siteId } })).data;
  if (!found) return null;
  const { toMatch, unclaimed, claimed, toDecide, advances } = found;
  const items = [
    toMatch.lines > 0 && { to: "payments/desk", said: t(text.todayMatch, { count: toMatch.lines, amount: yuanText(toMatch.amount) }) },
    unclaimed.lines > 0 && { to: "payments/desk?view=unclaimed", said: t(text.todayUnclaimed, { count: unclaimed.lines, amount: yuanText(unclaimed.amount) }) },
    claimed > 0 && { to: "payments/desk?view=unclaimed&search=", said: t(text.todayClaimed, { count: claimed }) },
    toDecide > 0 && { to: "payments/deposits", said: t(text.todayDecide, { count: toDecide }) },
    advances.payments > 0 && { to: "payments/received?advance=true", said: t(text.todayAdvance, { count: advances.payments, amount: yuanText(advances.amount) }) },
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
