import type { WireOf } from "#kernel/contract.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { leadField } from "../../contract/leads.ts";
import { budgetUnits } from "../../rules/leads.ts";
import { text } from "./text.ts";

export type LeadReply = WireOf<typeof leadField>;

/** How a lead's need reads: 300–500 ㎡ · 5.50 元/㎡·天. */
export function useNeed(): (lead: Pick<LeadReply, "areaMinCenti" | "areaMaxCenti" | "budget" | "budgetUnit">) => string {
  const { t } = useLanguage();
  const { number } = useFormat();
  return ({ areaMinCenti, areaMaxCenti, budget, budgetUnit }) => {
    const [from, to] = [areaMinCenti, areaMaxCenti].map((centi) => (centi === null ? null : number(centi / 100)));
    const area = from && to ? t(text.sqm, { area: from === to ? from : `${from}–${to}` }) : from ? t(text.fromArea, { area: from }) : to ? t(text.upTo, { area: to }) : "";
    return [area, budget && `${budget} ${t(budgetUnits[budgetUnit])}`].filter(Boolean).join(" · ");
  };
}

/** Days compare as text: both are ISO. */
export const isLate = ({ nextOn, endedAt }: Pick<LeadReply, "nextOn" | "endedAt">, today: string): boolean => endedAt === null && nextOn !== null && nextOn < today;

export const nameOf = ({ company, contactName }: Pick<LeadReply, "company" | "contactName">): string => company || contactName;
