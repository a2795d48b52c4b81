import { Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { creditBill } from "../contract/bills.ts";
import type { BillPage } from "./BillScreen.tsx";
import { text } from "./text.ts";
import { useYuanRule } from "./yuan.ts";

interface Values {
  readonly lineId: string;
  readonly amount?: string;
  readonly reason: string;
  readonly again?: boolean;
}

const whole = "";

/** Takes a bill, or an amount of one line, back by a credit note. */
export function CreditDrawer({ siteId, page: { bill, lines }, onClose }: { readonly siteId: string; readonly page: BillPage; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [id] = useState(() => newId<"bill">());
  const [lineId, setLineId] = useState(whole);
  const yuanRule = useYuanRule();
  const credit = useCommand(creditBill, { onDone: onClose });
  const send = ({ lineId: line, amount, reason, again = false }: Values) =>
    credit.mutate({
      params: { siteId, billId: bill.id },
      body: { id, reason, again, ...(line === whole ? {} : { parts: [{ lineId: line, amount: readYuan(amount ?? "") ?? 0 }] }) },
    });
  return (
    <FormDrawer<Values>
      title={t(text.creditTitle)}
      open
      onClose={onClose}
      initial={{ lineId: whole, reason: "" }}
      onChange={(values) => setLineId(values.lineId)}
      onSubmit={send}
      isPending={credit.isPending}
      error={credit.error}
      submit={text.credit}
    >
      <p>{t(text.creditHint)}</p>
      <Form.Item name="lineId" label={t(text.line)}>
        <Select
          options={[
            { value: whole, label: t(text.whole) },
            ...lines
              .filter((line) => line.credited < line.amount)
              .map((line) => ({ value: line.id, label: `${t(line.name)} ${line.from} ${yuanText(line.amount - line.credited)}` })),
          ]}
        />
      </Form.Item>
      {lineId !== whole && (
        <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
          <Input inputMode="decimal" maxLength={16} />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Form.Item name="again" valuePropName="checked">
        <Checkbox>{t(text.creditAgain)}</Checkbox>
      </Form.Item>
    </FormDrawer>
  );
}
