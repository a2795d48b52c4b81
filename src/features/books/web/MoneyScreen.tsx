import { useSuspenseQuery } from "@tanstack/react-query";
import type { Fen } from "#kernel/money.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { buckets, type Bucket } from "#features/arrears/rules.ts";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { ProgressBar, Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { booksRights, getMoney } from "../contract.ts";
import { FinanceDue } from "./FinanceDue.tsx";
import { text } from "./text.ts";
import "./books.css";

type Money = ReplyOf<typeof getMoney>;

/** The manager's money page: what came in of what fell due, what is late and how old, when leases end, what stands empty. */
export function MoneyScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const keeps = useMay()(booksRights.keep);
  const money = useSuspenseQuery(query(getMoney, { params: { siteId } })).data;
  const { collection, vacancy } = money;
  const ofMonth = `books/ledger?from=${money.month}&to=${money.month}`;
  return (
    <Page title={t(text.money)} lead={`${format.month(money.month)} · ${t(text.yuan)} · ${t(text.moneyLead)}`}>
      {keeps && <FinanceDue siteId={siteId} />}
      <div className="books-figures">
        <Stats>
          <Stat label={t(text.due)} value={yuanText(collection.due)} hint={t(text.dueHint)} href={href(ofMonth)} />
          <Stat label={t(text.collected)} value={yuanText(collection.paid)} href={href(ofMonth)} />
          <Stat label={t(text.rate)} value={collection.due > 0 ? format.percent(collection.paid / collection.due) : "—"} hint={t(text.rateHint)} href={href(ofMonth)} />
          <Stat label={t(text.oldPaid)} value={yuanText(collection.oldPaid)} hint={t(text.oldOf, { amount: yuanText(collection.old) })} href={href("arrears/board")} />
          <Stat label={t(text.overdue)} value={yuanText(money.overdue)} href={href("arrears/board")} {...(money.overdue > 0 ? { tone: "late" as const } : {})} />
          <Stat
            label={t(text.vacancy)}
            value={vacancy.monthlyCost === null ? "—" : yuanText(vacancy.monthlyCost)}
            hint={
              vacancy.monthlyCost === null
                ? t(text.noRent)
                : t(text.vacancyHint, {
                    units: vacancy.units,
                    area: format.number(vacancy.areaCenti / 100),
                    priced: vacancy.priced.units,
                    pricedArea: format.number(vacancy.priced.areaCenti / 100),
                  })
            }
            href={href("leasing/vacancies")}
          />
        </Stats>
      </div>
      <div className="books-two">
        <Ageing aged={money.aged} />
        <Expiry expiry={money.expiry} />
      </div>
      <Section title={t(text.debtors)}>
        <DataTable
          label={t(text.debtors)}
          rows={money.debtors}
          rowKey={({ tenantId }) => tenantId}
          href={({ tenantId }) => href(`arrears/tenants/${tenantId}`)}
          empty={<EmptyTeaching title={t(text.allDone)} />}
          columns={[
            { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
            { key: "days", title: t(text.days), width: "160px", align: "end", card: "mark", render: ({ daysLate }) => t(text.daysLate, { days: daysLate }) },
            { key: "overdue", title: t(text.overdue), width: "180px", align: "end", render: ({ overdue }) => yuanText(overdue) },
          ]}
        />
      </Section>
    </Page>
  );
}

function Ageing({ aged }: { readonly aged: Readonly<Record<Bucket, Fen>> }) {
  const { t } = useLanguage();
  const href = useHref();
  const all = Object.values(aged).reduce((sum, part) => sum + part, 0);
  return (
    <Section title={t(text.ageing)} actions={<Link href={href("arrears/ageing")}>{t(text.rows)}</Link>}>
      {(Object.keys(buckets) as Bucket[]).map((bucket) => (
        <ProgressBar key={bucket} label={t(buckets[bucket])} share={all === 0 ? 0 : aged[bucket] / all} detail={yuanText(fen(aged[bucket]))} />
      ))}
    </Section>
  );
}

function Expiry({ expiry }: { readonly expiry: Money["expiry"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  // The last column holds all later months: it may not flatten the others, and is cut where it would.
  const most = Math.max(...expiry.map(({ share }) => share), 0);
  const top = Math.max(...expiry.slice(0, -1).map(({ share }) => share), 0) || most;
  return (
    <Section title={t(text.expiry)} actions={<Link href={href("books/rent-roll")}>{t(text.rentRoll)}</Link>}>
      {most === 0 ? (
        <p className="tk-quiet">{t(text.noLeases)}</p>
      ) : (
        <>
          <p className="tk-quiet">{t(text.expiryLead)}</p>
          <ol className="books-bars">
            {expiry.map(({ month, leases, areaCenti, share }) => (
              <li
                key={month}
                data-last={month === expiry.at(-1)?.month || undefined}
                title={t(text.leasesArea, { month: format.month(month), leases, area: format.number(areaCenti / 100), share: format.percent(share) })}
              >
                <span className="books-bar" style={{ height: `${Math.min(1, share / top) * 100}%` }} data-cut={share > top || undefined} aria-hidden="true" />
                <span className="books-bar-month">{month.slice(2)}</span>
                {share > top && <span className="books-bar-cut">{format.percent(share)}</span>}
                <span className="tk-visually-hidden">
                  {t(text.leasesArea, { month: format.month(month), leases, area: format.number(areaCenti / 100), share: format.percent(share) })}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}
