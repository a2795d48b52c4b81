import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Checkbox, Select } from "antd";
import { type Department, departmentNames, departments } from "#kernel/role.ts";
import { linkTo, query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import { exportMatrix, getMatrix } from "../contract.ts";
import { addTallies, type Tally, unmeasuredReasons } from "../rules.ts";
import { MonthField, MonthsField } from "./filters.tsx";
import { Legend, ScoreCell, ScoreScroll } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

type Matrix = ReplyOf<typeof getMatrix>;
type Row = Matrix["rows"][number];

/** Clauses by months: what was kept over what was owed, and what could not be measured. */
export function MatrixScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const month = useToday().slice(0, 7);
  const [filters, setFilters] = useFilters({ to: month, months: "6", department: "", person: "", name: "", all: "", standards: "" });
  const asked = {
    to: filters.to,
    months: filters.months,
    ...(filters.department ? { department: filters.department as Department } : {}),
    ...(filters.person ? { personId: filters.person } : {}),
  };
  const shown = useQuery({ ...query(getMatrix, { params: { siteId }, query: asked }), placeholderData: keepPreviousData });
  return (
    <Page
      title={filters.person ? t(text.scoresOf, { name: filters.name }) : t(text.scores)}
      lead={t(text.scoresLead)}
      actions={
        <>
          <PrintButton />
          <ExportLink href={linkTo(exportMatrix, { params: { siteId }, query: asked })} />
        </>
      }
    >
      <div className="tk-filters tk-no-print score-filters">
        <MonthField label={t(text.until)} value={filters.to} onChange={(to) => setFilters({ to })} />
        <MonthsField value={filters.months} onChange={(months) => setFilters({ months })} />
        <Select
          aria-label={t(text.department)}
          value={filters.department}
          style={{ minWidth: 150 }}
          options={[{ value: "", label: t(text.allDepartments) }, ...(Object.keys(departments) as Department[]).map((value) => ({ value, label: t(departmentNames[value]) }))]}
          onChange={(department) => setFilters({ department })}
        />
        {filters.person && (
          <button type="button" className="tk-link" onClick={() => setFilters({ person: undefined, name: undefined })}>
            {t(text.everybody)}
          </button>
        )}
        <Checkbox checked={filters.standards === "1"} onChange={({ target }) => setFilters({ standards: target.checked ? "1" : "" })}>
          {t(text.showStandards)}
        </Checkbox>
        <Checkbox checked={filters.all === "1"} onChange={({ target }) => setFilters({ all: target.checked ? "1" : "" })}>
          {t(text.unfold)}
        </Checkbox>
      </div>
      {shown.isError && <ProblemNote error={shown.error} />}
      {shown.isPending && <Pending />}
      {shown.data && (
        <>
          <Legend />
          <MatrixTable
            matrix={shown.data}
            withAll={filters.all === "1"}
            withStandards={filters.standards === "1"}
            owner={{ ...(filters.person ? { person: filters.person } : {}), ...(filters.department ? { department: filters.department } : {}) }}
          />
        </>
      )}
    </Page>
  );
}

function MatrixTable({
  matrix,
  withAll,
  withStandards,
  owner,
}: {
  readonly matrix: Matrix;
  readonly withAll: boolean;
  readonly withStandards: boolean;
  readonly owner: Readonly<Record<string, string>>;
}) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { months, rows, chapters } = matrix;
  const first = months[0] ?? "";
  const last = months.at(-1) ?? "";
  const to = (from: string, until: string, cell: Readonly<Record<string, string>>) => href(`appraisal/duties?${new URLSearchParams({ from, to: until, ...cell, ...owner })}`);
  const known = new Set(chapters.map(({ id }) => id));
  const headed = [...chapters, { id: "", title: text.otherClauses }].map((chapter) => ({
    ...chapter,
    rows: rows.filter((row) => (known.has(row.chapter) ? row.chapter : "") === chapter.id),
  }));
  return (
    <ScoreScroll label={t(text.scores)}>
      <table className="score-table">
        <thead>
          <tr>
            <th scope="col">{t(text.clause)}</th>
            {months.map((month) => (
              <th key={month} scope="col">
                {format.month(month)}
              </th>
            ))}
            {months.length > 1 && <th scope="col">{t(text.total)}</th>}
          </tr>
        </thead>
        {headed.map(({ id, title, rows: own }) =>
          own.length === 0 ? null : !withAll && own.every(({ unmeasured }) => unmeasured === "noStandard" || unmeasured === "notRunning") ? (
            <UnmeasuredChapter key={id} name={`${/^\d/.test(id) ? id : ""} ${t(title)}`.trim()} rows={own} columns={months.length + 1} />
          ) : (
            <tbody key={id}>
              {own.flatMap((row) => [
                <ClauseRow key={row.clause} row={row} months={months} cellHref={(from, until) => to(from, until, { clause: row.clause })} />,
                ...(withStandards && row.unmeasured === null && row.standards.length > 1
                  ? row.standards.map((standard) => (
                      <tr key={`${row.clause} ${standard.id}`} className="score-standard">
                        <th scope="row">
                          {t(standard.name)} <span className="tk-quiet">≥ {format.percent(standard.target / 100)}</span>
                        </th>
                        {standard.unmeasured === null ? (
                          <Cells
                            label={t(standard.name)}
                            months={months}
                            cells={standard.cells}
                            total={standard.total}
                            target={standard.target}
                            cellHref={(from, until) => to(from, until, { clause: row.clause, standard: standard.id })}
                          />
                        ) : (
                          <td colSpan={months.length + 1} className="score-why">
                            {t(unmeasuredReasons[standard.unmeasured])}
                          </td>
                        )}
                      </tr>
                    ))
                  : []),
              ])}
            </tbody>
          ),
        )}
        <tfoot>
          <tr>
            <th scope="row">{t(text.total)}</th>
            <Cells
              label={t(text.total)}
              months={months}
              cells={matrix.cells}
              total={addTallies(matrix.cells)}
              target={100}
              cellHref={(from, until) => to(from === "" ? first : from, until === "" ? last : until, {})}
            />
          </tr>
        </tfoot>
      </table>
    </ScoreScroll>
  );
}

/** A chapter without any score in one line, with the reason. */
function UnmeasuredChapter({ name, rows, columns }: { readonly name: string; readonly rows: readonly Row[]; readonly columns: number }) {
  const { t } = useLanguage();
  const reasons = [...new Set(rows.flatMap(({ unmeasured }) => unmeasured ?? []))].toSorted();
  return (
    <tbody>
      <tr>
        <th scope="row" className="tk-quiet">
          {t(text.clausesOf, { chapter: name, count: rows.length })}
        </th>
        <td colSpan={columns} className="score-why">
          {t(unmeasuredReasons[reasons.includes("notRunning") ? "notRunning" : "noStandard"])}
        </td>
      </tr>
    </tbody>
  );
}

function ClauseRow({ row, months, cellHref }: { readonly row: Row; readonly months: readonly string[]; readonly cellHref: (from: string, to: string) => string }) {
  const { t } = useLanguage();
  const href = useHref();
  const running = row.standards.filter(({ isRunning }) => isRunning);
  return (
    <tr>
      <th scope="row">
        <Link href={href(`manual/clauses/${row.clause}`)}>{`${row.clause.startsWith("preface") ? "" : row.clause} ${t(row.title)}`.trim()}</Link>
      </th>
      {row.unmeasured ? (
        <td colSpan={months.length + 1} className="score-why">
          {t(unmeasuredReasons[row.unmeasured])}
        </td>
      ) : (
        <Cells label={row.clause} months={months} cells={row.cells} total={row.total} target={Math.min(100, ...running.map(({ target }) => target))} cellHref={cellHref} />
      )}
    </tr>
  );
}

function Cells({
  label,
  months,
  cells,
  total,
  target,
  cellHref,
}: {
  readonly label: string;
  readonly months: readonly string[];
  readonly cells: readonly Tally[];
  readonly total: Tally;
  readonly target: number;
  readonly cellHref: (from: string, to: string) => string;
}) {
  const { t } = useLanguage();
  const first = months[0] ?? "";
  const last = months.at(-1) ?? "";
  return (
    <>
      {months.map((month, index) => (
        <td key={month}>
          <ScoreCell tally={cells[index]!} target={target} href={cellHref(month, month)} label={`${label} ${month}`} />
        </td>
      ))}
      {months.length > 1 && (
        <td className="score-total">
          <ScoreCell tally={total} target={target} href={cellHref(first, last)} label={`${label} ${t(text.total)}`} />
        </td>
      )}
    </>
  );
}
