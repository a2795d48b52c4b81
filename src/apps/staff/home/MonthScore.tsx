import { useQuery } from "@tanstack/react-query";
import { getMatrix } from "#features/appraisal/contract.ts";
import { meets, owed, scoreOf } from "#features/appraisal/rules.ts";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Section } from "#ui/Page.tsx";
import { text } from "./text.ts";

/** The site's score of this month with its denominator, and the clauses that fall short. */
export function MonthScore({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const { percent } = useFormat();
  const href = useHref();
  const month = useToday().slice(0, 7);
  const matrix = useQuery(query(getMatrix, { params: { siteId }, query: { months: 1 } })).data;
  if (!matrix) return null;
  const { total } = matrix;
  const score = scoreOf(total);
  const below = matrix.rows
    .filter((row) => row.standards.some((standard) => meets(standard.total, standard.target) === false))
    .toSorted((a, b) => (scoreOf(a.total) ?? 1) - (scoreOf(b.total) ?? 1))
    .slice(0, 5);
  return (
    <Section title={t(text.thisMonth)} actions={<Link href={href("appraisal")}>{t(text.scores)}</Link>}>
      <p className="score-big">{score === null ? t(text.unmeasured) : percent(score)}</p>
      {owed(total) > 0 && <Link href={href(`appraisal/duties?from=${month}&to=${month}`)}>{t(text.keptOfDue, { kept: total.kept, due: owed(total) })}</Link>}
      {below.length > 0 && (
        <>
          <h3 className="score-below-head">{t(text.below)}</h3>
          <ul className="score-list">
            {below.map((row) => (
              <li key={row.clause}>
                <Link href={href(`appraisal/duties?from=${month}&to=${month}&clause=${row.clause}`)}>
                  {row.clause} {t(row.title)}
                </Link>
                <span className="tk-nowrap tk-num">
                  {row.total.kept}/{owed(row.total)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {below.length === 0 && <p className="tk-quiet">{t(owed(total) > 0 ? text.allOnTarget : text.noOccasions)}</p>}
    </Section>
  );
}
