import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, DatePicker, Form, Input, InputNumber, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { compareExact, decimalText, over, times } from "#kernel/decimal.ts";
import { newId } from "#kernel/id.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportReadings, getMeter, listReadings, metersRights, recordReplacement, removeMeter, takeHandoverReading } from "../contract.ts";
import {
  directionNames,
  kindUnits,
  meterKinds,
  meterRoles,
  meterStates,
  readingPurposes,
  readingStandings,
  readingStates,
  registerSetNames,
  type ReadingState,
  replacementStates,
  type Values,
} from "../rules.ts";
import { MeterDrawer } from "./MeterDrawer.tsx";
import { optionsOf, sayValues, standingTones } from "./say.ts";
import { text } from "./text.ts";
import { ValueInputs } from "./ValueInputs.tsx";
import "./meters.css";

type MeterPage = ReplyOf<typeof getMeter>;

/** A meter: what it is, what it has counted, and what was done to it. */
export function MeterScreen({ siteId, meterId }: { readonly siteId: string; readonly meterId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const params = { siteId, meterId };
  const meter = useSuspenseQuery(query(getMeter, { params })).data;
  const readings = useInfiniteQuery(infinite(listReadings, { params, query: {} }));
  const [deed, setDeed] = useState<"change" | "replace" | "handover" | "remove" | null>(null);
  const done = () => setDeed(null);
  const unit = kindUnits[meter.kind];
  const isLive = meter.state === "inService";
  return (
    <Page
      title={meter.meterNo}
      mark={<StatusTag tone={isLive ? "good" : "quiet"}>{t(meterStates[meter.state])}</StatusTag>}
      lead={[t(meterKinds[meter.kind]), t(meterRoles[meter.role]), meter.place].filter(Boolean).join(" · ")}
      crumbs={[{ label: t(text.ledger), href: href("meters/ledger") }, { label: meter.meterNo }]}
      actions={
        isLive && (
          <>
            {may(metersRights.take) && <Button onPress={() => setDeed("handover")}>{t(text.handover)}</Button>}
            {may(metersRights.take) && <Button onPress={() => setDeed("replace")}>{t(text.replace)}</Button>}
            {may(metersRights.keep) && <Button onPress={() => setDeed("remove")}>{t(text.remove)}</Button>}
            {may(metersRights.keep) && <Button onPress={() => setDeed("change")}>{t(text.change)}</Button>}
          </>
        )
      }
    >
      <div className="tk-stack">
        <div className="tk-grid">
          <Section title={t(text.history)}>
            <Bars meter={meter} />
          </Section>
          <Section>
            <Facts
              facts={[
                { label: t(text.units), value: meter.units.join("、") || "—" },
                { label: t(text.tenant), value: meter.tenants.join("、") || "—" },
                { label: t(text.multiplier), value: meter.multiplier },
                { label: t(text.digits), value: format.number(meter.digits) },
                { label: t(text.registers), value: t(registerSetNames[meter.registers]) },
                { label: t(text.direction), value: t(directionNames[meter.direction]) },
                { label: t(text.parent), value: meter.parentId ? <Link href={href(`meters/ledger/${meter.parentId}`)}>{meter.parentNo}</Link> : "—" },
                { label: t(text.route), value: meter.route ? `${meter.route} · ${meter.position}` : "—" },
                { label: t(text.tariff), value: meter.tariff ?? t(text.tariffDefault) },
                { label: t(text.calibratedOn), value: meter.calibratedOn ? format.day(meter.calibratedOn) : "—" },
                { label: t(text.calibrationDue), value: meter.calibrationDue ? format.day(meter.calibrationDue) : "—" },
                { label: t(text.installedOn), value: format.day(meter.installedOn) },
              ]}
            />
            {meter.children > 0 && <Link href={href("meters/tree")}>{t(text.belowCount, { count: meter.children })}</Link>}
          </Section>
        </div>
        {meter.replacements.length > 0 && (
          <Section title={t(text.replacements)}>
            <DataTable
              label={t(text.replacements)}
              rows={meter.replacements}
              rowKey={({ id }) => id}
              columns={[
                { key: "at", title: t(text.replacedAt), card: "heading", render: ({ replacedAt }) => format.moment(replacedAt) },
                { key: "numbers", title: t(text.meterNo), render: ({ oldMeterNo, newMeterNo }) => t(text.replacedFromTo, { old: oldMeterNo, new: newMeterNo }) },
                { key: "final", title: t(text.oldFinal), align: "end", render: ({ oldFinal, oldMultiplier }) => `${sayValues(oldFinal, language)} × ${oldMultiplier}` },
                { key: "opening", title: t(text.newOpening), align: "end", render: ({ newOpening, newMultiplier }) => `${sayValues(newOpening, language)} × ${newMultiplier}` },
                { key: "reason", title: t(text.reason), from: "medium", render: ({ reason }) => reason },
                {
                  key: "who",
                  title: t(text.reviewer),
                  from: "medium",
                  render: ({ recordedByName, reviewedByName }) => [recordedByName, reviewedByName].filter(Boolean).join(" / "),
                },
                {
                  key: "state",
                  title: t(text.state),
                  width: "120px",
                  card: "mark",
                  render: ({ state }) => <StatusTag tone={state === "confirmed" ? "good" : state === "waiting" ? "warn" : "quiet"}>{t(replacementStates[state])}</StatusTag>,
                },
              ]}
            />
          </Section>
        )}
        <Section title={t(text.readings)}>
          <DataTable
            label={t(text.readings)}
            rows={readings}
            rowKey={({ id }) => id}
            exportHref={linkTo(exportReadings, { params })}
            rowTone={({ standing }) => (standing === "superseded" || standing === "sentBack" ? "quiet" : undefined)}
            columns={[
              { key: "at", title: t(text.readAt), card: "heading", width: "150px", render: ({ readAt }) => format.moment(readAt) },
              { key: "purpose", title: t(text.kind), width: "110px", render: ({ purpose }) => t(readingPurposes[purpose]) },
              { key: "values", title: t(text.current), align: "end", render: ({ values }) => sayValues(values, language) },
              { key: "use", title: t(text.use), align: "end", render: ({ usage, purpose }) => (purpose === "opening" ? "" : `${usage} ${unit}`) },
              { key: "deviation", title: t(text.deviation), align: "end", from: "medium", width: "90px", render: ({ deviation }) => deviation && `${deviation} %` },
              { key: "state", title: t(text.state), width: "90px", render: ({ state }) => t(readingStates[state]) },
              { key: "who", title: t(text.reader), from: "medium", render: ({ readerName, reviewerName }) => [readerName, reviewerName].filter(Boolean).join(" / ") },
              { key: "remark", title: t(text.remark), from: "wide", render: ({ remark, reviewNote }) => [remark, reviewNote].filter(Boolean).join(" · ") },
              {
                key: "standing",
                title: t(text.standing),
                width: "130px",
                card: "mark",
                render: ({ standing }) => <StatusTag tone={standingTones[standing]}>{t(readingStandings[standing])}</StatusTag>,
              },
            ]}
          />
        </Section>
        {deed === "change" && <MeterDrawer siteId={siteId} meter={meter} onClose={done} />}
        {deed === "replace" && <ReplacementDrawer siteId={siteId} meter={meter} onClose={done} />}
        {deed === "handover" && <HandoverDrawer siteId={siteId} meter={meter} onClose={done} />}
        {deed === "remove" && <RemovalDrawer siteId={siteId} meter={meter} onClose={done} />}
      </div>
    </Page>
  );
}

/** Use of the latest readings as bars; one that waits for review is hatched. */
function Bars({ meter }: { readonly meter: MeterPage }) {
  const { t } = useLanguage();
  const unit = kindUnits[meter.kind];
  if (meter.history.length === 0) return <EmptyTeaching title={t(text.noHistory)} />;
  const most = meter.history.reduce((largest, { usage }) => (compareExact(usage, largest) > 0 ? usage : largest), "0");
  const height = (usage: string) => (compareExact(most, 0) === 0 ? "0" : decimalText(over(times(usage, 140), most), 0));
  return (
    <ol className="meter-bars" aria-label={t(text.historyLabel, { unit })}>
      {meter.history.map(({ readOn, usage, standing }) => (
        <li key={readOn}>
          <span>{usage}</span>
          <div className={`meter-bar ${standing === "waiting" ? "meter-bar-waiting" : ""}`} style={{ height: `${height(usage)}px` }} />
          <time>{readOn.slice(5)}</time>
        </li>
      ))}
    </ol>
  );
}

interface ReplacementValues {
  readonly replacedAt: Dayjs;
  readonly oldFinal: Values;
  readonly newMeterNo: string;
  readonly newDigits: number;
  readonly newMultiplier: string;
  readonly newOpening: Values;
  readonly reason: string;
}

function ReplacementDrawer({ siteId, meter, onClose }: { readonly siteId: string; readonly meter: MeterPage; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const zone = useZone();
  const record = useCommand(recordReplacement, { onDone: onClose });
  return (
    <FormDrawer<ReplacementValues>
      title={t(text.replace)}
      open
      onClose={onClose}
      initial={{ newDigits: meter.digits, newMultiplier: meter.multiplier }}
      onSubmit={({ replacedAt, ...values }) => record.mutate({ params: { siteId, meterId: meter.id }, body: { id: newId(), replacedAt: momentFrom(replacedAt, zone), ...values } })}
      isPending={record.isPending}
      error={record.error}
    >
      <Form.Item name="replacedAt" label={t(text.replacedAt)} rules={[{ required: true }]}>
        <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" needConfirm={false} style={{ width: "100%" }} />
      </Form.Item>
      <ValueInputs name="oldFinal" label={t(text.oldFinal)} registers={meter.registers} />
      <Form.Item name="newMeterNo" label={t(text.newMeterNo)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="newDigits" label={t(text.newDigits)} rules={[{ required: true }]}>
        <InputNumber min={3} max={9} precision={0} />
      </Form.Item>
      <Form.Item name="newMultiplier" label={t(text.newMultiplier)} extra={t(text.multiplierHint)} rules={[{ required: true }, { pattern: /^\d{1,9}(\.\d{1,4})?$/ }]}>
        <Input inputMode="decimal" />
      </Form.Item>
      <ValueInputs name="newOpening" label={t(text.newOpening)} registers={meter.registers} />
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

interface RemovalValues {
  readonly values?: Values;
  readonly isUnreadable?: boolean;
  readonly reason: string;
}

/** Takes a meter out: its last reading first, unless it can no longer be read. */
function RemovalDrawer({ siteId, meter, onClose }: { readonly siteId: string; readonly meter: MeterPage; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const remove = useCommand(removeMeter, { onDone: onClose });
  const [readingId] = useState(() => newId<"reading">());
  return (
    <FormDrawer<RemovalValues>
      title={t(text.removeTitle, { meterNo: meter.meterNo })}
      open
      onClose={onClose}
      onSubmit={({ values, isUnreadable, reason }) => {
        const closing =
          isUnreadable || !values ? null : { id: readingId, readAt: Temporal.Now.instant().toString(), values, state: "normal" as const, remark: reason, isCertain: true };
        remove.mutate({ params: { siteId, meterId: meter.id }, body: { reason, version: meter.version, closing } });
      }}
      isPending={remove.isPending}
      error={remove.error}
    >
      <Form.Item name="isUnreadable" valuePropName="checked">
        <Checkbox>{t(text.unreadable)}</Checkbox>
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before: RemovalValues, after: RemovalValues) => before.isUnreadable !== after.isUnreadable}>
        {({ getFieldValue }) => getFieldValue("isUnreadable") !== true && <ValueInputs name="values" label={t(text.closingValue)} registers={meter.registers} />}
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

function HandoverDrawer({ siteId, meter, onClose }: { readonly siteId: string; readonly meter: MeterPage; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const take = useCommand(takeHandoverReading, { onDone: onClose });
  return (
    <FormDrawer<{ values: Values; state: ReadingState; remark?: string }>
      title={t(text.handover)}
      open
      onClose={onClose}
      initial={{ state: "normal" }}
      onSubmit={({ values, state, remark = "" }) =>
        take.mutate({
          params: { siteId, meterId: meter.id },
          body: { id: newId(), readAt: Temporal.Now.instant().toString(), values, state, remark, isCertain: remark.trim() !== "" },
        })
      }
      isPending={take.isPending}
      error={take.error}
    >
      <ValueInputs name="values" label={t(text.current)} registers={meter.registers} />
      <Form.Item name="state" label={t(text.howRead)} rules={[{ required: true }]}>
        <Select options={optionsOf(readingStates, t)} />
      </Form.Item>
      <Form.Item name="remark" label={t(text.remark)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
