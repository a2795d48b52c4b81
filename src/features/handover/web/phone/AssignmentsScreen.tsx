import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSite } from "#platform/web/session.tsx";
import { Act, EmptyTeaching, FailureNote, PhonePage, Progress } from "#ui/phone/index.ts";
import { handoverRights } from "../../contract/rights.ts";
import { inspectionStages, inspectionTypes } from "../../rules.ts";
import { type Assignment, isFailure, useAssignments, useMissingPhotos, useRefresh } from "./assignments.ts";
import { useInspection } from "./inspection.ts";
import { text } from "./text.ts";

/** The inspections of whoever is here, made ready to be done without a network. */
export function AssignmentsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { name } = useSite();
  const may = useMay();
  const kept = useAssignments(siteId);
  const refresh = useRefresh(siteId);
  if (!may(handoverRights.inspect)) return <EmptyTeaching title={t(text.notAllowed)} />;
  return (
    <PhonePage
      title={t(text.mine)}
      lead={kept ? t(text.readAt, { at: format.shortMoment(kept.readAt) }) : name}
      acts={
        <>
          {isFailure(refresh.error) && <FailureNote error={refresh.error} />}
          <Act kind="quiet" disabled={refresh.isFetching} onClick={() => void refresh.refetch()}>
            {t(refresh.isFetching ? text.refreshing : text.refresh)}
          </Act>
        </>
      }
    >
      {kept && kept.items.length > 0 ? (
        <ul className="ph-list">
          {kept.items.map((assignment) => (
            <AssignmentRow key={assignment.id} siteId={siteId} assignment={assignment} />
          ))}
        </ul>
      ) : (
        <EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>
      )}
    </PhonePage>
  );
}

function AssignmentRow({ siteId, assignment }: { readonly siteId: string; readonly assignment: Assignment }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const inspection = useInspection(siteId, assignment.id);
  const items = inspection?.state.items ?? [];
  return (
    <li>
      <Link className="ph-row" href={href(`handover/${assignment.id}`)}>
        <span>
          <b>{assignment.place}</b>
          <small>
            {t(inspectionTypes[assignment.type])} · {assignment.tenant}
          </small>
          <small>{assignment.appointmentAt ? format.inWords(assignment.appointmentAt) : t(text.noAppointment)}</small>
          {inspection?.state.stage === "signed" ? (
            <span className="ph-mark" data-tone="good">
              {t(inspectionStages.signed)}
            </span>
          ) : (
            <ReadyMark assignment={assignment} />
          )}
        </span>
        <Progress label={t(text.progress)} done={items.filter(({ condition }) => condition !== null).length} of={items.length} />
      </Link>
    </li>
  );
}

/** Whether all of it is on this phone. */
export function ReadyMark({ assignment }: { readonly assignment: Assignment }) {
  const { t } = useLanguage();
  const missing = useMissingPhotos(assignment);
  return (
    <span className="ph-mark" data-tone={missing === 0 ? "good" : "warn"}>
      {missing === 0 ? t(text.ready) : t(text.missingPhotos, { count: missing })}
    </span>
  );
}
