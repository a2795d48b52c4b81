import { Form, Input } from "antd";
import { newId } from "#kernel/id.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { askPayout, type getPayment } from "../contract.ts";
import { text } from "./text.ts";

interface Values {
  readonly amount: string;
  readonly name: string;
  readonly bank?: string;
  readonly account: string;
  readonly reason: string;
}

/** Asks for what is left of a payment to be paid back. */
export function PayOutDrawer({ siteId, payment, onClose }: { readonly siteId: string; readonly payment: ReplyOf<typeof getPayment>["payment"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const ask = useCommand(askPayout, { onDone: onClose });
  const required = [{ required: true, whitespace: true, message: t(text.required) }];
  return (
    <FormDrawer<Values>
      title={t(text.askPayout)}
      open
      onClose={onClose}
      initial={{ amount: yuanText(fen(payment.advance)), name: payment.payerName || payment.tenant }}
      onSubmit={({ amount, name, bank = "", account, reason }) =>
        ask.mutate({ params: { siteId, paymentId: payment.id }, body: { id: newId(), amount: readYuan(amount) ?? fen(0), payee: { name, bank, account }, reason } })
      }
      isPending={ask.isPending}
      error={ask.error}
    >
      <Form.Item name="amount" label={t(text.amount)} rules={required}>
        <Input inputMode="decimal" />
      </Form.Item>
      <Form.Item name="name" label={t(text.payeeName)} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="bank" label={t(text.payeeBank)}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="account" label={t(text.payeeAccount)} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={required}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
