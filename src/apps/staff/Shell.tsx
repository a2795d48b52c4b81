import { TranslationOutlined, MenuOutlined, UserOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Dropdown } from "antd";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { SiteDays } from "#features/duties/web/SiteDays.tsx";
import { call } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useConnection } from "#platform/web/live.tsx";
import { Link, useGo, usePathname } from "#platform/web/navigation.tsx";
import { lastSite } from "#platform/web/router.tsx";
import { navGroups, type NavEntry, type Screen } from "#platform/web/screens.ts";
import { forgetSession, holds, useOptionalSite, useSession, type Session } from "#platform/web/session.tsx";
import { text as uiText } from "#ui/text.ts";
import { features } from "./features.ts";
import { groupNames, text } from "./text.ts";
import "./shell.css";

// A person of one site never loads it.
const SiteSelect = lazy(() => import("./SiteSelect.tsx"));

/** The frame of the staff's app: navigation by chapter, the site at hand, search, account. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const drawer = useRef<HTMLDialogElement>(null);
  const pathname = usePathname();
  useEffect(() => drawer.current?.close(), [pathname]);
  return (
    <div className="shell">
      <a href="#content" className="shell-skip">
        {t(text.skip)}
      </a>
      <aside className="shell-side tk-no-print">
        <Brand />
        <Navigation />
      </aside>
      <dialog ref={drawer} className="shell-drawer" aria-label={t(text.navigation)} onClick={(event) => event.target === event.currentTarget && drawer.current?.close()}>
        <div>
          <Brand />
          <Navigation />
        </div>
      </dialog>
      <div className="shell-main">
        <header className="shell-head tk-no-print">
          <button type="button" className="shell-menu" aria-label={t(text.menu)} onClick={() => drawer.current?.showModal()}>
            <MenuOutlined />
          </button>
          <SiteSwitcher />
          <div className="shell-search">
            <Slot name="search" />
          </div>
          <ConnectionMark />
          <LanguageSwitch />
          <AccountMenu />
        </header>
        <OfflineNote />
        <main id="content" tabIndex={-1}>
          <WithSiteDays>{children}</WithSiteDays>
        </main>
      </div>
    </div>
  );
}

function WithSiteDays({ children }: { readonly children: ReactNode }) {
  const { sites } = useSession();
  const siteId = useOptionalSite()?.id ?? sites[0]?.id;
  return siteId ? <SiteDays siteId={siteId}>{children}</SiteDays> : children;
}

const Brand = () => {
  const { t } = useLanguage();
  return (
    <Link href="/" className="brand">
      <img src="/favicon.svg" alt="" width="28" height="28" />
      <strong>{t(text.product)}</strong>
    </Link>
  );
};

function Navigation() {
  const { t } = useLanguage();
  const session = useSession();
  // screens of the company keep the way back to the site one came from
  const site = useOptionalSite() ?? lastSite(session);
  const pathname = usePathname();
  const list = useRef<HTMLElement>(null);
  useEffect(() => void list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }), [pathname]);
  const entries = features.flatMap(({ screens }) => screens).flatMap((screen) => entryOf(screen, session, site?.id ?? null));
  const current = currentOf(
    entries.map(({ href }) => href),
    pathname,
  );
  return (
    <nav ref={list} aria-label={t(text.navigation)} className="shell-nav">
      {navGroups.map((group) => {
        const inGroup = entries.filter(({ nav }) => nav.group === group).toSorted((a, b) => (a.nav.order ?? 50) - (b.nav.order ?? 50));
        if (inGroup.length === 0) return null;
        return (
          <details key={group} open={!isFolded(group) || inGroup.some(({ href }) => href === current)}>
            <summary onClick={({ currentTarget }) => fold(group, currentTarget.parentElement?.hasAttribute("open") ?? false)}>{t(groupNames[group])}</summary>
            <ul>
              {inGroup.map(({ href, nav }) => (
                <li key={href}>
                  <Link href={href} {...(href === current ? { "aria-current": "page" } : {})}>
                    <nav.icon />
                    {t(nav.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </nav>
  );
}

/** The entry a screen lies below, else the first of its feature. `/sites` has every site below it and is meant alone. */
function currentOf(hrefs: readonly string[], pathname: string): string | undefined {
  const above = hrefs.filter((href) => pathname === href || (href !== "/sites" && pathname.startsWith(`${href}/`)));
  const [feature] = /^\/sites\/[^/]+\/[^/]+/.exec(pathname) ?? [];
  return above.toSorted((a, b) => b.length - a.length)[0] ?? hrefs.find((href) => feature !== undefined && (href === feature || href.startsWith(`${feature}/`)));
}

const foldedKey = "towerkeep.folded";

/** The chapters of the navigation that the person keeps folded on this browser; at first those for setting up and looking back. */
const foldedGroups = (): readonly string[] => (localStorage.getItem(foldedKey) ?? "manual company").split(" ");
const isFolded = (group: string): boolean => foldedGroups().includes(group);

function fold(group: string, isNowFolded: boolean): void {
  const others = foldedGroups().filter((one) => one !== group && one !== "");
  localStorage.setItem(foldedKey, [...others, ...(isNowFolded ? [group] : [])].join(" "));
}

function entryOf(screen: Screen, session: Session, siteId: string | null): { href: string; nav: NavEntry }[] {
  const { nav, scope, path } = screen;
  if (!nav || scope === "public" || (scope === "site" && siteId === null)) return [];
  const { to } = nav;
  const finds =
    to === undefined || (to === "administrator" ? session.isAdministrator : typeof to === "function" ? to(session, siteId) : holds(session, to, scope === "site" ? siteId : null));
  return finds ? [{ href: scope === "site" ? `/sites/${siteId}/${path}` : `/${path}`, nav }] : [];
}

function SiteSwitcher() {
  const { t } = useLanguage();
  const { sites } = useSession();
  const site = useOptionalSite();
  const go = useGo();
  const pathname = usePathname();
  if (sites.length <= 1) return <span className="shell-site">{site?.name ?? sites[0]?.name}</span>;
  const group = { value: "", label: t(text.group) };
  return (
    <Suspense fallback={<span className="shell-site">{site?.name}</span>}>
      <SiteSelect
        aria-label={t(text.site)}
        value={site?.id ?? ""}
        options={[group, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(id) => {
          // the same list at the other site, but never another site's single record
          const [feature = "home", list] = pathname.split("/").slice(3);
          go(id === "" ? "/overview" : site ? `/sites/${id}/${[feature, list].filter(Boolean).join("/")}` : `/sites/${id}/home`);
        }}
      />
    </Suspense>
  );
}

/** Loads what a feature puts into a slot of the shell, when there is one. */
function Slot({ name }: { readonly name: string }) {
  const site = useOptionalSite();
  const Component = slots.get(name);
  if (!Component || !site) return null;
  return (
    <Suspense>
      <Component />
    </Suspense>
  );
}

const slots = new Map(
  features.flatMap((feature) => Object.entries(feature.slots ?? {}).map(([name, load]) => [name, lazy(async () => ({ default: (await load()) as () => ReactNode }))] as const)),
);

function ConnectionMark() {
  const { t } = useLanguage();
  const connection = useConnection();
  if (connection !== "live") return null;
  return (
    <span className="shell-live" title={t(text.live)}>
      <span className="tk-visually-hidden">{t(text.live)}</span>
    </span>
  );
}

function OfflineNote() {
  const { t } = useLanguage();
  const connection = useConnection();
  return (
    <div role="status" className="shell-offline-area tk-no-print">
      {connection === "offline" && <p className="shell-offline">{t(uiText.offline)}</p>}
    </div>
  );
}

function LanguageSwitch() {
  const { t, language, setLanguage } = useLanguage();
  return (
    <button
      type="button"
      className="shell-button"
      aria-label={t(text.language)}
      lang={language === "zh" ? "en" : "zh-CN"}
      onClick={() => setLanguage(language === "zh" ? "en" : "zh")}
    >
      <TranslationOutlined /> <span className="shell-wide">{t(text.language)}</span>
    </button>
  );
}

function AccountMenu() {
  const { t } = useLanguage();
  const { person } = useSession();
  const client = useQueryClient();
  const go = useGo();
  const [open, setOpen] = useState(false);
  const signOut = useMutation({ mutationFn: endSession, onSettled: () => forgetSession(client) });
  const items = [
    { key: "account", label: t(text.account) },
    { key: "signOut", label: t(text.signOut) },
  ];
  return (
    <Dropdown trigger={["click"]} open={open} onOpenChange={setOpen} menu={{ items, onClick: ({ key }) => (key === "account" ? go("/account") : signOut.mutate()) }}>
      <button type="button" className="shell-button" aria-haspopup="menu" aria-expanded={open} aria-label={person.name}>
        <UserOutlined /> <span className="shell-wide">{person.name}</span>
      </button>
    </Dropdown>
  );
}

async function endSession(): Promise<void> {
  const { signOut } = await import("#features/people/contract.ts");
  await call(signOut, {});
}
