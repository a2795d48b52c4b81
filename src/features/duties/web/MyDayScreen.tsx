import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { infinite, linkTo, query, type ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useSession } from "#platform/web/session.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportMyDay, myDay } from "../contract.ts";
import { DutyDrawer } from "./DutyDrawer.tsx";
import { DutyRows } from "./DutyRows.tsx";
import { text } from "./text.ts";

type MyDuty = ReplyOf<typeof myDay>["items"][number];

/** All that I owe, by due time, the overdue on top: here, or at every site of mine. */
export function MyDayScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const { sites } = useSession();
  const [{ sites: scope, duty }, setFilters] = useFilters({ sites: "", duty: "" });
  const isEverySite = scope === "all" && sites.length > 1;
  const asked = isEverySite ? {} : { siteId };
  const duties = useInfiniteQuery(infinite(myDay, { query: asked }));
  const { data: counts } = useQuery(query(myDay, { query: { ...asked, limit: 1 } }));
  const opened = duties.data?.find(({ id }) => id === duty);
  return (
    <Page title={t(text.myDay)} lead={t(text.myDayLead)}>
      <div className="tk-stack">
        <DutyRows
          label={t(text.myDay)}
          rows={duties}
          showOwner={false}
          showSite={isEverySite ? (row) => (row as MyDuty).siteName : undefined}
          onDetails={({ id }) => setFilters({ duty: id })}
          exportHref={linkTo(exportMyDay, { query: { ...asked, language } })}
          filters={
            sites.length > 1 && (
              <Segmented
                value={isEverySite ? "all" : ""}
                onChange={(value) => setFilters({ sites: value })}
                options={[
                  { value: "", label: t(text.thisSite) },
                  { value: "all", label: t(text.everySite) },
                ]}
              />
            )
          }
          empty={<EmptyTeaching title={t(text.nothingOwed)}>{t(text.nothingOwedHint)}</EmptyTeaching>}
        />
        {counts && counts.items.length > 0 && (
          <Stats>
            <Stat label={t(text.overdue)} value={counts.overdue} {...(counts.overdue > 0 ? { tone: "late" as const } : {})} />
            <Stat label={t(text.dueToday)} value={counts.dueToday} />
          </Stats>
        )}
      </div>
      <DutyDrawer siteId={opened?.siteId ?? siteId} dutyId={duty} onClose={() => setFilters({ duty: "" })} />
    </Page>
  );
}
