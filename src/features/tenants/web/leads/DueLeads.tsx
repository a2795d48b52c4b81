import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Section } from "#ui/Page.tsx";
import { listLeads } from "../../contract/leads.ts";
import { isLate, nameOf, useNeed } from "./say.ts";
import { text } from "./text.ts";
import "./leads.css";

/** Who waits for an answer, and whose next step is due by today. */
export function DueLeads({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const need = useNeed();
  const today = useToday();
  const leads = useQuery(query(listLeads, { params: { siteId }, query: { limit: 12 } })).data?.items ?? [];
  const due = leads.filter(({ nextOn }) => nextOn === null || nextOn <= today);
  if (due.length === 0) return null;
  return (
    <Section title={t(text.todayTitle)} actions={<Link href={href("tenants/leads")}>{t(text.allLeads)}</Link>}>
      <ul className="lead-today">
        {due.map((lead) => (
          <li key={lead.id}>
            <span className={isLate(lead, today) ? "lead-late" : ""}>{lead.nextOn ? format.day(lead.nextOn) : t(text.unanswered)}</span>
            <span>
              <Link href={href(`tenants/leads/${lead.id}`)}>{nameOf(lead)}</Link> {lead.nextStep}
            </span>
            <span className="tk-quiet">{need(lead)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
