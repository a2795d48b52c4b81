import type { ReactNode } from "react";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { meets, scoreOf, type Tally, unmeasured, writeCount } from "../rules.ts";
import { text } from "./text.ts";
import "./appraisal.css";

/** A score with its two numbers, opening the duties behind it, but for sums over sites; hatched where nothing was measured. The mark, not only the colour, tells what is below target. */
export function ScoreCell({ tally, target, href, label }: { readonly tally: Tally; readonly target: number; readonly href?: string; readonly label: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const score = scoreOf(tally);
  if (score === null && tally.excused === 0) {
    return (
      <span className="score-cell score-unmeasured" title={t(unmeasured)}>
        <span className="tk-visually-hidden">{t(unmeasured)}</span>
        <span aria-hidden="true">—</span>
      </span>
    );
  }
  const isMet = meets(tally, target);
  const className = `score-cell ${score === null ? "score-unmeasured" : isMet ? "score-met" : "score-below"}`;
  const content = (
    <>
      <strong>
        {isMet === false && <span aria-hidden="true">▾ </span>}
        {score === null ? "—" : format.percent(score)}
      </strong>
      <span>{writeCount(tally)}</span>
    </>
  );
  if (!href) return <span className={className}>{content}</span>;
  return (
    <Link
      href={href}
      className={className}
      aria-label={`${label} ${score === null ? t(unmeasured) : format.percent(score)} ${writeCount(tally)} ${isMet === false ? t(text.notMet) : ""}`.trim()}
    >
      {content}
    </Link>
  );
}

/** A wide table that scrolls inside its frame; it takes the focus so that a keyboard can scroll it too. */
export function ScoreScroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="score-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

export function Legend() {
  const { t } = useLanguage();
  return (
    <ul className="score-legend" aria-label={t(text.legend)}>
      <li>
        <span className="score-swatch score-met" aria-hidden="true" /> {t(text.met)}
      </li>
      <li>
        <span className="score-swatch score-below" aria-hidden="true">
          ▾
        </span>{" "}
        {t(text.notMet)}
      </li>
      <li>
        <span className="score-swatch score-unmeasured" aria-hidden="true" /> {t(text.unmeasuredLegend)}
      </li>
    </ul>
  );
}
