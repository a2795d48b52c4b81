import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { asId } from "#kernel/id.ts";
import { decideWaiver, exportWaivers, listWaivers } from "../contract/bills.ts";
import { billingRights } from "../contract/rights.ts";
import { waiverKinds, type WaiverStatus, waiverStatuses, whyNotDecide } from "../rules.ts";
import { text } from "./text.ts";
import "./billing.css";

type Waiver = ReplyOf<typeof listWaivers>["items"][number];

/** What tenants are to be let off: asked for by one, decided by another. */
export function WaiversScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayDecide = useMay()(billingRights.approve);
  const { person } = useSession();
  const [{ status }, setFilters] = useFilters({ status: "asked" });
  const [deciding, setDeciding] = useState<{ readonly waiver: Waiver; readonly isApproved: boolean } | null>(null);
  const waivers = useInfiniteQuery(infinite(listWaivers, { params: { siteId }, query: status === "all" ? {} : { status: status as WaiverStatus } }));
  const decide = useCommand(decideWaiver, { onDone: () => setDeciding(null) });
  const against = (waiver: Waiver) => whyNotDecide({ status: waiver.status, askedBy: asId(waiver.askedBy) }, asId(person.id));
  return (
    <Page title={t(text.waivers)} lead={t(text.waiversLead)}>
      <DataTable
        label={t(text.waivers)}
        rows={waivers}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportWaivers, { params: { siteId }, query: status === "all" ? {} : { status: status as WaiverStatus } })}
        filters={
          <Select
            aria-label={t(text.state)}
            value={status}
            style={{ minWidth: 120 }}
            onChange={(chosen: string) => setFilters({ status: chosen })}
            options={[{ value: "all", label: t(text.anyState) }, ...Object.entries(waiverStatuses).map(([value, label]) => ({ value, label: t(label) }))]}
          />
        }
        empty={<EmptyTeaching title={t(text.noWaivers)} />}
        columns={[
          { key: "bill", title: t(text.billNo), width: "150px", card: "heading", render: ({ billId, billNo }) => <Link href={href(`billing/bills/${billId}`)}>{billNo}</Link> },
          { key: "tenant", title: t(text.tenant), render: ({ tenant }) => tenant },
          { key: "kind", title: t(text.kind), from: "medium", render: ({ kind }) => t(waiverKinds[kind]) },
          { key: "amount", title: t(text.amountYuan), width: "130px", align: "end", render: ({ amount }) => <span className="billing-money">{yuanText(amount)}</span> },
          { key: "reason", title: t(text.reason), render: ({ reason, askedByName, askedAt }) => `${reason}（${askedByName} ${format.shortMoment(askedAt)}）` },
          {
            key: "status",
            title: t(text.state),
            width: "200px",
            render: (waiver) =>
              waiver.status === "asked" && mayDecide ? (
                <>
                  <Button unless={against(waiver)} onPress={() => setDeciding({ waiver, isApproved: true })}>
                    {t(text.approve)}
                  </Button>{" "}
                  <Button unless={against(waiver)} onPress={() => setDeciding({ waiver, isApproved: false })}>
                    {t(text.refuse)}
                  </Button>
                </>
              ) : (
                `${t(waiverStatuses[waiver.status])}${waiver.decidedByName ? ` · ${waiver.decidedByName}` : ""}`
              ),
          },
        ]}
      />
      <ConfirmWithReason
        title={t(deciding?.isApproved ? text.approve : text.refuse)}
        open={deciding !== null}
        onClose={() => setDeciding(null)}
        onConfirm={(decision) => deciding && decide.mutate({ params: { siteId, waiverId: deciding.waiver.id }, body: { isApproved: deciding.isApproved, decision } })}
        isPending={decide.isPending}
        error={decide.error}
        label={text.decision}
      />
    </Page>
  );
}
