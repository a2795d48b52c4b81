import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import type { Words } from "#kernel/words.ts";
import type { Tone } from "./StatusTag.tsx";

/** A figure that opens its rows. */
export function Stat({
  label,
  value,
  hint,
  href,
  tone,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly hint?: ReactNode;
  readonly href?: string;
  readonly tone?: Tone;
}) {
  const content = (
    <>
      <span className="tk-stat-label">{label}</span>
      <span className="tk-stat-value">{value}</span>
      {hint && <span className="tk-stat-hint">{hint}</span>}
    </>
  );
  const className = `tk-stat ${tone ? `tk-stat-${tone}` : ""}`;
  return href ? (
    <Link href={href} className={className}>
      {content}
    </Link>
  ) : (
    <div className={className}>{content}</div>
  );
}

export const Stats = ({ children }: { readonly children: ReactNode }) => <div className="tk-stats">{children}</div>;

export interface TimelineEntry {
  readonly key: string;
  readonly at: ReactNode;
  readonly title: ReactNode;
  readonly who?: ReactNode;
  readonly icon?: ReactNode;
  readonly tone?: Tone;
  readonly children?: ReactNode;
}

/** What happened, in order. */
export function Timeline({ entries, label }: { readonly entries: readonly TimelineEntry[]; readonly label: string }) {
  return (
    <ol className="tk-timeline" aria-label={label}>
      {entries.map(({ key, at, title, who, icon, tone = "quiet", children }) => (
        <li key={key} className={`tk-timeline-${tone}`}>
          <span className="tk-timeline-dot" aria-hidden="true">
            {icon}
          </span>
          <div className="tk-timeline-head">
            <strong>{title}</strong>
            {who && <span>{who}</span>}
            <time>{at}</time>
          </div>
          {children && <div className="tk-timeline-body">{children}</div>}
        </li>
      ))}
    </ol>
  );
}

/** How far long work has come; without `share`, that it goes on. */
export function ProgressBar({ label, share, detail }: { readonly label: string; readonly share?: number; readonly detail?: ReactNode }) {
  const percent = share === undefined ? undefined : Math.round(share * 100);
  return (
    <div className="tk-progress">
      <div className="tk-progress-text">
        <span>{label}</span>
        <span>{detail ?? (percent === undefined ? "" : `${percent} %`)}</span>
      </div>
      <progress aria-label={label} max={100} {...(percent === undefined ? {} : { value: percent })} />
    </div>
  );
}

/** A text that is kept in both languages: the reader's own first, the other one below, smaller. */
export function Bilingual({ words, both = false }: { readonly words: Words; readonly both?: boolean }) {
  const { language } = useLanguage();
  const other = language === "zh" ? "en" : "zh";
  if (!both || words[other] === "" || words[other] === words[language]) return <>{words[language]}</>;
  return (
    <span className="tk-bilingual">
      <span>{words[language]}</span>
      <span lang={other === "zh" ? "zh-CN" : "en"}>{words[other]}</span>
    </span>
  );
}
