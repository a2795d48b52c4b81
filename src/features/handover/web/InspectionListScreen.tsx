import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportInspections, handoverRights, listInspections } from "../contract.ts";
import { type InspectionStage, inspectionStages, type InspectionType, inspectionTypes } from "../rules.ts";
import { OpenDrawer } from "./Drawers.tsx";
import { Counts, StageTag } from "./parts.tsx";
import { text } from "./text.ts";

/** Every inspection, newest first, with how far it is. */
export function InspectionListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [filters, setFilters] = useFilters({ type: "", stage: "", q: "" });
  const [isOpening, setIsOpening] = useState(false);
  const asked = {
    ...(filters.type ? { type: filters.type as InspectionType } : {}),
    ...(filters.stage ? { stage: filters.stage as InspectionStage } : {}),
    ...(filters.q ? { search: filters.q } : {}),
  };
  const rows = useInfiniteQuery(infinite(listInspections, { params: { siteId }, query: asked }));
  return (
    <Page
      title={t(text.inspections)}
      lead={t(text.inspectionsLead)}
      actions={
        may(handoverRights.arrange) && (
          <Button type="primary" keys="n" onPress={() => setIsOpening(true)}>
            {t(text.open)}
          </Button>
        )
      }
    >
      <DataTable
        label={t(text.inspections)}
        rows={rows}
        rowKey={({ id }) => id}
        href={({ id }) => href(`handover/inspections/${id}`)}
        exportHref={linkTo(exportInspections, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noInspections)}>{t(text.noInspectionsHint)}</EmptyTeaching>}
        filters={
          <>
            <SearchInput label={t(text.search)} value={filters.q} onChange={(q) => setFilters({ q })} />
            <Select
              aria-label={t(text.type)}
              value={filters.type}
              style={{ minWidth: 150 }}
              options={[
                { value: "", label: t(text.allTypes) },
                ...(Object.keys(inspectionTypes) as InspectionType[]).map((value) => ({ value, label: t(inspectionTypes[value]) })),
              ]}
              onChange={(type) => setFilters({ type })}
            />
            <Select
              aria-label={t(text.stage)}
              value={filters.stage}
              style={{ minWidth: 150 }}
              options={[
                { value: "", label: t(text.allStages) },
                ...(Object.keys(inspectionStages) as InspectionStage[]).map((value) => ({ value, label: t(inspectionStages[value]) })),
              ]}
              onChange={(stage) => setFilters({ stage })}
            />
          </>
        }
        columns={[
          { key: "place", title: t(text.place), card: "heading", render: ({ place }) => place },
          { key: "type", title: t(text.type), width: "120px", render: ({ type }) => t(inspectionTypes[type]) },
          { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant },
          { key: "stage", title: t(text.stage), width: "140px", card: "mark", render: ({ stage }) => <StageTag stage={stage} /> },
          { key: "progress", title: t(text.progress), width: "220px", render: ({ counts }) => <Counts counts={counts} /> },
          { key: "assignee", title: t(text.assignee), width: "110px", render: ({ assignee }) => assignee ?? <span className="tk-quiet">{t(text.nobody)}</span> },
          {
            key: "appointment",
            title: t(text.appointment),
            width: "150px",
            from: "wide",
            render: ({ appointmentAt }) => (appointmentAt ? format.shortMoment(appointmentAt) : <span className="tk-quiet">{t(text.noAppointment)}</span>),
          },
        ]}
      />
      <OpenDrawer siteId={siteId} open={isOpening} onClose={() => setIsOpening(false)} />
    </Page>
  );
}
