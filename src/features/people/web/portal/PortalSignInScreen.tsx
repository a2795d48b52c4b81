import { Button, Form, Input } from "antd-mobile";
import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { text } from "./text.ts";
import { useSignIn } from "../useSignIn.ts";

/** Sign-in of a tenant's contact, on a phone. */
export function PortalSignInScreen() {
  const { t } = useLanguage();
  const signIn = useSignIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const asksCode = signIn.step === "code";
  const send = () => (asksCode ? signIn.offerCode(code) : signIn.offer({ login, password }));
  return (
    <MobilePage title={t(asksCode ? text.secondFactor : text.signIn)}>
      <Form
        layout="vertical"
        onFinish={send}
        footer={
          <Button block color="primary" size="large" type="submit" loading={signIn.isPending} disabled={asksCode ? code === "" : login === "" || password === ""}>
            {t(text.signIn)}
          </Button>
        }
      >
        {asksCode ? (
          <Form.Item label={t(text.code)} description={t(text.codeHint)}>
            <Input aria-label={t(text.code)} value={code} onChange={setCode} autoComplete="one-time-code" inputMode="numeric" autoFocus />
          </Form.Item>
        ) : (
          <>
            <Form.Item label={t(text.account)}>
              <Input aria-label={t(text.account)} value={login} onChange={setLogin} autoComplete="username" autoCapitalize="none" />
            </Form.Item>
            <Form.Item label={t(text.password)}>
              <Input aria-label={t(text.password)} type="password" value={password} onChange={setPassword} autoComplete="current-password" />
            </Form.Item>
          </>
        )}
      </Form>
      <ProblemNote error={signIn.error} />
      {asksCode ? (
        <button type="button" className="tk-link" onClick={signIn.startAgain}>
          {t(text.otherAccount)}
        </button>
      ) : (
        <a href="/forgotten-password">{t(text.forgot)}</a>
      )}
    </MobilePage>
  );
}
