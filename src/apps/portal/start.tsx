import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { LanguageProvider } from "#platform/web/language.tsx";
import { newClient } from "#platform/web/queries.ts";
import { lastSite, makeRouter, startSession } from "#platform/web/router.tsx";
import { Failed, MobileProvider, NotFound, Pending } from "#ui/mobile/index.ts";
import { PartsProvider } from "#platform/web/parts.tsx";
import { holds } from "#platform/web/session.tsx";
import { billingRights } from "#features/billing/contract/rights.ts";
import { features } from "./features.ts";
import { parts } from "./parts.ts";
import { PublicShell, Shell } from "./Shell.tsx";

/** Starts the tenants' app in `element`. */
export function start(element: HTMLElement): void {
  const client = newClient();
  void startSession(client).catch(() => {}); // whoever asks for the session shows why not
  const router = makeRouter(
    features,
    {
      Shell,
      PublicShell,
      Pending,
      Failed,
      NotFound,
      base: "/portal",
      signIn: "/portal/sign-in",
      home: (session) => {
        const sites = session.sites.filter(({ roles }) => roles.includes("tenantContact"));
        const site = lastSite({ ...session, sites });
        if (!site) return "/portal/account";
        return holds(session, billingRights.portal, site.id) ? `/portal/sites/${site.id}/billing/start` : `/portal/sites/${site.id}/service/cases`;
      },
    },
    client,
  );
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <LanguageProvider onChange={() => void client.invalidateQueries()}>
        <MobileProvider>
          <PartsProvider parts={parts}>
            <RouterProvider router={router} />
          </PartsProvider>
        </MobileProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}
