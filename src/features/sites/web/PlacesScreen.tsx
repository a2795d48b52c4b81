import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { infinite, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { createBuilding, createFloor, getPlan, listUnits, sitesRights } from "../contract.ts";
import { unitStates, unitUses } from "../rules.ts";
import { text } from "./text.ts";
import { UnitDrawer } from "./UnitDrawer.tsx";

/** The units of a site as a list, and where buildings, floors and units are added by hand. */
export function PlacesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const plan = useSuspenseQuery(query(getPlan, { params: { siteId } })).data;
  const [filters, setFilters] = useFilters({ search: "", buildingId: "" });
  const units = useInfiniteQuery(
    infinite(listUnits, {
      params: { siteId },
      query: { ...(filters.search ? { search: filters.search } : {}), ...(filters.buildingId ? { buildingId: filters.buildingId } : {}) },
    }),
  );
  const [adding, setAdding] = useState<"building" | "floor" | "unit" | null>(null);
  const done = () => setAdding(null);
  return (
    <Page
      title={t(text.places)}
      lead={t(text.placesLead)}
      actions={
        may(sitesRights.edit) && (
          <>
            <Button onPress={() => setAdding("building")}>{t(text.addBuilding)}</Button>
            {plan.buildings.length > 0 && <Button onPress={() => setAdding("floor")}>{t(text.addFloor)}</Button>}
            {plan.floors.length > 0 && (
              <Button type="primary" onPress={() => setAdding("unit")}>
                {t(text.addUnit)}
              </Button>
            )}
          </>
        )
      }
    >
      <DataTable
        label={t(text.units)}
        rows={units}
        rowKey={({ id }) => id}
        href={({ id }) => href(`sites/units/${id}`)}
        filters={
          <>
            <Input.Search
              aria-label={t(text.search)}
              placeholder={t(text.search)}
              defaultValue={filters.search}
              allowClear
              onSearch={(search) => setFilters({ search })}
              style={{ width: 220 }}
            />
            {plan.buildings.length > 1 && (
              <Select
                aria-label={t(text.building)}
                value={filters.buildingId}
                onChange={(buildingId) => setFilters({ buildingId })}
                options={[{ value: "", label: t(text.all) }, ...plan.buildings.map(({ id, name }) => ({ value: id, label: name }))]}
                style={{ minWidth: 140 }}
              />
            )}
          </>
        }
        empty={
          <EmptyTeaching title={t(text.noUnits)} action={<Link href={href("rentroll/imports/new")}>{t(text.importRentRoll)}</Link>}>
            {t(text.emptyPlanHint)}
          </EmptyTeaching>
        }
        columns={[
          { key: "unitNo", title: t(text.unitNo), card: "heading", render: ({ unitNo }) => unitNo },
          { key: "place", title: t(text.place), render: ({ building, floor }) => `${building} ${floor}` },
          { key: "gross", title: t(text.gross), align: "end", render: ({ grossCenti }) => (grossCenti === null ? "—" : format.number(grossCenti / 100, 2)) },
          { key: "use", title: t(text.use), from: "medium", render: ({ use }) => t(unitUses[use]) },
          { key: "state", title: t(text.state), card: "mark", render: ({ state }) => t(unitStates[state]) },
        ]}
      />
      <BuildingDrawer siteId={siteId} open={adding === "building"} onClose={done} />
      <FloorDrawer siteId={siteId} open={adding === "floor"} onClose={done} buildings={plan.buildings} />
      {adding === "unit" && <UnitDrawer siteId={siteId} open onClose={done} />}
    </Page>
  );
}

function BuildingDrawer({ siteId, open, onClose }: { readonly siteId: string; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const create = useCommand(createBuilding, { onDone: onClose });
  return (
    <FormDrawer<{ code: string; name: string; position?: number }>
      title={t(text.addBuilding)}
      open={open}
      onClose={onClose}
      onSubmit={(values) => create.mutate({ params: { siteId }, body: { id: newId(), ...values } })}
      isPending={create.isPending}
      error={create.error}
    >
      <Form.Item name="code" label={t(text.buildingCode)} rules={[{ required: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="name" label={t(text.name)} rules={[{ required: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="position" label={t(text.position)} initialValue={0}>
        <InputNumber min={0} max={10_000} precision={0} />
      </Form.Item>
    </FormDrawer>
  );
}

function FloorDrawer({
  siteId,
  open,
  onClose,
  buildings,
}: {
  readonly siteId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly buildings: readonly { readonly id: string; readonly name: string }[];
}) {
  const { t } = useLanguage();
  const create = useCommand(createFloor, { onDone: onClose });
  return (
    <FormDrawer<{ buildingId: string; name: string; level: number }>
      title={t(text.addFloor)}
      open={open}
      onClose={onClose}
      onSubmit={({ buildingId, ...values }) => create.mutate({ params: { siteId, buildingId }, body: { id: newId(), ...values } })}
      isPending={create.isPending}
      error={create.error}
    >
      <Form.Item name="buildingId" label={t(text.building)} rules={[{ required: true }]} initialValue={buildings[0]?.id}>
        <Select options={buildings.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="name" label={t(text.floorName)} rules={[{ required: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="level" label={t(text.level)} rules={[{ required: true }]}>
        <InputNumber min={-20} max={300} precision={0} />
      </Form.Item>
    </FormDrawer>
  );
}
