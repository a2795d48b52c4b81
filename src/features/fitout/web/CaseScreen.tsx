import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DocumentsSection } from "#features/documents/web/DocumentsPart.tsx";
import { ProcedureDiagram, StepList } from "#features/manual/web/ProcedurePart.tsx";
import { linkTo, query, type ReplyOf, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Attachments } from "#ui/Attachments.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { addFile, fitoutRights, getCase, getFile, openStepGate, withdrawCase } from "../contract.ts";
import { caseStates, causes, fileKinds, fitOutProcedure } from "../rules.ts";
import { Drawers, type OpenAct } from "./Drawers.tsx";
import { StepAct } from "./StepAct.tsx";
import { text } from "./text.ts";
import "./fitout.css";

export type Case = ReplyOf<typeof getCase>;

/** One fit-out: where it stands, the act of each step, its letters and files. */
export function CaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const found = useSuspenseQuery(query(getCase, { params: { siteId, caseId } })).data;
  const [act, setAct] = useState<OpenAct | null>(null);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const open = useCommand(openStepGate);
  const withdraw = useCommand(withdrawCase, { onDone: () => setWithdrawing(false) });
  const isRunning = found.state === "running";
  return (
    <Page
      title={`${found.tenant} · ${found.place}`}
      mark={
        <StatusTag tone={found.isStopped && isRunning ? "late" : isRunning ? "open" : found.state === "done" ? "good" : "quiet"}>
          {t(found.isStopped && isRunning ? text.stopped : caseStates[found.state])}
        </StatusTag>
      }
      crumbs={[{ label: t(text.cases), href: href("fitout/cases") }, { label: found.caseNo }]}
      actions={isRunning && may(fitoutRights.withdraw) && <Button onPress={() => setWithdrawing(true)}>{t(text.withdraw)}</Button>}
    >
      {found.withdrawn && <p>{t(text.withdrawn, { name: found.withdrawn.byName, at: format.moment(found.withdrawn.at), why: found.withdrawn.why })}</p>}
      <Facts
        facts={[
          { label: t(text.caseNo), value: found.caseNo },
          { label: t(text.cause), value: t(causes[found.cause]) },
          { label: t(text.lease), value: <Link href={href(`leasing/leases/${found.leaseId}`)}>{found.leaseNo}</Link> },
          { label: t(text.opened), value: `${format.moment(found.openedAt)} ${found.openedByName}` },
        ]}
      />
      <Section>
        <ProcedureDiagram procedure={fitOutProcedure} standing={found.standing} />
      </Section>
      <Section title={t(text.steps)}>
        <StepList
          procedure={fitOutProcedure}
          standing={found.standing}
          act={(step) => <StepAct step={step} found={found} onAct={setAct} />}
          {...(isRunning && may(fitoutRights.openGates)
            ? { onOpenGate: (step: string, reason: string) => open.mutateAsync({ params: { siteId, caseId, step }, body: { reason } }) }
            : {})}
          clear={({ code }) => (code === "fitout.unpaid" && found.money.billIds[0] ? { href: href(`billing/bills/${found.money.billIds[0]}`), label: t(text.setBill) } : null)}
        />
      </Section>
      <DocumentsSection siteId={siteId} subject={{ kind: "fitOut", id: caseId }} />
      <Section title={t(text.files)}>
        <Attachments
          label={t(text.files)}
          files={found.files.map((file) => ({
            ...file,
            name: `${t(fileKinds[file.kind])} · ${file.name}`,
            href: linkTo(getFile, { params: { siteId, caseId, fileId: file.id } }),
          }))}
          {...(isRunning
            ? { send: (file: File, onProgress: (share: number) => void) => upload(addFile, { params: { siteId, caseId }, query: { kind: "photo" }, body: file }, onProgress) }
            : {})}
          accept="image/*,application/pdf"
        />
      </Section>
      {act && <Drawers siteId={siteId} found={found} act={act} onClose={() => setAct(null)} />}
      <ConfirmWithReason
        title={t(text.withdraw)}
        open={isWithdrawing}
        onClose={() => setWithdrawing(false)}
        onConfirm={(reason) => withdraw.mutate({ params: { siteId, caseId }, body: { reason } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
        confirm={text.withdraw}
      >
        <p className="tk-quiet">{t(text.withdrawHint)}</p>
      </ConfirmWithReason>
    </Page>
  );
}
