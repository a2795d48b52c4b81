import { type ReactNode, useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { type RequestOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession, useSite } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { fitoutRights, mendDefect, openSiteCheck, returnPasses } from "../contract.ts";
import { acceptanceOutcomes, feeItems, patrolResults, permitStates, refundStates, reviewKinds, reviewOutcomes } from "../rules.ts";
import type { Case } from "./CaseScreen.tsx";
import type { OpenAct } from "./Drawers.tsx";
import { newId } from "#kernel/id.ts";
import { text } from "./text.ts";

interface Props {
  readonly step: string;
  readonly found: Case;
  readonly onAct: (act: OpenAct) => void;
}

/** What has come of a step, and what can be done at it by whoever reads. */
export function StepAct(props: Props) {
  const Part = parts[props.step as keyof typeof parts];
  return Part ? <Part {...props} /> : null;
}

const parts = {
  guide: Guide,
  application: Application,
  engineering: Engineering,
  fireSafety: FireSafety,
  fireApproval: FireApproval,
  agreement: Agreement,
  money: Money,
  siteCheck: SiteCheck,
  permit: Permit,
  works: Works,
  hiddenWorks: Hidden,
  completion: Completion,
  recheck: Recheck,
  refund: Refund,
};

/** A button of a step: there for who may, while the step is ready or its gate is shut; shut, it says why. */
function Act({
  step,
  found,
  act,
  onAct,
  when = true,
  label,
  primary = true,
}: Props & { readonly act: OpenAct; readonly when?: boolean; readonly label: string; readonly primary?: boolean }) {
  const standing = found.standing.steps.find(({ id }) => id === step)!;
  if (found.state !== "running" || !when || (standing.state !== "ready" && standing.state !== "shut")) return null;
  return (
    <Button {...(primary ? { type: "primary" as const } : {})} unless={standing.obstacles.map(({ reason }) => reason)} onPress={() => onAct(act)}>
      {label}
    </Button>
  );
}

/** A button that no gate of the step bars. */
function Free({
  when = true,
  found,
  onPress,
  children,
  loading = false,
}: {
  readonly when?: boolean;
  readonly found: Case;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly loading?: boolean;
}) {
  if (found.state !== "running" || !when) return null;
  return (
    <Button loading={loading} onPress={onPress}>
      {children}
    </Button>
  );
}

const stateOf = (found: Case, step: string) => found.standing.steps.find(({ id }) => id === step)!.state;
const isOn = (found: Case, step: string) => ["ready", "shut"].includes(stateOf(found, step));

function Guide(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const { guide } = props.found;
  return (
    <>
      {guide && <p>{t(text.guideDone, { to: guide.to, by: guide.byName })}</p>}
      <Act {...props} act="guide" when={may(fitoutRights.serve)} label={t(text.recordGuide)} />
    </>
  );
}

function Application(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const format = useFormat();
  const { application, reviews } = props.found;
  const returned = reviews.filter((review) => review.outcome === "returned" && !review.withdrawn && review.version === application?.version);
  return (
    <>
      {application && (
        <p>
          {t(text.applicationLine, {
            version: application.version,
            contractor: application.details.contractor.name,
            from: format.day(application.details.from),
            to: format.day(application.details.to),
            load: application.details.loadKw,
            workers: application.details.workers.length,
          })}
        </p>
      )}
      {application && <p className="tk-quiet">{application.details.scope}</p>}
      {returned.map((review) => (
        <p key={review.id}>{t(text.sentBack, { kind: t(reviewKinds[review.kind]), opinion: review.opinion })}</p>
      ))}
      <Act {...props} act="application" when={may(fitoutRights.serve)} label={t(application ? text.handInAgain : text.handIn)} />
      {isOn(props.found, "application") && <p className="tk-quiet">{t(text.byTenant)}</p>}
    </>
  );
}

function Engineering(props: Props) {
  return <Review {...props} kind="engineering" />;
}

function FireSafety(props: Props) {
  return <Review {...props} kind="fireSafety" />;
}

function Review({ kind, ...props }: Props & { readonly kind: "engineering" | "fireSafety" }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { person } = useSession();
  const { roles } = useSite();
  const { found, onAct } = props;
  const current = found.reviews.find((review) => review.kind === kind && !review.withdrawn && review.version === found.application?.version);
  const mayWithdraw = may(fitoutRights.withdrawReview) && !found.permit && (current?.byName === person.name || roles.includes("projectManager"));
  return (
    <>
      {current && (
        <>
          <p>{t(text.reviewLine, { outcome: t(reviewOutcomes[current.outcome]), by: current.byName, at: format.moment(current.reviewedAt) })}</p>
          <p>{current.opinion}</p>
          {current.conditions && <p className="tk-quiet">{t(text.conditionLine, { conditions: current.conditions })}</p>}
        </>
      )}
      <Act {...props} act={kind} when={may(kind === "engineering" ? fitoutRights.engineering : fitoutRights.fireSafety)} label={t(text.giveReview)} />
      <Free found={found} when={current !== undefined && mayWithdraw} onPress={() => onAct({ withdrawReview: current!.id })}>
        {t(text.withdrawReview)}
      </Free>
    </>
  );
}

function FireApproval(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const { fireApproval } = props.found;
  return (
    <>
      {fireApproval && <p>{t(text.approvalLine, { no: fireApproval.no, on: fireApproval.on })}</p>}
      <Act {...props} act="fireApproval" when={may(fitoutRights.serve)} label={t(text.recordApproval)} />
    </>
  );
}

function Agreement(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  return (
    <>
      <Act {...props} act="agreement" when={may(fitoutRights.serve)} label={t(text.issueAgreement)} />
      {isOn(props.found, "agreement") && <p className="tk-quiet">{t(text.signBelow)}</p>}
    </>
  );
}

function Money(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const href = useHref();
  const { found, onAct } = props;
  const { money } = found;
  return (
    <>
      {money.open.map(({ feeItem, amount }) => (
        <p key={feeItem}>{t(text.openAmount, { item: t(feeItems[feeItem]), amount: yuanText(amount) })}</p>
      ))}
      {money.billIds.map((id) => (
        <p key={id}>
          <Link href={href(`billing/bills/${id}`)}>{t(text.setBill)}</Link>
        </p>
      ))}
      {!money.setAt && isOn(found, "money") && (
        <Free found={found} when={may(fitoutRights.money)} onPress={() => onAct("fees")}>
          {t(text.setFees)}
        </Free>
      )}
    </>
  );
}

function SiteCheck({ found }: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const href = useHref();
  const { id: siteId } = useSite();
  const open = useCommand(openSiteCheck);
  const [inspectionId] = useState(() => newId<"inspection">());
  return (
    <>
      {found.inspections.map((inspection) => (
        <p key={inspection.id}>
          <Link href={href(`handover/inspections/${inspection.id}`)}>
            {t(text.inspectionLine, { no: inspection.inspectionNo, state: t(inspection.signedAt ? text.signed : text.notSigned) })}
          </Link>
        </p>
      ))}
      {found.inspections.length === 0 && isOn(found, "siteCheck") && (
        <Free found={found} when={may(fitoutRights.permit)} loading={open.isPending} onPress={() => open.mutate({ params: { siteId, caseId: found.id }, body: { inspectionId } })}>
          {t(text.openSiteCheck)}
        </Free>
      )}
      <ProblemNote error={open.error} />
    </>
  );
}

function Permit(props: Props) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { found, onAct } = props;
  const { permit, passes } = found;
  return (
    <>
      {permit && (
        <>
          <p>
            {t(text.permitLine, { no: permit.permitNo, from: format.day(permit.from), to: format.day(permit.to) })}{" "}
            <StatusTag tone={permit.state === "valid" ? "good" : permit.state === "notYet" ? "open" : permit.state === "ended" ? "quiet" : "late"}>
              {t(permitStates[permit.state])}
            </StatusTag>
          </p>
          <p>
            <a href={permit.path} target="_blank" rel="noreferrer">
              {t(text.doorPage)}
            </a>
          </p>
          <p className="tk-quiet">{t(text.passesLine, { issued: passes.length, returned: passes.filter(({ returnedAt }) => returnedAt).length })}</p>
        </>
      )}
      <Act {...props} act="permit" when={may(fitoutRights.permit)} label={t(text.issuePermit)} />
      <Free found={found} when={permit !== null && may(fitoutRights.permit) && stateOf(found, "completion") !== "done"} onPress={() => onAct("extension")}>
        {t(text.extend)}
      </Free>
    </>
  );
}

function Works(props: Props) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const href = useHref();
  const { found, onAct } = props;
  const live = found.stopOrders.find(({ lifted }) => !lifted);
  return (
    <>
      {found.stopOrders.map((stop) => (
        <div key={stop.id} className="fitout-stop">
          <p>
            <strong>{t(text.stopLine, { no: stop.orderNo, violation: stop.violation })}</strong>
          </p>
          <p>{t(text.stopDemand, { demand: stop.demand })}</p>
          {stop.rectified && <p>{t(text.stopRectified, { at: format.moment(stop.rectified.at), text: stop.rectified.text })}</p>}
          {stop.lifted && <p>{t(text.stopLifted, { at: format.moment(stop.lifted.at), by: stop.lifted.byName, note: stop.lifted.note })}</p>}
        </div>
      ))}
      {found.permit && (
        <ul className="fitout-patrols" aria-label={t(text.patrols)}>
          {found.patrols.length === 0 && <li className="tk-quiet">{t(text.noPatrols)}</li>}
          {found.patrols.slice(0, 5).map((patrol) => (
            <li key={patrol.id}>
              {format.shortMoment(patrol.happenedAt)} {patrol.byName}{" "}
              <StatusTag tone={patrol.result === "inOrder" ? "good" : patrol.result === "advised" ? "warn" : "late"}>{t(patrolResults[patrol.result])}</StatusTag> {patrol.findings}
            </li>
          ))}
        </ul>
      )}
      {found.completion && <p>{t(text.completionLine, { on: format.day(found.completion.on), by: found.completion.byName })}</p>}
      {found.permit && found.state === "running" && may(fitoutRights.patrol) && (
        <p>
          <Link href={href(`fitout/cases/${found.id}/patrol`)}>{t(text.patrol)}</Link>
        </p>
      )}
      <Act {...props} act="completion" when={may(fitoutRights.serve)} label={t(text.askCompletion)} primary={false} />
      <Free found={found} when={found.permit !== null && !live && may(fitoutRights.stop) && stateOf(found, "completion") !== "done"} onPress={() => onAct("stop")}>
        {t(text.stopWorks)}
      </Free>
      <Free found={found} when={live !== undefined && !live.rectified && may(fitoutRights.patrol)} onPress={() => onAct({ rectify: live!.id })}>
        {t(text.rectify)}
      </Free>
      <Free found={found} when={live?.rectified != null && may(fitoutRights.stop)} onPress={() => onAct({ lift: live!.id })}>
        {t(text.lift)}
      </Free>
    </>
  );
}

function Hidden(props: Props) {
  return <Acceptance {...props} kind="hidden" />;
}

function Recheck(props: Props) {
  return <Acceptance {...props} kind="second" />;
}

function Completion(props: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const { id: siteId } = useSite();
  const { found } = props;
  const back = useCommand(returnPasses);
  const out = found.passes.filter(({ returnedAt }) => !returnedAt);
  return (
    <>
      <Acceptance {...props} kind="first" />
      {out.length > 0 && found.permit && (
        <Free
          found={found}
          when={may(fitoutRights.patrol) && isOn(found, "completion")}
          loading={back.isPending}
          onPress={() => back.mutate({ params: { siteId, caseId: found.id }, body: { passIds: out.map(({ id }) => id) } })}
        >
          {t(text.returnPasses)} ({out.length})
        </Free>
      )}
      <ProblemNote error={back.error} />
    </>
  );
}

function Acceptance({ kind, ...props }: Props & { readonly kind: "hidden" | "first" | "second" }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { id: siteId } = useSite();
  const mend = useCommand(mendDefect);
  const { found, step, onAct } = props;
  const done = found.acceptances.filter((acceptance) => acceptance.kind === kind);
  const at = (defectId: string): RequestOf<typeof mendDefect>["params"] => ({ siteId, caseId: found.id, defectId });
  return (
    <>
      {kind === "second" && found.recheckOn && <p className="tk-quiet">{t(text.recheckOn, { day: format.day(found.recheckOn) })}</p>}
      {done.map((acceptance) => (
        <div key={acceptance.id}>
          <p>
            {t(text.acceptanceLine, { outcome: t(acceptanceOutcomes[acceptance.outcome]), at: format.moment(acceptance.acceptedAt), by: acceptance.byName })} {acceptance.note}
          </p>
          <ul className="fitout-defects">
            {acceptance.defects.map((defect) => (
              <li key={defect.id}>
                {defect.description} · {t(text.mendBy)} {format.day(defect.mendBy)}{" "}
                {defect.mended ? (
                  <span className="tk-quiet">{t(text.mendedLine, { at: format.moment(defect.mended.at), by: defect.mended.byName })}</span>
                ) : (
                  <Free found={found} when={may(fitoutRights.accept)} loading={mend.isPending} onPress={() => mend.mutate({ params: at(defect.id) })}>
                    {t(text.mended)}
                  </Free>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <ProblemNote error={mend.error} />
      <Free found={found} when={may(fitoutRights.accept) && isOn(found, step)} onPress={() => onAct({ accept: kind })}>
        {t(text.accept)}
      </Free>
    </>
  );
}

function Refund(props: Props) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { person } = useSession();
  const { found, onAct } = props;
  const { deductions: list, refund, held } = found;
  const isHere = isOn(found, "refund");
  const isAsked = refund?.state === "asked";
  return (
    <>
      {isHere && <p className="tk-quiet">{t(text.heldLine, { contractor: yuanText(held.contractor), tenant: yuanText(held.tenant) })}</p>}
      {list && (
        <>
          <p>{t(text.listLine, { version: list.version, total: yuanText(list.total) })}</p>
          <ul className="fitout-defects">
            {list.lines.map((line, index) => (
              <li key={index}>
                {line.description} · {line.basis} · {yuanText(line.amount)}
              </li>
            ))}
          </ul>
          {list.told && <p className="tk-quiet">{t(text.toldLine, { at: format.moment(list.told.at), to: list.told.to })}</p>}
        </>
      )}
      {refund && (
        <>
          <p>{t(text.refundLine, { refunded: yuanText(refund.refunded), kept: yuanText(refund.kept), state: t(refundStates[refund.state]) })}</p>
          <p className="tk-quiet">{t(text.askedBy, { by: refund.askedByName, at: format.moment(refund.askedAt) })}</p>
          {refund.claimed > 0 && <p>{t(text.claimedLine, { claimed: yuanText(refund.claimed) })}</p>}
        </>
      )}
      <Free found={found} when={isHere && !isAsked && may(fitoutRights.permit)} onPress={() => onAct("deductions")}>
        {t(text.listDeductions)}
      </Free>
      <Free found={found} when={isHere && list !== null && !list.told && may(fitoutRights.serve)} onPress={() => onAct("telling")}>
        {t(text.tell)}
      </Free>
      <Act {...props} act="refund" when={!isAsked && may(fitoutRights.money)} label={t(text.askRefund)} />
      <Free found={found} when={isAsked && may(fitoutRights.decide) && refund.askedById !== person.id} onPress={() => onAct({ decide: refund!.id })}>
        {t(text.decide)}
      </Free>
    </>
  );
}
