import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  scores: words("考核得分", "Scores"),
  monthly: words("月度考核表", "Monthly sheet"),
  people: words("个人与部门", "By person"),
  exceptions: words("例外清单", "Exceptions"),
  group: words("集团考核", "Group scores"),
} as const;
