import { DatePicker } from "antd";
import dayjs from "dayjs";

interface DateInputProps {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** The first and the last that may be chosen, both included. */
  readonly min?: string;
  readonly max?: string;
  /** A filter may be emptied again: then it is "". */
  readonly isClearable?: boolean;
  readonly id?: string;
  readonly "aria-label"?: string;
}

/** A day, `2026-03-01`, in the language of the screen; the browser's own field would speak the browser's. */
export const DayInput = (props: DateInputProps) => <Picker {...props} picker="date" format="YYYY-MM-DD" />;

/** A month, `2026-03`, in the language of the screen. */
export const MonthInput = (props: DateInputProps) => <Picker {...props} picker="month" format="YYYY-MM" />;

function Picker({ value, onChange, min, max, format, isClearable = false, ...rest }: DateInputProps & { readonly picker: "date" | "month"; readonly format: string }) {
  return (
    <DatePicker
      {...rest}
      allowClear={isClearable}
      format={format}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format(format) : "")}
      {...(min ? { minDate: dayjs(min) } : {})}
      {...(max ? { maxDate: dayjs(max) } : {})}
    />
  );
}
