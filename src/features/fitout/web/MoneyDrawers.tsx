import { DeleteOutlined } from "@ant-design/icons";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { askRefund, decideRefund, listDeductions, setFees } from "../contract.ts";
import type { FitOutFee } from "../rules.ts";
import type { DrawerProps } from "./Drawers.tsx";
import { text } from "./text.ts";

const items = ["fitoutDeposit", "passDeposit", "fitoutFee", "wasteFee"] as const satisfies readonly FitOutFee[];
const needed = [{ required: true, whitespace: true }];

/** The rule of a field that takes yuan as people write them, not below `least`. */
export function useYuan(least = 0) {
  const { t } = useLanguage();
  return {
    required: true,
    validator: async (_: unknown, typed: string | undefined) => {
      const amount = readYuan(typed ?? "");
      if (amount === null || amount < least) throw new Error(t(text.badAmount));
    },
  };
}

/** Sets what the fit-out costs, beginning with the site's prices. */
export function FeesDrawer({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const today = useToday();
  const set = useCommand(setFees, { onDone: onClose });
  const [billId] = useState(() => newId<"bill">());
  const rule = useYuan();
  const { proposed, depositCovered } = found.money;
  return (
    <FormDrawer<Record<FitOutFee, string> & { dueOn: string }>
      title={t(text.setFees)}
      open
      onClose={onClose}
      initial={{
        fitoutDeposit: yuanText(Math.max(proposed.fitoutDeposit, depositCovered)),
        passDeposit: yuanText(proposed.passDeposit),
        fitoutFee: yuanText(proposed.fitoutFee),
        wasteFee: yuanText(proposed.wasteFee),
        dueOn: Temporal.PlainDate.from(today).add({ days: 5 }).toString(),
      }}
      submit={text.setFees}
      onSubmit={({ dueOn, ...amounts }) => {
        const fees = Object.fromEntries(items.map((item) => [item, readYuan(amounts[item]) ?? 0])) as Record<FitOutFee, number>;
        set.mutate({ params: { siteId, caseId: found.id }, body: { billId, fees, dueOn } });
      }}
      isPending={set.isPending}
      error={set.error}
    >
      {depositCovered > 0 && <p className="tk-quiet">{t(text.covered, { amount: yuanText(depositCovered) })}</p>}
      {items.map((item) => (
        <Form.Item key={item} name={item} label={t(text[item])} rules={[rule]}>
          <Input inputMode="decimal" />
        </Form.Item>
      ))}
      <Form.Item name="dueOn" label={t(text.dueOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}

/** What is kept back and why; an empty list says that nothing is. */
export function DeductionsDrawer({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const list = useCommand(listDeductions, { onDone: onClose });
  const [id] = useState(() => newId<"deductionList">());
  const rule = useYuan(1);
  return (
    <FormDrawer<{ lines?: readonly { readonly description: string; readonly basis: string; readonly amount: string }[] }>
      title={t(text.listDeductions)}
      open
      onClose={onClose}
      initial={{ lines: found.deductions?.lines.map(({ amount, ...line }) => ({ ...line, amount: yuanText(amount) })) ?? [] }}
      submit={text.listDeductions}
      onSubmit={({ lines = [] }) =>
        list.mutate({ params: { siteId, caseId: found.id }, body: { id, lines: lines.map(({ amount, ...line }) => ({ ...line, amount: readYuan(amount) ?? 0 })) } })
      }
      isPending={list.isPending}
      error={list.error}
    >
      <p className="tk-quiet">{t(text.heldLine, { contractor: yuanText(found.held.contractor), tenant: yuanText(found.held.tenant) })}</p>
      <Form.List name="lines">
        {(fields, { add, remove }) => (
          <div className="fitout-rows">
            {fields.length === 0 && <p>{t(text.noDeductions)}</p>}
            {fields.map(({ key, name }) => (
              <div key={key} className="fitout-row">
                <div className="fitout-row-fields">
                  <Form.Item name={[name, "description"]} label={t(text.deductionWhat)} rules={needed}>
                    <Input maxLength={200} />
                  </Form.Item>
                  <Form.Item name={[name, "basis"]} label={t(text.deductionBasis)} rules={needed}>
                    <Input maxLength={200} />
                  </Form.Item>
                  <Form.Item name={[name, "amount"]} label={t(text.amount)} rules={[rule]}>
                    <Input inputMode="decimal" />
                  </Form.Item>
                </div>
                <Button icon={<DeleteOutlined />} aria-label={t(text.remove)} onPress={() => remove(name)} />
              </div>
            ))}
            <Button onPress={() => add()}>{t(text.addDeduction)}</Button>
          </div>
        )}
      </Form.List>
    </FormDrawer>
  );
}

/** Asks for the deposits back; the money moves once somebody else approves. */
export function RefundDrawer({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const ask = useCommand(askRefund, { onDone: onClose });
  const [id] = useState(() => newId<"fitOutRefund">());
  return (
    <FormDrawer<{ name: string; bank: string; account: string }>
      title={t(text.askRefund)}
      open
      onClose={onClose}
      initial={found.refund?.payee ?? { name: found.tenant }}
      submit={text.askRefund}
      onSubmit={(payee) => ask.mutate({ params: { siteId, caseId: found.id }, body: { id, payee } })}
      isPending={ask.isPending}
      error={ask.error}
      fieldNames={{ "payee.name": "name", "payee.bank": "bank", "payee.account": "account" }}
    >
      <Form.Item name="name" label={t(text.payee)} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="bank" label={t(text.bank)} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="account" label={t(text.account)} rules={needed}>
        <Input maxLength={60} inputMode="numeric" />
      </Form.Item>
    </FormDrawer>
  );
}

/** Decides what somebody else asked for. */
export function DecisionDrawer({ siteId, found, refundId, onClose }: DrawerProps & { readonly refundId: string }) {
  const { t } = useLanguage();
  const decide = useCommand(decideRefund, { onDone: onClose });
  const refund = found.refund;
  return (
    <FormDrawer<{ outcome: "approve" | "decline"; decision: string }>
      title={t(text.decide)}
      open
      onClose={onClose}
      initial={{ outcome: "approve" }}
      submit={text.decide}
      onSubmit={({ outcome, decision }) => decide.mutate({ params: { siteId, caseId: found.id, refundId }, body: { isApproved: outcome === "approve", decision } })}
      isPending={decide.isPending}
      error={decide.error}
    >
      {refund && (
        <p>
          {t(text.refundLine, { refunded: yuanText(refund.refunded), kept: yuanText(refund.kept), state: refund.payee.name })} · {refund.payee.bank} {refund.payee.account}
        </p>
      )}
      <Form.Item name="outcome" label={t(text.outcome)} rules={[{ required: true }]}>
        <Radio.Group options={(["approve", "decline"] as const).map((value) => ({ value, label: t(text[value]) }))} />
      </Form.Item>
      <Form.Item name="decision" label={t(text.decision)} rules={needed}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
