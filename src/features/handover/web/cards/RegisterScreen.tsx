import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { listLeases } from "#features/leasing/contract.ts";
import { infinite, linkTo, query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportItems, listItems, takeOver } from "../../contract/cards.ts";
import { handoverRights } from "../../contract/rights.ts";
import { itemKinds, type ItemKind, itemStates, type ItemState } from "../../rules/cards.ts";
import { anItemRow, type ItemRow, ItemRows, itemsFrom } from "./ItemRows.tsx";
import { ItemTable } from "./ItemTable.tsx";
import { text } from "./text.ts";

/** The register of cards and keys: who holds which, what was lost, what came back. Manual 2.1.1-5, F02. */
export function RegisterScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const [{ search, state, kind }, setFilters] = useFilters({ search: "", state: "inUse", kind: "" });
  const [isTaking, setTaking] = useState(false);
  const filter = { ...(search ? { search } : {}), ...(state in itemStates ? { state: state as ItemState } : {}), ...(kind in itemKinds ? { kind: kind as ItemKind } : {}) };
  const items = useInfiniteQuery(infinite(listItems, { params: { siteId }, query: filter }));
  return (
    <Page title={t(text.register)} lead={t(text.lead)} actions={may(handoverRights.takeOver) && <Button onPress={() => setTaking(true)}>{t(text.takeOver)}</Button>}>
      <ItemTable
        siteId={siteId}
        rows={items}
        exportHref={linkTo(exportItems, { params: { siteId }, query: filter })}
        filters={
          <>
            <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
            <Select
              aria-label={t(text.state)}
              value={state}
              onChange={(next) => setFilters({ state: next })}
              options={[{ value: "", label: t(text.allStates) }, ...Object.entries(itemStates).map(([value, label]) => ({ value, label: t(label) }))]}
              style={{ minWidth: 120 }}
            />
            <Select
              aria-label={t(text.kind)}
              value={kind}
              onChange={(next) => setFilters({ kind: next })}
              options={[{ value: "", label: t(text.allKinds) }, ...Object.entries(itemKinds).map(([value, label]) => ({ value, label: t(label) }))]}
              style={{ minWidth: 120 }}
            />
          </>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
      {isTaking && <TakeOverDrawer siteId={siteId} onClose={() => setTaking(false)} />}
    </Page>
  );
}

function TakeOverDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const take = useCommand(takeOver, { onDone: onClose });
  const [typed, setTyped] = useState("");
  const leases = useQuery(query(listLeases, { params: { siteId }, query: { status: "signed", limit: 50, ...(typed ? { search: typed } : {}) } })).data?.items ?? [];
  return (
    <FormDrawer<{ leaseId: string; reason: string; items?: ItemRow[] }>
      title={t(text.takeOver)}
      open
      onClose={onClose}
      width={720}
      initial={{ reason: t(text.whyTakenOver), items: [anItemRow] }}
      onSubmit={({ leaseId, reason, items = [] }) => take.mutate({ params: { siteId, leaseId }, body: { grantId: newId(), reason, items: itemsFrom(items) } })}
      isPending={take.isPending}
      error={take.error}
    >
      <p>{t(text.takeOverHint)}</p>
      <Form.Item name="leaseId" label={t(text.lease)} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          options={leases.map(({ id, leaseNo, tenant, place }) => ({ value: id, label: `${leaseNo} · ${tenant} · ${place}` }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={300} />
      </Form.Item>
      <ItemRows siteId={siteId} />
    </FormDrawer>
  );
}
