import { useQuery } from "@tanstack/react-query";
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
  return useMay()(billingRights.read) ? <NewestBills siteId={siteId} tenantId={tenantId} /> : null;
}

function NewestBills({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const bills = useQuery(query(listBills, { params: { siteId }, query: { tenantId, limit: 6 } })).data?.items ?? [];
  return (
    <Section
      title={t(text.bills)}
      actions={
        <>
          <FirstBills siteId={siteId} tenantId={tenantId} />
          <Link href={href(`billing/bills?tenantId=${tenantId}`)}>{t(text.allBills)}</Link>
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

function FirstBills({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const go = useGo();
  const href = useHref();
  const mayIssue = useMay()(billingRights.issue);
  const leases = useQuery({ ...query(listLeases, { params: { siteId }, query: { tenantId, status: "signed", limit: 3 } }), enabled: mayIssue }).data?.items ?? [];
  const issue = useCommand(issueFirstBill, { onDone: ({ bill }) => go(href(`billing/bills/${bill.id}`)) });
  return (
    <>
      <ProblemNote error={issue.error} />
      {leases.map((lease) => (
        <Button key={lease.id} loading={issue.isPending} onPress={() => issue.mutate({ params: { siteId, leaseId: lease.id }, body: { id: newId() } })}>
          {t(text.firstBill, { lease: lease.leaseNo })}
        </Button>
      ))}
    </>
  );
}
