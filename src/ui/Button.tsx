import { Button as AntButton, Popover, type ButtonProps as AntButtonProps } from "antd";
import { useId, type ReactNode } from "react";
import type { Problem } from "#kernel/problem.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { Link } from "#platform/web/navigation.tsx";
import { KeyHint, useShortcut } from "./shortcuts.tsx";
import { text } from "./text.ts";
import { words } from "#kernel/words.ts";

/** What stands against pressing a button: a rule's problem, or a sentence with the link that would clear it. */
export type Against = Pick<Problem, "code" | "facts"> | { readonly sentence: string; readonly href?: string; readonly step?: string };

export interface ButtonProps extends Omit<AntButtonProps, "onClick" | "disabled" | "href"> {
  readonly onPress?: () => void;
  /** All that stands against it; the button stays visible and says so. */
  readonly unless?: readonly Against[];
  /** A shortcut that presses it: `n`, `mod+Enter`. */
  readonly keys?: string;
  readonly children?: ReactNode;
}

/** A button that explains itself: when it cannot be pressed it stays in its place, can be focused, and lists the reasons. */
export function Button({ onPress, unless = [], keys, children, ...rest }: ButtonProps) {
  const id = useId();
  const barred = unless.length > 0;
  const label = typeof children === "string" ? words(children, children) : noWords;
  useShortcut(keys ?? "", label, () => onPress?.(), keys !== undefined && !barred && !rest.loading);
  const button = (
    <AntButton
      {...rest}
      {...(barred ? { "aria-disabled": true, "aria-describedby": id, className: `${rest.className ?? ""} tk-barred` } : {})}
      onClick={() => {
        if (!barred) onPress?.();
      }}
    >
      {children}
      {keys && <KeyHint keys={keys} />}
    </AntButton>
  );
  if (!barred) return button;
  return (
    <>
      <Popover content={<Reasons list={unless} />} trigger={["hover", "focus", "click"]}>
        {button}
      </Popover>
      <span id={id} hidden>
        <Reasons list={unless} />
      </span>
    </>
  );
}

const noWords = words("", "");

function Reasons({ list }: { readonly list: readonly Against[] }) {
  const { t, language } = useLanguage();
  return (
    <div className="tk-reasons">
      <p>{t(text.why)}</p>
      <ul>
        {list.map((against, index) => (
          <li key={index}>
            {"code" in against ? sayReason(against, language) : against.sentence}
            {"href" in against && against.href && (
              <>
                {" "}
                <Link href={against.href}>{against.step ?? against.href}</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
