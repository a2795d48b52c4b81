import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  imports: words("租赁台账导入", "Rent-roll imports"),
  companyImports: words("多项目台账导入", "Imports for several sites"),
} as const;
