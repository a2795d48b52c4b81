import { useInfiniteQuery } from "@tanstack/react-query";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listCases } from "../contract.ts";
import { CaseTable } from "./CaseTable.tsx";
import { text } from "./text.ts";

/** The cases of a unit, on its page. */
export const UnitCases = ({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) => <CasesOf siteId={siteId} filter={{ unitId }} />;

/** The cases of a tenant, on its page. */
export const TenantCases = ({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) => <CasesOf siteId={siteId} filter={{ tenantId }} />;

function CasesOf({ siteId, filter }: { readonly siteId: string; readonly filter: { readonly unitId?: string; readonly tenantId?: string } }) {
  const { t } = useLanguage();
  const cases = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: { view: "all", ...filter } }));
  return (
    <Section title={t(text.cases)}>
      <CaseTable rows={cases} brief empty={<EmptyTeaching title={t(text.none)} />} />
    </Section>
  );
}
