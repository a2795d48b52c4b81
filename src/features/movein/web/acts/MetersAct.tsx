import { Form, Input } from "antd";
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { newId } from "#kernel/id.ts";
import { attachPhoto, metersRights, takeHandoverReading } from "#features/meters/contract.ts";
import { bandNames, meterKinds, type MeterKind, type RegisterSet, registerSets } from "#features/meters/rules.ts";
import { call, refresh, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { confirmMeters, moveinRights } from "../../contract.ts";
import type { MoveInView } from "../CaseScreen.tsx";
import { text } from "../text.ts";
import { SignedByDrawer } from "./SignedByDrawer.tsx";
import type { ActProps } from "./StepAct.tsx";

type Meter = MoveInView["meters"][number];

/** The meters of the units with their opening readings: read at the desk or at the inspection, then confirmed by both. */
export function MetersAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [meter, setMeter] = useState<Meter | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  const confirm = useCommand(confirmMeters, { onDone: () => setConfirming(false), also: ["documents"] });
  const { id: caseId, tenantId } = view.case;
  const { state } = view.standing.steps.find(({ id }) => id === "meters")!;
  const isDone = state === "done";
  return (
    <>
      <ul className="movein-meters">
        {view.meters.map((each) => (
          <li key={each.meterId}>
            <span>
              {t(meterKinds[each.kind as MeterKind])} {each.meterNo} · {each.place}
            </span>
            {each.reading ? (
              <span>
                {Object.values(each.reading.values).join(" / ")} · {each.reading.readerName} · {format.moment(each.reading.readAt)}
                {!each.reading.hasPhoto && <StatusTag tone="warn">{t(text.noPhoto)}</StatusTag>}
              </span>
            ) : (
              <StatusTag tone="quiet">{t(text.unread)}</StatusTag>
            )}
            {!isDone && !each.reading?.hasPhoto && may(metersRights.take) && (
              <Button size="small" onPress={() => setMeter(each)}>
                {t(text.readMeter)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {state === "ready" && may(moveinRights.inspect) && (
        <Button type="primary" onPress={() => setConfirming(true)}>
          {t(text.confirmMeters)}
        </Button>
      )}
      {meter && <ReadDrawer siteId={siteId} meter={meter} onClose={() => setMeter(null)} />}
      {isConfirming && (
        <SignedByDrawer
          title={t(text.confirmMeters)}
          siteId={siteId}
          tenantId={tenantId}
          onClose={() => setConfirming(false)}
          onSubmit={(body) => confirm.mutate({ params: { siteId, caseId }, body })}
          isPending={confirm.isPending}
          error={confirm.error}
          submit={text.confirmMeters}
        />
      )}
    </>
  );
}

/** One opening reading with its photo. */
function ReadDrawer({ siteId, meter, onClose }: { readonly siteId: string; readonly meter: Meter; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [photo, setPhoto] = useState<File | null>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const bands = registerSets[meter.registers as RegisterSet] ?? registerSets.single;
  async function send(values: Readonly<Record<string, string>>): Promise<void> {
    if (!photo) return;
    setPending(true);
    setError(null);
    try {
      // A reading whose photo did not arrive stands; only the photo is sent again.
      const readingId =
        meter.reading?.readingId ??
        (
          await call(takeHandoverReading, {
            params: { siteId, meterId: meter.meterId },
            body: { id: newId(), readAt: Temporal.Now.instant().toString(), values: Object.fromEntries(bands.map((band) => [band, values[band] ?? ""])), isCertain: true },
          })
        ).id;
      await upload(attachPhoto, { params: { siteId, readingId }, body: photo }, () => {});
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(false);
      await Promise.all([refresh(client, "movein", siteId), refresh(client, "meters", siteId)]);
    }
  }
  return (
    <FormDrawer<Record<string, string>>
      title={t(text.readTitle, { no: meter.meterNo })}
      open
      onClose={onClose}
      onSubmit={(values) => void send(values)}
      isPending={isPending}
      error={error}
      submit={text.save}
      unless={photo ? [] : [{ sentence: t(text.photoNeeded) }]}
    >
      {!meter.reading &&
        bands.map((band) => (
          <Form.Item key={band} name={band} label={bands.length > 1 ? t(bandNames[band]) : t(text.reading)} rules={[{ required: true, pattern: /^\d{1,9}(\.\d{1,4})?$/ }]}>
            <Input inputMode="decimal" />
          </Form.Item>
        ))}
      <label className="movein-photo">
        {t(text.choosePhoto)}
        <input type="file" accept="image/*" capture="environment" onChange={(event) => setPhoto(event.target.files?.[0] ?? null)} />
        <span className="tk-quiet">{photo?.name ?? ""}</span>
      </label>
    </FormDrawer>
  );
}
