import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  tenants: words("租户", "Tenants"),
} as const;
