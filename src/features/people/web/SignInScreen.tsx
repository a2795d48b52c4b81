import { Form, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import type { ProblemError } from "#platform/web/problem.ts";
import { CommandForm } from "#ui/FormDrawer.tsx";
import * as contract from "../contract.ts";
import { peopleProblems } from "../rules.ts";
import { Entrance, useEnter } from "./Entrance.tsx";
import { text } from "./text.ts";

interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** Sign-in: account and password, then, where the account has one, the second factor. */
export function SignInScreen() {
  const { t } = useLanguage();
  const enter = useEnter();
  const signIn = useCommand(contract.signIn, { onDone: enter });
  const [given, setGiven] = useState<Credentials | null>(null);
  const asksForCode =
    given !== null && (isAbout(signIn.error, peopleProblems.codeNeeded.code) || isAbout(signIn.error, peopleProblems.codeWrong.code) || signIn.variables?.body.code !== undefined);

  if (asksForCode && !isAbout(signIn.error, peopleProblems.signInFailed.code)) {
    return (
      <CodeStep
        onCode={(code) => signIn.mutate({ body: { ...given, code } })}
        onBack={() => {
          signIn.reset();
          setGiven(null);
        }}
        isPending={signIn.isPending || signIn.isSuccess}
        error={isAbout(signIn.error, peopleProblems.codeNeeded.code) ? null : signIn.error}
      />
    );
  }
  return (
    <Entrance title={t(text.signIn)} lead={t(text.signInLead)}>
      <CommandForm<Credentials>
        submit={text.signIn}
        isPending={signIn.isPending || signIn.isSuccess}
        error={signIn.error}
        onSubmit={(values) => {
          setGiven(values);
          signIn.mutate({ body: values });
        }}
      >
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

const isAbout = (error: ProblemError | null, code: string) => error?.reasons.some((reason) => reason.code === code) ?? false;
