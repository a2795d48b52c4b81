import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Radio, Rate, Select } from "antd";
import { useState } from "react";
import { departmentNames, type Department } from "#kernel/role.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { useZone } from "#platform/web/session.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { useToast } from "#ui/toast.tsx";
import * as contract from "../contract.ts";
import { scoreNames } from "../rules/callback.ts";
import {
  type Attribution,
  attributionNames,
  type CaseKind,
  type Category,
  categoryNames,
  type Cause,
  causeNames,
  kindNames,
  type Means,
  meansNames,
  type Severity,
  severityNames,
} from "../rules/lists.ts";
import type { CasePage } from "./CaseScreen.tsx";
import { Finder } from "./Finder.tsx";
import { type Moment, MomentPicker } from "./MomentPicker.tsx";
import { text } from "./text.ts";

export type Act = ReplyOf<typeof contract.getCase>["acts"][number]["act"];

interface ActValues {
  readonly promisedAt?: Moment;
  readonly reason?: string;
  readonly department?: Department;
  readonly handlerId?: string;
  readonly instructions?: string;
  readonly findings?: string;
  readonly isValid?: "yes" | "no" | "undecided";
  readonly measures?: string;
  readonly words?: string;
  readonly toWhom?: string;
  readonly means?: Means;
  readonly saidAt?: Moment;
  readonly speed?: number;
  readonly attitude?: number;
  readonly quality?: number;
  readonly result?: number;
  readonly isUnresolved?: boolean;
  readonly opinion?: string;
  readonly visited?: string;
  readonly cause?: Cause;
  readonly attributable?: Attribution;
  readonly kind?: CaseKind;
  readonly severity?: Severity;
  readonly category?: Category;
  readonly remark?: string;
  readonly audience?: "internal" | "tenant";
  readonly text?: string;
  readonly ownerId?: string;
}

/** The fields each act asks for, in order: the least its clause needs. */
const fieldsOf: Readonly<Record<Act, readonly (keyof ActValues | "otherCase")[]>> = {
  promise: ["promisedAt", "reason"],
  dispatch: ["department", "handlerId", "instructions"],
  transfer: ["department", "handlerId", "reason"],
  accept: [],
  verify: ["findings", "isValid"],
  resolve: ["measures"],
  progress: ["words", "toWhom", "means", "saidAt"],
  feedback: ["words", "toWhom", "means", "saidAt"],
  callBack: ["visited", "means", "speed", "attitude", "quality", "result", "isUnresolved", "opinion", "saidAt"],
  close: ["cause", "attributable", "remark"],
  classify: ["kind", "severity", "attributable", "category", "cause", "promisedAt", "reason"],
  reopen: ["reason", "promisedAt"],
  merge: ["otherCase", "reason"],
  link: ["otherCase"],
  void: ["reason"],
  openClosure: ["reason"],
  openCallback: ["reason"],
  handOver: ["ownerId", "reason"],
  note: ["text", "audience"],
  sendRatingLink: [],
};

/** Asks what an act needs and does it; a refusal lists everything that is missing. */
export function ActDrawer({ siteId, page, act, onClose }: { readonly siteId: string; readonly page: CasePage; readonly act: Act; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const found = page.case;
  const [other, setOther] = useState<{ readonly id: string; readonly label: string } | null>(null);
  const [draft, setDraft] = useState<ActValues>({});
  const { send, isPending, error } = useAct(siteId, page, act, other?.id ?? null, onClose);
  const initial: Partial<ActValues> = {
    toWhom: found.contactName,
    visited: found.contactName,
    means: "phone",
    isValid: "undecided",
    audience: "internal",
    attributable: found.attributable,
    ...(act === "classify" ? { kind: found.kind, severity: found.severity, category: found.category } : {}),
    ...(found.cause ? { cause: found.cause } : {}),
    ...((act === "dispatch" || act === "transfer") && found.department && act === "dispatch" ? { department: found.department } : {}),
  };
  return (
    <FormDrawer<ActValues> title={t(text[act])} open onClose={onClose} initial={initial} onSubmit={send} onChange={setDraft} isPending={isPending} error={error} submit={text[act]}>
      {act === "close" && <p>{t(text.explainClose)}</p>}
      {(act === "openClosure" || act === "openCallback" || act === "handOver") && <p>{t(text.exceptionWarning)}</p>}
      {fieldsOf[act].map((name) =>
        name === "otherCase" ? (
          <Form.Item key={name} label={t(text.other)} required help={other?.label}>
            <Finder siteId={siteId} autoFocus onChoose={({ kind, id, label }) => kind === "case" && setOther({ id, label })} />
          </Form.Item>
        ) : (
          <ActField key={name} name={name} siteId={siteId} page={page} act={act} department={draft.department ?? null} />
        ),
      )}
    </FormDrawer>
  );
}

interface ActFieldProps {
  readonly name: keyof ActValues;
  readonly siteId: string;
  readonly page: CasePage;
  readonly act: Act;
  readonly department: Department | null;
}

function ActField({ name, siteId, page, act, department }: ActFieldProps) {
  const { t } = useLanguage();
  const options = (names: Readonly<Record<string, { readonly zh: string; readonly en: string }>>) => Object.entries(names).map(([value, label]) => ({ value, label: t(label) }));
  switch (name) {
    case "promisedAt":
      return (
        <Form.Item name={name} label={t(text.promisedAt)} required={act === "promise"}>
          <MomentPicker quick />
        </Form.Item>
      );
    case "saidAt":
      return (
        <Form.Item name={name} label={t(text.saidAt)}>
          <MomentPicker placeholder={t(text.now)} past />
        </Form.Item>
      );
    case "reason":
      return (
        <Form.Item name={name} label={t(text.reason)} required={act !== "promise" || page.case.promisedAt !== null}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      );
    case "instructions":
    case "findings":
    case "measures":
    case "opinion":
    case "remark":
      return (
        <Form.Item name={name} label={t(text[name])} required={name === "findings" || name === "measures"}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
      );
    case "words":
      return (
        <Form.Item name={name} label={t(text.saidWords)} required>
          <Input.TextArea rows={4} maxLength={5000} autoFocus />
        </Form.Item>
      );
    case "text":
      return (
        <Form.Item name={name} label={t(text.note)} required>
          <Input.TextArea rows={4} maxLength={5000} autoFocus />
        </Form.Item>
      );
    case "toWhom":
    case "visited":
      return (
        <Form.Item name={name} label={t(text[name])} required>
          <Input maxLength={100} />
        </Form.Item>
      );
    case "means":
      return (
        <Form.Item name={name} label={t(text.means)}>
          <Select options={options(meansNames)} />
        </Form.Item>
      );
    case "isValid":
      return (
        <Form.Item name={name} label={t(text.isValid)}>
          <Radio.Group
            options={[
              { value: "yes", label: t(text.yes) },
              { value: "no", label: t(text.no) },
              { value: "undecided", label: t(text.undecided) },
            ]}
          />
        </Form.Item>
      );
    case "audience":
      return (
        <Form.Item name={name} label={t(text.audience)}>
          <Radio.Group
            options={[
              { value: "internal", label: t(text.internal) },
              { value: "tenant", label: t(text.visible) },
            ]}
          />
        </Form.Item>
      );
    case "speed":
    case "attitude":
    case "quality":
    case "result":
      return (
        <Form.Item name={name} label={t(scoreNames[name])} rules={[{ required: true }]}>
          <Rate />
        </Form.Item>
      );
    case "isUnresolved":
      return (
        <Form.Item name={name} valuePropName="checked">
          <Checkbox>{t(text.unresolved)}</Checkbox>
        </Form.Item>
      );
    case "cause":
      return (
        <Form.Item name={name} label={t(text.cause)} required={act === "close"}>
          <Select allowClear showSearch={{ optionFilterProp: "label" }} options={options(causeNames)} />
        </Form.Item>
      );
    case "attributable":
      return (
        <Form.Item name={name} label={t(text.attributable)}>
          <Select options={options(attributionNames)} />
        </Form.Item>
      );
    case "kind":
      return (
        <Form.Item name={name} label={t(text.kind)}>
          <Select options={options(kindNames)} />
        </Form.Item>
      );
    case "severity":
      return (
        <Form.Item name={name} label={t(text.severity)}>
          <Select options={options(severityNames)} />
        </Form.Item>
      );
    case "category":
      return (
        <Form.Item name={name} label={t(text.category)}>
          <Select showSearch={{ optionFilterProp: "label" }} options={options(categoryNames)} />
        </Form.Item>
      );
    case "department":
      return (
        <Form.Item name={name} label={t(text.department)} required>
          <Select options={options(departmentNames)} />
        </Form.Item>
      );
    case "handlerId":
      return <PersonField name={name} siteId={siteId} label={t(text.person)} placeholder={t(text.wholeDepartment)} department={department} />;
    case "ownerId":
      return <PersonField name={name} siteId={siteId} label={t(text.owner)} department={null} isRequired />;
  }
}

function PersonField({
  name,
  siteId,
  label,
  placeholder,
  department,
  isRequired = false,
}: {
  readonly name: string;
  readonly siteId: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly department: Department | null;
  readonly isRequired?: boolean;
}) {
  const { data } = useQuery(query(contract.listHandlers, { params: { siteId } }));
  const people = (data?.people ?? []).filter(({ departments }) => department === null || departments.includes(department));
  return (
    <Form.Item name={name} label={label} required={isRequired}>
      <Select allowClear showSearch={{ optionFilterProp: "label" }} placeholder={placeholder} options={people.map(({ id, name: person }) => ({ value: id, label: person }))} />
    </Form.Item>
  );
}

/** The command behind an act, given the form's values. */
function useAct(siteId: string, page: CasePage, act: Act, otherId: string | null, onDone: () => void) {
  const { t } = useLanguage();
  const format = useFormat();
  const zone = useZone();
  const toast = useToast();
  const done = { onDone };
  const commands = {
    promise: useCommand(contract.promise, done),
    dispatch: useCommand(contract.dispatch, done),
    transfer: useCommand(contract.transfer, done),
    accept: useCommand(contract.accept, done),
    verify: useCommand(contract.verify, done),
    resolve: useCommand(contract.resolve, done),
    feedback: useCommand(contract.giveFeedback, done),
    callBack: useCommand(contract.callBack, done),
    close: useCommand(contract.closeCase, done),
    classify: useCommand(contract.classify, done),
    reopen: useCommand(contract.reopenCase, done),
    merge: useCommand(contract.mergeCase, done),
    link: useCommand(contract.linkCases, done),
    void: useCommand(contract.voidCase, done),
    openGate: useCommand(contract.openGate, done),
    handOver: useCommand(contract.handOver, done),
    note: useCommand(contract.note, done),
    sendRatingLink: useCommand(contract.sendRatingLink, {
      onDone: ({ expiresAt }) => {
        toast(t(text.ratingLinkSent, { until: format.moment(expiresAt) }));
        onDone();
      },
    }),
  };
  const params = { siteId, caseId: page.case.id };
  const { version } = page.case;
  const at = (moment: Moment | undefined) => (moment ? momentFrom(moment, zone) : null);

  function send(values: ActValues): void {
    const { reason = "", means = "phone", words = "", toWhom = "" } = values;
    const said = values.saidAt ? { saidAt: momentFrom(values.saidAt, zone) } : {};
    const target = { department: values.department ?? null, handlerId: values.handlerId ?? null };
    const promisedAt = at(values.promisedAt);
    switch (act) {
      case "promise":
        return commands.promise.mutate({ params, body: { promisedAt: promisedAt ?? "", reason, version } });
      case "dispatch":
        return commands.dispatch.mutate({ params, body: { ...target, instructions: values.instructions ?? "", version } });
      case "transfer":
        return commands.transfer.mutate({ params, body: { ...target, reason, version } });
      case "accept":
        return commands.accept.mutate({ params, body: { version } });
      case "verify":
        return commands.verify.mutate({
          params,
          body: { findings: values.findings ?? "", isValid: values.isValid === "undecided" || !values.isValid ? null : values.isValid === "yes", version },
        });
      case "resolve":
        return commands.resolve.mutate({ params, body: { measures: values.measures ?? "", version } });
      case "progress":
      case "feedback":
        return commands.feedback.mutate({ params, body: { isResult: act === "feedback", words, toWhom, means, ...said, version } });
      case "callBack": {
        const { speed = 0, attitude = 0, quality = 0, result = 0, isUnresolved = false, opinion = "", visited = "" } = values;
        return commands.callBack.mutate({ params, body: { speed, attitude, quality, result, isUnresolved, opinion, visited, means, ...said, version } });
      }
      case "close":
        return commands.close.mutate({
          params,
          body: { cause: values.cause ?? null, ...(values.attributable ? { attributable: values.attributable } : {}), remark: values.remark ?? "", version },
        });
      case "classify": {
        const { kind, severity, attributable, category } = values;
        const changed = {
          ...(kind ? { kind } : {}),
          ...(severity ? { severity } : {}),
          ...(attributable ? { attributable } : {}),
          ...(category ? { category } : {}),
          ...(values.cause ? { cause: values.cause } : {}),
        };
        return commands.classify.mutate({ params, body: { ...changed, ...(promisedAt ? { promisedAt } : {}), reason, version } });
      }
      case "reopen":
        return commands.reopen.mutate({ params, body: { reason, promisedAt, version } });
      case "merge":
        return commands.merge.mutate({ params, body: { intoId: otherId ?? "", reason } });
      case "link":
        return commands.link.mutate({ params, body: { otherId: otherId ?? "" } });
      case "void":
        return commands.void.mutate({ params, body: { reason, version } });
      case "openClosure":
      case "openCallback":
        return commands.openGate.mutate({ params, body: { gate: act === "openClosure" ? "closure" : "callback", reason } });
      case "handOver":
        return commands.handOver.mutate({ params, body: { ownerId: values.ownerId ?? "", reason } });
      case "note":
        return commands.note.mutate({ params, body: { text: values.text ?? "", audience: values.audience ?? "internal" } });
      case "sendRatingLink":
        return commands.sendRatingLink.mutate({ params, body: {} });
    }
  }
  const all = Object.values(commands);
  return { send, isPending: all.some((command) => command.isPending), error: all.find((command) => command.error)?.error ?? null };
}
