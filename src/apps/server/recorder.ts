import { newId } from "#kernel/id.ts";
import type { Recorder } from "#platform/runtime.ts";

/** What `ctx.record` does. */
export const recorder: Recorder = async () => newId();
