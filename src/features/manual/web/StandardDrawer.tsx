import { Form, Input, InputNumber, Select } from "antd";
import type { Words } from "#kernel/words.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { putDraftStandard } from "../contract.ts";
import { figureOf, type LimitRule, type StandardDefinition, sayLimit } from "../rules.ts";
import type { Draft } from "./DraftScreen.tsx";
import { limitKindNames, text } from "./text.ts";

interface Values {
  readonly name: Words;
  readonly measure: Words;
  readonly target: number;
  readonly limitKind?: LimitRule["kind"];
  readonly figure?: number;
}

/** Edits a standard of the draft: its words, its target, and its limit where the manual itself gives the figure. */
export function StandardDrawer({ draft: { book, edition }, standard, onClose }: { readonly draft: Draft; readonly standard: StandardDefinition; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const put = useCommand(putDraftStandard, { onDone: onClose });
  const { limit } = standard;
  const figure = limit && figureOf(limit);
  const parameter = typeof figure === "object" ? book.parameters.find(({ id }) => id === figure.parameter) : undefined;
  const initial: Values = {
    name: standard.name,
    measure: standard.measure,
    target: standard.target,
    ...(limit && typeof figure === "number" ? { limitKind: limit.kind, figure } : {}),
  };
  const submit = ({ limitKind, figure: next, ...values }: Values) =>
    put.mutate({
      params: { standardId: standard.id },
      body: { ...values, version: edition.version, limit: limitKind !== undefined && next !== undefined ? limitWith(limitKind, next) : (limit ?? null) },
    });
  return (
    <FormDrawer<Values>
      title={t(text.editStandard, { name: standard.name })}
      open
      onClose={onClose}
      initial={initial}
      onSubmit={submit}
      isPending={put.isPending}
      error={put.error}
    >
      <Form.Item name={["name", "zh"]} label={t(text.nameZh)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} lang="zh-CN" />
      </Form.Item>
      <Form.Item name={["name", "en"]} label={t(text.nameEn)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} lang="en" />
      </Form.Item>
      <Form.Item name={["measure", "zh"]} label={t(text.measureZh)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={2} maxLength={1000} lang="zh-CN" />
      </Form.Item>
      <Form.Item name={["measure", "en"]} label={t(text.measureEn)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={2} maxLength={1000} lang="en" />
      </Form.Item>
      {limit && typeof figure === "number" && limit.kind in limitKindNames && (
        <Form.Item name="limitKind" label={t(text.limitKind)} rules={[{ required: true }]}>
          <Select options={Object.entries(limitKindNames).map(([value, name]) => ({ value, label: t(name) }))} />
        </Form.Item>
      )}
      {limit && typeof figure === "number" && (
        <Form.Item name="figure" label={t(text.limitFigure)} extra={limit.kind in limitKindNames ? undefined : t(sayLimit(limit, {}))} rules={[{ required: true }]}>
          <InputNumber min={1} max={10_000} precision={0} style={{ width: "100%" }} />
        </Form.Item>
      )}
      {parameter && <p className="tk-quiet">{t(text.bySite, { name: parameter.name })}</p>}
      {limit && figure === undefined && (
        <p className="tk-quiet">
          {t(text.limit)}：{t(sayLimit(limit, {}))}
        </p>
      )}
      <Form.Item name="target" label={t(text.targetPercent)} rules={[{ required: true }]}>
        <InputNumber min={1} max={100} style={{ width: "100%" }} />
      </Form.Item>
    </FormDrawer>
  );
}

/** The rule of `kind` with a new figure; kinds that have none cannot be edited. */
function limitWith(kind: LimitRule["kind"], figure: number): LimitRule {
  switch (kind) {
    case "workingHours":
      return { kind, hours: figure };
    case "workingMinutes":
      return { kind, minutes: figure };
    case "everyMonths":
      return { kind, months: figure };
    case "dayOfNextMonth":
      return { kind, day: figure };
    case "rings":
      return { kind, rings: figure };
    case "workingDays":
    case "naturalDays":
    case "everyDays":
      return { kind, days: figure };
    case "sameDay":
    case "promised":
      return { kind };
  }
}
