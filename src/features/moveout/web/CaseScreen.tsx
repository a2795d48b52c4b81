import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ReplyOf, query, saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DocumentsPart } from "#features/documents/web/DocumentsPart.tsx";
import { ProcedureDiagram, StepList } from "#features/manual/web/ProcedurePart.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getCase, moveOutRights, openGate, printNotice, withdraw } from "../contract.ts";
import { moveOutCauses, moveOutProblems, moveOutProcedure } from "../rules.ts";
import { StepAct } from "./acts/StepAct.tsx";
import { text } from "./text.ts";
import "./moveout.css";

export type CaseOnWire = ReplyOf<typeof getCase>;

/** One move-out: what was asked, where it stands, and the act of each step. Manual 2.1.3, 2.1.4. */
export function CaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const view = useSuspenseQuery(query(getCase, { params: { siteId, caseId } })).data;
  const open = useCommand(openGate);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const back = useCommand(withdraw, { onDone: () => setWithdrawing(false) });
  const print = useCommand(printNotice, { onDone: (pdf) => saveAs(pdf, `F24-${view.case.no}.pdf`) });
  const { case: moveOut, standing } = view;
  const isStopped = moveOut.withdrawal !== null || moveOut.decision?.isApproved === false;
  return (
    <Page
      title={`${t(text.cases)} ${moveOut.no}`}
      mark={<Mark view={view} isStopped={isStopped} />}
      lead={
        <>
          <Link href={href(`tenants/${moveOut.tenantId}`)}>{view.tenant}</Link> · <Link href={href(`leasing/leases/${moveOut.leaseId}`)}>{view.leaseNo}</Link> · {view.place}
        </>
      }
      crumbs={[{ label: t(text.cases), href: href("moveout/cases") }, { label: moveOut.no }]}
      actions={
        <>
          <Button onPress={() => print.mutate({ params: { siteId, caseId }, body: {} })} loading={print.isPending}>
            {t(text.printNotice)}
          </Button>
          {may(moveOutRights.handle) && !isStopped && !moveOut.confirmedAt && <Button onPress={() => setWithdrawing(true)}>{t(text.withdraw)}</Button>}
        </>
      }
    >
      <ProblemNote error={print.error} />
      <Section title={t(text.where)}>
        <ProcedureDiagram procedure={moveOutProcedure} standing={standing} />
      </Section>
      <Notice view={view} />
      <Section title={t(text.steps)}>
        <StepList
          procedure={moveOutProcedure}
          standing={standing}
          act={(step) => <StepAct siteId={siteId} view={view} step={step} />}
          {...(may(moveOutRights.openGates) ? { onOpenGate: (step: string, reason: string) => open.mutateAsync({ params: { siteId, caseId, step }, body: { reason } }) } : {})}
          clear={({ code }) => (code === moveOutProblems.invoicesOpen.code ? { href: href("books/invoices"), label: t(text.toInvoices) } : null)}
        />
      </Section>
      <DocumentsPart siteId={siteId} subject={{ kind: "moveOut", id: caseId }} />
      <ConfirmWithReason
        title={t(text.withdraw)}
        open={isWithdrawing}
        onClose={() => setWithdrawing(false)}
        onConfirm={(reason) => back.mutate({ params: { siteId, caseId }, body: { reason } })}
        isPending={back.isPending}
        error={back.error}
      >
        <p>{t(text.withdrawLead)}</p>
      </ConfirmWithReason>
    </Page>
  );
}

function Mark({ view, isStopped }: { readonly view: CaseOnWire; readonly isStopped: boolean }) {
  const { t } = useLanguage();
  if (isStopped) return <StatusTag tone="quiet">{t(text.stopped)}</StatusTag>;
  return <StatusTag tone={view.standing.isComplete ? "good" : "open"}>{t(view.standing.isComplete ? text.finished : text.running)}</StatusTag>;
}

/** What the tenant wrote, and what the lease says to it. */
function Notice({ view: { case: moveOut, notice } }: { readonly view: CaseOnWire }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { account, withdrawal, decision } = moveOut;
  return (
    <Section title={t(text.facts)}>
      {withdrawal && <p>{t(text.withdrawn, { reason: withdrawal.reason })}</p>}
      {decision?.isApproved === false && <p>{t(text.refused, { note: decision.note })}</p>}
      <section className={moveOut.shortDays > 0 ? "moveout-note moveout-note-warn" : "moveout-note"}>
        <strong>{t(text.checkedNotice)}</strong>
        <p>{t(notice)}</p>
      </section>
      <Facts
        facts={[
          { label: t(text.leavingOn), value: format.day(moveOut.leavingOn) },
          { label: t(text.cause), value: [t(moveOutCauses[moveOut.cause]), moveOut.causeText].filter(Boolean).join("：") },
          { label: t(text.noticedOn), value: format.day(moveOut.noticedOn) },
          { label: t(text.contact), value: [moveOut.contactName, moveOut.contactPhone].filter(Boolean).join(" ") },
          { label: t(text.account), value: [account.name, account.bank, account.no, account.note].filter(Boolean).join(" · ") },
          ...(moveOut.usesAddress ? [{ label: t(text.addressMovesOn), value: moveOut.addressMovesOn ? format.day(moveOut.addressMovesOn) : "—" }] : []),
          ...(moveOut.restoration ? [{ label: t(text.restoration), value: moveOut.restoration }] : []),
        ]}
      />
    </Section>
  );
}
