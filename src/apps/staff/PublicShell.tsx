import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "./text.ts";
import "./shell.css";

/** Around the screens that need no sign-in. */
export function PublicShell({ children }: { readonly children: ReactNode }) {
  const { t, language, setLanguage } = useLanguage();
  return (
    <div className="public">
      <header className="public-head">
        <span className="brand">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <strong>{t(text.product)}</strong>
        </span>
        <button type="button" className="tk-link" lang={language === "zh" ? "en" : "zh-CN"} onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
          {t(text.language)}
        </button>
      </header>
      <main>{children}</main>
    </div>
  );
}
