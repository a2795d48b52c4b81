import { useQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listUnits } from "#features/sites/contract.ts";
import { changeMeter, installMeter, listMeters, listRoutes, listTariffs } from "../contract.ts";
import { type Direction, directionNames, type MeterKind, meterKinds, type MeterRole, meterRoles, type RegisterSet, registerSetNames, type Values } from "../rules.ts";
import { type ListedMeter, optionsOf } from "./say.ts";
import { text } from "./text.ts";
import { ValueInputs } from "./ValueInputs.tsx";

interface MeterValues {
  readonly meterNo: string;
  readonly kind: MeterKind;
  readonly role: MeterRole;
  readonly registers: RegisterSet;
  readonly digits: number;
  readonly multiplier: string;
  readonly direction: Direction;
  readonly place?: string;
  readonly parentId?: string | null;
  readonly unitIds?: string[];
  readonly routeId?: string | null;
  readonly position?: number;
  readonly tariffId?: string | null;
  readonly calibratedOn?: string;
  readonly calibrationDue?: string;
  readonly installedOn: string;
  readonly opening: Values;
}

/** Enters a meter with its opening reading, or changes where `meter` stands, whom it serves and what it costs. */
export function MeterDrawer({ siteId, meter, onClose }: { readonly siteId: string; readonly meter?: ListedMeter; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const [shape, setShape] = useState<Pick<MeterValues, "kind" | "role" | "registers">>({
    kind: meter?.kind ?? "electricity",
    role: meter?.role ?? "tenant",
    registers: meter?.registers ?? "single",
  });
  const install = useCommand(installMeter, { onDone: onClose });
  const change = useCommand(changeMeter, { onDone: onClose });
  const command = meter ? change : install;
  const initial: Partial<MeterValues> = meter
    ? { ...meter, unitIds: [...meter.unitIds], calibratedOn: meter.calibratedOn ?? "", calibrationDue: meter.calibrationDue ?? "" }
    : { kind: "electricity", role: "tenant", registers: "single", digits: 6, multiplier: "1", direction: "import", position: 0, installedOn: today };

  function submit(values: MeterValues) {
    const { meterNo, role, direction, place = "", parentId = null, unitIds = [], routeId = null, position = 0, tariffId = null, calibratedOn, calibrationDue } = values;
    const changeable = {
      meterNo,
      role,
      direction,
      place,
      parentId: parentId ?? null,
      routeId: routeId ?? null,
      position: position ?? 0,
      tariffId: tariffId ?? null,
      unitIds: role === "tenant" ? unitIds : [],
      calibratedOn: calibratedOn || null,
      calibrationDue: calibrationDue || null,
    };
    if (meter) change.mutate({ params: { siteId, meterId: meter.id }, body: { ...changeable, version: meter.version } });
    else {
      const { kind, registers, digits, multiplier, installedOn, opening } = values;
      install.mutate({ params: { siteId }, body: { id: newId(), ...changeable, kind, registers, digits, multiplier, installedOn, opening } });
    }
  }

  return (
    <FormDrawer<MeterValues>
      title={meter ? meter.meterNo : t(text.install)}
      open
      onClose={onClose}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
      initial={initial}
      onChange={({ kind, role, registers }) => setShape((known) => ({ kind: kind ?? known.kind, role: role ?? known.role, registers: registers ?? known.registers }))}
    >
      <Form.Item name="meterNo" label={t(text.meterNo)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      {!meter && (
        <Form.Item name="kind" label={t(text.kind)} rules={[{ required: true }]}>
          <Select options={optionsOf(meterKinds, t)} />
        </Form.Item>
      )}
      <Form.Item name="role" label={t(text.role)} rules={[{ required: true }]}>
        <Select options={optionsOf(meterRoles, t)} />
      </Form.Item>
      {shape.role === "tenant" && <UnitsField siteId={siteId} {...(meter ? { meter } : {})} />}
      {!meter && (
        <>
          <Form.Item name="digits" label={t(text.digits)} rules={[{ required: true }]}>
            <InputNumber min={3} max={9} precision={0} />
          </Form.Item>
          <Form.Item name="multiplier" label={t(text.multiplier)} extra={t(text.multiplierHint)} rules={[{ required: true }, { pattern: /^\d{1,9}(\.\d{1,4})?$/ }]}>
            <Input inputMode="decimal" />
          </Form.Item>
          <Form.Item name="registers" label={t(text.registers)} rules={[{ required: true }]}>
            <Select options={optionsOf(registerSetNames, t)} />
          </Form.Item>
          <Form.Item name="installedOn" label={t(text.installedOn)} rules={[{ required: true }]}>
            <DayInput max={today} />
          </Form.Item>
          <ValueInputs name="opening" label={t(text.opening)} registers={shape.registers} />
        </>
      )}
      <Form.Item name="place" label={t(text.place)}>
        <Input maxLength={120} />
      </Form.Item>
      <HangingFields siteId={siteId} kind={shape.kind} {...(meter ? { own: meter } : {})} />
      <Form.Item name="position" label={t(text.position)}>
        <InputNumber min={0} max={9999} precision={0} />
      </Form.Item>
      <Form.Item name="direction" label={t(text.direction)}>
        <Select options={optionsOf(directionNames, t)} />
      </Form.Item>
      <Form.Item name="calibratedOn" label={t(text.calibratedOn)}>
        <DayInput />
      </Form.Item>
      <Form.Item name="calibrationDue" label={t(text.calibrationDue)}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}

function UnitsField({ siteId, meter }: { readonly siteId: string; readonly meter?: ListedMeter }) {
  const { t } = useLanguage();
  const [search, setSearch] = useState("");
  const { data } = useQuery(query(listUnits, { params: { siteId }, query: { limit: 50, ...(search ? { search } : {}) } }));
  const known = (meter?.unitIds ?? []).map((value, index) => ({ value: value as string, label: meter?.units[index] ?? "" }));
  const found = (data?.items ?? []).map(({ id, place }) => ({ value: id as string, label: place })).filter(({ value }) => !known.some((one) => one.value === value));
  return (
    <Form.Item name="unitIds" label={t(text.units)} rules={[{ required: true }]}>
      <Select mode="multiple" showSearch={{ filterOption: false, onSearch: setSearch }} options={[...known, ...found]} />
    </Form.Item>
  );
}

/** Its main meter, route and tariff. */
function HangingFields({ siteId, kind, own }: { readonly siteId: string; readonly kind: MeterKind; readonly own?: ListedMeter }) {
  const { t } = useLanguage();
  const mains = useQuery(query(listMeters, { params: { siteId }, query: { kind, role: "main", state: "inService", limit: 200 } })).data?.items ?? [];
  const routes = useQuery(query(listRoutes, { params: { siteId } })).data?.items ?? [];
  const tariffs = useQuery(query(listTariffs, { params: { siteId } })).data?.items ?? [];
  return (
    <>
      <Form.Item name="parentId" label={t(text.parent)}>
        <Select allowClear options={mains.filter(({ id }) => id !== own?.id).map(({ id, meterNo, place }) => ({ value: id, label: place ? `${meterNo} · ${place}` : meterNo }))} />
      </Form.Item>
      <Form.Item name="routeId" label={t(text.route)}>
        <Select allowClear options={routes.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="tariffId" label={t(text.tariff)}>
        <Select allowClear placeholder={t(text.tariffDefault)} options={tariffs.filter((tariff) => tariff.kind === kind).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </>
  );
}
