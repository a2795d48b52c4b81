import { useSuspenseQuery } from "@tanstack/react-query";
import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { departmentNames } from "#kernel/role.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { analyse, exportAnalysis } from "../contract.ts";
import { scoreNames, type ScoreName } from "../rules/callback.ts";
import { attributionNames, type Attribution, type CaseKind, categoryNames, causeNames, kindNames } from "../rules/lists.ts";
import "./service.css";
import { text } from "./text.ts";

/** Why people come to the desk and how long they wait (2.2.1-4). Every figure opens its rows. */
export function AnalysisScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = Temporal.PlainDate.from(useToday());
  const [filters, setFilters] = useFilters({ from: today.subtract({ months: 2 }).with({ day: 1 }).toString(), to: today.toString(), kind: "", attributable: "" });
  const wanted = {
    from: filters.from,
    to: filters.to,
    ...(filters.kind ? { kind: filters.kind as CaseKind } : {}),
    ...(filters.attributable ? { attributable: filters.attributable as Attribution } : {}),
  };
  const found = useSuspenseQuery(query(analyse, { params: { siteId }, query: wanted })).data;
  const rows = (filter: Readonly<Record<string, string>>) => `${href("service/cases")}?${new URLSearchParams(filter).toString()}`;
  const minutes = (value: number | null) => (value === null ? t(text.unmeasured) : format.minutes(value));
  const steps = { firstFeedback: text.firstFeedback, result: text.result, closing: text.closing };
  return (
    <Page title={t(text.analysis)} lead={t(text.analysisLead)} actions={<ExportLink href={linkTo(exportAnalysis, { params: { siteId }, query: wanted })} />}>
      <div className="analysis-filters tk-no-print">
        <DatePicker.RangePicker
          aria-label={t(text.period)}
          allowClear={false}
          value={[dayjs(filters.from), dayjs(filters.to)]}
          onChange={(days) => days?.[0] && days[1] && setFilters({ from: days[0].format("YYYY-MM-DD"), to: days[1].format("YYYY-MM-DD") })}
        />
        <Select
          aria-label={t(text.kind)}
          placeholder={t(text.kind)}
          allowClear
          value={filters.kind || null}
          onChange={(kind: string | null | undefined) => setFilters({ kind: kind ?? "" })}
          options={Object.entries(kindNames).map(([value, label]) => ({ value, label: t(label) }))}
          style={{ width: 120 }}
        />
        <Select
          aria-label={t(text.attributable)}
          placeholder={t(text.attributable)}
          allowClear
          value={filters.attributable || null}
          onChange={(attributable: string | null | undefined) => setFilters({ attributable: attributable ?? "" })}
          options={Object.entries(attributionNames).map(([value, label]) => ({ value, label: t(label) }))}
          style={{ width: 140 }}
        />
      </div>
      <Stats>
        <Stat label={t(text.total)} value={format.number(found.total.count)} href={rows(found.total.rows)} />
        {found.times.map(({ step, median, ninetieth, rows: filter }) => (
          <Stat key={step} label={t(steps[step])} value={minutes(median)} hint={`${t(text.ninetieth)} ${minutes(ninetieth)}`} href={rows(filter)} />
        ))}
        <Stat label={t(text.repeats)} value={format.number(found.repeats.count)} href={rows(found.repeats.rows)} {...(found.repeats.count > 0 ? { tone: "warn" as const } : {})} />
        <Stat
          label={t(text.satisfaction)}
          value={found.satisfaction.result === null ? t(text.unmeasured) : format.number(found.satisfaction.result, 1)}
          hint={t(text.callbacks, { count: found.satisfaction.callbacks, bad: found.satisfaction.dissatisfied })}
        />
      </Stats>
      <div className="analysis-grid">
        <Bars
          title={t(text.byCause)}
          bars={found.pareto.map(({ cause, count, cumulative, rows: filter }) => ({
            key: cause ?? "none",
            label: cause ? t(causeNames[cause]) : t(text.notDecided),
            count,
            note: format.percent(cumulative, 0),
            href: rows(filter),
          }))}
        />
        <Bars
          title={t(text.byCategory)}
          bars={found.categories.map(({ category, count, cumulative, rows: filter }) => ({
            key: category,
            label: t(categoryNames[category]),
            count,
            note: format.percent(cumulative, 0),
            href: rows(filter),
          }))}
        />
        <Bars
          title={t(text.byMonth)}
          bars={found.trend.map(({ month, count, complaints, rows: filter }) => ({
            key: month,
            label: format.month(month),
            count,
            note: `${t(text.complaints)} ${complaints}`,
            href: rows(filter),
          }))}
        />
        <Bars
          title={t(text.byDepartment)}
          bars={found.departments.map(({ department, count, rows: filter }) => ({
            key: department ?? "none",
            label: department ? t(departmentNames[department]) : t(text.nowhere),
            count,
            href: rows(filter),
          }))}
        />
        <Bars
          title={t(text.byFloor)}
          bars={found.floors
            .slice(0, 15)
            .map(({ floorId, label, count, rows: filter }) => ({ key: floorId ?? "none", label: floorId ? label : t(text.noFloor), count, href: rows(filter) }))}
        />
        <Bars
          title={t(text.satisfaction)}
          bars={(Object.keys(scoreNames) as ScoreName[]).flatMap((name) => {
            const score = found.satisfaction[name];
            return score === null ? [] : [{ key: name, label: t(scoreNames[name]), count: score, of: 5, shown: format.number(score, 2) }];
          })}
        />
      </div>
      {found.repeats.cases.length > 0 && (
        <Section title={t(text.repeats)}>
          <ul>
            {found.repeats.cases.map(({ id, caseNo, title, earlierId, earlierNo, daysBetween }) => (
              <li key={id}>
                <Link href={href(`service/cases/${id}`)}>{`${caseNo} ${title}`}</Link> ← <Link href={href(`service/cases/${earlierId}`)}>{earlierNo}</Link> ·{" "}
                {t(text.daysBetween, { days: format.number(daysBetween, 0) })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** What a full bar stands for; the largest of the list unless told. */
  readonly of?: number;
  readonly shown?: string;
  readonly note?: string;
  readonly href?: string;
}

/** Figures as bars, each with its number in words: a chart that is also a list. */
function Bars({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <Section title={title}>
      {bars.length === 0 && <p>{t(text.unmeasured)}</p>}
      <ul className="bars">
        {bars.map(({ key, label, count, of, shown, note, href }) => {
          const row = (
            <>
              <span>{label}</span>
              <span className="bar-track" aria-hidden="true">
                <span className="bar-fill" style={{ width: `${(count / (of ?? most)) * 100}%` }} />
              </span>
              <span className="bar-figure">
                {shown ?? format.number(count)}
                {note && <small> · {note}</small>}
              </span>
            </>
          );
          return <li key={key}>{href ? <Link href={href}>{row}</Link> : <span className="bar-row">{row}</span>}</li>;
        })}
      </ul>
    </Section>
  );
}
