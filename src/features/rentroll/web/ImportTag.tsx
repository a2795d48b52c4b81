import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import type { ImportStatus } from "../rules.ts";
import { text } from "./text.ts";

const tones: Readonly<Record<ImportStatus, Tone>> = {
  draft: "open",
  previewing: "open",
  previewed: "warn",
  running: "open",
  done: "good",
  failed: "late",
  undoing: "open",
  undone: "quiet",
};

export function ImportTag({ status }: { readonly status: ImportStatus }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[status]}>{t(text[status])}</StatusTag>;
}
