import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useSite } from "#platform/web/session.tsx";
import { type Finding, Finder } from "./Finder.tsx";
import "./service.css";

/** The finder in the frame of the staff's app: what is found opens its page. */
export function ShellSearch() {
  const site = useSite();
  const go = useGo();
  const href = useHref();
  return <Finder siteId={site.id} keys="mod+k" onChoose={(finding) => go(href(pageOf(finding)))} />;
}

function pageOf({ kind, id, tenantId, unitId }: Finding): string {
  switch (kind) {
    case "tenant":
      return `tenants/${id}`;
    case "contact":
      return tenantId ? `tenants/${tenantId}` : "tenants";
    case "unit":
      return `sites/units/${id}`;
    case "case":
      return `service/cases/${id}`;
    case "lease":
      return unitId ? `sites/units/${unitId}` : "leasing/leases";
  }
}
