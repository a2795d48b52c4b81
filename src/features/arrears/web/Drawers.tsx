import { MinusCircleOutlined } from "@ant-design/icons";
import { DatePicker, Form, Input } from "antd";
import type { Dayjs } from "dayjs";
import { newId } from "#kernel/id.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom, pickedFrom } from "#platform/web/moments.ts";
import { useToday, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { askWaiver, type getDebtor, makePromise, recordStep } from "../contract.ts";
import { acts } from "../rules.ts";
import { text } from "./text.ts";

type Debtor = ReplyOf<typeof getDebtor>;

/** The rule of a field that takes yuan as people write them. */
function useYuanRule() {
  const { t } = useLanguage();
  return {
    required: true,
    validator: async (_: unknown, typed: string | undefined) => {
      if ((readYuan(typed ?? "") ?? 0) <= 0) throw new Error(t(text.badAmount));
    },
  };
}
const amountOf = (typed: string) => readYuan(typed) ?? fen(0);

/** Records that a step was done. */
export function StepDrawer({ siteId, step, onClose }: { readonly siteId: string; readonly step: Debtor["steps"][number]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const zone = useZone();
  const record = useCommand(recordStep, { onDone: onClose });
  return (
    <FormDrawer<{ doneAt: Dayjs; spokeWith?: string; note: string }>
      title={t(acts[step.act])}
      open
      onClose={onClose}
      initial={{ doneAt: pickedFrom(Temporal.Now.instant().toString(), zone) }}
      onSubmit={({ doneAt, spokeWith = "", note }) => record.mutate({ params: { siteId, stepId: step.id }, body: { doneAt: momentFrom(doneAt, zone), spokeWith, note } })}
      isPending={record.isPending}
      error={record.error}
    >
      <p>{t(step.how)}</p>
      <Form.Item name="doneAt" label={t(text.doneAt)} rules={[{ required: true }]}>
        <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="spokeWith" label={t(text.spokeWith)}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}

/** Asks for damages that are not charged yet to be waived. */
export function WaiveDrawer({ siteId, line, onClose }: { readonly siteId: string; readonly line: Debtor["lines"][number]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const ask = useCommand(askWaiver, { onDone: onClose });
  const rule = useYuanRule();
  return (
    <FormDrawer<{ amount: string; reason: string }>
      title={t(text.waiveTitle)}
      open
      onClose={onClose}
      initial={{ amount: yuanText(line.lateFee?.left ?? fen(0)) }}
      onSubmit={({ amount, reason }) => ask.mutate({ params: { siteId }, body: { id: newId(), lineId: line.lineId, amount: amountOf(amount), reason } })}
      isPending={ask.isPending}
      error={ask.error}
    >
      <Form.Item name="amount" label={t(text.amount)} rules={[rule]}>
        <Input inputMode="decimal" />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

interface PromiseValues {
  readonly promisedBy: string;
  readonly note?: string;
  readonly parts: { readonly amount: string; readonly promisedOn: string }[];
}

/** Records a promise to pay, or a plan of several parts. */
export function PromiseDrawer({
  siteId,
  tenantId,
  overdue,
  onClose,
}: {
  readonly siteId: string;
  readonly tenantId: string;
  readonly overdue: number;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const today = useToday();
  const promise = useCommand(makePromise, { onDone: onClose });
  const rule = useYuanRule();
  const inWeek = Temporal.PlainDate.from(today).add({ days: 7 }).toString();
  return (
    <FormDrawer<PromiseValues>
      title={t(text.promiseTitle)}
      open
      onClose={onClose}
      initial={{ parts: [{ amount: overdue > 0 ? yuanText(fen(overdue)) : "", promisedOn: inWeek }] }}
      onSubmit={({ promisedBy, note = "", parts }) =>
        promise.mutate({
          params: { siteId, tenantId },
          body: { planId: newId(), promisedBy, note, parts: parts.map(({ amount, promisedOn }) => ({ amount: amountOf(amount), promisedOn })) },
        })
      }
      isPending={promise.isPending}
      error={promise.error}
    >
      <Form.Item name="promisedBy" label={t(text.promisedBy)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.List name="parts">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="tk-fieldset">
                <legend>
                  {t(text.part, { n: name + 1 })}
                  {fields.length > 1 && <Button type="text" icon={<MinusCircleOutlined />} aria-label={t(text.removePart, { n: name + 1 })} onPress={() => remove(name)} />}
                </legend>
                <Form.Item name={[name, "amount"]} label={t(text.amount)} rules={[rule]}>
                  <Input inputMode="decimal" />
                </Form.Item>
                <Form.Item name={[name, "promisedOn"]} label={t(text.promisedOn)} rules={[{ required: true }]}>
                  <DayInput min={today} />
                </Form.Item>
              </fieldset>
            ))}
            <Button onPress={() => add({ amount: "", promisedOn: "" })}>{t(text.addPart)}</Button>
          </>
        )}
      </Form.List>
      <Form.Item name="note" label={t(text.note)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
