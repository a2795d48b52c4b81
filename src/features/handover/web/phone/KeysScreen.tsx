import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Act, Field, PhonePage } from "#ui/phone/index.ts";
import { label, useInspection, useRecord } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { text } from "./text.ts";

/** How many keys there are, by what they open. */
export function KeysScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const inspection = useInspection(siteId, inspectionId);
  const record = useRecord(siteId, inspectionId);
  const [place, setPlace] = useState("");
  const [count, setCount] = useState("");
  if (!inspection) return <UnknownInspection />;
  const { assignment, state } = inspection;
  const isOver = state.stage === "signed";
  const counted = (of: string, number: number) => record([{ kind: "keysCounted", data: { place: of, count: number }, label: label(text.factKeys, { place: of, count: number }) }]);
  const add = async () => {
    await counted(place.trim(), Number(count));
    setPlace("");
    setCount("");
  };
  return (
    <PhonePage
      title={t(text.keys)}
      lead={assignment.place}
      back={href(`handover/${inspectionId}`)}
      acts={
        !isOver && (
          <form
            className="ph-keys"
            onSubmit={(event) => {
              event.preventDefault();
              void add();
            }}
          >
            <div className="ph-acts-row">
              <Field label={t(text.keyPlace)} hint={t(text.keyPlaceHint)}>
                <input maxLength={80} value={place} onChange={({ target }) => setPlace(target.value)} />
              </Field>
              <Field label={t(text.count)}>
                <input inputMode="numeric" pattern="[0-9]{1,5}" value={count} onChange={({ target }) => setCount(target.value)} />
              </Field>
            </div>
            <Act type="submit" disabled={place.trim() === "" || !/^\d{1,5}$/.test(count)}>
              {t(text.addKeys)}
            </Act>
          </form>
        )
      }
    >
      {state.keys.length === 0 && <p className="ph-quiet">{t(text.keysNone)}</p>}
      {state.keys.length > 0 && (
        <ul className="ph-list">
          {state.keys.map((key) => (
            <li key={key.place} className="ph-row">
              <span>{key.place}</span>
              <span className="ph-counter">
                {!isOver && (
                  <button type="button" aria-label={t(text.fewer, { place: key.place })} disabled={key.count === 0} onClick={() => void counted(key.place, key.count - 1)}>
                    −
                  </button>
                )}
                <b>{key.count}</b>
                {!isOver && (
                  <button type="button" aria-label={t(text.more, { place: key.place })} onClick={() => void counted(key.place, key.count + 1)}>
                    +
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </PhonePage>
  );
}
