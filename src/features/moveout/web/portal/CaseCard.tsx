import { Button } from "antd-mobile";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday, useZone } from "#platform/web/session.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { portalAgree, portalPropose, portalRate, portalWithdraw } from "../../contract/portal.ts";
import { settlementRights } from "../../contract/settlementRights.ts";
import { moveOutCauses } from "../../rules/causes.ts";
import { text } from "../text.ts";
import { Field } from "./Field.tsx";
import type { PortalMoveOuts } from "./MoveOutScreen.tsx";
import { SlipForm } from "./SlipForm.tsx";
import { Slips } from "./Slips.tsx";

type PortalCase = PortalMoveOuts["cases"][number];
interface Props {
  readonly siteId: string;
  readonly moveOut: PortalCase;
}

/** One move-out of our company: where it stands, what we can do, when the money comes. */
export function CaseCard({ siteId, moveOut, mayRelease }: Props & { readonly mayRelease: boolean }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const { no, leaseNo, place, cause, leavingOn, steps, isStopped, refusedNote, confirmationId, net } = moveOut;
  const marks = { done: text.done, now: text.now, later: text.later } as const;
  return (
    <section className="moveout-card" aria-label={no}>
      <h2>
        {no} · {place}
      </h2>
      <p>
        {leaseNo} · {t(moveOutCauses[cause])} · {t(text.leavingOn)} {format.day(leavingOn)}
      </p>
      <p className="moveout-quiet">{t(moveOut.notice)}</p>
      {isStopped && <p>{refusedNote === null ? t(text.stopped) : t(text.refused, { note: refusedNote })}</p>}
      {!isStopped && (
        <ol className="moveout-steps">
          {steps.map(({ id, name, state, doneAt }) => (
            <li key={id} className={`moveout-step-${state}`} {...(state === "now" ? { "aria-current": "step" as const } : {})}>
              <span>{t(name)}</span>
              <span className="moveout-quiet">
                {t(marks[state])} {doneAt && format.day(doneAt.slice(0, 10))}
              </span>
            </li>
          ))}
        </ol>
      )}
      {net !== null && net !== 0 && <p>{t(net > 0 ? text.refundOf : text.owedOf, { amount: yuanText(Math.abs(net)) })}</p>}
      <Countdown moveOut={moveOut} />
      {!isStopped && <Appointment siteId={siteId} moveOut={moveOut} />}
      {!isStopped && may(settlementRights.portalSettlement) && steps.some(({ id, state }) => id === "inspection" && state === "done") && (
        <Link href={href(`moveout/${moveOut.id}/settlement`)}>{t(text.toSettlement)}</Link>
      )}
      {confirmationId && <Link href={href(`documents/${confirmationId}`)}>{t(text.toSign)}（F25）</Link>}
      <Slips siteId={siteId} slips={moveOut.slips} />
      {mayRelease && !isStopped && !moveOut.refund && (
        <Button size="small" onClick={() => setAsking(!isAsking)} aria-expanded={isAsking}>
          {t(isAsking ? text.close : text.ask)}
        </Button>
      )}
      {isAsking && <SlipForm siteId={siteId} caseId={moveOut.id} place={place} onDone={() => setAsking(false)} />}
      {moveOut.canRate && <Rating siteId={siteId} moveOut={moveOut} />}
      {moveOut.score !== null && <p>{t(text.thanks, { score: moveOut.score })}</p>}
      {moveOut.canWithdraw && <TakeBack siteId={siteId} moveOut={moveOut} />}
    </section>
  );
}

/** The clock of the refund: how many days are left, and why. */
function Countdown({ moveOut: { refund, paidOn } }: { readonly moveOut: PortalCase }) {
  const { t } = useLanguage();
  const format = useFormat();
  const today = useToday();
  if (paidOn) return <p className="moveout-countdown">{t(text.paidBack, { day: format.day(paidOn) })}</p>;
  if (!refund) return null;
  const { days } = Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(refund.dueOn));
  return (
    <div className="moveout-countdown">
      <strong>
        {t(text.refundCountdown)}：{days > 0 ? t(text.daysLeft, { days }) : days === 0 ? t(text.dueToday) : t(text.lateBy, { days: -days })}
      </strong>
      <p>{t(text.dueOn, { limit: t(refund.limit), day: format.day(refund.dueOn) })}</p>
      <p className="moveout-quiet">{t(refund.explanation)}</p>
    </div>
  );
}

function Appointment({ siteId, moveOut }: Props) {
  const { t } = useLanguage();
  const format = useFormat();
  const zone = useZone();
  const [wanted, setWanted] = useState<string | null>(null);
  const agree = useCommand(portalAgree);
  const propose = useCommand(portalPropose, { onDone: () => setWanted(null) });
  const params = { siteId, caseId: moveOut.id };
  const { appointment, steps } = moveOut;
  const step = steps.find(({ id }) => id === "appointment");
  const isInspected = steps.find(({ id }) => id === "inspection")?.state === "done";
  if (!step || step.state === "later" || isInspected) return null;
  return (
    <div className="moveout-appointment">
      {appointment && (
        <p>
          {t(text.meetsAt)}：{format.moment(appointment.meetsAt)} ·{" "}
          {appointment.agreedAt ? t(text.agreedBy, { name: appointment.agreedByName ?? "" }) : t(text.proposedBy, { name: appointment.proposedByName })} {appointment.note}
        </p>
      )}
      <ProblemNote error={agree.error ?? propose.error} />
      <div className="moveout-buttons">
        {appointment && !appointment.agreedAt && appointment.side === "property" && (
          <Button color="primary" size="small" loading={agree.isPending} onClick={() => agree.mutate({ params })}>
            {t(text.agreeTime)}
          </Button>
        )}
        <Button size="small" onClick={() => setWanted(wanted === null ? "" : null)} aria-expanded={wanted !== null}>
          {t(appointment ? text.otherTime : text.propose)}
        </Button>
      </div>
      {wanted !== null && (
        <>
          <Field label={t(text.meetsAt)} type="datetime-local" value={wanted} onChange={setWanted} />
          <Button
            color="primary"
            size="small"
            disabled={wanted === ""}
            loading={propose.isPending}
            onClick={() => propose.mutate({ params, body: { id: newId(), meetsAt: Temporal.PlainDateTime.from(wanted).toZonedDateTime(zone).toInstant().toString(), note: "" } })}
          >
            {t(text.send)}
          </Button>
        </>
      )}
    </div>
  );
}

/** One question, once both have signed. Manual 2.1.4-3. */
function Rating({ siteId, moveOut }: Props) {
  const { t } = useLanguage();
  const rate = useCommand(portalRate);
  return (
    <fieldset className="moveout-rating">
      <legend>{t(text.howWasIt)}</legend>
      <ProblemNote error={rate.error} />
      <div className="moveout-buttons">
        {[1, 2, 3, 4, 5].map((score) => (
          <Button key={score} size="small" loading={rate.isPending} onClick={() => rate.mutate({ params: { siteId, caseId: moveOut.id }, body: { score, note: "" } })}>
            {t(text.score, { score })}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

function TakeBack({ siteId, moveOut }: Props) {
  const { t } = useLanguage();
  const [reason, setReason] = useState<string | null>(null);
  const back = useCommand(portalWithdraw);
  if (reason === null)
    return (
      <Button size="small" fill="none" onClick={() => setReason("")}>
        {t(text.takeBack)}
      </Button>
    );
  return (
    <>
      <Field label={t(text.whyBack)} value={reason} onChange={setReason} />
      <ProblemNote error={back.error} />
      <Button
        size="small"
        color="danger"
        disabled={reason.trim() === ""}
        loading={back.isPending}
        onClick={() => back.mutate({ params: { siteId, caseId: moveOut.id }, body: { reason } })}
      >
        {t(text.takeBack)}
      </Button>
    </>
  );
}
