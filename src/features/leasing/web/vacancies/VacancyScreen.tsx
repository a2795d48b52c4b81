import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { type UnitUse, unitUses } from "#features/sites/rules.ts";
import { leasingRights } from "../../contract/rights.ts";
import { exportVacancies, listVacancies, type vacancyField } from "../../contract/vacancies.ts";
import { priceUnits } from "../../rules/terms.ts";
import { usesToLet } from "../../rules/vacancies.ts";
import { AskingDrawer } from "./AskingDrawer.tsx";
import { ShareDrawer } from "./ShareDrawer.tsx";
import { SharedLists } from "./SharedLists.tsx";
import { text } from "./text.ts";

type Vacancy = WireOf<typeof vacancyField>;

/** What can be let now or soon: chosen units are priced, and sent as a list. */
export function VacancyScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = useToday();
  const mayEdit = useMay()(leasingRights.edit);
  const [{ by, use }, setFilters] = useFilters({ by: today, use: "" });
  const asked = { by, ...(use ? { use: use as UnitUse } : {}) };
  const vacancies = useInfiniteQuery(infinite(listVacancies, { params: { siteId }, query: asked }));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [act, setAct] = useState<"asking" | "share" | null>(null);
  const close = () => setAct(null);
  const against = selected.size === 0 ? [{ sentence: t(text.chooseFirst) }] : [];
  return (
    <Page
      title={t(text.vacancies)}
      lead={t(text.vacanciesLead)}
      actions={
        mayEdit && (
          <>
            {selected.size > 0 && <span className="tk-quiet">{t(text.chosen, { count: selected.size })}</span>}
            <Button unless={against} onPress={() => setAct("asking")}>
              {t(text.setPrice)}
            </Button>
            <Button type="primary" unless={against} onPress={() => setAct("share")}>
              {t(text.share)}
            </Button>
          </>
        )
      }
    >
      <DataTable<Vacancy>
        label={t(text.vacancies)}
        rows={vacancies}
        rowKey={({ unitId }) => unitId}
        href={({ unitId }) => href(`sites/units/${unitId}`)}
        exportHref={linkTo(exportVacancies, { params: { siteId }, query: asked })}
        {...(mayEdit ? { selection: { selected, onChange: setSelected, label: ({ place }: Vacancy) => t(text.choose, { place }) } } : {})}
        filters={
          <div className="tk-row">
            <label className="tk-row">
              {t(text.by)}
              <DayInput aria-label={t(text.by)} value={by} min={today} onChange={(day) => setFilters({ by: day })} />
            </label>
            <Select
              aria-label={t(text.use)}
              style={{ minWidth: 140 }}
              value={use}
              onChange={(chosen) => setFilters({ use: chosen })}
              options={[{ value: "", label: t(text.allUses) }, ...usesToLet.map((value) => ({ value: value as string, label: t(unitUses[value]) }))]}
            />
          </div>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
        columns={[
          { key: "unit", title: t(text.unit), card: "heading", render: ({ place }) => place },
          { key: "area", title: t(text.area), width: "130px", align: "end", render: ({ areaCenti }) => (areaCenti === null ? "—" : format.number(areaCenti / 100, 2)) },
          { key: "use", title: t(text.use), width: "110px", from: "medium", render: ({ use: of }) => t(unitUses[of]) },
          { key: "free", title: t(text.freeFrom), width: "140px", render: ({ freeFrom }) => (freeFrom === today ? t(text.now) : format.day(freeFrom)) },
          { key: "asking", title: t(text.asking), width: "190px", render: ({ asking }) => (asking ? `${asking.price} ${t(priceUnits[asking.priceUnit])}` : t(text.onRequest)) },
          { key: "held", title: t(text.held), width: "150px", render: ({ heldUntil }) => (heldUntil ? t(text.heldUntil, { until: format.day(heldUntil) }) : "—") },
        ]}
      />
      <SharedLists siteId={siteId} />
      {act === "asking" && <AskingDrawer siteId={siteId} unitIds={[...selected]} onClose={close} />}
      {act === "share" && <ShareDrawer siteId={siteId} unitIds={[...selected]} by={by} onClose={close} />}
    </Page>
  );
}
