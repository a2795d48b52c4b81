import { Checkbox, DatePicker, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { type Weekday, weekdays } from "#kernel/calendar.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { setServiceHours } from "../contract.ts";
import { weekdayNames } from "../rules.ts";
import type { CalendarReply } from "./CalendarScreen.tsx";
import { readSpans, writeSpans } from "./spans.ts";
import { text } from "./text.ts";

interface HoursValues {
  readonly since: Dayjs;
  readonly isWorked: Readonly<Record<Weekday, boolean>>;
  readonly spans: Readonly<Record<Weekday, string>>;
}

const byWeekday = <T,>(value: (day: Weekday) => T) => Object.fromEntries(weekdays.map((day) => [day, value(day)])) as Record<Weekday, T>;

/** Sets the service hours from a day on, starting from `current`. */
export function ServiceHoursDrawer({
  siteId,
  current,
  onClose,
}: {
  readonly siteId: string;
  readonly current: CalendarReply["serviceHours"][number];
  readonly onClose: () => void;
}) {
  const { t, language } = useLanguage();
  const today = useToday();
  const set = useCommand(setServiceHours, { onDone: onClose });
  const nameOf = (day: Weekday) => (language === "zh" ? `周${weekdayNames[day].zh}` : weekdayNames[day].en.slice(0, 3));
  return (
    <FormDrawer<HoursValues>
      title={t(text.changeHours)}
      open
      width={560}
      onClose={onClose}
      initial={{ since: dayjs(today), isWorked: byWeekday((day) => current.workWeek.includes(day)), spans: byWeekday((day) => writeSpans(current.spans[day])) }}
      onSubmit={({ since, isWorked, spans }) =>
        set.mutate({
          params: { siteId, since: since.format("YYYY-MM-DD") },
          body: { workWeek: weekdays.filter((day) => isWorked[day]), spans: byWeekday((day) => readSpans(spans[day] ?? "") ?? []) },
        })
      }
      isPending={set.isPending}
      error={set.error}
    >
      <p className="tk-quiet">{t(text.recountHint)}</p>
      <Form.Item name="since" label={t(text.since)} rules={[{ required: true }]}>
        <DatePicker minDate={dayjs(today)} style={{ width: "100%" }} />
      </Form.Item>
      <p className="tk-quiet">{t(text.spansHint)}</p>
      {weekdays.map((day) => (
        <div key={day} className="hours-row">
          <span>{nameOf(day)}</span>
          <Form.Item name={["isWorked", String(day)]} valuePropName="checked">
            <Checkbox aria-label={`${nameOf(day)} ${t(text.worked)}`}>{t(text.worked)}</Checkbox>
          </Form.Item>
          <Form.Item
            name={["spans", String(day)]}
            rules={[{ validator: (_, value: string | undefined) => (readSpans(value ?? "") ? Promise.resolve() : Promise.reject(new Error(t(text.spansWrong)))) }]}
          >
            <Input aria-label={`${nameOf(day)} ${t(text.spans)}`} placeholder={t(text.closedDay)} maxLength={120} />
          </Form.Item>
        </div>
      ))}
    </FormDrawer>
  );
}
