import { useQuery } from "@tanstack/react-query";
import { roleNames } from "#kernel/role.ts";
import { myDay } from "#features/duties/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo } from "#platform/web/navigation.tsx";
import { useSession } from "#platform/web/session.tsx";
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
  const go = useGo();
  const { sites, isAdministrator } = useSession();
  const day = useQuery({ ...query(myDay, { query: { limit: 10 } }), enabled: sites.length > 0 }).data;
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
    <Page title={t(text.overview)}>
      {day && day.items.length > 0 && (
        <Section title={t(text.next)} actions={<span className="tk-quiet">{t(text.nextCount, { overdue: day.overdue, today: day.dueToday })}</span>}>
          <DutyList duties={day.items} />
        </Section>
      )}
      <Section>
        <DataTable
          label={t(text.overview)}
          rows={sites}
          rowKey={({ id }) => id}
          href={({ id }) => `/sites/${id}/home`}
          columns={[
            { key: "name", title: t(text.siteName), card: "heading", render: ({ name }) => name },
            { key: "roles", title: "", card: "line", render: (site) => site.roles.map((role) => t(roleNames[role])).join("、") },
          ]}
        />
      </Section>
    </Page>
  );
}
