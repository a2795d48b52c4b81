import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { sayProblem } from "#kernel/problem.ts";
import { infinite, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession, useSite, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { confirmAll, listCertain, listConfirmations, undoConfirmation } from "../contract.ts";
import { paymentsRights } from "../contract/rights.ts";
import { whyNotUndoConfirmation } from "../rules.ts";
import "./payments.css";
import { text } from "./text.ts";

type Confirmed = ReplyOf<typeof confirmAll>;

/** Lines beyond doubt, confirmed all at once after a look down the list; what was done so is taken back as a whole. */
export function CertainScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [{ month, entityId }, setFilters] = useFilters({ month: "", entityId: "" });
  const asked = { ...(month ? { month } : {}), ...(entityId ? { entityId } : {}) };
  const { lines, looked, hasMore } = useSuspenseQuery(query(listCertain, { params: { siteId }, query: asked })).data;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState<Confirmed | null>(null);
  const chosen = lines.filter(({ id }) => !left.has(id));
  const total = chosen.reduce((sum, { amount, allocated }) => sum + amount - allocated, 0);
  const confirm = useCommand(confirmAll, { onDone: setResult });
  return (
    <Page
      title={t(text.certainLines)}
      lead={t(text.certainLead)}
      crumbs={[{ label: t(text.desk), href: href("payments/desk") }, { label: t(text.certainLines) }]}
      actions={
        <Button
          type="primary"
          loading={confirm.isPending}
          unless={chosen.length === 0 ? [{ sentence: t(text.nothingCertain) }] : []}
          onPress={() => confirm.mutate({ params: { siteId }, body: { id: newId(), lineIds: chosen.map(({ id }) => id) } })}
        >
          {t(text.confirmMany, { count: chosen.length })}
        </Button>
      }
    >
      <ProblemNote error={confirm.error} />
      {result && <Result result={result} />}
      <div className="payments-figures">
        <Stats>
          <Stat label={t(text.chosenLines)} value={format.number(chosen.length)} hint={t(hasMore ? text.lookedMore : text.looked, { looked })} />
          <Stat label={t(text.chosenAmount)} value={yuanText(total)} />
        </Stats>
      </div>
      <DataTable
        label={t(text.certainLines)}
        rows={lines}
        rowKey={({ id }) => id}
        href={({ id }) => href(`payments/desk?line=${id}`)}
        filters={<MonthInput isClearable aria-label={t(text.month)} value={month} onChange={(chosenMonth) => setFilters({ month: chosenMonth })} />}
        selection={{
          selected: new Set(chosen.map(({ id }) => id)),
          onChange: (selected) => setLeft(new Set(lines.map(({ id }) => id as string).filter((id) => !selected.has(id)))),
          label: ({ payerName, tenant }) => payerName || tenant,
        }}
        empty={<EmptyTeaching title={t(text.nothingCertain)}>{t(text.nothingCertainHint)}</EmptyTeaching>}
        columns={[
          { key: "payer", title: t(text.payer), card: "heading", render: ({ payerName }) => payerName || t(text.noPayer) },
          { key: "day", title: t(text.receivedOn), width: "120px", render: ({ day }) => format.day(day) },
          { key: "remark", title: t(text.remark), from: "wide", render: ({ remark }) => remark },
          { key: "tenant", title: t(text.tenant), render: ({ tenant, score }) => `${tenant} · ${t(text.score, { score })}` },
          { key: "bills", title: t(text.settlesLines), width: "120px", align: "end", from: "medium", render: ({ bills }) => format.number(bills) },
          {
            key: "amount",
            title: t(text.amount),
            width: "140px",
            align: "end",
            card: "mark",
            render: ({ amount, allocated }) => <span className="payments-money">{yuanText(amount - allocated)}</span>,
          },
        ]}
      />
      <Confirmations siteId={siteId} />
    </Page>
  );
}

function Result({ result: { confirmation, left } }: { readonly result: Confirmed }) {
  const { t, language } = useLanguage();
  const href = useHref();
  return (
    <Section title={t(text.confirmedSummary, { lines: confirmation.lines, amount: yuanText(confirmation.amount) })}>
      {left.length > 0 && (
        <>
          <p>{t(text.leftSummary, { count: left.length })}</p>
          <ul>
            {left.map(({ lineId, payerName, amount, reasons }) => (
              <li key={lineId}>
                <a href={href(`payments/desk?line=${lineId}`)}>{payerName || t(text.noPayer)}</a> {yuanText(amount)}：
                {reasons.map((reason) => sayProblem(reason, language)).join("；")}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

/** What was confirmed so before, each to be taken back whole. */
function Confirmations({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const today = Temporal.PlainDate.from(useToday());
  const { person } = useSession();
  const { zone } = useSite();
  const mayReverse = useMay()(paymentsRights.reverse);
  const rows = useInfiniteQuery(infinite(listConfirmations, { params: { siteId }, query: {} }));
  const [asked, setAsked] = useState<string | null>(null);
  const undo = useCommand(undoConfirmation, { onDone: () => setAsked(null) });
  const against = ({ undone, byId, madeAt }: Confirmed["confirmation"]) =>
    whyNotUndoConfirmation(
      { undone, byId: byId as never, madeOn: Temporal.Instant.from(madeAt).toZonedDateTimeISO(zone).toPlainDate() },
      { personId: person.id as never, mayReverse },
      today,
    );
  if (rows.data?.length === 0) return null;
  return (
    <Section title={t(text.confirmations)}>
      <ProblemNote error={undo.error} />
      <DataTable
        label={t(text.confirmations)}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "at", title: t(text.madeAt), card: "heading", render: ({ madeAt, byName }) => `${format.moment(madeAt)} · ${byName}` },
          { key: "lines", title: t(text.chosenLines), width: "120px", align: "end", render: ({ lines }) => format.number(lines) },
          { key: "amount", title: t(text.amount), width: "160px", align: "end", render: ({ amount }) => <span className="payments-money">{yuanText(amount)}</span> },
          {
            key: "undo",
            title: t(text.undoAll),
            width: "260px",
            card: "line",
            render: (one) =>
              one.undone ? (
                <StatusTag tone="quiet">{t(text.undoneBy, { name: one.undone.byName, at: format.moment(one.undone.at) })}</StatusTag>
              ) : asked === one.id ? (
                <>
                  <Button danger loading={undo.isPending} onPress={() => undo.mutate({ params: { siteId, confirmationId: one.id } })}>
                    {t(text.reallyUndo, { lines: one.lines })}
                  </Button>{" "}
                  <Button onPress={() => setAsked(null)}>{t(text.keepThem)}</Button>
                </>
              ) : (
                <Button unless={against(one)} onPress={() => setAsked(one.id)}>
                  {t(text.undoAll)}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
