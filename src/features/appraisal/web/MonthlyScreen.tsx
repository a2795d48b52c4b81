import { useSuspenseQuery } from "@tanstack/react-query";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportMonthly, getMonthly } from "../contract.ts";
import { exceptionKinds, owed, scoreOf, unmeasured, unmeasuredReasons, writeCount } from "../rules.ts";
import { MonthField } from "./filters.tsx";
import { ScoreScroll } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

/** The appraisal sheet of a month, for the screen and for paper with its signatures. */
export function MonthlyScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ month: useToday().slice(0, 7) });
  const { month } = filters;
  const sheet = useSuspenseQuery(query(getMonthly, { params: { siteId, month } })).data;
  const score = scoreOf(sheet.total);
  return (
    <Page
      title={t(text.monthlyTitle, { site: sheet.siteName, month: format.month(month) })}
      mark={sheet.isRunning && <StatusTag tone="open">{t(text.running)}</StatusTag>}
      lead={t(text.edition, { number: sheet.edition })}
      actions={
        <>
          <PrintButton />
          <ExportLink href={linkTo(exportMonthly, { params: { siteId, month }, query: {} })} />
        </>
      }
    >
      <div className="tk-filters tk-no-print score-filters">
        <MonthField label={t(text.month)} value={month} onChange={(next) => setFilters({ month: next })} />
      </div>
      <Stats>
        <Stat label={t(text.overall)} value={score === null ? t(unmeasured) : format.percent(score)} hint={writeCount(sheet.total)} href={href(`appraisal/duties?from=${month}`)} />
        {sheet.exceptions.map(({ kind, count }) => (
          <Stat
            key={kind}
            label={t(exceptionKinds[kind])}
            value={count}
            href={href(`appraisal/exceptions?month=${month}&kind=${kind}`)}
            {...(count > 0 ? { tone: "warn" as const } : {})}
          />
        ))}
      </Stats>
      <ScoreScroll label={t(text.monthly)}>
        <table className="score-table">
          <thead>
            <tr>
              <th scope="col">{t(text.clause)}</th>
              <th scope="col">{t(text.standard)}</th>
              <th scope="col">{t(text.target)}</th>
              <th scope="col">{t(text.owedCount)}</th>
              <th scope="col">{t(text.score)}</th>
              <th scope="col">{t(text.result)}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.lines
              .filter(({ standards }) => standards.length > 0)
              .flatMap(({ clause, title, standards }) =>
                standards.map(({ id, name, target, unmeasured: why, tally, isMet }, index) => (
                  <tr key={`${clause} ${id}`}>
                    <th scope="row">{index === 0 && <Link href={href(`manual/clauses/${clause}`)}>{`${clause} ${t(title)}`}</Link>}</th>
                    <td className="score-name">{t(name)}</td>
                    <td>{format.percent(target / 100)}</td>
                    <td>{owed(tally) > 0 ? <Link href={href(`appraisal/duties?from=${month}&clause=${clause}&standard=${id}`)}>{writeCount(tally)}</Link> : "—"}</td>
                    <td>{scoreOf(tally) === null ? "—" : format.percent(scoreOf(tally)!)}</td>
                    <td className="score-name">
                      {isMet === null ? (
                        <StatusTag tone="unknown">{t(why ? unmeasuredReasons[why] : unmeasured)}</StatusTag>
                      ) : isMet ? (
                        <StatusTag tone="good">{t(text.met)}</StatusTag>
                      ) : (
                        <StatusTag tone="late">{t(text.notMet)}</StatusTag>
                      )}
                    </td>
                  </tr>
                )),
              )}
          </tbody>
        </table>
      </ScoreScroll>
      <dl className="score-signatures">
        {[text.manager, text.quality, text.date].map((label) => (
          <div key={label.en}>
            <dt>{t(label)}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </Page>
  );
}
