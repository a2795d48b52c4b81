import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { Act, EmptyTeaching, PhonePage, Progress } from "#ui/phone/index.ts";
import { inspectionTypes } from "../../rules.ts";
import { ReadyMark } from "./AssignmentsScreen.tsx";
import { useRefresh } from "./assignments.ts";
import { useInspection } from "./inspection.ts";
import { text } from "./text.ts";

/** One inspection: its rooms, meters, keys and questions with how far each is, and the way to the signatures. */
export function InspectionScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const inspection = useInspection(siteId, inspectionId);
  useRefresh(siteId);
  if (!inspection) return <UnknownInspection />;
  const { assignment, state, rooms, refused } = inspection;
  const at = (path: string) => href(`handover/${inspectionId}/${path}`);
  const checked = state.items.filter(({ condition }) => condition !== null).length;
  const answered = state.questions.filter(({ answer }) => answer !== null).length;
  return (
    <PhonePage
      title={assignment.place}
      lead={`${t(inspectionTypes[assignment.type])} · ${assignment.tenant}`}
      back={href("handover")}
      acts={
        <Act onClick={() => go(at("summary"))}>
          {t(text.toSummary)} {checked}/{state.items.length}
        </Act>
      }
    >
      <div>
        <ReadyMark assignment={assignment} />
      </div>
      {state.stage === "signed" && <p className="ph-warning">{t(text.signedBoth)}</p>}
      {refused > 0 && (
        <Link className="ph-reasons" href="/phone/unsent">
          {t(text.refusedHere, { count: refused })}
        </Link>
      )}
      <h2>{t(text.rooms)}</h2>
      <ul className="ph-list">
        {rooms.map((room, index) => (
          <li key={index}>
            <Link className="ph-row" href={at(`rooms/${index}`)}>
              <span>
                {t(room.area)}
                <small>{room.unit}</small>
              </span>
              <Progress label={t(text.progress)} done={room.items.filter(({ now }) => now.condition !== null).length} of={room.items.length} />
            </Link>
          </li>
        ))}
      </ul>
      <ul className="ph-list">
        <li>
          <Link className="ph-row" href={at("meters")}>
            <span>{t(text.meters)}</span>
            {assignment.meters.length > 0 ? <Progress label={t(text.meters)} done={state.meters.length} of={assignment.meters.length} /> : <span>{t(text.noMeters)}</span>}
          </Link>
        </li>
        <li>
          <Link className="ph-row" href={at("keys")}>
            <span>{t(text.keys)}</span>
            <span>{state.keys.length > 0 ? t(text.keysCounted, { count: state.keys.reduce((sum, { count }) => sum + count, 0) }) : t(text.keysNone)}</span>
          </Link>
        </li>
        <li>
          <Link className="ph-row" href={at("questions")}>
            <span>{t(text.questions)}</span>
            <span>{state.questions.length > 0 ? t(text.answered, { answered, count: state.questions.length }) : t(text.noQuestions)}</span>
          </Link>
        </li>
      </ul>
    </PhonePage>
  );
}

/** In place of an inspection that this phone does not have. */
export function UnknownInspection() {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  return (
    <EmptyTeaching title={t(text.unknown)} action={<Act onClick={() => go(href("handover"))}>{t(text.mine)}</Act>}>
      {t(text.unknownHint)}
    </EmptyTeaching>
  );
}
