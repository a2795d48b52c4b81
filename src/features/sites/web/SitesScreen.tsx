import { useSuspenseQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo } from "#platform/web/navigation.tsx";
import { sessionQuery, useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { createSite, listSites } from "../contract.ts";
import { text } from "./text.ts";

/** The sites where one works, and for an administrator the way to open another. */
export function SitesScreen() {
  const { t } = useLanguage();
  const format = useFormat();
  const session = useSession();
  const go = useGo();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const hasSites = session.sites.length > 0;
  const create = useCommand(createSite, {
    onDone: async ({ id }) => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      go(`/sites/${id}/sites/plan`);
    },
  });
  const newSite = session.isAdministrator && (
    <Button type="primary" onPress={() => setOpen(true)}>
      {t(text.newSite)}
    </Button>
  );
  return (
    <Page title={t(text.sites)} lead={t(text.sitesLead)} actions={hasSites && newSite}>
      {hasSites ? (
        <SiteTable format={format} />
      ) : (
        <EmptyTeaching title={t(text.noSites)} action={newSite}>
          {t(text.noSitesHint)}
        </EmptyTeaching>
      )}
      <FormDrawer<{ code: string; name: string; zone: string; address?: string }>
        title={t(text.newSite)}
        open={open}
        onClose={() => setOpen(false)}
        initial={{ zone: "Asia/Shanghai" }}
        onSubmit={(values) => create.mutate({ body: { id: newId(), ...values } })}
        isPending={create.isPending}
        error={create.error}
      >
        <Form.Item name="code" label={t(text.code)} rules={[{ required: true }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="name" label={t(text.name)} rules={[{ required: true }]}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="address" label={t(text.address)}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="zone" label={t(text.zone)} rules={[{ required: true }]}>
          <Input maxLength={60} />
        </Form.Item>
      </FormDrawer>
    </Page>
  );
}

function SiteTable({ format }: { readonly format: ReturnType<typeof useFormat> }) {
  const { t } = useLanguage();
  const { sites } = useSuspenseQuery(query(listSites, {})).data;
  return (
    <DataTable
      label={t(text.sites)}
      rows={sites}
      rowKey={({ id }) => id}
      href={({ id }) => `/sites/${id}/home`}
      columns={[
        { key: "name", title: t(text.name), card: "heading", render: ({ name }) => name },
        { key: "code", title: t(text.code), width: "120px", render: ({ code }) => code },
        { key: "address", title: t(text.address), from: "wide", render: ({ address }) => address || "—" },
        { key: "buildings", title: t(text.buildings), align: "end", width: "90px", render: ({ buildings }) => format.number(buildings) },
        { key: "units", title: t(text.units), align: "end", width: "90px", render: ({ units }) => format.number(units) },
        { key: "area", title: t(text.grossArea), align: "end", width: "150px", render: ({ grossCenti }) => t(text.area, { area: format.number(grossCenti / 100, 0) }) },
      ]}
    />
  );
}
