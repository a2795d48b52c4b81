import { useQuery } from "@tanstack/react-query";
import type { Role } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { countCases } from "#features/service/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useSite } from "#platform/web/session.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Section } from "#ui/Page.tsx";
import { text, viewNames } from "./text.ts";

/** How many cases wait for what; each figure opens its rows. */
export function DeskFigures({ siteId }: { readonly siteId: string }) {
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

/** The views of cases that matter to a role, the most pressing first. */
const viewsOf = (roles: readonly Role[]): readonly string[] => {
  if (roles.includes("projectManager")) return ["escalated", "overdue", "unanswered", "toClose", "toCallBack", "mine"];
  if (roles.some((role) => role === "serviceOfficer" || role === "serviceSupervisor")) return ["unanswered", "overdue", "toTell", "toCallBack", "toClose", "mine"];
  return ["toAccept", "overdue", "mine"];
};
