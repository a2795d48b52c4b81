import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useState } from "react";
import { stepStateNames } from "#features/manual/rules.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useToday } from "#platform/web/session.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { askOwnCompletion, getOwnCase, recordOwnFireApproval, rectifyOwnStop } from "../../contract/portal.ts";
import { caseStates, completionAhead, fitOutProcedure, permitStates, reviewKinds, reviewOutcomes } from "../../rules.ts";
import { text } from "../text.ts";
import { OwnFiles } from "./OwnFiles.tsx";
import "./portal.css";

export type OwnCase = ReplyOf<typeof getOwnCase>;

/** One fit-out of our company: what is ours to do first, then where it stands. */
export function OwnCaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const found = useSuspenseQuery(query(getOwnCase, { params: { siteId, caseId } })).data;
  const at = (step: string) => found.steps.find(({ id }) => id === step);
  const isOn = (step: string) => found.state === "running" && ["ready", "shut"].includes(at(step)?.state ?? "");
  const stop = found.stopOrders.find(({ lifted }) => !lifted);
  return (
    <MobilePage title={found.place} back={href("fitout/cases")}>
      <p>
        {found.caseNo} · {t(caseStates[found.state])}
      </p>
      {stop && (
        <section className="fitout-own-stop">
          <h2>{t(text.stopLine, { no: stop.orderNo, violation: stop.violation })}</h2>
          <p>{t(text.stopDemand, { demand: stop.demand })}</p>
          {stop.rectified ? (
            <p>{t(text.stopRectified, { at: format.moment(stop.rectified.at), text: stop.rectified.text })}</p>
          ) : (
            <Rectify siteId={siteId} caseId={caseId} stopOrderId={stop.id} />
          )}
        </section>
      )}
      {isOn("guide") && <p>{t(text.guideFirst)}</p>}
      {found.reviews
        .filter(({ outcome }) => outcome === "returned")
        .map((review) => (
          <p key={review.id} className="fitout-own-stop">
            {t(text.sentBack, { kind: t(reviewKinds[review.kind]), opinion: review.opinion })}
          </p>
        ))}
      {isOn("application") && (
        <Link href={href(`fitout/cases/${caseId}/application`)} className="fitout-act">
          {t(found.application ? text.handInAgain : text.submit)}
        </Link>
      )}
      {isOn("fireApproval") && <FireApproval siteId={siteId} found={found} />}
      {isOn("works") && !stop && <AskCompletion siteId={siteId} caseId={caseId} />}
      {found.permit && (
        <section>
          <h2>{t(text.permitTitle)}</h2>
          <p>
            {t(text.permitLine, { no: found.permit.permitNo, from: format.day(found.permit.from), to: format.day(found.permit.to) })} · {t(permitStates[found.permit.state])}
          </p>
          <a href={found.permit.path}>{t(text.doorPage)}</a>
        </section>
      )}
      <section>
        <h2>{t(text.steps)}</h2>
        <ol className="fitout-steps">
          {found.steps
            .filter(({ state }) => state !== "notApplicable")
            .map((step) => (
              <li key={step.id} className={`fitout-step-${step.state}`}>
                <span>{t(fitOutProcedure.steps.find(({ id }) => id === step.id)!.name)}</span>
                <span className="fitout-mark">{t(stepStateNames[step.state])}</span>
                {step.state === "shut" && (
                  <ul>
                    {step.reasons.map((reason, index) => (
                      <li key={index}>{sayReason(reason, language)}</li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
        </ol>
      </section>
      {found.reviews.map((review) => (
        <section key={review.id}>
          <h2>{t(reviewKinds[review.kind])}</h2>
          <p>{t(text.reviewLine, { outcome: t(reviewOutcomes[review.outcome]), by: review.byName, at: format.moment(review.reviewedAt) })}</p>
          <p>{review.opinion}</p>
          {review.conditions && <p>{t(text.conditionLine, { conditions: review.conditions })}</p>}
        </section>
      ))}
    </MobilePage>
  );
}

function Rectify({ siteId, caseId, stopOrderId }: { readonly siteId: string; readonly caseId: string; readonly stopOrderId: string }) {
  const { t } = useLanguage();
  const [said, setSaid] = useState("");
  const rectify = useCommand(rectifyOwnStop);
  return (
    <>
      <textarea
        className="fitout-field"
        aria-label={t(text.rectification)}
        placeholder={t(text.rectification)}
        rows={4}
        maxLength={1000}
        value={said}
        onChange={({ target }) => setSaid(target.value)}
      />
      <ProblemNote error={rectify.error} />
      <Button
        block
        color="primary"
        loading={rectify.isPending}
        disabled={said.trim() === ""}
        onClick={() => rectify.mutate({ params: { siteId, caseId, stopOrderId }, body: { text: said } })}
      >
        {t(text.reportRectified)}
      </Button>
    </>
  );
}

function AskCompletion({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const today = Temporal.PlainDate.from(useToday());
  const days = [completionAhead.least, 2, completionAhead.most].map((ahead) => today.add({ days: ahead }).toString());
  const [on, setOn] = useState(days[0]!);
  const ask = useCommand(askOwnCompletion);
  const format = useFormat();
  return (
    <section>
      <label className="fitout-label">
        {t(text.completionOn)}
        <select className="fitout-field" value={on} onChange={({ target }) => setOn(target.value)}>
          {days.map((day) => (
            <option key={day} value={day}>
              {format.longDay(day)}
            </option>
          ))}
        </select>
      </label>
      <ProblemNote error={ask.error} />
      <Button block loading={ask.isPending} onClick={() => ask.mutate({ params: { siteId, caseId }, body: { on } })}>
        {t(text.askAcceptance)}
      </Button>
    </section>
  );
}

function FireApproval({ siteId, found }: { readonly siteId: string; readonly found: OwnCase }) {
  const { t } = useLanguage();
  const [no, setNo] = useState("");
  const [on, setOn] = useState("");
  const record = useCommand(recordOwnFireApproval);
  const file = found.files.findLast(({ kind }) => kind === "fireApproval");
  return (
    <section>
      <h2>{t(text.recordApproval)}</h2>
      <OwnFiles siteId={siteId} found={found} kind="fireApproval" label={t(text.approvalFile)} />
      <label className="fitout-label">
        {t(text.approvalNo)}
        <input className="fitout-field" maxLength={100} value={no} onChange={({ target }) => setNo(target.value)} />
      </label>
      <label className="fitout-label">
        {t(text.approvalOn)}
        <input className="fitout-field" inputMode="numeric" placeholder="2026-03-01" value={on} onChange={({ target }) => setOn(target.value)} />
      </label>
      <ProblemNote error={record.error} />
      <Button
        block
        color="primary"
        disabled={!file || no.trim() === "" || !/^\d{4}-\d\d-\d\d$/.test(on)}
        loading={record.isPending}
        onClick={() => file && record.mutate({ params: { siteId, caseId: found.id }, body: { no, on, fileId: file.id } })}
      >
        {t(text.send)}
      </Button>
    </section>
  );
}
