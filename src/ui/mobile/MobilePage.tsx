import { useEffect, type ReactNode } from "react";
import { words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { text } from "../text.ts";

/** A screen of the phone apps: one column, the way back above its title. */
export function MobilePage({ title, back, children }: { readonly title: string; readonly back?: string; readonly children: ReactNode }) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t(words("楼诺", "Towerkeep"))}`;
  }, [title, t]);
  return (
    <div className="tkm-page">
      {back && (
        <Link href={back} className="tkm-back">
          ‹ {t(text.back)}
        </Link>
      )}
      <h1>{title}</h1>
      {children}
    </div>
  );
}
