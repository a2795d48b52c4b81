import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { infinite, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listMeters, metersRights, metersToday } from "../contract.ts";
import { kindUnits, type MeterKind, meterKinds } from "../rules.ts";
import { text } from "./text.ts";
import "./meters.css";

/** What is to be done about meters today, for whoever reads, reviews or bills them; nothing where nothing is. */
export function MetersToday({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [takes, reviews, keeps, charges] = [may(metersRights.take), may(metersRights.review), may(metersRights.keep), may(metersRights.charge)];
  const { data } = useQuery({ ...query(metersToday, { params: { siteId } }), enabled: takes || reviews || charges });
  if (!data) return null;
  const items = [
    ...(takes || keeps
      ? data.rounds
          .filter(({ read, meters }) => read < meters || keeps)
          .map(({ id, route, month, read, meters, toDay }) => ({
            key: id as string,
            href: takes && read < meters ? href(`meters/rounds/${id}/reading`) : href(`meters/rounds/${id}`),
            said: t(text.todayRound, { route, month: format.month(month), read, meters }),
            hint: t(text.todayUntil, { day: format.day(toDay) }),
          }))
      : []),
    ...(reviews && data.waiting > 0 ? [{ key: "review", href: href("meters/review"), said: t(text.todayReview, { count: data.waiting }), hint: "" }] : []),
    ...(keeps && data.calibrationsDue > 0
      ? [{ key: "calibration", href: href("meters/ledger?due=soon"), said: t(text.todayCalibration, { count: data.calibrationsDue }), hint: "" }]
      : []),
    ...(charges
      ? data.settlements.map(({ id, kind, month, objectionsUntil, openObjections }) => ({
          key: id as string,
          href: href(`meters/charges/${id}`),
          said: t(text.todaySettlement, { kind: t(meterKinds[kind as MeterKind]), month: format.month(month), day: format.day(objectionsUntil) }),
          hint: openObjections > 0 ? t(text.openObjections, { count: openObjections }) : "",
        }))
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <div className="meters-today">
      <Section title={t(text.today)}>
        <ul>
          {items.map(({ key, href: to, said, hint }) => (
            <li key={key}>
              <Link href={to}>{said}</Link> {hint && <span className="tk-quiet">{hint}</span>}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** The meters that serve a unit, on its page. */
export function UnitMeters({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayRead = useMay()(metersRights.read);
  const meters = useInfiniteQuery({ ...infinite(listMeters, { params: { siteId }, query: { unitId } }), enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Section title={t(text.meters)}>
      <DataTable
        label={t(text.meters)}
        rows={meters}
        rowKey={({ id }) => id}
        href={({ id }) => href(`meters/ledger/${id}`)}
        empty={<EmptyTeaching title={t(text.noMeters)} />}
        columns={[
          { key: "no", title: t(text.meterNo), card: "heading", render: ({ meterNo }) => meterNo },
          { key: "kind", title: t(text.kind), render: ({ kind }) => t(meterKinds[kind]) },
          { key: "multiplier", title: t(text.multiplier), align: "end", render: ({ multiplier }) => multiplier },
          { key: "read", title: t(text.lastRead), render: ({ lastReadOn }) => lastReadOn && format.day(lastReadOn) },
          { key: "use", title: t(text.lastUse), align: "end", render: ({ lastUsage, kind }) => lastUsage && `${lastUsage} ${kindUnits[kind]}` },
        ]}
      />
    </Section>
  );
}
