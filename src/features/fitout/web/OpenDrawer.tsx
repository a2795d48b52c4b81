import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useState } from "react";
import { listLeases } from "#features/leasing/contract.ts";
import { listTenants } from "#features/tenants/contract.ts";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { openCase } from "../contract.ts";
import { type Cause, causes } from "../rules.ts";
import { text } from "./text.ts";

/** Opens a fit-out for all units of a tenant's lease. */
export function OpenDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const go = useGo();
  const href = useHref();
  const [id] = useState(() => newId<"fitOut">());
  const [search, setSearch] = useState("");
  const [tenantId, setTenantId] = useState<string | null>(null);
  const tenants = useQuery(query(listTenants, { params: { siteId }, query: { limit: 20, state: "active", ...(search ? { search } : {}) } })).data?.items ?? [];
  const leases = useQuery({ ...query(listLeases, { params: { siteId }, query: { status: "signed", ...(tenantId ? { tenantId } : {}) } }), enabled: tenantId !== null }).data?.items;
  const open = useCommand(openCase, { onDone: () => go(href(`fitout/cases/${id}`)) });
  return (
    <FormDrawer<{ tenantId: string; leaseId: string; cause: Cause }>
      title={t(text.open)}
      open
      onClose={onClose}
      initial={{ cause: "refit" }}
      submit={text.open}
      onSubmit={({ leaseId, cause }) => {
        const units = leases?.find((lease) => lease.id === leaseId)?.units ?? [];
        open.mutate({ params: { siteId }, body: { id, leaseId, cause, unitIds: [...new Set(units.map(({ unitId }) => unitId))] } });
      }}
      isPending={open.isPending}
      error={open.error}
    >
      <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setSearch }}
          placeholder={t(text.chooseTenant)}
          options={tenants.map(({ id: value, name }) => ({ value, label: name }))}
          onChange={(value: string) => setTenantId(value)}
        />
      </Form.Item>
      <Form.Item name="leaseId" label={t(text.lease)} rules={[{ required: true }]} {...(leases?.length === 0 ? { help: t(text.noLease) } : {})}>
        <Select options={(leases ?? []).map(({ id: value, leaseNo, place }) => ({ value, label: `${leaseNo} · ${place}` }))} />
      </Form.Item>
      <Form.Item name="cause" label={t(text.cause)}>
        <Select options={(Object.keys(causes) as Cause[]).map((value) => ({ value, label: t(causes[value]) }))} />
      </Form.Item>
    </FormDrawer>
  );
}
