import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Section } from "#ui/Page.tsx";
import { handoverToday } from "../contract/inspections.ts";
import { handoverRights } from "../contract/rights.ts";
import { inspectionTypes } from "../rules/names.ts";
import { text } from "./text.ts";
import "./handover.css";

/** For the home screen: the reader's own inspections, those nobody has, and defects past their day or to be confirmed. */
export function InspectionsToday({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [inspects, arranges, mends] = [may(handoverRights.inspect), may(handoverRights.arrange), may(handoverRights.mend)];
  const { data } = useQuery({ ...query(handoverToday, { params: { siteId } }), enabled: inspects || arranges || mends });
  if (!data) return null;
  const items = [
    ...(inspects
      ? data.mine.map(({ id, type, place, tenant, appointmentAt }) => ({
          key: id as string,
          href: href(`handover/inspections/${id}`),
          said: t(text.todayMine, { type: t(inspectionTypes[type]), place, tenant }),
          hint: appointmentAt ? format.deadline(appointmentAt) : t(text.noAppointment),
        }))
      : []),
    ...(arranges && data.unassigned > 0 ? [{ key: "unassigned", href: href("handover/inspections"), said: t(text.todayUnassigned, { count: data.unassigned }), hint: "" }] : []),
    ...(mends && data.overdueDefects > 0
      ? [{ key: "overdue", href: href("handover/defects?overdue=true"), said: t(text.todayOverdue, { count: data.overdueDefects }), hint: "" }]
      : []),
    ...(mends && data.toConfirm > 0 ? [{ key: "confirm", href: href("handover/defects?state=mended"), said: t(text.todayConfirm, { count: data.toConfirm }), hint: "" }] : []),
  ];
  if (items.length === 0) return null;
  return (
    <div className="handover-today">
      <Section title={t(text.today)}>
        <ul>
          {items.map(({ key, href: to, said, hint }) => (
            <li key={key}>
              <Link href={to}>{said}</Link> {hint && <span className="tk-quiet">{hint}</span>}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
