import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  manual: words("服务手册", "Manual"),
  procedures: words("流程", "Procedures"),
  parameters: words("手册参数", "Manual parameters"),
  editions: words("手册版本", "Editions"),
} as const;
