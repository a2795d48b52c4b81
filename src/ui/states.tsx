import { InboxOutlined, StopOutlined, WarningOutlined } from "@ant-design/icons";
import { Spin } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemError } from "#platform/web/problem.ts";
import { Button } from "./Button.tsx";
import { useProblemSentences } from "./problemSentences.ts";
import { text } from "./text.ts";

/** An empty screen that teaches the next step: what would stand here, why, and the button that begins it. */
export function EmptyTeaching({
  title,
  children,
  action,
  icon = <InboxOutlined />,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}) {
  return (
    <div className="tk-empty">
      <span className="tk-empty-icon" aria-hidden="true">
        {icon}
      </span>
      <p className="tk-empty-title">{title}</p>
      {children && <div className="tk-empty-text">{children}</div>}
      {action && <div className="tk-actions">{action}</div>}
    </div>
  );
}

/** While code or data load. */
export function Pending() {
  const { t } = useLanguage();
  return (
    <div className="tk-pending" role="status">
      <Spin />
      <span className="tk-visually-hidden">{t(text.loading)}</span>
    </div>
  );
}

/** Nothing here, or nothing this person may see: the two are told alike. */
export function NotFound() {
  const { t } = useLanguage();
  return (
    <EmptyTeaching title={t(text.notFound)} icon={<StopOutlined />}>
      {t(text.notFoundHint)}
    </EmptyTeaching>
  );
}

/** In place of a screen that could not be shown. */
export function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useLanguage();
  const sentences = useProblemSentences();
  if (error instanceof ProblemError && error.status === 404) return <NotFound />;
  const [first = "", ...others] = sentences(error);
  return (
    <EmptyTeaching title={first} icon={<WarningOutlined />} action={<Button onPress={retry}>{t(text.retry)}</Button>}>
      {others.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </EmptyTeaching>
  );
}
