import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  sites: words("项目", "Sites"),
  plan: words("楼层图", "Stacking plan"),
  entities: words("法人主体", "Legal entities"),
  places: words("楼栋与单元", "Buildings and units"),
} as const;
