import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { type BillState, billStates } from "../rules.ts";

const tones: Readonly<Record<BillState, Tone>> = { open: "open", overdue: "late", partly: "warn", settled: "good", credited: "quiet", credit: "quiet" };

export function BillStateTag({ state }: { readonly state: BillState }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[state]}>{t(billStates[state])}</StatusTag>;
}
