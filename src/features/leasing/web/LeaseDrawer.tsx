import { useQuery } from "@tanstack/react-query";
import { DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listTenants } from "#features/tenants/contract.ts";
import { changeLease, createLease, endLease } from "../contract.ts";
import type { NamedLease } from "./LeaseTable.tsx";
import { text } from "./text.ts";

interface LeaseValues {
  readonly tenantId: string;
  readonly leaseNo: string;
  readonly leaseStart: Dayjs;
  readonly leaseEnd: Dayjs;
}

const wireDay = (day: Dayjs): string => day.format("YYYY-MM-DD");

/** Records a lease of a unit, or corrects `lease`. */
export function LeaseDrawer({
  siteId,
  unitId,
  lease,
  open,
  onClose,
}: {
  readonly siteId: string;
  readonly unitId: string;
  readonly lease?: NamedLease;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const [search, setSearch] = useState("");
  const { data: tenants } = useQuery(query(listTenants, { params: { siteId }, query: { limit: 30, ...(search ? { search } : {}) } }));
  const create = useCommand(createLease, { onDone: onClose });
  const change = useCommand(changeLease, { onDone: onClose });
  const command = lease ? change : create;
  function submit({ tenantId, leaseNo, leaseStart, leaseEnd }: LeaseValues) {
    const body = { leaseNo, leaseStart: wireDay(leaseStart), leaseEnd: wireDay(leaseEnd) };
    if (lease) change.mutate({ params: { siteId, leaseId: lease.id }, body: { ...body, version: lease.version } });
    else create.mutate({ params: { siteId }, body: { id: newId(), tenantId, units: [{ unitId }], ...body } });
  }
  return (
    <FormDrawer<LeaseValues>
      title={t(lease ? text.change : text.add)}
      open={open}
      onClose={onClose}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
      {...(lease ? { initial: { leaseNo: lease.leaseNo, leaseStart: dayjs(lease.leaseStart), leaseEnd: dayjs(lease.leaseEnd) } } : {})}
    >
      {!lease && (
        <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true }]}>
          <Select showSearch={{ filterOption: false, onSearch: setSearch }} options={(tenants?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <Form.Item name="leaseNo" label={t(text.leaseNo)} rules={[{ required: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="leaseStart" label={t(text.start)} rules={[{ required: true }]}>
        <DatePicker style={{ width: "100%" }} />
      </Form.Item>
      <Form.Item name="leaseEnd" label={t(text.end)} rules={[{ required: true }]}>
        <DatePicker style={{ width: "100%" }} />
      </Form.Item>
    </FormDrawer>
  );
}

/** Ends `lease` before its term is over. */
export function EndLeaseDrawer({ siteId, lease, onClose }: { readonly siteId: string; readonly lease: NamedLease | null; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const end = useCommand(endLease, { onDone: onClose });
  return (
    <FormDrawer<{ on: Dayjs; reason: string }>
      title={t(text.endLease)}
      open={lease !== null}
      onClose={onClose}
      onSubmit={({ on, reason }) => lease && end.mutate({ params: { siteId, leaseId: lease.id }, body: { how: "ended", on: wireDay(on), reason, version: lease.version } })}
      isPending={end.isPending}
      error={end.error}
    >
      <Form.Item name="on" label={t(text.endedOn)} rules={[{ required: true }]}>
        <DatePicker style={{ width: "100%" }} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
