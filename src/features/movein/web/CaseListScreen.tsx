import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { type Role, roleNames } from "#kernel/role.ts";
import { listLeases } from "#features/leasing/contract.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportMoveIns, listMoveIns, moveinRights, openMoveIn } from "../contract.ts";
import { moveInProcedure } from "../rules.ts";
import { text } from "./text.ts";

type Row = ReplyOf<typeof listMoveIns>["items"][number];
const states = ["running", "complete", "withdrawn"] as const;
type State = (typeof states)[number];

const stepNames = new Map(moveInProcedure.steps.map(({ id, name }) => [id, name]));
const stepRoles = [...new Set(moveInProcedure.steps.map(({ role }) => role))];

/** Move-ins with where each stands; by the step they stand at and by whose turn it is. */
export function CaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [{ state, step, role, search }, setFilters] = useFilters({ state: "running", step: "", role: "", search: "" });
  const [isBeginning, setBeginning] = useState(false);
  const filter = {
    state: states.includes(state as State) ? (state as State) : "running",
    ...(stepNames.has(step) ? { step } : {}),
    ...(stepRoles.includes(role as Role) ? { role: role as Role } : {}),
    ...(search ? { search } : {}),
  } as const;
  const cases = useInfiniteQuery(infinite(listMoveIns, { params: { siteId }, query: filter }));
  const columns: readonly Column<Row>[] = [
    { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant },
    { key: "place", title: t(text.place), render: ({ place }) => place },
    { key: "lease", title: t(text.lease), from: "medium", width: "150px", render: ({ leaseNo }) => leaseNo },
    { key: "opened", title: t(text.opened), from: "wide", width: "150px", render: ({ openedAt }) => format.moment(openedAt) },
    {
      key: "next",
      title: t(text.next),
      render: ({ standing, movedInOn }) =>
        movedInOn ? t(text.movedInOn, { day: format.day(movedInOn) }) : standing.next.map((id) => t(stepNames.get(id) ?? { zh: id, en: id })).join(t({ zh: "、", en: ", " })),
    },
    { key: "state", title: t(text.state), width: "110px", card: "mark", render: (row) => <StateTag row={row} /> },
  ];
  const choice = (label: string, value: string, key: "state" | "step" | "role", options: readonly { readonly value: string; readonly label: string }[]) => (
    <Select aria-label={label} value={value} onChange={(next: string) => setFilters({ [key]: next })} options={[...options]} style={{ minWidth: 130 }} />
  );
  return (
    <Page
      title={t(text.cases)}
      lead={
        <>
          {t(text.lead)} <Link href={href("manual/procedures/moveIn")}>{t(text.board)}</Link>
        </>
      }
      actions={may(moveinRights.handle) && <Button onPress={() => setBeginning(true)}>{t(text.begin)}</Button>}
    >
      <DataTable
        label={t(text.cases)}
        columns={columns}
        rows={cases}
        rowKey={({ id }) => id}
        href={({ id }) => href(`movein/cases/${id}`)}
        exportHref={linkTo(exportMoveIns, { params: { siteId }, query: filter })}
        filters={
          <>
            <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
            {choice(
              t(text.state),
              state,
              "state",
              states.map((value) => ({ value, label: t(text[value]) })),
            )}
            {choice(t(text.step), step, "step", [{ value: "", label: t(text.anyStep) }, ...moveInProcedure.steps.map(({ id, name }) => ({ value: id, label: t(name) }))])}
            {choice(t(text.whose), role, "role", [{ value: "", label: t(text.anyRole) }, ...stepRoles.map((value) => ({ value, label: t(roleNames[value]) }))])}
          </>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
      {isBeginning && <BeginDrawer siteId={siteId} onClose={() => setBeginning(false)} />}
    </Page>
  );
}

function StateTag({ row: { standing, movedInAt, withdrawnAt } }: { readonly row: Pick<Row, "standing" | "movedInAt" | "withdrawnAt"> }) {
  const { t } = useLanguage();
  if (withdrawnAt) return <StatusTag tone="quiet">{t(text.withdrawn)}</StatusTag>;
  if (movedInAt) return <StatusTag tone="good">{t(text.complete)}</StatusTag>;
  return <StatusTag tone={standing.steps.some(({ state }) => state === "shut") ? "warn" : "open"}>{t(text.running)}</StatusTag>;
}

function BeginDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const [typed, setTyped] = useState("");
  const leases = useQuery(query(listLeases, { params: { siteId }, query: { status: "signed", limit: 50, ...(typed ? { search: typed } : {}) } })).data?.items ?? [];
  const begin = useCommand(openMoveIn, { onDone: (reply) => go(href(`movein/cases/${reply.case.id}`)) });
  return (
    <FormDrawer<{ leaseId: string }>
      title={t(text.begin)}
      open
      onClose={onClose}
      onSubmit={({ leaseId }) => begin.mutate({ params: { siteId }, body: { id: newId(), leaseId } })}
      isPending={begin.isPending}
      error={begin.error}
      submit={text.begin}
    >
      <p>{t(text.beginHint)}</p>
      <Form.Item name="leaseId" label={t(text.chooseLease)} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          options={leases.map(({ id, leaseNo, tenant, place }) => ({ value: id, label: `${leaseNo} · ${tenant} · ${place}` }))}
        />
      </Form.Item>
    </FormDrawer>
  );
}
