import "#features/handover/rules.ts"; // declares the sentences of what it may refuse
import { useLanguage } from "#platform/web/language.tsx";
import { useFormat } from "#platform/web/format.ts";
import { useKept, useOutbox, useSendNow } from "#platform/web/outbox/hooks.tsx";
import type { SendState } from "#platform/web/outbox/outbox.ts";
import { sayReason } from "#platform/web/problem.ts";
import { useSession } from "#platform/web/session.tsx";
import { Act, EmptyTeaching, PhonePage } from "#ui/phone/index.ts";
import { text } from "./text.ts";

const tones = { waiting: "warn", sending: "warn", sent: "good", refused: "late" } as const satisfies Record<SendState, string>;

/** What of the person at hand is on this phone only, what was refused and why. */
export function UnsentScreen() {
  const { t, language } = useLanguage();
  const format = useFormat();
  const { person } = useSession();
  const outbox = useOutbox();
  const sendNow = useSendNow();
  const { entries, blobs } = useKept(["unsent", person.id], (kept) => kept.unsentOf(person.id));
  const state = (of: SendState) => (of === "sent" ? null : <span className="ph-mark" data-tone={tones[of]} children={t(text[of])} />);
  const again = (retry: Promise<void>) => void retry.then(sendNow);
  if (entries.length + blobs.length === 0)
    return (
      <PhonePage title={t(text.unsent)} back="/phone/">
        <EmptyTeaching title={t(text.unsentNone)}>{t(text.unsentNoneHint)}</EmptyTeaching>
      </PhonePage>
    );
  return (
    <PhonePage title={t(text.unsent)} back="/phone/" lead={t(text.unsentNoneHint)}>
      <ul className="ph-list">
        {entries.map((entry) => (
          <li key={entry.seq}>
            <div className="ph-row">
              <span>
                {entry.label[language]}
                <small>{format.shortMoment(entry.addedAt)}</small>
              </span>
              {state(entry.state)}
            </div>
            {entry.state === "refused" && (
              <div className="ph-card">
                <p className="ph-quiet">{t(text.refusedLead)}</p>
                <ul className="ph-reasons">
                  {entry.reasons.map((reason) => (
                    <li key={reason.code}>{sayReason(reason, language)}</li>
                  ))}
                </ul>
                <Act kind="quiet" onClick={() => again(outbox.retry(entry.seq))}>
                  {t(text.tryAgain)}
                </Act>
              </div>
            )}
          </li>
        ))}
        {blobs.map((blob) => (
          <li key={blob.key}>
            <div className="ph-row">
              <span>
                {blob.label[language]}
                <small>{t(text.photoOf, { share: format.percent(blob.sentBytes / blob.bytes.byteLength, 0) })}</small>
              </span>
              {state(blob.state)}
            </div>
            {blob.state === "refused" && (
              <div className="ph-card">
                <ul className="ph-reasons">
                  {blob.reasons.map((reason) => (
                    <li key={reason.code}>{sayReason(reason, language)}</li>
                  ))}
                </ul>
                <Act kind="quiet" onClick={() => again(outbox.retryBlob(blob.key))}>
                  {t(text.tryAgain)}
                </Act>
              </div>
            )}
          </li>
        ))}
      </ul>
    </PhonePage>
  );
}
