import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { listOwedPapers } from "../../contract/papers.ts";
import { paperKinds, standings } from "../../rules/papers.ts";
import { text } from "./text.ts";

const shown = 6;

/** Papers of tenants that have run out or will within 30 days, and those to be checked. */
export function DuePapers({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const of = (standing: "expired" | "expiring" | "handedIn") => query(listOwedPapers, { params: { siteId }, query: { standing, limit: shown } });
  const [expired, expiring, handedIn] = [useQuery(of("expired")).data, useQuery(of("expiring")).data, useQuery(of("handedIn")).data];
  const papers = [expired, expiring, handedIn].flatMap((page) => page?.items ?? []).slice(0, shown);
  if (papers.length === 0) return null;
  return (
    <Section title={t(text.todayTitle)} actions={<Link href={href("tenants/papers")}>{t(text.papers)}</Link>}>
      <ul>
        {papers.map(({ tenantId, leadId, name, kind, standing, validTo }) => (
          <li key={`${tenantId ?? leadId} ${kind}`}>
            <Link href={href(tenantId ? `tenants/${tenantId}` : `tenants/leads/${leadId}`)}>{name}</Link> {t(paperKinds[kind])} · {t(standings[standing])}
            {validTo && ` · ${format.day(validTo)}`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
