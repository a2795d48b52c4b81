import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom, pickedFrom } from "#platform/web/moments.ts";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useZone } from "#platform/web/session.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listLeases } from "#features/leasing/contract.ts";
import { appointInspection, assignInspection, listInspectors, openInspection } from "../contract.ts";
import { type InspectionType, inspectionTypes } from "../rules.ts";
import { text } from "./text.ts";

interface DrawerProps {
  readonly siteId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

interface Opening {
  readonly type: InspectionType;
  readonly leaseId: string;
  readonly assigneeId?: string;
  readonly at?: Dayjs | null;
}

/** Arranges an inspection of the units of a lease by hand. */
export function OpenDrawer({ siteId, open, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const zone = useZone();
  const go = useGo();
  const href = useHref();
  const [search, setSearch] = useState("");
  const leases = useQuery({ ...query(listLeases, { params: { siteId }, query: { limit: 30, ...(search ? { search } : {}) } }), enabled: open, placeholderData: keepPreviousData });
  const command = useCommand(openInspection, { onDone: ({ id }) => go(href(`handover/inspections/${id}`)) });
  const [id] = useState(() => newId<"inspection">());
  function submit({ type, leaseId, assigneeId, at }: Opening) {
    const lease = leases.data?.items.find((one) => one.id === leaseId);
    if (!lease) return;
    const unitIds = [...new Set(lease.units.map(({ unitId }) => unitId))];
    command.mutate({
      params: { siteId },
      body: { id, type, tenantId: lease.tenantId, leaseId: lease.id, unitIds, assigneeId: assigneeId ?? null, appointmentAt: at ? momentFrom(at, zone) : null },
    });
  }
  return (
    <FormDrawer<Opening>
      title={t(text.open)}
      open={open}
      onClose={onClose}
      initial={{ type: "moveIn" }}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
      submit={text.open}
      fieldNames={{ appointmentAt: "at" }}
    >
      <Form.Item name="type" label={t(text.type)} rules={[{ required: true }]}>
        <Select options={(Object.keys(inspectionTypes) as InspectionType[]).map((value) => ({ value, label: t(inspectionTypes[value]) }))} />
      </Form.Item>
      <Form.Item name="leaseId" label={t(text.lease)} extra={t(text.leaseHint)} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setSearch }}
          options={(leases.data?.items ?? []).map((lease) => ({ value: lease.id, label: `${lease.leaseNo} · ${lease.tenant} · ${lease.place}` }))}
        />
      </Form.Item>
      <InspectorItem siteId={siteId} isWanted={open} />
      <Form.Item name="at" label={t(text.appointment)}>
        <MomentInput />
      </Form.Item>
    </FormDrawer>
  );
}

/** Says who inspects. */
export function AssignDrawer({ siteId, inspectionId, assigneeId, open, onClose }: DrawerProps & { readonly inspectionId: string; readonly assigneeId: string | null }) {
  const { t } = useLanguage();
  const command = useCommand(assignInspection, { onDone: onClose });
  return (
    <FormDrawer<{ assigneeId: string }>
      title={t(text.assign)}
      open={open}
      onClose={onClose}
      initial={assigneeId ? { assigneeId } : {}}
      onSubmit={(body) => command.mutate({ params: { siteId, inspectionId }, body })}
      isPending={command.isPending}
      error={command.error}
      submit={text.assign}
    >
      <InspectorItem siteId={siteId} isWanted={open} isRequired />
    </FormDrawer>
  );
}

/** Says when both meet. */
export function AppointDrawer({
  siteId,
  inspectionId,
  appointmentAt,
  note,
  open,
  onClose,
}: DrawerProps & { readonly inspectionId: string; readonly appointmentAt: string | null; readonly note: string }) {
  const { t } = useLanguage();
  const zone = useZone();
  const command = useCommand(appointInspection, { onDone: onClose });
  return (
    <FormDrawer<{ at: Dayjs; note: string }>
      title={t(text.appoint)}
      open={open}
      onClose={onClose}
      initial={{ note, ...(appointmentAt ? { at: pickedFrom(appointmentAt, zone) } : {}) }}
      onSubmit={({ at, note: said }) => command.mutate({ params: { siteId, inspectionId }, body: { appointmentAt: momentFrom(at, zone), note: said } })}
      isPending={command.isPending}
      error={command.error}
      submit={text.appoint}
      fieldNames={{ appointmentAt: "at" }}
    >
      <Form.Item name="at" label={t(text.appointment)} rules={[{ required: true }]}>
        <MomentInput />
      </Form.Item>
      <Form.Item name="note" label={t(text.appointmentNote)}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

function InspectorItem({ siteId, isWanted, isRequired = false }: { readonly siteId: string; readonly isWanted: boolean; readonly isRequired?: boolean }) {
  const { t } = useLanguage();
  const { data } = useQuery({ ...query(listInspectors, { params: { siteId } }), enabled: isWanted });
  return (
    <Form.Item name="assigneeId" label={t(text.assignee)} rules={[{ required: isRequired }]}>
      <Select allowClear={!isRequired} showSearch={{ optionFilterProp: "label" }} options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
    </Form.Item>
  );
}

function MomentInput({ value, onChange, id }: { readonly value?: Dayjs | null; readonly onChange?: (moment: Dayjs | null) => void; readonly id?: string }) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      showTime={{ format: "HH:mm", minuteStep: 15 }}
      format="YYYY-MM-DD HH:mm"
      needConfirm={false}
      value={value ?? null}
      onChange={(moment: Dayjs | null) => onChange?.(moment)}
      style={{ width: "100%" }}
    />
  );
}
