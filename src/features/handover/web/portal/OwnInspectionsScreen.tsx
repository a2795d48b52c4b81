import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { infinite } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import { listOwnInspections } from "../../contract/inspections.ts";
import { inspectionStages, inspectionTypes } from "../../rules/names.ts";
import { text } from "../text.ts";
import { labels } from "./labels.ts";

/** The joint inspections of our company's units, newest first. */
export function OwnInspectionsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const list = useInfiniteQuery(infinite(listOwnInspections, { params: { siteId }, query: {} }));
  return (
    <MobilePage title={t(labels.ownInspections)}>
      {list.isPending && <Pending />}
      <ProblemNote error={list.error} />
      {list.data?.length === 0 && <EmptyTeaching title={t(text.noOwn)}>{t(text.noOwnHint)}</EmptyTeaching>}
      <List>
        {list.data?.map(({ id, type, place, stage, signedAt, appointmentAt }) => (
          <List.Item
            key={id}
            description={signedAt ? format.moment(signedAt) : appointmentAt ? `${t(text.appointment)} ${format.moment(appointmentAt)}` : t(text.noAppointment)}
            extra={t(inspectionStages[stage])}
            onClick={() => go(href(`handover/inspections/${id}`))}
          >
            {t(inspectionTypes[type])} {place}
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
