import { useSyncExternalStore } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "#ui/phone/text.ts";
import { listenToUpdates, takeOver, waitingVersion } from "./update.ts";

/** Says that a new version is there, and lets it in when the person agrees. */
export function UpdateBar() {
  const { t } = useLanguage();
  const waiting = useSyncExternalStore(listenToUpdates, waitingVersion);
  if (!waiting) return null;
  return (
    <div className="ph-update ph-send-line" role="status">
      {t(text.updateReady)}
      <button type="button" onClick={takeOver}>
        {t(text.update)}
      </button>
    </div>
  );
}
