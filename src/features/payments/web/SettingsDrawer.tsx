import { useQuery } from "@tanstack/react-query";
import { Form, Radio } from "antd";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { getPaymentSettings, putPaymentSettings } from "../contract.ts";
import { allocationOrders, wrongEntityRules } from "../rules.ts";
import { text } from "./text.ts";

type Settings = ReplyOf<typeof getPaymentSettings>;

/** How the site takes money: parameters, each with what they mean. */
export function SettingsDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const settings = useQuery(query(getPaymentSettings, { params: { siteId } })).data;
  const put = useCommand(putPaymentSettings, { onDone: onClose });
  if (!settings) return null;
  return (
    <FormDrawer<Omit<Settings, "version">>
      title={t(text.settings)}
      open
      onClose={onClose}
      initial={settings}
      onSubmit={(values) => put.mutate({ params: { siteId }, body: { ...values, version: settings.version } })}
      isPending={put.isPending}
      error={put.error}
    >
      <Form.Item name="allocationOrder" label={t(text.order)}>
        <Radio.Group options={Object.entries(allocationOrders).map(([value, name]) => ({ value, label: t(name) }))} vertical />
      </Form.Item>
      <Form.Item name="wrongEntity" label={t(text.wrongEntity)}>
        <Radio.Group options={Object.entries(wrongEntityRules).map(([value, name]) => ({ value, label: t(name) }))} vertical />
      </Form.Item>
    </FormDrawer>
  );
}
