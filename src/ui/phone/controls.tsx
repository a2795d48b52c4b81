import { useId, type ButtonHTMLAttributes, type ReactNode } from "react";
import type { Problem } from "#kernel/problem.ts";
import { sayProblem } from "#kernel/problem.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useProblemSentences } from "../problemSentences.ts";

interface ActProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: "main" | "quiet";
  /** What stands against it: the button stays in sight and says why it cannot be pressed. */
  readonly unless?: readonly Problem[];
}

/** A button as large as a thumb. */
export function Act({ kind = "main", unless = [], ...rest }: ActProps) {
  const { language } = useLanguage();
  const id = useId();
  const isBarred = unless.length > 0;
  return (
    <>
      {isBarred && (
        <ul className="ph-reasons" id={id}>
          {unless.map((problem) => (
            <li key={sayProblem(problem, language)}>{sayProblem(problem, language)}</li>
          ))}
        </ul>
      )}
      <button type="button" {...rest} className="ph-act" data-kind={kind} disabled={rest.disabled === true || isBarred} aria-describedby={isBarred ? id : undefined} />
    </>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string; readonly tone?: "good" | "warn" | "late" }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, side by side, each as large as a thumb. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <div className="ph-choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} data-tone={option.tone} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** A label above its control. */
export function Field({ label, hint, children }: { readonly label: string; readonly hint?: ReactNode; readonly children: ReactNode }) {
  return (
    <label className="ph-field">
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** Says why something failed; nothing while it has not. */
export function FailureNote({ error }: { readonly error: unknown }) {
  const sentences = useProblemSentences();
  if (!error) return null;
  return (
    <ul role="alert" className="ph-reasons">
      {sentences(error).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** How much of something is done: 43/60. */
export function Progress({ done, of, label }: { readonly done: number; readonly of: number; readonly label: string }) {
  return (
    <span className="ph-progress" role="img" aria-label={`${label} ${done}/${of}`} data-done={done >= of}>
      <b>
        {done}/{of}
      </b>
      <i style={{ inlineSize: `${of === 0 ? 100 : (done / of) * 100}%` }} />
    </span>
  );
}
