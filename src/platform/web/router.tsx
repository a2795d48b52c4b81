import type { QueryClient } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, useParams, type AnyRoute, type AnyRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import type { FeatureRoutes, Screen } from "./screens.ts";
import { sessionQuery, SessionProvider, SiteProvider, useSession, useSessionQuery, useSignedOut, type Session, type Site } from "./session.tsx";
import { useLanguage } from "./language.tsx";
import { LiveProvider } from "./live.tsx";
import { BaseContext, SubjectsContext, useGo, usePathname } from "./navigation.tsx";

/** What an app brings besides its features' screens. */
export interface AppFrame {
  /** Around every signed-in screen; `site` is null on screens of the company. */
  readonly Shell: (props: { readonly children: ReactNode }) => ReactNode;
  /** Around screens that need no sign-in. */
  readonly PublicShell: (props: { readonly children: ReactNode }) => ReactNode;
  /** While a screen's code or data load. */
  readonly Pending: () => ReactNode;
  readonly Failed: (props: { readonly error: Error; readonly retry: () => void }) => ReactNode;
  readonly NotFound: () => ReactNode;
  /** Finds out who is here, in place of asking the server: for an app that goes on without a network. */
  readonly Gate?: (props: { readonly children: ReactNode }) => ReactNode;
  /** The address to go to from `/`. */
  readonly home: (session: Session) => string;
  /** Where to sign in; `next` comes back in the address. */
  readonly signIn: string;
  /** What every address of this app begins with: empty, or `/portal`. */
  readonly base: string;
}

/** Composes an app out of its features' screens. */
export function makeRouter(features: readonly FeatureRoutes[], frame: AppFrame, client: QueryClient): AnyRouter {
  const screens = features.flatMap((feature) => feature.screens);
  const below = (scope: Screen["scope"]): AnyRoute[] => screens.filter((screen) => screen.scope === scope).map((screen) => routeOf(screen, parents[scope]));
  const subjects = Object.fromEntries(features.flatMap((feature) => Object.entries(feature.subjects ?? {})));
  const root = createRootRoute({ component: () => <Root base={frame.base} subjects={subjects} />, notFoundComponent: frame.NotFound });
  const publicRoot = createRoute({ getParentRoute: () => root, id: "public", component: () => <frame.PublicShell children={<Outlet />} /> });
  const signedIn = createRoute({ getParentRoute: () => root, id: "signedIn", component: () => (frame.Gate ? <frame.Gate children={<Outlet />} /> : <SignedIn frame={frame} />) });
  const site = createRoute({ getParentRoute: () => signedIn, path: `${frame.base}/sites/$siteId`, component: () => <AtSite frame={frame} /> });
  const company = createRoute({ getParentRoute: () => signedIn, id: "company", component: () => <frame.Shell children={<Outlet />} /> });
  const home = createRoute({ getParentRoute: () => signedIn, path: `${frame.base}/`, component: () => <Home frame={frame} /> });
  const parents: Record<Screen["scope"], AnyRoute> = { site, company, public: publicRoot };

  return createRouter({
    routeTree: root.addChildren([publicRoot.addChildren(below("public")), signedIn.addChildren([home, site.addChildren(below("site")), company.addChildren(below("company"))])]),
    defaultPreload: "intent",
    defaultPendingComponent: frame.Pending,
    defaultPendingMs: 150,
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => (
      <frame.Failed
        error={error as Error}
        retry={() => {
          void client.resetQueries({ predicate: (one) => one.state.status === "error" });
          reset();
        }}
      />
    ),
    defaultNotFoundComponent: frame.NotFound,
    scrollRestoration: true,
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)])).toString();
      return text === "" ? "" : `?${text}`;
    },
  });

  function routeOf(screen: Screen, parent: AnyRoute): AnyRoute {
    return createRoute({
      getParentRoute: () => parent,
      path: screen.scope === "site" ? screen.path : `${frame.base}/${screen.path}`,
      component: lazyRouteComponent(async () => {
        const Component = (await screen.load()) as (props: object) => ReactNode;
        const WithParams = () => {
          const params: Record<string, string> = useParams({ strict: false });
          // a screen of another thing is another screen: no state leaks from one case to the next
          return <Component key={Object.values(params).join("/")} {...params} />;
        };
        return { default: WithParams };
      }),
    });
  }
}

function Root({ base, subjects }: { readonly base: string; readonly subjects: NonNullable<FeatureRoutes["subjects"]> }) {
  useSignedOut();
  return (
    <BaseContext value={base}>
      <SubjectsContext value={subjects}>
        <Outlet />
      </SubjectsContext>
    </BaseContext>
  );
}

function SignedIn({ frame }: { readonly frame: AppFrame }) {
  const { data: session, error, refetch } = useSessionQuery();
  const go = useGo();
  const pathname = usePathname();
  const { adopt } = useLanguage();
  useEffect(() => {
    if (session) adopt(session.person.language);
  }, [session, adopt]);
  useEffect(() => {
    if (session !== null || pathname === frame.signIn) return; // on the way there this screen still stands
    const next = pathname === `${frame.base}/` ? "" : `?next=${encodeURIComponent(pathname + location.search)}`;
    go(`${frame.signIn}${next}`, { replace: true });
  }, [session, go, pathname, frame.signIn]);
  if (error && !session) return <frame.PublicShell children={<frame.Failed error={error} retry={() => void refetch()} />} />;
  if (!session) return <frame.Pending />;
  return (
    <SessionProvider session={session}>
      <LiveProvider>
        <Outlet />
      </LiveProvider>
    </SessionProvider>
  );
}

function AtSite({ frame }: { readonly frame: AppFrame }) {
  const { siteId = "" } = useParams({ strict: false }) as { siteId?: string };
  const site = useSession().sites.find(({ id }) => id === siteId);
  useEffect(() => {
    if (site) rememberSite(site);
  }, [site]);
  if (!site) return <frame.Shell children={<frame.NotFound />} />;
  return (
    <SiteProvider site={site} key={site.id}>
      <frame.Shell>
        <Outlet />
      </frame.Shell>
    </SiteProvider>
  );
}

function Home({ frame }: { readonly frame: AppFrame }) {
  const session = useSession();
  const go = useGo();
  useEffect(() => go(frame.home(session), { replace: true }), [frame, session, go]);
  return <frame.Pending />;
}

const lastSiteKey = "towerkeep.site";
const rememberSite = (site: Site) => localStorage.setItem(lastSiteKey, site.id);

/** The site last worked at on this browser, else the first one the person has. */
export const lastSite = (session: Session): Site | undefined => session.sites.find(({ id }) => id === localStorage.getItem(lastSiteKey)) ?? session.sites[0];

/** Reads who is signed in before anything is shown. */
export const startSession = (client: QueryClient): Promise<Session | null> => client.ensureQueryData(sessionQuery);
