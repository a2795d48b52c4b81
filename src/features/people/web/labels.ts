import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  members: words("项目成员", "People of this site"),
  people: words("人员与账号", "People and accounts"),
} as const;
