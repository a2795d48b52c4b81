import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { yuanText } from "#kernel/money.ts";
import { query, saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { getOwnBill, ownNotice } from "../../contract/portal.ts";
import { billStates } from "../../rules.ts";
import { BillLines } from "../BillLines.tsx";
import { PartsBar, partsOf } from "../PartsBar.tsx";
import { text } from "../text.ts";

/** A bill as its tenant reads it: what it is made of, each line with its arithmetic, whom to pay and with which remark. */
export function PortalBillScreen({ siteId, billId }: { readonly siteId: string; readonly billId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { bill, lines, credits, payees: all } = useSuspenseQuery(query(getOwnBill, { params: { siteId, billId } })).data;
  const payees = all.filter(({ amount }) => amount > 0);
  const notice = useCommand(ownNotice, { onDone: (pdf) => saveAs(pdf, `${bill.billNo}.pdf`) });
  return (
    <MobilePage title={bill.billNo} back={href("billing/bills")}>
      <p className="billing-owed">{t(text.yuan, { amount: yuanText(bill.total) })}</p>
      <p>
        {t(billStates[bill.state])} · {t(text.due)} {format.day(bill.dueOn)}
        {bill.kind === "bill" && bill.owed !== bill.total && ` · ${t(text.owed)} ${yuanText(bill.owed)}`}
      </p>
      {bill.reason && <p>{bill.reason}</p>}
      <PartsBar label={t(text.parts)} parts={partsOf(lines)} />
      <h2>{t(text.lines)}</h2>
      <BillLines lines={lines} isOpen={lines.length <= 6} />
      <Parts place="bill" props={{ siteId, billId }} />
      {credits.map((credit) => (
        <p key={credit.id}>
          {t(text.credited)} {credit.billNo} <span className="billing-money">{yuanText(credit.total)}</span> {credit.reason}
        </p>
      ))}
      {payees.length > 0 && <h2>{t(text.howToPay)}</h2>}
      {payees.map(({ id, name, bankName, bankAccount, amount, remark }) => (
        <div key={id} className="billing-payee">
          <strong>{name}</strong> <span className="billing-money">{yuanText(amount)}</span>
          <dl>
            <dt>{t(text.bank)}</dt>
            <dd>{bankName || "—"}</dd>
            <dt>{t(text.account)}</dt>
            <dd>{bankAccount || "—"}</dd>
            <dt>{t(text.payRemark)}</dt>
            <dd>{remark}</dd>
          </dl>
        </div>
      ))}
      <ProblemNote error={notice.error} />
      {bill.kind === "bill" && (
        <Button block color="primary" loading={notice.isPending} onClick={() => notice.mutate({ params: { siteId, billId } })}>
          {t(text.download)}
        </Button>
      )}
    </MobilePage>
  );
}
