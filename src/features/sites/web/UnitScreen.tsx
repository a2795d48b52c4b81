import { useSuspenseQuery } from "@tanstack/react-query";
import { Popconfirm } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Facts, Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getUnit, removeUnit, sitesRights } from "../contract.ts";
import { unitStates, unitUses } from "../rules.ts";
import { text } from "./text.ts";
import { UnitDrawer } from "./UnitDrawer.tsx";

/** A unit: where it lies, what it measures, and what later features add: its leases, its open cases. */
export function UnitScreen({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const unit = useSuspenseQuery(query(getUnit, { params: { siteId, unitId } })).data;
  const [changing, setChanging] = useState(false);
  const remove = useCommand(removeUnit, { onDone: () => go(href("sites/places")) });
  const area = (centi: number | null) => (centi === null ? t(text.unknown) : t(text.area, { area: format.number(centi / 100, 2) }));
  return (
    <Page
      title={t(text.unitTitle, { unitNo: unit.unitNo })}
      mark={<StatusTag tone={unit.state === "lettable" ? "good" : "quiet"}>{t(unitStates[unit.state])}</StatusTag>}
      lead={unit.place}
      crumbs={[{ label: t(text.plan), href: href("sites/plan") }, { label: unit.unitNo }]}
      actions={
        may(sitesRights.edit) && (
          <>
            <Button onPress={() => setChanging(true)}>{t(text.change)}</Button>
            <Popconfirm title={t(text.removeUnitTitle, { unitNo: unit.unitNo })} onConfirm={() => remove.mutate({ params: { siteId, unitId } })}>
              <Button danger loading={remove.isPending}>
                {t(text.remove)}
              </Button>
            </Popconfirm>
          </>
        )
      }
    >
      <ProblemNote error={remove.error} />
      <Facts
        facts={[
          { label: t(text.use), value: t(unitUses[unit.use]) },
          { label: t(text.gross), value: area(unit.grossCenti) },
          { label: t(text.net), value: area(unit.netCenti) },
          { label: t(text.chargeable), value: area(unit.chargeableCenti) },
        ]}
      />
      <Parts place="unit" props={{ siteId, unitId }} />
      <UnitDrawer siteId={siteId} open={changing} unit={unit} onClose={() => setChanging(false)} />
    </Page>
  );
}
