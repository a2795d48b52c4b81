import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listLeases } from "../contract.ts";
import { LeaseTable } from "./LeaseTable.tsx";
import { text } from "./text.ts";

/** Every lease of the site, by its end. */
export function LeaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const [{ search }, setFilters] = useFilters({ search: "" });
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: { ...(search ? { search } : {}) } }));
  return (
    <Page title={t(text.leases)} lead={t(text.leasesLead)}>
      <LeaseTable
        rows={leases}
        filters={
          <Input.Search
            aria-label={t(text.search)}
            placeholder={t(text.search)}
            defaultValue={search}
            allowClear
            onSearch={(typed) => setFilters({ search: typed })}
            style={{ width: 240 }}
          />
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
    </Page>
  );
}
