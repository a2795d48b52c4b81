import { useState } from "react";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Act, Choice, Field, KeptPhotos, PhonePage, Progress, TakePhoto } from "#ui/phone/index.ts";
import { type Condition, conditions, type ItemChecked, type ItemState, type Responsible, responsibles, type Twin } from "../../rules.ts";
import { label, useInspection, useRecord, useTakePhotos } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { text } from "./text.ts";

const tones = { ok: "good", defect: "warn", missing: "late" } as const satisfies Record<Condition, string>;
const conditionOptions = Object.keys(conditions) as Condition[];

/** The items of one room, each with its condition, photos and, where something is wrong, who mends it by when. */
export function RoomScreen({ siteId, inspectionId, room: at }: { readonly siteId: string; readonly inspectionId: string; readonly room: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const inspection = useInspection(siteId, inspectionId);
  const room = inspection?.rooms[Number(at)];
  if (!inspection || !room) return <UnknownInspection />;
  const next = inspection.rooms[Number(at) + 1];
  const home = href(`handover/${inspectionId}`);
  return (
    <PhonePage
      title={t(room.area)}
      lead={room.unit}
      back={home}
      acts={
        <div className="ph-acts-row">
          <Progress label={t(text.progress)} done={room.items.filter(({ now }) => now.condition !== null).length} of={room.items.length} />
          <Act onClick={() => go(next ? `${home}/rooms/${Number(at) + 1}` : home)}>{next ? t(text.nextRoom, { room: next.area }) : t(text.backToRooms)}</Act>
        </div>
      }
    >
      {room.items.map((twin) => (
        <Item key={twin.now.line.key} siteId={siteId} inspectionId={inspectionId} twin={twin} isOver={inspection.state.stage === "signed"} />
      ))}
    </PhonePage>
  );
}

interface ItemProps {
  readonly siteId: string;
  readonly inspectionId: string;
  readonly twin: Twin;
  /** Both have signed: nothing changes any more. */
  readonly isOver: boolean;
}

function Item({ siteId, inspectionId, twin: { before: then, now, isDifferent }, isOver }: ItemProps) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<Condition | null>(null);
  const record = useRecord(siteId, inspectionId);
  const takePhotos = useTakePhotos(siteId, inspectionId);
  const { line } = now;
  const part = t(line.part);
  const check = async (checked: Omit<ItemChecked, "line" | "photos">) => {
    const facts = { area: line.area, part: line.part, condition: conditions[checked.condition] };
    await record([{ kind: "itemChecked", data: { ...checked, line: line.key, photos: [] }, label: label(text.factItem, facts) }]);
    setChosen(null);
  };
  const choose = (condition: Condition) => (condition === "ok" ? void check({ condition, text: "", responsible: null, mendBy: null }) : setChosen(condition));
  return (
    <section className="ph-card" aria-label={part}>
      <div>
        <h2>{part}</h2>
        <p className="ph-quiet">{t(line.standard)}</p>
      </div>
      {then && (
        <div className="ph-twin">
          <div>
            <h3>{t(text.then)}</h3>
            <Found item={then} />
          </div>
          <div>
            <h3>{t(text.now)}</h3>
            <Found item={now} />
          </div>
        </div>
      )}
      {then && isDifferent && <p className="ph-warning">{t(text.worse)}</p>}
      {!isOver && (
        <Choice
          label={t(text.conditionOf, { part })}
          value={chosen ?? now.condition}
          options={conditionOptions.map((value) => ({ value, label: t(conditions[value]), tone: tones[value] }))}
          onChange={choose}
        />
      )}
      {chosen && chosen !== "ok" ? (
        <DefectForm item={now} onSave={(found) => check({ condition: chosen, ...found })} onCancel={() => setChosen(null)} />
      ) : (
        now.condition !== null &&
        now.condition !== "ok" && (
          <div>
            {!then && <p>{now.text}</p>}
            <MendLine item={now} />
            {!isOver && (
              <button type="button" className="ph-link" onClick={() => setChosen(now.condition)}>
                {t(text.change)}
              </button>
            )}
          </div>
        )
      )}
      {!then && <KeptPhotos hashes={now.photos} />}
      {!isOver && <TakePhoto label={t(text.photoOf, { part })} onTake={(photos) => takePhotos(photos, line.key, line.part)} />}
    </section>
  );
}

/** What was found of an item: condition, words, photos. */
function Found({ item }: { readonly item: ItemState }) {
  const { t } = useLanguage();
  return (
    <>
      {item.condition && (
        <span className="ph-mark" data-tone={tones[item.condition]}>
          {t(conditions[item.condition])}
        </span>
      )}
      {item.text && <p>{item.text}</p>}
      <KeptPhotos hashes={item.photos} />
    </>
  );
}

/** Who mends it by when. */
export function MendLine({ item: { responsible, mendBy } }: { readonly item: ItemState }) {
  const { t } = useLanguage();
  const format = useFormat();
  if (!responsible) return null;
  return (
    <p className="ph-quiet">{mendBy ? t(text.mendLine, { who: responsibles[responsible], by: format.day(mendBy) }) : t(text.mendLineOpen, { who: responsibles[responsible] })}</p>
  );
}

type Found = Pick<ItemChecked, "text" | "responsible" | "mendBy">;

function DefectForm({ item, onSave, onCancel }: { readonly item: ItemState; readonly onSave: (found: Found) => Promise<void>; readonly onCancel: () => void }) {
  const { t } = useLanguage();
  const [words, setWords] = useState(item.text);
  const [responsible, setResponsible] = useState<Responsible | "">(item.responsible ?? "");
  const [mendBy, setMendBy] = useState(item.mendBy ?? "");
  return (
    <>
      <Field label={t(text.what)}>
        <textarea rows={2} maxLength={500} value={words} onChange={({ target }) => setWords(target.value)} autoFocus />
      </Field>
      <Field label={t(text.whoMends)}>
        <select value={responsible} onChange={({ target }) => setResponsible(target.value as Responsible | "")}>
          <option value="">{t(text.undecided)}</option>
          {(Object.keys(responsibles) as Responsible[]).map((who) => (
            <option key={who} value={who}>
              {t(responsibles[who])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t(text.mendBy)}>
        <input type="date" value={mendBy} onChange={({ target }) => setMendBy(target.value)} />
      </Field>
      <div className="ph-acts-row">
        <Act kind="quiet" onClick={onCancel}>
          {t(text.cancel)}
        </Act>
        <Act disabled={words.trim() === ""} onClick={() => void onSave({ text: words.trim(), responsible: responsible || null, mendBy: mendBy || null })}>
          {t(text.save)}
        </Act>
      </div>
    </>
  );
}
