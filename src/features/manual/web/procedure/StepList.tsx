import { UnlockOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { roleNames } from "#kernel/role.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { sayReason, type WireReason } from "#platform/web/problem.ts";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { type ProcedureOutline, stepStateNames } from "../../rules.ts";
import { anchorOf, type CaseStandingOnWire, stateIcons, stateTones, stepOf, type StepStandingOnWire } from "./say.tsx";
import { text } from "./text.ts";
import "./procedure.css";

export interface StepListProps {
  readonly procedure: ProcedureOutline;
  readonly standing: CaseStandingOnWire;
  /** What can be done at a step or has come of it: buttons, forms, records. */
  readonly act?: (stepId: string) => ReactNode;
  /** Opens the gate of a step; left out: the reader may not. Usually `(step, reason) => open.mutateAsync({ params: { …, step }, body: { reason } })`. */
  readonly onOpenGate?: (stepId: string, reason: string) => Promise<unknown>;
  /** The way to clear a reason that no step of this procedure clears, as the bill that is not paid. */
  readonly clear?: (reason: WireReason) => { readonly href: string; readonly label: string } | null;
}

/** The steps of one case: how each stands, all that holds it up with the way to clear it, who opened its gate and why, its papers and its act. */
export function StepList(props: StepListProps) {
  const { t } = useLanguage();
  useArrival();
  return (
    <ol className="procedure-steps" aria-label={t(text.steps)}>
      {props.standing.steps.map((standing) => (
        <StepItem key={standing.id} {...props} at={standing} />
      ))}
    </ol>
  );
}

function StepItem({ procedure, act, onOpenGate, clear, at }: StepListProps & { readonly at: StepStandingOnWire }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const step = stepOf(procedure, at.id);
  return (
    <li id={anchorOf(at.id)} tabIndex={-1} className={`procedure-step procedure-step-${at.state}`} {...(at.state === "ready" ? { "aria-current": "step" } : {})}>
      <header>
        <h3>{t(step.name)}</h3>
        <StatusTag tone={stateTones[at.state]} icon={stateIcons[at.state]}>
          {t(stepStateNames[at.state])}
        </StatusTag>
        {at.doneAt && <span className="tk-quiet">{t(text.doneAt, { at: format.moment(at.doneAt) })}</span>}
        <span className="procedure-step-side">
          <span>{t(roleNames[step.role])}</span>
          <Link href={href(`manual/clauses/${step.clause}`)}>{t(text.clause, { clause: step.clause })}</Link>
        </span>
      </header>
      {at.awaits.length > 0 && (
        <p>
          {t(text.awaits)}
          <StepLinks procedure={procedure} ids={at.awaits} />
        </p>
      )}
      {at.obstacles.length > 0 && <Obstacles procedure={procedure} at={at} {...(clear ? { clear } : {})} />}
      <Openings at={at} />
      <Papers procedure={procedure} at={at} />
      <div className="procedure-act tk-no-print">
        {act?.(at.id)}
        {onOpenGate && at.obstacles.length > 0 && at.state !== "stopped" && <OpenGate name={t(step.name)} send={(reason) => onOpenGate(at.id, reason)} />}
      </div>
    </li>
  );
}

function Obstacles({ procedure, at, clear }: Pick<StepListProps, "procedure" | "clear"> & { readonly at: StepStandingOnWire }) {
  const { t, language } = useLanguage();
  return (
    <div className="procedure-obstacles">
      <p>{t(at.state === "shut" ? text.shutBy : text.meanwhile)}</p>
      <ul>
        {at.obstacles.map(({ reason, clearedBy }, index) => {
          const elsewhere = clearedBy === null || clearedBy === at.id ? clear?.(reason) : undefined;
          return (
            <li key={index}>
              {sayReason(reason, language)}{" "}
              {clearedBy !== null && clearedBy !== at.id && <a href={`#${anchorOf(clearedBy)}`}>{t(text.clear, { step: stepOf(procedure, clearedBy).name })}</a>}
              {elsewhere && <Link href={elsewhere.href}>{elsewhere.label}</Link>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Who opened the gate, when and why, and what it covered: for good, also once the step is done. */
function Openings({ at }: { readonly at: StepStandingOnWire }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  return at.openings.map((opening) => {
    const covered = at.overridden.filter(({ reason }) => opening.codes.includes(reason.code)).map(({ reason }) => sayReason(reason, language));
    return (
      <div key={opening.at} className="procedure-opening">
        <p>
          <StatusTag tone="warn" icon={<UnlockOutlined />}>
            {t(text.opened, { name: opening.byName, at: format.moment(opening.at) })}
          </StatusTag>
        </p>
        <p>{t(text.openedReason, { reason: opening.reason })}</p>
        {covered.length > 0 && <p className="tk-quiet">{t(text.covers, { reasons: covered.join(t({ zh: "；", en: "; " })) })}</p>}
      </div>
    );
  });
}

function Papers({ procedure, at }: { readonly procedure: ProcedureOutline; readonly at: StepStandingOnWire }) {
  const { t } = useLanguage();
  const { documents = [], signatures = [] } = stepOf(procedure, at.id);
  const lines = [
    { label: text.documents, list: documents },
    { label: text.signatures, list: signatures },
  ].filter(({ list }) => list.length > 0);
  if (lines.length === 0) return null;
  return (
    <dl className="procedure-papers">
      {lines.map(({ label, list }) => (
        <div key={label.en}>
          <dt>{t(label)}</dt>
          <dd>{list.map((each) => t(each)).join(t(text.and))}</dd>
        </div>
      ))}
    </dl>
  );
}

function StepLinks({ procedure, ids }: { readonly procedure: ProcedureOutline; readonly ids: readonly string[] }) {
  const { t } = useLanguage();
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && t(text.and)}
      <a href={`#${anchorOf(id)}`}>{t(stepOf(procedure, id).name)}</a>
    </span>
  ));
}

function OpenGate({ name, send }: { readonly name: string; readonly send: (reason: string) => Promise<unknown> }) {
  const { t } = useLanguage();
  const [isAsking, setAsking] = useState(false);
  const open = useMutation({ mutationFn: send, onSuccess: () => setAsking(false) });
  return (
    <>
      <Button icon={<UnlockOutlined />} onPress={() => setAsking(true)}>
        {t(text.open)}
      </Button>
      <ConfirmWithReason
        title={t(text.openTitle, { step: name })}
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => open.mutate(reason)}
        isPending={open.isPending}
        error={open.error}
        confirm={text.open}
        label={text.openReason}
      >
        <p className="tk-quiet">{t(text.openHint)}</p>
      </ConfirmWithReason>
    </>
  );
}

/** Whoever comes by a link to a step finds it in view and in focus, although the page was loaded after the link was followed. */
function useArrival(): void {
  useEffect(() => {
    const step = location.hash.startsWith("#step-") ? document.getElementById(location.hash.slice(1)) : null;
    step?.scrollIntoView({ block: "center" });
    step?.focus({ preventScroll: true });
  }, []);
}
