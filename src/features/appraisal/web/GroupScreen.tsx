import { useSuspenseQuery } from "@tanstack/react-query";
import { linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { exportGroup, getGroup } from "../contract.ts";
import { addTallies, unmeasuredReasons } from "../rules.ts";
import { MonthField, MonthsField } from "./filters.tsx";
import { Legend, ScoreCell, ScoreScroll } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

/** Sites by chapters, for who works over several. */
export function GroupScreen() {
  const { t } = useLanguage();
  const [filters, setFilters] = useFilters({ to: useToday().slice(0, 7), months: "1" });
  const { from, to, chapters, sites, cells } = useSuspenseQuery(query(getGroup, { query: filters })).data;
  return (
    <Page
      title={t(text.group)}
      lead={t(text.groupLead)}
      actions={
        <>
          <PrintButton />
          <ExportLink href={linkTo(exportGroup, { query: filters })} />
        </>
      }
    >
      <div className="tk-filters tk-no-print score-filters">
        <MonthField label={t(text.until)} value={filters.to} onChange={(month) => setFilters({ to: month })} />
        <MonthsField value={filters.months} onChange={(months) => setFilters({ months })} choices={[1, 3, 6, 12]} />
      </div>
      <Legend />
      <ScoreScroll label={t(text.group)}>
        <table className="score-table">
          <thead>
            <tr>
              <th scope="col">{t(text.site)}</th>
              {chapters.map(({ id, title }) => (
                <th key={id} scope="col">
                  {id === "preface" ? "" : id} {t(title)}
                </th>
              ))}
              <th scope="col">{t(text.total)}</th>
            </tr>
          </thead>
          <tbody>
            {sites.map((site) => (
              <tr key={site.siteId}>
                <th scope="row">
                  <Link href={`/sites/${site.siteId}/appraisal?to=${to}`}>{site.name}</Link>
                </th>
                {chapters.map(({ id, unmeasured }, index) =>
                  unmeasured ? (
                    <td key={id} className="score-why">
                      {t(unmeasuredReasons[unmeasured])}
                    </td>
                  ) : (
                    <td key={id}>
                      <ScoreCell
                        tally={site.cells[index]!}
                        target={100}
                        href={`/sites/${site.siteId}/appraisal/duties?${new URLSearchParams({ from, to, chapter: id })}`}
                        label={`${site.name} ${id}`}
                      />
                    </td>
                  ),
                )}
                <td className="score-total">
                  <ScoreCell
                    tally={site.total}
                    target={100}
                    href={`/sites/${site.siteId}/appraisal/duties?${new URLSearchParams({ from, to })}`}
                    label={`${site.name} ${t(text.total)}`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
          {sites.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row">{t(text.total)}</th>
                {chapters.map(({ id, unmeasured }, index) => (
                  <td key={id}>{unmeasured ? <span className="score-cell score-unmeasured">—</span> : <ScoreCell tally={cells[index]!} target={100} label={id} />}</td>
                ))}
                <td className="score-total">
                  <ScoreCell tally={addTallies(cells)} target={100} label={t(text.total)} />
                </td>
              </tr>
            </tfoot>
          )}
        </table>
      </ScoreScroll>
    </Page>
  );
}
