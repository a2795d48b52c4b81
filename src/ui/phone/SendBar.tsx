import { useSyncExternalStore } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { useClockFault, useKeepingFailed, useOutboxCounts, useSending, useSendNow } from "#platform/web/outbox/hooks.tsx";
import { text } from "./text.ts";

/** How sending stands, always in sight: what waits and why, what was refused, and a clock that is off. */
export function SendBar({ unsentHref, signInHref, isSignedOut }: { readonly unsentHref: string; readonly signInHref: string; readonly isSignedOut: boolean }) {
  const { t } = useLanguage();
  const { waiting, blobs, refused, ofOthers } = useOutboxCounts();
  const { isSending } = useSending();
  const sendNow = useSendNow();
  const isOnline = useOnline();
  const clock = useClockFault();
  const hasFailed = useKeepingFailed();
  const left = { facts: waiting, photos: blobs };
  const isAllSent = waiting + blobs === 0;
  const state = isAllSent ? "sent" : isSending ? "sending" : "waiting";
  return (
    <div className="ph-send" data-state={refused > 0 ? "refused" : state}>
      <div className="ph-send-line" role="status">
        <Link href={unsentHref}>
          {t(isAllSent ? text.allSent : isSending ? text.sending : text.waiting, left)}
          {!isOnline && ` · ${t(text.offline)}`}
        </Link>
        {!isAllSent && !isSending && isOnline && !isSignedOut && (
          <button type="button" onClick={sendNow}>
            {t(text.sendNow)}
          </button>
        )}
      </div>
      {hasFailed && (
        <p role="alert" className="ph-send-line" data-tone="late">
          {t(text.notKept)}
        </p>
      )}
      {isSignedOut && (
        <Link href={signInHref} className="ph-send-line" data-tone="warn">
          {t(text.signIn)}
        </Link>
      )}
      {refused > 0 && (
        <Link href={unsentHref} className="ph-send-line" data-tone="late">
          {t(text.refused, { count: refused })}
        </Link>
      )}
      {ofOthers > 0 && <p className="ph-send-line">{t(text.ofOthers, { count: ofOthers })}</p>}
      {clock && (
        <p className="ph-send-line" data-tone="warn">
          {t(clock.aheadMs > 0 ? text.clockAhead : text.clockBehind, { minutes: Math.round(Math.abs(clock.aheadMs) / 60_000) })}
        </p>
      )}
    </div>
  );
}

const listenOnline = (heard: () => void) => {
  addEventListener("online", heard);
  addEventListener("offline", heard);
  return () => {
    removeEventListener("online", heard);
    removeEventListener("offline", heard);
  };
};

/** Whether the device believes that it has a network. */
export const useOnline = (): boolean => useSyncExternalStore(listenOnline, () => navigator.onLine);
