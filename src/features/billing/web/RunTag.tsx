import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { type RunStatus, runStatuses } from "../rules.ts";

const tones: Readonly<Record<RunStatus, Tone>> = { queued: "paused", running: "open", done: "good", failed: "late" };

export function RunTag({ status }: { readonly status: RunStatus }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[status]}>{t(runStatuses[status])}</StatusTag>;
}
