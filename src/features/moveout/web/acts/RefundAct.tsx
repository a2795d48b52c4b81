import { Form, Input } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay, useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { approveRefund, moveOutRights, payRefund } from "../../contract.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

/** The refund: its clock with the arithmetic, two who approve it, the payment. Manual 2.1.4-2. */
export function RefundAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const today = useToday();
  const { person } = useSession();
  const [isPaying, setPaying] = useState(false);
  const params = { siteId, caseId: view.case.id };
  const approve = useCommand(approveRefund);
  const pay = useCommand(payRefund, { onDone: () => setPaying(false) });
  const { settlement, approvals, case: moveOut } = view;
  const net = settlement?.net ?? 0;
  const { account, payment } = moveOut;
  const hasApproved = approvals.some(({ byName }) => byName === person.name);
  return (
    <>
      <Clocks view={view} />
      {net > 0 && !payment && <p>{t(text.refundLead, { amount: yuanText(net), account: `${account.name} ${account.bank} ${account.no}` })}</p>}
      <ul className="moveout-lines">
        {approvals.map(({ place, byName, at: when, note }) => (
          <li key={place}>
            {t(text.approvedBy, { place, name: byName, at: format.moment(when) })} {note}
          </li>
        ))}
      </ul>
      {payment && <p>{t(text.paid, { on: format.day(payment.on), amount: yuanText(payment.amount), reference: payment.reference })}</p>}
      <ProblemNote error={approve.error} />
      {moveOut.confirmedAt && !payment && net > 0 && at.state !== "stopped" && (
        <div className="moveout-acts">
          {may(moveOutRights.approveRefund) && approvals.length < 2 && !hasApproved && (
            <Button type="primary" loading={approve.isPending} onPress={() => approve.mutate({ params, body: { amount: net, note: "" } })}>
              {t(text.approveRefund)}
            </Button>
          )}
          {may(moveOutRights.pay) && at.state === "ready" && (
            <Button type="primary" onPress={() => setPaying(true)}>
              {t(text.pay)}
            </Button>
          )}
        </div>
      )}
      {isPaying && (
        <FormDrawer<{ on: string; reference: string }>
          title={t(text.pay)}
          open
          onClose={() => setPaying(false)}
          initial={{ on: today }}
          onSubmit={(body) => pay.mutate({ params, body })}
          isPending={pay.isPending}
          error={pay.error}
        >
          <p>{t(text.refundLead, { amount: yuanText(net), account: `${account.name} ${account.bank} ${account.no}` })}</p>
          <Form.Item name="on" label={t(text.paidOn)} rules={[{ required: true }]}>
            <DayInput />
          </Form.Item>
          <Form.Item name="reference" label={t(text.reference)} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={120} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

function Clocks({ view: { clocks, case: moveOut } }: { readonly view: ActProps["view"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <section className="moveout-note" aria-label={t(text.clocks)}>
      <strong>
        {t(text.clocks)} {!moveOut.confirmedAt && t(text.ifConfirmedNow)}
      </strong>
      {clocks.map(({ holds, source, limit, dueOn, dueAt, explanation }) => (
        <p key={source.en} className={holds ? "" : "tk-quiet"}>
          <StatusTag tone={holds ? "open" : "quiet"}>{t(holds ? text.holds : text.compare)}</StatusTag> {t(source)}：{t(text.dueOn, { limit: t(limit), day: format.day(dueOn) })}
          {holds && moveOut.confirmedAt && !moveOut.payment && `（${format.deadline(dueAt)}）`}
          <br />
          <span className="tk-quiet">{t(explanation)}</span>
        </p>
      ))}
    </section>
  );
}
