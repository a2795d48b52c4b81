import { ApartmentOutlined, PlusOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { infinite, linkTo, refresh, upload } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportMeters, importMeters, listMeters, metersRights } from "../contract.ts";
import { kindUnits, type MeterKind, meterKinds, type MeterRole, meterRoles, meterStates } from "../rules.ts";
import { ImportButton } from "./ImportButton.tsx";
import { MeterDrawer } from "./MeterDrawer.tsx";
import { optionsOf } from "./say.ts";
import { text } from "./text.ts";

/** The meter ledger: filters, Excel in and out, a meter's page on a click. */
export function LedgerScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const today = useToday();
  const client = useQueryClient();
  const mayKeep = useMay()(metersRights.keep);
  const [{ search, kind, role, due }, setFilters] = useFilters({ search: "", kind: "", role: "", due: "" });
  const [isAdding, setAdding] = useState(false);
  const soon = Temporal.PlainDate.from(today).add({ days: 30 }).toString();
  const filter = {
    ...(search ? { search } : {}),
    ...(kind ? { kind: kind as MeterKind } : {}),
    ...(role ? { role: role as MeterRole } : {}),
    ...(due ? { calibrationBefore: soon } : {}),
  };
  const meters = useInfiniteQuery(infinite(listMeters, { params: { siteId }, query: filter }));
  const choice = (label: string, value: string, names: typeof meterKinds | typeof meterRoles, set: (value: string) => void) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      value={value || null}
      onChange={(chosen: string | null | undefined) => set(chosen ?? "")}
      options={optionsOf(names as typeof meterKinds, t)}
      style={{ width: 140 }}
    />
  );
  return (
    <Page
      title={t(text.ledger)}
      lead={t(text.ledgerLead)}
      actions={
        <>
          <Button icon={<ApartmentOutlined />} onPress={() => go(href("meters/tree"))}>
            {t(text.tree)}
          </Button>
          {mayKeep && (
            <ImportButton
              label={t(text.importLedger)}
              send={async (file) => {
                const told = await upload(importMeters, { params: { siteId }, query: {}, body: file }, () => {});
                await refresh(client, "meters", siteId);
                return told;
              }}
            />
          )}
          {mayKeep && (
            <Button type="primary" icon={<PlusOutlined />} keys="n" onPress={() => setAdding(true)}>
              {t(text.install)}
            </Button>
          )}
        </>
      }
    >
      <DataTable
        label={t(text.ledger)}
        rows={meters}
        rowKey={({ id }) => id}
        href={({ id }) => href(`meters/ledger/${id}`)}
        exportHref={linkTo(exportMeters, { params: { siteId }, query: filter })}
        filters={
          <>
            <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
            {choice(t(text.kind), kind, meterKinds, (value) => setFilters({ kind: value }))}
            {choice(t(text.role), role, meterRoles, (value) => setFilters({ role: value }))}
            <Select
              aria-label={t(text.calibrationDue)}
              placeholder={t(text.calibrationDue)}
              allowClear
              value={due || null}
              onChange={(value: string | null | undefined) => setFilters({ due: value ?? "" })}
              options={[{ value: "soon", label: t(text.calibrationSoon) }]}
              style={{ width: 190 }}
            />
          </>
        }
        rowTone={({ state }) => (state === "removed" ? "quiet" : undefined)}
        empty={<EmptyTeaching title={t(text.noMeters)}>{t(text.noMetersHint)}</EmptyTeaching>}
        columns={[
          { key: "meterNo", title: t(text.meterNo), card: "heading", width: "150px", render: ({ meterNo }) => meterNo },
          { key: "kind", title: t(text.kind), width: "90px", render: ({ kind: of }) => t(meterKinds[of]) },
          {
            key: "role",
            title: t(text.role),
            width: "110px",
            render: ({ role: of, state }) => (state === "removed" ? <StatusTag tone="quiet">{t(meterStates.removed)}</StatusTag> : t(meterRoles[of])),
          },
          { key: "place", title: t(text.place), render: ({ place }) => place },
          { key: "units", title: t(text.units), render: ({ units }) => units.join("、") },
          { key: "tenant", title: t(text.tenant), from: "medium", render: ({ tenants }) => tenants.join("、") },
          { key: "multiplier", title: t(text.multiplier), align: "end", width: "80px", render: ({ multiplier }) => multiplier },
          { key: "route", title: t(text.route), from: "wide", width: "110px", render: ({ route }) => route },
          {
            key: "calibration",
            title: t(text.calibrationDue),
            from: "wide",
            width: "120px",
            render: ({ calibrationDue }) => calibrationDue && <span className={calibrationDue < soon ? "tk-error-text" : ""}>{format.day(calibrationDue)}</span>,
          },
          { key: "lastRead", title: t(text.lastRead), from: "medium", width: "110px", render: ({ lastReadOn }) => lastReadOn && format.day(lastReadOn) },
          { key: "lastUse", title: t(text.lastUse), align: "end", width: "130px", render: ({ lastUsage, kind: of }) => lastUsage && `${lastUsage} ${kindUnits[of]}` },
        ]}
      />
      {isAdding && <MeterDrawer siteId={siteId} onClose={() => setAdding(false)} />}
    </Page>
  );
}
