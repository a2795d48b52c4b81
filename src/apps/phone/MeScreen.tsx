import { useQueryClient } from "@tanstack/react-query";
import { endpoint } from "#kernel/contract.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo } from "#platform/web/navigation.tsx";
import { useKept, useOutbox } from "#platform/web/outbox/hooks.tsx";
import { sessionQuery, useSession } from "#platform/web/session.tsx";
import { Act, Choice, FailureNote, PhonePage } from "#ui/phone/index.ts";
import { themes, useTheme } from "#ui/phone/theme.ts";
import { useIsSignedOut } from "./Gate.tsx";
import { rememberSession } from "./person.ts";
import { text } from "./text.ts";

const signOut = endpoint({ method: "DELETE", path: "/session", summary: "Sign out of this session", permission: "signedIn" });

/** Who works on this phone, how it speaks and looks, and the way out. */
export function MeScreen() {
  const { t, language, setLanguage } = useLanguage();
  const [theme, setTheme] = useTheme();
  const { person } = useSession();
  const isSignedOut = useIsSignedOut();
  const clock = useKept(["clock"], (outbox) => outbox.clock());
  const leave = useLeave();
  const command = useCommand(signOut, { onDone: leave });
  return (
    <PhonePage
      title={person.name}
      back="/phone/"
      acts={
        <>
          <p className="ph-quiet">{t(text.signOutKept)}</p>
          <FailureNote error={command.error} />
          <Act kind="quiet" disabled={command.isPending} onClick={() => (isSignedOut ? leave() : command.mutate({}))}>
            {t(text.signOut)}
          </Act>
        </>
      }
    >
      <section className="ph-card">
        <h2>{t(text.language)}</h2>
        <Choice
          label={t(text.language)}
          value={language}
          options={[
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
          onChange={setLanguage}
        />
        <h2>{t(text.theme)}</h2>
        <Choice label={t(text.theme)} value={theme} options={themes.map((value) => ({ value, label: t(text[value]) }))} onChange={setTheme} />
      </section>
      <p className="ph-quiet">{clock ? t(text.clock, { seconds: Math.round(Math.abs(clock.aheadMs) / 1000) }) : t(text.clockUnknown)}</p>
      <p className="ph-quiet">{t(text.install)}</p>
      <a className="ph-row ph-card" href="/">
        {t(text.staff)}
      </a>
    </PhonePage>
  );
}

/** Forgets whoever is here and what they could see; what they have not sent yet stays under their name. */
function useLeave(): () => void {
  const client = useQueryClient();
  const outbox = useOutbox();
  const go = useGo();
  return () => {
    void Promise.all([outbox.forgetPages(""), outbox.forgetFetched()]).then(() => {
      client.setQueryData(sessionQuery.queryKey, null);
      rememberSession(null);
      go("/phone/sign-in", { replace: true });
    });
  };
}
