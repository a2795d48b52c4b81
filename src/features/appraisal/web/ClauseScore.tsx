import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { getClauseScore } from "../contract.ts";
import { unmeasuredReasons } from "../rules.ts";
import { ScoreCell } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

/** The score of a clause over the last months, on its page in the manual; each figure opens its records. */
export function ClauseScore({ siteId, clauseId }: { readonly siteId: string; readonly clauseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { data, error } = useQuery(query(getClauseScore, { params: { siteId, clauseId }, query: { months: "6" } }));
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  const { months, row } = data;
  const behind = (month: string, standard: string) => href(`appraisal/duties?${new URLSearchParams({ from: month, clause: clauseId, standard })}`);
  return (
    <Section title={t(text.thisClause)} actions={<Link href={href("appraisal")}>{t(text.openMatrix)}</Link>}>
      {row.unmeasured ? (
        <p className="tk-quiet">{t(unmeasuredReasons[row.unmeasured])}</p>
      ) : (
        <div className="score-scroll" tabIndex={0} role="group" aria-label={t(text.thisClause)}>
          <table className="score-table">
            <thead>
              <tr>
                <th scope="col">{t(text.standard)}</th>
                {months.map((month) => (
                  <th key={month} scope="col">
                    {format.month(month)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {row.standards.map(({ id, name, target, isRunning, cells }) => (
                <tr key={id}>
                  <th scope="row">{t(name)}</th>
                  {isRunning ? (
                    months.map((month, index) => (
                      <td key={month}>
                        <ScoreCell tally={cells[index]!} target={target} href={behind(month, id)} label={`${t(name)} ${month}`} />
                      </td>
                    ))
                  ) : (
                    <td colSpan={months.length} className="score-why">
                      {t(unmeasuredReasons.notRunning)}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
