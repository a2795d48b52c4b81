import { useSuspenseQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Words } from "#kernel/words.ts";

/** How a unit stands in one layer of the stacking plan. `tone` names a colour and its pattern; `say` is what it means, so that colour is never the only signal. */
export interface PlanMark {
  readonly tone: PlanTone;
  /** What it means, as in the legend: 已出租. */
  readonly state: Words;
  /** A short line in the unit's box: the tenant, the day the lease ends. */
  readonly short?: string;
  /** Lines for the panel of facts. */
  readonly lines: readonly { readonly label: Words; readonly value: string }[];
}

/** From calm to urgent; `none` is an empty unit. */
export const planTones = ["none", "calm", "near", "soon", "urgent", "quiet"] as const;
export type PlanTone = (typeof planTones)[number];

/** One way to colour the stacking plan. Later features provide them; the app lists them. */
export interface PlanLayer {
  readonly key: string;
  readonly label: Words;
  /** A hook: how each unit stands; `undefined` while loading or for a unit the layer says nothing of. */
  readonly useMarks: (siteId: string) => (unitId: string) => PlanMark | undefined;
}

const PlanLayersContext = createContext<() => Promise<readonly PlanLayer[]>>(async () => []);
/** Its value loads the layers, for nobody but the plan needs them. */
export const PlanLayersProvider = PlanLayersContext.Provider;

/** The layers of the plan; suspends until their code is here. */
export function usePlanLayers(): readonly PlanLayer[] {
  const load = useContext(PlanLayersContext);
  return useSuspenseQuery({ queryKey: ["planLayers"], queryFn: load, staleTime: Infinity, structuralSharing: false }).data;
}
