import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { meterKinds } from "#features/meters/rules.ts";
import { getInspection, getTwins } from "../contract.ts";
import { inspectionOf, type ItemState, type Twin, twinsOf } from "../rules.ts";
import { ConditionTag, Photos, StageTag } from "./parts.tsx";
import { sayValues } from "./say.ts";
import { text } from "./text.ts";

/** A move-out inspection beside that of the move-in: the same items, photos left and right, meters start and end. Manual 2.1.3-3. */
export function TwinsScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t, language } = useLanguage();
  const href = useHref();
  const page = useSuspenseQuery(query(getInspection, { params: { siteId, inspectionId } })).data;
  const { baseline } = useSuspenseQuery(query(getTwins, { params: { siteId, inspectionId } })).data;
  const now = inspectionOf(page.lines, page.facts);
  const before = baseline && inspectionOf(baseline.lines, baseline.facts);
  const twins = twinsOf(before, now);
  const different = twins.filter(({ isDifferent }) => isDifferent);
  const same = twins.filter(({ isDifferent }) => !isDifferent);
  const readings = now.meters.map((reading) => ({ ...reading, start: before?.meters.find(({ meterId }) => meterId === reading.meterId)?.values }));
  return (
    <Page
      title={t(text.twins)}
      mark={<StageTag stage={page.stage} />}
      lead={`${page.place} · ${page.tenant} · ${t(text.twinsLead)}`}
      crumbs={[
        { label: t(text.inspections), href: href("handover/inspections") },
        { label: page.inspectionNo, href: href(`handover/inspections/${inspectionId}`) },
        { label: t(text.twins) },
      ]}
    >
      {!baseline && <EmptyTeaching title={t(text.noBaseline)}>{t(text.noBaselineHint)}</EmptyTeaching>}
      <Section title={t(text.differences, { count: different.length })}>
        {different.map((twin) => (
          <TwinRow key={twin.now.line.key} siteId={siteId} twin={twin} />
        ))}
      </Section>
      <Section title={t(text.meters)}>
        <DataTable
          label={t(text.meters)}
          rows={readings}
          rowKey={({ meterId }) => meterId}
          empty={<EmptyTeaching title={t(text.noMeters)} />}
          columns={[
            {
              key: "meter",
              title: t(text.meter),
              card: "heading",
              render: ({ meterId }) => {
                const meter = page.meters.find(({ id }) => id === meterId);
                return meter ? `${t(meterKinds[meter.kind])} ${meter.meterNo}` : meterId;
              },
            },
            { key: "start", title: t(text.start), width: "200px", align: "end", render: ({ start }) => (start ? sayValues(start, language) : "—") },
            { key: "end", title: t(text.end), width: "200px", align: "end", render: ({ values }) => sayValues(values, language) },
          ]}
        />
      </Section>
      <Section title={t(text.theSame, { count: same.length })}>
        {same.map((twin) => (
          <TwinRow key={twin.now.line.key} siteId={siteId} twin={twin} />
        ))}
      </Section>
    </Page>
  );
}

function TwinRow({ siteId, twin: { before, now, isDifferent } }: { readonly siteId: string; readonly twin: Twin }) {
  const { t } = useLanguage();
  const { line, tenantSays } = now;
  return (
    <article className="handover-twin" aria-label={`${line.unit} ${t(line.area)} ${t(line.part)}`}>
      <h3>
        {t(line.part)} <span className="tk-quiet">{`${line.unit} · ${t(line.area)}`}</span>
        {tenantSays?.agrees === false && <StatusTag tone="warn">{t(text.disputesLine, { text: tenantSays.text })}</StatusTag>}
      </h3>
      <div className="handover-twin-pair">
        <Side siteId={siteId} name={t(text.atMoveIn)} item={before} showsNone={isDifferent} />
        <Side siteId={siteId} name={t(text.now)} item={now} showsNone={isDifferent} />
      </div>
    </article>
  );
}

function Side({ siteId, name, item, showsNone }: { readonly siteId: string; readonly name: string; readonly item: ItemState | null; readonly showsNone: boolean }) {
  const { t } = useLanguage();
  return (
    <div className="handover-twin-side">
      <div className="handover-side-name">{name}</div>
      {item ? <ConditionTag condition={item.condition} /> : "—"}
      {item?.text && <p>{item.text}</p>}
      <Photos siteId={siteId} hashes={item?.photos ?? []} what={`${name} ${item ? t(item.line.part) : ""}`} />
      {showsNone && (item?.photos.length ?? 0) === 0 && <p className="tk-quiet">{t(text.noPhoto)}</p>}
    </div>
  );
}
