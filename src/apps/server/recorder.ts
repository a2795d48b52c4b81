import { recordEvidence } from "#features/evidence/server/index.ts";

/** What `ctx.record` does. */
export const recorder = recordEvidence;
