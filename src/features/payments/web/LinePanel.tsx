import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Facts, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { Form, Input } from "antd";
import { feeItems } from "#features/leasing/rules.ts";
import { claimLine, getStatementLine, matchLine, paymentsRights, placeLine } from "../contract.ts";
import { isCertain, sayMatchReason } from "../rules.ts";
import { useEntities } from "./parts.ts";
import { SplitDrawer } from "./SplitDrawer.tsx";
import { TenantSelect } from "./TenantSelect.tsx";
import { text } from "./text.ts";

export type LineDetail = ReplyOf<typeof getStatementLine>;
type Candidate = LineDetail["candidates"][number];

/** One line: what the bank says, who may have paid it, and what can be done. */
export function LinePanel({ siteId, lineId, onBooked }: { readonly siteId: string; readonly lineId: string; readonly onBooked: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const toast = useToast();
  const { nameOf } = useEntities(siteId);
  const [isSplitting, setSplitting] = useState(false);
  const detail = useQuery(query(getStatementLine, { params: { siteId, statementLineId: lineId } }));
  const booked = () => {
    toast(t(text.confirmed));
    onBooked();
  };
  const match = useCommand(matchLine, { also: ["billing"], onDone: booked });
  if (detail.isError) return <ProblemNote error={detail.error} />;
  if (!detail.data) return <Pending />;
  const { line, candidates, payments } = detail.data;
  const left = line.amount - line.allocated;
  const waits = line.direction === "in" && left > 0;
  const mayTake = may(paymentsRights.take);
  const confirm = ({ tenantId, parts }: Candidate) =>
    match.mutate({
      params: { siteId, statementLineId: lineId },
      body: { payments: [{ id: newId(), tenantId, amount: left, lines: parts.map((part) => ({ lineId: part.lineId, amount: part.amount })) }] },
    });
  return (
    <>
      <h2 className="payments-head">
        {line.payerName || t(text.noPayer)} <span className="payments-money">{yuanText(line.amount)}</span>
      </h2>
      <Facts
        facts={[
          { label: t(text.receivedOn), value: format.day(line.day) },
          { label: t(text.account), value: nameOf(line.entityId) },
          { label: t(text.remark), value: line.remark || "—" },
          { label: t(text.payerAccount), value: line.payerAccount || "—" },
          { label: t(text.serialNo), value: line.serialNo || "—" },
          ...(line.note ? [{ label: t(text.note), value: line.note }] : []),
        ]}
      />
      {waits && line.allocated > 0 && <p>{t(text.left, { amount: yuanText(left) })}</p>}
      {line.claim && <StatusTag tone="open">{t(text.claimedFor, { by: line.claim.byName, tenant: line.claim.tenant })}</StatusTag>}
      <ProblemNote error={match.error} />
      {waits && line.status !== "setAside" && (
        <Section title={t(text.candidates)}>
          {candidates.length === 0 && <p>{t(text.noCandidates)}</p>}
          {candidates.map((candidate, index) => (
            <CandidateCard
              key={candidate.tenantId}
              candidate={candidate}
              isSure={index === 0 && isCertain(candidates)}
              isFirst={index === 0}
              isPending={match.isPending}
              {...(mayTake ? { onConfirm: () => confirm(candidate) } : {})}
            />
          ))}
        </Section>
      )}
      {waits && <LineActs siteId={siteId} line={line} {...(mayTake ? { onSplit: () => setSplitting(true) } : {})} />}
      {payments.length > 0 && <Booked payments={payments} />}
      {isSplitting && <SplitDrawer siteId={siteId} detail={detail.data} onClose={() => setSplitting(false)} onBooked={booked} />}
    </>
  );
}

interface CardProps {
  readonly candidate: Candidate;
  readonly isSure: boolean;
  readonly isFirst: boolean;
  readonly isPending: boolean;
  readonly onConfirm?: () => void;
}

function CandidateCard({ candidate: { name, score, reasons, parts, advance }, isSure, isFirst, isPending, onConfirm }: CardProps) {
  const { t, language } = useLanguage();
  const format = useFormat();
  return (
    <article className="payments-candidate">
      <header>
        <strong>{name}</strong>
        <StatusTag tone={isSure ? "good" : score >= 60 ? "open" : "unknown"}>{`${t(text.score, { score })}${isSure ? ` · ${t(text.certain)}` : ""}`}</StatusTag>
        {onConfirm && (
          <Button type={isFirst ? "primary" : "default"} loading={isPending} onPress={onConfirm} {...(isFirst ? { keys: "Enter" } : {})}>
            {t(text.confirm)}
          </Button>
        )}
      </header>
      <ul className="payments-why" aria-label={t(text.why)}>
        {reasons.map((reason) => (
          <li key={reason.kind}>{sayMatchReason(reason, language)}</li>
        ))}
      </ul>
      <ul className="payments-parts" aria-label={t(text.pays)}>
        {parts.map(({ lineId, billNo, feeItem, dueOn, amount }) => (
          <li key={lineId}>
            <span>
              {t(feeItems[feeItem].name)} · {billNo} · {t(text.due)} {format.day(dueOn)}
            </span>
            <span className="payments-money">{yuanText(amount)}</span>
          </li>
        ))}
        {advance > 0 && <li>{t(text.advanceOf, { amount: yuanText(advance) })}</li>}
      </ul>
    </article>
  );
}

function LineActs({ siteId, line, onSplit }: { readonly siteId: string; readonly line: LineDetail["line"]; readonly onSplit?: () => void }) {
  const { t } = useLanguage();
  const [asks, setAsks] = useState<"unclaimed" | "setAside" | "claim" | null>(null);
  const params = { siteId, statementLineId: line.id };
  const done = { onDone: () => setAsks(null) };
  const place = useCommand(placeLine, done);
  const claim = useCommand(claimLine, done);
  return (
    <div className="payments-acts">
      {onSplit && line.status !== "setAside" && <Button onPress={onSplit}>{t(text.split)}</Button>}
      {line.status !== "setAside" && <Button onPress={() => setAsks("claim")}>{t(text.claim)}</Button>}
      {line.claim && <Button onPress={() => claim.mutate({ params, body: { tenantId: null, note: line.note } })}>{t(text.unclaim)}</Button>}
      {onSplit && line.status === "open" && <Button onPress={() => setAsks("unclaimed")}>{t(text.toUnclaimed)}</Button>}
      {onSplit && line.status !== "setAside" && <Button onPress={() => setAsks("setAside")}>{t(text.toSetAside)}</Button>}
      {onSplit && line.status !== "open" && (
        <Button loading={place.isPending} onPress={() => place.mutate({ params, body: { status: "open", note: line.note } })}>
          {t(text.putBack)}
        </Button>
      )}
      <Modal
        title={t(asks === "claim" ? text.claimTitle : asks === "setAside" ? text.toSetAside : text.toUnclaimed)}
        open={asks !== null}
        onCancel={() => setAsks(null)}
        footer={null}
        destroyOnHidden
      >
        <CommandForm<{ tenantId?: string; note?: string }>
          initial={{ note: line.note }}
          onSubmit={({ tenantId, note = "" }) => {
            if (asks === "claim") claim.mutate({ params, body: { tenantId: tenantId ?? null, note } });
            else if (asks) place.mutate({ params, body: { status: asks, note } });
          }}
          isPending={place.isPending || claim.isPending}
          error={place.error ?? claim.error}
          onCancel={() => setAsks(null)}
        >
          {asks === "claim" && (
            <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true, message: t(text.required) }]}>
              <TenantSelect siteId={siteId} />
            </Form.Item>
          )}
          <Form.Item name="note" label={t(text.note)}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </CommandForm>
      </Modal>
    </div>
  );
}

function Booked({ payments }: { readonly payments: LineDetail["payments"] }) {
  const { t } = useLanguage();
  const href = useHref();
  return (
    <Section title={t(text.bookedAs)}>
      <ul className="payments-parts">
        {payments.map(({ id, tenant, amount, reversal }) => (
          <li key={id}>
            <Link href={href(`payments/received/${id}`)}>{tenant}</Link>
            {reversal && <StatusTag tone="quiet">{t(text.reversed)}</StatusTag>}
            <span className="payments-money">{yuanText(amount)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
