import { words } from "#kernel/words.ts";

export const portalLabels = { moveOut: words("退租与放行", "Move-out, release") } as const;
