import { useInfiniteQuery } from "@tanstack/react-query";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { leasingRights, listLeases } from "../contract.ts";
import { text as leaseText } from "./lease/text.ts";
import { LeaseTable } from "./LeaseTable.tsx";
import { text } from "./text.ts";

/** The leases of a unit, on its page. */
export function UnitLeases({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) {
  const { t } = useLanguage();
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: { unitId } }));
  return (
    <Section title={t(text.leases)} actions={<NewLeaseLink />}>
      <LeaseTable rows={leases} without="unit" empty={<EmptyTeaching title={t(text.none)} />} />
    </Section>
  );
}

function NewLeaseLink({ tenantId }: { readonly tenantId?: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const mayEdit = useMay()(leasingRights.edit);
  return mayEdit && <Link href={href(`leasing/drafts/new${tenantId ? `?tenantId=${tenantId}` : ""}`)}>{t(leaseText.newLease)}</Link>;
}

/** The leases of a tenant, on its page. */
export function TenantLeases({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: { tenantId } }));
  return (
    <Section title={t(text.leases)} actions={<NewLeaseLink tenantId={tenantId} />}>
      <LeaseTable rows={leases} without="tenant" empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>} />
    </Section>
  );
}
