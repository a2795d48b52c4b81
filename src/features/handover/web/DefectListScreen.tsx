import { useInfiniteQuery } from "@tanstack/react-query";
import { Checkbox, Select } from "antd";
import { useState } from "react";
import { infinite, linkTo, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { confirmDefect, exportDefects, handoverRights, listDefects, mendDefect } from "../contract.ts";
import { type DefectState, defectStates, type Responsible, responsibles } from "../rules.ts";
import { Photos } from "./parts.tsx";
import { text } from "./text.ts";

type Defect = ReplyOf<typeof listDefects>["items"][number];
const tones: Readonly<Record<DefectState, Tone>> = { open: "open", mended: "warn", confirmed: "good" };

/** What signed inspections found, the one to be mended first on top; mended here, confirmed by somebody else. */
export function DefectListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [filters, setFilters] = useFilters({ state: "open", responsible: "", overdue: "" });
  const [acting, setActing] = useState<{ readonly defect: Defect; readonly act: "mend" | "sendBack" } | null>(null);
  const close = () => setActing(null);
  const mend = useCommand(mendDefect, { onDone: close });
  const judge = useCommand(confirmDefect, { onDone: close });
  const asked = {
    ...(filters.state ? { state: filters.state as DefectState } : {}),
    ...(filters.responsible ? { responsible: filters.responsible as Responsible } : {}),
    ...(filters.overdue ? { overdue: "true" as const } : {}),
  };
  const rows = useInfiniteQuery(infinite(listDefects, { params: { siteId }, query: asked }));
  const what = acting ? `${t(acting.defect.place)} ${t(acting.defect.part)}` : "";
  return (
    <Page title={t(text.defects)} lead={t(text.defectsLead)}>
      <ProblemNote error={acting ? null : judge.error} />
      <DataTable
        label={t(text.defects)}
        rows={rows}
        rowKey={({ id }) => id}
        rowTone={({ isOverdue }) => (isOverdue ? "late" : undefined)}
        exportHref={linkTo(exportDefects, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noDefects)}>{t(text.noDefectsHint)}</EmptyTeaching>}
        filters={
          <>
            <Select
              aria-label={t(text.state)}
              value={filters.state}
              style={{ minWidth: 170 }}
              options={[{ value: "", label: t(text.allStates) }, ...(Object.keys(defectStates) as DefectState[]).map((value) => ({ value, label: t(defectStates[value]) }))]}
              onChange={(state) => setFilters({ state })}
            />
            <Select
              aria-label={t(text.responsible)}
              value={filters.responsible}
              style={{ minWidth: 130 }}
              options={[{ value: "", label: t(text.responsible) }, ...(Object.keys(responsibles) as Responsible[]).map((value) => ({ value, label: t(responsibles[value]) }))]}
              onChange={(responsible) => setFilters({ responsible })}
            />
            <Checkbox checked={filters.overdue !== ""} onChange={({ target }) => setFilters({ overdue: target.checked ? "true" : "" })}>
              {t(text.onlyOverdue)}
            </Checkbox>
          </>
        }
        columns={[
          {
            key: "part",
            title: t(text.part),
            card: "heading",
            render: ({ place, part, tenant }) => (
              <>
                {t(place)} {t(part)}
                <div className="tk-quiet">{tenant}</div>
              </>
            ),
          },
          {
            key: "text",
            title: t(text.whatIsWrong),
            render: (defect) => (
              <>
                {defect.text}
                <Photos siteId={siteId} hashes={defect.photos} what={t(defect.part)} />
                {defect.mended && <div className="tk-quiet">{`${format.shortMoment(defect.mended.at)} ${defect.mended.by}: ${defect.mended.note}`}</div>}
              </>
            ),
          },
          {
            key: "no",
            title: t(text.inspections),
            width: "130px",
            from: "wide",
            render: ({ inspectionId, inspectionNo }) => <Link href={href(`handover/inspections/${inspectionId}`)}>{inspectionNo}</Link>,
          },
          { key: "who", title: t(text.responsible), width: "100px", render: ({ responsible }) => (responsible ? t(responsibles[responsible]) : "—") },
          { key: "mendBy", title: t(text.mendBy), width: "120px", render: ({ mendBy }) => (mendBy ? format.day(mendBy) : "—") },
          {
            key: "state",
            title: t(text.state),
            width: "150px",
            card: "mark",
            render: ({ state, isOverdue }) =>
              isOverdue ? <StatusTag tone="late">{t(text.overdue)}</StatusTag> : <StatusTag tone={tones[state]}>{t(defectStates[state])}</StatusTag>,
          },
          ...(may(handoverRights.mend)
            ? [
                {
                  key: "act",
                  title: t(text.act),
                  width: "220px",
                  render: (defect: Defect) => (
                    <div className="tk-row">
                      {defect.state === "open" && <Button onPress={() => setActing({ defect, act: "mend" })}>{t(text.mend)}</Button>}
                      {defect.state === "mended" && (
                        <>
                          <Button type="primary" loading={judge.isPending} onPress={() => judge.mutate({ params: { siteId, defectId: defect.id }, body: { isInOrder: true } })}>
                            {t(text.confirm)}
                          </Button>
                          <Button onPress={() => setActing({ defect, act: "sendBack" })}>{t(text.sendBack)}</Button>
                        </>
                      )}
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
      <ConfirmWithReason
        title={t(acting?.act === "sendBack" ? text.sendBackTitle : text.mendTitle, { what })}
        open={acting !== null}
        onClose={close}
        onConfirm={(note) => {
          const params = { siteId, defectId: acting?.defect.id ?? "" };
          if (acting?.act === "sendBack") judge.mutate({ params, body: { isInOrder: false, note } });
          else mend.mutate({ params, body: { note } });
        }}
        isPending={mend.isPending || judge.isPending}
        error={acting?.act === "sendBack" ? judge.error : mend.error}
        confirm={acting?.act === "sendBack" ? text.sendBack : text.mend}
        {...(acting?.act === "mend" ? { label: text.mendNote } : {})}
      />
    </Page>
  );
}
