import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { type DocumentState, documentStates } from "../rules.ts";
import { type DocumentView, tones } from "./DocumentCard.tsx";
import { text } from "./text.ts";

const states = Object.keys(documentStates) as DocumentState[];

/** Every document of the site, newest first. */
export function DocumentListScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ state: "", tenantId: "" });
  const state = states.find((known) => known === filters.state);
  const asked = { ...(state ? { state } : {}), ...(filters.tenantId ? { tenantId: filters.tenantId } : {}) };
  const list = useInfiniteQuery(infinite(contract.listDocuments, { params: { siteId }, query: asked }));
  const columns: Column<DocumentView>[] = [
    { key: "title", title: t(text.title), card: "heading", render: ({ title, version }) => `${t(title)} · ${t(text.version, { version })}` },
    { key: "subject", title: t(text.subject), width: "220px", render: ({ subject }) => subject.label },
    { key: "issued", title: t(text.issuedAt), width: "160px", from: "medium", render: ({ issuedAt }) => format.moment(issuedAt) },
    {
      key: "signed",
      title: t(text.signed),
      width: "120px",
      render: ({ signers }) => (signers.length === 0 ? t(text.noSigners) : t(text.ofAll, { signed: signers.filter(({ signature }) => signature).length, all: signers.length })),
    },
    { key: "state", title: t(text.state), width: "150px", card: "mark", render: (row) => <StatusTag tone={tones[row.state]}>{t(documentStates[row.state])}</StatusTag> },
  ];
  return (
    <Page title={t(text.documents)} lead={t(text.documentsLead)}>
      <DataTable
        label={t(text.documents)}
        rows={list}
        rowKey={({ id }) => id}
        columns={columns}
        href={({ id }) => href(`documents/documents/${id}`)}
        exportHref={linkTo(contract.exportDocuments, { params: { siteId }, query: { ...asked, language } })}
        filters={
          <Select
            aria-label={t(text.state)}
            value={filters.state}
            onChange={(chosen) => setFilters({ state: chosen })}
            options={[{ value: "", label: t(text.anyState) }, ...states.map((value) => ({ value, label: t(documentStates[value]) }))]}
            style={{ width: 160 }}
          />
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
    </Page>
  );
}
