import { Alert, Form, Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, useCommand, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import type { Words } from "#kernel/words.ts";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import * as contract from "../contract.ts";
import { Entrance, useLinkSecret } from "./Entrance.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { text } from "./text.ts";
import { useEnter } from "./useEnter.ts";

type LinkFacts = ReplyOf<typeof contract.lookAtLink>;

/** Looks at the link one came by, and shows what it is for or why it no longer works. */
function WithLink({ title, children }: { readonly title: Words; readonly children: (token: string, link: LinkFacts) => ReactNode }) {
  const { t } = useLanguage();
  const token = useLinkSecret();
  const look = useQuery({
    queryKey: ["links", token],
    enabled: token !== null,
    queryFn: ({ signal }) => call(contract.lookAtLink, { body: { token: token ?? "" } }, { signal }),
  });
  if (token && look.data) return children(token, look.data);
  return (
    <Entrance title={t(title)}>
      {!token && <Alert type="warning" showIcon title={t(text.noToken)} />}
      {token && look.isPending && <Pending />}
      <ProblemNote error={look.error} />
      <p className="entrance-foot">
        <Link href="/sign-in">{t(text.backToSignIn)}</Link>
      </p>
    </Entrance>
  );
}

/** `/setup#<token>`: the company and its first administrator. */
export function SetUpScreen() {
  return <WithLink title={text.setup}>{(token) => <SetUpForm token={token} />}</WithLink>;
}

function SetUpForm({ token }: { readonly token: string }) {
  const { t, language } = useLanguage();
  const enter = useEnter();
  const setUp = useCommand(contract.setUp, { onDone: enter });
  const [form] = Form.useForm<{ company: string; name: string; login: string; email?: string; password: string }>();
  const typed = Form.useWatch([], form);
  return (
    <Entrance title={t(text.setup)} lead={t(text.setupLead)}>
      <CommandForm
        form={form}
        submit={text.begin}
        isPending={setUp.isPending || setUp.isSuccess}
        error={setUp.error}
        onSubmit={({ email, ...values }) => setUp.mutate({ body: { ...values, ...(email ? { email } : {}), token, language } })}
      >
        <Form.Item name="company" label={t(text.company)} extra={t(text.companyHint)} rules={[required(t(text.missing))]}>
          <Input autoFocus autoComplete="organization" maxLength={100} size="large" />
        </Form.Item>
        <Form.Item name="name" label={t(text.yourName)} rules={[required(t(text.missing))]}>
          <Input autoComplete="name" maxLength={100} size="large" />
        </Form.Item>
        <Form.Item name="login" label={t(text.login)} extra={t(text.loginHint)} rules={[required(t(text.missing))]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={100} size="large" />
        </Form.Item>
        <Form.Item name="email" label={t(text.email)} extra={t(text.emailHint)} rules={[{ type: "email", message: t(text.notEmail) }]}>
          <Input type="email" autoComplete="email" maxLength={200} size="large" />
        </Form.Item>
        <PasswordField names={[typed?.company, typed?.name, typed?.login, typed?.email].filter((name): name is string => Boolean(name))} />
      </CommandForm>
    </Entrance>
  );
}

/** `/invitation#<token>`: chooses a password and signs in. */
export function InvitationScreen() {
  return <WithLink title={text.invite}>{(token, link) => <InvitationForm token={token} link={link} />}</WithLink>;
}

function InvitationForm({ token, link }: { readonly token: string; readonly link: LinkFacts }) {
  const { t, language } = useLanguage();
  const { moment } = useFormat();
  const enter = useEnter();
  const accept = useCommand(contract.acceptInvitation, { onDone: enter });
  return (
    <Entrance title={t(text.greeting, { name: link.name ?? "" })} lead={t(text.invitationLead, { company: link.company ?? "" })}>
      <CommandForm<{ password: string }>
        submit={text.accept}
        isPending={accept.isPending || accept.isSuccess}
        error={accept.error}
        onSubmit={({ password }) => accept.mutate({ body: { token, password, language } })}
      >
        <AccountOf link={link} />
        <PasswordField names={namesOf(link)} />
      </CommandForm>
      <p className="entrance-foot tk-quiet">{t(text.linkUntil, { at: moment(link.expiresAt) })}</p>
    </Entrance>
  );
}

/** `/password-reset#<token>`: chooses a new password. */
export function ResetScreen() {
  return <WithLink title={text.reset}>{(token, link) => <ResetForm token={token} link={link} />}</WithLink>;
}

function ResetForm({ token, link }: { readonly token: string; readonly link: LinkFacts }) {
  const { t } = useLanguage();
  const reset = useCommand(contract.finishReset);
  if (reset.isSuccess)
    return (
      <Entrance title={t(text.reset)}>
        <Alert type="success" showIcon title={t(text.resetDone)} />
        <p className="entrance-foot">
          <Link href="/sign-in">{t(text.signIn)}</Link>
        </p>
      </Entrance>
    );
  return (
    <Entrance title={t(text.reset)}>
      <CommandForm<{ password: string }> isPending={reset.isPending} error={reset.error} onSubmit={({ password }) => reset.mutate({ body: { token, password } })}>
        <AccountOf link={link} />
        <PasswordField names={namesOf(link)} label={text.newPassword} />
      </CommandForm>
    </Entrance>
  );
}

/** Asks for a link to choose a new password. */
export function ForgottenScreen() {
  const { t } = useLanguage();
  const ask = useCommand(contract.askForReset);
  return (
    <Entrance title={t(text.askReset)} lead={t(text.askResetLead)}>
      {ask.isSuccess ? (
        <Alert type="success" showIcon title={t(text.askResetSent)} />
      ) : (
        <CommandForm<{ login: string }> submit={text.askResetSend} isPending={ask.isPending} error={ask.error} onSubmit={({ login }) => ask.mutate({ body: { login } })}>
          <Form.Item name="login" label={t(text.account)} rules={[required(t(text.missing))]}>
            <Input autoFocus autoComplete="username" autoCapitalize="none" size="large" />
          </Form.Item>
        </CommandForm>
      )}
      <p className="entrance-foot">
        <Link href="/sign-in">{t(text.backToSignIn)}</Link>
      </p>
    </Entrance>
  );
}

/** The account a password is chosen for, shown and offered to password managers. */
function AccountOf({ link }: { readonly link: LinkFacts }) {
  const { t } = useLanguage();
  if (!link.login) return null;
  return (
    <Form.Item label={t(text.login)}>
      <Input value={link.login} readOnly autoComplete="username" size="large" aria-label={t(text.login)} />
    </Form.Item>
  );
}

const namesOf = ({ name, login, company }: LinkFacts) => [name, login, company].filter((one) => one !== null);
const required = (message: string) => ({ required: true, whitespace: true, message });
