import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { ShortcutProvider } from "./shortcuts.tsx";
import { theme } from "./theme.ts";
import { ToastProvider } from "./toast.tsx";
import "./ui.css";

const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

/** Sets the theme and the language of every control below. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  dayjs.locale(language === "zh" ? "zh-cn" : "en");
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
