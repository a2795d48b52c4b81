import { ConfigProvider } from "antd-mobile";
import enUS from "antd-mobile/es/locales/en-US";
import zhCN from "antd-mobile/es/locales/zh-CN";
import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import "../ui.css";
import "./mobile.css";

/** Sets the language of every control below. */
export function MobileProvider({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  return <ConfigProvider locale={language === "zh" ? zhCN : enUS}>{children}</ConfigProvider>;
}
