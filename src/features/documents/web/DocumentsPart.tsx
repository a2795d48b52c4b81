import { useInfiniteQuery } from "@tanstack/react-query";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import * as contract from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { DocumentCard } from "./DocumentCard.tsx";
import { text } from "./text.ts";

/** The same under its heading, for pages where other parts stand beside it. */
export function DocumentsSection({ siteId, subject }: { readonly siteId: string; readonly subject: { readonly kind: string; readonly id: string } }) {
  const { t } = useLanguage();
  return useMay()(documentsRights.read) ? (
    <Section title={t(text.documents)}>
      <DocumentsPart siteId={siteId} subject={subject} />
    </Section>
  ) : null;
}

/**
 * The documents about a lease, a bill or whatever else: what stands now, and the versions before it. For the pages of later features,
 * which give `subject` as they gave it to `issueDocument`.
 */
export function DocumentsPart({ siteId, subject }: { readonly siteId: string; readonly subject: { readonly kind: string; readonly id: string } }) {
  const { t } = useLanguage();
  const may = useMay();
  const list = useInfiniteQuery({
    ...infinite(contract.listDocuments, { params: { siteId }, query: { subjectKind: subject.kind, subjectId: subject.id } }),
    enabled: may(documentsRights.read),
  });
  if (!may(documentsRights.read)) return null;
  const documents = list.data ?? [];
  const current = documents.filter(({ state }) => state !== "superseded");
  const earlier = documents.filter(({ state }) => state === "superseded");
  return (
    <div className="documents">
      {list.isPending && <Pending />}
      <ProblemNote error={list.error} />
      {list.data?.length === 0 && <p className="tk-quiet">{t(text.noneHere)}</p>}
      {current.map((document) => (
        <DocumentCard key={document.id} siteId={siteId} document={document} />
      ))}
      {earlier.length > 0 && (
        <details>
          <summary>{t(text.earlier, { count: earlier.length })}</summary>
          {earlier.map((document) => (
            <DocumentCard key={document.id} siteId={siteId} document={document} />
          ))}
        </details>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {t(text.more)}
        </Button>
      )}
    </div>
  );
}
