import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listDocuments } from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { documentStates } from "../rules.ts";
import { tones } from "./DocumentCard.tsx";
import { text } from "./text.ts";

/** On the page of a tenant: the newest documents issued to them. Nobody without the right reads them. */
export function TenantDocuments({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  return useMay()(documentsRights.read) ? <Newest siteId={siteId} tenantId={tenantId} /> : null;
}

function Newest({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const documents = useQuery(query(listDocuments, { params: { siteId }, query: { tenantId, limit: 6 } })).data?.items ?? [];
  return (
    <Section title={t(text.documents)} actions={<Link href={href(`documents/documents?tenantId=${tenantId}`)}>{t(text.all)}</Link>}>
      <DataTable
        label={t(text.documents)}
        rows={documents}
        rowKey={({ id }) => id}
        href={({ id }) => href(`documents/documents/${id}`)}
        empty={<EmptyTeaching title={t(text.noneHere)} />}
        columns={[
          { key: "title", title: t(text.title), card: "heading", render: ({ title }) => t(title) },
          { key: "subject", title: t(text.subject), render: ({ subject }) => subject.label },
          { key: "issued", title: t(text.issuedAt), render: ({ issuedAt }) => format.moment(issuedAt) },
          { key: "state", title: t(text.state), card: "mark", render: ({ state }) => <StatusTag tone={tones[state]}>{t(documentStates[state])}</StatusTag> },
        ]}
      />
    </Section>
  );
}
