import { useInfiniteQuery } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { decidePayout, exportPayouts, listPayouts, paymentsRights, payPayout, returnPayout } from "../contract.ts";
import { payoutStatuses } from "../rules.ts";
import "./payments.css";
import { text } from "./text.ts";

type Payout = ReplyOf<typeof listPayouts>["items"][number];
const tones = { asked: "open", approved: "warn", declined: "quiet", paid: "good", returned: "late" } as const;

/** Money paid back to tenants: what waits to be decided or paid, and what was paid or returned. */
export function PayoutsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const payouts = useInfiniteQuery(infinite(listPayouts, { params: { siteId }, query: {} }));
  const columns: readonly Column<Payout>[] = [
    { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant, card: "heading" },
    { key: "amount", title: t(text.amount), render: ({ amount }) => <span className="payments-money">{yuanText(amount)}</span>, align: "end" },
    { key: "payee", title: t(text.payee), render: ({ payee }) => `${payee.name} ${payee.account}`, from: "medium" },
    { key: "reason", title: t(text.reason), render: ({ reason, askedByName }) => `${reason} · ${askedByName}`, from: "wide" },
    { key: "paid", title: t(text.paidOnDay), render: ({ paid }) => paid && `${format.day(paid.on)} ${paid.reference}`, from: "medium" },
    { key: "state", title: t(text.state), render: ({ status }) => <StatusTag tone={tones[status]}>{t(payoutStatuses[status])}</StatusTag>, card: "mark" },
    { key: "acts", title: "", render: (payout) => <Acts siteId={siteId} payout={payout} /> },
  ];
  return (
    <Page title={t(text.payouts)} lead={t(text.payoutsLead)} crumbs={[{ label: t(text.deposits), href: href("payments/deposits") }, { label: t(text.payouts) }]}>
      <DataTable
        label={t(text.payouts)}
        columns={columns}
        rows={payouts}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportPayouts, { params: { siteId }, query: {} })}
        empty={<EmptyTeaching title={t(text.noPayouts)}>{t(text.noPayoutsHint)}</EmptyTeaching>}
      />
    </Page>
  );
}

function Acts({ siteId, payout }: { readonly siteId: string; readonly payout: Payout }) {
  const { t } = useLanguage();
  const may = useMay();
  const today = useToday();
  const { person } = useSession();
  const [open, setOpen] = useState<"pay" | "return" | null>(null);
  const params = { siteId, payoutId: payout.id };
  const decide = useCommand(decidePayout);
  const pay = useCommand(payPayout, { onDone: () => setOpen(null) });
  const sendBack = useCommand(returnPayout, { also: ["moveout"], onDone: () => setOpen(null) });
  const mayDecide = payout.status === "asked" && may(paymentsRights.decideDeposit) && payout.askedBy !== person.id;
  return (
    <>
      {mayDecide && (
        <>
          <Button type="primary" loading={decide.isPending} onPress={() => decide.mutate({ params, body: { isApproved: true, decision: "" } })}>
            {t(text.approvePayout)}
          </Button>
          <Button onPress={() => decide.mutate({ params, body: { isApproved: false, decision: "" } })}>{t(text.declinePayout)}</Button>
        </>
      )}
      {payout.status === "approved" && may(paymentsRights.take) && (
        <Button type="primary" onPress={() => setOpen("pay")}>
          {t(text.payPayout)}
        </Button>
      )}
      {payout.status === "paid" && may(paymentsRights.reverse) && <Button onPress={() => setOpen("return")}>{t(text.returnPayout)}</Button>}
      <ProblemNote error={decide.error} />
      {open === "pay" && (
        <FormDrawer<{ on: string; reference: string }>
          title={t(text.payPayout)}
          open
          onClose={() => setOpen(null)}
          initial={{ on: today }}
          onSubmit={(body) => pay.mutate({ params, body })}
          isPending={pay.isPending}
          error={pay.error}
        >
          <p>{`${payout.payee.name} ${payout.payee.bank} ${payout.payee.account} · ${yuanText(payout.amount)}`}</p>
          <Form.Item name="on" label={t(text.paidOnDay)} rules={[{ required: true }]}>
            <DayInput max={today} />
          </Form.Item>
          <Form.Item name="reference" label={t(text.reference)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
            <Input maxLength={100} />
          </Form.Item>
        </FormDrawer>
      )}
      {open === "return" && (
        <FormDrawer<{ on: string; reason: string }>
          title={t(text.returnPayout)}
          open
          onClose={() => setOpen(null)}
          initial={{ on: today }}
          onSubmit={(body) => sendBack.mutate({ params, body })}
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
    </>
  );
}
