import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import * as contract from "../contract.ts";
import { DocumentCard } from "./DocumentCard.tsx";
import { text } from "./text.ts";

/** One document, opened from the list or from a record that speaks of it. */
export function DocumentScreen({ siteId, documentId }: { readonly siteId: string; readonly documentId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const document = useSuspenseQuery(query(contract.getDocument, { params: { siteId, documentId } })).data;
  return (
    <Page
      title={t(document.title)}
      lead={document.subject.label}
      crumbs={[{ label: t(text.documents), href: href("documents/documents") }, { label: document.subject.label }]}
      width="reading"
    >
      <DocumentCard siteId={siteId} document={document} />
    </Page>
  );
}
