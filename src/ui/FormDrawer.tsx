import { Drawer, Form, type FormInstance, type FormProps } from "antd";
import { useEffect, type ReactNode } from "react";
import type { Words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemError } from "#platform/web/problem.ts";
import { Button, type Against } from "./Button.tsx";
import { ProblemNote } from "./ProblemNote.tsx";
import { text } from "./text.ts";

export interface CommandFormProps<Values extends object> {
  readonly initial?: Partial<Values>;
  readonly onSubmit: (values: Values) => void;
  readonly isPending: boolean;
  /** The command's error: its reasons stand above the buttons, a field's at the field. */
  readonly error: unknown;
  readonly submit?: Words;
  readonly unless?: readonly Against[];
  readonly onCancel?: () => void;
  readonly onChange?: (values: Values) => void;
  readonly form?: FormInstance<Values>;
  /** Names of fields that the server calls otherwise: its path joined by dots to the form's own. */
  readonly fieldNames?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
  readonly layout?: FormProps["layout"];
}

/** A form that sends one command: `mod+Enter` sends it, what the server refuses stands where it belongs. */
export function CommandForm<Values extends object>(props: CommandFormProps<Values>) {
  const { initial, onSubmit, isPending, error, submit = text.save, unless = [], onCancel, onChange, fieldNames = {}, children, layout = "vertical" } = props;
  const [own] = Form.useForm<Values>();
  const form = props.form ?? own;
  const { t } = useLanguage();
  useFieldErrors(form, error, fieldNames);
  return (
    <Form<Values>
      form={form}
      layout={layout}
      requiredMark
      disabled={isPending}
      scrollToFirstError={{ focus: true }}
      {...(initial ? { initialValues: initial } : {})}
      onFinish={(values) => onSubmit(values)}
      {...(onChange ? { onValuesChange: (_: unknown, values: Values) => onChange(values) } : {})}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && unless.length === 0) {
          event.preventDefault();
          event.stopPropagation();
          form.submit();
        }
      }}
    >
      {children}
      <ProblemNote error={error} />
      <div className="tk-form-foot">
        <Button type="primary" htmlType="submit" loading={isPending} unless={unless}>
          {t(submit)}
        </Button>
        {onCancel && <Button onPress={onCancel}>{t(text.cancel)}</Button>}
      </div>
    </Form>
  );
}

/** A form beside what it is about; a whole screen on a phone. */
export function FormDrawer<Values extends object>({
  title,
  open,
  onClose,
  width = 480,
  ...form
}: Omit<CommandFormProps<Values>, "onCancel"> & { readonly title: string; readonly open: boolean; readonly onClose: () => void; readonly width?: number }) {
  return (
    <Drawer title={title} open={open} onClose={onClose} size={width} destroyOnHidden className="tk-drawer">
      <CommandForm {...form} onCancel={onClose} />
    </Drawer>
  );
}

/** Marks the fields the server found wrong. */
function useFieldErrors<Values>(form: FormInstance<Values>, error: unknown, fieldNames: Readonly<Record<string, string>>): void {
  useEffect(() => {
    if (!(error instanceof ProblemError) || error.fields.length === 0) return;
    const fields = error.fields.map(({ path, message }) => ({ name: named(path), errors: [message] }));
    form.setFields(fields as Parameters<typeof form.setFields>[0]);
    const first = fields[0];
    if (first) form.scrollToField(first.name as Parameters<typeof form.scrollToField>[0], { focus: true });
    function named(path: readonly (string | number)[]) {
      const own = fieldNames[path.join(".")];
      return own ? own.split(".") : [...path];
    }
  }, [error, form, fieldNames]);
}
