import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select } from "antd";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { changeUnit, createUnit, getPlan } from "../contract.ts";
import { unitStates, unitUses, type UnitState, type UnitUse } from "../rules.ts";
import type { PlanUnit } from "./planLayout.ts";
import { text } from "./text.ts";

interface UnitValues {
  readonly unitNo: string;
  readonly floorId: string;
  /** Square metres, as people write them. */
  readonly gross: number | null;
  readonly net: number | null;
  readonly chargeable: number | null;
  readonly use: UnitUse;
  readonly state: UnitState;
}

/** Adds a unit, or changes `unit`. */
export function UnitDrawer({
  siteId,
  open,
  unit,
  floorId,
  onClose,
}: {
  readonly siteId: string;
  readonly open: boolean;
  readonly unit?: PlanUnit;
  readonly floorId?: string;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const plan = useSuspenseQuery(query(getPlan, { params: { siteId } })).data;
  const create = useCommand(createUnit, { onDone: onClose });
  const change = useCommand(changeUnit, { onDone: onClose });
  const command = unit ? change : create;
  const buildings = new Map(plan.buildings.map(({ id, name }) => [id, name]));
  const square = (centi: number | null | undefined) => (centi ? centi / 100 : null);
  const initial = {
    unitNo: unit?.unitNo ?? "",
    ...(unit ? { floorId: unit.floorId } : floorId ? { floorId } : {}),
    gross: square(unit?.grossCenti),
    net: square(unit?.netCenti),
    chargeable: square(unit?.chargeableCenti),
    use: unit?.use ?? "office",
    state: unit?.state ?? "lettable",
  } satisfies Partial<UnitValues>;

  function submit({ unitNo, floorId: onFloor, gross, net, chargeable, use, state }: UnitValues) {
    const body = { unitNo, floorId: onFloor, grossCenti: centi(gross), netCenti: centi(net), chargeableCenti: centi(chargeable), use, state };
    if (unit) change.mutate({ params: { siteId, unitId: unit.id }, body: { ...body, version: unit.version } });
    else create.mutate({ params: { siteId }, body: { id: newId(), ...body } });
  }

  return (
    <FormDrawer<UnitValues>
      title={t(unit ? text.change : text.addUnit)}
      open={open}
      onClose={onClose}
      initial={initial}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
      fieldNames={{ grossCenti: "gross", netCenti: "net", chargeableCenti: "chargeable" }}
    >
      <Form.Item name="unitNo" label={t(text.unitNo)} rules={[{ required: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="floorId" label={t(text.floor)} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={plan.floors.map(({ id, name, buildingId }) => ({ value: id, label: `${buildings.get(buildingId) ?? ""} ${name}` }))}
        />
      </Form.Item>
      {(["gross", "net", "chargeable"] as const).map((name) => (
        <Form.Item key={name} name={name} label={t(text[name])}>
          <InputNumber min={0.01} max={1_000_000} precision={2} style={{ width: "100%" }} />
        </Form.Item>
      ))}
      <Form.Item name="use" label={t(text.use)}>
        <Select options={Object.entries(unitUses).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="state" label={t(text.state)}>
        <Select options={Object.entries(unitStates).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
    </FormDrawer>
  );
}

const centi = (square: number | null): number | null => (square === null ? null : Math.round(square * 100));
