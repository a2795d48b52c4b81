import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportCases, fitoutRights, listCases } from "../contract.ts";
import { type CaseState, caseStates, causes, fitOutProcedure } from "../rules.ts";
import { OpenDrawer } from "./OpenDrawer.tsx";
import { text } from "./text.ts";

/** Fit-outs with where each stands, newest first. */
export function CaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [isOpening, setOpening] = useState(false);
  const [{ state, step, q }, setFilters] = useFilters({ state: "running", step: "", q: "" });
  const filter = { ...(state && !step ? { state: state as CaseState } : {}), ...(step ? { step } : {}), ...(q ? { search: q } : {}) };
  const rows = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: filter }));
  const nameOf = (id: string) => t(fitOutProcedure.steps.find((each) => each.id === id)!.name);
  return (
    <Page
      title={t(text.cases)}
      lead={
        <>
          {t(text.casesLead)} <Link href={href("manual/procedures/fitOut")}>{t(text.toProcedure)}</Link>
        </>
      }
      actions={
        may(fitoutRights.serve) && (
          <Button type="primary" keys="n" onPress={() => setOpening(true)}>
            {t(text.open)}
          </Button>
        )
      }
    >
      <DataTable
        label={t(text.cases)}
        rows={rows}
        rowKey={({ id }) => id}
        href={({ id }) => href(`fitout/cases/${id}`)}
        exportHref={linkTo(exportCases, { params: { siteId }, query: state ? { state: state as CaseState } : {} })}
        empty={<EmptyTeaching title={t(text.noCases)}>{t(text.noCasesHint)}</EmptyTeaching>}
        filters={
          <>
            <SearchInput label={t(text.search)} value={q} onChange={(next) => setFilters({ q: next })} />
            <Select
              aria-label={t(text.state)}
              value={step ? "running" : state}
              style={{ minWidth: 140 }}
              options={[{ value: "", label: t(text.allStates) }, ...(Object.keys(caseStates) as CaseState[]).map((value) => ({ value, label: t(caseStates[value]) }))]}
              onChange={(next) => setFilters({ state: next, step: "" })}
            />
            <Select
              aria-label={t(text.step)}
              value={step}
              style={{ minWidth: 200 }}
              options={[{ value: "", label: t(text.allSteps) }, ...fitOutProcedure.steps.map(({ id, name }) => ({ value: id, label: t(name) }))]}
              onChange={(next) => setFilters({ step: next })}
            />
          </>
        }
        columns={[
          { key: "case", title: t(text.caseNo), card: "line", width: "150px", render: ({ caseNo }) => caseNo },
          { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
          { key: "place", title: t(text.place), render: ({ place }) => place },
          { key: "cause", title: t(text.cause), width: "100px", from: "wide", render: ({ cause }) => t(causes[cause]) },
          {
            key: "state",
            title: t(text.state),
            width: "120px",
            card: "mark",
            render: (row) =>
              row.isStopped && row.state === "running" ? (
                <StatusTag tone="late">{t(text.stopped)}</StatusTag>
              ) : (
                <StatusTag tone={row.state === "running" ? "open" : row.state === "done" ? "good" : "quiet"}>{t(caseStates[row.state])}</StatusTag>
              ),
          },
          { key: "next", title: t(text.next), render: ({ next }) => next.map((each) => nameOf(each.step)).join(t({ zh: "、", en: ", " })) },
          { key: "opened", title: t(text.opened), width: "130px", from: "medium", render: ({ openedAt }) => format.shortMoment(openedAt) },
        ]}
      />
      {isOpening && <OpenDrawer siteId={siteId} onClose={() => setOpening(false)} />}
    </Page>
  );
}
