import { useQuery } from "@tanstack/react-query";
import { roleNames } from "#kernel/role.ts";
import { appraisalRights, getGroup } from "#features/appraisal/contract.ts";
import { noOccasions, owed, scoreOf } from "#features/appraisal/rules.ts";
import { myDay } from "#features/duties/contract.ts";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo } from "#platform/web/navigation.tsx";
import { useMay, useSession, type Site } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { DutyList } from "./DutyList.tsx";
import { text } from "./text.ts";
import "./home.css";

/** Over all one's sites: what is owed first, then the sites. Without any site, the first step towards one. */
export function OverviewScreen() {
  const { t } = useLanguage();
  const { percent } = useFormat();
  const go = useGo();
  const { sites, isAdministrator } = useSession();
  const day = useQuery({ ...query(myDay, { query: { limit: 10 } }), enabled: sites.length > 0 }).data;
  const mayRead = useMay()(appraisalRights.read);
  const scores = useQuery({ ...query(getGroup, { query: { months: 1 } }), enabled: sites.length > 0 && mayRead }).data;
  if (sites.length === 0)
    return (
      <Page title={t(text.overview)}>
        {isAdministrator ? (
          <EmptyTeaching
            title={t(text.firstSite)}
            action={
              <Button type="primary" onPress={() => go("/sites")}>
                {t(text.toSites)}
              </Button>
            }
          >
            {t(text.firstSiteHint)}
          </EmptyTeaching>
        ) : (
          <EmptyTeaching title={t(text.noSites)}>{t(text.noSitesHint)}</EmptyTeaching>
        )}
      </Page>
    );
  return (
    <Page title={t(text.overview)} actions={mayRead && <Link href="/appraisal/group">{t(text.scores)}</Link>}>
      {day && day.items.length > 0 && (
        <Section title={t(text.next)} actions={<span className="tk-quiet">{t(text.nextCount, { overdue: day.overdue, today: day.dueToday })}</span>}>
          <DutyList duties={day.items} />
        </Section>
      )}
      <Section>
        <DataTable<Site>
          label={t(text.overview)}
          rows={sites}
          rowKey={({ id }) => id}
          href={({ id }) => `/sites/${id}/home`}
          columns={[
            { key: "name", title: t(text.siteName), card: "heading", render: ({ name }) => name },
            ...(scores
              ? [
                  {
                    key: "score",
                    title: t(text.thisMonth),
                    render: ({ id }: Site) => {
                      const total = scores.sites.find(({ siteId }) => siteId === id)?.total ?? noOccasions;
                      const score = scoreOf(total);
                      return score === null ? t(text.unmeasured) : `${percent(score)} · ${t(text.keptOfDue, { kept: total.kept, due: owed(total) })}`;
                    },
                  },
                ]
              : []),
            { key: "roles", title: t(text.roles), card: "line", from: "medium", render: (site) => site.roles.map((role) => t(roleNames[role])).join("、") },
          ]}
        />
      </Section>
    </Page>
  );
}
