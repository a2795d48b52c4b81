import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { type ReplyOf, query, saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { getBill, mailBill, printNotice } from "../contract/bills.ts";
import { billingRights } from "../contract/rights.ts";
import { waiverKinds, waiverStatuses } from "../rules.ts";
import { BillLines } from "./BillLines.tsx";
import { BillStateTag } from "./BillState.tsx";
import { CreditDrawer } from "./CreditDrawer.tsx";
import { PartsBar, partsOf } from "./PartsBar.tsx";
import { text } from "./text.ts";
import { WaiveDrawer } from "./WaiveDrawer.tsx";

export type BillPage = ReplyOf<typeof getBill>;

/** A bill: what it is made of, line by line with the arithmetic, what is settled or credited, and to whom it went. */
export function BillScreen({ siteId, billId }: { readonly siteId: string; readonly billId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const toast = useToast();
  const mayIssue = useMay()(billingRights.issue);
  const [open, setOpen] = useState<"credit" | "waive" | null>(null);
  const page = useSuspenseQuery(query(getBill, { params: { siteId, billId } })).data;
  const { bill, lines, credits, credited, mailed, waivers } = page;
  const print = useCommand(printNotice, { onDone: (pdf) => saveAs(pdf, `${bill.billNo}.pdf`) });
  const mail = useCommand(mailBill, { onDone: () => toast(t(text.mailed)) });
  const isBill = bill.kind === "bill";
  return (
    <Page
      title={bill.billNo}
      mark={<BillStateTag state={bill.state} />}
      lead={
        <>
          <Link href={href(`tenants/${bill.tenantId}`)}>{bill.tenant}</Link>
          {bill.leaseId && bill.leaseNo && (
            <>
              {" · "}
              <Link href={href(`leasing/leases/${bill.leaseId}`)}>{bill.leaseNo}</Link>
            </>
          )}
        </>
      }
      crumbs={[{ label: t(text.bills), href: href("billing/bills") }, { label: bill.billNo }]}
      actions={
        <>
          {isBill && (
            <Button loading={print.isPending} onPress={() => print.mutate({ params: { siteId, billId }, query: { language } })}>
              {t(text.print)}
            </Button>
          )}
          {mayIssue && (
            <Button loading={mail.isPending} onPress={() => mail.mutate({ params: { siteId, billId } })}>
              {t(text.mail)}
            </Button>
          )}
          {mayIssue && isBill && bill.credited < bill.total && (
            <>
              <Button onPress={() => setOpen("waive")}>{t(text.waive)}</Button>
              <Button onPress={() => setOpen("credit")}>{t(text.credit)}</Button>
            </>
          )}
        </>
      }
    >
      <ProblemNote error={print.error ?? mail.error} />
      <Section>
        <Facts
          facts={[
            { label: t(text.total), value: <span className="billing-money">{yuanText(bill.total)}</span> },
            ...(isBill
              ? [
                  { label: t(text.settled), value: yuanText(bill.settled) },
                  { label: t(text.credited), value: yuanText(bill.credited) },
                  { label: t(text.owed), value: <span className="billing-money">{yuanText(bill.owed)}</span> },
                ]
              : []),
            { label: t(text.month), value: format.month(bill.month) },
            { label: t(text.due), value: format.day(bill.dueOn) },
            { label: t(text.issued), value: t(text.issuedBy, { name: bill.issuedByName, day: format.day(bill.issuedOn) }) },
            ...(credited ? [{ label: t(text.credit), value: <Link href={href(`billing/bills/${credited.id}`)}>{t(text.creditOf, { no: credited.billNo })}</Link> }] : []),
            ...(bill.reason ? [{ label: t(text.reason), value: bill.reason }] : []),
          ]}
        />
        <PartsBar label={t(text.parts)} parts={partsOf(lines)} />
      </Section>
      <Section title={t(text.lines)}>
        <BillLines lines={lines} />
      </Section>
      <Parts place="bill" props={{ siteId, billId }} />
      {credits.length > 0 && (
        <Section title={t(text.credits)}>
          <ul>
            {credits.map((credit) => (
              <li key={credit.id}>
                <Link href={href(`billing/bills/${credit.id}`)}>{credit.billNo}</Link> {format.day(credit.issuedOn)} <span className="billing-money">{yuanText(credit.total)}</span>{" "}
                {credit.reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {waivers.length > 0 && (
        <Section title={t(text.waivers)}>
          <ul>
            {waivers.map((waiver) => (
              <li key={waiver.id}>
                {t(waiverKinds[waiver.kind])} <span className="billing-money">{yuanText(waiver.amount)}</span> {waiver.askedByName}: {waiver.reason}{" "}
                <StatusTag tone={waiver.status === "asked" ? "open" : waiver.status === "approved" ? "good" : "quiet"}>{t(waiverStatuses[waiver.status])}</StatusTag>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t(text.mailedTo)}>
        {mailed.length === 0 ? (
          <p>{t(text.mailedNobody)}</p>
        ) : (
          <ul>
            {mailed.map((one, index) => (
              <li key={index}>
                {format.moment(one.mailedAt)} {one.name} {one.address} · {one.byName}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {open === "credit" && <CreditDrawer siteId={siteId} page={page} onClose={() => setOpen(null)} />}
      {open === "waive" && <WaiveDrawer siteId={siteId} page={page} onClose={() => setOpen(null)} />}
    </Page>
  );
}
