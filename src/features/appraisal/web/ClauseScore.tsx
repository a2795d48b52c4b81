import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getClauseScore, listCounted } from "../contract.ts";
import { unmeasuredReasons, verdictNames } from "../rules.ts";
import { ScoreCell, ScoreScroll } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import { verdictTones } from "./tones.ts";
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
        <ScoreScroll label={t(text.thisClause)}>
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
              {row.standards.map(({ id, name, target, unmeasured, cells }) => (
                <tr key={id}>
                  <th scope="row">{t(name)}</th>
                  {unmeasured === null ? (
                    months.map((month, index) => (
                      <td key={month}>
                        <ScoreCell tally={cells[index]!} target={target} href={behind(month, id)} label={`${t(name)} ${month}`} />
                      </td>
                    ))
                  ) : (
                    <td colSpan={months.length} className="score-why">
                      {t(unmeasuredReasons[unmeasured])}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScoreScroll>
      )}
      {!row.unmeasured && <Recent siteId={siteId} clauseId={clauseId} month={months.at(-1) ?? ""} />}
    </Section>
  );
}

/** The latest records that counted for the clause. */
function Recent({ siteId, clauseId, month }: { readonly siteId: string; readonly clauseId: string; readonly month: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { data } = useQuery(query(listCounted, { params: { siteId }, query: { from: month, clause: clauseId, limit: "5" } }));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="score-recent">
      <h3>
        {t(text.recent)} · <Link href={href(`appraisal/duties?from=${month}&clause=${clauseId}`)}>{t(text.allRecords)}</Link>
      </h3>
      <ul>
        {data.items.map(({ id, subject, verdict, ownerName, dueAt }) => (
          <li key={id}>
            <StatusTag tone={verdictTones[verdict]}>{t(verdictNames[verdict])}</StatusTag>
            <Link href={href(`appraisal/duties?from=${month}&clause=${clauseId}&open=${id}`)}>{subject.label}</Link>
            <span className="tk-quiet">
              {ownerName} {format.moment(dueAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
