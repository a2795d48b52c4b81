import type { ValueOf } from "#kernel/contract.ts";
import { type Id, newId } from "#kernel/id.ts";
import { asHouse } from "#platform/asHouse.ts";
import type { SiteContext } from "#platform/context.ts";
import type { inspectionSigned } from "#features/handover/contract.ts";
import type { Difference } from "#features/handover/rules.ts";
import { differencesOf } from "#features/handover/server/index.ts";
import { putDifferences } from "./change.ts";
import type { StoredItem } from "./items.ts";

/** Hears that both signed the inspection of a move-out: each difference that the tenant may answer for becomes a line to be priced. Manual 2.1.3-3, 2.1.3-4. */
export async function hearOfDifferences(outside: SiteContext, { type, caseId, inspectionId }: ValueOf<(typeof inspectionSigned)["facts"]>): Promise<void> {
  if (type !== "moveOut" || !caseId) return;
  const ctx = await asHouse(outside);
  const found = (await differencesOf(ctx, inspectionId)).filter(({ responsible }) => responsible === null || responsible === "tenant");
  await putDifferences(
    ctx,
    caseId as Id<"moveOut">,
    found.map(({ lineKey, part, place, text }) => ({
      id: newId<"settlementItem">(),
      inspectionId,
      lineKey,
      title: part.zh.slice(0, 200),
      place: place.zh.slice(0, 200),
      note: text,
    })),
  );
}

/** The twins of the lines that come from an inspection, by line key: what it looked like then and now. */
export async function twinsOfItems(ctx: SiteContext, items: readonly Pick<StoredItem, "difference">[]): Promise<Map<string, Difference>> {
  const inspections = [...new Set(items.flatMap(({ difference }) => difference?.inspectionId ?? []))];
  const twins = new Map<string, Difference>();
  for (const inspectionId of inspections) for (const found of await differencesOf(ctx, inspectionId)) twins.set(`${inspectionId} ${found.lineKey}`, found);
  return twins;
}
