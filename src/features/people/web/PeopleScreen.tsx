import { UserAddOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { infinite, linkTo, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { Link } from "#platform/web/navigation.tsx";
import * as contract from "../contract.ts";
import { personStateNames, type PersonState } from "../rules.ts";
import { LinkMade } from "./LinkMade.tsx";
import { MailNote } from "./MailNote.tsx";
import { PersonStateTag } from "./PersonStateTag.tsx";
import { text } from "./text.ts";
import "./people.css";

interface PersonForm {
  readonly name: string;
  readonly login?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly isAdministrator?: boolean;
}

/** Everybody of the company who can or could sign in. */
export function PeopleScreen() {
  const { t, language } = useLanguage();
  const { moment } = useFormat();
  const [{ q, state }, set] = useFilters({ q: "", state: "" });
  const asked = { ...(q ? { q } : {}), ...(state ? { state: state as PersonState } : {}) };
  const people = useInfiniteQuery(infinite(contract.listPeople, { query: asked }));
  const [adding, setAdding] = useState(false);
  const invite = useCommand(contract.invitePerson, { onDone: () => setAdding(false) });
  return (
    <Page
      title={t(text.people)}
      lead={
        <>
          {t(text.peopleLead)} <Link href="/people/audit">{t(text.audit)}</Link> · <Link href="/people/mail">{t(text.mail)}</Link>
        </>
      }
      actions={
        <Button type="primary" keys="n" icon={<UserAddOutlined />} onPress={() => setAdding(true)}>
          {t(text.newPerson)}
        </Button>
      }
    >
      <MailNote />
      <DataTable
        label={t(text.people)}
        rows={people}
        rowKey={({ id }) => id}
        href={({ id }) => `/people/${id}`}
        exportHref={linkTo(contract.exportPeople, { query: { ...asked, language } })}
        rowTone={(person) => (person.state === "inactive" ? "quiet" : undefined)}
        filters={
          <>
            <SearchInput label={t(text.searchPeople)} value={q} onChange={(value) => set({ q: value })} />
            <Select
              aria-label={t(text.state)}
              value={state}
              onChange={(value) => set({ state: value })}
              popupMatchSelectWidth={false}
              options={[{ value: "", label: t(text.anyState) }, ...Object.entries(personStateNames).map(([value, label]) => ({ value, label: t(label) }))]}
            />
          </>
        }
        columns={[
          { key: "name", title: t(text.name), card: "heading", render: ({ name }) => name },
          { key: "state", title: t(text.state), card: "mark", width: "8em", render: (person) => <PersonStateTag state={person.state} /> },
          { key: "login", title: t(text.login), from: "medium", render: ({ login }) => login ?? "—" },
          { key: "email", title: t(text.email), from: "wide", render: ({ email }) => email ?? "—" },
          {
            key: "sites",
            title: t(text.sites),
            render: ({ grants, isAdministrator }) => {
              const sites = [...new Set(grants.map(({ siteName }) => siteName))];
              return [isAdministrator && t(text.administrator), ...sites].filter(Boolean).join("、") || t(text.noRoles);
            },
          },
          { key: "lastSeen", title: t(text.lastSeen), from: "medium", render: ({ lastSeenAt }) => (lastSeenAt ? moment(lastSeenAt) : t(text.never)) },
        ]}
      />
      <FormDrawer<PersonForm>
        title={t(text.newPerson)}
        open={adding}
        onClose={() => setAdding(false)}
        submit={text.invite}
        isPending={invite.isPending}
        error={invite.error}
        onSubmit={({ name, login, email, phone, isAdministrator }) =>
          invite.mutate({
            body: { name, language, isAdministrator: isAdministrator ?? false, ...(login ? { login } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
          })
        }
      >
        <PersonFields />
      </FormDrawer>
      <LinkMade reply={invite.data} email={invite.variables?.body.email ?? null} onClose={() => invite.reset()} />
    </Page>
  );
}

/** What is known of a person. */
export function PersonFields() {
  const { t } = useLanguage();
  return (
    <>
      <Form.Item name="name" label={t(text.name)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="login" label={t(text.login)} extra={t(text.loginHint)}>
        <Input maxLength={100} autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="email" label={t(text.email)} extra={t(text.emailHint)} rules={[{ type: "email", message: t(text.notEmail) }]}>
        <Input type="email" maxLength={200} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.phone)}>
        <Input inputMode="tel" maxLength={40} />
      </Form.Item>
      <Form.Item name="isAdministrator" valuePropName="checked" extra={t(text.administratorHint)}>
        <Checkbox>{t(text.administrator)}</Checkbox>
      </Form.Item>
    </>
  );
}
