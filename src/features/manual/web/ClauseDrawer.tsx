import { Form, Input, Select } from "antd";
import { type Role, roleNames, roles } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { putDraftClause } from "../contract.ts";
import { type Clause, type ClauseKind, kindNames } from "../rules.ts";
import type { Draft } from "./DraftScreen.tsx";
import { text } from "./text.ts";

interface Values {
  readonly id: string;
  readonly chapter: string;
  readonly kind: ClauseKind;
  readonly who: Role[];
  readonly title: Words;
  readonly text: Words;
  readonly record?: Partial<Words>;
  readonly gate?: Partial<Words>;
}

/** Edits a clause of the draft in both languages, or adds one. */
export function ClauseDrawer({ draft: { book, edition }, clause, onClose }: { readonly draft: Draft; readonly clause: Clause | null; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const put = useCommand(putDraftClause, { onDone: onClose });
  const initial: Partial<Values> = clause ? { ...clause, who: [...clause.who] } : { kind: "procedure", who: [] };
  const submit = ({ id, record, gate, ...values }: Values) =>
    put.mutate({ params: { clauseId: id }, body: { ...values, version: edition.version, record: both(record), gate: both(gate), after: null } });
  return (
    <FormDrawer<Values>
      title={clause ? t(text.editClause, { id: clause.id }) : t(text.addClause)}
      open
      onClose={onClose}
      width={560}
      initial={initial}
      onSubmit={submit}
      isPending={put.isPending}
      error={put.error}
    >
      <Form.Item name="id" label={t(text.clauseId)} extra={t(text.idHint)} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9.-]{0,30}$/ }]}>
        <Input disabled={clause !== null} maxLength={30} />
      </Form.Item>
      <Form.Item name="chapter" label={t(text.chapter)} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={book.chapters.map(({ id, title }) => ({ value: id, label: `${id} ${t(title)}` }))} />
      </Form.Item>
      <Form.Item name="kind" label={t(text.kind)} rules={[{ required: true }]}>
        <Select options={(Object.keys(kindNames) as ClauseKind[]).map((value) => ({ value, label: t(kindNames[value]) }))} />
      </Form.Item>
      <Form.Item name={["title", "zh"]} label={t(text.titleZh)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} lang="zh-CN" />
      </Form.Item>
      <Form.Item name={["title", "en"]} label={t(text.titleEn)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} lang="en" />
      </Form.Item>
      <Form.Item name={["text", "zh"]} label={t(text.textZh)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={4} maxLength={4000} lang="zh-CN" />
      </Form.Item>
      <Form.Item name={["text", "en"]} label={t(text.textEn)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={4} maxLength={4000} lang="en" />
      </Form.Item>
      <Form.Item name="who" label={t(text.who)}>
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={roles.map((value) => ({ value, label: t(roleNames[value]) }))} />
      </Form.Item>
      <Pair name="record" zh={text.recordZh} en={text.recordEn} />
      <Pair name="gate" zh={text.gateZh} en={text.gateEn} />
    </FormDrawer>
  );
}

/** A text that may be left out, but not in one language alone. */
function Pair({ name, zh, en }: { readonly name: "record" | "gate"; readonly zh: Words; readonly en: Words }) {
  const { t } = useLanguage();
  const otherToo = (other: "zh" | "en") => [
    ({ getFieldValue }: { getFieldValue: (name: string[]) => unknown }) => ({
      validator: (_: unknown, value: string | undefined) =>
        !value?.trim() && String(getFieldValue([name, other]) ?? "").trim() ? Promise.reject(new Error(t(text.bothLanguages))) : Promise.resolve(),
    }),
  ];
  return (
    <>
      <Form.Item name={[name, "zh"]} label={t(zh)} rules={otherToo("en")} dependencies={[[name, "en"]]}>
        <Input maxLength={500} lang="zh-CN" />
      </Form.Item>
      <Form.Item name={[name, "en"]} label={t(en)} rules={otherToo("zh")} dependencies={[[name, "zh"]]}>
        <Input maxLength={500} lang="en" />
      </Form.Item>
    </>
  );
}

const both = (pair: Partial<Words> | undefined): Words | null => (pair?.zh?.trim() && pair.en?.trim() ? { zh: pair.zh, en: pair.en } : null);
