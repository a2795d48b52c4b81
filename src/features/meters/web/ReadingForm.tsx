import { CameraOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Input, Radio } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { plainText } from "#kernel/decimal.ts";
import { newId } from "#kernel/id.ts";
import { linkTo, refresh, type RequestOf, type ReplyOf, upload } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { type ProblemError, sayReason } from "#platform/web/problem.ts";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { attachPhoto, getPhoto, type getRound, metersRights, type takeReading } from "../contract.ts";
import {
  type Band,
  bandNames,
  kindUnits,
  meterKinds,
  type ReadingLine,
  type ReadingState,
  readingStandings,
  readingStates,
  startOf,
  usageBetween,
  type Values,
  whyNotRead,
  whyNotValues,
} from "../rules.ts";
import { type KeptReading, type Sent, useDraft } from "./outbox.ts";
import { bandsOf, optionsOf, sayValues, standingTones } from "./say.ts";
import { text } from "./text.ts";

type Round = ReplyOf<typeof getRound>;
type Line = Round["lines"][number];
type NewReading = NonNullable<RequestOf<typeof takeReading>["body"]>;

interface Draft {
  readonly values: Values;
  readonly state: ReadingState;
  readonly remark: string;
}

/** One meter at hand: what it showed before, what it shows now, and at once whether that can be. */
export function ReadingForm({
  siteId,
  round,
  line,
  kept,
  submit,
  onSaved,
  back,
  forth,
}: {
  readonly siteId: string;
  readonly round: Round;
  readonly line: Line;
  readonly kept: KeptReading | undefined;
  readonly submit: (body: NewReading) => Promise<Sent>;
  readonly onSaved: () => void;
  readonly back: ReactNode;
  readonly forth: ReactNode;
}) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const toast = useToast();
  const mayTake = useMay()(metersRights.take);
  const client = useQueryClient();
  const empty: Draft = { values: {}, state: line.exchanges.length > 0 ? "replaced" : "normal", remark: "" };
  const [draft, setDraft, clearDraft] = useDraft<Draft>(`towerkeep.reading.${round.id}.${line.meterId}`, empty);
  const [photo, setPhoto] = useState<File | null>(null);
  const [photoFailed, setPhotoFailed] = useState(false);
  const [error, setError] = useState<ProblemError | null>(null);
  const [isSending, setSending] = useState(false);
  const unit = kindUnits[line.kind];
  const known: ReadingLine = { ...line, device: { digits: line.digits, multiplier: line.multiplier } };
  const isOpen = round.state === "open" && mayTake && (!line.reading || line.reading.standing === "sentBack") && (!kept || kept.refused !== undefined);

  const isTyped = bandsOf(line.registers).every((band) => /^\d{1,9}(\.\d{1,4})?$/.test(draft.values[band] ?? ""));
  const against = isTyped ? whyNotRead(known, { ...draft, isCertain: false }) : [];
  const isDoubted = against.length > 0 && against.every(({ code }) => code === "meters.implausible");
  const needsRemark = isDoubted || draft.state === "estimated" || draft.state === "rollover";
  const standing = isTyped ? whyNotRead(known, { ...draft, isCertain: isDoubted }) : [];
  const usage = isTyped && whyNotValues(known, draft.values).length === 0 && standing.every(({ code }) => code === "meters.remarkMissing") ? usageOf(known, draft) : null;

  async function sendPhoto(readingId: string, file: File): Promise<void> {
    try {
      await upload(attachPhoto, { params: { siteId, readingId }, body: file }, () => {});
      setPhotoFailed(false);
      await refresh(client, "meters", siteId);
    } catch {
      // The reading stands without it; the form says so, and its own button takes another.
      setPhotoFailed(true);
    }
  }

  async function save() {
    setSending(true);
    setError(null);
    const id = newId<"reading">();
    const { values, state, remark } = draft;
    const sent = await submit({ id, meterId: line.meterId, readAt: Temporal.Now.instant().toString(), values, state, remark, isCertain: isDoubted });
    setSending(false);
    if (sent.outcome === "refused") return setError(sent.error);
    clearDraft();
    toast(t(sent.outcome === "saved" ? text.saved : text.kept));
    if (sent.outcome === "saved" && photo) await sendPhoto(id, photo);
    onSaved();
  }

  return (
    <>
      <div className="phone-meter">
        <div className="tk-row">
          <h2>{line.meterNo}</h2>
          <StatusTag tone="quiet">{t(meterKinds[line.kind])}</StatusTag>
          {line.role === "tenant" && !line.isOccupied && <StatusTag tone="unknown">{t(text.vacant)}</StatusTag>}
        </div>
        <p>
          {[line.place, line.units.join("、"), line.tenants.join("、")].filter(Boolean).join(" · ")}
          <span className="tk-quiet"> × {line.multiplier}</span>
        </p>
        <p className="phone-before">
          {line.previousAt ? (
            t(text.lastValue, { value: sayValues(startOf(known), language), at: format.shortMoment(line.previousAt) })
          ) : (
            <span className="tk-quiet">{t(text.noLastValue)}</span>
          )}
          {line.mean && <span className="tk-quiet"> · {t(text.meanUse, { mean: `${plainText(line.mean, 2)} ${unit}` })}</span>}
        </p>
        {line.hasWaitingReplacement && <Alert type="warning" showIcon title={t(text.waitsForReplacement)} />}
        {line.reading && line.reading.standing !== "sentBack" && <Taken siteId={siteId} line={line} onPhoto={(file) => void sendPhoto(line.reading!.id, file)} />}
        {line.reading?.standing === "sentBack" && <Alert type="warning" showIcon title={t(readingStandings.sentBack)} description={line.reading.reviewNote || undefined} />}
        {kept && !kept.refused && <StatusTag tone="paused">{`${t(text.kept)} · ${sayValues(kept.body.values, language)}`}</StatusTag>}
        {isOpen && (
          <>
            {bandsOf(line.registers).map((band, index) => (
              <label key={band}>
                <span>{t(band === "total" ? text.current : bandNames[band])}</span>
                <Input
                  className="phone-input"
                  inputMode="decimal"
                  autoComplete="off"
                  autoFocus={index === 0}
                  maxLength={14}
                  value={draft.values[band] ?? ""}
                  onChange={({ target }) => setDraft({ ...draft, values: typed(draft.values, band, target.value) })}
                />
              </label>
            ))}
            <Radio.Group
              aria-label={t(text.howRead)}
              className="phone-states"
              optionType="button"
              value={draft.state}
              onChange={({ target }) => setDraft({ ...draft, state: target.value as ReadingState })}
              options={optionsOf(readingStates, t)}
            />
            {usage !== null && (
              <p aria-live="polite">
                <strong>{t(text.thisUse, { usage: `${usage} ${unit}` })}</strong>
              </p>
            )}
            {against.length > 0 && (
              <Alert
                type={isDoubted ? "warning" : "error"}
                showIcon
                role="alert"
                title={against.map((reason, index) => (
                  <p key={index}>{sayReason(reason, language)}</p>
                ))}
              />
            )}
            {needsRemark && (
              <label>
                <span>{t(text.why)}</span>
                <Input.TextArea rows={2} maxLength={500} value={draft.remark} onChange={({ target }) => setDraft({ ...draft, remark: target.value })} />
              </label>
            )}
            <PhotoButton label={photo ? t(text.retakePhoto) : t(text.takePhoto)} onTake={setPhoto} />
            {photo && <p className="tk-quiet">{t(text.photoChosen)}</p>}
          </>
        )}
        {photoFailed && <Alert type="warning" showIcon title={t(text.photoFailed)} />}
        <ProblemNote error={error} />
      </div>
      <div className="phone-foot">
        {back}
        {isOpen ? (
          <Button type="primary" className="phone-save" loading={isSending} unless={isTyped ? standing : [{ sentence: t(text.typeFirst) }]} onPress={() => void save()}>
            {t(isDoubted ? text.saveCertain : text.save)}
          </Button>
        ) : (
          <span />
        )}
        {forth}
      </div>
    </>
  );
}

/** The reading as it was taken, with its photo or the way to add one. */
function Taken({ siteId, line, onPhoto }: { readonly siteId: string; readonly line: Line; readonly onPhoto: (file: File) => void }) {
  const { t, language } = useLanguage();
  const mayTake = useMay()(metersRights.take);
  const reading = line.reading!;
  return (
    <>
      <div className="tk-row">
        <StatusTag tone={standingTones[reading.standing]}>{t(readingStandings[reading.standing])}</StatusTag>
        <span>{t(text.readBy, { name: reading.readerName, value: sayValues(reading.values, language) })}</span>
      </div>
      <p>
        <strong>{t(text.thisUse, { usage: `${reading.usage} ${kindUnits[line.kind]}` })}</strong>
      </p>
      {reading.photoId ? (
        <a href={linkTo(getPhoto, { params: { siteId, readingId: reading.id } })} target="_blank" rel="noreferrer">
          {t(text.photo)}
        </a>
      ) : (
        mayTake &&
        !reading.isSettled && (
          <>
            <p className="tk-quiet">{t(text.photoMissing)}</p>
            <PhotoButton label={t(text.takePhoto)} onTake={onPhoto} />
          </>
        )
      )}
    </>
  );
}

function PhotoButton({ label, onTake }: { readonly label: string; readonly onTake: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="phone-photo">
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={label}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onTake(file);
          target.value = "";
        }}
      />
      <Button icon={<CameraOutlined />} block onPress={() => input.current?.click()}>
        {label}
      </Button>
    </div>
  );
}

/** What a person may type: digits and one point; a comma of some keyboards is a point. */
function typed(values: Values, band: Band, text: string): Values {
  const value = text
    .normalize("NFKC")
    .replaceAll(",", ".")
    .replaceAll(/[^\d.]/g, "");
  return { ...values, [band]: value };
}

function usageOf(line: ReadingLine, { values, state }: Draft): string {
  return usageBetween(line, values, state).total;
}
