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

/** One item at the move-in and now; `before` is missing where the baseline did not have it. */
export interface Twin {
  readonly before: ItemState | null;
  readonly now: ItemState;
  readonly isDifferent: boolean;
}

/** Every item of `now` beside the same of the baseline, differences first, otherwise in the order of the list. */
export function twinsOf(baseline: InspectionState | null, now: InspectionState): Twin[] {
  const known = new Map(baseline?.items.map((item) => [item.line.key, item]));
  const twins = now.items.map((item): Twin => {
    const before = known.get(item.line.key) ?? null;
    return { before, now: item, isDifferent: differs(before, item) };
  });
  return [...twins.filter(({ isDifferent }) => isDifferent), ...twins.filter(({ isDifferent }) => !isDifferent)];
}

/** What is worse than at the move-in: defective or missing now, and not said in the same words then. */
export const differencesBetween = (baseline: InspectionState | null, now: InspectionState): Difference[] =>
  twinsOf(baseline, now)
    .filter(({ isDifferent }) => isDifferent)
    .map(({ before: old, now: item }) => ({
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
function differs(before: ItemState | null, now: ItemState): boolean {
  if (now.condition === null || now.condition === "ok") return false;
  return before === null || before.condition !== now.condition || before.text.trim() !== now.text.trim();
}
