import { Steps } from "antd";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "./text.ts";

/** How far one is: file, columns, preview, result. */
export function ImportSteps({ current, isFailed = false }: { readonly current: 0 | 1 | 2 | 3; readonly isFailed?: boolean }) {
  const { t } = useLanguage();
  return (
    <Steps
      className="rentroll-steps"
      size="small"
      responsive={false}
      current={current}
      {...(isFailed ? { status: "error" as const } : {})}
      items={[text.stepFile, text.stepMap, text.stepPreview, text.stepResult].map((name) => ({ title: t(name) }))}
    />
  );
}
