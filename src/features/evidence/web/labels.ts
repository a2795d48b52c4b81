import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  evidence: words("存证", "Evidence"),
  verification: words("存证核验", "Verification"),
} as const;
