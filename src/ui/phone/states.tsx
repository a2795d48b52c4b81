import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemError } from "#platform/web/problem.ts";
import { useProblemSentences } from "../problemSentences.ts";
import { text } from "../text.ts";
import { Act } from "./controls.tsx";

/** An empty screen that teaches the next step. */
export function EmptyTeaching({ title, children, action }: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="tk-empty">
      <p className="tk-empty-title">{title}</p>
      {children && <div className="tk-empty-text">{children}</div>}
      {action}
    </div>
  );
}

/** While code or data load. */
export function Pending() {
  const { t } = useLanguage();
  return (
    <div className="tk-pending" role="status">
      {t(text.loading)}
    </div>
  );
}

export function NotFound() {
  const { t } = useLanguage();
  return <EmptyTeaching title={t(text.notFound)}>{t(text.notFoundHint)}</EmptyTeaching>;
}

/** In place of a screen that could not be shown. */
export function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useLanguage();
  const sentences = useProblemSentences();
  if (error instanceof ProblemError && error.status === 404) return <NotFound />;
  return <EmptyTeaching title={sentences(error).join(" ")} action={<Act onClick={retry}>{t(text.retry)}</Act>} />;
}
