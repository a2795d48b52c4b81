import { Select } from "antd";
import { useLanguage } from "#platform/web/language.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { text } from "./text.ts";

/** A month, with its name before it. */
export function MonthField({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (month: string) => void }) {
  return (
    <label className="score-field">
      {label} <MonthInput value={value} min="2000-01" max="2199-12" onChange={onChange} />
    </label>
  );
}

/** How many months are looked at. */
export function MonthsField({
  value,
  onChange,
  choices = [3, 6, 12, 24],
}: {
  readonly value: string;
  readonly onChange: (months: string) => void;
  readonly choices?: readonly number[];
}) {
  const { t } = useLanguage();
  return (
    <Select
      aria-label={t(text.months)}
      value={value}
      options={choices.map((count) => ({ value: String(count), label: t(text.monthsOf, { count }) }))}
      onChange={onChange}
      style={{ minWidth: 110 }}
    />
  );
}
