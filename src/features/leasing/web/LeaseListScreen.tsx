import { useInfiniteQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { leaseSheet, leasingRights, listLeases } from "../contract.ts";
import { type LeaseStatus, leaseStatuses } from "../rules.ts";
import { text as leaseText } from "./lease/text.ts";
import { LeaseTable } from "./LeaseTable.tsx";
import { text } from "./text.ts";

/** Every lease of the site, by its end; of one state, or by part of a number. */
export function LeaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const mayEdit = useMay()(leasingRights.edit);
  const [{ search, status }, setFilters] = useFilters({ search: "", status: "" });
  const filter = { ...(search ? { search } : {}), ...(status ? { status: status as LeaseStatus } : {}) };
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: filter }));
  const options = [{ value: "", label: t(leaseText.filterAll) }, ...Object.entries(leaseStatuses).map(([value, label]) => ({ value, label: t(label) }))];
  return (
    <Page
      title={t(text.leases)}
      lead={t(text.leasesLead)}
      actions={
        mayEdit && (
          <>
            <Button onPress={() => go(href("leasing/drafts/new?how=signed"))}>{t(leaseText.recordSigned)}</Button>
            <Button type="primary" keys="n" onPress={() => go(href("leasing/drafts/new"))}>
              {t(leaseText.newLease)}
            </Button>
          </>
        )
      }
    >
      <LeaseTable
        rows={leases}
        exportHref={linkTo(leaseSheet, { params: { siteId }, query: filter })}
        filters={
          <>
            <Select aria-label={t(text.status)} value={status} onChange={(value) => setFilters({ status: value })} options={options} style={{ width: 150 }} />
            <Input.Search
              aria-label={t(text.search)}
              placeholder={t(text.search)}
              defaultValue={search}
              allowClear
              onSearch={(typed) => setFilters({ search: typed })}
              style={{ width: 240 }}
            />
          </>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
    </Page>
  );
}
