import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { askReopening, booksRights, closeMonth, decideReopening, exportVouchers, getPeriods } from "../contract.ts";
import { type ClosingCheck, closingChecks, reopeningStates } from "../rules.ts";
import { text } from "./text.ts";

type Periods = ReplyOf<typeof getPeriods>;
type Period = Periods["periods"][number];

/** A month of each company: what hangs, closed or not, and the vouchers of it. */
export function PeriodsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const lastMonth = Temporal.PlainDate.from(useToday()).subtract({ months: 1 }).toPlainYearMonth().toString();
  const [filters, setFilters] = useFilters({ month: lastMonth });
  const { periods, reopenings } = useSuspenseQuery(query(getPeriods, { params: { siteId }, query: filters })).data;
  return (
    <Page title={t(text.periods)} actions={<MonthInput aria-label={t(text.month)} value={filters.month} onChange={(month) => setFilters({ month })} />}>
      {periods.map((period) => (
        <OnePeriod key={period.entityId} siteId={siteId} period={period} />
      ))}
      <Reopenings siteId={siteId} reopenings={reopenings} />
    </Page>
  );
}

function OnePeriod({ siteId, period }: { readonly siteId: string; readonly period: Period }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const params = { siteId, entityId: period.entityId, month: period.month };
  const close = useCommand(closeMonth);
  const [asking, setAsking] = useState(false);
  const reopen = useCommand(askReopening, { onDone: () => setAsking(false) });
  const { closed } = period;
  return (
    <Section
      title={`${period.entity} · ${format.month(period.month)}`}
      actions={
        <>
          {may(booksRights.keep) && <a href={linkTo(exportVouchers, { params: { siteId, entityId: period.entityId }, query: { month: period.month } })}>{t(text.vouchers)}</a>}
          {may(booksRights.close) && !closed && (
            <Button type="primary" unless={period.whyNotClose} loading={close.isPending} onPress={() => close.mutate({ params })}>
              {t(text.close)}
            </Button>
          )}
          {may(booksRights.close) && closed && <Button onPress={() => setAsking(true)}>{t(text.reopen)}</Button>}
        </>
      }
    >
      <ProblemNote error={close.error} />
      <p>
        {closed ? (
          <StatusTag tone="good">{t(text.closed, { name: closed.byName, at: format.moment(closed.at) })}</StatusTag>
        ) : (
          <StatusTag tone={period.whyNotClose.length > 0 ? "warn" : "open"}>{t(period.whyNotClose.length > 0 ? text.open : text.nothingAgainst)}</StatusTag>
        )}
      </p>
      {!closed && (
        <Facts
          facts={(Object.keys(closingChecks) as ClosingCheck[]).map((check) => ({
            label: t(closingChecks[check]),
            value: <Link href={href(rowsOf(period)[check])}>{format.number(period.found[check] ?? 0)}</Link>,
          }))}
        />
      )}
      <ConfirmWithReason
        title={t(text.reopen)}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => reopen.mutate({ params, body: { id: newId(), reason } })}
        isPending={reopen.isPending}
        error={reopen.error}
      />
    </Section>
  );
}

/** Where the rows of each figure stand. */
const rowsOf = ({ entityId, month }: Period): Readonly<Record<ClosingCheck, string>> => ({
  linesToMatch: `payments/desk?entityId=${entityId}&month=${month}`,
  runUnderWay: "billing/runs",
  chargesWaiting: `billing/charges?entityId=${entityId}&month=${month}`,
  scheduleUnbilled: `books/unbilled?entityId=${entityId}&month=${month}`,
  depositsDoNotTie: "payments/deposits",
});

function Reopenings({ siteId, reopenings }: { readonly siteId: string; readonly reopenings: Periods["reopenings"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [deciding, setDeciding] = useState<{ readonly id: string; readonly isApproved: boolean } | null>(null);
  const decide = useCommand(decideReopening, { onDone: () => setDeciding(null) });
  if (reopenings.length === 0) return null;
  return (
    <Section title={t(text.reopenings)}>
      <DataTable
        label={t(text.reopenings)}
        rows={reopenings}
        rowKey={({ id }) => id}
        columns={[
          { key: "what", title: t(text.month), width: "260px", card: "heading", render: ({ entity, month }) => `${entity} ${format.month(month)}` },
          {
            key: "state",
            title: t(text.state),
            width: "120px",
            card: "mark",
            render: ({ state }) => <StatusTag tone={state === "approved" ? "good" : state === "asked" ? "warn" : "quiet"}>{t(reopeningStates[state])}</StatusTag>,
          },
          {
            key: "why",
            title: t(text.name),
            render: ({ reason, askedByName, decision, decidedByName }) => `${reason}（${askedByName}）${decidedByName ? ` → ${decision}（${decidedByName}）` : ""}`,
          },
          {
            key: "do",
            title: t(text.approve),
            width: "190px",
            render: ({ id, state }) =>
              state === "asked" &&
              may(booksRights.reopen) && (
                <>
                  <Button onPress={() => setDeciding({ id, isApproved: true })}>{t(text.approve)}</Button>{" "}
                  <Button onPress={() => setDeciding({ id, isApproved: false })}>{t(text.refuse)}</Button>
                </>
              ),
          },
        ]}
      />
      <ConfirmWithReason
        title={t(deciding?.isApproved ? text.approve : text.refuse)}
        open={deciding !== null}
        onClose={() => setDeciding(null)}
        onConfirm={(decision) => deciding && decide.mutate({ params: { siteId, reopeningId: deciding.id }, body: { isApproved: deciding.isApproved, decision } })}
        isPending={decide.isPending}
        error={decide.error}
      />
    </Section>
  );
}
