import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { leasingRights, listLeases } from "../contract.ts";
import { isLive } from "../rules.ts";
import { EndLeaseDrawer, LeaseDrawer } from "./LeaseDrawer.tsx";
import { LeaseTable, type NamedLease } from "./LeaseTable.tsx";
import { text } from "./text.ts";

/** The leases of a unit, on its page. */
export function UnitLeases({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) {
  const { t } = useLanguage();
  const mayEdit = useMay()(leasingRights.edit);
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: { unitId } }));
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<{ readonly lease: NamedLease; readonly deed: "change" | "end" } | null>(null);
  const running = leases.data?.find((lease) => isLive(lease));
  return (
    <Section
      title={t(text.leases)}
      actions={
        mayEdit && (
          <>
            {running && <Button onPress={() => setChosen({ lease: running, deed: "change" })}>{t(text.change)}</Button>}
            {running && <Button onPress={() => setChosen({ lease: running, deed: "end" })}>{t(text.endLease)}</Button>}
            <Button onPress={() => setAdding(true)}>{t(text.add)}</Button>
          </>
        )
      }
    >
      <LeaseTable rows={leases} without="unit" empty={<EmptyTeaching title={t(text.none)} />} />
      {adding && <LeaseDrawer siteId={siteId} unitId={unitId} open onClose={() => setAdding(false)} />}
      {chosen?.deed === "change" && <LeaseDrawer siteId={siteId} unitId={unitId} lease={chosen.lease} open onClose={() => setChosen(null)} />}
      <EndLeaseDrawer siteId={siteId} lease={chosen?.deed === "end" ? chosen.lease : null} onClose={() => setChosen(null)} />
    </Section>
  );
}

/** The leases of a tenant, on its page. */
export function TenantLeases({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const leases = useInfiniteQuery(infinite(listLeases, { params: { siteId }, query: { tenantId } }));
  return (
    <Section title={t(text.leases)}>
      <LeaseTable rows={leases} without="tenant" empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>} />
    </Section>
  );
}
