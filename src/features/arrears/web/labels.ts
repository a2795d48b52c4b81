import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  board: words("欠费催收", "Arrears"),
  ageing: words("账龄分析", "Ageing"),
  setting: words("催收设置", "Collection settings"),
} as const;
