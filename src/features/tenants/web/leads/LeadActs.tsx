import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { infinite, query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listUnits } from "#features/sites/contract.ts";
import { listTenants } from "../../contract.ts";
import { endLead, handOnLead, leadOwners, makeTenant, recordStep, reopenLead, setNextStep } from "../../contract/leads.ts";
import { type LostReason, lostReasons, type StepKind, stepKinds } from "../../rules/leads.ts";
import { NextStepFields } from "./LeadDrawer.tsx";
import { type LeadReply, nameOf } from "./say.ts";
import { text } from "./text.ts";

interface ActProps {
  readonly siteId: string;
  readonly lead: LeadReply;
  readonly onClose: () => void;
}

/** What can be done with a lead, each by its drawer. */
export const leadActs = { step: StepDrawer, putOff: PutOffDrawer, handOn: HandOnDrawer, end: EndDrawer, reopen: ReopenDrawer, becomeTenant: BecomeTenantDrawer } as const;
export type LeadAct = keyof typeof leadActs;

interface NextValues {
  readonly nextWhat?: string;
  readonly nextOn?: string;
}
const nextOf = ({ nextWhat = "", nextOn = "" }: NextValues) => ({ what: nextWhat, on: nextOn });
const nextNames = { "next.what": "nextWhat", "next.on": "nextOn" };

interface StepValues extends NextValues {
  readonly kind: StepKind;
  readonly note?: string;
  readonly shown?: readonly { readonly value: string }[];
}

function StepDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const today = useToday();
  const [form] = Form.useForm<StepValues>();
  const kind = Form.useWatch("kind", form) ?? "call";
  const [search, setSearch] = useState("");
  const units = useQuery(query(listUnits, { params: { siteId }, query: { limit: 30, state: "lettable", ...(search ? { search } : {}) } })).data?.items ?? [];
  const record = useCommand(recordStep, { onDone: onClose, also: ["duties"] });
  const isNote = kind === "note";
  return (
    <FormDrawer<StepValues>
      form={form}
      title={t(lead.answeredAt ? text.step : text.answer)}
      open
      onClose={onClose}
      initial={{ kind: "call", nextOn: today }}
      onSubmit={({ kind: done, note = "", shown = [], ...next }) =>
        record.mutate({
          params: { siteId, leadId: lead.id },
          body: { id: newId(), kind: done, note, shown: shown.map(({ value }) => ({ unitId: value })), next: done === "note" ? null : nextOf(next), version: lead.version },
        })
      }
      isPending={record.isPending}
      error={record.error}
      fieldNames={nextNames}
    >
      <Form.Item name="kind" label={t(text.stepKind)}>
        <Select options={Object.entries(stepKinds).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      {(kind === "viewing" || kind === "offer") && (
        <Form.Item name="shown" label={t(text.shown)} extra={t(text.shownHint)} rules={[{ required: kind === "viewing" }]}>
          <Select mode="multiple" labelInValue showSearch={{ filterOption: false, onSearch: setSearch }} options={units.map(({ id, place }) => ({ value: id, label: place }))} />
        </Form.Item>
      )}
      <Form.Item name="note" label={t(text.stepNote)} rules={isNote ? [{ required: true, whitespace: true }] : []}>
        <Input.TextArea rows={4} maxLength={5000} autoFocus />
      </Form.Item>
      {!isNote && <NextStepFields />}
    </FormDrawer>
  );
}

function PutOffDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const today = useToday();
  const put = useCommand(setNextStep, { onDone: onClose, also: ["duties"] });
  return (
    <FormDrawer<NextValues & { reason: string }>
      title={t(text.putOff)}
      open
      onClose={onClose}
      initial={{ nextWhat: lead.nextStep, nextOn: lead.nextOn && lead.nextOn > today ? lead.nextOn : today }}
      onSubmit={({ reason, ...next }) => put.mutate({ params: { siteId, leadId: lead.id }, body: { next: nextOf(next), reason, version: lead.version } })}
      isPending={put.isPending}
      error={put.error}
      fieldNames={nextNames}
    >
      <NextStepFields />
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function HandOnDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const people = useQuery(query(leadOwners, { params: { siteId } })).data?.people ?? [];
  const hand = useCommand(handOnLead, { onDone: onClose, also: ["duties"] });
  return (
    <FormDrawer<{ ownerId: string }>
      title={t(text.handOn)}
      open
      onClose={onClose}
      onSubmit={({ ownerId }) => hand.mutate({ params: { siteId, leadId: lead.id }, body: { ownerId, version: lead.version } })}
      isPending={hand.isPending}
      error={hand.error}
    >
      <Form.Item name="ownerId" label={t(text.owner)} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={people.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </FormDrawer>
  );
}

function EndDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const end = useCommand(endLead, { onDone: onClose, also: ["duties"] });
  return (
    <FormDrawer<{ reason: LostReason; note?: string }>
      title={t(text.endTitle)}
      open
      onClose={onClose}
      onSubmit={({ reason, note = "" }) => end.mutate({ params: { siteId, leadId: lead.id }, body: { reason, note, version: lead.version } })}
      isPending={end.isPending}
      error={end.error}
      submit={text.end}
    >
      <Form.Item name="reason" label={t(text.lostReason)} rules={[{ required: true }]}>
        <Select options={Object.entries(lostReasons).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="note" label={t(text.endNote)}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}

function ReopenDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const today = useToday();
  const reopen = useCommand(reopenLead, { onDone: onClose, also: ["duties"] });
  return (
    <FormDrawer<NextValues>
      title={t(text.reopen)}
      open
      onClose={onClose}
      initial={{ nextOn: today }}
      onSubmit={(next) => reopen.mutate({ params: { siteId, leadId: lead.id }, body: { next: nextOf(next), version: lead.version } })}
      isPending={reopen.isPending}
      error={reopen.error}
      fieldNames={nextNames}
    >
      <NextStepFields />
    </FormDrawer>
  );
}

interface TenantValues {
  readonly how: "new" | "existing";
  readonly tenantId?: string;
}

function BecomeTenantDrawer({ siteId, lead, onClose }: ActProps) {
  const { t } = useLanguage();
  const [form] = Form.useForm<TenantValues>();
  const how = Form.useWatch("how", form) ?? "new";
  const [search, setSearch] = useState("");
  const tenants = useInfiniteQuery({
    ...infinite(listTenants, { params: { siteId }, query: { limit: 30, state: "active", ...(search ? { search } : {}) } }),
    enabled: how === "existing",
  });
  const make = useCommand(makeTenant, { onDone: onClose, also: ["duties"] });
  return (
    <FormDrawer<TenantValues>
      form={form}
      title={t(text.becomeTitle)}
      open
      onClose={onClose}
      initial={{ how: "new" }}
      submit={text.becomeTenant}
      onSubmit={({ how: chosen, tenantId = "" }) =>
        make.mutate({
          params: { siteId, leadId: lead.id },
          body: { tenantId: chosen === "new" ? newId() : tenantId, isNew: chosen === "new", contactId: newId(), version: lead.version },
        })
      }
      isPending={make.isPending}
      error={make.error}
    >
      <p className="tk-quiet">{t(text.becomeHint)}</p>
      <Form.Item name="how" label={t(text.tenant)}>
        <Radio.Group
          options={[
            { value: "new", label: t(text.newTenant, { name: nameOf(lead) }) },
            { value: "existing", label: t(text.existingTenant) },
          ]}
        />
      </Form.Item>
      {how === "existing" && (
        <Form.Item name="tenantId" label={t(text.existingTenant)} rules={[{ required: true }]}>
          <Select showSearch={{ filterOption: false, onSearch: setSearch }} options={(tenants.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
