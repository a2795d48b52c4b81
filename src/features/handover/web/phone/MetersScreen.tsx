import { useState } from "react";
import { compareExact } from "#kernel/decimal.ts";
import { bandNames, type Band, meterKinds, registerSets, whyNotValues } from "#features/meters/rules.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { sha256Hex } from "#platform/web/outbox/hash.ts";
import { Act, Field, KeptPhotos, PhonePage, Progress, TakePhoto, type TakenPhoto } from "#ui/phone/index.ts";
import type { Assignment } from "./assignments.ts";
import { label, useInspection, useRecord } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { text } from "./text.ts";

type Meter = Assignment["meters"][number];

/** The meters of the units, each with what it last showed beside what it shows now. */
export function MetersScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const inspection = useInspection(siteId, inspectionId);
  if (!inspection) return <UnknownInspection />;
  const { assignment, state } = inspection;
  return (
    <PhonePage title={t(text.meters)} lead={assignment.place} back={href(`handover/${inspectionId}`)}>
      {assignment.meters.length === 0 && <p className="ph-quiet">{t(text.noMeters)}</p>}
      {assignment.meters.length > 0 && <Progress label={t(text.meters)} done={state.meters.length} of={assignment.meters.length} />}
      {assignment.meters.map((meter) => (
        <MeterCard
          key={meter.id}
          siteId={siteId}
          inspectionId={inspectionId}
          meter={meter}
          read={state.meters.find(({ meterId }) => meterId === meter.id)}
          isOver={state.stage === "signed"}
        />
      ))}
    </PhonePage>
  );
}

interface MeterCardProps {
  readonly siteId: string;
  readonly inspectionId: string;
  readonly meter: Meter;
  readonly read: { readonly values: Readonly<Record<string, string>>; readonly photo: string | null; readonly remark: string } | undefined;
  readonly isOver: boolean;
}

function MeterCard({ siteId, inspectionId, meter, read, isOver }: MeterCardProps) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const [isAgain, setAgain] = useState(false);
  const say = (values: Readonly<Partial<Record<string, string>>>) =>
    registerSets[meter.registers]
      .flatMap((band) => (values[band] === undefined ? [] : [band === "total" ? values[band] : `${bandNames[band][language]} ${values[band]}`]))
      .join(" / ");
  return (
    <section className="ph-card" aria-label={meter.meterNo}>
      <div>
        <h2>
          {t(meterKinds[meter.kind])} {meter.meterNo}
        </h2>
        <p className="ph-quiet">{meter.place}</p>
        <p className="ph-quiet">
          {meter.lastValues && meter.lastReadOn ? t(text.lastReading, { values: say(meter.lastValues), day: format.day(meter.lastReadOn) }) : t(text.noLast)}
        </p>
      </div>
      {read && (
        <div>
          <b>{t(text.recorded, { values: say(read.values) })}</b>
          {read.remark && <p className="ph-quiet">{read.remark}</p>}
          {read.photo && <KeptPhotos hashes={[read.photo]} />}
        </div>
      )}
      {read && !isAgain && !isOver && (
        <button type="button" className="ph-link" onClick={() => setAgain(true)}>
          {t(text.recordAgain)}
        </button>
      )}
      {(!read || isAgain) && !isOver && <ReadingForm siteId={siteId} inspectionId={inspectionId} meter={meter} onDone={() => setAgain(false)} />}
    </section>
  );
}

function ReadingForm({ siteId, inspectionId, meter, onDone }: Pick<MeterCardProps, "siteId" | "inspectionId" | "meter"> & { readonly onDone: () => void }) {
  const { t } = useLanguage();
  const record = useRecord(siteId, inspectionId);
  const [values, setValues] = useState<Readonly<Partial<Record<Band, string>>>>({});
  const [remark, setRemark] = useState("");
  const [photo, setPhoto] = useState<TakenPhoto | null>(null);
  const bands: readonly Band[] = registerSets[meter.registers];
  const isFilled = bands.every((band) => /^\d{1,9}(\.\d{1,4})?$/.test(values[band] ?? ""));
  const against = isFilled ? whyNotValues({ registers: meter.registers, device: meter }, values) : [];
  const below = isFilled ? bands.filter((band) => meter.lastValues?.[band] !== undefined && compareExact(values[band]!, meter.lastValues[band]) < 0) : [];
  const needsRemark = below.length > 0 && remark.trim() === "";
  const save = async () => {
    const hash = photo ? await sha256Hex(photo.bytes) : null;
    await record(
      [
        {
          kind: "meterRead",
          data: { meterId: meter.id, values: values as Record<string, string>, photo: hash, remark: remark.trim() },
          label: label(text.factMeter, { meterNo: meter.meterNo }),
        },
      ],
      photo ? [photo] : [],
    );
    onDone();
  };
  return (
    <>
      {bands.map((band) => (
        <Field key={band} label={band === "total" ? t(text.reading) : `${t(text.reading)} · ${t(bandNames[band])}`}>
          <input inputMode="decimal" autoComplete="off" value={values[band] ?? ""} onChange={({ target }) => setValues({ ...values, [band]: target.value.trim() })} />
        </Field>
      ))}
      {below.length > 0 && (
        <p role="alert" className="ph-warning">
          {t(text.below, { band: below.map((band) => t(bandNames[band])).join(" / ") })}
        </p>
      )}
      <Field label={t(text.remark)}>
        <input maxLength={300} value={remark} onChange={({ target }) => setRemark(target.value)} />
      </Field>
      <TakePhoto label={t(text.meterPhoto, { meterNo: meter.meterNo })} taken={photo ? 1 : 0} onTake={async ([taken]) => setPhoto(taken ?? null)} />
      <Act unless={against} disabled={!isFilled || needsRemark} onClick={() => void save()}>
        {t(text.save)}
      </Act>
    </>
  );
}
