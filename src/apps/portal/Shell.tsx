import { type ReactNode, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useConnection } from "#platform/web/live.tsx";
import { Link, usePathname } from "#platform/web/navigation.tsx";
import { lastSite } from "#platform/web/router.tsx";
import { useMay, useOptionalSite, useSession } from "#platform/web/session.tsx";
import { text as uiText } from "#ui/text.ts";
import { features } from "./features.ts";
import { text } from "./text.ts";
import "./shell.css";

/** The frame of the tenants' app: the site's name above, tabs below, where the thumb is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const site = useOptionalSite();
  const connection = useConnection();
  return (
    <div className="portal">
      <header className="portal-head">
        <strong>{site?.name ?? t(text.product)}</strong>
        <LanguageSwitch />
      </header>
      <div role="status">{connection === "offline" && <p className="portal-offline">{t(uiText.offline)}</p>}</div>
      <main>{children}</main>
      <Tabs />
    </div>
  );
}

export function PublicShell({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="portal">
      <header className="portal-head">
        <strong>{t(text.product)}</strong>
        <LanguageSwitch />
      </header>
      <main>{children}</main>
    </div>
  );
}

function Tabs() {
  const { t } = useLanguage();
  const session = useSession();
  const may = useMay();
  const site = useOptionalSite() ?? lastSite(session);
  const pathname = usePathname();
  const tabs = features
    .flatMap(({ screens }) => screens)
    .flatMap(({ nav, scope, path }) =>
      nav && (typeof nav.to !== "object" || may(nav.to)) && scope !== "public" && (scope === "company" || site)
        ? [{ nav, href: scope === "site" ? `/portal/sites/${site?.id}/${path}` : `/portal/${path}` }]
        : [],
    )
    .toSorted((a, b) => (a.nav.order ?? 50) - (b.nav.order ?? 50));
  const current = tabs
    .map(({ href }) => href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  const isCrowded = tabs.length > mostTabs;
  const [shown, further] = isCrowded ? [tabs.slice(0, mostTabs - 1), tabs.slice(mostTabs - 1)] : [tabs, []];
  const links = (list: typeof tabs) =>
    list.map(({ href, nav }) => (
      <Link key={href} href={href} {...(href === current ? { "aria-current": "page" } : {})}>
        <nav.icon />
        <span>{t(nav.label)}</span>
      </Link>
    ));
  return (
    <nav className="portal-tabs" aria-label={t(text.navigation)}>
      {links(shown)}
      {isCrowded && (
        <Further key={pathname} isCurrent={further.some(({ href }) => href === current)}>
          {links(further)}
        </Further>
      )}
    </nav>
  );
}

/** As many as a thumb tells apart on a narrow phone. */
const mostTabs = 5;

/** The tabs that have no room, unfolded above the others; a screen that is opened folds them again. */
function Further({ isCurrent, children }: { readonly isCurrent: boolean; readonly children: ReactNode }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls="portal-further"
        data-current={isCurrent}
        onClick={() => setOpen(!open)}
        onKeyDown={({ key }) => key === "Escape" && setOpen(false)}
      >
        <span aria-hidden className="portal-dots">
          ⋯
        </span>
        <span>{t(text.more)}</span>
      </button>
      <div id="portal-further" className="portal-further" hidden={!open}>
        {children}
      </div>
    </>
  );
}

function LanguageSwitch() {
  const { t, language, setLanguage } = useLanguage();
  return (
    <button type="button" className="portal-language" lang={language === "zh" ? "en" : "zh-CN"} onClick={() => setLanguage(language === "zh" ? "en" : "zh")}>
      {t(text.language)}
    </button>
  );
}
