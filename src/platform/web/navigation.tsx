import { useLocation, useRouter } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useMemo, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { useOptionalSite } from "./session.tsx";

/** What every address of the app at hand begins with: empty for staff, `/portal` for tenants. */
export const BaseContext = createContext("");

/** The address of a screen of the site at hand (or of the company, where there is no site): `useHref()("service/cases/…")`. */
export function useHref(): (path: string) => string {
  const base = useContext(BaseContext);
  const site = useOptionalSite();
  return (path) => (site ? `${base}/sites/${site.id}/${path}` : `${base}/${path}`);
}

type Subjects = Readonly<Record<string, (id: string) => string>>;
export const SubjectsContext = createContext<Subjects>({});

/** Where a record opens that is known by kind and id alone, such as the subject of a duty; null when no screen shows it. */
export function useSubjectHref(): (subject: { readonly kind: string; readonly id: string }, siteId?: string) => string | null {
  const subjects = useContext(SubjectsContext);
  const base = useContext(BaseContext);
  const site = useOptionalSite();
  return ({ kind, id }, siteId = site?.id) => (subjects[kind] && siteId ? `${base}/sites/${siteId}/${subjects[kind](id)}` : null);
}

/** Goes to an address of this app; `replace` leaves no trace in the history. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => {
      if (options?.replace) router.history.replace(href);
      else router.history.push(href);
    },
    [router],
  );
}

export const usePathname = (): string => useLocation({ select: ({ pathname }) => pathname });

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & { readonly href: string; readonly replace?: boolean };

/** A link inside the app: a real anchor, so that it opens in a new tab as well. */
export function Link({ href, replace = false, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target) return;
    event.preventDefault();
    go(href, { replace });
  };
  const preload = () => void router.preloadRoute({ to: href.split(/[?#]/)[0] ?? href });
  return <a {...rest} href={href} onClick={follow} onPointerEnter={preload} onFocus={preload} />;
}

/** The last part of the address that screens keep their filters, tabs and open drawers in; what equals its default is left out of the address. */
export function useFilters<const T extends Record<string, string>>(
  defaults: T,
): readonly [{ readonly [K in keyof T]: string }, (patch: { readonly [K in keyof T]?: string | undefined }) => void] {
  const router = useRouter();
  const searchStr = useLocation({ select: (location) => location.searchStr });
  const given = new URLSearchParams(searchStr);
  const values = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, given.get(name) ?? value]));
  const key = JSON.stringify(values);
  const stable = useMemo(() => JSON.parse(key) as { readonly [K in keyof T]: string }, [key]);
  const set = (patch: { readonly [K in keyof T]?: string | undefined }) => {
    const { pathname, search } = router.history.location;
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(patch)) {
      if (value === undefined || value === defaults[name]) next.delete(name);
      else next.set(name, String(value));
    }
    const suffix = next.size > 0 ? `?${next}` : "";
    router.history.replace(`${pathname}${suffix}`);
  };
  return [stable, set];
}
