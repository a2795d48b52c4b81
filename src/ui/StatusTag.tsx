import CheckCircleOutlined from "@ant-design/icons/CheckCircleOutlined";
import ClockCircleOutlined from "@ant-design/icons/ClockCircleOutlined";
import ExclamationCircleOutlined from "@ant-design/icons/ExclamationCircleOutlined";
import MinusCircleOutlined from "@ant-design/icons/MinusCircleOutlined";
import PauseCircleOutlined from "@ant-design/icons/PauseCircleOutlined";
import QuestionCircleOutlined from "@ant-design/icons/QuestionCircleOutlined";
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
