import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { feeItems, sayWorking } from "#features/leasing/rules.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { arrearsRights, chargeLateFees, decideWaiver, exportEvidence, getDebtor, withdrawPromise } from "../contract.ts";
import { actsWithLetter, acts, buckets, type Bucket, promiseStates, stepStates, waiverStates } from "../rules.ts";
import { PromiseDrawer, StepDrawer, WaiveDrawer } from "./Drawers.tsx";
import { text } from "./text.ts";

type Debtor = ReplyOf<typeof getDebtor>;
type Step = Debtor["steps"][number];
type Line = Debtor["lines"][number];

/** All about one debtor: what is owed and how the damages are reckoned, what was done, what was promised. */
export function DebtorScreen({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const toast = useToast();
  const today = useToday();
  const debtor = useSuspenseQuery(query(getDebtor, { params: { siteId, tenantId } })).data;
  const charge = useCommand(chargeLateFees, { onDone: ({ total }) => toast(t(text.charged, { amount: yuanText(total) })) });
  const [waiving, setWaiving] = useState<Line | null>(null);
  const [promising, setPromising] = useState(false);
  return (
    <Page
      title={debtor.tenant}
      crumbs={[{ label: t(text.board), href: href("arrears/board") }, { label: debtor.tenant }]}
      actions={
        <>
          {may(arrearsRights.collect) && <Button onPress={() => setPromising(true)}>{t(text.promise)}</Button>}
          {may(arrearsRights.charge) && debtor.lateFeeLeft > 0 && (
            <Button loading={charge.isPending} onPress={() => charge.mutate({ params: { siteId, tenantId }, body: { until: today } })}>
              {t(text.charge)}
            </Button>
          )}
          <ExportLink href={linkTo(exportEvidence, { params: { siteId, tenantId }, query: {} })} />
        </>
      }
    >
      <ProblemNote error={charge.error} />
      <Stats>
        <Stat label={t(text.overdue)} value={yuanText(debtor.overdue)} {...(debtor.overdue > 0 ? { tone: "late" as const } : {})} />
        {(Object.keys(buckets) as Bucket[])
          .filter((bucket) => debtor.aged[bucket] > 0)
          .map((bucket) => (
            <Stat key={bucket} label={t(buckets[bucket])} value={yuanText(debtor.aged[bucket])} />
          ))}
        <Stat label={t(text.lateFeeLeft)} value={yuanText(debtor.lateFeeLeft)} />
      </Stats>
      <Steps siteId={siteId} steps={debtor.steps} />
      <Promises siteId={siteId} promises={debtor.promises} />
      <Lines lines={owedFirst(debtor.lines)} {...(may(arrearsRights.charge) ? { onWaive: setWaiving } : {})} />
      <Waivers siteId={siteId} waivers={debtor.waivers} />
      {waiving && <WaiveDrawer siteId={siteId} line={waiving} onClose={() => setWaiving(null)} />}
      {promising && <PromiseDrawer siteId={siteId} tenantId={tenantId} overdue={debtor.overdue} onClose={() => setPromising(false)} />}
    </Page>
  );
}

/** What is still owed before what only its late fee is owed of, each by its due day. */
const owedFirst = (lines: readonly Line[]): readonly Line[] => [...lines.filter(({ open }) => open > 0), ...lines.filter(({ open }) => open === 0)];

function Lines({ lines, onWaive }: { readonly lines: readonly Line[]; readonly onWaive?: (line: Line) => void }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  return (
    <Section title={t(text.lines)}>
      <DataTable
        label={t(text.lines)}
        rows={lines}
        rowKey={({ lineId }) => lineId}
        empty={<EmptyTeaching title={t(text.noDebtors)} />}
        columns={[
          {
            key: "fee",
            title: t(text.fee),
            card: "heading",
            render: ({ feeItem, billId, billNo }) => <Link href={href(`billing/bills/${billId}`)}>{`${t(feeItems[feeItem].name)} ${billNo}`}</Link>,
          },
          { key: "period", title: t(text.period), width: "210px", from: "wide", render: ({ from, to }) => `${format.day(from)} – ${format.day(to)}` },
          { key: "due", title: t(text.due), width: "120px", render: ({ dueOn }) => format.day(dueOn) },
          {
            key: "days",
            title: t(text.days),
            width: "100px",
            align: "end",
            card: "mark",
            render: ({ daysLate, open }) => (open > 0 && daysLate > 0 ? <StatusTag tone={daysLate > 30 ? "late" : "warn"}>{t(text.daysLate, { days: daysLate })}</StatusTag> : "—"),
          },
          { key: "open", title: t(text.open), width: "130px", align: "end", render: ({ open }) => yuanText(open) },
          {
            key: "lateFee",
            title: t(text.lateFee),
            width: "260px",
            render: (line) =>
              line.lateFee && (
                <>
                  {yuanText(line.lateFee.left)}
                  <details>
                    <summary>{t(text.working)}</summary>
                    {sayWorking(line.lateFee.working, language).map((sentence) => (
                      <div key={sentence}>{sentence}</div>
                    ))}
                  </details>
                  {onWaive && line.lateFee.left > 0 && (
                    <Button size="small" onPress={() => onWaive(line)}>
                      {t(text.waive)}
                    </Button>
                  )}
                </>
              ),
          },
          { key: "limitation", title: t(text.limitation), width: "120px", from: "wide", render: ({ limitationOn }) => format.day(limitationOn) },
        ]}
      />
    </Section>
  );
}

function Steps({ siteId, steps }: { readonly siteId: string; readonly steps: readonly Step[] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [recording, setRecording] = useState<Step | null>(null);
  return (
    <Section title={t(text.steps)}>
      <DataTable
        label={t(text.steps)}
        rows={steps}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noSteps)}>{t(text.noStepsHint)}</EmptyTeaching>}
        columns={[
          { key: "act", title: t(text.act), width: "150px", card: "heading", render: ({ act }) => t(acts[act]) },
          {
            key: "state",
            title: t(text.state),
            width: "110px",
            card: "mark",
            render: ({ state }) => <StatusTag tone={state === "done" ? "good" : state === "open" ? "warn" : "quiet"}>{t(stepStates[state])}</StatusTag>,
          },
          {
            key: "when",
            title: t(text.doneAt),
            width: "200px",
            render: ({ state, doneAt, dueAt }) => (doneAt ? format.moment(doneAt) : state === "open" ? format.deadline(dueAt) : "—"),
          },
          { key: "what", title: t(text.note), render: ({ note, spokeWith, how, byName }) => (note ? `${[spokeWith, note].filter(Boolean).join("：")}（${byName}）` : t(how)) },
          {
            key: "do",
            title: t(text.record),
            width: "150px",
            render: (step) =>
              step.documentId ? (
                <Link href={href(`documents/documents/${step.documentId}`)}>{t(text.letter)}</Link>
              ) : (
                step.state === "open" &&
                may(arrearsRights.collect) && <Button onPress={() => setRecording(step)}>{t(actsWithLetter.includes(step.act) ? text.recordLetter : text.record)}</Button>
              ),
          },
        ]}
      />
      {recording && <StepDrawer siteId={siteId} step={recording} onClose={() => setRecording(null)} />}
    </Section>
  );
}

function Promises({ siteId, promises }: { readonly siteId: string; readonly promises: Debtor["promises"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [withdrawing, setWithdrawing] = useState<string | null>(null);
  const withdraw = useCommand(withdrawPromise, { onDone: () => setWithdrawing(null) });
  if (promises.length === 0) return null;
  return (
    <Section title={t(text.promises)}>
      <DataTable
        label={t(text.promises)}
        rows={promises}
        rowKey={({ id }) => id}
        columns={[
          { key: "on", title: t(text.promisedOn), width: "140px", card: "heading", render: ({ promisedOn }) => format.day(promisedOn) },
          { key: "amount", title: t(text.amount), width: "150px", align: "end", render: ({ amount }) => yuanText(amount) },
          {
            key: "state",
            title: t(text.state),
            width: "130px",
            card: "mark",
            render: ({ state }) => (
              <StatusTag tone={state === "kept" ? "good" : state === "broken" ? "late" : state === "open" ? "warn" : "quiet"}>{t(promiseStates[state])}</StatusTag>
            ),
          },
          {
            key: "by",
            title: t(text.promisedBy),
            render: ({ promisedBy, paid, note }) => [promisedBy, paid > 0 ? t(text.paid, { amount: yuanText(paid) }) : "", note].filter(Boolean).join(" · "),
          },
          {
            key: "do",
            title: t(text.withdraw),
            width: "110px",
            render: ({ state, planId }) => state === "open" && may(arrearsRights.collect) && <Button onPress={() => setWithdrawing(planId)}>{t(text.withdraw)}</Button>,
          },
        ]}
      />
      <ConfirmWithReason
        title={t(text.withdraw)}
        open={withdrawing !== null}
        onClose={() => setWithdrawing(null)}
        onConfirm={(reason) => withdraw.mutate({ params: { siteId, planId: withdrawing ?? "" }, body: { reason } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
      />
    </Section>
  );
}

function Waivers({ siteId, waivers }: { readonly siteId: string; readonly waivers: Debtor["waivers"] }) {
  const { t } = useLanguage();
  const may = useMay();
  const [deciding, setDeciding] = useState<{ readonly id: string; readonly isApproved: boolean } | null>(null);
  const decide = useCommand(decideWaiver, { onDone: () => setDeciding(null) });
  if (waivers.length === 0) return null;
  return (
    <Section title={t(text.waivers)}>
      <DataTable
        label={t(text.waivers)}
        rows={waivers}
        rowKey={({ id }) => id}
        columns={[
          { key: "amount", title: t(text.amount), width: "150px", card: "heading", align: "end", render: ({ amount }) => yuanText(amount) },
          {
            key: "state",
            title: t(text.state),
            width: "130px",
            card: "mark",
            render: ({ state }) => <StatusTag tone={state === "approved" ? "good" : state === "asked" ? "warn" : "quiet"}>{t(waiverStates[state])}</StatusTag>,
          },
          {
            key: "reason",
            title: t(text.reason),
            render: ({ reason, askedByName, decision, decidedByName }) => `${reason}（${askedByName}）${decidedByName ? ` → ${decision}（${decidedByName}）` : ""}`,
          },
          {
            key: "do",
            title: t(text.approve),
            width: "190px",
            render: ({ id, state }) =>
              state === "asked" &&
              may(arrearsRights.approve) && (
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
        onConfirm={(decision) => deciding && decide.mutate({ params: { siteId, waiverId: deciding.id }, body: { isApproved: deciding.isApproved, decision } })}
        isPending={decide.isPending}
        error={decide.error}
      />
    </Section>
  );
}
