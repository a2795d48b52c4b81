import { Form, Input, Modal } from "antd";
import type { ReactNode } from "react";
import type { Words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { CommandForm } from "./FormDrawer.tsx";
import { text } from "./text.ts";

/** Asks for the reason before something grave is done, and shows the refusal if it is not. */
export function ConfirmWithReason({
  title,
  open,
  onClose,
  onConfirm,
  isPending,
  error,
  confirm = text.confirm,
  label = text.reason,
  children,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly confirm?: Words;
  readonly label?: Words;
  readonly children?: ReactNode;
}) {
  const { t } = useLanguage();
  return (
    <Modal title={title} open={open} onCancel={onClose} footer={null} destroyOnHidden>
      {children}
      <CommandForm<{ reason: string }> submit={confirm} onSubmit={({ reason }) => onConfirm(reason.trim())} onCancel={onClose} isPending={isPending} error={error}>
        <Form.Item name="reason" label={t(label)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
          <Input.TextArea autoFocus rows={3} maxLength={1000} />
        </Form.Item>
      </CommandForm>
    </Modal>
  );
}
