import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  cases: words("装修个案", "Fit-outs"),
  setting: words("装修设置", "Fit-out settings"),
  portal: words("装修", "Fit-out"),
} as const;
