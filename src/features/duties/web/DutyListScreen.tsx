import { useInfiniteQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { roleNames, type Role } from "#kernel/role.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { dutyStates, exportDuties, listDuties } from "../contract.ts";
import { type Outcome, outcomeNames } from "../rules.ts";
import { DutyDrawer } from "./DutyDrawer.tsx";
import { DutyRows } from "./DutyRows.tsx";
import { text } from "./text.ts";

/** Every duty of the site, by state; other screens open it with a standard, a clause or a span of days in the address. */
export function DutyListScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const [{ duty, ...filters }, setFilters] = useFilters({ state: "open", role: "", outcome: "", standard: "", clause: "", owner: "", from: "", to: "", duty: "" });
  const state = dutyStates.find((known) => known === filters.state) ?? "open";
  const asked = {
    state,
    ...(filters.role ? { ownerRole: filters.role as Role } : {}),
    ...(filters.outcome && state === "closed" ? { outcome: filters.outcome as Outcome } : {}),
    ...(filters.standard ? { standard: filters.standard } : {}),
    ...(filters.clause ? { clause: filters.clause } : {}),
    ...(filters.owner ? { ownerId: filters.owner } : {}),
    ...(filters.from && state === "closed" ? { from: filters.from } : {}),
    ...(filters.to && state === "closed" ? { to: filters.to } : {}),
  };
  const duties = useInfiniteQuery(infinite(listDuties, { params: { siteId }, query: asked }));
  return (
    <Page title={t(text.duties)} lead={t(text.dutiesLead)}>
      <DutyRows
        label={t(text.duties)}
        rows={duties}
        showClosing={state === "closed"}
        onDetails={({ id }) => setFilters({ duty: id })}
        exportHref={linkTo(exportDuties, { params: { siteId }, query: { ...asked, language } })}
        filters={
          <>
            <Segmented
              aria-label={t(text.state)}
              value={state}
              onChange={(value) => setFilters({ state: value })}
              options={dutyStates.map((value) => ({ value, label: t(text[value]) }))}
            />
            <Select
              aria-label={t(text.role)}
              value={filters.role}
              onChange={(role) => setFilters({ role })}
              showSearch={{ optionFilterProp: "label" }}
              popupMatchSelectWidth={false}
              options={[{ value: "", label: t(text.anyRole) }, ...Object.entries(roleNames).map(([value, label]) => ({ value, label: t(label) }))]}
            />
            {state === "closed" && (
              <Select
                aria-label={t(text.outcome)}
                value={filters.outcome}
                onChange={(outcome) => setFilters({ outcome })}
                popupMatchSelectWidth={false}
                options={[{ value: "", label: t(text.anyOutcome) }, ...Object.entries(outcomeNames).map(([value, label]) => ({ value, label: t(label) }))]}
              />
            )}
          </>
        }
        empty={<EmptyTeaching title={t(text.noDuties)}>{t(text.nothingOwedHint)}</EmptyTeaching>}
      />
      <DutyDrawer siteId={siteId} dutyId={duty} onClose={() => setFilters({ duty: "" })} />
    </Page>
  );
}
