import type { Words } from "#kernel/words.ts";
import type { InspectionState, ItemState } from "./inspection.ts";
import type { Condition, Responsible } from "./names.ts";

/** An item that is not as it was when the tenant moved in. Manual 2.1.3-3. */
export interface Difference {
  readonly lineKey: string;
  readonly unit: string;
  readonly area: Words;
  readonly part: Words;
  /** `1座 18F 1803 · 办公区`. */
  readonly place: Words;
  readonly baseline: Condition | null;
  readonly now: Condition;
  readonly textThen: string;
  readonly text: string;
  readonly photosThen: readonly string[];
  readonly photosNow: readonly string[];
  readonly responsible: Responsible | null;
  readonly tenantSays: ItemState["tenantSays"];
}

/** One item then and now; `then` is missing where the baseline did not have it. */
export interface Twin {
  readonly then: ItemState | null;
  readonly now: ItemState;
  readonly isDifferent: boolean;
}

/** Every item of `now` beside the same of `then`, differences first, otherwise in the order of the list. */
export function twinsOf(then: InspectionState | null, now: InspectionState): Twin[] {
  const before = new Map(then?.items.map((item) => [item.line.key, item]));
  const twins = now.items.map((item): Twin => {
    const old = before.get(item.line.key) ?? null;
    return { then: old, now: item, isDifferent: differs(old, item) };
  });
  return [...twins.filter(({ isDifferent }) => isDifferent), ...twins.filter(({ isDifferent }) => !isDifferent)];
}

/** What is worse than at the move-in: defective or missing now, and not said in the same words then. */
export const differencesBetween = (then: InspectionState | null, now: InspectionState): Difference[] =>
  twinsOf(then, now)
    .filter(({ isDifferent }) => isDifferent)
    .map(({ then: old, now: item }) => ({
      lineKey: item.line.key,
      unit: item.line.unit,
      area: item.line.area,
      part: item.line.part,
      place: { zh: `${item.line.unit} · ${item.line.area.zh}`, en: `${item.line.unit} · ${item.line.area.en}` },
      baseline: old?.condition ?? null,
      now: item.condition as Condition,
      textThen: old?.text ?? "",
      text: item.text,
      photosThen: old?.photos ?? [],
      photosNow: item.photos,
      responsible: item.responsible,
      tenantSays: item.tenantSays,
    }));

/** A defect of the move-in that stands in the same words is no difference: it was there before. */
function differs(then: ItemState | null, now: ItemState): boolean {
  if (now.condition === null || now.condition === "ok") return false;
  return then === null || then.condition !== now.condition || then.text.trim() !== now.text.trim();
}
