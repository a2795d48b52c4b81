import { useState } from "react";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Act, Choice, Field, KeptPhotos, PhonePage, Progress } from "#ui/phone/index.ts";
import { conditions, inspectionParties, type InspectionParty, type Twin, whyNotSign } from "../../rules.ts";
import { label, useInspection, useRecord } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { MendLine } from "./RoomScreen.tsx";
import { text } from "./text.ts";

const parties = Object.keys(inspectionParties) as InspectionParty[];
const signWords = { tenant: text.signTenant, property: text.signProperty } as const;

/** Everything found, line by line, with what the tenant says to it; then both sign. Manual 2.1.1-7, 2.1.3-3. */
export function SummaryScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const inspection = useInspection(siteId, inspectionId);
  const [isAll, setAll] = useState(false);
  if (!inspection) return <UnknownInspection />;
  const { assignment, state, rooms } = inspection;
  const twins = rooms.flatMap(({ items }) => items);
  const isTwin = assignment.baseline !== null;
  const notable = twins.filter(({ now, isDifferent }) => isDifferent || (now.condition !== null && now.condition !== "ok"));
  const isOver = state.stage === "signed";
  return (
    <PhonePage
      title={t(text.summary)}
      lead={assignment.place}
      back={href(`handover/${inspectionId}`)}
      acts={
        isOver ? (
          <p>{t(text.finished)}</p>
        ) : (
          parties.map((party) => (
            <Act key={party} kind={party === "tenant" ? "main" : "quiet"} unless={whyNotSign(state, party)} onClick={() => go(href(`handover/${inspectionId}/signature/${party}`))}>
              {t(signWords[party])}
            </Act>
          ))
        )
      }
    >
      <Progress label={t(text.progress)} done={twins.filter(({ now }) => now.condition !== null).length} of={twins.length} />
      {state.signatures.map((signature) => (
        <div key={signature.party} className={signature.holds ? "ph-card" : "ph-warning"}>
          {t(signature.holds ? text.signedBy : text.signedOld, { party: inspectionParties[signature.party], name: signature.name, at: format.shortMoment(signature.at) })}
          {signature.disagreement && <p>{t(text.disagreed, { text: signature.disagreement })}</p>}
        </div>
      ))}
      <h2>{t(isTwin ? text.differences : text.defects)}</h2>
      {notable.length === 0 && <p className="ph-quiet">{t(text.noDefects)}</p>}
      {(isAll ? twins : notable).map((twin) => (
        <Line key={twin.now.line.key} siteId={siteId} inspectionId={inspectionId} twin={twin} isOver={isOver} />
      ))}
      {!isAll && twins.length > notable.length && (
        <button type="button" className="ph-link" onClick={() => setAll(true)}>
          {t(text.allItems, { count: twins.length })}
        </button>
      )}
      <h2>{t(text.metersAndKeys)}</h2>
      {assignment.meters.length + state.keys.length === 0 && <p className="ph-quiet">{t(text.noMetersAndKeys)}</p>}
      <ul className="ph-list">
        {assignment.meters.map((meter) => {
          const read = state.meters.find(({ meterId }) => meterId === meter.id);
          return (
            <li key={meter.id} className="ph-row">
              <span>{meter.meterNo}</span>
              <span>{read ? Object.values(read.values).join(" / ") : "—"}</span>
            </li>
          );
        })}
        {state.keys.map((key) => (
          <li key={key.place} className="ph-row">
            <span>{key.place}</span>
            <span>{t(text.keysCounted, { count: key.count })}</span>
          </li>
        ))}
      </ul>
      <h2>{t(text.questions)}</h2>
      {state.questions.length === 0 && <p className="ph-quiet">{t(text.noQuestions)}</p>}
      {state.questions.map((question) => (
        <div key={question.id} className="ph-card">
          <b>{question.text}</b>
          <p>{question.answer?.text ?? t(text.unanswered)}</p>
        </div>
      ))}
    </PhonePage>
  );
}

interface LineProps {
  readonly siteId: string;
  readonly inspectionId: string;
  readonly twin: Twin;
  readonly isOver: boolean;
}

/** One item as it was found, and whether the tenant agrees. */
function Line({ siteId, inspectionId, twin: { before: then, now }, isOver }: LineProps) {
  const { t } = useLanguage();
  const record = useRecord(siteId, inspectionId);
  const [isDisputing, setDisputing] = useState(false);
  const [dispute, setDispute] = useState(now.tenantSays?.text ?? "");
  const { line, tenantSays } = now;
  const part = t(line.part);
  const says = tenantSays === null ? null : tenantSays.agrees ? "agrees" : "disputes";
  const agree = () => record([{ kind: "lineAgreed", data: { line: line.key }, label: label(text.factAgreed, { part: line.part }) }]);
  const saveDispute = async () => {
    await record([{ kind: "lineDisputed", data: { line: line.key, text: dispute.trim() }, label: label(text.factDisputed, { part: line.part }) }]);
    setDisputing(false);
  };
  return (
    <section className="ph-card" aria-label={`${t(line.area)} ${part}`}>
      <div>
        <h2>
          {t(line.area)} · {part}
        </h2>
        <p>
          {then?.condition && now.condition ? t(text.thenNow, { then: conditions[then.condition], now: conditions[now.condition] }) : now.condition && t(conditions[now.condition])}
        </p>
        {now.text && <p>{now.text}</p>}
        <MendLine item={now} />
      </div>
      {then && then.photos.length > 0 ? (
        <div className="ph-twin">
          <div>
            <h3>{t(text.then)}</h3>
            <KeptPhotos hashes={then.photos} />
          </div>
          <div>
            <h3>{t(text.now)}</h3>
            <KeptPhotos hashes={now.photos} />
          </div>
        </div>
      ) : (
        <KeptPhotos hashes={now.photos} />
      )}
      {isOver ? (
        says && (
          <p>
            {t(text[says])} {tenantSays?.text}
          </p>
        )
      ) : (
        <Choice
          label={t(text.tenantOn, { part })}
          value={isDisputing ? "disputes" : says}
          options={[
            { value: "agrees", label: t(text.agrees), tone: "good" },
            { value: "disputes", label: t(text.disputes), tone: "warn" },
          ]}
          onChange={(value) => {
            setDisputing(value === "disputes");
            if (value === "agrees") void agree();
          }}
        />
      )}
      {isDisputing && !isOver ? (
        <>
          <Field label={t(text.disputeText)}>
            <textarea rows={2} maxLength={500} value={dispute} onChange={({ target }) => setDispute(target.value)} autoFocus />
          </Field>
          <Act kind="quiet" disabled={dispute.trim() === ""} onClick={() => void saveDispute()}>
            {t(text.saveDispute)}
          </Act>
        </>
      ) : (
        !isOver && says === "disputes" && <p>{tenantSays?.text}</p>
      )}
    </section>
  );
}
