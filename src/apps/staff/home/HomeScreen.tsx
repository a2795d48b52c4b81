import { PhoneOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { appraisalRights } from "#features/appraisal/contract/rights.ts";
import { dutiesRights, listDuties } from "#features/duties/contract.ts";
import { serviceRights } from "#features/service/contract/rights.ts";
import { query } from "#platform/web/client.ts";
import { useFormat, useNow } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay, useSession, useSite, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { dayOf } from "./day.ts";
import { DutyList } from "./DutyList.tsx";
import { text } from "./text.ts";
import "./home.css";

// The list of what is next waits for none of these, and so neither does it for the contracts they read.
const DeskFigures = lazy(() => import("./DeskFigures.tsx").then((m) => ({ default: m.DeskFigures })));
const FirstSteps = lazy(() => import("./FirstSteps.tsx").then((m) => ({ default: m.FirstSteps })));
const HandlerCases = lazy(() => import("./HandlerCases.tsx").then((m) => ({ default: m.HandlerCases })));
const MonthScore = lazy(() => import("./MonthScore.tsx").then((m) => ({ default: m.MonthScore })));

/** The first screen of everybody at a site: the next right action by its due time, then the figures of their work, which open their rows. */
export function HomeScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const day = useSuspenseQuery(dayOf(siteId)).data;
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
      <div className="home">
        <div>
          <Suspense>
            <FirstSteps siteId={siteId} />
            {may(serviceRights.handle) && !may(serviceRights.serve) && <HandlerCases siteId={siteId} />}
          </Suspense>
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
          <Parts place="home" props={{ siteId }} />
          {may(dutiesRights.pause) && <SiteDuties siteId={siteId} own={new Set(day.items.map(({ id }) => id))} />}
        </div>
        <div>
          <Suspense>
            <DeskFigures siteId={siteId} />
            {may(appraisalRights.readPeople) && <MonthScore siteId={siteId} />}
          </Suspense>
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

function useGreeting(): string {
  const { t } = useLanguage();
  const { person } = useSession();
  const { zone } = useSite();
  const { hour } = useNow().toZonedDateTimeISO(zone);
  return t(hour < 12 ? text.morning : hour < 18 ? text.noon : text.evening, { name: person.name });
}
