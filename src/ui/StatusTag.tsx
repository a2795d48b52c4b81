import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined, PauseCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

/** How something stands; each tone has its own icon, so that colour is never the only signal. */
export type Tone = "good" | "open" | "late" | "warn" | "quiet" | "paused" | "unknown";

const icons: Readonly<Record<Tone, ReactNode>> = {
  good: <CheckCircleOutlined />,
  open: <ClockCircleOutlined />,
  late: <ExclamationCircleOutlined />,
  warn: <ExclamationCircleOutlined />,
  quiet: <MinusCircleOutlined />,
  paused: <PauseCircleOutlined />,
  unknown: <QuestionCircleOutlined />,
};

/** A short word on how something stands: dark text on a pale ground. */
export function StatusTag({ tone, icon, children }: { readonly tone: Tone; readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <span className={`tk-tag tk-tag-${tone}`}>
      <span aria-hidden="true">{icon ?? icons[tone]}</span>
      {children}
    </span>
  );
}
