import { Input, Select } from "antd";
import { createContext, useContext, useId, type ReactNode } from "react";
import type { Words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { text } from "./text.ts";

/** Paths of what cannot be read yet; a field looks whether it is among them. */
export const UnreadableContext = createContext<ReadonlySet<string>>(new Set());

interface FieldProps {
  readonly label: string;
  /** Where it stands in the terms, for what is wrong with it. */
  readonly path?: string | undefined;
  readonly value?: unknown;
  readonly wide?: boolean;
  readonly children: (id: string, isWrong: boolean) => ReactNode;
}

/** A labelled input that says beside itself what is wrong with it. */
export function Field({ label, path, value, wide = false, children }: FieldProps) {
  const { t } = useLanguage();
  const id = useId();
  const unreadable = useContext(UnreadableContext);
  const isWrong = path !== undefined && [...unreadable].some((each) => each === path || each.startsWith(`${path}.`));
  return (
    <div className={wide ? "tl-field tl-wide" : "tl-field"}>
      <label htmlFor={id}>{label}</label>
      {children(id, isWrong)}
      {isWrong && (
        <span className="tl-wrong" id={`${id}-wrong`}>
          {t(value === "" || value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? text.missing : text.wrong)}
        </span>
      )}
    </div>
  );
}

interface Typed<T> {
  readonly label: string;
  readonly path?: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly wide?: boolean;
}

export const TextField = ({ label, path, value, onChange, wide, decimal = false }: Typed<string> & { readonly decimal?: boolean }) => (
  <Field label={label} path={path} value={value} wide={wide ?? false}>
    {(id, isWrong) => (
      <Input
        id={id}
        value={value}
        inputMode={decimal ? "decimal" : "text"}
        status={isWrong ? "error" : ""}
        aria-invalid={isWrong}
        onChange={({ target }) => onChange(decimal ? plain(target.value) : target.value)}
      />
    )}
  </Field>
);

/** Digits as typed with a Chinese keyboard. */
const plain = (typed: string): string =>
  typed
    .replaceAll(/[０-９．]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll("。", ".")
    .trim();

export const CountField = ({ label, path, value, onChange }: Typed<number | undefined>) => (
  <Field label={label} path={path} value={value}>
    {(id, isWrong) => (
      <Input
        id={id}
        value={value ?? ""}
        inputMode="numeric"
        status={isWrong ? "error" : ""}
        aria-invalid={isWrong}
        onChange={({ target }) => {
          const digits = plain(target.value).replaceAll(/\D/g, "").slice(0, 6);
          onChange(digits === "" ? undefined : Number.parseInt(digits, 10));
        }}
      />
    )}
  </Field>
);

export const DayField = ({ label, path, value, onChange, min }: Typed<string> & { readonly min?: string }) => (
  <Field label={label} path={path} value={value}>
    {(id) => <DayInput id={id} value={value} onChange={onChange} {...(min ? { min } : {})} />}
  </Field>
);

/** A day that may be left open. */
export const OpenDayField = ({ label, value, onChange }: Typed<string | null>) => (
  <Field label={label}>{(id) => <DayInput id={id} {...(value ? { value } : {})} onChange={(day) => onChange(day === "" ? null : day)} />}</Field>
);

export function ChoiceField<K extends string | number>({
  label,
  path,
  value,
  onChange,
  options,
  wide,
}: Typed<K> & { readonly options: readonly { readonly value: K; readonly label: Words }[] }) {
  const { t } = useLanguage();
  return (
    <Field label={label} path={path} wide={wide ?? false}>
      {(id) => (
        <Select<K> id={id} value={value} onChange={onChange} popupMatchSelectWidth={false} options={options.map((option) => ({ value: option.value, label: t(option.label) }))} />
      )}
    </Field>
  );
}

/** The choices of a table of words, in its order. */
export const choicesOf = <K extends string>(table: Readonly<Record<K, Words>>): { value: K; label: Words }[] =>
  (Object.entries(table) as [K, Words][]).map(([value, label]) => ({ value, label }));
