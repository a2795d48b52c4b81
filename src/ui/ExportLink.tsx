import { DownloadOutlined } from "@ant-design/icons";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "./text.ts";

/** The same rows or figures as a spreadsheet; looks alike on every screen. */
export function ExportLink({ href }: { readonly href: string }) {
  const { t } = useLanguage();
  return (
    <a className="tk-export" href={href} download>
      <DownloadOutlined aria-hidden /> {t(text.export)}
    </a>
  );
}
