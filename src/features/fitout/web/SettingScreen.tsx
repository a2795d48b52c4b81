import { useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input } from "antd";
import { readYuan, yuanText } from "#kernel/money.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import { getSetting, putSetting } from "../contract.ts";
import { useYuan } from "./MoneyDrawers.tsx";
import { text } from "./text.ts";

const prices = { depositPerSqm: text.depositPerSqm, feePerSqm: text.feePerSqm, wastePerSqm: text.wastePerSqm, passDeposit: text.passDepositEach } as const;
type Price = keyof typeof prices;

/** What a fit-out costs here, and whether works wait for the signed handover. */
export function SettingScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const toast = useToast();
  const setting = useSuspenseQuery(query(getSetting, { params: { siteId } })).data;
  const put = useCommand(putSetting, { onDone: () => toast(t(text.saved)) });
  const rule = useYuan();
  return (
    <Page title={t(text.setting)} lead={t(text.settingLead)} width="reading">
      <CommandForm<Record<Price, string> & { needsHandover: boolean; hours: string }>
        key={setting.version}
        initial={{
          needsHandover: setting.needsHandover,
          hours: setting.hours,
          ...(Object.fromEntries((Object.keys(prices) as Price[]).map((key) => [key, yuanText(setting[key])])) as Record<Price, string>),
        }}
        onSubmit={({ needsHandover, hours, ...amounts }) => {
          const sums = Object.fromEntries((Object.keys(prices) as Price[]).map((key) => [key, readYuan(amounts[key]) ?? 0])) as Record<Price, number>;
          put.mutate({ params: { siteId }, body: { ...sums, needsHandover, hours, version: setting.version } });
        }}
        isPending={put.isPending}
        error={put.error}
      >
        <Form.Item name="needsHandover" valuePropName="checked">
          <Checkbox>{t(text.needsHandover)}</Checkbox>
        </Form.Item>
        {(Object.keys(prices) as Price[]).map((key) => (
          <Form.Item key={key} name={key} label={t(prices[key])} rules={[rule]}>
            <Input inputMode="decimal" />
          </Form.Item>
        ))}
        <Form.Item name="hours" label={t(text.hours)} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={200} />
        </Form.Item>
      </CommandForm>
    </Page>
  );
}
