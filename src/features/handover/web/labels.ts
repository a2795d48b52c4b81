import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  inspections: words("验房", "Inspections"),
  defects: words("验房缺陷", "Defects"),
  itemList: words("验房清单", "Item list"),
  cards: words("门禁卡与钥匙", "Cards and keys"),
} as const;
