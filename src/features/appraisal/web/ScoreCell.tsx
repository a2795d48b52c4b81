import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { meets, scoreOf, type Tally, unmeasured, writeCount } from "../rules.ts";
import { text } from "./text.ts";
import "./appraisal.css";

/** A score with its two numbers, opening the duties behind it; hatched where nothing was measured. The mark, not only the colour, tells what is below target. */
export function ScoreCell({ tally, target, href, label }: { readonly tally: Tally; readonly target: number; readonly href: string; readonly label: string }) {
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
  return (
    <Link href={href} className={`score-cell ${score === null ? "score-unmeasured" : isMet ? "score-met" : "score-below"}`} aria-label={`${label} ${score === null ? t(unmeasured) : format.percent(score)} ${writeCount(tally)} ${isMet === false ? t(text.notMet) : ""}`}>
      <strong>
        {isMet === false && <span aria-hidden="true">▾ </span>}
        {score === null ? "—" : format.percent(score)}
      </strong>
      <span>{writeCount(tally)}</span>
    </Link>
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
