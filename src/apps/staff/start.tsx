import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { setLanguage } from "#features/people/contract.ts";
import type { Language } from "#kernel/words.ts";
import { call } from "#platform/web/client.ts";
import { LanguageProvider } from "#platform/web/language.tsx";
import { lastSite, makeRouter, startSession } from "#platform/web/router.tsx";
import { newClient } from "#platform/web/queries.ts";
import { isTenantOnly, sessionQuery } from "#platform/web/session.tsx";
import { Failed, NotFound, Pending } from "#ui/states.tsx";
import { UiProvider } from "#ui/UiProvider.tsx";
import { PlanLayersProvider } from "#features/sites/web/planLayers.ts";
import { PartsProvider } from "#platform/web/parts.tsx";
import { features } from "./features.ts";
import { parts, planLayers } from "./parts.ts";
import { PublicShell } from "./PublicShell.tsx";
import { Shell } from "./Shell.tsx";

/** Starts the staff's app in `element`. */
export function start(element: HTMLElement): void {
  const client = newClient();
  startSession(client);
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
    if (client.getQueryData(sessionQuery.queryKey)) void call(setLanguage, { body: { language } });
  };
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <LanguageProvider onChange={changed}>
        <UiProvider>
          <PartsProvider parts={parts}>
            <PlanLayersProvider value={planLayers}>
              <RouterProvider router={router} />
            </PlanLayersProvider>
          </PartsProvider>
        </UiProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}
