import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { PlanLayer, PlanMark } from "#features/sites/web/planLayers.ts";
import { infinite, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listCases } from "../contract.ts";
import { CaseTable } from "./CaseTable.tsx";
import { text } from "./text.ts";

/** The cases of a unit, on its page. */
export const UnitCases = ({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) => <CasesOf siteId={siteId} filter={{ unitId }} />;

/** The cases of a tenant, on its page. */
export const TenantCases = ({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) => <CasesOf siteId={siteId} filter={{ tenantId }} />;

function CasesOf({ siteId, filter }: { readonly siteId: string; readonly filter: { readonly unitId?: string; readonly tenantId?: string } }) {
  const { t } = useLanguage();
  const cases = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: { view: "all", ...filter } }));
  return (
    <Section title={t(text.cases)}>
      <CaseTable rows={cases} brief empty={<EmptyTeaching title={t(text.none)} />} />
    </Section>
  );
}

/** Where cases are open, and where one is overdue: a layer of the stacking plan. */
export const openCasesLayer: PlanLayer = {
  key: "openCases",
  label: text.openCasesLayer,
  useMarks(siteId) {
    const { t } = useLanguage();
    const { data } = useQuery(query(listCases, { params: { siteId }, query: { view: "open", limit: 200 } }));
    const byUnit = Map.groupBy(
      (data?.items ?? []).filter(({ unitId }) => unitId !== null),
      ({ unitId }) => unitId as string,
    );
    return (unitId): PlanMark | undefined => {
      if (!data) return undefined;
      const cases = byUnit.get(unitId) ?? [];
      if (cases.length === 0) return { tone: "quiet", state: text.noOpen, lines: [] };
      const isOverdue = cases.some((found) => found.isOverdue);
      return {
        tone: isOverdue ? "urgent" : "near",
        state: isOverdue ? text.overdueOpen : text.someOpen,
        short: t(text.countCases, { count: cases.length }),
        lines: cases.slice(0, 5).map(({ caseNo, title }) => ({ label: { zh: caseNo, en: caseNo }, value: title })),
      };
    };
  },
};
