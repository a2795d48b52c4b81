import { UploadOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { type ServiceSpan, weekdays } from "#kernel/calendar.ts";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay, useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { dutiesRights, getCalendar, listYears } from "../contract.ts";
import { weekdayNames } from "../rules.ts";
import { ImportYearDrawer } from "./ImportYearDrawer.tsx";
import { ServiceHoursDrawer } from "./ServiceHoursDrawer.tsx";
import { SiteDayDrawer } from "./SiteDayDrawer.tsx";
import { writeSpans } from "./spans.ts";
import { text } from "./text.ts";
import "./duties.css";

export type CalendarReply = ReplyOf<typeof getCalendar>;
export type NamedDayReply = CalendarReply["days"][number];

/** The calendar that due times are counted on: a year at a glance, the service hours, the site's own days. */
export function CalendarScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const { isAdministrator } = useSession();
  const today = useToday();
  const [filters, setFilters] = useFilters({ year: today.slice(0, 4) });
  const year = /^\d{4}$/.test(filters.year) ? Number(filters.year) : Number(today.slice(0, 4));
  const { data: calendar } = useSuspenseQuery(query(getCalendar, { params: { siteId }, query: { year } }));
  const { data: years } = useQuery(query(listYears, {}));
  const [opened, setOpened] = useState<"hours" | "import" | { readonly date: string } | null>(null);
  const close = () => setOpened(null);
  const mayArrange = may(dutiesRights.arrange);
  const thisYear = Number(today.slice(0, 4));
  const choices = [...new Set([thisYear + 1, year, ...(years?.items ?? []).map((known) => known.year)])].toSorted((a, b) => b - a);
  return (
    <Page
      title={t(text.calendar)}
      lead={t(text.calendarLead)}
      actions={
        <>
          <Select
            aria-label={t(text.year)}
            value={year}
            onChange={(value) => setFilters({ year: String(value) })}
            options={choices.map((value) => ({ value, label: String(value) }))}
          />
          {isAdministrator && (
            <Button icon={<UploadOutlined />} onPress={() => setOpened("import")}>
              {t(text.importYear)}
            </Button>
          )}
        </>
      }
    >
      <div className="tk-stack">
        <Section>
          {!calendar.isAnnounced && (
            <p>
              <StatusTag tone="unknown">{t(text.notAnnounced)}</StatusTag> {t(text.notAnnouncedHint)}
            </p>
          )}
          <Facts
            facts={[
              { label: t(text.year), value: calendar.year },
              { label: t(text.workingDays), value: t(text.workingDaysCount, { count: calendar.workingDays }) },
              ...(calendar.isAnnounced ? [{ label: t(text.notice), value: calendar.notice || t(text.bundled) }] : []),
            ]}
          />
        </Section>
        <Section>
          <Legend />
          <div className="calendar-months">
            {Array.from({ length: 12 }, (_, index) => (
              <Month key={index} year={year} month={index + 1} calendar={calendar} today={today} {...(mayArrange ? { onPick: (date: string) => setOpened({ date }) } : {})} />
            ))}
          </div>
        </Section>
        <HoursSection calendar={calendar} today={today} mayArrange={mayArrange} onChange={() => setOpened("hours")} />
        <SiteDays days={calendar.days.filter(({ isSiteDay }) => isSiteDay)} />
      </div>
      {opened === "hours" && <ServiceHoursDrawer siteId={siteId} current={currentHours(calendar, today)} onClose={close} />}
      {opened === "import" && <ImportYearDrawer onClose={close} onImported={(imported) => setFilters({ year: String(imported) })} />}
      {opened !== null && typeof opened === "object" && (
        <SiteDayDrawer siteId={siteId} date={opened.date} known={calendar.days.find(({ date }) => date === opened.date)} onClose={close} />
      )}
    </Page>
  );
}

const currentHours = ({ serviceHours }: CalendarReply, today: string) => serviceHours.findLast(({ since }) => !since || since <= today) ?? serviceHours[0]!;

function Legend() {
  const { t } = useLanguage();
  const kinds = [
    ["calendar-off", text.legendOff],
    ["calendar-makeup", text.legendMakeup],
    ["calendar-site", text.legendSite],
    ["calendar-weekend", text.legendWeekend],
    ["calendar-today", text.legendToday],
  ] as const;
  return (
    <div className="calendar-legend">
      {kinds.map(([look, label]) => (
        <span key={look}>
          <span className={`calendar-day ${look}`} aria-hidden="true">
            {look === "calendar-makeup" ? t(shortMark.makeup) : look === "calendar-off" ? t(shortMark.off) : ""}
          </span>
          {t(label)}
        </span>
      ))}
    </div>
  );
}

/** What stands under a day's number, so that colour is not the only signal. */
const shortMark = { off: { zh: "休", en: "off" }, makeup: { zh: "班", en: "on" } } as const;

function Month({
  year,
  month,
  calendar,
  today,
  onPick,
}: {
  readonly year: number;
  readonly month: number;
  readonly calendar: CalendarReply;
  readonly today: string;
  readonly onPick?: (date: string) => void;
}) {
  const { language, locale } = useLanguage();
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const days = Array.from({ length: first.daysInMonth }, (_, index) => first.add({ days: index }));
  const cells = [...Array.from({ length: first.dayOfWeek - 1 }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, index) => cells.slice(index * 7, index * 7 + 7));
  const title = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(first.toZonedDateTime("UTC").epochMilliseconds);
  return (
    <table className="calendar-month">
      <caption>{title}</caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col" abbr={language === "zh" ? `周${weekdayNames[day].zh}` : weekdayNames[day].en}>
              {language === "zh" ? weekdayNames[day].zh : weekdayNames[day].en.slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((date, column) => (
              <td key={column}>{date && <Day date={date} calendar={calendar} today={today} {...(onPick ? { onPick } : {})} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({
  date,
  calendar,
  today,
  onPick,
}: {
  readonly date: Temporal.PlainDate;
  readonly calendar: CalendarReply;
  readonly today: string;
  readonly onPick?: (date: string) => void;
}) {
  const { t } = useLanguage();
  const iso = date.toString();
  const named = calendar.days.find((day) => day.date === iso);
  const isInWeek = hoursAt(calendar, iso).workWeek.includes(date.dayOfWeek as 1);
  const what = named ? t(named.isOffDay ? text.offAs : text.makeupFor, { name: named.name }) : t(isInWeek ? text.workday : text.weekend);
  const look = named ? (named.isOffDay ? "calendar-off" : "calendar-makeup") : isInWeek ? "" : "calendar-weekend";
  const className = `calendar-day ${look} ${named?.isSiteDay ? "calendar-site" : ""} ${iso === today ? "calendar-today" : ""}`;
  const label = t(text.dayIs, { date: iso, what });
  const content = (
    <>
      <span aria-hidden="true">{date.day}</span>
      {named && <small aria-hidden="true">{t(named.isOffDay ? shortMark.off : shortMark.makeup)}</small>}
      <span className="tk-visually-hidden">{label}</span>
    </>
  );
  if (!onPick || iso < today)
    return (
      <span className={className} title={label}>
        {content}
      </span>
    );
  return (
    <button type="button" className={className} title={label} onClick={() => onPick(iso)}>
      {content}
    </button>
  );
}

const hoursAt = (calendar: CalendarReply, iso: string) => currentHours(calendar, iso);

function HoursSection({
  calendar,
  today,
  mayArrange,
  onChange,
}: {
  readonly calendar: CalendarReply;
  readonly today: string;
  readonly mayArrange: boolean;
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { day } = useFormat();
  const current = currentHours(calendar, today);
  const shown = calendar.serviceHours.filter((hours) => hours === current || (hours.since ?? "") > today);
  return (
    <Section title={t(text.hours)} actions={mayArrange && <Button onPress={onChange}>{t(text.changeHours)}</Button>}>
      <div className="tk-grid">
        {shown.map((hours) => (
          <div key={hours.since ?? ""}>
            <h3>{hours.since ? t(text.hoursFrom, { since: day(hours.since) }) : t(text.hoursAlways)}</h3>
            <dl className="calendar-hours">
              {weekdays.map((weekday) => (
                <WeekdayHours key={weekday} weekday={weekday} spans={hours.spans[weekday]} isWorked={hours.workWeek.includes(weekday)} />
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Section>
  );
}

function WeekdayHours({ weekday, spans, isWorked }: { readonly weekday: keyof typeof weekdayNames; readonly spans: readonly ServiceSpan[]; readonly isWorked: boolean }) {
  const { t, language } = useLanguage();
  return (
    <>
      <dt>{language === "zh" ? `周${weekdayNames[weekday].zh}` : weekdayNames[weekday].en}</dt>
      <dd>
        {spans.length > 0 ? <span className="tk-num">{writeSpans(spans)}</span> : t(text.closedDay)}
        {!isWorked && spans.length > 0 && <span className="tk-quiet"> {t(text.onMakeup)}</span>}
      </dd>
    </>
  );
}

function SiteDays({ days }: { readonly days: readonly NamedDayReply[] }) {
  const { t } = useLanguage();
  const { day } = useFormat();
  return (
    <Section title={t(text.siteDays)}>
      {days.length === 0 ? (
        <p className="tk-quiet">{t(text.noSiteDays)}</p>
      ) : (
        <ul>
          {days.map(({ date, name, isOffDay, spans }) => (
            <li key={date}>
              {day(date)} {t(isOffDay ? text.isOff : text.isWorked)} {name} {spans && <span className="tk-num">{writeSpans(spans)}</span>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
