import { PhoneOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { Role } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { appraisalRights } from "#features/appraisal/contract.ts";
import { dutiesRights, listDuties, myDay } from "#features/duties/contract.ts";
import { countCases, serviceRights } from "#features/service/contract.ts";
import { query } from "#platform/web/client.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay, useSession, useSite, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { FirstSteps } from "./FirstSteps.tsx";
import { HandlerCases } from "./HandlerCases.tsx";
import { MonthScore } from "./MonthScore.tsx";
import { DutyList } from "./DutyList.tsx";
import { text, viewNames } from "./text.ts";
import "./home.css";

/** The first screen of everybody at a site: the next right action by its due time, then the figures of their work, which open their rows. */
export function HomeScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const day = useSuspenseQuery(query(myDay, { query: { siteId, limit: 20 } })).data;
  return (
    <Page
      title={useGreeting()}
      lead={useFormat().longDay(useToday())}
      actions={
        may(serviceRights.serve) && (
          <Button type="primary" icon={<PhoneOutlined />} keys="n" onPress={() => go(href("service/take"))}>
            {t(text.takeContact)}
          </Button>
        )
      }
    >
      <Parts place="home" props={{ siteId }} />
      <div className="home">
        <div>
          <FirstSteps siteId={siteId} />
          {may(serviceRights.handle) && !may(serviceRights.serve) && <HandlerCases siteId={siteId} />}
          <Section
            title={t(text.next)}
            actions={
              <>
                <span className="tk-quiet">{t(text.nextCount, { overdue: day.overdue, today: day.dueToday })}</span>
                <Link href={href("duties")}>{t(text.all)}</Link>
              </>
            }
          >
            {day.items.length > 0 ? <DutyList duties={day.items} /> : <EmptyTeaching title={t(text.nothing)}>{t(text.nothingHint)}</EmptyTeaching>}
          </Section>
          {may(dutiesRights.pause) && <SiteDuties siteId={siteId} own={new Set(day.items.map(({ id }) => id))} />}
        </div>
        <div>
          <DeskFigures siteId={siteId} />
          {may(appraisalRights.readPeople) && <MonthScore siteId={siteId} />}
        </div>
      </div>
    </Page>
  );
}

/** For whoever leads: what the others owe, the most urgent first. */
function SiteDuties({ siteId, own }: { readonly siteId: string; readonly own: ReadonlySet<string> }) {
  const { t } = useLanguage();
  const href = useHref();
  const open = useQuery(query(listDuties, { params: { siteId }, query: { limit: 12 } })).data;
  const others = (open?.items ?? []).filter(({ id }) => !own.has(id)).slice(0, 8);
  if (others.length === 0) return null;
  return (
    <Section title={t(text.siteNext)} actions={<Link href={href("duties/list")}>{t(text.siteAll)}</Link>}>
      <DutyList duties={others} showOwner />
    </Section>
  );
}

/** The views of cases that matter to a role, the most pressing first. */
const viewsOf = (roles: readonly Role[]): readonly string[] => {
  if (roles.includes("projectManager")) return ["escalated", "overdue", "unanswered", "toClose", "toCallBack", "mine"];
  if (roles.some((role) => role === "serviceOfficer" || role === "serviceSupervisor")) return ["unanswered", "overdue", "toTell", "toCallBack", "toClose", "mine"];
  return ["toAccept", "overdue", "mine"];
};

function DeskFigures({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const { roles } = useSite();
  const counts = useQuery(query(countCases, { params: { siteId } })).data?.counts ?? [];
  const shown = viewsOf(roles).flatMap((view) => counts.filter((one) => one.view === view));
  if (shown.length === 0) return null;
  return (
    <Section title={t(text.figures)}>
      <Stats>
        {shown.map(({ view, count, isMore }) => (
          <Stat
            key={view}
            label={t(viewNames[view] as Words)}
            value={isMore ? t(text.more, { count }) : count}
            href={href(`service/cases?view=${view}`)}
            {...(count > 0 && (view === "overdue" || view === "escalated") ? { tone: "late" as const } : {})}
          />
        ))}
      </Stats>
    </Section>
  );
}

function useGreeting(): string {
  const { t } = useLanguage();
  const { person } = useSession();
  const { zone } = useSite();
  const { hour } = useNow().toZonedDateTimeISO(zone);
  return t(hour < 12 ? text.morning : hour < 18 ? text.noon : text.evening, { name: person.name });
}
