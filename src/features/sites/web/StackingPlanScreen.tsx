import { useSuspenseQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { useState, type KeyboardEvent } from "react";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { getPlan } from "../contract.ts";
import { unitUses } from "../rules.ts";
import { layOut, type Plan, type PlanFloor, type PlanUnit } from "./planLayout.ts";
import { type PlanLayer, type PlanMark, type PlanTone, planTones, usePlanLayers } from "./planLayers.ts";
import "./plan.css";
import { text } from "./text.ts";

/** The building as a picture: floors by units, drawn to area, coloured by the layer chosen. */
export function StackingPlanScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const plan = useSuspenseQuery(query(getPlan, { params: { siteId } })).data;
  const layers = usePlanLayers();
  const [{ building, colour }, setFilters] = useFilters({ building: "", colour: "" });
  const chosen = plan.buildings.find(({ id }) => id === building) ?? plan.buildings[0];
  const layer = layers.find(({ key }) => key === colour) ?? layers[0];

  if (plan.units.length === 0) {
    return (
      <Page title={t(text.plan)}>
        <EmptyTeaching title={t(text.emptyPlan)} action={<Link href={href("rentroll/imports/new")}>{t(text.importRentRoll)}</Link>}>
          {t(text.emptyPlanHint)} <Link href={href("sites/places")}>{t(text.editPlaces)}</Link>
        </EmptyTeaching>
      </Page>
    );
  }
  return (
    <Page title={t(text.plan)} lead={t(text.planLead)} actions={<PrintButton />}>
      <div className="plan-controls tk-no-print">
        {plan.buildings.length > 1 && (
          <Select
            aria-label={t(text.building)}
            value={chosen?.id ?? null}
            onChange={(id) => setFilters({ building: id ?? undefined })}
            options={plan.buildings.map(({ id, name }) => ({ value: id, label: name }))}
            style={{ minWidth: 140 }}
          />
        )}
        {layers.length > 1 && (
          <Segmented
            aria-label={t(text.colourBy)}
            value={layer?.key ?? ""}
            onChange={(key) => setFilters({ colour: String(key) })}
            options={layers.map(({ key, label }) => ({ value: key, label: t(label) }))}
          />
        )}
      </div>
      {chosen && layer && <Stack key={layer.key} siteId={siteId} plan={plan} buildingId={chosen.id} buildingName={chosen.name} layer={layer} layers={layers} />}
    </Page>
  );
}

interface StackProps {
  readonly siteId: string;
  readonly plan: Plan;
  readonly buildingId: string;
  readonly buildingName: string;
  readonly layer: PlanLayer;
  readonly layers: readonly PlanLayer[];
}

function Stack({ siteId, plan, buildingId, buildingName, layer, layers }: StackProps) {
  const { t } = useLanguage();
  const floors = layOut(plan, buildingId);
  // The app lists the layers once, so their hooks run in the same order each time.
  const marks = layers.map((each) => ({ layer: each, markOf: each.useMarks(siteId) }));
  const markOf = marks.find((each) => each.layer === layer)?.markOf ?? (() => undefined);
  const [shown, setShown] = useState<PlanUnit | null>(null);
  return (
    <div className="plan">
      <div className="plan-stack" role="group" aria-label={`${buildingName} · ${t(layer.label)}`} onKeyDown={moveFocus}>
        <h2 className="plan-print-title">
          {buildingName} · {t(layer.label)}
        </h2>
        {floors.map((floor) => (
          <FloorRow key={floor.id} floor={floor} markOf={markOf} onShow={setShown} />
        ))}
      </div>
      <aside className="plan-side">
        <Legend floors={floors} markOf={markOf} />
        <UnitFacts unit={shown} marks={marks} />
      </aside>
    </div>
  );
}

function FloorRow({ floor, markOf, onShow }: { readonly floor: PlanFloor; readonly markOf: (unitId: string) => PlanMark | undefined; readonly onShow: (unit: PlanUnit) => void }) {
  const { t } = useLanguage();
  const href = useHref();
  return (
    <section className="plan-floor" aria-label={t(text.unitsOnFloor, { floor: floor.name, count: floor.units.length })}>
      <span className="plan-floor-name" aria-hidden="true">
        {floor.name}
      </span>
      <div className="plan-units">
        {floor.units.map(({ unit, share }) => {
          const mark = markOf(unit.id);
          const state = mark ? t(mark.state) : "";
          return (
            <Link
              key={unit.id}
              href={href(`sites/units/${unit.id}`)}
              className={`plan-unit plan-${mark?.tone ?? "quiet"}`}
              style={{ flexGrow: share, flexBasis: `${Math.round(share * 1000) / 10}%` }}
              title={[unit.unitNo, mark?.short, state].filter(Boolean).join(" · ")}
              onPointerEnter={() => onShow(unit)}
              onFocus={() => onShow(unit)}
            >
              <b>{unit.unitNo}</b>
              {mark?.short && <span>{mark.short}</span>}
              <em className="tk-visually-hidden">{state}</em>
            </Link>
          );
        })}
      </div>
    </section>
  );
}

/** Arrow keys walk over the plan: along a floor, and to the nearest unit of the floor above or below. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const here = (event.target as HTMLElement).closest<HTMLElement>(".plan-unit");
  if (!here || !["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "ArrowLeft") return (here.previousElementSibling as HTMLElement | null)?.focus();
  if (event.key === "ArrowRight") return (here.nextElementSibling as HTMLElement | null)?.focus();
  const middle = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.left + box.width / 2;
  };
  let floor = here.closest(".plan-floor");
  do floor = (event.key === "ArrowUp" ? floor?.previousElementSibling : floor?.nextElementSibling) ?? null;
  while (floor && !floor.querySelector(".plan-unit"));
  const nearest = [...(floor?.querySelectorAll<HTMLElement>(".plan-unit") ?? [])].sort((a, b) => Math.abs(middle(a) - middle(here)) - Math.abs(middle(b) - middle(here)))[0];
  nearest?.focus();
}

function Legend({ floors, markOf }: { readonly floors: readonly PlanFloor[]; readonly markOf: (unitId: string) => PlanMark | undefined }) {
  const { t } = useLanguage();
  const format = useFormat();
  const marks = floors.flatMap(({ units }) => units.map(({ unit }) => ({ unit, mark: markOf(unit.id) })));
  const byTone = Map.groupBy(
    marks.filter(({ mark }) => mark),
    ({ mark }) => mark?.tone as PlanTone,
  );
  const shownTones = planTones.filter((tone) => byTone.has(tone));
  return (
    <section className="plan-legend" aria-label={t(text.legend)}>
      <ul>
        {shownTones.map((tone) => {
          const units = byTone.get(tone) ?? [];
          const area = units.reduce((sum, { unit }) => sum + (unit.grossCenti ?? 0), 0) / 100;
          return (
            <li key={tone}>
              <span className={`plan-swatch plan-${tone}`} aria-hidden="true" />
              <span>{t(units[0]?.mark?.state ?? text.unknown)}</span>
              <span className="plan-legend-count">
                {units.length} · {t(text.area, { area: format.number(area, 0) })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function UnitFacts({
  unit,
  marks,
}: {
  readonly unit: PlanUnit | null;
  readonly marks: readonly { readonly layer: PlanLayer; readonly markOf: (unitId: string) => PlanMark | undefined }[];
}) {
  const { t } = useLanguage();
  const format = useFormat();
  if (!unit) return <p className="plan-facts plan-facts-hint tk-no-print">{t(text.factsHint)}</p>;
  const lines = [
    { label: text.use, value: t(unitUses[unit.use]) },
    ...(unit.grossCenti ? [{ label: text.grossArea, value: t(text.area, { area: format.number(unit.grossCenti / 100, 2) }) }] : []),
    ...marks.flatMap(({ markOf }) => markOf(unit.id)?.lines ?? []),
  ];
  return (
    <section className="plan-facts tk-no-print" aria-label={t(text.facts)} aria-live="polite">
      <h3>{unit.unitNo}</h3>
      <dl>
        {lines.map(({ label, value }) => (
          <div key={label.zh}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
