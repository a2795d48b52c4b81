import { DeleteOutlined } from "@ant-design/icons";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { acceptWorks } from "../contract.ts";
import { type AcceptanceKind, acceptanceKinds, acceptanceOutcomes } from "../rules.ts";
import type { DrawerProps } from "./Drawers.tsx";
import { text } from "./text.ts";

interface Values {
  readonly outcome: "passed" | "defects";
  readonly note?: string;
  readonly defects?: readonly { readonly description: string; readonly mendBy: string }[];
}

/** Records what was looked at: passed, or with the list of its defects. */
export function AcceptanceDrawer({ siteId, found, kind, onClose }: DrawerProps & { readonly kind: AcceptanceKind }) {
  const { t } = useLanguage();
  const today = useToday();
  const accept = useCommand(acceptWorks, { onDone: onClose });
  const [id] = useState(() => newId<"fitOutAcceptance">());
  const [outcome, setOutcome] = useState<Values["outcome"]>("passed");
  const mendBy = Temporal.PlainDate.from(today).add({ days: 7 }).toString();
  return (
    <FormDrawer<Values>
      title={t(acceptanceKinds[kind])}
      open
      onClose={onClose}
      initial={{ outcome: "passed", defects: [] }}
      submit={text.accept}
      onChange={(values) => setOutcome(values.outcome)}
      onSubmit={({ note = "", defects = [] }) =>
        accept.mutate({
          params: { siteId, caseId: found.id },
          body: { id, kind, outcome, note, defects: outcome === "defects" ? defects.map((defect) => ({ id: newId<"fitOutDefect">(), ...defect })) : [] },
        })
      }
      isPending={accept.isPending}
      error={accept.error}
    >
      <Form.Item name="outcome" label={t(text.outcome)} rules={[{ required: true }]}>
        <Radio.Group options={(["passed", "defects"] as const).map((value) => ({ value, label: t(acceptanceOutcomes[value]) }))} />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      {outcome === "defects" && (
        <Form.List name="defects">
          {(fields, { add, remove }) => (
            <div className="fitout-rows">
              {fields.map(({ key, name }) => (
                <div key={key} className="fitout-row">
                  <div className="fitout-row-fields">
                    <Form.Item name={[name, "description"]} label={t(text.defectWhat)} rules={[{ required: true, whitespace: true }]}>
                      <Input maxLength={300} />
                    </Form.Item>
                    <Form.Item name={[name, "mendBy"]} label={t(text.mendBy)} rules={[{ required: true }]}>
                      <DayInput min={today} />
                    </Form.Item>
                  </div>
                  <Button icon={<DeleteOutlined />} aria-label={t(text.remove)} onPress={() => remove(name)} />
                </div>
              ))}
              <Button onPress={() => add({ mendBy })}>{t(text.addDefect)}</Button>
            </div>
          )}
        </Form.List>
      )}
    </FormDrawer>
  );
}
