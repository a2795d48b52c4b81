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
import { exportCases, listCases, moveOutRights } from "../contract.ts";
import { moveOutCauses, moveOutProcedure } from "../rules.ts";
import { NoticeDrawer } from "./NoticeDrawer.tsx";
import { text } from "./text.ts";

const states = { running: text.running, finished: text.finished, stopped: text.stopped, all: text.all } as const;
type State = keyof typeof states;
const nameOf = (step: string) => moveOutProcedure.steps.find(({ id }) => id === step)!.name;

/** Move-outs with what can be done next in each. */
export function CaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [filters, setFilters] = useFilters({ state: "running", step: "", q: "" });
  const [isOpen, setOpen] = useState(false);
  const asked = { state: filters.state as State, ...(filters.step ? { step: filters.step } : {}), ...(filters.q ? { search: filters.q } : {}) };
  const rows = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: asked }));
  return (
    <Page
      title={t(text.cases)}
      lead={
        <>
          {t(text.lead)} <Link href={href("manual/procedures/moveOut")}>{t(text.toProcedure)}</Link>
        </>
      }
      actions={
        may(moveOutRights.handle) && (
          <Button type="primary" keys="n" onPress={() => setOpen(true)}>
            {t(text.newNotice)}
          </Button>
        )
      }
    >
      <DataTable
        label={t(text.cases)}
        rows={rows}
        rowKey={({ id }) => id}
        href={({ id }) => href(`moveout/cases/${id}`)}
        exportHref={linkTo(exportCases, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
        filters={
          <>
            <SearchInput label={t(text.search)} value={filters.q} onChange={(q) => setFilters({ q })} />
            <Select
              aria-label={t(text.state)}
              value={filters.state as State}
              style={{ minWidth: 130 }}
              options={(Object.keys(states) as State[]).map((value) => ({ value, label: t(states[value]) }))}
              onChange={(state) => setFilters({ state })}
            />
            <Select
              aria-label={t(text.step)}
              value={filters.step}
              style={{ minWidth: 200 }}
              options={[{ value: "", label: t(text.anyStep) }, ...moveOutProcedure.steps.map(({ id, name }) => ({ value: id, label: t(name) }))]}
              onChange={(step) => setFilters({ step })}
            />
          </>
        }
        columns={[
          { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
          { key: "no", title: t(text.no), width: "140px", render: ({ no }) => no },
          { key: "place", title: t(text.unit), render: ({ place }) => place },
          { key: "cause", title: t(text.cause), width: "110px", from: "wide", render: ({ cause }) => t(moveOutCauses[cause]) },
          { key: "leaving", title: t(text.leavingOn), width: "120px", render: ({ leavingOn }) => format.day(leavingOn) },
          {
            key: "next",
            title: t(text.next),
            render: ({ standing, isStopped }) =>
              isStopped ? (
                <StatusTag tone="quiet">{t(text.stopped)}</StatusTag>
              ) : (
                standing.next.map((step) => t(nameOf(step))).join("、") || <StatusTag tone="good">{t(text.finished)}</StatusTag>
              ),
          },
          { key: "refund", title: t(text.refundDue), width: "150px", from: "wide", render: ({ refundDueAt }) => (refundDueAt ? format.deadline(refundDueAt) : "") },
        ]}
      />
      {isOpen && <NoticeDrawer siteId={siteId} onClose={() => setOpen(false)} />}
    </Page>
  );
}
