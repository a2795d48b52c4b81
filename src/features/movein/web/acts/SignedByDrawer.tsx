import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import type { ReactNode } from "react";
import type { Words } from "#kernel/words.ts";
import { getTenant } from "#features/tenants/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { text } from "../text.ts";

export interface SignedBy {
  readonly contactId: string;
  readonly language: "zh" | "en" | "both";
}

/** Who signs for the tenant and in which language: asked before every sheet. */
export function SignedByDrawer<More extends object = object>({
  title,
  siteId,
  tenantId,
  onClose,
  onSubmit,
  isPending,
  error,
  submit,
  initial,
  children,
  width,
}: {
  readonly title: string;
  readonly siteId: string;
  readonly tenantId: string;
  readonly onClose: () => void;
  readonly onSubmit: (values: SignedBy & More) => void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly submit: Words;
  readonly initial?: object;
  readonly children?: ReactNode;
  readonly width?: number;
}) {
  const { t } = useLanguage();
  const href = useHref();
  const contacts = useQuery(query(getTenant, { params: { siteId, tenantId } })).data?.contacts;
  const signers = (contacts ?? []).filter(({ state, authorities }) => state === "active" && authorities.includes("signing"));
  if (!contacts) return null;
  return (
    <FormDrawer<SignedBy & More>
      title={title}
      open
      onClose={onClose}
      initial={{ language: "zh", ...(signers[0] ? { contactId: signers[0].id } : {}), ...initial } as never}
      onSubmit={onSubmit}
      isPending={isPending}
      error={error}
      submit={submit}
      {...(width ? { width } : {})}
    >
      {children}
      {signers.length === 0 && (
        <p>
          {t(text.noSigner)} <Link href={href(`tenants/${tenantId}`)}>{t(text.addSigner)}</Link>
        </p>
      )}
      <Form.Item name="contactId" label={t(text.contact)} rules={[{ required: true }]}>
        <Select options={signers.map(({ id, name, post }) => ({ value: id, label: [name, post].filter(Boolean).join(" · ") }))} />
      </Form.Item>
      <Form.Item name="language" label={t(text.language)}>
        <Select options={(["zh", "en", "both"] as const).map((value) => ({ value, label: t(text[value]) }))} />
      </Form.Item>
    </FormDrawer>
  );
}
