import { words } from "#kernel/words.ts";

export const labels = { statements: words("对账单", "Statements") } as const;
