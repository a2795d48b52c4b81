import { Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { text } from "./text.ts";

/** Asks again who is there before something grave. */
export function CurrentPassword({ name }: { readonly name: string }) {
  const { t } = useLanguage();
  return (
    <Form.Item name={name} label={t(text.currentPassword)} rules={[{ required: true, message: t(text.missing) }]}>
      <Input.Password autoComplete="current-password" />
    </Form.Item>
  );
}

/** A secret shown this once, to copy. */
export function ShownOnce({ secret }: { readonly secret: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  return (
    <div>
      <code className="shown-once">{secret}</code>
      <Button onPress={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>{t(copied ? text.copied : text.copy)}</Button>
    </div>
  );
}
