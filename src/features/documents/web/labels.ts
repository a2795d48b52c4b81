import { words } from "#kernel/words.ts";

/** How the navigation names the screens. */
export const labels = {
  documents: words("文书", "Documents"),
  settings: words("文书设置", "Document settings"),
} as const;
