import { useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, InputNumber } from "antd";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import { getSetting, putSetting } from "../contract.ts";
import { LadderEditor } from "./LadderEditor.tsx";
import { text } from "./text.ts";

type Setting = ReplyOf<typeof getSetting>;

/** The ladder of collection as it holds here, and the damages for delay where a lease agrees none. */
export function SettingScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const setting = useSuspenseQuery(query(getSetting, { params: { siteId } })).data;
  return (
    <Page title={t(text.setting)} lead={t(text.settingLead)}>
      <Section title={t(setting.isOwnLadder ? text.own : text.house)}>
        <LadderEditor siteId={siteId} setting={setting} />
      </Section>
      <LateFee key={setting.version} siteId={siteId} setting={setting} />
    </Page>
  );
}

interface Values {
  readonly hasLateFee: boolean;
  readonly percentPerDay: string;
  readonly graceDays: number;
  readonly capPercentPerYear: string;
  readonly chargesMonthly: boolean;
}

function LateFee({ siteId, setting }: { readonly siteId: string; readonly setting: Setting }) {
  const { t } = useLanguage();
  const toast = useToast();
  const put = useCommand(putSetting, { onDone: () => toast(t(text.saved)) });
  const { lateFee } = setting;
  function submit({ hasLateFee, percentPerDay, graceDays, capPercentPerYear, chargesMonthly }: Values) {
    const term = { percentPerDay, graceDays, countsFrom: "dueDay" as const, base: "unpaid" as const, ...(capPercentPerYear ? { capPercentPerYear } : {}) };
    put.mutate({ params: { siteId }, body: { ladder: setting.isOwnLadder ? setting.ladder : null, lateFee: hasLateFee ? term : null, chargesMonthly, version: setting.version } });
  }
  return (
    <Section title={t(text.lateFeeTerm)}>
      <CommandForm<Values>
        initial={{
          hasLateFee: lateFee !== null,
          percentPerDay: lateFee?.percentPerDay ?? "0.05",
          graceDays: lateFee?.graceDays ?? 0,
          capPercentPerYear: lateFee?.capPercentPerYear ?? "",
          chargesMonthly: setting.chargesMonthly,
        }}
        onSubmit={submit}
        isPending={put.isPending}
        error={put.error}
      >
        <Form.Item name="hasLateFee" valuePropName="checked">
          <Checkbox>{t(text.hasLateFee)}</Checkbox>
        </Form.Item>
        <Form.Item name="percentPerDay" label={t(text.percentPerDay)} rules={[{ required: true, pattern: /^\d{1,3}(\.\d{1,4})?$/ }]}>
          <Input inputMode="decimal" style={{ maxWidth: 160 }} />
        </Form.Item>
        <Form.Item name="graceDays" label={t(text.graceDays)} rules={[{ required: true }]}>
          <InputNumber min={0} max={366} />
        </Form.Item>
        <Form.Item name="capPercentPerYear" label={t(text.capPerYear)} rules={[{ pattern: /^\d{1,3}(\.\d{1,4})?$/ }]}>
          <Input inputMode="decimal" style={{ maxWidth: 160 }} />
        </Form.Item>
        <Form.Item name="chargesMonthly" valuePropName="checked">
          <Checkbox>{t(text.monthly)}</Checkbox>
        </Form.Item>
      </CommandForm>
    </Section>
  );
}
