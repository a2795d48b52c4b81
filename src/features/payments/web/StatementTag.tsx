import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { type StatementStatus, statementStatuses } from "../rules.ts";

const tones: Readonly<Record<StatementStatus, Tone>> = { draft: "open", previewing: "open", previewed: "open", running: "open", done: "good", failed: "late", undone: "quiet" };

export function StatementTag({ status }: { readonly status: StatementStatus }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[status]}>{t(statementStatuses[status])}</StatusTag>;
}
