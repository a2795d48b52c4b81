import { Form, Input, type InputRef } from "antd";
import { useEffect, useRef } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Entrance } from "./Entrance.tsx";
import { text } from "./text.ts";
import { useSignIn, type Credentials } from "./useSignIn.ts";

/** Sign-in: account and password, then, where the account has one, the second factor. */
export function SignInScreen() {
  const { t } = useLanguage();
  const signIn = useSignIn();
  if (signIn.step === "code") return <CodeStep onCode={signIn.offerCode} onBack={signIn.startAgain} isPending={signIn.isPending} error={signIn.error} />;
  return (
    <Entrance title={t(text.signIn)} lead={t(text.signInLead)}>
      <CommandForm<Credentials> submit={text.signIn} isPending={signIn.isPending} error={signIn.error} onSubmit={signIn.offer}>
        <Form.Item name="login" label={t(text.account)} rules={[{ required: true, message: t(text.missing) }]}>
          <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
        </Form.Item>
        <Form.Item name="password" label={t(text.password)} rules={[{ required: true, message: t(text.missing) }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
      </CommandForm>
      <p className="entrance-foot">
        <Link href="/forgotten-password">{t(text.forgot)}</Link>
      </p>
    </Entrance>
  );
}

function CodeStep({
  onCode,
  onBack,
  isPending,
  error,
}: {
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}) {
  const { t } = useLanguage();
  const input = useRef<InputRef>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Entrance title={t(text.secondFactor)} lead={t(text.codeLead)}>
      <CommandForm<{ code: string }> submit={text.signIn} isPending={isPending} error={error} onSubmit={({ code }) => onCode(code)}>
        <Form.Item name="code" label={t(text.code)} extra={t(text.codeHint)} rules={[{ required: true, message: t(text.missing) }]}>
          <Input ref={input} autoComplete="one-time-code" inputMode="numeric" size="large" />
        </Form.Item>
      </CommandForm>
      <p className="entrance-foot">
        <button type="button" className="tk-link" onClick={onBack}>
          {t(text.otherAccount)}
        </button>
      </p>
    </Entrance>
  );
}
