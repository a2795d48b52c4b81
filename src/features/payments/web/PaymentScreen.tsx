import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Drawer, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { applyAdvance, getPayment, getReceipt, issueReceipt, listDebts, mailReceipt, paymentsRights, reversePayment } from "../contract.ts";
import { meansNames, type ReversalKind, reversalNames } from "../rules.ts";
import "./payments.css";
import { DebtInputs } from "./SplitDrawer.tsx";
import { PayOutDrawer } from "./PayOutDrawer.tsx";
import { text } from "./text.ts";

type Detail = ReplyOf<typeof getPayment>;

/** A payment: what it is, what it settles, its receipt; reversed rather than edited. */
export function PaymentScreen({ siteId, paymentId }: { readonly siteId: string; readonly paymentId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { payment, allocations, receipt } = useSuspenseQuery(query(getPayment, { params: { siteId, paymentId } })).data;
  const columns: readonly Column<Detail["allocations"][number]>[] = [
    { key: "fee", title: t(text.fee), render: ({ feeItem, isOnBehalf }) => `${t(feeItems[feeItem].name)}${isOnBehalf ? `（${t(text.onBehalf)}）` : ""}`, card: "heading" },
    { key: "bill", title: t(text.bill), render: ({ billNo, billId }) => <Link href={href(`billing/bills/${billId}`)}>{billNo}</Link> },
    { key: "period", title: t(text.period), render: ({ from, to }) => `${format.day(from)} — ${format.day(to)}`, from: "medium" },
    { key: "value", title: t(text.on), render: ({ valueOn }) => format.day(valueOn), from: "medium" },
    {
      key: "amount",
      title: t(text.amount),
      render: ({ amount, released }) => <span className={`payments-money ${released ? "payments-void" : ""}`}>{yuanText(amount)}</span>,
      align: "end",
    },
    { key: "released", title: "", render: ({ released }) => released && <StatusTag tone="quiet">{t(text.released)}</StatusTag>, width: "90px", card: "mark" },
  ];
  return (
    <Page
      title={`${payment.tenant} ${yuanText(payment.amount)}`}
      mark={payment.reversal && <StatusTag tone="quiet">{t(text.reversed)}</StatusTag>}
      lead={`${t(meansNames[payment.means])} · ${format.day(payment.receivedOn)} · ${payment.entity}`}
      crumbs={[{ label: t(text.payments), href: href("payments/received") }, { label: payment.tenant }]}
      actions={<Acts siteId={siteId} detail={{ payment, allocations, receipt }} />}
    >
      <Facts
        facts={[
          { label: t(text.tenant), value: <Link href={href(`tenants/${payment.tenantId}`)}>{payment.tenant}</Link> },
          { label: t(text.receivedOn), value: format.day(payment.receivedOn) },
          { label: t(text.bookedOn), value: format.day(payment.bookedOn) },
          { label: t(text.settled), value: yuanText(payment.allocated) },
          { label: t(text.advance), value: yuanText(fen(payment.advance)) },
          ...(payment.refunded > 0 ? [{ label: t(text.refunded), value: <Link href={href("payments/payouts")}>{yuanText(payment.refunded)}</Link> }] : []),
          { label: t(text.payer), value: payment.payerName || "—" },
          { label: t(text.voucherNo), value: payment.voucherNo || "—" },
          { label: t(text.remark), value: payment.remark || "—" },
          { label: t(text.by), value: `${payment.createdByName} · ${format.moment(payment.createdAt)}` },
          { label: t(text.receipt), value: receipt ? `${receipt.receiptNo} · ${receipt.issuedByName}` : "—" },
          ...(payment.reversal
            ? [
                {
                  label: t(text.reversed),
                  value: `${format.day(payment.reversal.on)} · ${t(reversalNames[payment.reversal.why])} · ${payment.reversal.reason} · ${payment.reversal.byName}`,
                },
              ]
            : []),
        ]}
      />
      <Section title={t(text.allocations)}>
        <DataTable label={t(text.allocations)} columns={columns} rows={allocations} rowKey={({ id }) => id} empty={<p>{t(text.noAllocations)}</p>} />
      </Section>
    </Page>
  );
}

function Acts({ siteId, detail: { payment, receipt } }: { readonly siteId: string; readonly detail: Detail }) {
  const { t } = useLanguage();
  const may = useMay();
  const toast = useToast();
  const params = { siteId, paymentId: payment.id };
  const [asks, setAsks] = useState<"reverse" | "apply" | "payOut" | null>(null);
  const issue = useCommand(issueReceipt);
  const mail = useCommand(mailReceipt, { onDone: ({ to }) => toast(t(text.mailed, { names: to.join("、") })) });
  const stands = payment.reversal === null;
  return (
    <>
      {receipt && (
        <a href={linkTo(getReceipt, { params })} target="_blank" rel="noreferrer">
          {t(text.showReceipt)}
        </a>
      )}
      {stands && receipt && may(paymentsRights.take) && (
        <Button loading={mail.isPending} onPress={() => mail.mutate({ params })}>
          {t(text.mailReceipt)}
        </Button>
      )}
      {stands && !receipt && payment.means !== "deposit" && may(paymentsRights.take) && (
        <Button type="primary" loading={issue.isPending} onPress={() => issue.mutate({ params })}>
          {t(text.issueReceipt)}
        </Button>
      )}
      {payment.advance > 0 && may(paymentsRights.take) && <Button onPress={() => setAsks("apply")}>{t(text.applyAdvance)}</Button>}
      {payment.advance > 0 && may(paymentsRights.askDeposit) && <Button onPress={() => setAsks("payOut")}>{t(text.askPayout)}</Button>}
      {stands && may(paymentsRights.reverse) && (
        <Button danger onPress={() => setAsks("reverse")}>
          {t(text.reverse)}
        </Button>
      )}
      <ProblemNote error={issue.error ?? mail.error} />
      <ReverseDialog siteId={siteId} paymentId={payment.id} open={asks === "reverse"} onClose={() => setAsks(null)} />
      {asks === "payOut" && <PayOutDrawer siteId={siteId} payment={payment} onClose={() => setAsks(null)} />}
      {asks === "apply" && <ApplyDrawer siteId={siteId} payment={payment} onClose={() => setAsks(null)} />}
    </>
  );
}

function ReverseDialog({ siteId, paymentId, open, onClose }: { readonly siteId: string; readonly paymentId: string; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const reverse = useCommand(reversePayment, { also: ["billing"], onDone: onClose });
  return (
    <Modal title={t(text.reverseTitle)} open={open} onCancel={onClose} footer={null} destroyOnHidden>
      <p>{t(text.reverseHint)}</p>
      <CommandForm<{ why: ReversalKind; reason: string }>
        initial={{ why: "wrongMatch" }}
        submit={text.reverse}
        onSubmit={(body) => reverse.mutate({ params: { siteId, paymentId }, body })}
        onCancel={onClose}
        isPending={reverse.isPending}
        error={reverse.error}
      >
        <Form.Item name="why" label={t(text.whyReversed)}>
          <Radio.Group options={Object.entries(reversalNames).map(([value, name]) => ({ value, label: t(name) }))} vertical />
        </Form.Item>
        <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </Modal>
  );
}

function ApplyDrawer({ siteId, payment, onClose }: { readonly siteId: string; readonly payment: Detail["payment"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const debts = useQuery(query(listDebts, { params: { siteId, tenantId: payment.tenantId } })).data ?? [];
  const apply = useCommand(applyAdvance, { also: ["billing"], onDone: onClose });
  const lines = Object.entries(typed).flatMap(([lineId, amount]) => {
    const paid = readYuan(amount) ?? 0;
    return paid > 0 ? [{ lineId, amount: paid }] : [];
  });
  const sum = lines.reduce((total, { amount }) => total + amount, 0);
  const against = [
    ...(lines.length === 0 ? [{ sentence: t(text.required) }] : []),
    ...(sum > payment.advance ? [{ sentence: t(text.tooMuch, { left: yuanText(fen(payment.advance)) }) }] : []),
  ];
  return (
    <Drawer title={t(text.applyTitle, { amount: yuanText(fen(payment.advance)) })} open onClose={onClose} size={560} className="tk-drawer">
      {debts.length === 0 ? <p>{t(text.nothingOwed)}</p> : <DebtInputs debts={debts} typed={typed} onChange={setTyped} />}
      <ProblemNote error={apply.error} />
      <Button type="primary" unless={against} loading={apply.isPending} onPress={() => apply.mutate({ params: { siteId, paymentId: payment.id }, body: { lines } })}>
        {t(text.apply)}
      </Button>
    </Drawer>
  );
}
