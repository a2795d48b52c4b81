import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { infinite } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { listTenants, tenantsRights } from "../contract.ts";
import { TenantDrawer } from "./TenantDrawer.tsx";
import { text } from "./text.ts";

/** The companies that lease here. */
export function TenantListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const [{ search }, setFilters] = useFilters({ search: "" });
  const tenants = useInfiniteQuery(infinite(listTenants, { params: { siteId }, query: { ...(search ? { search } : {}) } }));
  const [adding, setAdding] = useState(false);
  const add = may(tenantsRights.edit) && (
    <Button type="primary" onPress={() => setAdding(true)}>
      {t(text.add)}
    </Button>
  );
  return (
    <Page title={t(text.tenants)} lead={t(text.tenantsLead)} actions={add}>
      <DataTable
        label={t(text.tenants)}
        rows={tenants}
        rowKey={({ id }) => id}
        href={({ id }) => href(`tenants/${id}`)}
        filters={
          <Input.Search
            aria-label={t(text.search)}
            placeholder={t(text.search)}
            defaultValue={search}
            allowClear
            onSearch={(typed) => setFilters({ search: typed })}
            style={{ width: 260 }}
          />
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
        columns={[
          { key: "name", title: t(text.name), card: "heading", render: ({ name }) => name },
          { key: "shortName", title: t(text.shortName), from: "medium", render: ({ shortName }) => shortName || "—" },
          { key: "creditCode", title: t(text.creditCode), from: "wide", render: ({ creditCode }) => creditCode ?? "—" },
          { key: "industry", title: t(text.industry), from: "medium", render: ({ industry }) => industry || "—" },
          {
            key: "state",
            title: t(text.state),
            width: "110px",
            card: "mark",
            render: ({ state }) => <StatusTag tone={state === "active" ? "good" : "quiet"}>{t(text[state])}</StatusTag>,
          },
        ]}
      />
      <TenantDrawer siteId={siteId} open={adding} onClose={() => setAdding(false)} onDone={(id) => go(href(`tenants/${id}`))} />
    </Page>
  );
}
