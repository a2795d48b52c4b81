import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import type { Language } from "#kernel/words.ts";
import { call } from "#platform/web/client.ts";
import { LanguageProvider } from "#platform/web/language.tsx";
import { lastSite, makeRouter, startSession } from "#platform/web/router.tsx";
import { newClient } from "#platform/web/queries.ts";
import { isTenantOnly, type Session, sessionQuery } from "#platform/web/session.tsx";
import { Failed, NotFound, Pending } from "#ui/states.tsx";
import { UiProvider } from "#ui/UiProvider.tsx";
import { PlanLayersProvider } from "#features/sites/web/planLayers.ts";
import { PartsProvider } from "#platform/web/parts.tsx";
import { features } from "./features.ts";
import { dayOf } from "./home/day.ts";
import "./home/HomeScreen.tsx"; // whoever signs in sees it first: it comes with the first load
import { parts } from "./parts.ts";
import { PublicShell } from "./PublicShell.tsx";
import { Shell } from "./Shell.tsx";

/** Starts the staff's app in `element`. */
export function start(element: HTMLElement): void {
  const client = newClient();
  void startSession(client).then(
    (session) => session && readHome(client, session),
    () => {}, // whoever asks for the session shows why not
  );
  const router = makeRouter(
    features,
    {
      Shell,
      PublicShell,
      Pending,
      Failed,
      NotFound,
      base: "",
      signIn: "/sign-in",
      home: (session) => {
        if (isTenantOnly(session)) location.replace("/portal/");
        const site = lastSite(session);
        return site ? `/sites/${site.id}/home` : "/overview";
      },
    },
    client,
  );
  const changed = (language: Language) => {
    void client.invalidateQueries();
    if (client.getQueryData(sessionQuery.queryKey)) void keepLanguage(language);
  };
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <LanguageProvider onChange={changed}>
        <UiProvider>
          <PartsProvider parts={parts}>
            <PlanLayersProvider value={loadPlanLayers}>
              <RouterProvider router={router} />
            </PlanLayersProvider>
          </PartsProvider>
        </UiProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

/** Asks for the list of the home screen while the frame around it is still being drawn. */
function readHome(client: QueryClient, session: Session): void {
  const [, opened] = /^\/sites\/([^/]+)\/home$/.exec(location.pathname) ?? [];
  const siteId = opened ?? (location.pathname === "/" && !isTenantOnly(session) ? lastSite(session)?.id : undefined);
  if (siteId) void client.prefetchQuery(dayOf(siteId));
}

const loadPlanLayers = () => import("./planLayers.ts").then((m) => m.planLayers);

async function keepLanguage(language: Language): Promise<void> {
  const { setLanguage } = await import("#features/people/contract.ts");
  await call(setLanguage, { body: { language } });
}
