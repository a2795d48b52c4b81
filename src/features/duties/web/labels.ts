import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  myDay: words("我的应办", "My day"),
  duties: words("应办清单", "Duties"),
  escalations: words("逾期升级", "Escalations"),
  calendar: words("工作日历", "Working calendar"),
} as const;
