import type { ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, usePathname } from "#platform/web/navigation.tsx";
import { useOptionalSite, useSession } from "#platform/web/session.tsx";
import { SendBar } from "#ui/phone/index.ts";
import { PersonIcon } from "#ui/mobile/icons.tsx";
import { useIsSignedOut } from "./Gate.tsx";
import { text } from "./text.ts";
import { UpdateBar } from "./UpdateBar.tsx";

/** The frame of the phone's app: the site above, how sending stands below it, whatever screen is shown. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const { sites } = useSession();
  const site = useOptionalSite();
  const go = useGo();
  const pathname = usePathname();
  return (
    <div className="ph">
      <header className="ph-head">
        {sites.length > 1 ? (
          <select aria-label={t(text.site)} value={site?.id ?? ""} onChange={({ target }) => go(`/phone/sites/${target.value}/handover`)}>
            {!site && <option value="">{t(text.product)}</option>}
            {sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <strong>{site?.name ?? t(text.product)}</strong>
        )}
        <Link href="/phone/me" aria-label={t(text.me)}>
          <PersonIcon />
        </Link>
      </header>
      <div className="ph-sticky">
        <UpdateBar />
        <SendBar unsentHref="/phone/unsent" signInHref={`/phone/sign-in?next=${encodeURIComponent(pathname)}`} isSignedOut={useIsSignedOut()} />
      </div>
      <main>{children}</main>
    </div>
  );
}

export function PublicShell({ children }: { readonly children: ReactNode }) {
  const { t, language, setLanguage } = useLanguage();
  return (
    <div className="ph">
      <header className="ph-head">
        <strong>{t(text.product)}</strong>
        <button type="button" className="ph-language" lang={language === "zh" ? "en" : "zh-CN"} onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
          {language === "zh" ? "English" : "中文"}
        </button>
      </header>
      <main>{children}</main>
    </div>
  );
}
