import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { ShortcutProvider } from "./shortcuts.tsx";
import { theme } from "./theme.ts";
import { ToastProvider } from "./toast.tsx";
import "./ui.css";

const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

/** Sets the theme and the language of every control below. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  // No day is picked before the first screen stands: what pickers are made of comes after it.
  useEffect(() => void import("./speakDates.ts").then(({ speakDates }) => speakDates(language)), [language]);
  return (
    <ConfigProvider
      theme={theme}
      button={{ autoInsertSpace: false }}
      // English is what antd speaks of itself
      {...(language === "zh" ? { locale: zhCN } : {})}
      {...(nonce ? { csp: { nonce } } : {})}
    >
      <ToastProvider>
        <ShortcutProvider>{children}</ShortcutProvider>
      </ToastProvider>
    </ConfigProvider>
  );
}
