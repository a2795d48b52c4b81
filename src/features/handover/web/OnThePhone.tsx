import { lazy, Suspense, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Section } from "#ui/Page.tsx";
import { Pending } from "#ui/states.tsx";
import { handoverRights } from "../contract/rights.ts";
import { onThePhoneText as text } from "./onThePhoneText.ts";

const QrCode = lazy(() => import("#ui/QrCode.tsx").then((m) => ({ default: m.QrCode })));

/** For whoever inspects: the way to the app that works without a signal, on this device or by the camera of another. */
export function OnThePhone() {
  const { t } = useLanguage();
  const may = useMay();
  const [isShown, setShown] = useState(false);
  const address = `${location.origin}/phone/`;
  if (!may(handoverRights.inspect)) return null;
  return (
    <Section title={t(text.title)}>
      <p className="tk-quiet">{t(text.lead)}</p>
      <div className="tk-actions">
        <a href="/phone/">{t(text.open)}</a>
        <Button aria-expanded={isShown} onPress={() => setShown(!isShown)}>
          {t(isShown ? text.hide : text.show)}
        </Button>
      </div>
      {isShown && (
        <Suspense fallback={<Pending />}>
          <QrCode text={address} label={t(text.code, { address })} />
          <p className="tk-quiet">{t(text.steps)}</p>
        </Suspense>
      )}
    </Section>
  );
}
