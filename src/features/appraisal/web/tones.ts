import type { Tone } from "#ui/StatusTag.tsx";
import type { Verdict } from "../rules.ts";

export const verdictTones = { kept: "good", late: "late", missed: "late", overridden: "warn", overdue: "late", excused: "quiet" } as const satisfies Record<Verdict, Tone>;
