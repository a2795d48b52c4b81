import { useQueries } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { query } from "#platform/web/client.ts";
import { NamedDaysContext } from "#platform/web/format.ts";
import { useMay, useToday } from "#platform/web/session.tsx";
import { dutiesRights, getCalendar } from "../contract.ts";

/** Gives the screens of a site the names of its days around today, so that moments are said as people say them: 明天（周六，补班）. */
export function SiteDays({ siteId, children }: { readonly siteId: string; readonly children: ReactNode }) {
  const may = useMay();
  const today = Temporal.PlainDate.from(useToday());
  const years = [...new Set([today.subtract({ months: 1 }).year, today.add({ months: 1 }).year])];
  const calendars = useQueries({
    queries: years.map((year) => ({ ...query(getCalendar, { params: { siteId }, query: { year } }), enabled: may(dutiesRights.read), staleTime: 600_000 })),
    combine: (results) => results.map(({ data }) => data),
  });
  const days = useMemo(() => new Map(calendars.flatMap((calendar) => calendar?.days ?? []).map((day) => [day.date, day])), [calendars]);
  return <NamedDaysContext value={days}>{children}</NamedDaysContext>;
}
