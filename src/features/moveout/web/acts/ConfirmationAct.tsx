import { useQuery } from "@tanstack/react-query";
import { Form, Input, Radio, Rate, Select } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { getTenant } from "#features/tenants/contract.ts";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { issueConfirmation, moveOutRights, rateMoveOut } from "../../contract.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

interface Values {
  readonly contactId: string;
  readonly language: "zh" | "en" | "both";
}

/** F25: issued once nothing stands against it, read and signed by both. Manual 2.1.3-6. */
export function ConfirmationAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const issue = useCommand(issueConfirmation, { onDone: () => setOpen(false) });
  const { data } = useQuery({ ...query(getTenant, { params: { siteId, tenantId: view.case.tenantId } }), enabled: isOpen });
  const signers = (data?.contacts ?? []).filter(({ authorities, state }) => state === "active" && authorities.includes("signing"));
  const { confirmation } = view;
  return (
    <>
      {confirmation && (
        <ul className="moveout-lines">
          {confirmation.signers.map(({ party, name, signedAt }) => (
            <li key={party}>{signedAt ? t(text.signedBy, { name, at: format.moment(signedAt) }) : t(text.unsignedBy, { name })}</li>
          ))}
          <li>
            <Link href={href(`documents/${confirmation.documentId}`)}>{t(text.toSign)}</Link>
          </li>
        </ul>
      )}
      {may(moveOutRights.handle) && at.state === "ready" && (
        <Button type={confirmation ? "default" : "primary"} onPress={() => setOpen(true)}>
          {t(confirmation ? text.confirmAgain : text.confirmIssue)}
        </Button>
      )}
      {isOpen && (
        <FormDrawer<Values>
          title={t(text.confirmIssue)}
          open
          onClose={() => setOpen(false)}
          initial={{ language: "both", ...(view.case.contactId ? { contactId: view.case.contactId } : {}) }}
          onSubmit={(body) => issue.mutate({ params: { siteId, caseId: view.case.id }, body })}
          isPending={issue.isPending}
          error={issue.error}
        >
          <Form.Item name="contactId" label={t(text.contact)} rules={[{ required: true }]}>
            <Select options={signers.map(({ id: value, name, post }) => ({ value, label: [name, post].filter(Boolean).join(" ") }))} />
          </Form.Item>
          <Form.Item name="language" label={t({ zh: "语言", en: "Language" })}>
            <Radio.Group
              options={[
                { value: "both", label: "中文 + English" },
                { value: "zh", label: "中文" },
                { value: "en", label: "English" },
              ]}
            />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

/** One question to the departing tenant. Manual 2.1.4-3. */
export function RatingAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const send = useCommand(rateMoveOut, { onDone: () => setOpen(false) });
  const { rating, confirmedAt, id } = view.case;
  if (rating)
    return (
      <p>
        {t(text.rating)}：{t(text.score, { score: rating.score })} {rating.note}
      </p>
    );
  if (!confirmedAt || !may(moveOutRights.handle)) return null;
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t(text.rate)}</Button>
      {isOpen && (
        <FormDrawer<{ score: number; note?: string }>
          title={t(text.rate)}
          open
          onClose={() => setOpen(false)}
          onSubmit={({ score, note = "" }) => send.mutate({ params: { siteId, caseId: id }, body: { score, note } })}
          isPending={send.isPending}
          error={send.error}
        >
          <Form.Item name="score" label={t(text.howWasIt)} rules={[{ required: true }]}>
            <Rate />
          </Form.Item>
          <Form.Item name="note" label={t(text.note)}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}
