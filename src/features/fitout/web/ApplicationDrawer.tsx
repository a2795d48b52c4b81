import { Checkbox, Form, Input } from "antd";
import { useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { upload, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { readWorkers, submitApplication } from "../contract.ts";
import type { DrawerProps } from "./Drawers.tsx";
import { FileSlot } from "./FileSlot.tsx";
import { text } from "./text.ts";
import { workersOf, workersText } from "./workers.ts";

interface Values {
  readonly contractor: {
    readonly name: string;
    readonly licenceNo: string;
    readonly licenceUntil?: string;
    readonly manager: string;
    readonly phone: string;
    readonly email?: string;
  };
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  readonly hours: string;
  readonly loadKw: string;
  readonly budget?: string;
  readonly changes: readonly string[];
  readonly insurance: { readonly insurer: string; readonly policyNo: string; readonly from: string; readonly to: string };
  readonly workers: string;
}

const changes = ["isStructural", "changesFireSystem", "changesAirConditioning", "changesWater", "hasHiddenWorks"] as const;
const needed = [{ required: true, whitespace: true }];
const chosen = [{ required: true }];

/** F04 at the desk; after it was sent back it begins with what was handed in. */
export function ApplicationDrawer({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const [form] = Form.useForm<Values>();
  const [id] = useState(() => newId<"fitOutApplication">());
  const submit = useCommand(submitApplication, { onDone: onClose });
  const before = found.application?.details;
  return (
    <FormDrawer<Values>
      title={t(text.handIn)}
      width={640}
      open
      onClose={onClose}
      form={form}
      initial={
        before
          ? {
              ...before,
              contractor: { ...before.contractor, licenceUntil: before.contractor.licenceUntil ?? "", email: before.contractor.email ?? "" },
              budget: before.budget == null ? "" : yuanText(before.budget),
              changes: changes.filter((key) => before[key]),
              workers: workersText(before.workers),
            }
          : { changes: [], workers: "" }
      }
      submit={text.submit}
      onSubmit={({ contractor, budget, changes: changed, workers, ...values }) =>
        submit.mutate({
          params: { siteId, caseId: found.id },
          body: {
            id,
            details: {
              ...values,
              contractor: { ...contractor, licenceUntil: contractor.licenceUntil || null, email: contractor.email ?? "" },
              budget: readYuan(budget ?? ""),
              ...(Object.fromEntries(changes.map((key) => [key, changed.includes(key)])) as Record<(typeof changes)[number], boolean>),
              workers: workersOf(workers),
            },
          },
        })
      }
      isPending={submit.isPending}
      error={submit.error}
      fieldNames={{ "details.workers": "workers", "details.loadKw": "loadKw", "details.budget": "budget" }}
    >
      <FileSlot siteId={siteId} caseId={found.id} kind="drawing" label={t(text.drawing)} files={found.files} />
      <FileSlot siteId={siteId} caseId={found.id} kind="licence" label={t(text.licence)} files={found.files} />
      <FileSlot siteId={siteId} caseId={found.id} kind="insurance" label={t(text.insurance)} files={found.files} />
      <h3>{t(text.contractor)}</h3>
      <div className="fitout-two">
        <Form.Item name={["contractor", "name"]} label={t(text.contractorName)} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name={["contractor", "licenceNo"]} label={t(text.licenceNo)} rules={needed}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={["contractor", "licenceUntil"]} label={t(text.licenceUntil)}>
          <DayInput isClearable />
        </Form.Item>
        <Form.Item name={["contractor", "manager"]} label={t(text.manager)} rules={needed}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={["contractor", "phone"]} label={t(text.phone)} rules={needed}>
          <Input maxLength={40} inputMode="tel" />
        </Form.Item>
        <Form.Item name={["contractor", "email"]} label={t(text.mail)} rules={[{ type: "email" }]}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <h3>{t(text.works)}</h3>
      <Form.Item name="scope" label={t(text.scope)} rules={needed}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <div className="fitout-two">
        <Form.Item name="from" label={t(text.from)} rules={chosen}>
          <DayInput />
        </Form.Item>
        <Form.Item name="to" label={t(text.to)} rules={chosen}>
          <DayInput max={found.leaseEnd} />
        </Form.Item>
        <Form.Item name="hours" label={t(text.hours)} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="loadKw" label={t(text.loadKw)} rules={[{ required: true, pattern: /^\d{1,5}(\.\d{1,2})?$/ }]}>
          <Input inputMode="decimal" />
        </Form.Item>
        <Form.Item name="budget" label={t(text.budget)}>
          <Input inputMode="decimal" />
        </Form.Item>
      </div>
      <Form.Item name="changes" label={t(text.changesTitle)}>
        <Checkbox.Group options={changes.map((value) => ({ value, label: t(text[value]) }))} />
      </Form.Item>
      <h3>{t(text.insurance)}</h3>
      <div className="fitout-two">
        <Form.Item name={["insurance", "insurer"]} label={t(text.insurer)} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name={["insurance", "policyNo"]} label={t(text.policyNo)} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name={["insurance", "from"]} label={t(text.insuredFrom)} rules={chosen}>
          <DayInput />
        </Form.Item>
        <Form.Item name={["insurance", "to"]} label={t(text.insuredTo)} rules={chosen}>
          <DayInput />
        </Form.Item>
      </div>
      <Form.Item name="workers" label={t(text.workers)} extra={t(text.workersHint)} rules={needed}>
        <Input.TextArea rows={6} />
      </Form.Item>
      <ReadSheet siteId={siteId} onRead={(workers) => form.setFieldsValue({ workers: workersText(workers) })} />
    </FormDrawer>
  );
}

/** Reads the list of workers out of an Excel or CSV file into the form. */
function ReadSheet({ siteId, onRead }: { readonly siteId: string; readonly onRead: (workers: Parameters<typeof workersText>[0]) => void }) {
  const { t } = useLanguage();
  const chooser = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const read = async (file: File) => {
    setFailure(null);
    try {
      onRead((await upload(readWorkers, { params: { siteId }, body: file }, () => {})).workers);
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".xlsx,.csv"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void read(file);
          target.value = "";
        }}
      />
      <Button onPress={() => chooser.current?.click()}>{t(text.readSheet)}</Button>
      <ProblemNote error={failure} />
    </>
  );
}
