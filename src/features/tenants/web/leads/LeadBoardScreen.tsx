import { useQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { exportLeads, leadBoard, leadOwners } from "../../contract/leads.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { leadSources } from "../../rules/leads.ts";
import { Board } from "./Board.tsx";
import { LeadDrawer } from "./LeadDrawer.tsx";
import { LeadTable } from "./LeadTable.tsx";
import { text } from "./text.ts";
import "./leads.css";

type Asked = WireOf<NonNullable<(typeof leadBoard)["query"]>>;

/** Everybody who may become a tenant: columns by stage or a list, what is due on top. */
export function LeadBoardScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const mayWork = useMay()(tenantsRights.workLeads);
  const [{ view, search, source, owner, due, state }, setFilters] = useFilters({ view: "board", search: "", source: "", owner: "", due: "", state: "open" });
  const asked = { ...(search && { search }), ...(source && { source }), ...(owner && { ownerId: owner }), ...(due && { due }) } as Asked;
  const board = useQuery({ ...query(leadBoard, { params: { siteId }, query: asked }), placeholderData: (before) => before });
  const owners = useQuery(query(leadOwners, { params: { siteId } })).data?.people ?? [];
  const [taking, setTaking] = useState(false);
  const isBoard = view === "board" && state === "open";
  const counts = board.data?.due;
  const isEmpty = board.data?.columns.every(({ count }) => count === 0);
  const takeButton = mayWork && (
    <Button type="primary" keys="n" onPress={() => setTaking(true)}>
      {t(text.take)}
    </Button>
  );
  const dueHref = (wanted: string) => href(`tenants/leads?due=${wanted}&view=list`);
  return (
    <Page
      title={t(text.leads)}
      lead={t(text.leadsLead)}
      actions={
        <>
          {mayWork && <Link href={href("tenants/lead-imports")}>{t(text.importLeads)}</Link>}
          {takeButton}
        </>
      }
    >
      {counts && (
        <Stats>
          <Stat label={t(text.unanswered)} value={counts.unanswered} href={dueHref("unanswered")} {...(counts.unanswered > 0 ? { tone: "warn" as const } : {})} />
          <Stat label={t(text.overdue)} value={counts.overdue} href={dueHref("overdue")} {...(counts.overdue > 0 ? { tone: "late" as const } : {})} />
          <Stat label={t(text.today)} value={counts.today} href={dueHref("today")} />
        </Stats>
      )}
      <div className="lead-filters">
        <Segmented
          aria-label={t(text.view)}
          value={isBoard ? "board" : "list"}
          options={[
            { value: "board", label: t(text.board) },
            { value: "list", label: t(text.list) },
          ]}
          onChange={(chosen) => setFilters({ view: chosen, ...(chosen === "board" ? { state: "open" } : {}) })}
        />
        <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
        <Select
          aria-label={t(text.due)}
          value={due}
          onChange={(chosen) => setFilters({ due: chosen })}
          options={[{ value: "", label: t(text.anyDue) }, ...(["unanswered", "overdue", "today", "week"] as const).map((value) => ({ value, label: t(text[value]) }))]}
        />
        <Select
          aria-label={t(text.source)}
          value={source}
          onChange={(chosen) => setFilters({ source: chosen })}
          options={[{ value: "", label: t(text.allSources) }, ...Object.entries(leadSources).map(([value, label]) => ({ value, label: t(label) }))]}
        />
        <Select
          aria-label={t(text.owner)}
          value={owner}
          onChange={(chosen) => setFilters({ owner: chosen })}
          options={[{ value: "", label: t(text.allOwners) }, ...owners.map(({ id, name }) => ({ value: id as string, label: name }))]}
        />
        {!isBoard && (
          <Select
            aria-label={t(text.state)}
            value={state}
            onChange={(chosen) => setFilters({ state: chosen })}
            options={(["open", "ended"] as const).map((value) => ({ value, label: t(text[value]) }))}
          />
        )}
        {isBoard && <ExportLink href={linkTo(exportLeads, { params: { siteId }, query: asked })} />}
      </div>
      {isBoard && !board.data && <Pending />}
      {isBoard && board.data && !isEmpty && <Board siteId={siteId} columns={board.data.columns} />}
      {isBoard && isEmpty && (
        <EmptyTeaching title={t(search || source || owner || due ? text.noMatch : text.none)} action={takeButton}>
          {t(search || source || owner || due ? text.noMatchHint : text.noneHint)}
        </EmptyTeaching>
      )}
      {!isBoard && <LeadTable siteId={siteId} asked={{ ...asked, state: state === "ended" ? "ended" : "open" }} />}
      {taking && <LeadDrawer siteId={siteId} open onClose={() => setTaking(false)} onDone={(id) => go(href(`tenants/leads/${id}`))} />}
    </Page>
  );
}
