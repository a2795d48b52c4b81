import { useQuery } from "@tanstack/react-query";
import type { PlanLayer, PlanMark } from "#features/sites/web/planLayers.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { openByUnit } from "../contract.ts";
import { text } from "./text.ts";

/** Where cases are open, and where one is overdue: a layer of the stacking plan. */
export const openCasesLayer: PlanLayer = {
  key: "openCases",
  label: text.openCasesLayer,
  useMarks(siteId) {
    const { t } = useLanguage();
    const { data } = useQuery(query(openByUnit, { params: { siteId } }));
    const byUnit = new Map(data?.units.map((unit) => [unit.unitId as string, unit]));
    return (unitId): PlanMark | undefined => {
      if (!data) return undefined;
      const found = byUnit.get(unitId);
      if (!found) return { tone: "quiet", state: text.noOpen, lines: [] };
      const lines = [
        { label: text.openCasesLayer, value: String(found.open) },
        { label: text.overdue, value: String(found.overdue) },
      ];
      return { tone: found.overdue > 0 ? "urgent" : "near", state: found.overdue > 0 ? text.overdueOpen : text.someOpen, short: t(text.countCases, { count: found.open }), lines };
    };
  },
};
