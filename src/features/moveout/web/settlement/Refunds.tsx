import { Form, Input } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { paymentsRights, returnPayout } from "#features/payments/contract.ts";
import { payoutStatuses } from "#features/payments/rules.ts";
import type { Settlement } from "./SettlementScreen.tsx";
import { text } from "./text.ts";

/** What was paid back, by whom, and what the bank sent back. */
export function Refunds({ siteId, settlement }: { readonly siteId: string; readonly settlement: Settlement }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const today = useToday();
  const [returning, setReturning] = useState<string | null>(null);
  const sendBack = useCommand(returnPayout, { also: ["moveout"], onDone: () => setReturning(null) });
  if (settlement.payouts.length === 0) return null;
  return (
    <Section title={t(text.refunds)}>
      <ul className="settle-list">
        {settlement.payouts.map(({ id, amount, entity, payee, status, paid, returned }) => (
          <li key={id}>
            <strong className="settle-money">{yuanText(amount)}</strong>{" "}
            <StatusTag tone={status === "paid" ? "good" : status === "returned" ? "late" : "open"}>{t(payoutStatuses[status])}</StatusTag>{" "}
            {t(text.refundOf, { entity, name: payee.name, account: payee.account })}
            {paid && ` · ${t(text.paidOn, { day: format.day(paid.on), reference: paid.reference })}`}
            {returned && ` · ${t(text.returnedOn, { day: format.day(returned.on), reason: returned.reason })}`}
            {status === "paid" && may(paymentsRights.reverse) && (
              <Button size="small" onPress={() => setReturning(id)}>
                {t(text.returned)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {returning !== null && (
        <FormDrawer<{ on: string; reason: string }>
          title={t(text.returnTitle)}
          open
          onClose={() => setReturning(null)}
          initial={{ on: today }}
          onSubmit={(body) => sendBack.mutate({ params: { siteId, payoutId: returning }, body })}
          isPending={sendBack.isPending}
          error={sendBack.error}
        >
          <Form.Item name="on" label={t(text.on)} rules={[{ required: true }]}>
            <DayInput max={today} />
          </Form.Item>
          <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </FormDrawer>
      )}
    </Section>
  );
}
