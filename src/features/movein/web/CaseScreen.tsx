import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { yuanText, fen } from "#kernel/money.ts";
import { DocumentsPart } from "#features/documents/web/DocumentsPart.tsx";
import { HeldItems } from "#features/handover/web/CardsPart.tsx";
import { ProcedureDiagram, StepList } from "#features/manual/web/ProcedurePart.tsx";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getMoveIn, moveinRights, openMoveInGate, withdrawMoveIn } from "../contract.ts";
import { moveInProcedure } from "../rules.ts";
import { StepAct } from "./acts/StepAct.tsx";
import { text } from "./text.ts";
import "./movein.css";

export type MoveInView = ReplyOf<typeof getMoveIn>;

/** One move-in: where it stands, each step with what holds it up, its act, its sheets and what is due. */
export function CaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const view = useSuspenseQuery(query(getMoveIn, { params: { siteId, caseId } })).data;
  const { case: one, standing, place, batchIds } = view;
  const params = { siteId, caseId };
  const [isWithdrawing, setWithdrawing] = useState(false);
  const withdraw = useCommand(withdrawMoveIn, { onDone: () => setWithdrawing(false), also: ["handover", "documents"] });
  const open = useCommand(openMoveInGate);
  const isRunning = !one.movedInAt && !one.withdrawnAt;
  return (
    <Page
      title={one.label}
      mark={
        <StatusTag tone={one.withdrawnAt ? "quiet" : one.movedInAt ? "good" : "open"}>
          {t(one.withdrawnAt ? text.withdrawn : one.movedInAt ? text.complete : text.running)}
        </StatusTag>
      }
      lead={
        <>
          {place} · <Link href={href(`tenants/${one.tenantId}`)}>{one.tenant}</Link> · <Link href={href(`leasing/leases/${one.leaseId}`)}>{one.leaseNo}</Link>
        </>
      }
      crumbs={[{ label: t(text.cases), href: href("movein/cases") }, { label: one.label }]}
      actions={
        <>
          {isRunning && may(moveinRights.withdraw) && <Button onPress={() => setWithdrawing(true)}>{t(text.withdraw)}</Button>}
          <PrintButton />
        </>
      }
    >
      {one.withdrawnAt && <p>{t(text.withdrawnBecause, { name: one.withdrawnByName ?? "", at: format.moment(one.withdrawnAt), reason: one.withdrawnWhy ?? "" })}</p>}
      {one.movedInOn && <p>{t(text.movedInOn, { day: format.day(one.movedInOn) })}</p>}
      <Section title={t(text.diagram)}>
        <ProcedureDiagram procedure={moveInProcedure} standing={standing} />
      </Section>
      <Section title={t(text.steps)}>
        <StepList
          procedure={moveInProcedure}
          standing={standing}
          act={(step) => <StepAct siteId={siteId} view={view} step={step} />}
          {...(isRunning && may(moveinRights.openGates)
            ? { onOpenGate: (step: string, reason: string) => open.mutateAsync({ params: { ...params, step }, body: { reason } }) }
            : {})}
        />
      </Section>
      <Section title={t(text.sheets)}>
        <DocumentsPart siteId={siteId} subject={{ kind: "moveIn", id: caseId }} />
        {batchIds.length > 0 && <h3>{t(text.keysSheets)}</h3>}
        {batchIds.map((id) => (
          <DocumentsPart key={id} siteId={siteId} subject={{ kind: "accessBatch", id }} />
        ))}
      </Section>
      {view.grantId && <HeldItems siteId={siteId} leaseId={one.leaseId} />}
      <PaymentSection view={view} />
      <ConfirmWithReason
        title={t(text.withdrawTitle)}
        open={isWithdrawing}
        onClose={() => setWithdrawing(false)}
        onConfirm={(reason) => withdraw.mutate({ params, body: { reason } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
        confirm={text.withdraw}
        label={text.reason}
      >
        <p className="tk-quiet">{t(text.withdrawHint)}</p>
      </ConfirmWithReason>
    </Page>
  );
}

/** What is due before the keys, line by line, with its bill and what has come in. Manual 2.1.1-4. */
function PaymentSection({ view: { payment } }: { readonly view: MoveInView }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  if (payment.due === null) return null;
  return (
    <Section title={t(text.payment)} actions={<span>{t(text.of, { settled: yuanText(fen(payment.settled)), due: yuanText(fen(payment.due)) })}</span>}>
      <DataTable
        label={t(text.payment)}
        rows={payment.lines}
        rowKey={({ feeItem, from, dueOn }) => `${feeItem} ${from} ${dueOn}`}
        columns={[
          { key: "fee", title: t(text.fee), card: "heading", render: ({ feeName }) => t(feeName) },
          { key: "period", title: t(text.period), render: ({ from, to }) => `${format.day(from)} – ${format.day(to)}`, from: "medium" },
          { key: "due", title: t(text.dueOn), render: ({ dueOn }) => format.day(dueOn) },
          { key: "amount", title: t(text.amount), align: "end", render: ({ amount }) => yuanText(fen(amount)) },
          { key: "settled", title: t(text.settled), align: "end", render: ({ settled }) => yuanText(fen(settled)) },
          {
            key: "bill",
            title: t(text.bill),
            render: ({ billId, billNo }) => (billId ? <Link href={href(`billing/bills/${billId}`)}>{billNo}</Link> : <span className="tk-quiet">{t(text.notBilled)}</span>),
          },
        ]}
      />
    </Section>
  );
}
