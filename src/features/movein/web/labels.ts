import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  cases: words("入驻", "Move-ins"),
  ownCases: words("入驻办理", "Moving in"),
} as const;
