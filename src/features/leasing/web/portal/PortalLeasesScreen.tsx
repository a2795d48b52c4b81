import { useSuspenseQuery } from "@tanstack/react-query";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching, MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { portalConfirmPoint, portalLeases } from "../../contract.ts";
import { leaseStatuses } from "../../rules.ts";
import { PointList } from "../lease/PointList.tsx";
import { text } from "../lease/text.ts";

/** Our company's leases; of one that is to be signed, each clause that matters is confirmed here. Manual 2.1.2-2. */
export function PortalLeasesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { leases } = useSuspenseQuery(query(portalLeases, { params: { siteId } })).data;
  const confirm = useCommand(portalConfirmPoint);
  return (
    <MobilePage title={t(text.myLeases)}>
      {leases.length === 0 && <EmptyTeaching title={t(text.noLeases)} />}
      <ProblemNote error={confirm.error} />
      {leases.map(({ lease, points, mayConfirm }) => (
        <section key={lease.id} aria-label={lease.leaseNo}>
          <h2>
            {lease.leaseNo} · {t(leaseStatuses[lease.status])}
          </h2>
          <p>{lease.place}</p>
          <p>
            {format.day(lease.leaseStart)} – {format.day(lease.leaseEnd)}
          </p>
          {mayConfirm && <p>{t(text.pointsLead)}</p>}
          <PointList
            points={points}
            isPending={confirm.isPending}
            onConfirm={mayConfirm ? ({ code, hash }) => confirm.mutate({ params: { siteId, leaseId: lease.id, point: code }, body: { hash } }) : undefined}
          />
        </section>
      ))}
    </MobilePage>
  );
}
