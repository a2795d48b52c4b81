import { words } from "#kernel/words.ts";

/** How the portal's navigation names the screens. */
export const labels = { ownInspections: words("验房记录", "Inspections") } as const;
