import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Alert, Form, Segmented } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput, MonthInput } from "#ui/DayInput.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { exportPreview, listSettlements, metersRights, previewSettlement, publishSettlement } from "../contract.ts";
import { kindUnits, type MeterKind, meterKinds, settlementStates, type SettlementState } from "../rules.ts";
import { LineTable } from "./LineTable.tsx";
import { optionsOf } from "./say.ts";
import { text } from "./text.ts";

export const settlementTones: Readonly<Record<SettlementState, Tone>> = { published: "open", billed: "good", withdrawn: "quiet" };
type Preview = ReplyOf<typeof previewSettlement>;

/** What a month of use comes to: the preview with its differences, then what was published and billed. */
export function ChargesScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = useToday();
  const [{ kind, month }, setFilters] = useFilters({ kind: "electricity", month: today.slice(0, 7) });
  const asked = { kind: kind as MeterKind, month };
  const preview = useQuery(query(previewSettlement, { params: { siteId }, query: asked }));
  const settlements = useInfiniteQuery(infinite(listSettlements, { params: { siteId }, query: { kind: asked.kind } }));
  const isSettled = settlements.data?.some((one) => one.month === month && one.state !== "withdrawn") ?? false;
  return (
    <Page title={t(text.charges)} lead={t(text.chargesLead)}>
      <div className="charge-form">
        <Segmented aria-label={t(text.kind)} value={asked.kind} onChange={(value) => setFilters({ kind: value })} options={optionsOf(meterKinds, t)} />
        <MonthInput aria-label={t(text.month)} value={month} onChange={(value) => setFilters({ month: value })} />
      </div>
      {preview.isPending && <Pending />}
      <ProblemNote error={preview.error} />
      {preview.data && !isSettled && <PreviewPart siteId={siteId} asked={asked} preview={preview.data} />}
      <Section title={t(text.published)}>
        <DataTable
          label={t(text.published)}
          rows={settlements}
          rowKey={({ id }) => id}
          href={({ id }) => href(`meters/charges/${id}`)}
          empty={<EmptyTeaching title={t(text.noSettlements)} />}
          columns={[
            { key: "month", title: t(text.month), card: "heading", width: "120px", render: (row) => format.month(row.month) },
            { key: "owed", title: t(text.owed), align: "end", render: ({ owed }) => yuanText(owed) },
            { key: "borne", title: t(text.borne), align: "end", from: "medium", render: ({ borne }) => yuanText(borne) },
            {
              key: "until",
              title: t(text.objections),
              render: ({ objectionsUntil, openObjections, state }) =>
                state === "published"
                  ? openObjections > 0
                    ? t(text.openObjections, { count: openObjections })
                    : t(text.objectionsUntil, { day: format.day(objectionsUntil) })
                  : "",
            },
            { key: "by", title: t(text.publish), from: "medium", render: ({ publishedByName, publishedAt }) => `${publishedByName} · ${format.shortMoment(publishedAt)}` },
            {
              key: "state",
              title: t(text.state),
              width: "120px",
              card: "mark",
              render: ({ state }) => <StatusTag tone={settlementTones[state]}>{t(settlementStates[state])}</StatusTag>,
            },
          ]}
        />
      </Section>
    </Page>
  );
}

function PreviewPart({ siteId, asked, preview }: { readonly siteId: string; readonly asked: { readonly kind: MeterKind; readonly month: string }; readonly preview: Preview }) {
  const { t, language } = useLanguage();
  const href = useHref();
  const go = useGo();
  const today = useToday();
  const mayCharge = useMay()(metersRights.charge);
  const [isPublishing, setPublishing] = useState(false);
  const publish = useCommand(publishSettlement, { onDone: ({ id }) => go(href(`meters/charges/${id}`)) });
  const due = Temporal.PlainDate.from(today).add({ days: 15 }).toString();
  return (
    <Section
      title={t(text.preview)}
      actions={
        mayCharge && (
          <Button type="primary" unless={preview.lines.length === 0 ? [{ sentence: t(text.noLines) }] : preview.problems} onPress={() => setPublishing(true)}>
            {t(text.publish)}
          </Button>
        )
      }
    >
      <div className="tk-stack">
        {preview.problems.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t(text.against)}
            description={
              <ul>
                {preview.problems.slice(0, 20).map((problem, index) => (
                  <li key={index}>{sayReason(problem, language)}</li>
                ))}
                {preview.problems.length > 20 && <li>… {preview.problems.length - 20}</li>}
              </ul>
            }
          />
        )}
        {preview.lines.length > 0 && (
          <Stats>
            <Stat label={t(text.owed)} value={yuanText(preview.owed)} />
            <Stat label={t(text.borne)} value={yuanText(preview.borne)} />
          </Stats>
        )}
        <Pools kind={asked.kind} pools={preview.pools} />
        <LineTable
          kind={asked.kind}
          rows={preview.lines}
          exportHref={linkTo(exportPreview, { params: { siteId }, query: asked })}
          empty={<EmptyTeaching title={t(text.noLines)}>{t(text.noLinesHint)}</EmptyTeaching>}
        />
      </div>
      {isPublishing && (
        <FormDrawer<{ dueOn: string }>
          title={t(text.publish)}
          open
          onClose={() => setPublishing(false)}
          submit={text.publish}
          initial={{ dueOn: due }}
          onSubmit={({ dueOn }) => publish.mutate({ params: { siteId }, body: { id: newId(), ...asked, dueOn, fingerprint: preview.fingerprint } })}
          isPending={publish.isPending}
          error={publish.error}
        >
          <Form.Item name="dueOn" label={t(text.dueOn)} rules={[{ required: true }]}>
            <DayInput min={today} />
          </Form.Item>
        </FormDrawer>
      )}
    </Section>
  );
}

/** Each main meter: what it counted, and where it went. */
export function Pools({ kind, pools }: { readonly kind: MeterKind; readonly pools: Preview["pools"] }) {
  const { t } = useLanguage();
  if (pools.length === 0) return null;
  const unit = kindUnits[kind];
  return (
    <DataTable
      label={t(text.pools)}
      rows={pools}
      rowKey={({ meterId }) => meterId}
      columns={[
        { key: "meter", title: t(text.pools), card: "heading", render: ({ meterNo }) => meterNo },
        { key: "main", title: `${t(text.main)} ${unit}`, align: "end", render: ({ main }) => main },
        { key: "tenants", title: `${t(text.tenantsUse)} ${unit}`, align: "end", render: ({ tenants }) => tenants },
        { key: "common", title: `${t(text.commonUse)} ${unit}`, align: "end", render: ({ common }) => common },
        { key: "loss", title: `${t(text.loss)} ${unit}`, align: "end", render: ({ loss, lossPercent }) => `${loss} (${lossPercent} %)` },
      ]}
    />
  );
}
