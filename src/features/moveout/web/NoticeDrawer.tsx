import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { listLeases } from "#features/leasing/contract.ts";
import { getTenant } from "#features/tenants/contract.ts";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { checkNotice, giveNotice } from "../contract.ts";
import { type MoveOutCause, moveOutCauseCodes, moveOutCauses } from "../rules.ts";
import { text } from "./text.ts";

interface Values {
  readonly leaseId: string;
  readonly contactId: string;
  readonly cause: MoveOutCause;
  readonly causeText?: string;
  readonly noticedOn: string;
  readonly leavingOn: string;
  readonly accountName: string;
  readonly accountBank: string;
  readonly accountNo: string;
  readonly accountNote?: string;
  readonly usesAddress?: boolean;
  readonly addressMovesOn?: string;
  readonly restoration?: string;
}

/** Takes a written notice at the desk (F24); what the lease says to it is shown before it is given. Manual 2.1.3-1. */
export function NoticeDrawer({ siteId, onClose, leaseId }: { readonly siteId: string; readonly onClose: () => void; readonly leaseId?: string }) {
  const { t } = useLanguage();
  const go = useGo();
  const href = useHref();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const [values, setValues] = useState<Partial<Values>>({ ...(leaseId ? { leaseId } : {}), noticedOn: today, cause: "agreed" });
  const [search, setSearch] = useState("");
  const [id] = useState(() => newId<"moveOut">());
  const { data: leases } = useQuery(query(listLeases, { params: { siteId }, query: { status: "signed", limit: 50, ...(search ? { search } : {}) } }));
  const lease = leases?.items.find((each) => each.id === values.leaseId);
  const { data: tenant } = useQuery({ ...query(getTenant, { params: { siteId, tenantId: lease?.tenantId ?? "" } }), enabled: lease !== undefined });
  const give = useCommand(giveNotice, { onDone: () => go(href(`moveout/cases/${id}`)) });
  const signers = (tenant?.contacts ?? []).filter(({ authorities, state }) => state === "active" && authorities.includes("signing"));

  return (
    <FormDrawer<Values>
      title={t(text.newNotice)}
      open
      onClose={onClose}
      form={form}
      initial={values}
      submit={text.give}
      onChange={(next) => {
        setValues(next);
        if (next.leaseId !== values.leaseId) {
          const chosen = leases?.items.find((each) => each.id === next.leaseId);
          form.setFieldsValue({ accountName: chosen?.tenant ?? "", leavingOn: next.cause === "expiry" ? (chosen?.leaseEnd ?? "") : (next.leavingOn ?? "") });
        }
      }}
      onSubmit={({ causeText = "", accountNote = "", usesAddress = false, addressMovesOn, restoration = "", ...body }) =>
        give.mutate({ params: { siteId }, body: { ...body, id, causeText, accountNote, usesAddress, addressMovesOn: usesAddress ? (addressMovesOn ?? null) : null, restoration } })
      }
      isPending={give.isPending}
      error={give.error}
    >
      <Form.Item name="leaseId" label={t(text.lease)} rules={[{ required: true }]}>
        <Select
          showSearch={{ filterOption: false, onSearch: setSearch }}
          options={(leases?.items ?? []).map(({ id: value, leaseNo, tenant: name, place }) => ({ value, label: `${leaseNo} ${name} ${place}` }))}
        />
      </Form.Item>
      <Form.Item name="contactId" label={t(text.contact)} rules={[{ required: true }]}>
        <Select options={signers.map(({ id: value, name, post }) => ({ value, label: [name, post].filter(Boolean).join(" ") }))} />
      </Form.Item>
      <Form.Item name="cause" label={t(text.cause)} rules={[{ required: true }]}>
        <Select options={moveOutCauseCodes.map((value) => ({ value, label: t(moveOutCauses[value]) }))} />
      </Form.Item>
      <Form.Item name="noticedOn" label={t(text.noticedOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="leavingOn" label={t(text.leavingOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      {values.leaseId && values.cause && values.noticedOn && values.leavingOn && (
        <CheckedNotice siteId={siteId} leaseId={values.leaseId} cause={values.cause} noticedOn={values.noticedOn} leavingOn={values.leavingOn} />
      )}
      <Form.Item name="causeText" label={t(text.causeText)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="accountName" label={t(text.accountName)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      {tenant && values.accountName !== undefined && values.accountName !== tenant.tenant.name && (
        <Form.Item name="accountNote" label={t(text.accountNote)}>
          <Input maxLength={300} />
        </Form.Item>
      )}
      <Form.Item name="accountBank" label={t(text.accountBank)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="accountNo" label={t(text.accountNo)} rules={[{ required: true, pattern: /^[0-9 -]{6,40}$/ }]}>
        <Input inputMode="numeric" maxLength={40} />
      </Form.Item>
      <Form.Item name="usesAddress" valuePropName="checked">
        <Checkbox>{t(text.usesAddress)}</Checkbox>
      </Form.Item>
      {values.usesAddress && (
        <Form.Item name="addressMovesOn" label={t(text.addressMovesOn)}>
          <DayInput />
        </Form.Item>
      )}
      <Form.Item name="restoration" label={t(text.restoration)}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}

/** What the lease says to leaving on that day, with the arithmetic. */
function CheckedNotice({
  siteId,
  ...asked
}: {
  readonly siteId: string;
  readonly leaseId: string;
  readonly cause: MoveOutCause;
  readonly noticedOn: string;
  readonly leavingOn: string;
}) {
  const { t } = useLanguage();
  const { data } = useQuery(query(checkNotice, { params: { siteId }, query: asked }));
  if (!data) return null;
  return (
    <section className={data.shortDays > 0 ? "moveout-note moveout-note-warn" : "moveout-note"} aria-live="polite">
      <strong>{t(text.checkedNotice)}</strong>
      <p>{t(data.said)}</p>
    </section>
  );
}
