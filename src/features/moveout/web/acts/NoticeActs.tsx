import { Checkbox, Form, Input, InputNumber, Radio } from "antd";
import { useState } from "react";
import { fen, readYuan, sumFen, yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { decideNotice, moveOutRights, reviewNotice } from "../../contract.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

interface ReviewValues {
  readonly note?: string;
  readonly contractText?: string;
  readonly shortAmount?: string;
  readonly hasLimit?: boolean;
  readonly days?: number;
  readonly unit?: "workingDays" | "naturalDays";
  readonly shift?: "none" | "next";
}

/** Leasing holds the notice against the contract. Manual 2.1.3-1. */
export function ReviewAct({ siteId, view: { case: moveOut }, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const [values, setValues] = useState<ReviewValues>({});
  const send = useCommand(reviewNotice, { onDone: () => setOpen(false) });
  const { review } = moveOut;
  const proposed = review?.shortAmount ?? sumFen(moveOut.shortCost.map(({ amount }) => amount));
  return (
    <>
      {review && (
        <p>
          {t(text.by, { name: review.byName, at: format.moment(review.at) })} {review.note} {review.contractText}
          {review.shortAmount !== null && ` · ${t(text.shortAmount)} ${yuanText(review.shortAmount)}`}
        </p>
      )}
      {may(moveOutRights.review) && !moveOut.decision && at.state !== "stopped" && (
        <Button type={review ? "default" : "primary"} onPress={() => setOpen(true)}>
          {t(text.review)}
        </Button>
      )}
      {isOpen && (
        <FormDrawer<ReviewValues>
          title={t(text.review)}
          open
          onClose={() => setOpen(false)}
          initial={{
            note: review?.note ?? "",
            contractText: review?.contractText ?? "",
            shortAmount: yuanText(proposed),
            hasLimit: moveOut.refundLimit !== null,
            days: moveOut.refundLimit?.days ?? 15,
            unit: moveOut.refundLimit?.unit ?? "naturalDays",
            shift: moveOut.refundLimit?.shift === "next" ? "next" : "none",
          }}
          onChange={setValues}
          onSubmit={({ note = "", contractText = "", shortAmount = "", hasLimit, days = 15, unit = "naturalDays", shift = "none" }) =>
            send.mutate({
              params: { siteId, caseId: moveOut.id },
              body: {
                version: moveOut.version,
                note,
                contractText,
                shortAmount: moveOut.shortDays > 0 ? (readYuan(shortAmount) ?? fen(0)) : null,
                refundLimit: hasLimit ? { days, unit, shift: unit === "naturalDays" ? shift : null } : null,
              },
            })
          }
          isPending={send.isPending}
          error={send.error}
        >
          {moveOut.shortDays > 0 && (
            <>
              <p>{t(text.shortBy, { days: moveOut.shortDays })}</p>
              <Form.Item name="contractText" label={t(text.contractText)} rules={[{ required: true, whitespace: true }]}>
                <Input.TextArea rows={2} maxLength={1000} />
              </Form.Item>
              <Form.Item
                name="shortAmount"
                label={t(text.shortAmount)}
                rules={[{ required: true, validator: async (_, typed: string) => void (readYuan(typed ?? "") === null && (await Promise.reject(new Error(t(text.badAmount))))) }]}
              >
                <Input inputMode="decimal" />
              </Form.Item>
            </>
          )}
          <Form.Item name="hasLimit" valuePropName="checked">
            <Checkbox>{t(text.contractSays)}</Checkbox>
          </Form.Item>
          {(values.hasLimit ?? moveOut.refundLimit !== null) && (
            <>
              <Form.Item name="days" label={t(text.refundDays)} rules={[{ required: true }]}>
                <InputNumber min={1} max={365} />
              </Form.Item>
              <Form.Item name="unit" label={t(text.refundUnit)}>
                <Radio.Group
                  options={[
                    { value: "workingDays", label: t(text.workingDays) },
                    { value: "naturalDays", label: t(text.naturalDays) },
                  ]}
                />
              </Form.Item>
              {(values.unit ?? moveOut.refundLimit?.unit ?? "naturalDays") === "naturalDays" && (
                <Form.Item name="shift" label={t(text.shift)}>
                  <Radio.Group
                    options={[
                      { value: "none", label: t(text.shiftNone) },
                      { value: "next", label: t(text.shiftNext) },
                    ]}
                  />
                </Form.Item>
              )}
            </>
          )}
          <Form.Item name="note" label={t(text.reviewNote)}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

interface DecisionValues {
  readonly isApproved: boolean;
  readonly shortOutcome?: "charged" | "waived";
  readonly waiverReason?: string;
  readonly note?: string;
}

/** The manager approves, which ends the lease, or refuses. Manual 2.1.3-1. */
export function ApprovalAct({ siteId, view: { case: moveOut }, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const [values, setValues] = useState<Partial<DecisionValues>>({ isApproved: true });
  const send = useCommand(decideNotice, { onDone: () => setOpen(false) });
  const { decision } = moveOut;
  if (decision)
    return (
      <p>
        {t(text.by, { name: decision.byName, at: format.moment(decision.at) })} {decision.note}
        {decision.shortOutcome && ` · ${t(decision.shortOutcome === "charged" ? text.charged : text.waived)} ${decision.waiverReason}`}
      </p>
    );
  if (!may(moveOutRights.decide) || at.state !== "ready") return null;
  return (
    <>
      <Button type="primary" onPress={() => setOpen(true)}>
        {t(text.decide)}
      </Button>
      {isOpen && (
        <FormDrawer<DecisionValues>
          title={t(text.decide)}
          open
          onClose={() => setOpen(false)}
          initial={{ isApproved: true }}
          onChange={setValues}
          onSubmit={({ isApproved, shortOutcome, waiverReason = "", note = "" }) =>
            send.mutate({
              params: { siteId, caseId: moveOut.id },
              body: { version: moveOut.version, isApproved, note, shortOutcome: isApproved && moveOut.shortDays > 0 ? (shortOutcome ?? null) : null, waiverReason },
            })
          }
          isPending={send.isPending}
          error={send.error}
        >
          <Form.Item name="isApproved" label={t(text.decision)}>
            <Radio.Group
              options={[
                { value: true, label: t(text.approve) },
                { value: false, label: t(text.refuse) },
              ]}
            />
          </Form.Item>
          {moveOut.shortDays > 0 && values.isApproved !== false && (
            <>
              <p>
                {t(text.shortBy, { days: moveOut.shortDays })}
                {moveOut.review?.contractText && `：${moveOut.review.contractText}`}
                {moveOut.review?.shortAmount !== null && moveOut.review?.shortAmount !== undefined && ` · ${t(text.shortAmount)} ${yuanText(moveOut.review.shortAmount)}`}
              </p>
              <Form.Item name="shortOutcome" label={t(text.shortOutcome)} rules={[{ required: true }]}>
                <Radio.Group
                  options={[
                    { value: "charged", label: t(text.charged) },
                    { value: "waived", label: t(text.waived) },
                  ]}
                />
              </Form.Item>
              {values.shortOutcome === "waived" && (
                <Form.Item name="waiverReason" label={t(text.waiverReason)} rules={[{ required: true, whitespace: true }]}>
                  <Input.TextArea rows={2} maxLength={500} />
                </Form.Item>
              )}
            </>
          )}
          <Form.Item name="note" label={t(text.decisionNote)}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}
