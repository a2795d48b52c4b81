import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  cases: words("退租", "Move-outs"),
  slips: words("物品放行", "Goods release"),
  gate: words("门岗核验", "At the gate"),
  portal: words("退租与放行", "Move-out and release"),
} as const;
