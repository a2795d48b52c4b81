import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { fen, yuanText } from "#kernel/money.ts";
import { newId } from "#kernel/id.ts";
import { billingRights, issueFirstBill } from "#features/billing/contract.ts";
import { getLease, issueLetters, leasingRights } from "#features/leasing/contract.ts";
import { linkTo, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { decideFitout, getHandbook, giveHandbook, issueRegistration, moveinRights, putHandbook } from "../../contract.ts";
import { registrationParts, type RegistrationPart } from "../../rules.ts";
import type { MoveInView } from "../CaseScreen.tsx";
import { text } from "../text.ts";
import { InspectionAct } from "./InspectionAct.tsx";
import { KeysAct } from "./KeysAct.tsx";
import { MetersAct } from "./MetersAct.tsx";
import { OpenedAct } from "./OpenedAct.tsx";
import { RegistrationDrawer } from "./RegistrationDrawer.tsx";
import { SignedByDrawer } from "./SignedByDrawer.tsx";

export interface ActProps {
  readonly siteId: string;
  readonly view: MoveInView;
}

/** What can be done at a step, or has come of it. */
export function StepAct({ siteId, view, step }: ActProps & { readonly step: string }): ReactNode {
  const props = { siteId, view };
  if (view.case.withdrawnAt) return null;
  const acts: Readonly<Record<string, ReactNode>> = {
    papers: <PapersAct {...props} />,
    annexes: <AnnexesAct {...props} />,
    firstPayment: <PaymentAct {...props} />,
    handbook: <HandbookAct {...props} />,
    registration: <RegistrationAct {...props} />,
    keys: <KeysAct {...props} />,
    meters: <MetersAct {...props} />,
    fitout: <FitoutAct {...props} />,
    inspection: <InspectionAct {...props} />,
    opened: <OpenedAct {...props} />,
  };
  return acts[step] ?? null;
}

export const standingOfStep = (view: MoveInView, step: string) => view.standing.steps.find(({ id }) => id === step)!;
export const isDone = (view: MoveInView, step: string): boolean => standingOfStep(view, step).state === "done";

function PapersAct({ view: { case: one } }: ActProps) {
  const { t } = useLanguage();
  const href = useHref();
  return <Link href={href(`tenants/${one.tenantId}`)}>{t(text.toTenant)}</Link>;
}

function AnnexesAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const { leaseId, tenantId } = view.case;
  const [isOpen, setOpen] = useState(false);
  const mayIssue = may(leasingRights.sign) && !isDone(view, "annexes");
  const lease = useQuery({ ...query(getLease, { params: { siteId, leaseId } }), enabled: mayIssue }).data;
  const issue = useCommand(issueLetters, { onDone: () => setOpen(false), also: ["movein", "documents"] });
  const missing = (lease?.annexes ?? []).filter(({ isCompulsory, state }) => isCompulsory && state === "missing").map(({ code }) => code);
  return (
    <>
      {missing.length > 0 && (
        <Button type="primary" onPress={() => setOpen(true)}>
          {t(text.issueAnnexes)}
        </Button>
      )}
      <Link href={href(`leasing/leases/${leaseId}`)}>{t(text.toLease)}</Link>
      {isOpen && (
        <SignedByDrawer
          title={t(text.issueAnnexes)}
          siteId={siteId}
          tenantId={tenantId}
          onClose={() => setOpen(false)}
          onSubmit={(by) => issue.mutate({ params: { siteId, leaseId, number: "1" }, body: { ...by, letters: missing } })}
          isPending={issue.isPending}
          error={issue.error}
          submit={text.issueAnnexes}
        />
      )}
    </>
  );
}

function PaymentAct({ siteId, view: { case: one, payment } }: ActProps) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const issue = useCommand(issueFirstBill, { also: ["movein"] });
  if (payment.due === null) return <Link href={href(`leasing/leases/${one.leaseId}`)}>{t(text.toLease)}</Link>;
  const bills = [...new Map(payment.lines.flatMap(({ billId, billNo }) => (billId ? [[billId, billNo] as const] : []))).entries()];
  return (
    <>
      <span>{t(text.of, { settled: yuanText(fen(payment.settled)), due: yuanText(fen(payment.due)) })}</span>
      {payment.billed < payment.due && may(billingRights.issue) && (
        <Button type="primary" loading={issue.isPending} onPress={() => issue.mutate({ params: { siteId, leaseId: one.leaseId }, body: { id: newId() } })}>
          {t(text.issueFirstBill)}
        </Button>
      )}
      {may(billingRights.read) &&
        bills.map(([id, no]) => (
          <Link key={id} href={href(`billing/bills/${id}`)}>
            {t(text.bill)} {no}
          </Link>
        ))}
      <ProblemNote error={issue.error} />
    </>
  );
}

function HandbookAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const give = useCommand(giveHandbook, { onDone: () => setOpen(false), also: ["documents"] });
  const { id: caseId, tenantId } = view.case;
  return (
    <>
      {!isDone(view, "handbook") && may(moveinRights.handle) && (
        <Button type="primary" onPress={() => setOpen(true)}>
          {t(text.giveHandbook)}
        </Button>
      )}
      <a href={linkTo(getHandbook, { params: { siteId } })} target="_blank" rel="noreferrer">
        {t(text.handbook)}
        {view.handbook.name && ` · ${view.handbook.name}`}
      </a>
      {may(moveinRights.settings) && <ReplaceHandbook siteId={siteId} />}
      {isOpen && (
        <SignedByDrawer
          title={t(text.giveHandbook)}
          siteId={siteId}
          tenantId={tenantId}
          onClose={() => setOpen(false)}
          onSubmit={(body) => give.mutate({ params: { siteId, caseId }, body })}
          isPending={give.isPending}
          error={give.error}
          submit={text.giveHandbook}
        />
      )}
    </>
  );
}

/** Puts up another handbook, handed over from now on. */
function ReplaceHandbook({ siteId }: Pick<ActProps, "siteId">) {
  const { t } = useLanguage();
  const id = useId();
  const put = useCommand(putHandbook);
  return (
    <>
      <input
        id={id}
        className="movein-file"
        type="file"
        accept="application/pdf"
        aria-label={t(text.replaceHandbook)}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) put.mutate({ params: { siteId }, body: file });
        }}
      />
      <label htmlFor={id} className="movein-file-label">
        {t(text.replaceHandbook)}
      </label>
      <ProblemNote error={put.error} />
    </>
  );
}

function RegistrationAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [open, setOpen] = useState<"form" | "sheet" | null>(null);
  const close = () => setOpen(null);
  const issue = useCommand(issueRegistration, { onDone: close, also: ["documents", "tenants"] });
  const { registration } = view;
  const { id: caseId, tenantId } = view.case;
  if (isDone(view, "registration")) return null;
  const lacking = (registration?.lacking ?? []).map((part) => t(registrationParts[part as RegistrationPart])).join(t({ zh: "、", en: ", " }));
  return (
    <>
      <p className="movein-said">
        {!registration && t(text.notFilled)}
        {registration &&
          t(registration.isSent && registration.fromPortal ? text.tenantSent : text.savedBy, { name: registration.savedByName, at: format.moment(registration.savedAt) })}
        {lacking && <> {t(text.lacks, { parts: lacking })}</>}
      </p>
      {may(moveinRights.handle) && (
        <>
          <Button {...(registration && !lacking ? {} : { type: "primary" as const })} onPress={() => setOpen("form")}>
            {t(text.fillIn)}
          </Button>
          {registration && (
            <Button {...(lacking ? {} : { type: "primary" as const })} unless={lacking ? [{ sentence: t(text.lacks, { parts: lacking }) }] : []} onPress={() => setOpen("sheet")}>
              {t(text.issueF01)}
            </Button>
          )}
        </>
      )}
      {open === "form" && <RegistrationDrawer siteId={siteId} caseId={caseId} onClose={close} />}
      {open === "sheet" && (
        <SignedByDrawer
          title={t(text.issueF01)}
          siteId={siteId}
          tenantId={tenantId}
          onClose={close}
          onSubmit={(body) => issue.mutate({ params: { siteId, caseId }, body })}
          isPending={issue.isPending}
          error={issue.error}
          submit={text.issueF01}
        />
      )}
    </>
  );
}

function FitoutAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const may = useMay();
  const decide = useCommand(decideFitout, { also: ["fitout"] });
  const { id: caseId, fitsOut, fitoutDecidedBy } = view.case;
  const params = { siteId, caseId };
  const { state } = standingOfStep(view, "fitout");
  return (
    <>
      {fitsOut !== null && (
        <span>
          {t(text.decided, { name: fitoutDecidedBy ?? "", what: t(fitsOut ? text.wantsFitout : text.noFitout) })} {fitsOut && t(text.toFitout)}
        </span>
      )}
      {may(moveinRights.handle) && (state === "ready" || fitsOut === false) && !view.case.movedInAt && (
        <>
          <Button loading={decide.isPending} onPress={() => decide.mutate({ params, body: { isWanted: true } })}>
            {t(text.wantsFitout)}
          </Button>
          {fitsOut === null && (
            <Button loading={decide.isPending} onPress={() => decide.mutate({ params, body: { isWanted: false } })}>
              {t(text.noFitout)}
            </Button>
          )}
        </>
      )}
      <ProblemNote error={decide.error} />
    </>
  );
}
