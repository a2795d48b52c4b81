import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { askDeposit, decideDeposit, getDeposit, listDebts, paymentsRights, raiseDeposit } from "../contract.ts";
import { depositPostingNames, type DepositRequestKind, depositRequestNames, requestStatuses } from "../rules.ts";
import { useYuanRule } from "./parts.ts";
import "./payments.css";
import { DebtInputs } from "./SplitDrawer.tsx";
import { text } from "./text.ts";

type Detail = ReplyOf<typeof getDeposit>;
type Posting = Detail["postings"][number];

/** A deposit with every posting of its ledger, and what is asked of it. */
export function DepositScreen({ siteId, depositId }: { readonly siteId: string; readonly depositId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const { deposit, postings, requests } = useSuspenseQuery(query(getDeposit, { params: { siteId, depositId } })).data;
  const [drawer, setDrawer] = useState<"ask" | "raise" | null>(null);
  const title = `${deposit.tenant} · ${t(feeItems[deposit.feeItem].name)}`;
  const account = (name: string) => t(text.accountNames[name as keyof typeof text.accountNames]);
  const side = ({ entries }: Posting, isDebit: boolean) =>
    entries
      .filter(({ amount }) => amount > 0 === isDebit)
      .map((entry) => `${account(entry.account)} ${yuanText(fen(Math.abs(entry.amount)))}`)
      .join("；");
  const columns: readonly Column<Posting>[] = [
    { key: "on", title: t(text.on), render: ({ on }) => format.day(on), width: "120px" },
    { key: "kind", title: t(text.kind), render: ({ kind }) => t(depositPostingNames[kind]), card: "heading" },
    { key: "debit", title: t(text.debit), render: (posting) => side(posting, true) },
    { key: "credit", title: t(text.credit), render: (posting) => side(posting, false) },
    {
      key: "reason",
      title: t(text.reason),
      render: ({ reason, paymentId }) => (paymentId ? <Link href={href(`payments/received/${paymentId}`)}>{reason || t(text.payments)}</Link> : reason),
      from: "medium",
    },
    { key: "by", title: t(text.by), render: ({ byName }) => byName, from: "wide" },
  ];
  return (
    <Page
      title={title}
      lead={
        <>
          <Link href={href(`tenants/${deposit.tenantId}`)}>{deposit.tenant}</Link>
          {deposit.leaseId && deposit.leaseNo && (
            <>
              {" · "}
              <Link href={href(`leasing/leases/${deposit.leaseId}`)}>{deposit.leaseNo}</Link>
            </>
          )}
          {" · "}
          {deposit.entity}
        </>
      }
      crumbs={[{ label: t(text.deposits), href: href("payments/deposits") }, { label: title }]}
      actions={
        may(paymentsRights.askDeposit) && (
          <>
            <Button onPress={() => setDrawer("raise")}>{t(text.raise)}</Button>
            <Button type="primary" onPress={() => setDrawer("ask")} unless={deposit.held === 0 ? [{ sentence: `${t(text.held)} 0.00` }] : []}>
              {t(text.askTitle)}
            </Button>
          </>
        )
      }
    >
      <Facts
        facts={[
          { label: t(text.held), value: <span className="payments-money">{yuanText(deposit.held)}</span> },
          { label: t(text.receivable), value: yuanText(deposit.receivable) },
        ]}
      />
      {requests.length > 0 && (
        <Section title={t(text.requests)}>
          {requests.map((request) => (
            <RequestCard key={request.id} siteId={siteId} request={request} />
          ))}
        </Section>
      )}
      <Section title={t(text.ledger)}>
        <DataTable label={t(text.ledger)} columns={columns} rows={postings} rowKey={({ id }) => id} />
      </Section>
      {drawer === "ask" && <AskDrawer siteId={siteId} deposit={deposit} onClose={() => setDrawer(null)} />}
      {drawer === "raise" && <RaiseDrawer siteId={siteId} deposit={deposit} onClose={() => setDrawer(null)} />}
    </Page>
  );
}

function RequestCard({ siteId, request }: { readonly siteId: string; readonly request: Detail["requests"][number] }) {
  const { t } = useLanguage();
  const may = useMay();
  const { person } = useSession();
  const decide = useCommand(decideDeposit, { also: ["billing"] });
  const send = (isApproved: boolean) => decide.mutate({ params: { siteId, requestId: request.id }, body: { isApproved, decision: "" } });
  const own = person.id === request.askedBy ? [{ code: "payments.ownRequest", facts: {} }] : [];
  const { payee } = request;
  return (
    <article className="payments-candidate">
      <header>
        <strong>{t(depositRequestNames[request.kind])}</strong>
        <span className="payments-money">{yuanText(request.amount)}</span>
        <StatusTag tone={request.status === "asked" ? "open" : request.status === "approved" ? "good" : "quiet"}>{t(requestStatuses[request.status])}</StatusTag>
      </header>
      <p>
        {request.reason} · {request.askedByName}
        {payee && ` · ${payee.name} ${payee.bank} ${payee.account}`}
        {request.decidedByName && ` → ${request.decidedByName} ${request.decision}`}
      </p>
      <ProblemNote error={decide.error} />
      {request.status === "asked" && may(paymentsRights.decideDeposit) && (
        <div className="payments-acts">
          <Button type="primary" unless={own} loading={decide.isPending} onPress={() => send(true)}>
            {t(text.approve)}
          </Button>
          <Button unless={own} onPress={() => send(false)}>
            {t(text.decline)}
          </Button>
        </div>
      )}
    </article>
  );
}

interface AskValues {
  readonly kind: DepositRequestKind;
  readonly amount?: string;
  readonly reason: string;
  readonly payeeName?: string;
  readonly payeeBank?: string;
  readonly payeeAccount?: string;
}

function AskDrawer({ siteId, deposit, onClose }: { readonly siteId: string; readonly deposit: Detail["deposit"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const yuanRule = useYuanRule();
  const [id] = useState(() => newId<"depositRequest">());
  const [kind, setKind] = useState<DepositRequestKind>("deduct");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const debts = useQuery(query(listDebts, { params: { siteId, tenantId: deposit.tenantId } })).data ?? [];
  const ask = useCommand(askDeposit, { onDone: onClose });
  const lines = Object.entries(typed).flatMap(([lineId, amount]) => {
    const paid = readYuan(amount) ?? 0;
    return paid > 0 ? [{ lineId, amount: paid }] : [];
  });
  const required = [{ required: true, whitespace: true, message: t(text.required) }];
  return (
    <FormDrawer<AskValues>
      title={t(text.askTitle)}
      open
      onClose={onClose}
      width={560}
      initial={{ kind: "deduct", reason: "", payeeName: deposit.tenant }}
      onChange={(values) => setKind(values.kind)}
      onSubmit={({ kind: asked, amount, reason, payeeName, payeeBank = "", payeeAccount }) =>
        ask.mutate({
          params: { siteId, depositId: deposit.id },
          body: {
            id,
            kind: asked,
            reason,
            amount: asked === "deduct" ? lines.reduce((sum, line) => sum + line.amount, 0) : (readYuan(amount ?? "") ?? 0),
            ...(asked === "deduct" ? { lines } : {}),
            ...(asked === "refund" && payeeName && payeeAccount ? { payee: { name: payeeName, bank: payeeBank, account: payeeAccount } } : {}),
          },
        })
      }
      isPending={ask.isPending}
      error={ask.error}
      submit={text.ask}
      unless={kind === "deduct" && lines.length === 0 ? [{ sentence: `${t(text.debts)}: ${t(text.required)}` }] : []}
    >
      <Form.Item name="kind" label={t(text.kind)}>
        <Radio.Group options={Object.entries(depositRequestNames).map(([value, name]) => ({ value, label: t(name) }))} />
      </Form.Item>
      {kind === "deduct" ? (
        <>
          <p>{t(text.debts)}</p>
          {debts.length === 0 ? <p>{t(text.nothingOwed)}</p> : <DebtInputs debts={debts} typed={typed} onChange={setTyped} />}
        </>
      ) : (
        <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
          <Input inputMode="decimal" maxLength={16} />
        </Form.Item>
      )}
      {kind === "refund" && (
        <>
          <Form.Item name="payeeName" label={t(text.payeeName)} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="payeeBank" label={t(text.payeeBank)}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="payeeAccount" label={t(text.payeeAccount)} rules={required}>
            <Input maxLength={60} />
          </Form.Item>
        </>
      )}
      <Form.Item name="reason" label={t(text.reason)} rules={required}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function RaiseDrawer({ siteId, deposit, onClose }: { readonly siteId: string; readonly deposit: Detail["deposit"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const yuanRule = useYuanRule();
  const [chargeId] = useState(() => newId<"charge">());
  const raise = useCommand(raiseDeposit, { also: ["billing"], onDone: onClose });
  const { tenantId, leaseId, feeItem } = deposit;
  return (
    <FormDrawer<{ amount: string; dueOn: string; reason: string }>
      title={t(text.raise)}
      open
      onClose={onClose}
      initial={{ dueOn: today }}
      onSubmit={({ amount, dueOn, reason }) => raise.mutate({ params: { siteId }, body: { chargeId, tenantId, leaseId, feeItem, amount: readYuan(amount) ?? 0, dueOn, reason } })}
      isPending={raise.isPending}
      error={raise.error}
    >
      <Form.Item name="amount" label={t(text.amountYuan)} rules={[yuanRule]}>
        <Input inputMode="decimal" maxLength={16} />
      </Form.Item>
      <Form.Item name="dueOn" label={t(text.dueOn)}>
        <DayInput min={today} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
