import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listLeases } from "#features/leasing/contract.ts";
import { issueFirstBill, listBills } from "../contract/bills.ts";
import { billingRights } from "../contract/rights.ts";
import { BillStateTag } from "./BillState.tsx";
import { text } from "./text.ts";
import "./billing.css";

/** On a tenant's page: their newest bills, and the first payment of a lease on demand. Nobody without the right reads them. */
export function TenantBills({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  return useMay()(billingRights.read) ? <NewestBills siteId={siteId} of={{ tenantId }} actions={<FirstBills siteId={siteId} tenantId={tenantId} />} /> : null;
}

/** On a lease's page: its newest bills. */
export function LeaseBills({ siteId, leaseId }: { readonly siteId: string; readonly leaseId: string }) {
  return useMay()(billingRights.read) ? <NewestBills siteId={siteId} of={{ leaseId }} /> : null;
}

function NewestBills({
  siteId,
  of: filter,
  actions,
}: {
  readonly siteId: string;
  readonly of: { readonly tenantId?: string; readonly leaseId?: string };
  readonly actions?: ReactNode;
}) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const bills = useQuery(query(listBills, { params: { siteId }, query: { ...filter, limit: 6 } })).data?.items ?? [];
  return (
    <Section
      title={t(text.bills)}
      actions={
        <>
          {actions}
          <Link href={href(`billing/bills?${new URLSearchParams(filter).toString()}`)}>{t(text.allBills)}</Link>
        </>
      }
    >
      <DataTable
        label={t(text.bills)}
        rows={bills}
        rowKey={({ id }) => id}
        href={({ id }) => href(`billing/bills/${id}`)}
        empty={<EmptyTeaching title={t(text.noBills)} />}
        columns={[
          { key: "no", title: t(text.billNo), card: "heading", render: ({ billNo }) => billNo },
          { key: "due", title: t(text.due), render: ({ dueOn }) => format.day(dueOn) },
          { key: "total", title: t(text.total), align: "end", render: ({ total }) => <span className="billing-money">{yuanText(total)}</span> },
          { key: "owed", title: t(text.owed), align: "end", render: ({ owed }) => <span className="billing-money">{yuanText(owed)}</span> },
          { key: "state", title: t(text.state), card: "mark", render: ({ state }) => <BillStateTag state={state} /> },
        ]}
      />
    </Section>
  );
}

/** The first payment of each lease that was never billed. */
function FirstBills({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const mayIssue = useMay()(billingRights.issue);
  const leases = useQuery({ ...query(listLeases, { params: { siteId }, query: { tenantId, status: "signed", limit: 3 } }), enabled: mayIssue }).data?.items ?? [];
  return leases.map(({ id, leaseNo }) => <FirstBill key={id} siteId={siteId} leaseId={id} leaseNo={leaseNo} />);
}

function FirstBill({ siteId, leaseId, leaseNo }: { readonly siteId: string; readonly leaseId: string; readonly leaseNo: string }) {
  const { t } = useLanguage();
  const go = useGo();
  const href = useHref();
  const before = useQuery(query(listBills, { params: { siteId }, query: { leaseId, limit: 1 } })).data;
  const issue = useCommand(issueFirstBill, { onDone: ({ bill }) => go(href(`billing/bills/${bill.id}`)) });
  if (before?.items.length !== 0) return null;
  return (
    <>
      <ProblemNote error={issue.error} />
      <Button loading={issue.isPending} onPress={() => issue.mutate({ params: { siteId, leaseId }, body: { id: newId() } })}>
        {t(text.firstBill, { lease: leaseNo })}
      </Button>
    </>
  );
}
