import { Checkbox, Form, Input, InputNumber, Select } from "antd";
import { newId } from "#kernel/id.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { changeLead, takeLead } from "../../contract/leads.ts";
import { tenantKinds, type TenantKind } from "../../rules/kinds.ts";
import { budgetUnits, type BudgetUnit, leadSources, type LeadSource, stepKinds } from "../../rules/leads.ts";
import type { LeadReply } from "./say.ts";
import { text } from "./text.ts";
import "./leads.css";

interface LeadValues {
  readonly company?: string;
  readonly tenantKind: TenantKind;
  readonly creditCode?: string | null;
  readonly industry?: string;
  readonly contactName: string;
  readonly phone?: string;
  readonly email?: string;
  readonly source: LeadSource;
  readonly areaMin?: number | null;
  readonly areaMax?: number | null;
  readonly budget?: string | null;
  readonly budgetUnit: BudgetUnit;
  readonly wantedOn?: string | null;
  readonly headcount?: number | null;
  readonly notes?: string;
  readonly isAnswered?: boolean;
  readonly answerKind?: "call" | "message" | "meeting";
  readonly answerNote?: string;
  readonly nextWhat?: string;
  readonly nextOn?: string;
}

/** Registers an enquiry, or changes what is known of `lead`. */
export function LeadDrawer({
  siteId,
  lead,
  open,
  onClose,
  onDone,
}: {
  readonly siteId: string;
  readonly lead?: LeadReply;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone?: (id: string) => void;
}) {
  const { t } = useLanguage();
  const today = useToday();
  const [form] = Form.useForm<LeadValues>();
  const isAnswered = Form.useWatch("isAnswered", form) ?? false;
  const options = {
    onDone: ({ id }: LeadReply) => {
      onClose();
      onDone?.(id);
    },
  };
  const take = useCommand(takeLead, { ...options, also: ["duties"] });
  const change = useCommand(changeLead, options);
  const command = lead ? change : take;
  function submit({
    areaMin,
    areaMax,
    creditCode,
    budget,
    wantedOn,
    headcount,
    isAnswered: answered,
    answerKind = "call",
    answerNote = "",
    nextWhat = "",
    nextOn = "",
    ...values
  }: LeadValues) {
    const body = {
      ...values,
      creditCode: creditCode?.trim().toUpperCase() || null,
      areaMinCenti: centi(areaMin),
      areaMaxCenti: centi(areaMax),
      budget: budget?.trim() || null,
      wantedOn: wantedOn || null,
      headcount: headcount ?? null,
    };
    if (lead) change.mutate({ params: { siteId, leadId: lead.id }, body: { ...body, version: lead.version } });
    else
      take.mutate({ params: { siteId }, body: { id: newId(), ...body, answer: answered ? { kind: answerKind, note: answerNote, next: { what: nextWhat, on: nextOn } } : null } });
  }
  return (
    <FormDrawer<LeadValues>
      form={form}
      title={t(lead ? text.changeTitle : text.take)}
      open={open}
      onClose={onClose}
      initial={
        lead
          ? { ...lead, nextOn: today, areaMin: square(lead.areaMinCenti), areaMax: square(lead.areaMaxCenti) }
          : { tenantKind: "company", source: "phone", budgetUnit: "day", isAnswered: false, answerKind: "call", nextOn: today }
      }
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
      width={560}
      fieldNames={{ areaMinCenti: "areaMin", areaMaxCenti: "areaMax", "answer.next.what": "nextWhat", "answer.next.on": "nextOn" }}
    >
      <div className="lead-pair">
        <Form.Item name="contactName" label={t(text.contactName)} rules={[{ required: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="source" label={t(text.source)} rules={[{ required: true }]}>
          <Select options={Object.entries(leadSources).map(([value, label]) => ({ value, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="phone" label={t(text.phone)} extra={t(text.contactNeeded)}>
          <Input maxLength={40} inputMode="tel" />
        </Form.Item>
        <Form.Item name="email" label={t(text.email)}>
          <Input maxLength={200} inputMode="email" />
        </Form.Item>
      </div>
      <Form.Item name="company" label={t(text.company)} extra={t(text.companyHint)}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="lead-pair">
        <Form.Item name="areaMin" label={t(text.areaMin)}>
          <InputNumber min={0.01} max={1_000_000} precision={2} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="areaMax" label={t(text.areaMax)}>
          <InputNumber min={0.01} max={1_000_000} precision={2} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="budget" label={t(text.budget)}>
          <Input inputMode="decimal" maxLength={11} />
        </Form.Item>
        <Form.Item name="budgetUnit" label={t(text.budgetUnit)}>
          <Select options={Object.entries(budgetUnits).map(([value, label]) => ({ value, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="wantedOn" label={t(text.wantedOn)}>
          <DayInput />
        </Form.Item>
        <Form.Item name="headcount" label={t(text.headcount)}>
          <InputNumber min={1} max={100_000} precision={0} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="tenantKind" label={t(text.tenantKind)}>
          <Select options={Object.entries(tenantKinds).map(([value, label]) => ({ value, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="industry" label={t(text.industry)}>
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name="creditCode" label={t(text.creditCode)}>
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="notes" label={t(text.notes)}>
        <Input.TextArea rows={3} maxLength={5000} />
      </Form.Item>
      {!lead && (
        <Form.Item name="isAnswered" valuePropName="checked">
          <Checkbox>{t(text.answerNow)}</Checkbox>
        </Form.Item>
      )}
      {!lead && isAnswered && (
        <>
          <Form.Item name="answerKind" label={t(text.answerKind)}>
            <Select options={(["call", "message", "meeting"] as const).map((value) => ({ value, label: t(stepKinds[value]) }))} />
          </Form.Item>
          <Form.Item name="answerNote" label={t(text.answerNote)}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
          <NextStepFields />
        </>
      )}
    </FormDrawer>
  );
}

/** What comes next and by which day: asked wherever a lead stays open. */
export function NextStepFields() {
  const { t } = useLanguage();
  const today = useToday();
  return (
    <div className="lead-pair">
      <Form.Item name="nextWhat" label={t(text.nextWhat)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="nextOn" label={t(text.nextOn)} rules={[{ required: true }]}>
        <DayInput min={today} />
      </Form.Item>
    </div>
  );
}

const centi = (metres: number | null | undefined): number | null => (metres === null || metres === undefined ? null : Math.round(metres * 100));
const square = (centis: number | null): number | null => (centis === null ? null : centis / 100);
