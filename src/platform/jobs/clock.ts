import type pg from "pg";
import type { ClockRunner, Rhythm } from "../feature.ts";

/**
 * Queues `clock` at every active site where its turn has come, once however many workers look: the row in `platform.clock` is the
 * claim. A turn that nobody was awake for is queued once when a worker is back. Returns at how many sites it was queued.
 */
export async function queueDue(pool: pg.Pool, { name, rhythm }: Pick<ClockRunner, "name" | "rhythm">): Promise<number> {
  const turn = turns[rhythm.kind];
  const { rowCount } = await pool.query(
    `with due as (select id as site_id, ${turn.at} as at from sites.site where state = 'active'),
       claimed as (
         insert into platform.clock (name, site_id, last_at)
         select $1, site_id, at from due
         on conflict (name, site_id) do update set last_at = excluded.last_at where ${turn.isNext}
         returning site_id)
     select graphile_worker.add_job($1::text, json_build_object('siteId', site_id), job_key => $1::text || ':' || site_id, max_attempts => 5) from claimed`,
    [name, rhythm.kind === "daily" ? rhythm.at : rhythm.seconds],
  );
  return rowCount ?? 0;
}

/** `at`: for a day, the last moment when the site's wall clock showed the time; for a span, now. `isNext`: whether that is a new turn. */
const turns = {
  daily: {
    at: "((now() at time zone zone)::date - case when (now() at time zone zone)::time < $2::time then 1 else 0 end + $2::time) at time zone zone",
    isNext: "clock.last_at < excluded.last_at",
  },
  every: { at: "now()", isNext: "clock.last_at <= excluded.last_at - make_interval(secs => $2::integer)" },
} as const satisfies Record<Rhythm["kind"], { at: string; isNext: string }>;

/** How long a worker may sleep before some clock could strike, in milliseconds. */
export function longestNap(clocks: readonly Pick<ClockRunner, "rhythm">[]): number {
  const spans = clocks.map(({ rhythm }) => (rhythm.kind === "daily" ? mostPatienceMs : (rhythm.seconds * 1000) / 2));
  return Math.max(500, Math.min(mostPatienceMs, ...spans));
}

const mostPatienceMs = 20_000;
