import { CalculatorOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import type { Language } from "#kernel/words.ts";
import type { ReplyOf } from "#platform/web/client.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import type { listDuties } from "../contract.ts";
import { outcomeNames } from "../rules.ts";
import { text } from "./text.ts";

export type DutyReply = ReplyOf<typeof listDuties>["items"][number];

/** How a duty stands: overdue by how much, due when in people's words, paused, or how it ended. */
export function DueTime({ duty }: { readonly duty: DutyReply }) {
  const { t } = useLanguage();
  const now = useNow();
  const { deadline, inWords, timeLeft } = useFormat();
  if (duty.outcome) return <StatusTag tone={duty.outcome === "kept" ? "good" : duty.outcome === "excused" ? "quiet" : "late"}>{t(outcomeNames[duty.outcome])}</StatusTag>;
  if (duty.isPaused) return <StatusTag tone="paused">{t(text.paused)}</StatusTag>;
  const isOverdue = Temporal.Instant.compare(now, Temporal.Instant.from(duty.dueAt)) > 0;
  return (
    <span className="duty-due">
      {isOverdue ? <StatusTag tone="late">{timeLeft(duty.dueAt)}</StatusTag> : <span>{deadline(duty.dueAt)}</span>}
      <span className="tk-quiet">{isOverdue ? inWords(duty.dueAt) : timeLeft(duty.dueAt)}</span>
      {duty.isProvisional && <StatusTag tone="unknown">{t(text.provisional)}</StatusTag>}
    </span>
  );
}

/** Opens the arithmetic of a due time. */
export function Arithmetic({ duty }: { readonly duty: DutyReply }) {
  const { t, language } = useLanguage();
  return (
    <Popover trigger={["click"]} title={t(text.arithmetic)} content={<ArithmeticLines explanation={duty.explanation} language={language} isProvisional={duty.isProvisional} />}>
      <button type="button" className="duty-arithmetic" aria-label={t(text.arithmeticOf, { subject: duty.subject.label })}>
        <CalculatorOutlined aria-hidden />
      </button>
    </Popover>
  );
}

/** The arithmetic step by step, as it is printed. */
export function ArithmeticLines({
  explanation,
  language,
  isProvisional,
}: {
  readonly explanation: Readonly<Record<Language, string>>;
  readonly language: Language;
  readonly isProvisional: boolean;
}) {
  const { t } = useLanguage();
  return (
    <>
      <ol className="duty-steps">
        {explanation[language].split(language === "zh" ? "；" : "; ").map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {isProvisional && <p className="tk-quiet">{t(text.provisionalHint)}</p>}
    </>
  );
}
