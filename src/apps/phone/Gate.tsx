import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, usePathname } from "#platform/web/navigation.tsx";
import { useSending, useSendNow } from "#platform/web/outbox/hooks.tsx";
import { SessionProvider, sessionQuery } from "#platform/web/session.tsx";
import { Act, EmptyTeaching, Pending } from "#ui/phone/index.ts";
import { text as uiText } from "#ui/text.ts";
import { listenToPerson, rememberedSession, rememberSession } from "./person.ts";
import { text } from "./text.ts";

const signInPath = "/phone/sign-in";

/** Who is here: the one the server knows, else the one this phone remembers. A session that ended sends nobody away from their work. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { t, adopt } = useLanguage();
  const go = useGo();
  const pathname = usePathname();
  const { session, known, error, refetch } = usePerson();
  const sendNow = useSendNow();
  const { last } = useSending();
  useEffect(() => {
    if (!known) return;
    adopt(known.person.language);
    rememberSession(known);
    sendNow(); // what waited for this sign-in
  }, [known, adopt, sendNow]);
  useEffect(() => {
    if (last?.kind === "done" && last.personId !== session?.person.id) void refetch(); // somebody else has signed in at this browser
  }, [last, session, refetch]);
  const mustSignIn = !session && known === null;
  useEffect(() => {
    if (!mustSignIn || pathname === signInPath) return;
    const next = pathname === "/phone/" ? "" : `?next=${encodeURIComponent(pathname)}`;
    go(`${signInPath}${next}`, { replace: true });
  }, [mustSignIn, go, pathname]);
  if (session) return <SessionProvider session={session}>{children}</SessionProvider>;
  if (!error) return <Pending />;
  return (
    <EmptyTeaching title={t(text.firstOnline)} action={<Act onClick={() => void refetch()}>{t(uiText.retry)}</Act>}>
      {t(text.firstOnlineHint)}
    </EmptyTeaching>
  );
}

/** The session at hand; `known` is what the server last said of it: null when it knows nobody, undefined while it is out of reach. */
function usePerson() {
  const remembered = useSyncExternalStore(listenToPerson, rememberedSession);
  const { data: known, error, refetch } = useQuery({ ...sessionQuery, retry: false, networkMode: "always" });
  return { session: known ?? remembered, known, error, refetch };
}

/** Whether the server no longer knows the person this phone remembers. */
export function useIsSignedOut(): boolean {
  const { known } = usePerson();
  const { last } = useSending();
  return known === null || last?.kind === "signedOut";
}
