import { useSuspenseQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportRentRoll, getRentRoll } from "../contract.ts";
import { text } from "./text.ts";

/** The leases in force on a day with their rent, deposits and arrears. */
export function RentRollScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ on: useToday() });
  const roll = useSuspenseQuery(query(getRentRoll, { params: { siteId }, query: filters })).data;
  const area = (centi: number) => format.number(centi / 100, 2);
  const money = (amount: number | null) => (amount === null ? "—" : yuanText(amount));
  return (
    <Page title={t(text.rentRoll)} lead={t(text.yuan)}>
      <Stats>
        <Stat label={t(text.area)} value={area(roll.areaCenti)} />
        <Stat label={t(text.rent)} value={yuanText(roll.rent)} />
        <Stat label={t(text.monthlyFee)} value={yuanText(roll.propertyFee)} />
        <Stat label={t(text.deposits)} value={yuanText(roll.deposits)} />
      </Stats>
      <Section>
        <DataTable
          label={t(text.rentRoll)}
          rows={roll.rows}
          rowKey={({ leaseId }) => leaseId}
          href={({ tenantId }) => href(`tenants/${tenantId}`)}
          exportHref={linkTo(exportRentRoll, { params: { siteId }, query: filters })}
          empty={<EmptyTeaching title={t(text.noLeases)} />}
          filters={<DayInput aria-label={t(text.on)} value={filters.on} onChange={(on) => setFilters({ on })} />}
          columns={[
            { key: "units", title: t(text.units), width: "190px", card: "heading", render: ({ units }) => units },
            { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant },
            { key: "area", title: t(text.area), width: "110px", align: "end", render: ({ areaCenti }) => area(areaCenti) },
            { key: "term", title: t(text.term), width: "210px", from: "medium", render: ({ leaseStart, leaseEnd }) => `${format.day(leaseStart)} – ${format.day(leaseEnd)}` },
            { key: "rent", title: t(text.rent), width: "130px", align: "end", render: ({ rent }) => money(rent) },
            { key: "fee", title: t(text.monthlyFee), width: "130px", align: "end", from: "wide", render: ({ propertyFee }) => money(propertyFee) },
            { key: "deposits", title: t(text.deposits), width: "130px", align: "end", from: "wide", render: ({ deposits }) => money(deposits) },
            { key: "overdue", title: t(text.overdue), width: "130px", align: "end", card: "mark", render: ({ overdue }) => (overdue === 0 ? "—" : yuanText(overdue)) },
          ]}
        />
      </Section>
    </Page>
  );
}
