import { Form, Input } from "antd";
import { sayProblem } from "#kernel/problem.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { leastPasswordLength, whyNotPassword } from "../rules.ts";
import { text } from "./text.ts";

/** A password to be chosen, judged by the same rule as the server while it is typed. `names` are what it must not be made of. */
export function PasswordField({ names, label = text.password }: { readonly names: readonly string[]; readonly label?: typeof text.password | typeof text.newPassword }) {
  const { t, language } = useLanguage();
  return (
    <Form.Item
      name="password"
      label={t(label)}
      extra={t(text.passwordHint, { least: leastPasswordLength })}
      validateTrigger="onBlur"
      rules={[
        { required: true, message: t(text.missing) },
        {
          validator: (_, password: string | undefined) => {
            const against = password ? whyNotPassword(password, names) : [];
            return against.length === 0 ? Promise.resolve() : Promise.reject(new Error(against.map((problem) => sayProblem(problem, language)).join(" ")));
          },
        },
      ]}
    >
      <Input.Password autoComplete="new-password" size="large" />
    </Form.Item>
  );
}
