import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Act, FailureNote, Field, PhonePage } from "#ui/phone/index.ts";
import { text } from "../portal/text.ts";
import { useSignIn } from "../useSignIn.ts";

/** Sign-in on the phone of somebody who works on site. */
export function PhoneSignInScreen() {
  const { t } = useLanguage();
  const signIn = useSignIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const asksCode = signIn.step === "code";
  const isFilled = asksCode ? code !== "" : login !== "" && password !== "";
  return (
    <PhonePage
      title={t(asksCode ? text.secondFactor : text.signIn)}
      acts={
        <>
          <FailureNote error={signIn.error} />
          <Act form="sign-in" type="submit" disabled={!isFilled || signIn.isPending}>
            {t(text.signIn)}
          </Act>
        </>
      }
    >
      <form
        id="sign-in"
        className="ph-card"
        onSubmit={(event) => {
          event.preventDefault();
          if (asksCode) signIn.offerCode(code);
          else signIn.offer({ login, password });
        }}
      >
        {asksCode ? (
          <Field label={t(text.code)} hint={t(text.codeHint)}>
            <input value={code} onChange={({ target }) => setCode(target.value)} autoComplete="one-time-code" inputMode="numeric" autoFocus />
          </Field>
        ) : (
          <>
            <Field label={t(text.account)}>
              <input value={login} onChange={({ target }) => setLogin(target.value)} autoComplete="username" autoCapitalize="none" />
            </Field>
            <Field label={t(text.password)}>
              <input type="password" value={password} onChange={({ target }) => setPassword(target.value)} autoComplete="current-password" />
            </Field>
          </>
        )}
      </form>
      {asksCode && (
        <button type="button" className="ph-link" onClick={signIn.startAgain}>
          {t(text.otherAccount)}
        </button>
      )}
    </PhonePage>
  );
}
