import { Form, Input, Select } from "antd";
import type { WireOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { changeTenant, createTenant, type tenantField } from "../contract.ts";
import { tenantKinds, type TenantKind } from "../rules/kinds.ts";
import { text } from "./text.ts";

type Tenant = WireOf<typeof tenantField>;
interface TenantValues {
  readonly name: string;
  readonly shortName?: string;
  readonly creditCode?: string | null;
  readonly industry?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly bankName?: string;
  readonly bankAccount?: string;
  readonly kind: TenantKind;
  readonly state: Tenant["state"];
}

/** Adds a tenant, or changes `tenant`. */
export function TenantDrawer({
  siteId,
  tenant,
  open,
  onClose,
  onDone,
}: {
  readonly siteId: string;
  readonly tenant?: Tenant;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone?: (id: string) => void;
}) {
  const { t } = useLanguage();
  const options = {
    onDone: ({ id }: Tenant) => {
      onClose();
      onDone?.(id);
    },
  };
  const create = useCommand(createTenant, options);
  const change = useCommand(changeTenant, options);
  const command = tenant ? change : create;
  function submit({ creditCode, state, ...values }: TenantValues) {
    const body = { ...values, creditCode: creditCode?.trim().toUpperCase() || null };
    if (tenant) change.mutate({ params: { siteId, tenantId: tenant.id }, body: { ...body, state, version: tenant.version } });
    else create.mutate({ params: { siteId }, body: { id: newId(), ...body } });
  }
  return (
    <FormDrawer<TenantValues>
      title={t(tenant ? text.change : text.add)}
      open={open}
      onClose={onClose}
      initial={tenant ?? { state: "active", kind: "company" }}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
    >
      <Form.Item name="name" label={t(text.name)} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="shortName" label={t(text.shortName)}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="creditCode" label={t(text.creditCode)}>
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="kind" label={t(text.kind)}>
        <Select options={Object.entries(tenantKinds).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="industry" label={t(text.industry)}>
        <Input maxLength={60} />
      </Form.Item>
      <p className="tk-quiet">{t(text.forInvoices)}</p>
      <Form.Item name="address" label={t(text.address)}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.companyPhone)}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="bankName" label={t(text.bankName)}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="bankAccount" label={t(text.bankAccount)}>
        <Input maxLength={60} inputMode="numeric" />
      </Form.Item>
      {tenant && (
        <Form.Item name="state" label={t(text.state)}>
          <Select options={(["active", "left"] as const).map((state) => ({ value: state, label: t(text[state]) }))} />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
