import { useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input } from "antd";
import { listEntities } from "#features/sites/contract.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import { getAccounts, getSetting, putAccounts, putSetting } from "../contract.ts";
import { type AccountRole, accountRoles } from "../rules.ts";
import { text } from "./text.ts";
import "./books.css";

interface Values {
  readonly region: string;
  readonly address: string;
  readonly isCrossCity: boolean;
}

/** What invoices say about the building, and the accounts vouchers are booked on. */
export function SettingsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const toast = useToast();
  const setting = useSuspenseQuery(query(getSetting, { params: { siteId } })).data;
  const { entities } = useSuspenseQuery(query(listEntities, { params: { siteId } })).data;
  const put = useCommand(putSetting, { onDone: () => toast(t(text.saved)) });
  return (
    <Page title={t(text.settings)} width="reading">
      <Section title={t(text.building)}>
        <CommandForm<Values>
          key={setting.version}
          initial={setting}
          onSubmit={(values) => put.mutate({ params: { siteId }, body: { ...values, areaUnit: "平方米", version: setting.version } })}
          isPending={put.isPending}
          error={put.error}
        >
          <Form.Item name="region" label={t(text.region)} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="address" label={t(text.address)} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="isCrossCity" valuePropName="checked">
            <Checkbox>{t(text.crossCity)}</Checkbox>
          </Form.Item>
        </CommandForm>
      </Section>
      {entities.map(({ id, name }) => (
        <Accounts key={id} siteId={siteId} entityId={id} entity={name} />
      ))}
    </Page>
  );
}

type Written = Partial<Record<AccountRole, { readonly code: string; readonly name: string }>>;

function Accounts({ siteId, entityId, entity }: { readonly siteId: string; readonly entityId: string; readonly entity: string }) {
  const { t } = useLanguage();
  const toast = useToast();
  const accounts = useSuspenseQuery(query(getAccounts, { params: { siteId, entityId } })).data;
  const put = useCommand(putAccounts, { onDone: () => toast(t(text.saved)) });
  return (
    <Section title={t(text.accounts, { entity })}>
      <CommandForm<Written>
        initial={Object.fromEntries(accounts.map(({ role, code, name }) => [role, { code, name }])) as Written}
        onSubmit={(values) =>
          put.mutate({
            params: { siteId, entityId },
            body: { accounts: (Object.keys(accountRoles) as AccountRole[]).flatMap((role) => (values[role] ? [{ role, ...values[role] }] : [])) },
          })
        }
        isPending={put.isPending}
        error={put.error}
      >
        {(Object.keys(accountRoles) as AccountRole[]).map((role) => (
          <div key={role} className="books-account">
            <Form.Item name={[role, "code"]} label={`${t(accountRoles[role])} · ${t(text.code)}`} rules={[{ required: true, whitespace: true }]}>
              <Input maxLength={30} />
            </Form.Item>
            <Form.Item name={[role, "name"]} label={t(text.accountName)} rules={[{ required: true, whitespace: true }]}>
              <Input maxLength={80} />
            </Form.Item>
          </div>
        ))}
      </CommandForm>
    </Section>
  );
}
