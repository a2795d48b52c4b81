import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { infinite } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import * as contract from "../../contract.ts";
import { documentStates } from "../../rules.ts";
import { text } from "./text.ts";

/** What the company was issued: agreements to sign, notices, receipts. */
export function PortalDocumentsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const list = useInfiniteQuery(infinite(contract.portalDocuments, { params: { siteId }, query: {} }));
  return (
    <MobilePage title={t(text.documents)}>
      {list.isPending && <Pending />}
      <ProblemNote error={list.error} />
      {list.data?.length === 0 && <EmptyTeaching title={t(text.noDocuments)} />}
      <List>
        {list.data?.map((document) => (
          <List.Item
            key={document.id}
            description={`${document.subject.label} · ${format.moment(document.issuedAt)}`}
            extra={t(documentStates[document.state])}
            onClick={() => go(href(`documents/${document.id}`))}
          >
            {t(document.title)}
          </List.Item>
        ))}
      </List>
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t(text.more)}
        </Button>
      )}
    </MobilePage>
  );
}
