import { useEffect, type ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { words } from "#kernel/words.ts";

export interface Crumb {
  readonly label: ReactNode;
  readonly href?: string;
}

export interface PageProps {
  readonly title: string;
  /** What stands beside the title: a status, a number. */
  readonly mark?: ReactNode;
  /** One line under the title: what the screen is for, or the thing's few most telling facts. */
  readonly lead?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
  /** Narrow for forms and reading. */
  readonly width?: "full" | "reading";
  readonly children: ReactNode;
}

/** A screen: its place, its title, what can be done on it, its content. */
export function Page({ title, mark, lead, crumbs = [], actions, width = "full", children }: PageProps) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t(words("楼诺", "Towerkeep"))}`;
  }, [title, t]);
  return (
    <div className={`tk-page tk-page-${width}`}>
      {crumbs.length > 0 && (
        <nav aria-label={t(words("位置", "Breadcrumb"))} className="tk-crumbs">
          <ol>
            {crumbs.map(({ label, href }, index) => (
              <li key={index}>{href ? <Link href={href}>{label}</Link> : label}</li>
            ))}
          </ol>
        </nav>
      )}
      <header className="tk-page-head">
        <div className="tk-page-title">
          <h1>
            {title}
            {mark && <span className="tk-page-mark">{mark}</span>}
          </h1>
          {lead && <div className="tk-lead">{lead}</div>}
        </div>
        {actions && <div className="tk-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a screen with its own heading. */
export function Section({ title, actions, children }: { readonly title?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="tk-section">
      {(title || actions) && (
        <header>
          {title && <h2>{title}</h2>}
          {actions && <div className="tk-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Facts of a thing, each with its name; two columns where there is room. */
export function Facts({ facts }: { readonly facts: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="tk-facts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
