import { words } from "#kernel/words.ts";

export const labels = { documents: words("文书", "Documents") };
