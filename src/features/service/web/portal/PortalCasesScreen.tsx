import { useInfiniteQuery } from "@tanstack/react-query";
import { InfiniteScroll, List } from "antd-mobile";
import { infinite, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import { listOwnCases } from "../../contract/portal.ts";
import { statusNames } from "../../rules/case.ts";
import { portalText } from "./text.ts";
import "./portal.css";

export type OwnCase = ReplyOf<typeof listOwnCases>["items"][number];

/** What our company reported, newest first, each with what was promised. */
export function PortalCasesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const cases = useInfiniteQuery(infinite(listOwnCases, { params: { siteId }, query: {} }));
  if (cases.isPending) return <Pending />;
  return (
    <MobilePage title={t(portalText.cases)}>
      <ProblemNote error={cases.error} />
      {cases.data?.length === 0 && (
        <EmptyTeaching title={t(portalText.empty)} action={<Link href={href("service/report")}>{t(portalText.report)}</Link>}>
          {t(portalText.emptyHint)}
        </EmptyTeaching>
      )}
      <List>
        {cases.data?.map((found) => (
          <List.Item key={found.id} description={<OwedAnswer found={found} />}>
            <Link href={href(`service/cases/${found.id}`)} className="portal-case">
              <span>{found.title}</span>
              <StatusMark found={found} />
            </Link>
          </List.Item>
        ))}
      </List>
      {cases.hasNextPage && <InfiniteScroll loadMore={async () => void (await cases.fetchNextPage())} hasMore={cases.hasNextPage} />}
    </MobilePage>
  );
}

/** Where a case stands, in words; colour only repeats it. */
export function StatusMark({ found }: { readonly found: OwnCase }) {
  const { t } = useLanguage();
  if (found.rating.state === "open") return <span className="portal-tag portal-tag-warn">{t(portalText.needsRating)}</span>;
  return <span className={`portal-tag ${found.archivedAt ? "" : "portal-tag-open"}`}>{t(statusNames[found.status])}</span>;
}

/** What the tenant is owed: an answer by a time, or the day it came. */
export function OwedAnswer({ found }: { readonly found: OwnCase }) {
  const { t } = useLanguage();
  const format = useFormat();
  const said = found.feedbackAt
    ? t(portalText.answered, { at: format.shortMoment(found.feedbackAt) })
    : found.promisedAt
      ? t(portalText.promised, { at: format.shortMoment(found.promisedAt) })
      : t(portalText.owner, { name: found.ownerName });
  return (
    <>
      {found.caseNo} · {said}
    </>
  );
}
