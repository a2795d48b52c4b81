import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Suspense } from "react";
import { createRoot } from "react-dom/client";
import { LanguageProvider, useLanguage } from "#platform/web/language.tsx";
import { OutboxProvider } from "#platform/web/outbox/hooks.tsx";
import { Outbox } from "#platform/web/outbox/outbox.ts";
import { Sender } from "#platform/web/outbox/sender.ts";
import { newClient } from "#platform/web/queries.ts";
import { lastSite, makeRouter } from "#platform/web/router.tsx";
import { EmptyTeaching, Failed, NotFound, Pending } from "#ui/phone/index.ts";
import { startTheme } from "#ui/phone/theme.ts";
import { features } from "./features.ts";
import { Gate } from "./Gate.tsx";
import { PublicShell, Shell } from "./Shell.tsx";
import { text } from "./text.ts";
import { watchUpdates } from "./update.ts";
import "#ui/ui.css";
import "#ui/phone/phone.css";

/** Starts the app for work on site in `element`. */
export async function start(element: HTMLElement): Promise<void> {
  startTheme();
  void watchUpdates();
  void navigator.storage?.persist?.(); // what is unsent must not make room for something else
  if (!isSecureContext) return explainHttps(element);
  const outbox = await Outbox.open();
  const sender = new Sender(outbox);
  const client = newClient();
  const router = makeRouter(
    features,
    {
      Shell,
      PublicShell,
      Pending,
      Failed,
      NotFound,
      Gate,
      base: "/phone",
      signIn: "/phone/sign-in",
      home: (session) => {
        const site = lastSite(session);
        return site ? `/phone/sites/${site.id}/handover` : "/phone/me";
      },
    },
    client,
  );
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <OutboxProvider outbox={outbox} sender={sender}>
          <Suspense fallback={<Pending />}>
            <RouterProvider router={router} />
          </Suspense>
        </OutboxProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
  sender.start();
}

/** Over plain HTTP a browser keeps no app and gives no hashes: said at once, instead of failing at the first record. */
function explainHttps(element: HTMLElement): void {
  createRoot(element).render(
    <LanguageProvider>
      <Explained />
    </LanguageProvider>,
  );
}

function Explained() {
  const { t } = useLanguage();
  return <EmptyTeaching title={t(text.needsHttps)}>{t(text.needsHttpsHint)}</EmptyTeaching>;
}
