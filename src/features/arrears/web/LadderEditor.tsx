import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { fill } from "#kernel/problem.ts";
import { type Role, roleNames, roles } from "#kernel/role.ts";
import { type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { useToast } from "#ui/toast.tsx";
import { type getSetting, putSetting } from "../contract.ts";
import { type Act, acts, type LadderStep, type Stage, stages, type Trigger, whyNotLadder } from "../rules.ts";
import { text } from "./text.ts";

type Setting = ReplyOf<typeof getSetting>;

/** The ladder of collection: each step opens to be changed, others are added or taken out, the house's comes back whole. Every change is saved at once. */
export function LadderEditor({ siteId, setting }: { readonly siteId: string; readonly setting: Setting }) {
  const { t } = useLanguage();
  const toast = useToast();
  const [open, setOpen] = useState<LadderStep | "new" | null>(null);
  const put = useCommand(putSetting, {
    onDone: () => {
      setOpen(null);
      toast(t(text.saved));
    },
  });
  const { lateFee, chargesMonthly, version } = setting;
  const save = (ladder: readonly LadderStep[] | null) => put.mutate({ params: { siteId }, body: { ladder: ladder && inOrder(ladder), lateFee, chargesMonthly, version } });
  const without = (id: string) => setting.ladder.filter((step) => step.id !== id);
  return (
    <>
      <p className="tk-quiet">{t(text.ladderLead)}</p>
      {open === null && <ProblemNote error={put.error} />}
      <DataTable<LadderStep>
        label={t(text.setting)}
        rows={setting.ladder}
        rowKey={({ id }) => id}
        onOpen={setOpen}
        columns={[
          { key: "act", title: t(text.act), width: "150px", card: "heading", render: ({ act }) => t(acts[act]) },
          { key: "stage", title: t(text.stage), width: "190px", from: "medium", render: ({ stage }) => t(stages[stage]) },
          { key: "trigger", title: t(text.trigger), width: "220px", render: ({ trigger }) => t(sayTrigger(trigger)) },
          { key: "within", title: t(text.within), width: "120px", render: (step) => (isMail(step) ? t(text.byMail) : t(text.workingDays, { n: step.withinWorkingDays })) },
          { key: "owner", title: t(text.owner), width: "150px", render: (step) => (isMail(step) ? "—" : t(roleNames[step.ownerRole])) },
          { key: "how", title: t(text.how), from: "wide", render: ({ how }) => t(how) },
          {
            key: "remove",
            title: "",
            width: "100px",
            card: "line",
            render: ({ id }) => (
              <Button size="small" loading={put.isPending} unless={whyNotLadder(without(id))} onPress={() => save(without(id))}>
                {t(text.removeStep)}
              </Button>
            ),
          },
        ]}
      />
      <p>
        <Button onPress={() => setOpen("new")}>{t(text.addStep)}</Button>{" "}
        {setting.isOwnLadder && (
          <Button loading={put.isPending} onPress={() => save(null)}>
            {t(text.backToHouse)}
          </Button>
        )}
      </p>
      {open !== null && (
        <StepForm
          step={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSave={(step) => save([...without(open === "new" ? "" : open.id), step])}
          isPending={put.isPending}
          error={put.error}
        />
      )}
    </>
  );
}

const isMail = ({ trigger }: LadderStep): boolean => trigger.kind === "daysBefore";

/** By stage, then by the day they are reached. */
function inOrder(ladder: readonly LadderStep[]): LadderStep[] {
  const order = Object.keys(stages) as Stage[];
  const day = ({ trigger }: LadderStep) => (trigger.kind === "daysBefore" ? -trigger.days : trigger.kind === "daysLate" ? trigger.days : trigger.fromDaysLate);
  return ladder.toSorted((one, other) => order.indexOf(one.stage) - order.indexOf(other.stage) || day(one) - day(other));
}

function sayTrigger(trigger: Trigger) {
  if (trigger.kind === "daysBefore" && trigger.days === 0) return text.onDueDay;
  const said = { daysBefore: text.beforeDays, daysLate: text.afterDays, dayOfMonth: text.onDay, every: text.every }[trigger.kind];
  const facts = "fromDaysLate" in trigger ? { ...trigger, from: trigger.fromDaysLate } : { days: trigger.days };
  return { zh: fill(said.zh, facts), en: fill(said.en, facts) };
}

interface Values {
  readonly act: Act;
  readonly stage: Stage;
  readonly kind: Trigger["kind"];
  readonly days: number;
  readonly from: number;
  readonly withinWorkingDays: number;
  readonly ownerRole: Role;
  readonly zh: string;
  readonly en: string;
}

const triggerOf = ({ kind, days, from }: Values): Trigger =>
  kind === "dayOfMonth" ? { kind, day: days, fromDaysLate: from } : kind === "every" ? { kind, days, fromDaysLate: from } : { kind, days };

function valuesOf({ act, stage, trigger, withinWorkingDays, ownerRole, how }: LadderStep): Values {
  const days = trigger.kind === "dayOfMonth" ? trigger.day : trigger.days;
  return { act, stage, kind: trigger.kind, days, from: "fromDaysLate" in trigger ? trigger.fromDaysLate : 1, withinWorkingDays, ownerRole, ...how };
}

const blank: Values = { act: "call", stage: "calling", kind: "daysLate", days: 1, from: 1, withinWorkingDays: 1, ownerRole: "serviceOfficer", zh: "", en: "" };

function StepForm({
  step,
  onClose,
  onSave,
  isPending,
  error,
}: {
  readonly step: LadderStep | null;
  readonly onClose: () => void;
  readonly onSave: (step: LadderStep) => void;
  readonly isPending: boolean;
  readonly error: unknown;
}) {
  const { t } = useLanguage();
  const required = [{ required: true, whitespace: true, message: t(text.required) }];
  const options = <K extends string>(names: Readonly<Record<K, { readonly zh: string; readonly en: string }>>) =>
    (Object.keys(names) as K[]).map((value) => ({ value, label: t(names[value]) }));
  function submit(values: Values) {
    const { act, stage, withinWorkingDays, ownerRole, zh, en } = values;
    onSave({ id: step?.id ?? `own-${crypto.randomUUID().slice(0, 8)}`, act, stage, trigger: triggerOf(values), withinWorkingDays, ownerRole, how: { zh, en } });
  }
  return (
    <FormDrawer<Values>
      title={t(step ? acts[step.act] : text.addStep)}
      open
      onClose={onClose}
      initial={step ? valuesOf(step) : blank}
      onSubmit={submit}
      isPending={isPending}
      error={error}
    >
      <Form.Item name="stage" label={t(text.stage)}>
        <Select options={options(stages)} />
      </Form.Item>
      <Form.Item name="act" label={t(text.act)}>
        <Select options={options(acts)} />
      </Form.Item>
      <Form.Item name="kind" label={t(text.trigger)}>
        <Select options={options({ daysBefore: text.kindBefore, daysLate: text.kindLate, dayOfMonth: text.kindDay, every: text.kindEvery })} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Values, after: Values) => before.kind !== after.kind}>
        {({ getFieldValue }) => {
          const kind = getFieldValue("kind") as Values["kind"];
          return (
            <>
              <Form.Item name="days" label={t(kind === "dayOfMonth" ? text.dayOfMonth : text.daysCount)} rules={[{ required: true, message: t(text.required) }]}>
                <InputNumber min={kind === "daysBefore" ? 0 : 1} max={kind === "dayOfMonth" ? 31 : kind === "daysBefore" ? 60 : 3650} precision={0} />
              </Form.Item>
              {(kind === "dayOfMonth" || kind === "every") && (
                <Form.Item name="from" label={t(text.fromDay)} rules={[{ required: true, message: t(text.required) }]}>
                  <InputNumber min={1} max={3650} precision={0} />
                </Form.Item>
              )}
            </>
          );
        }}
      </Form.Item>
      <Form.Item name="withinWorkingDays" label={t(text.withinDays)} rules={[{ required: true, message: t(text.required) }]}>
        <InputNumber min={0} max={60} precision={0} />
      </Form.Item>
      <Form.Item name="ownerRole" label={t(text.owner)}>
        <Select options={roles.filter((role) => role !== "tenantContact").map((value) => ({ value, label: t(roleNames[value]) }))} />
      </Form.Item>
      <Form.Item name="zh" label={t(text.howZh)} rules={required}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
      <Form.Item name="en" label={t(text.howEn)} rules={required}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
