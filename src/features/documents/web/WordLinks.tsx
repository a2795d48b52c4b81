import { FileWordOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import * as contract from "../contract.ts";
import type { DocumentView } from "./DocumentCard.tsx";
import { text } from "./text.ts";

/** The company's own Word templates for this kind of document, each to be downloaded filled. */
export function WordLinks({ siteId, document }: { readonly siteId: string; readonly document: DocumentView }) {
  const { t } = useLanguage();
  const templates = useQuery(query(contract.listWordTemplates, { params: { siteId } })).data?.items ?? [];
  return templates
    .filter(({ kind }) => kind === document.kind)
    .map(({ id, name }) => (
      <a key={id} href={linkTo(contract.fillWordTemplate, { params: { siteId, documentId: document.id, templateId: id } })} download>
        <FileWordOutlined aria-hidden /> {t(text.asWord, { name })}
      </a>
    ));
}
