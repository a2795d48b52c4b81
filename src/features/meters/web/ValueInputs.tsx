import { Form, Input } from "antd";
import { useLanguage } from "#platform/web/language.tsx";
import { bandNames, type RegisterSet } from "../rules.ts";
import { bandsOf } from "./say.ts";

/** A field for each register of a meter, named `<name>.<band>`. */
export function ValueInputs({ name, label, registers }: { readonly name: string; readonly label: string; readonly registers: RegisterSet }) {
  const { t } = useLanguage();
  return bandsOf(registers).map((band) => (
    <Form.Item
      key={band}
      name={[name, band]}
      label={band === "total" ? label : `${label} · ${t(bandNames[band])}`}
      rules={[{ required: true }, { pattern: /^\d{1,9}(\.\d{1,4})?$/ }]}
    >
      <Input inputMode="decimal" autoComplete="off" />
    </Form.Item>
  ));
}
