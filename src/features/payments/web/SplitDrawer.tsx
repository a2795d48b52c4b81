import { useQuery } from "@tanstack/react-query";
import { Drawer, Input } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { fen, readYuan, sumFen, yuanText } from "#kernel/money.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { listDebts, matchLine } from "../contract.ts";
import type { LineDetail } from "./LinePanel.tsx";
import { TenantSelect } from "./TenantSelect.tsx";
import { text } from "./text.ts";

/** A tenant's share: how much, and what is typed beside each debt; a debt left empty is not paid. */
interface Share {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly amount: string;
  readonly typed: Readonly<Record<string, string>>;
}

const newShare = (amount: number): Share => ({ id: newId<"payment">(), tenantId: "", name: "", amount: amount > 0 ? plain(amount) : "", typed: {} });
const plain = (amount: number): string => yuanText(fen(amount)).replaceAll(",", "");
const fenIn = (typed: string): number => readYuan(typed) ?? 0;

/** Splits a line over tenants and their bills; what is settled of a share is chosen, the rest of it is an advance. */
export function SplitDrawer({
  siteId,
  detail: { line, candidates },
  onClose,
  onBooked,
}: {
  readonly siteId: string;
  readonly detail: LineDetail;
  readonly onClose: () => void;
  readonly onBooked: () => void;
}) {
  const { t } = useLanguage();
  const left = line.amount - line.allocated;
  const [first] = candidates;
  const [bookedOn, setBookedOn] = useState(line.day);
  const [shares, setShares] = useState<readonly Share[]>([
    first
      ? { ...newShare(left), tenantId: first.tenantId, name: first.name, typed: Object.fromEntries(first.parts.map((part) => [part.lineId, plain(part.amount)])) }
      : newShare(left),
  ]);
  const match = useCommand(matchLine, {
    also: ["billing"],
    onDone: () => {
      onClose();
      onBooked();
    },
  });
  const put = (changed: Share) => setShares(shares.map((share) => (share.id === changed.id ? changed : share)));
  const sum = sumFen(shares.map(({ amount }) => fen(fenIn(amount))));
  const against = [
    ...(shares.some(({ tenantId }) => tenantId === "") ? [{ sentence: `${t(text.tenant)}: ${t(text.required)}` }] : []),
    ...(shares.some(({ amount }) => fenIn(amount) <= 0) ? [{ sentence: t(text.badAmount) }] : []),
    ...(shares.some((share) => settledOf(share) > fenIn(share.amount)) ? [{ sentence: t(text.linesTooMuch) }] : []),
    ...(sum > left ? [{ sentence: t(text.tooMuch, { left: yuanText(fen(left)) }) }] : []),
  ];
  const send = () =>
    match.mutate({
      params: { siteId, statementLineId: line.id },
      body: {
        payments: shares.map(({ id, tenantId, amount, typed }) => ({ id, tenantId, amount: fenIn(amount), lines: linesIn(typed) })),
        ...(bookedOn === line.day ? {} : { bookedOn }),
      },
    });
  return (
    <Drawer title={t(text.splitTitle, { amount: yuanText(fen(left)) })} open onClose={onClose} size={640} className="tk-drawer">
      {shares.map((share) => (
        <ShareEditor
          key={share.id}
          siteId={siteId}
          share={share}
          onChange={put}
          {...(shares.length > 1 ? { onRemove: () => setShares(shares.filter(({ id }) => id !== share.id)) } : {})}
        />
      ))}
      <div className="payments-acts">
        <Button onPress={() => setShares([...shares, newShare(left - sum)])}>{t(text.addTenant)}</Button>
        <span aria-live="polite">{t(text.splitSum, { sum: yuanText(sum), left: yuanText(fen(left - sum)) })}</span>
      </div>
      <label className="payments-field">
        {t(text.bookedOn)}
        <DayInput aria-label={t(text.bookedOn)} value={bookedOn} onChange={setBookedOn} min={line.day} />
        <small>{t(text.bookedOnHint)}</small>
      </label>
      <ProblemNote error={match.error} />
      <Button type="primary" unless={against} loading={match.isPending} keys="mod+Enter" onPress={send}>
        {t(text.confirm)}
      </Button>
    </Drawer>
  );
}

const linesIn = (typed: Share["typed"]) => Object.entries(typed).flatMap(([lineId, amount]) => (fenIn(amount) > 0 ? [{ lineId, amount: fenIn(amount) }] : []));
const settledOf = ({ typed }: Share): number => linesIn(typed).reduce((sum, { amount }) => sum + amount, 0);

interface EditorProps {
  readonly siteId: string;
  readonly share: Share;
  readonly onChange: (share: Share) => void;
  readonly onRemove?: () => void;
}

function ShareEditor({ siteId, share, onChange, onRemove }: EditorProps) {
  const { t } = useLanguage();
  const debts = useQuery({ ...query(listDebts, { params: { siteId, tenantId: share.tenantId } }), enabled: share.tenantId !== "" }).data ?? [];
  const advance = fenIn(share.amount) - settledOf(share);
  return (
    <section className="payments-share">
      <div className="payments-share-head">
        <label className="payments-field">
          {t(text.tenant)}
          <TenantSelect
            siteId={siteId}
            aria-label={t(text.tenant)}
            {...(share.tenantId ? { value: share.tenantId, known: { id: share.tenantId, name: share.name } } : {})}
            onChange={(tenantId) => onChange({ ...share, tenantId, name: "", typed: {} })}
          />
        </label>
        <label className="payments-field">
          {t(text.amountYuan)}
          <Input inputMode="decimal" maxLength={16} value={share.amount} onChange={({ target }) => onChange({ ...share, amount: target.value })} />
        </label>
        {onRemove && <Button onPress={onRemove}>{t(text.remove)}</Button>}
      </div>
      <DebtInputs debts={debts} typed={share.typed} onChange={(typed) => onChange({ ...share, typed })} />
      {share.tenantId !== "" && debts.length === 0 && <p>{t(text.nothingOwed)}</p>}
      {advance > 0 && debts.length > 0 && <p>{t(text.advanceOf, { amount: yuanText(fen(advance)) })}</p>}
    </section>
  );
}

type DebtRow = ReplyOf<typeof listDebts>[number];

/** Beside each debt how much of it is paid; a tick pays it whole. */
export function DebtInputs({
  debts,
  typed,
  onChange,
}: {
  readonly debts: readonly DebtRow[];
  readonly typed: Readonly<Record<string, string>>;
  readonly onChange: (typed: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useLanguage();
  const format = useFormat();
  if (debts.length === 0) return null;
  return (
    <ul className="payments-debts">
      {debts.map(({ lineId, billNo, feeItem, dueOn, open }) => {
        const label = `${t(feeItems[feeItem].name)} ${billNo}`;
        const value = typed[lineId] ?? "";
        return (
          <li key={lineId}>
            <label>
              <input type="checkbox" checked={value !== ""} onChange={({ target }) => onChange({ ...typed, [lineId]: target.checked ? plain(open) : "" })} /> {label}
              <small>
                {t(text.due)} {format.day(dueOn)} · {t(text.open2)} {yuanText(open)}
              </small>
            </label>
            <Input
              aria-label={`${label} ${t(text.amountYuan)}`}
              inputMode="decimal"
              maxLength={16}
              value={value}
              onChange={({ target }) => onChange({ ...typed, [lineId]: target.value })}
            />
          </li>
        );
      })}
    </ul>
  );
}
