import { useInfiniteQuery } from "@tanstack/react-query";
import { DatePicker, Input } from "antd";
import dayjs from "dayjs";
import type { WireOf } from "#kernel/contract.ts";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportFacts, type factField, listFacts } from "../contract.ts";
import { text } from "./text.ts";
import "./evidence.css";

type Fact = WireOf<typeof factField>;

/** What happened at the site, newest first; other screens open it with a subject, a person or a clause in the address. */
export function EvidenceListScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ clause: "", subjectKind: "", subjectId: "", personId: "", from: "", to: "" });
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
  const facts = useInfiniteQuery(infinite(listFacts, { params: { siteId }, query: asked }));
  const columns: Column<Fact>[] = [
    { key: "received", title: t(text.received), width: "150px", card: "heading", render: ({ receivedAt }) => format.moment(receivedAt) },
    { key: "person", title: t(text.person), width: "140px", render: ({ actor }) => actor.name },
    { key: "event", title: t(text.event), render: ({ title }) => t(title) },
    { key: "clauses", title: t(text.clauses), width: "150px", render: ({ clauses }) => clauses.join(" ") },
    { key: "hash", title: "SHA-256", width: "150px", from: "wide", card: "none", render: ({ hash }) => <span className="evidence-mono">{hash.slice(0, 12)}…</span> },
  ];
  return (
    <Page title={t(text.evidence)} lead={t(text.evidenceLead)}>
      <DataTable
        label={t(text.evidence)}
        rows={facts}
        rowKey={({ id }) => id}
        columns={columns}
        href={({ id }) => href(`evidence/facts/${id}`)}
        exportHref={linkTo(exportFacts, { params: { siteId }, query: { ...asked, language } })}
        filters={
          <>
            <Input.Search
              aria-label={t(text.clause)}
              placeholder={t(text.clause)}
              defaultValue={filters.clause}
              allowClear
              onSearch={(typed) => setFilters({ clause: /^[\w.-]{1,40}$/.test(typed.trim()) ? typed.trim() : "" })}
              style={{ width: 220 }}
            />
            <Day label={t(text.from)} value={filters.from} onChange={(from) => setFilters({ from })} />
            <Day label={t(text.to)} value={filters.to} onChange={(to) => setFilters({ to })} />
            {filters.subjectId && <Button onPress={() => setFilters({ subjectKind: "", subjectId: "" })}>{`${t(text.onlySubject)} · ${t(text.clear)}`}</Button>}
            {filters.personId && <Button onPress={() => setFilters({ personId: "" })}>{`${t(text.onlyPerson)} · ${t(text.clear)}`}</Button>}
          </>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
    </Page>
  );
}

function Day({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (day: string) => void }) {
  return <DatePicker aria-label={label} placeholder={label} value={value ? dayjs(value) : null} onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : "")} />;
}
