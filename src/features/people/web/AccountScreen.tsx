import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select, Tabs } from "antd";
import { useState } from "react";
import { languages, type Language } from "#kernel/words.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { CommandForm, FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import * as contract from "../contract.ts";
import { PasswordField } from "./PasswordField.tsx";
import { CurrentPassword } from "./secrets.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";
import { Tokens } from "./Tokens.tsx";
import { text } from "./text.ts";
import "./people.css";

/** Everything that is a person's own: profile, password, second factor, sessions, tokens. */
export function AccountScreen() {
  const { t } = useLanguage();
  const [{ tab }, set] = useFilters({ tab: "profile" });
  const items = [
    { key: "profile", label: t(text.profile), children: <Profile /> },
    { key: "security", label: t(text.secondFactor), children: <SecondFactor /> },
    { key: "sessions", label: t(text.sessions), children: <Sessions /> },
    { key: "tokens", label: t(text.tokens), children: <Tokens /> },
  ];
  return (
    <Page title={t(text.myAccount)} width="reading">
      <Tabs activeKey={tab} onChange={(key) => set({ tab: key })} items={items} destroyOnHidden />
    </Page>
  );
}

const languageNames: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };

function Profile() {
  const { t, language, setLanguage } = useLanguage();
  const toast = useToast();
  const { person } = useSuspenseQuery(query(contract.getSession, {})).data;
  const change = useCommand(contract.changeMe, { also: ["session"], onDone: () => toast(t(text.saved)) });
  const [changes, setChanges] = useState<"email" | "password" | null>(null);
  return (
    <>
      <Section title={t(text.profile)}>
        <CommandForm<{ name: string }> initial={{ name: person.name }} isPending={change.isPending} error={change.error} onSubmit={(body) => change.mutate({ body })}>
          <div className="account-form">
            <Form.Item name="name" label={t(text.name)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
              <Input autoComplete="name" maxLength={100} />
            </Form.Item>
            <Form.Item label={t(text.language)} htmlFor="language">
              <Select id="language" value={language} onChange={setLanguage} options={languages.map((value) => ({ value, label: languageNames[value] }))} />
            </Form.Item>
          </div>
        </CommandForm>
      </Section>
      <Section>
        <Facts
          facts={[
            { label: t(text.login), value: person.login ?? "—" },
            {
              label: t(text.email),
              value: (
                <>
                  {person.email ?? t(text.noEmail)}{" "}
                  <button type="button" className="tk-link" onClick={() => setChanges("email")}>
                    {t(text.changeEmail)}
                  </button>
                </>
              ),
            },
            {
              label: t(text.password),
              value: (
                <button type="button" className="tk-link" onClick={() => setChanges("password")}>
                  {t(text.changePassword)}
                </button>
              ),
            },
          ]}
        />
      </Section>
      <EmailDrawer open={changes === "email"} onClose={() => setChanges(null)} email={person.email} />
      <PasswordDrawer open={changes === "password"} onClose={() => setChanges(null)} names={[person.name, person.login, person.email].filter((name) => name !== null)} />
    </>
  );
}

interface DrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

function EmailDrawer({ open, onClose, email }: DrawerProps & { readonly email: string | null }) {
  const { t } = useLanguage();
  const change = useCommand(contract.changeEmail, { also: ["session"], onDone: onClose });
  return (
    <FormDrawer<{ email: string; password: string }>
      title={t(text.changeEmail)}
      open={open}
      onClose={onClose}
      initial={{ email: email ?? "" }}
      isPending={change.isPending}
      error={change.error}
      onSubmit={(body) => change.mutate({ body })}
    >
      <Form.Item name="email" label={t(text.email)} extra={t(text.emailHint)} rules={[{ required: true, type: "email", message: t(text.notEmail) }]}>
        <Input type="email" autoComplete="email" />
      </Form.Item>
      <CurrentPassword name="password" />
    </FormDrawer>
  );
}

function PasswordDrawer({ open, onClose, names }: DrawerProps & { readonly names: readonly string[] }) {
  const { t } = useLanguage();
  const toast = useToast();
  const change = useCommand(contract.changePassword, {
    onDone: () => {
      onClose();
      toast(t(text.passwordChanged));
    },
  });
  return (
    <FormDrawer<{ current: string; password: string }>
      title={t(text.changePassword)}
      open={open}
      onClose={onClose}
      isPending={change.isPending}
      error={change.error}
      onSubmit={(body) => change.mutate({ body })}
    >
      <p className="tk-quiet">{t(text.changePasswordLead)}</p>
      <CurrentPassword name="current" />
      <PasswordField names={names} label={text.newPassword} />
    </FormDrawer>
  );
}
