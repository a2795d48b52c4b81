import "./portal.css";

/** Several lines to write in, named for screen readers; antd-mobile names only the box around its own. */
export function Lines({
  label,
  value,
  onChange,
  rows,
  maxLength,
  placeholder,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows: number;
  readonly maxLength: number;
  readonly placeholder?: string;
}) {
  return (
    <textarea
      className="portal-lines"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      rows={rows}
      maxLength={maxLength}
      placeholder={placeholder ?? label}
    />
  );
}
