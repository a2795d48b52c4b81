import { useInfiniteQuery } from "@tanstack/react-query";
import { Popconfirm } from "antd";
import type { WireOf } from "#kernel/contract.ts";
import { infinite, linkTo, useCommand } from "#platform/web/client.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { leasingRights } from "../../contract/rights.ts";
import { listVacancyLists, printVacancyList, revokeVacancyList, type vacancyListField } from "../../contract/vacancies.ts";
import { text } from "./text.ts";

type List = WireOf<typeof vacancyListField>;

/** The lists that were sent: how often each was looked at, and the way to stop its link. */
export function SharedLists({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const now = useNow();
  const mayEdit = useMay()(leasingRights.edit);
  const lists = useInfiniteQuery(infinite(listVacancyLists, { params: { siteId }, query: { limit: 20 } }));
  const revoke = useCommand(revokeVacancyList);
  const isLive = ({ revokedAt, expiresAt }: List) => revokedAt === null && Temporal.Instant.compare(expiresAt, now) > 0;
  return (
    <Section title={t(text.lists)}>
      <ProblemNote error={revoke.error} />
      <DataTable<List>
        label={t(text.lists)}
        rows={lists}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noLists)} />}
        columns={[
          {
            key: "title",
            title: t(text.title),
            card: "heading",
            render: ({ id, title }) => (
              <a href={linkTo(printVacancyList, { params: { siteId, listId: id }, query: {} })} download title={t(text.pdf)}>
                {title}
              </a>
            ),
          },
          { key: "units", title: t(text.count), width: "90px", align: "end", render: ({ units }) => units },
          {
            key: "views",
            title: t(text.views),
            render: ({ views, lastViewedAt }) => (lastViewedAt ? t(text.lastView, { count: views, at: format.shortMoment(lastViewedAt) }) : views),
          },
          { key: "by", title: t(text.sentBy), width: "120px", from: "medium", render: ({ createdByName }) => createdByName },
          { key: "expires", title: t(text.expires), width: "170px", render: ({ expiresAt }) => format.shortMoment(expiresAt) },
          {
            key: "state",
            title: t(text.state),
            width: "110px",
            card: "mark",
            render: (list) => <StatusTag tone={isLive(list) ? "good" : "quiet"}>{t(isLive(list) ? text.live : list.revokedAt ? text.revoked : text.over)}</StatusTag>,
          },
          {
            key: "revoke",
            title: "",
            width: "90px",
            render: (list) =>
              mayEdit && isLive(list) ? (
                <Popconfirm title={t(text.revokeTitle)} onConfirm={() => revoke.mutate({ params: { siteId, listId: list.id } })}>
                  <Button size="small">{t(text.revoke)}</Button>
                </Popconfirm>
              ) : null,
          },
        ]}
      />
    </Section>
  );
}
