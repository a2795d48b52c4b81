import { useSuspenseQuery } from "@tanstack/react-query";
import { type Department, departmentNames, roleNames } from "#kernel/role.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportPeople, getPeople } from "../contract.ts";
import type { Tally } from "../rules.ts";
import { MonthField, MonthsField } from "./filters.tsx";
import { Legend, ScoreCell, ScoreScroll } from "./ScoreCell.tsx";
import { text } from "./text.ts";
import "./appraisal.css";

/** The same scores by department and by person. */
export function PeopleScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ to: useToday().slice(0, 7), months: "3" });
  const { months, departments, people } = useSuspenseQuery(query(getPeople, { params: { siteId }, query: filters })).data;
  const matrixOf = (owner: Readonly<Record<string, string>>) => href(`appraisal?${new URLSearchParams({ to: filters.to, months: filters.months, all: "", ...owner })}`);
  const dutiesOf = (from: string, to: string, owner: Readonly<Record<string, string>>) => href(`appraisal/duties?${new URLSearchParams({ from, to, ...owner })}`);
  const departmentName = (department: Department | null) => t(department ? departmentNames[department] : text.otherDepartment);
  const rows = [
    ...departments.map(({ department, cells, total }) => ({
      key: `department ${department}`,
      section: t(text.byDepartment),
      name: departmentName(department),
      role: "",
      matrix: department ? matrixOf({ department }) : null,
      owner: department ? { department } : {},
      cells,
      total,
    })),
    ...people.map(({ personId, name, role, department, cells, total }) => ({
      key: `person ${personId ?? role}`,
      section: t(text.byPerson),
      name: name ?? t(text.noPerson),
      role: `${departmentName(department)} · ${t(roleNames[role])}`,
      matrix: personId ? matrixOf({ person: personId, name: name ?? "" }) : null,
      owner: personId ? { person: personId } : { role },
      cells,
      total,
    })),
  ];
  return (
    <Page title={t(text.people)} lead={t(text.peopleLead)} actions={<ExportLink href={linkTo(exportPeople, { params: { siteId }, query: filters })} />}>
      <div className="tk-filters tk-no-print score-filters">
        <MonthField label={t(text.until)} value={filters.to} onChange={(to) => setFilters({ to })} />
        <MonthsField value={filters.months} onChange={(count) => setFilters({ months: count })} choices={[1, 3, 6, 12]} />
      </div>
      {rows.length === 0 ? (
        <EmptyTeaching title={t(text.noPeople)}>{t(text.noDutiesHint)}</EmptyTeaching>
      ) : (
        <>
          <Legend />
          <ScoreScroll label={t(text.people)}>
            <table className="score-table">
              <thead>
                <tr>
                  <th scope="col">{t(text.name)}</th>
                  {months.map((month) => (
                    <th key={month} scope="col">
                      {format.month(month)}
                    </th>
                  ))}
                  <th scope="col">{t(text.total)}</th>
                </tr>
              </thead>
              {[t(text.byDepartment), t(text.byPerson)].map((section) => (
                <tbody key={section}>
                  <tr>
                    <th colSpan={months.length + 2} scope="colgroup" className="score-section">
                      {section}
                    </th>
                  </tr>
                  {rows
                    .filter((row) => row.section === section)
                    .map((row) => (
                      <OwnerRow key={row.key} row={row} months={months} dutiesOf={(from, to) => dutiesOf(from, to, row.owner as Readonly<Record<string, string>>)} />
                    ))}
                </tbody>
              ))}
            </table>
          </ScoreScroll>
        </>
      )}
    </Page>
  );
}

interface OwnerLine {
  readonly name: string;
  readonly role: string;
  readonly matrix: string | null;
  readonly cells: readonly Tally[];
  readonly total: Tally;
}

function OwnerRow({ row, months, dutiesOf }: { readonly row: OwnerLine; readonly months: readonly string[]; readonly dutiesOf: (from: string, to: string) => string }) {
  const { t } = useLanguage();
  return (
    <tr>
      <th scope="row">
        {row.matrix ? <Link href={row.matrix}>{row.name}</Link> : row.name}
        {row.role && <span className="score-role">{row.role}</span>}
      </th>
      {months.map((month, index) => (
        <td key={month}>
          <ScoreCell tally={row.cells[index]!} target={100} href={dutiesOf(month, month)} label={`${row.name} ${month}`} />
        </td>
      ))}
      <td className="score-total">
        <ScoreCell tally={row.total} target={100} href={dutiesOf(months[0] ?? "", months.at(-1) ?? "")} label={`${row.name} ${t(text.total)}`} />
      </td>
    </tr>
  );
}
