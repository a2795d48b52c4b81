import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { LanguageProvider } from "#platform/web/language.tsx";
import { lastSite, makeRouter, startSession } from "#platform/web/router.tsx";
import { newClient } from "#platform/web/queries.ts";
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
  const client: QueryClient = newClient();
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
        const site = lastSite(session);
        return site ? `/sites/${site.id}/home` : "/welcome";
      },
    },
    client,
  );
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <LanguageProvider onChange={() => void client.invalidateQueries()}>
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
