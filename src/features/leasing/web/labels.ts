import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  leases: words("租约", "Leases"),
  ourLeases: words("租约", "Leases"),
} as const;
